"""The decisions that limits speak of: what a roster's and a plan's variables say, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from roster.domain.ids import UnitId
from roster.domain.service import Slot


class Work(NamedTuple):
    """1 when the officer starts one of these shifts on this day. Days are those of the horizon."""

    officer: str
    day: int
    shifts: tuple[str, ...]


class Seat(NamedTuple):
    """1 when the officer is a member of this unit's crew."""

    officer: str
    unit: UnitId


class Members(NamedTuple):
    """How many of these officers are members of this unit's crew; stands for a `Seat` of each of them."""

    officers: tuple[str, ...]
    unit: UnitId

    @property
    def seats(self) -> Iterable[Seat]:
        return (Seat(officer, self.unit) for officer in self.officers)


class Together(NamedTuple):
    """1 when both officers are members of this unit's crew."""

    officers: tuple[str, str]
    unit: UnitId

    @property
    def seats(self) -> tuple[Seat, Seat]:
        return Seat(self.officers[0], self.unit), Seat(self.officers[1], self.unit)


class Serves(NamedTuple):
    """1 when the officer is a member of some crew of this unit kind, or of one alike, on this date and shift."""

    officer: str
    day: int
    shift: str
    kind: str


class Runs(NamedTuple):
    """1 when the unit runs; how many crews run of a pooled unit."""

    unit: UnitId


class Stands(NamedTuple):
    """1 when the unit runs and is at this zone (or, for a unit based at a site, that site) in this slot."""

    unit: UnitId
    slot: Slot
    place: str


class Lit(NamedTuple):
    """1 when the unit stands at this place in this slot with its light bar on."""

    unit: UnitId
    slot: Slot
    place: str


class Uses(NamedTuple):
    """1 when the unit runs with a vehicle of this group (named by its first vehicle)."""

    unit: UnitId
    group: str


class Does(NamedTuple):
    """1 when a crew does this activity of a patrol plan's day, by its number."""

    activity: int


@cache
def term(times: int, activity: int) -> tuple[int, Does]:
    """The same term each time it is asked for: a day has a hundred thousand terms of a few thousand activities."""
    return times, Does(activity)


class Inspects(NamedTuple):
    """1 when the duty leader makes this inspection of a patrol plan's day, by its number."""

    inspection: int


OfUnit = Seat | Members | Together | Runs | Stands | Lit | Uses
"""Decisions about one unit."""

Decision = Work | Serves | OfUnit | Does | Inspects
Term = tuple[int, Decision]
Valuation = Callable[[Decision], int]
