"""Which engines a model by kind is left to is decided by a short trial, where its size leaves that open.

Where little ties people together lines of work lead to the best bounds, and mostly to the best rosters; where counts
must be met exactly, CP-SAT and branch and cut on the whole model find in a moment what no change of some lines does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from roster.search.engine import Engine
from roster.search.portfolio import Verifying, solve_model
from roster.search.run import Clock, SolveResult
from roster.search.selection import EngineSelection
from roster.solvers.cpsat import Status


def solve_by_trial(
    clock: Clock,
    engines: EngineSelection,
    trial: cp_model.CpModel,
    tier: int,
    most: Mapping[int, int],
    limit: float,
    hint: SolveResult | None,
    phase: str,
    gap: float,
    first: bool,
    verifying: Verifying | None,
) -> SolveResult:
    """A model by kind solved within a limit by what serves it best; arguments as in `EngineSelection.second`.

    CP-SAT and branch and cut begin on the whole, and go on if they are nearly done. Else lines are generated from what
    they have found: to the end where few limits tie people together; where that is `doubtful`, for as long again, and
    to the end only if that has closed a good part of the gap. Else the whole goes on from there.
    """
    tried = engines.whole_first(trial, tier, limit, first)
    if tried is None:
        engine, whole_limit = engines.second(trial, tier, most, limit, first)
        return solve_model(clock, trial, limit, hint, phase, gap, first, engine, verifying, whole_limit)
    end, seconds = clock.seconds + limit, engines.trial_seconds(limit)

    def after(known: SolveResult, engine: Engine | None, whole_limit: float | None, gap_then: float) -> SolveResult:
        """What becomes of a solution in the time that is left, or in that of a trial where the gap is larger then."""
        seen = verifying and replace(verifying, bound=max(verifying.bound, known.bound))
        begun, left = hint if known.values is None else known, end - clock.seconds
        tried_for = math.inf if gap_then == math.inf else seconds
        more = solve_model(clock, trial, left, begun, phase, gap, first, engine, seen, whole_limit, tried_for, gap_then)
        better = more.values is not None and (known.values is None or more.objective <= known.objective)
        best, bound = more if better else known, max(known.bound, more.bound)
        return replace(best, bound=bound if best.values is None else min(bound, best.objective))

    def settled(found: SolveResult) -> bool:
        nothing = found.values is None and found.status is Status.INFEASIBLE
        verified = verifying is not None and verifying.enough(found.bound)
        return nothing or verified or _gap(found) <= gap or bool(clock.stop) or clock.seconds >= end

    found = solve_model(clock, trial, limit, hint, phase, gap, False, tried, verifying, trial_seconds=seconds)
    if settled(found):
        return found
    if not engines.doubtful:
        engine, whole_limit = engines.second(trial, tier, most, end - clock.seconds, first)
        return after(found, engine, whole_limit, math.inf)
    lines, enough = (
        engines.lines(trial, most, end - clock.seconds),
        clock.options.tuning.selection.closing * _gap(found),
    )
    found = after(found, lines, 0.0, enough)
    if settled(found) or _gap(found) <= enough:
        return found
    return after(found, engines.whole_first(trial, tier, end - clock.seconds, first), None, math.inf)


def _gap(found: SolveResult) -> float:
    """Of a result's solution to its bound; infinite without one."""
    return math.inf if found.values is None else (found.objective - found.bound) / max(1, found.objective)
