"""HiGHS on a model: proves bounds, and finds rosters, from the linear side.

CP-SAT is quick to find rosters and slow to bound them; on the model by unit kind the linear relaxation is nearly tight,
and HiGHS closes what is left with cuts.
"""

from __future__ import annotations

import time

import numpy as np
from ortools.sat.python import cp_model

from roster.search.engine import Engine
from roster.search.incumbent import Values
from roster.solvers.arrays import Array
from roster.solvers.highs import Highs, rounded_up, solve_relaxation
from roster.solvers.program import as_program


class BranchAndCut(Engine):
    """HiGHS on one thread."""

    def __init__(self, model: cp_model.CpModel, limit: float, seed: int, delay: float = 0.0) -> None:
        """It begins after a delay in seconds, as it cannot be stopped while it simplifies its program.

        In that time it looks whether the linear relaxation shows that there is no solution.
        """
        super().__init__()
        self._model, self._limit, self._seed, self._delay = model, limit, seed, delay
        self._offered: Values = ()

    def offer(self, values: Values) -> None:
        self._offered = values

    def work(self) -> None:
        began, program = time.monotonic(), as_program(self._model)
        if program is None or self.halted.is_set():
            return
        if self._delay:
            if solve_relaxation(program, "ipm", self.halted.is_set).infeasible:
                self.incumbent.refute()
                return
            if self.halted.wait(max(0.0, self._delay - (time.monotonic() - began))):
                return
        solver = Highs(program, whole=True, random_seed=self._seed, time_limit=self._limit)
        if not solver.taken:
            return
        known = self.incumbent.values or self._offered
        if len(known) == len(program.low):
            solver.begin_at(np.array(known, dtype=float))
        solver.tells(self._proved, self._found)
        solver.ends_when(self.halted.is_set)
        solver.run()
        if solver.infeasible:
            self.incumbent.refute()
        else:
            self._proved(solver.bound)

    def _found(self, solution: Array) -> None:
        values = tuple(int(value) for value in np.rint(solution))
        objective = self._model.proto.objective
        terms = zip(objective.vars, objective.coeffs, strict=True)
        self.incumbent.tell(sum(weight * values[index] for index, weight in terms), values)

    def _proved(self, bound: float) -> None:
        if np.isfinite(bound):
            self.incumbent.tell(bound=rounded_up(bound))
