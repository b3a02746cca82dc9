"""What no roster of a problem can cost less than: shortfalls by priority, then the wishes, from the linear side."""

from __future__ import annotations

import time
from collections.abc import Mapping

from roster.domain import ending
from roster.domain.price import Proved, cost_of
from roster.model import Model
from roster.search.engines.highs import BranchAndCut
from roster.search.tuning import DEFAULT, Proving
from roster.solvers.apart import POLL_SECONDS
from roster.solvers.highs import solve_relaxation
from roster.solvers.program import as_program
from roster.tiers import WISHES


def proved(
    model: Model,
    short: Mapping[int, int],
    wishes: int,
    seconds: float,
    seed: int = 1,
    tuning: Proving = DEFAULT.proving,
) -> Proved:
    """The cost of a roster beside what is proved of every roster of the model by unit kind.

    Each priority in turn is bounded while the earlier ones stay as they are. The first that is not proved to be as
    small as can be ends it: nothing is claimed then of what comes after it, nor once the search was asked to stop.
    """
    until = time.monotonic() + seconds
    least: dict[int, int] = {}
    found = cost_of(short, wishes)
    for priority in model.short:
        if not short.get(priority, 0):
            least[priority] = 0
            continue
        least[priority] = _bound(model, priority, least, (until - time.monotonic()) * tuning.share, seed, tuning)
        if least[priority] < short[priority]:
            return Proved(found, min(found, cost_of(least, 0)))
    bound = _bound(model, WISHES, least, until - time.monotonic(), seed, tuning)
    return Proved(found, min(found, cost_of(least, bound)))


def _bound(model: Model, tier: int, most: Mapping[int, int], seconds: float, seed: int, tuning: Proving) -> int:
    """What is proved in some seconds of a tier while others stay within what is given.

    The linear relaxation first, by the interior-point method, which is the quickest; branch and cut in the time left.
    """
    until = time.monotonic() + seconds

    def over() -> bool:
        return ending.asked() or time.monotonic() > until

    if over():
        return 0
    trial = model.minimising(tier, most)
    program = as_program(trial)
    if program is None or over():
        return 0
    linear = solve_relaxation(program, "ipm", over)
    bound = linear.lowest if linear.optimal else 0
    left = until - time.monotonic()
    if left > tuning.shortest:
        engine = BranchAndCut(trial, left, seed)
        engine.start()
        while engine.working and not over():
            engine.join(POLL_SECONDS)
        engine.stop()
        bound = max(bound, engine.incumbent.bound)
    return bound
