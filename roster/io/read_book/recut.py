"""Where crews stand, told in the slots of the problem at hand: other rules may cut the day otherwise."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.service import Slot


def recut(roster: Roster, problem: Problem) -> Roster:
    """The same roster with every crew's stands in the problem's slots."""
    return replace(roster, crews=tuple(_recut(crew, problem) for crew in roster.crews))


def _recut(crew: Crew, problem: Problem) -> Crew:
    slots = problem.slots_of(crew.unit)
    if not crew.stands or [stand.slot for stand in crew.stands] == slots:
        return crew
    return replace(crew, stands=tuple(_longest(crew, slot)._replace(slot=slot) for slot in slots))


def _longest(crew: Crew, slot: Slot) -> Stand:
    """The stand that takes most of a slot."""
    return max(crew.stands, key=lambda stand: stand.slot.span.overlap(slot.span))
