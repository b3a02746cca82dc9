"""One day's model solved by HiGHS: its linear relaxation is nearly tight, since every shift is a path.

The relaxation comes first, by the interior-point method; a dive that fixes what is nearly decided makes a first plan of
it within about one percent; branch and cut closes what time allows.
"""

from __future__ import annotations

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
    lowest, first = _dive(program, list(start), run)
    if lowest is None:
        return Solved(True, 0, 0, None)
    bound, start = lowest + offset, first or start
    solver = _solver(run)
    solver.setOptionValue("mip_rel_gap", run.gap)
    if run.limit is None:
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
    else:
        solver.setOptionValue("time_limit", max(0.1, run.limit - (time.monotonic() - began)))
    solver.passModel(program.for_highs())
    indices, values = np.array(list(start), dtype=np.int32), np.array(list(start.values()), dtype=float)
    solver.setSolution(len(start), indices, values)
    solver.run()
    info = solver.getInfo()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Solved(True, 0, 0, None)
    bound = max(bound, info.mip_dual_bound + offset) if np.isfinite(info.mip_dual_bound) else bound
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(False, 0, _up(bound), None)
    found = tuple(int(value) for value in np.rint(solver.getSolution().col_value))
    objective = model.proto.objective
    total = sum(weight * found[index] for index, weight in zip(objective.vars, objective.coeffs, strict=True)) + offset
    return Solved(False, total, min(total, _up(bound)), found)


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
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", run.seed)

    def interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
        if run.stop:
            event.interrupt()

    solver.cbMipInterrupt += interrupt
    solver.cbSimplexInterrupt += interrupt
    return solver


def _dive(program: Program, choices: Collection[int], run: Run) -> tuple[float | None, dict[int, int]]:
    """The relaxation's cost (None: it has no solution), and the choices of a dive; none where it ends in nothing."""
    solver = _solver(run)
    solver.setOptionValue("solver", "ipm")
    rows = program.for_highs()
    rows.integrality_ = []
    solver.passModel(rows)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None, {}
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return 0.0, {}
    lowest: float = solver.getInfo().objective_function_value
    solver.setOptionValue("solver", "simplex")
    columns = np.array(choices, dtype=np.int64)
    free = np.ones(len(columns), dtype=bool)
    failures = 0
    while not run.stop and failures <= MOST_FAILURES:
        values: NDArray[np.float64] = np.array(solver.getSolution().col_value)[columns]
        torn = free & (values > WHOLE) & (values < 1 - WHOLE)
        if not torn.any():
            return lowest, {int(column): int(value > 0.5) for column, value in zip(columns, values, strict=True)}
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
    return lowest, {}


def _fixed(solver: SilentHighs, columns: NDArray[np.int64], value: float | None) -> bool:
    """Fix columns at a value (None: let them go), and whether the relaxation still has a solution."""
    low, high = (0.0, 1.0) if value is None else (value, value)
    for column in columns:
        solver.changeColBounds(int(column), low, high)
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _up(bound: float) -> int:
    return max(0, int(np.ceil(bound - ROUNDING))) if np.isfinite(bound) else 0
