"""What is asked for and by what it is met: shifts, unit kinds, demand, slots and units."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from roster.domain.clock import Span, Window, calendar_day
from roster.domain.ids import UnitId

if TYPE_CHECKING:
    from roster.domain.problem import Facts


@dataclass(frozen=True)
class Shift:
    """A shift type; its duty belongs to the date on which it starts."""

    code: str
    name: str
    hours: Window
    night: bool = False
    line: bool = True  # counts in the headline; False for the duty leaders' shift
    of: str = ""  # the shift of which this is a part, for a duty that was cut; see `domain.parts`
    of_hours: Window | None = None  # the whole shift's
    days: frozenset[int] = frozenset()  # the only days on which a part may start
    break_minutes: int = 0  # of the whole shift, unpaid
    paid_share: float = 1.0  # of its hours without breaks; less than 1 for time on call
    parts: tuple[Shift, ...] = ()  # in order, of one that is worked in parts, as 07-11 and 16-20; crews run on these
    away: bool = False  # served at another brigade: its crews stand nowhere here, and do work of the line all the same
    holes: tuple[Window, ...] = ()  # hours of a part in which its officer is in no crew: see `domain.hours_away`
    only: tuple[tuple[int, frozenset[str]], ...] = ()  # days on which a part by itself is the duty of these alone

    def span(self, day: int) -> Span:
        return self.hours.on(day)

    def spans(self, day: int) -> tuple[Span, ...]:
        """When a duty that starts on a day is at work: its span, or those of its parts; hours away are work."""
        return tuple(part.span(day) for part in self.parts) or (self.span(day),)

    def served(self, day: int) -> tuple[Span, ...]:
        """The same without the hours in which its officer is away from it."""
        if self.parts:
            return tuple(span for part in self.parts for span in part.served(day))
        return tuple(stretch.on(day) for stretch in self._stretches)

    @cached_property
    def _stretches(self) -> tuple[Window, ...]:
        """Its hours without its holes."""
        ends = [self.hours.start, *(minute for hole in self.holes for minute in hole), self.hours.end]
        return tuple(Window(*pair) for pair in zip(ends[::2], ends[1::2], strict=True))

    @property
    def times(self) -> str:
        """Its hours as people read them; of one in parts `07:00-11:00+16:00-20:00`."""
        return "+".join(part.times for part in self.parts) or "+".join(map(str, self._stretches))

    def open_to(self, officer: str, day: int) -> bool:
        """Whether an officer may have this as a duty by itself on a day, as far as it is part of one that was cut."""
        return all(officer in officers for on, officers in self.only if on == day)

    @property
    def names(self) -> frozenset[str]:
        """The codes of the table by which rules speak of it: its own, and those of its parts."""
        return frozenset((self.whole, *(part.whole for part in self.parts)))

    @property
    def whole(self) -> str:
        """The code in the table `shifts`: of a part that of the shift that it is a part of."""
        return self.of or self.code

    @property
    def line_work(self) -> bool:
        """Whether its duties are work of the line, here or at another brigade: what rules call `line`."""
        return self.line or self.away

    def starts_on(self, day: int) -> bool:
        """Whether a duty of this shift may start on a day at all: a part exists on the days of its cuts only."""
        return not self.of or day in self.days


@dataclass(frozen=True)
class UnitKind:
    """A kind of unit: how many people, of which quality, in which vehicle, seen or not."""

    code: str
    name: str
    crew: int
    least_crew: int
    composition: Mapping[str, int] = field(default_factory=dict)  # quality (category or qualification) -> how many
    vehicle_kinds: tuple[str, ...] = ()  # empty: on foot; the first is preferred
    mode: str = "car"  # car, foot or static
    visible: bool = True
    zones: tuple[str, ...] = ()  # zones served; empty: all
    shifts: tuple[str, ...] = ()  # shifts on which it may run; empty: every line shift
    moves: bool = False  # whether it may change its zone from slot to slot
    call_sign: str = ""  # what its units are called, as `{kind}-{n}`; empty: by the kind and where each is based

    def sign(self, number: int) -> str:
        """The call sign of one of its units; empty where the kind has none."""
        return self.call_sign.replace("{kind}", self.code).replace("{n}", str(number))

    def is_sign(self, label: str) -> bool:
        """Whether a text is the call sign of some unit of this kind."""
        start, _n, end = self.sign(0).rpartition("0") if self.call_sign else ("", "", "")
        number = label[len(start) : len(label) - len(end)]
        return bool(self.call_sign) and label == f"{start}{number}{end}" and number.isdecimal()

    @property
    def nature(self) -> Hashable:
        """All that matters of the kind to who may serve in it: kinds of one nature differ in name and zones."""
        made_of = tuple(self.composition.items())
        return (
            self.crew,
            self.least_crew,
            made_of,
            self.vehicle_kinds,
            self.mode,
            self.visible,
            self.shifts,
            self.moves,
        )


@dataclass(frozen=True)
class DemandLine:
    """Asks for `minimum` units (wishes for `target`) of a kind at any of `places` in a window of each matching day.

    Lines are read independently: a unit counts for every line that it fits. With `a_day` so many officers in units of
    the kind are asked for, on whichever shifts of the day.
    """

    id: str
    kind: str
    places: tuple[str, ...]  # zones or sites; empty: anywhere
    window: Window
    days: frozenset[int]  # the roster days it holds on
    minimum: int
    target: int = 0
    most: int = 0  # how many may run where that is more than is asked for
    priority: int | None = None
    source: str = ""
    a_day: bool = False
    shift: str = ""  # asks for units on this shift and no other; `days` are those on which it starts

    def counts(self, unit: Unit, facts: Facts) -> bool:
        """Whether units like this may count for it, wherever they stand."""
        return unit.kind == self.kind and self.shift in ("", facts.shift[unit.shift].whole)


@dataclass(frozen=True)
class Guest:
    """A crew of another brigade that is on duty here at one place: counted for cover as a crew of one's own."""

    span: Span
    kind: str
    place: str  # a zone or site; empty: somewhere
    brigade: str = ""
    vehicle: str = ""
    members: str = ""  # as the daily orders name them
    source: str = ""


