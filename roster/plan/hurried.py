"""Days of a plan for which there is little time, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from roster.domain.activity import Activity, Choice, numbered
from roster.plan.day import MUSTS, amounts, at_once
from roster.plan.model import plan_limits
from roster.plan.placed import placed
from roster.plan.totals import Settled

if TYPE_CHECKING:
    from roster.plan.search import Search


def hurry(search: Search, choice: Choice, until: float) -> bool:
    """Settle a day by a plan that is made at once, mended until a moment; whether it keeps every must."""

    def late() -> bool:
        return bool(search.stop) or search.seconds >= until

    chosen = numbered(at_once(choice, search.placing, late, search.tuning))
    if search.seconds < until:
        chosen = search.redrawn(choice, chosen, until, "parts")
    if not _settled(search, choice, chosen):
        return False
    search.hurried.add(choice.day)
    return True


def stay(search: Search, day: int) -> bool:
    """Settle a day whose crews stay where they first wait, but for what is kept; whether that keeps every must."""
    given, notes = search.totals.plan(), search.totals.notes
    chosen: list[Activity] = []
    for crew in search.patrol.crews_of_day.get(day, ()):
        whole = search.frozen.activity(crew)
        begun = search.frozen.begun.get(crew.id)
        done = begun is not None and begun.last + 1 == len(crew.parts)
        chosen.append(whole or (begun if begun and done else placed(crew, begun, search.patrol, notes)))
    if not _settled(search, Choice(search.patrol, day, given=given, stand_days=search.stand_days), numbered(chosen)):
        return False
    search.idle.add(day)
    return True


def _settled(search: Search, choice: Choice, chosen: tuple[Activity, ...]) -> bool:
    """Settle a day by activities if they keep every must."""
    cost = amounts(search.rules, plan_limits(replace(choice, activities=chosen), search.rules), chosen)
    if MUSTS in cost:
        return False
    search.settled(choice.day, Settled(chosen, cost, {}, False))
    return True
