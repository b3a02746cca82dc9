"""What the rulebook wants to be in the street: visible units by day, lights by night, armed units at every hour."""

from __future__ import annotations

from dataclasses import dataclass

from roster.domain.clock import Window
from roster.domain.service import Slot

SEEN, LIT, ARMED = "seen", "lit", "armed"


@dataclass(frozen=True)
class Presence:
    """What one entry of the rulebook asks for at one place, or anywhere: so many units in each of these slots."""

    sort: str  # `SEEN`, `LIT` or `ARMED`
    rule: str  # the entry's name
    places: tuple[str, ...]  # zones and sites at any of which a unit counts; empty: anywhere
    kinds: frozenset[str]  # of the units that count
    asked: int
    hours: Window | None  # None: every hour
    slots: tuple[Slot, ...]
    place: str = ""  # the zone that a shortfall names, where it is one alone
