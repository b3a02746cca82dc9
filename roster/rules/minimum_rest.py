"""Rest between duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import PositiveInt

from roster.domain.people import Line, Officer
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule, Violation
from roster.rules.limits import Forbidden, Limit, Linear, Spot, Work
from roster.rules.words import on_date, person


class MinimumRest(OfficerRule):
    """An officer rests at least `hours` between two duties.

    Clock hours from the end of one duty to the start of the next, across the horizon's edges where history is known.
    The amount is the hours missing, rounded up.

    rule: minimum_rest
    hours: 12
    weight: must
    """

    rule: Literal["minimum_rest"] = "minimum_rest"
    hours: PositiveInt

    unit_of_amount = N_("hours of rest missing")

    def limits(self, officer: Officer, problem: Problem) -> Iterator[Limit]:
        reach = 1 + max(-(-shift.hours.end // 1440) for shift in problem.shifts) + self.hours // 24
        for day in problem.horizon.range:
            for shift in problem.shifts:
                work = Work(officer.id, day, (shift.code,))
                for later in range(day + 1, min(day + reach, problem.horizon.days)):
                    for missing, codes in self._too_soon(shift.span(day).end, later, problem).items():
                        spot = Spot((officer.id,), later)
                        yield Forbidden(spot, work, Work(officer.id, later, codes), missing)
        for duty in problem.past.get(officer.id, {}).values():
            for day in range(0, min(duty.day + reach, problem.horizon.days)):
                for missing, codes in self._too_soon(duty.span.end, day, problem).items():
                    work = Work(officer.id, day, codes)
                    yield Linear(Spot((officer.id,), day), ((1, work),), at_most=0, factor=missing)

    def _too_soon(self, end: int, day: int, problem: Problem) -> dict[int, tuple[str, ...]]:
        """Shifts that start too early on a day after a duty that ended at `end`, by the hours missing."""
        found: dict[int, tuple[str, ...]] = {}
        for shift in problem.shifts:
            missing = self._missing(end, shift.span(day).start)
            if missing:
                found[missing] = (*found.get(missing, ()), shift.code)
        return found

    def _missing(self, end: int, start: int) -> int:
        return max(0, -(-(self.hours * 60 - (start - end)) // 60))

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        duties = sorted(line.values(), key=lambda duty: duty.span)
        for index, later in enumerate(duties):
            if later.day < 0:
                continue
            for earlier in duties[:index]:
                rest = later.span.start - earlier.span.end
                if rest < self.hours * 60:
                    missing = -((rest - self.hours * 60) // 60)
                    spot = Spot((officer.id,), later.day, later.shift)
                    yield Violation(spot, missing, facts={"rest": rest})

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{officer} has {rest:g} h of rest before {shift} on {date}; {asked} h are asked").format(
            officer=person(violation.spot.officers[0], problem),
            rest=violation.facts["rest"] / 60,
            shift=violation.spot.shift,
            date=on_date(violation.spot.day, problem),
            asked=self.hours,
        )
