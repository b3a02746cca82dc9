"""One day's model solved by HiGHS: its linear relaxation is nearly tight, since every shift is a path."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from ortools.sat.python import cp_model

from roster.search.highs import SilentHighs
from roster.search.relax import ROUNDING, as_program
from roster.search.run import Stop


@dataclass(frozen=True)
class Solved:
    """What a run gave: the values of all variables by index, None without a solution; and what was proved."""

    infeasible: bool
    objective: int
    bound: int
    values: tuple[int, ...] | None


def solve_program(
    model: cp_model.CpModel,
    limit: float | None,
    gap: float,
    seed: int,
    stop: Stop,
    start: dict[int, int] | None = None,
    relaxed: bool = False,
) -> Solved:
    """Minimise a model of linear rows on one thread; `limit` seconds, without one until a number of nodes.

    `start` gives variables a first value. `relaxed` only proves a bound, over fractions.
    """
    program = as_program(model)
    assert program is not None
    solver = SilentHighs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("mip_rel_gap", gap)
    if limit is None:
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
    else:
        solver.setOptionValue("time_limit", limit)
    rows = program.for_highs()
    if relaxed:
        rows.integrality_ = []
    solver.passModel(rows)
    if start:
        indices, values = np.array(list(start), dtype=np.int32), np.array(list(start.values()), dtype=float)
        solver.setSolution(len(start), indices, values)

    def interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
        if stop:
            event.interrupt()

    solver.cbSimplexInterrupt += interrupt
    solver.cbMipInterrupt += interrupt
    solver.run()
    offset = round(model.proto.objective.offset)
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(True, 0, 0, None)
    if relaxed:
        proved = info.objective_function_value if status == highspy.HighsModelStatus.kOptimal else 0.0
        return Solved(False, 0, _up(proved + offset), None)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(False, 0, _up(info.mip_dual_bound + offset), None)
    found = tuple(int(value) for value in np.rint(solver.getSolution().col_value))
    objective = model.proto.objective
    total = sum(weight * found[index] for index, weight in zip(objective.vars, objective.coeffs, strict=True)) + offset
    return Solved(False, total, min(total, _up(info.mip_dual_bound + offset)), found)


MOST_NODES = 500


def _up(bound: float) -> int:
    return max(0, int(np.ceil(bound - ROUNDING))) if np.isfinite(bound) else 0
