"""What came between: absences, vehicles off the road and further demand after a roster was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from roster.domain.clock import Span
from roster.domain.people import Absence
from roster.domain.problem import Facts
from roster.domain.service import DemandLine


@dataclass(frozen=True)
class Disruption:
    """Facts that are not in the tables; minutes and days count from the roster's first date."""

    absences: tuple[Absence, ...] = ()  # of officers
    vehicles: tuple[Absence, ...] = ()
    demand: tuple[DemandLine, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.absences or self.vehicles or self.demand)

    def __add__(self, other: Disruption) -> Disruption:
        """Both; what both say counts once."""
        return Disruption(
            _once(self.absences + other.absences),
            _once(self.vehicles + other.vehicles),
            _numbered(self.demand + other.demand),
        )

    def since(self, minute: int) -> Disruption:
        """The part that is not over at a minute; an absence that has begun begins there."""
        return Disruption(
            tuple(_rest(absence, minute) for absence in self.absences if absence.span.end > minute),
            tuple(_rest(absence, minute) for absence in self.vehicles if absence.span.end > minute),
            self.demand,
        )


NOTHING = Disruption()


def with_disruption(facts: Facts, disruption: Disruption) -> Facts:
    """The facts with what came between; a duty that was fixed for somebody who is now away is fixed no more."""

    def away(officer: str, span: Span) -> bool:
        return any(absence.id == officer and absence.span.overlap(span) for absence in disruption.absences)

    return replace(
        facts,
        pins=tuple(
            pin for pin in facts.pins if not pin.shift or not away(pin.officer, facts.shift[pin.shift].span(pin.day))
        ),
        absences=_once((*facts.absences, *disruption.absences)),
        maintenance=_once((*facts.maintenance, *disruption.vehicles)),
        demand=(*facts.demand, *disruption.demand),
    )


def _once(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    return tuple(dict.fromkeys(absences))


def _numbered(lines: Iterable[DemandLine]) -> tuple[DemandLine, ...]:
    """Lines with ids of their own."""
    return tuple(replace(line, id=f"added:{number}") for number, line in enumerate(lines, start=1))


def _rest(absence: Absence, minute: int) -> Absence:
    return replace(absence, span=Span(max(absence.span.start, minute), absence.span.end))
