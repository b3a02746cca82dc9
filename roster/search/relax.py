"""HiGHS on a model: what its linear relaxation proves, and branch and cut beside CP-SAT.

CP-SAT is quick to find rosters and slow to bound them; on the model by unit kind the linear relaxation is nearly tight,
and HiGHS closes what is left with cuts.
"""

from __future__ import annotations

import threading
import time

import numpy as np
from ortools.sat.python import cp_model

from roster.search.engine import Engine
from roster.solvers.arrays import Array, Mask
from roster.solvers.highs import ROUNDING, Highs, rounded_up, solve_relaxation
from roster.solvers.program import as_program


def relaxation_bound(model: cp_model.CpModel) -> int:
    """What the linear relaxation proves of a model that is minimised; 0 where it has none. Depends on no clock."""
    program = as_program(model)
    solver = solve_relaxation(program) if program is not None else None
    return solver.lowest if solver is not None and solver.optimal else 0


def taken(model: cp_model.CpModel) -> Mask | None:
    """Which variables the linear relaxation of a model that is minimised takes; None where it has none."""
    program = as_program(model)
    solver = solve_relaxation(program, "ipm") if program is not None else None
    if solver is None or not solver.optimal:
        return None
    found: Mask = solver.values > ROUNDING
    return found


class Prover(Engine):
    """HiGHS on one thread beside CP-SAT: `bound` rises, `incumbent` is its best solution (objective, values) so far."""

    def __init__(self, model: cp_model.CpModel, limit: float, seed: int, delay: float = 0.0) -> None:
        """It begins after a delay in seconds, as it cannot be stopped while it simplifies its program.

        In that time it looks whether the linear relaxation shows that there is no solution.
        """
        super().__init__()
        self.bound = 0
        self.infeasible = False
        self.incumbent: tuple[int | None, tuple[int, ...]] = (None, ())
        self._halt = threading.Event()
        self._model, self._limit, self._seed, self._delay = model, limit, seed, delay
        self._offered: tuple[int, ...] = ()

    def halt(self) -> None:
        """End soon, and wait for it; what is proved stays."""
        self._halt.set()
        self.join()

    def offer(self, values: tuple[int, ...]) -> None:
        """Begin with a solution found elsewhere; once HiGHS runs it is of no use."""
        self._offered = values

    def work(self) -> None:
        began, program = time.monotonic(), as_program(self._model)
        if program is None or self._halt.is_set():
            return
        if self._delay:
            self.infeasible = solve_relaxation(program, "ipm", self._halt.is_set).infeasible
            if self.infeasible or self._halt.wait(max(0.0, self._delay - (time.monotonic() - began))):
                return
        solver = Highs(program, whole=True, random_seed=self._seed, time_limit=self._limit)
        if not solver.taken:
            return
        if len(self._offered) == len(program.low):
            solver.begin_at(np.array(self._offered, dtype=float))
        solver.tells(self._raise_bound, self._on_solution)
        solver.ends_when(self._halt.is_set)
        solver.run()
        self.infeasible = solver.infeasible
        if not self.infeasible:
            self._raise_bound(solver.bound)

    def _on_solution(self, solution: Array) -> None:
        values = tuple(int(value) for value in np.rint(solution))
        objective = self._model.proto.objective
        total = sum(weight * values[index] for index, weight in zip(objective.vars, objective.coeffs, strict=True))
        best, _ = self.incumbent
        if best is None or total < best:
            self.incumbent = (total, values)

    def _raise_bound(self, bound: float) -> None:
        if np.isfinite(bound):
            self.bound = max(self.bound, rounded_up(bound))
