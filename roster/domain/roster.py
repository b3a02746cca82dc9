"""A finished roster: who sits in which crew, with which vehicle, where in each slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.ids import ShiftId, UnitId
from roster.domain.service import Slot, Unit

ROLES = ("lead", "driver", "armed", "member", "leader")


@dataclass(frozen=True)
class Member:
    """One officer's place in a crew; `roles` are those of lead, driver, armed and leader that they fill.

    `duty` is the shift of the officer's duty where that goes on beyond the crew's: see `domain.parts`.
    """

    officer: str
    roles: frozenset[str] = frozenset()
    duty: str = ""

    @property
    def role(self) -> str:
        """The first that applies of lead, driver, armed, member, leader."""
        return next((role for role in ROLES if role in self.roles), "member")


class Stand(NamedTuple):
    """Where a crew is in a slot: a zone, and a site of it for a crew that stands at one."""

    slot: Slot
    zone: str
    site: str
    mode: str
    lights: bool


@dataclass(frozen=True)
class Crew:
    """A unit that runs."""

    unit: Unit
    members: tuple[Member, ...]
    vehicle: str = ""
    stands: tuple[Stand, ...] = ()

    @property
    def officers(self) -> frozenset[str]:
        return frozenset(member.officer for member in self.members)

    def duty_of(self, officer: str) -> str:
        """The shift of a member's whole duty."""
        return next((m.duty for m in self.members if m.officer == officer and m.duty), self.unit.shift)

    @property
    def main_stand(self) -> Stand | None:
        """A stand where the crew spends most of its shift, of equal places its base; None where it stands nowhere."""
        minutes: dict[tuple[str, str], int] = {}
        for stand in self.stands:
            place = (stand.zone, stand.site)
            minutes[place] = minutes.get(place, 0) + stand.slot.end - stand.slot.start
        longest = max(minutes.values(), default=0)
        there = [stand for stand in self.stands if minutes[stand.zone, stand.site] == longest]
        return min(there, key=lambda stand: self.unit.base not in (stand.zone, stand.site), default=None)


class Placeless(NamedTuple):
    """A duty that a hand edit asks for and no crew has: officer, day, shift."""

    officer: str
    day: int
    shift: str


@dataclass(frozen=True)
class Roster:
    """All crews of a horizon, and the duties without a crew that a roster typed by hand may have."""

    crews: tuple[Crew, ...]
    placeless: tuple[Placeless, ...] = ()

    def work(self) -> Iterator[Placeless]:
        """Every duty as officer, day and shift, in no particular order; one entry for each place filled.

        A duty that goes on from piece to piece of a crew that was cut is one entry.
        """
        told = set()
        for crew in self.crews:
            for member in crew.members:
                duty = Placeless(member.officer, crew.unit.day, member.duty or crew.unit.shift)
                if not member.duty or duty not in told:
                    yield duty
                if member.duty:
                    told.add(duty)
        yield from self.placeless

    def between(self, first: int, last: int) -> Roster:
        """The part whose duties start on the days `first` to `last`, both included."""

        def inside(day: int) -> bool:
            return first <= day <= last

        return Roster(
            tuple(crew for crew in self.crews if inside(crew.unit.day)),
            tuple(duty for duty in self.placeless if inside(duty.day)),
        )


def later(roster: Roster, days: int) -> Roster:
    """The same roster counted from a first date that lies so many days before."""
    minutes = days * MINUTES_A_DAY

    def moved(slot: Slot) -> Slot:
        return Slot(slot.day + days, slot.start + minutes, slot.end + minutes)

    crews = tuple(
        replace(
            crew,
            unit=replace(crew.unit, day=crew.unit.day + days),
            stands=tuple(stand._replace(slot=moved(stand.slot)) for stand in crew.stands),
        )
        for crew in roster.crews
    )
    return Roster(crews, tuple(duty._replace(day=duty.day + days) for duty in roster.placeless))


def by_shift(crews: Iterable[Crew]) -> dict[ShiftId, list[Crew]]:
    """Crews by day and shift."""
    shifts: dict[ShiftId, list[Crew]] = {}
    for crew in crews:
        shifts.setdefault(crew.unit.id.start, []).append(crew)
    return shifts


def crew_labels(roster: Roster) -> tuple[str, ...]:
    """A label for each crew, in the order of `roster.crews`, that no other crew of its date and shift has.

    It is the unit's own label, and `label#2`, `label#3` for further crews of a pooled unit, by their officers' ids.
    """
    labels: dict[int, str] = {}
    count: dict[UnitId, int] = {}
    for index, crew in sorted(enumerate(roster.crews), key=lambda pair: sorted(pair[1].officers)):
        number = count[crew.unit.id] = count.get(crew.unit.id, 0) + 1
        labels[index] = crew.unit.label if number == 1 else f"{crew.unit.label}#{number}"
    return tuple(labels[index] for index in range(len(roster.crews)))


class Service(NamedTuple):
    """One duty and where it is served: one crew, or of a duty in parts and a crew that was cut in mid-shift several."""

    label: str  # of the crew, see `crew_labels`
    crews: tuple[Crew, ...]
    member: Member
    shift: str  # the whole duty's
    seat: int  # the member's number in the crew
    each: tuple[tuple[str, Member], ...] = ()  # the label of each crew, and the member in it, where there are several


def services(roster: Roster) -> list[Service]:
    """Every duty that is served in a crew, once each."""
    found: dict[object, Service] = {}
    for index, (label, crew) in enumerate(zip(crew_labels(roster), roster.crews, strict=True)):
        for seat, member in enumerate(crew.members):
            key = (member.officer, crew.unit.day, member.duty) if member.duty else (index, member.officer)
            if key in found:
                known = found[key]
                each = known.each or ((known.label, known.member),)
                found[key] = known._replace(crews=(*known.crews, crew), each=(*each, (label, member)))
            else:
                found[key] = Service(label, (crew,), member, member.duty or crew.unit.shift, seat)
    return list(found.values())
