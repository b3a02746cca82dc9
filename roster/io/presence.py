"""Seen by day, lights by night: which zones have a visible unit or a lit vehicle in which slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from roster.domain.clock import Window
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.service import Slot

Standing = Counter[tuple[str, Slot]]
"""How many units count in a zone and slot."""

Count = Callable[[Roster, Problem], Standing]


def slots_in(hours: Window | None, problem: Problem) -> list[Slot]:
    """The slots that share a minute with these hours of their roster day; none where no hours are asked for."""
    if hours is None:
        return []
    return [slot for slot in problem.slots if hours.on(slot.day).overlap(slot.span)]


def seen(roster: Roster, problem: Problem) -> Standing:
    """Visible units standing in each zone and slot."""
    return Counter(
        (stand.zone, stand.slot)
        for crew in roster.crews
        if problem.kind[crew.unit.kind].visible
        for stand in crew.stands
    )


def lit(roster: Roster, problem: Problem) -> Standing:
    """Units standing in each zone and slot with their light bar on."""
    known = {zone.id for zone in problem.zones}
    return Counter(
        (stand.zone, stand.slot)
        for crew in roster.crews
        for stand in crew.stands
        if stand.lights and stand.zone in known
    )


def share(standing: Standing, hours: Window | None, problem: Problem) -> tuple[int, int]:
    """Zone-slots with a unit, and all zone-slots, in these hours."""
    wanted = [(zone.id, slot) for zone in problem.zones for slot in slots_in(hours, problem)]
    return sum(standing[key] > 0 for key in wanted), len(wanted)
