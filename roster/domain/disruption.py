"""What came between: absences, vehicles off the road and further demand after a roster was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.ids import UnitId
from roster.domain.people import Absence
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster
from roster.domain.service import Cut, DemandLine


@dataclass(frozen=True)
class Disruption:
    """Facts that are not in the tables; minutes and days count from the roster's first date."""

    absences: tuple[Absence, ...] = ()  # of officers
    vehicles: tuple[Absence, ...] = ()
    demand: tuple[DemandLine, ...] = ()
    cuts: tuple[Cut, ...] = ()  # crews in which somebody dropped out in mid-shift

    def __bool__(self) -> bool:
        return bool(self.absences or self.vehicles or self.demand or self.cuts)

    def __add__(self, other: Disruption) -> Disruption:
        """Both; what both say counts once."""
        return Disruption(
            _once(self.absences + other.absences),
            _once(self.vehicles + other.vehicles),
            _numbered(self.demand + other.demand),
            tuple(dict.fromkeys(self.cuts + other.cuts)),
        )

    def since(self, minute: int) -> Disruption:
        """The part that is not over at a minute; an absence that has begun begins there."""
        return Disruption(
            tuple(_rest(absence, minute) for absence in self.absences if absence.span.end > minute),
            tuple(_rest(absence, minute) for absence in self.vehicles if absence.span.end > minute),
            self.demand,
            self.cuts,
        )


NOTHING = Disruption()


def cut_short(said: Disruption, roster: Roster, problem: Problem, since: int) -> Disruption:
    """What is said to have come between, from a minute on, with the cuts of crews in mid-shift that it brings.

    A crew is cut where one of its officers drops out: when the absence begins (a leave by dates, at midnight, takes a
    night before it whole), or, of a duty that began before `since`, then at the earliest. It is cut as well where an
    officer comes back before the duty ends. An absence that began before `since` begins there, but with or within a
    duty that is under way.
    """
    spans = [
        (member.officer, crew.unit, _part(crew, member, problem)) for crew in roster.crews for member in crew.members
    ]
    cuts, starts = set[Cut](), dict[Absence, int]()
    for absence in said.absences:
        for officer, unit, span in spans if not absence.hours_only else ():
            if officer != absence.id or not span.overlap(absence.span) or span.end <= since:
                continue
            under_way = span.start < since
            if under_way:
                starts[absence] = max(absence.span.start, span.start)
            moments = {absence.span.start} if under_way or absence.span.start % MINUTES_A_DAY else set()
            if absence.span.start <= span.start and absence.span.end % MINUTES_A_DAY:  # no date's end: somebody is back
                moments.add(absence.span.end)
            if under_way and absence.span.start < since:
                moments.add(since)
            unit_id = UnitId(unit.day, problem.shift[unit.shift].whole, unit.label)
            cuts |= {Cut(unit_id, moment) for moment in moments if span.start < moment < span.end}
    begun = tuple(
        replace(absence, span=Span(starts[absence], absence.span.end)) if absence in starts else _rest(absence, since)
        for absence in said.absences
        if absence.span.end > since
    )
    return replace(said.since(since), absences=begun, cuts=tuple(sorted(cuts)))


def _part(crew: Crew, member: Member, problem: Problem) -> Span:
    """When a member's duty is; of one in parts when the part is that is served in this crew."""
    span, day = problem.shift[crew.unit.shift].span(crew.unit.day), crew.unit.day
    duty = problem.shift[member.duty or crew.unit.shift]
    return next((part for part in duty.served(day) if part.covers(span)), duty.span(day))


def with_disruption(facts: Facts, disruption: Disruption) -> Facts:
    """The facts with what came between; a duty that was fixed for somebody who is now away is fixed no more.

    Of a shift that was cut the duty is fixed, and no longer the unit.
    """

    def away(officer: str, span: Span) -> bool:
        return any(absence.id == officer and absence.span.overlap(span) for absence in disruption.absences)

    cut = {cut.unit.start for cut in disruption.cuts}
    return replace(
        facts,
        pins=tuple(
            pin._replace(unit="") if (pin.day, pin.shift) in cut else pin
            for pin in facts.pins
            if not pin.shift or not away(pin.officer, facts.shift[pin.shift].span(pin.day))
        ),
        absences=_once((*facts.absences, *disruption.absences)),
        maintenance=_once((*facts.maintenance, *disruption.vehicles)),
        demand=(*facts.demand, *disruption.demand),
        cuts=tuple(dict.fromkeys((*facts.cuts, *disruption.cuts))),
    )


def _once(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    return tuple(dict.fromkeys(absences))


def _numbered(lines: Iterable[DemandLine]) -> tuple[DemandLine, ...]:
    """Lines with ids of their own."""
    return tuple(replace(line, id=f"added:{number}") for number, line in enumerate(lines, start=1))


def _rest(absence: Absence, minute: int) -> Absence:
    return replace(absence, span=Span(max(absence.span.start, minute), absence.span.end))
