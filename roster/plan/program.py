"""One day's model solved by HiGHS: its linear relaxation is nearly tight, since every shift is a path.

The relaxation comes first, by the interior-point method; a dive that fixes what is nearly decided makes a first plan of
it, which is improved among what the relaxation finds good; branch and cut closes what time allows.
"""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import highspy
import numpy as np
from ortools.sat.python import cp_model

from roster.plan.relaxed import Run, Values, dive, improved, limit_to, solver_of, start_from
from roster.search.relax import ROUNDING, Program, as_program
from roster.search.run import Stop

DIVING = 1.4
"""Of the time, for a first plan: what comes after it, minutes that are drawn again too, is of no use without one."""
IMPROVING = 0.4
"""The part of the time in which a plan is improved, where this and the proof come one after the other."""


@dataclass(frozen=True)
class Solved:
    """What a run gave: the values of all variables by index, None without a solution; and what was proved."""

    infeasible: bool
    objective: int
    bound: int
    values: tuple[int, ...] | None


def solve_program(model: cp_model.CpModel, start: dict[int, int], run: Run) -> Solved:
    """Minimise a model of linear rows. `start` gives the choices a first value: its keys are decided."""
    began = time.monotonic()
    program, offset = _program(model)
    if not len(program.cost):  # nobody is on duty: nothing to decide
        kept = bool(np.all((program.row_low <= 0) & (program.row_high >= 0)))
        return Solved(not kept, offset, offset, () if kept else None)
    longer = run if run.limit is None else replace(run, limit=DIVING * run.limit)
    relaxed, first = dive(program, list(start), longer)
    if relaxed is None:
        return Solved(True, 0, 0, None)
    bound, best = relaxed.cost, first
    now = run.within(time.monotonic() - began)
    if first is None:
        infeasible, bound, best = _proved(program, dict(start), now, offset, [])
        if infeasible:
            return Solved(True, 0, 0, None)
    elif (now.limit is None or now.limit > 0) and not run.stop:
        known, proved = [float(program.cost @ np.rint(first))], Stop()

        def better(part: float) -> Values:
            limit = None if now.limit is None else part * now.limit
            found = improved(program, relaxed, first, list(start), Run(limit, run.gap, run.seed, run.stop), proved)
            known.append(float(program.cost @ np.rint(found)))
            return found

        if run.beside:
            with ThreadPoolExecutor(1) as pool:
                future = pool.submit(better, 1.0)
                told = known if run.limit is not None else []  # when others find something depends on a clock
                _never, bound, other = _proved(program, dict(enumerate(first)), now, offset, told)
                if run.limit is not None:
                    proved()
                best = future.result()
        else:
            best = better(IMPROVING)
            now = run.within(time.monotonic() - began)
            _never, bound, other = _proved(program, dict(enumerate(best)), now, offset, known)
        best = min((values for values in (best, other) if values is not None), key=lambda v: program.cost @ np.rint(v))
    bound = max(bound, relaxed.cost)
    if best is None:
        return Solved(False, 0, _up(bound + offset), None)
    whole = np.rint(best).astype(np.int64)
    total = int(whole @ program.cost.astype(np.int64)) + offset
    return Solved(False, total, min(total, _up(bound + offset)), tuple(int(value) for value in whole))


def _proved(
    program: Program, first: dict[int, float], run: Run, offset: int, known: list[float]
) -> tuple[bool, float, Values | None]:
    """By branch and cut: whether there is no solution, the bound, and the best solution; `known` grows by others."""

    def enough(bound: float) -> bool:
        best = min(known, default=math.inf) + offset
        return best - (bound + offset) <= run.gap * max(1, best)

    solver = solver_of(run, enough)
    solver.setOptionValue("mip_rel_gap", run.gap)
    limit_to(solver, run)
    solver.passModel(program.for_highs())
    start_from(solver, first)
    solver.run()
    info = solver.getInfo()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return True, 0.0, None
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    bound = info.mip_dual_bound if np.isfinite(info.mip_dual_bound) else -math.inf
    return False, bound, np.array(solver.getSolution().col_value) if feasible else None


def least(model: cp_model.CpModel, run: Run) -> int:
    """What the linear relaxation proves to be the least."""
    program, offset = _program(model)
    relaxed, _first = dive(program, (), run)
    return _up((relaxed.cost if relaxed else 0.0) + offset)


def _program(model: cp_model.CpModel) -> tuple[Program, int]:
    program = as_program(model)
    assert program is not None, "rows of a plan are linear"
    return program, round(model.proto.objective.offset)


def _up(bound: float) -> int:
    return max(0, int(np.ceil(bound - ROUNDING))) if np.isfinite(bound) else 0
