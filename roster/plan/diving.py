"""First plans from the linear relaxation of a day: a dive that fixes what is nearly decided."""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from roster.plan.tuning import DEFAULT, Tuning
from roster.search.run import Stop
from roster.solvers.highs import Highs
from roster.solvers.program import Program

Values = NDArray[np.float64]

WHOLE = 1e-6
NEARLY_WHOLE = 1e-5


@dataclass(frozen=True)
class Run:
    """How long and how near: `limit` seconds, without one until a number of nodes; a relative gap.

    With `beside` a plan is improved on two threads; a `quick` one has no time for the relaxation.
    """

    limit: float | None
    gap: float
    seed: int
    stop: Stop
    beside: bool = False
    quick: bool = False
    tuning: Tuning = DEFAULT

    def within(self, seconds: float) -> Run:
        """The same, begun so many seconds ago."""
        left = None if self.limit is None else self.limit - seconds
        return replace(self, limit=left)

    @property
    def over(self) -> bool:
        """Whether no time is left, or it is to stop."""
        return bool(self.stop) or (self.limit is not None and self.limit <= 0)


@dataclass(frozen=True)
class LinearRelaxation:
    """The linear relaxation: its cost, and how far it does each thing."""

    cost: float
    values: Values


def whole_numbers(program: Program, run: Run, first: Values | None = None, gap: float | None = None) -> Highs:
    """Branch and cut on a program for the run's time, or its number of nodes, from a first solution if there is one."""
    nodes, seconds = run.tuning.programs.most_nodes, run.tuning.programs.least_seconds
    limit = {"mip_max_nodes": nodes} if run.limit is None else {"time_limit": max(seconds, run.limit)}
    allowed = {} if gap is None else {"mip_rel_gap": gap}
    solver = Highs(program, whole=True, random_seed=run.seed, **limit, **allowed)
    solver.ends_when(lambda: bool(run.stop))
    if first is not None:
        solver.begin_at(first)
    solver.run()
    return solver


def dive(
    program: Program, choices: Collection[int], run: Run, jump: float = math.inf
) -> tuple[LinearRelaxation | None, Values | None]:
    """The relaxation (None: it has no solution), and the values that a dive ends with, if it ends well.

    What makes the cost `jump`, as a visit that is missing does, is taken back where it can be.
    """
    began, tuning = time.monotonic(), run.tuning.programs
    limit = {} if run.limit is None else {"time_limit": max(tuning.least_seconds, run.limit)}
    solver = Highs(program, whole=False, random_seed=run.seed, solver="ipm", **limit)
    solver.ends_when(lambda: bool(run.stop))
    solver.run()
    if solver.infeasible:
        return None, None
    if not solver.optimal:
        return LinearRelaxation(-math.inf, np.zeros(len(program.cost))), None
    relaxed = LinearRelaxation(solver.objective, solver.values)
    solver.set(solver="simplex")
    columns = np.array(choices, dtype=np.int64)
    free = np.ones(len(columns), dtype=bool)
    failures, many, cost = 0, len(columns), relaxed.cost
    while not run.stop and failures <= tuning.most_failures:
        if run.limit is not None and time.monotonic() - began > run.limit:
            break
        whole = solver.values
        values = whole[columns]
        torn = free & (values > WHOLE) & (values < 1 - WHOLE)
        if not torn.any():
            return relaxed, whole if _is_whole(whole) else _completed(program, columns, whole, run)
        order = np.argsort(np.where(torn, -values, 0.0), kind="stable")
        taken = order[: min(many, max(1, int((torn & (values >= tuning.nearly)).sum())))]
        reached = _fixed(solver, columns[taken], 1.0)
        if reached is None or reached > cost + jump:
            failures += reached is None
            _fixed(solver, columns[taken], None)
            many = max(1, len(taken) // 2)
            if len(taken) > 1:
                continue
            without = _fixed(solver, columns[taken], 0.0)
            if without is None or (reached is not None and without > reached):
                if reached is None:
                    break
                without = _fixed(solver, columns[taken], 1.0)
            reached = without
        else:
            many *= 2
        if reached is None:
            break
        cost = reached
        free[taken] = False
    return relaxed, None


def _completed(program: Program, choices: NDArray[np.int64], values: Values, run: Run) -> Values | None:
    """The whole amounts of choices that are made, where a rule counts in larger units than its terms."""
    low, high = program.low.copy(), program.high.copy()
    low[choices] = high[choices] = np.rint(values[choices])
    solver = whole_numbers(replace(program, low=low, high=high), run)
    return solver.values if solver.feasible else None


def _is_whole(values: Values) -> bool:
    """Whether the other variables, which count what is missing, have come out whole as well."""
    return bool(np.all(np.abs(values - np.rint(values)) <= NEARLY_WHOLE))


def _fixed(solver: Highs, columns: NDArray[np.int64], value: float | None) -> float | None:
    """Fix columns at a value (None: let them go), and what the relaxation costs then; None without a solution."""
    low, high = (0.0, 1.0) if value is None else (value, value)
    for column in columns:
        solver.bind(int(column), low, high)
    solver.run()
    return solver.objective if solver.optimal else None
