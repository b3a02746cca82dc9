"""How many shifts of a kind within a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field, NonNegativeInt, model_validator

from roster.domain.letters import shifts_text
from roster.domain.people import Duty, Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.shared.numbers import bounds_text, one, require_bounds
from roster.rules.shared.periods import (
    Per,
    WithOpening,
    complete,
    end_of,
    period_text,
    periods,
    tally,
)
from roster.rules.violation import Violation


class ShiftCount(WithOpening):
    """An officer works at least `min` and at most `max` of the shifts that `when` selects in each period.

    A shift belongs to the date on which it starts. A period is judged for `max` on what is known of it, history
    included, and for `min` only where it lies in the horizon and known history. The amount is shifts.

    rule: shift_count
    max: 8
    per: month
    when: {night: true}
    weight: 10
    """

    rule: Literal["shift_count"] = "shift_count"
    min: NonNegativeInt | None = Field(default=None, description="shifts")
    max: NonNegativeInt | None = Field(default=None, description="shifts")
    per: Per

    title = N_("Number of shifts")
    unit_of_amount = N_("shifts missing or too many")
    two_sided = True
    total = "shifts"
    relaxable = (("max", 1), ("min", -1))

    @model_validator(mode="after")
    def _bounds(self) -> ShiftCount:
        require_bounds(self.min, self.max)
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        for period in periods(self.per, problem):
            spot = end_of(period, officer, problem)
            constant, terms = tally(self, officer, period.days, problem, one)
            constant += round(self.opened(officer, period, problem))
            if self.max is not None and terms:
                yield Linear(spot, terms, at_most=self.max, constant=constant, factor=self.factor(few=False))
            if self.min is not None and complete(self, officer, period, problem):
                yield Linear(spot, terms, at_least=self.min, constant=constant, factor=self.factor(few=True))

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        counted = [duty.day for duty in line.values() if self.when.matches_duty(duty, problem)]
        for period in periods(self.per, problem):
            days = [day for day in counted if period.first <= day <= period.last]
            planned, given = sum(day >= 0 for day in days), len(days) + round(self.opened(officer, period, problem))
            asked, amount = 0, 0
            if self.max is not None and given > self.max:
                asked, amount = self.max, min(planned, given - self.max)
            known = complete(self, officer, period, problem)
            if self.min is not None and given < self.min and known:
                asked, amount = self.min, self.min - given
            if amount > 0:
                spot, times = end_of(period, officer, problem), self.factor(few=given < asked)
                yield Violation(spot, times * amount, asked, given, facts={"dates": period}, factor=times)

    def worked(self, duties: Iterable[Duty], facts: Facts) -> float:
        return sum(1 for _duty in duties)

    def policy(self, facts: Facts) -> Iterator[str]:
        bounds = bounds_text(self.min, self.max)
        yield _("Shifts {period}: {bounds}").format(period=period_text(self.per), bounds=bounds)

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{officer} works too few shifts ({shifts}), {dates}: {given} of {asked}")
            if violation.too_few
            else _("{officer} works too many shifts ({shifts}), {dates}: {given}, at most {asked}")
        )
        return text.format(
            **violation.words(problem),
            shifts=shifts_text(self.when.shifts(problem), problem),
            dates=violation.facts["dates"].text(problem),
        )
