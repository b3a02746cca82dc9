"""Which engines a model by kind is left to is decided by a short trial, where its size leaves that open.

Where little ties people together lines of work lead to the best bounds, and mostly to the best rosters; where counts
must be met exactly, CP-SAT and branch and cut on the whole model find in a moment what no change of some lines does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

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
    """A model by kind solved within a limit by what serves it best; arguments as in `EngineSelection.beside`.

    CP-SAT and branch and cut begin on the whole; column generation, where it is chosen, goes on from what they have
    found, unless they are nearly done.
    """
    tried = engines.whole_first(trial, tier, limit, first)
    if tried is None:
        engine, whole_limit = engines.beside(trial, tier, most, limit, first)
        return solve_model(clock, trial, limit, hint, phase, gap, first, engine, verifying, whole_limit)
    end, share = clock.seconds + limit, clock.options.tuning.selection.trial_share * limit
    found = solve_model(clock, trial, limit, hint, phase, gap, False, tried, verifying, trial_seconds=share)
    nothing = found.values is None and found.status is Status.INFEASIBLE
    near = found.values is not None and found.objective - found.bound <= gap * max(1, found.objective)
    if nothing or near or clock.stop or (verifying is not None and verifying.enough(found.bound)):
        return found
    left = end - clock.seconds
    if left <= 0:
        return found
    if verifying is not None:
        verifying = replace(verifying, bound=max(verifying.bound, found.bound))
    engine, whole_limit = engines.beside(trial, tier, most, left, first)
    known = hint if found.values is None else found
    lines = solve_model(clock, trial, left, known, phase, gap, first, engine, verifying, whole_limit)
    better = lines.values is not None and (found.values is None or lines.objective <= found.objective)
    best, bound = lines if better else found, max(found.bound, lines.bound)
    return replace(best, bound=bound if best.values is None else min(bound, best.objective))
