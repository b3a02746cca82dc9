"""What it is worth to wait: how much cheaper the wishes may become in the next seconds of a search."""

from __future__ import annotations

import math
from collections.abc import Sequence

from roster.domain.outcome import PLAN_PHASE, WISHES_PHASES, Moment

TOLD_AFTER = 2.0
"""Before so much of a curve nothing is told of how it goes on."""


def value_of_waiting(curve: Sequence[Moment], now: float, seconds: float) -> int | None:
    """About how much is gained in the next `seconds`, in the objective's unit; None where nothing tells.

    Searches gain about as much while their time doubles as they did when it doubled before, and never more than lies
    between incumbent and bound. `now` is on the curve's clock.
    """
    if not curve or curve[-1].phase == PLAN_PHASE:  # the cost of a plan grows with its days
        return None
    phase = curve[-1].phase
    alike = WISHES_PHASES if phase in WISHES_PHASES else (phase,)
    known = [moment for moment in curve if moment.phase in alike and moment.incumbent is not None]
    if not known or now - known[0].seconds < TOLD_AFTER:
        return None
    began, last = known[0].seconds, known[-1]
    half = began + (now - began) / 2
    then = next(moment for moment in reversed(known) if moment.seconds <= half)
    assert then.incumbent is not None
    assert last.incumbent is not None
    gained = max(0, then.incumbent - last.incumbent) * math.log2(1 + seconds / (now - began))
    open_gap = last.incumbent - last.bound if last.bound is not None else gained
    return round(max(0, min(gained, open_gap)))