class Cut(NamedTuple):
    """A moment at which a crew may change in mid-shift: somebody falls ill, and somebody else takes over."""

    unit: UnitId
    minute: int


class Slot(NamedTuple):
    """A stretch of a roster day in which nothing that is asked for changes."""

    day: int  # the roster day
    start: int
    end: int

    @property
    def calendar_day(self) -> int:
        """The date on which it begins: what people read."""
        return calendar_day(self.start)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def holds(line: DemandLine, slot: Slot) -> bool:
    """Whether a demand line asks for its units in a slot, in whichever week that counts."""
    if line.shift:
        return any(day in line.days for day in line.window.days_covering(slot.span))
    return slot.day in line.days and line.window.on(slot.day).covers(slot.span)


@dataclass(frozen=True)
class Unit:
    """A unit that may run: a crew of a kind on a date and shift with its base (a zone or site; empty for none).

    `most` is 1 for a crew. A kind with a crew of one and nothing to tell its members apart is *pooled*: one `Unit`
    stands for up to `most` crews.
    """

    day: int
    shift: str
    kind: str
    base: str
    number: int = 1  # tells units with the same base apart
    most: int = 1
    sign: str = ""  # its call sign, where its kind has one

    @cached_property
    def label(self) -> str:
        """Names the unit within its date and shift: its call sign, else by where it is based."""
        return self.sign or self.based

    @cached_property
    def based(self) -> str:
        """The unit by its kind and where it is based: `car-Z4`, `car-Z4-2`."""
        parts = [self.kind] + ([self.base] if self.base else []) + ([str(self.number)] if self.number > 1 else [])
        return "-".join(parts)

    @cached_property
    def id(self) -> UnitId:
        """Names the unit in the horizon."""
        return UnitId(self.day, self.shift, self.label)
