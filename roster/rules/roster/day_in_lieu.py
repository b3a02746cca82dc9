"""Days off in lieu of worked holidays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import Field, PositiveInt

from roster.domain.attendance import COMPENSATORY
from roster.domain.calendar import HOLIDAY, WORKDAY
from roster.domain.clock import date_span
from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.periods import Period
from roster.rules.spot import Spot
from roster.rules.variables import Term, Work
from roster.rules.violation import Violation


class Stretch(NamedTuple):
    """Dates whose work is to be made up for, and the dates on which that may be; `last` is the last of all."""

    worked: tuple[int, ...]
    in_lieu: tuple[int, ...]
    last: int


class DayInLieu(OfficerRule):
    """Who works on a holiday has a working day off in lieu within the next `within` dates.

    A day in lieu is a date after the holiday that the calendar has as a working day, on which no duty starts and no
    leave is taken but compensatory leave; the night before may end on it. Each makes up for one worked date.
    The dates to be made up for are holidays, or those that `when` selects by `weekday`, `day_type` or `dates`. History
    counts; a date after the horizon may still be the day in lieu, so the next solve judges it. For each holiday that
    is followed by others before its time is up they are judged together as well; the amount is the days in lieu
    missing, for each such stretch. `when` selects the duties that ask for a day in lieu.

    rule: day_in_lieu
    within: 56
    why: working hours act, section 11
    weight: must
    """

    rule: Literal["day_in_lieu"] = "day_in_lieu"
    within: PositiveInt = Field(default=14, le=366, description="dates after the holiday")

    title = N_("Days in lieu of holidays")
    unit_of_amount = N_("days in lieu missing")
    lawful = True

    def _asks(self, day: int, problem: Problem) -> bool:
        """Whether work on a date is to be made up for."""
        chosen = self.when.weekday or self.when.day_type or self.when.dates
        return self.when.matches_day(day, problem) and (bool(chosen) or problem.day_type(day) == HOLIDAY)

    def _stretches(self, officer: Officer, problem: Problem) -> Iterator[Stretch]:
        """From one date that asks to another whose time begins before that of the first is up."""
        end = problem.horizon.days
        asking = [day for day in range(max(problem.history_start, -self.within), end) if self._asks(day, problem)]
        for number, first in enumerate(asking):
            for later in range(number, len(asking)):
                last = asking[later] + self.within
                if last >= end or (later > number and asking[later] >= asking[later - 1] + self.within):
                    break
                if last >= 0:
                    worked = tuple(asking[number : later + 1])
                    days = range(first + 1, last + 1)
                    in_lieu = tuple(day for day in days if self._may_be_off(officer, day, problem))
                    yield Stretch(worked, in_lieu, last)

    def _may_be_off(self, officer: Officer, day: int, problem: Problem) -> bool:
        """Whether a date without a duty would be a day in lieu."""
        if problem.common_day_type(day) != WORKDAY or not officer.member_on(problem.date(day)):
            return False
        absences = problem.absences_of.get(officer.id, ())
        met = [absence for absence in absences if absence.span.overlap(date_span(day))]
        return all(absence.kind == COMPENSATORY for absence in met)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        past = problem.past.get(officer.id, {})
        for worked, in_lieu, last in self._stretches(officer, problem):
            constant = sum(day in past and self.when.matches_duty(past[day], problem) for day in worked if day < 0)
            constant += sum(day in past for day in in_lieu if day < 0)
            terms: list[Term] = [(1, Work(officer.id, d, self.codes(d, problem))) for d in worked if d >= 0]
            terms += [(1, Work(officer.id, day, problem.shift_codes)) for day in in_lieu if day >= 0]
            if terms:
                yield Linear(Spot((officer.id,), last), tuple(terms), at_most=len(in_lieu), constant=constant)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        made_up_for = {day for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        for worked, in_lieu, last in self._stretches(officer, problem):
            owed = [day for day in worked if day in made_up_for]
            free = sum(day not in line for day in in_lieu)
            sunk = sum(day < 0 for day in owed) - sum(day not in line or day >= 0 for day in in_lieu)
            missing = len(owed) - free - max(0, sunk)
            if missing > 0:
                facts = {"dates": Period(worked[0], last)}
                yield Violation(Spot((officer.id,), last), missing, len(owed), free, facts=facts)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Days within which a day in lieu follows: {days}").format(days=self.within)

    def say(self, violation: Violation, problem: Problem) -> str:
        text = _("{officer} has too few days off in lieu of worked holidays, {dates}: {given} of {asked}")
        return text.format(**violation.words(problem), dates=violation.facts["dates"].text(problem))
