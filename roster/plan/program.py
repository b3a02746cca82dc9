"""One day's model solved by HiGHS: its linear relaxation is nearly tight, since every shift is a path.

The relaxation comes first, by the interior-point method; a dive that fixes what is nearly decided makes a first plan of
it within about one percent; branch and cut closes what time allows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roster.search.highs import SilentHighs
from roster.search.relax import ROUNDING, Program, as_program
from roster.search.run import Stop

MOST_NODES = 200
"""Where no clock counts."""
NEARLY = 0.7
"""The dive takes what the relaxation does to so large a part."""
WHOLE = 1e-6
NEARLY_WHOLE = 1e-5
LEAST_SECONDS = 0.2
MOST_FAILURES = 12
"""So often the dive takes back what it has fixed; from the first time on it fixes one choice at a time."""


@dataclass(frozen=True)
class Solved:
    """What a run gave: the values of all variables by index, None without a solution; and what was proved."""

    infeasible: bool
    objective: int
    bound: int
    values: tuple[int, ...] | None


@dataclass(frozen=True)
class Run:
    """How long and how near: `limit` seconds, without one until a number of nodes; a relative gap."""

    limit: float | None
    gap: float
    seed: int
    stop: Stop


def solve_program(model: cp_model.CpModel, start: dict[int, int], run: Run) -> Solved:
    """Minimise a model of linear rows on one thread. `start` gives the choices a first value: its keys are decided."""
    began = time.monotonic()
    program, offset = _program(model)
    if not len(program.cost):  # nobody is on duty: nothing to decide
        kept = bool(np.all((program.row_low <= 0) & (program.row_high >= 0)))
        return Solved(not kept, offset, offset, () if kept else None)
    lowest, dived = _dive(program, list(start), run)
    if lowest is None:
        return Solved(True, 0, 0, None)

    def solved(bound: float, values: NDArray[np.float64] | None) -> Solved:
        if values is None:
            return Solved(False, 0, _up(bound + offset), None)
        whole = np.rint(values).astype(np.int64)
        total = int(whole @ program.cost.astype(np.int64)) + offset
        return Solved(False, total, min(total, _up(bound + offset)), tuple(int(value) for value in whole))

    left = math.inf if run.limit is None else run.limit - (time.monotonic() - began)
    if dived is not None and (left <= 0 or run.stop):
        return solved(lowest, dived)
    solver = _solver(run)
    solver.setOptionValue("mip_rel_gap", run.gap)
    if run.limit is None:
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
    else:
        solver.setOptionValue("time_limit", max(LEAST_SECONDS, left))
    solver.passModel(program.for_highs())
    known = dict(start) if dived is None else dict(enumerate(dived))
    indices, values = np.array(list(known), dtype=np.int32), np.array(list(known.values()), dtype=float)
    solver.setSolution(len(known), indices, values)
    solver.run()
    info = solver.getInfo()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Solved(True, 0, 0, None)
    bound = max(lowest, info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else lowest
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return solved(bound, dived)
    found = np.array(solver.getSolution().col_value)
    worse = dived is not None and program.cost @ np.rint(found) > program.cost @ np.rint(dived)
    return solved(bound, dived if worse else found)


def least(model: cp_model.CpModel, run: Run) -> int:
    """What the linear relaxation proves to be the least."""
    program, offset = _program(model)
    lowest, _first = _dive(program, (), run)
    return _up((lowest or 0.0) + offset)


def _program(model: cp_model.CpModel) -> tuple[Program, int]:
    program = as_program(model)
    assert program is not None, "rows of a plan are linear"
    return program, round(model.proto.objective.offset)


def _solver(run: Run) -> SilentHighs:
    solver = SilentHighs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("random_seed", run.seed)

    def interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
        if run.stop:
            event.interrupt()

    solver.cbMipInterrupt += interrupt
    solver.cbSimplexInterrupt += interrupt
    return solver


def _dive(program: Program, choices: Collection[int], run: Run) -> tuple[float | None, NDArray[np.float64] | None]:
    """The relaxation's cost (None: it has no solution), and the values that a dive ends with, if it ends well."""
    solver = _solver(run)
    solver.setOptionValue("solver", "ipm")
    rows = program.for_highs()
    rows.integrality_ = []
    solver.passModel(rows)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None, None
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return 0.0, None
    lowest: float = solver.getInfo().objective_function_value
    solver.setOptionValue("solver", "simplex")
    columns = np.array(choices, dtype=np.int64)
    free = np.ones(len(columns), dtype=bool)
    failures = 0
    while not run.stop and failures <= MOST_FAILURES:
        whole: NDArray[np.float64] = np.array(solver.getSolution().col_value)
        values = whole[columns]
        torn = free & (values > WHOLE) & (values < 1 - WHOLE)
        if not torn.any():
            return lowest, whole if _is_whole(whole) else None
        taken = torn & (values >= NEARLY)
        if failures or not taken.any():
            taken = np.arange(len(columns)) == int(np.argmax(np.where(torn, values, 0.0)))
        if not _fixed(solver, columns[taken], 1.0):
            failures += 1
            _fixed(solver, columns[taken], None)
            if taken.sum() > 1 or _fixed(solver, columns[taken], 0.0):
                continue
            break
        free &= ~taken
    return lowest, None


def _is_whole(values: NDArray[np.float64]) -> bool:
    """Whether the other variables, which count what is missing, have come out whole as well."""
    return bool(np.all(np.abs(values - np.rint(values)) <= NEARLY_WHOLE))


def _fixed(solver: SilentHighs, columns: NDArray[np.int64], value: float | None) -> bool:
    """Fix columns at a value (None: let them go), and whether the relaxation still has a solution."""
    low, high = (0.0, 1.0) if value is None else (value, value)
    for column in columns:
        solver.changeColBounds(int(column), low, high)
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _up(bound: float) -> int:
    return max(0, int(np.ceil(bound - ROUNDING))) if np.isfinite(bound) else 0
