"""One day's program solved by HiGHS: its linear relaxation is nearly tight, since every shift is a path.

The relaxation comes first, by the interior-point method; a dive that fixes what is nearly decided makes a first plan of
it, which is improved two crews at a time; branch and cut closes what time allows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from roster.plan.construct import mended
from roster.plan.diving import Run, dive, whole_numbers
from roster.plan.matrix import Values, keeps
from roster.plan.pairs import Pairs
from roster.plan.rows import Rows
from roster.plan.tuning import Programs
from roster.solvers.highs import rounded_up
from roster.solvers.program import Program
from roster.tiers import WISHES


@dataclass(frozen=True)
class Solved:
    """What a run gave: the values of all columns, None without a solution; and what was proved."""

    infeasible: bool
    objective: int
    bound: int
    values: Values | None


def solve_rows(
    rows: Rows,
    prices: Mapping[int, int],
    first: Callable[[], Values],
    run: Run,
    most: Mapping[int, int] | None = None,
) -> Solved:
    """Minimise tiers at their prices, others held at `most`.

    `first` gives values to begin with where a dive gives none: they need not keep every row.
    """
    began, tuning = time.monotonic(), run.tuning.programs
    program, offset = rows.program(prices, most)
    if not len(program.cost):  # nobody is on duty: nothing to decide
        kept = bool(np.all((program.row_low <= 0) & (program.row_high >= 0)))
        return Solved(not kept, offset, offset, np.zeros(0) if kept else None)
    bound, best = -math.inf, None

    def left() -> Run:
        return run.within(time.monotonic() - began)

    if not run.quick:
        longer = run if run.limit is None else replace(run, limit=tuning.diving * run.limit)
        hasty = not most and run.limit is not None and run.limit < tuning.hasty
        jump = tuning.jump * min((price for tier, price in prices.items() if tier != WISHES), default=math.inf)
        relaxed, dived = dive(
            _lighter(program, rows, tuning) if hasty else program, range(rows.activities), longer, jump
        )
        if relaxed is None:
            return Solved(True, 0, 0, None)
        bound = relaxed.cost
        best = None if dived is None else _keeping(program, rows.values(np.rint(dived[: rows.activities])))
    if best is not None and not most and any(rows.cost(tier, best) for tier in prices if tier != WISHES):
        known = _keeping(program, mended(rows, prices, best, lambda: left().over, run.tuning.construction))
        best = _cheapest(program, [values for values in (best, known) if values is not None])
    if best is None or run.limit is None:
        best = _cheapest(program, [values for values in (best, _keeping(program, first())) if values is not None])

    def goes_on() -> bool:
        cost = math.inf if best is None else float(program.cost @ best)
        near = cost - bound <= run.gap * max(1, cost + offset) if best is not None else False
        return not near and not left().over

    converged = True
    if best is not None and goes_on():
        pairs = Pairs(rows, program, best, left())
        converged = pairs.improve(2 if run.beside else 1)
        best = pairs.best
    if converged and goes_on():
        infeasible, proved, found = _proved(program, best, left())
        if infeasible:
            return Solved(True, 0, 0, None)
        bound = max(bound, proved)
        best = _cheapest(program, [values for values in (best, found) if values is not None])
    if best is None:
        return Solved(False, 0, _up(bound + offset), None)
    total = round(float(program.cost @ best)) + offset
    return Solved(False, total, min(total, _up(bound + offset)), best)


def _lighter(program: Program, rows: Rows, tuning: Programs) -> Program:
    """The same without the rows that cost the least when missed: what it costs at the least is less."""
    lengths = np.diff(program.starts)
    if lengths.sum() < tuning.many:
        return program
    own, prices = rows.slack_rows, program.cost[rows.activities : rows.activities + len(rows.slack_rows)]
    cheapest = own[np.argsort(prices, kind="stable")]
    kept = np.ones(len(lengths), dtype=bool)
    kept[cheapest[np.cumsum(lengths[cheapest]) < tuning.light * lengths.sum()]] = False
    entries = np.repeat(kept, lengths)
    return replace(
        program,
        starts=np.concatenate([[0], np.cumsum(lengths[kept])]),
        columns=program.columns[entries],
        weights=program.weights[entries],
        row_low=program.row_low[kept],
        row_high=program.row_high[kept],
    )


def _keeping(program: Program, values: Values) -> Values | None:
    return values if keeps(program, values) else None


def _cheapest(program: Program, known: Sequence[Values]) -> Values | None:
    return min(known, key=lambda values: float(program.cost @ values)) if known else None


def _proved(program: Program, first: Values | None, run: Run) -> tuple[bool, float, Values | None]:
    """By branch and cut: whether there is no solution, the bound, and the best solution."""
    solver = whole_numbers(program, run, first, run.gap)
    if solver.infeasible:
        return True, 0.0, None
    bound = solver.bound if np.isfinite(solver.bound) else -math.inf
    return False, bound, np.rint(solver.values) if solver.feasible else None


def least(rows: Rows, tier: int, run: Run) -> int:
    """What the linear relaxation proves to be the least of a tier."""
    program, offset = rows.program({tier: 1})
    relaxed, _first = dive(program, (), run)
    return _up((relaxed.cost if relaxed else 0.0) + offset)


def _up(bound: float) -> int:
    return rounded_up(bound) if np.isfinite(bound) else 0
