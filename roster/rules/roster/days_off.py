"""Days off within a period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt, model_validator

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import bounds_text, one
from roster.rules.shared.periods import Period, Rolling, end_of, period_text, periods, tally
from roster.rules.violation import Violation


class DaysOff(OfficerRule):
    """An officer has at least `min` days off in any `days` consecutive dates, or in each calendar week or month.

    A day off is a date on which no duty starts; leave counts as days off. The amount is the days off missing, per
    period or window. History counts; dates that are not known, before history or after the horizon, count as days
    off, and what history alone lacks is not counted again. `when` selects the duties that spoil a day off.

    rule: days_off
    min: 1
    days: 7
    why: labour law, article 38
    weight: must
    """

    rule: Literal["days_off"] = "days_off"
    min: PositiveInt = Field(description="days off")
    days: PositiveInt | None = Field(default=None, description="in any so many consecutive dates")
    per: Literal["week", "month"] | None = Field(default=None, description="in each calendar week or month")

    title = N_("Days off")
    unit_of_amount = N_("days off missing")
    relaxable = (("min", -1),)
    lawful = True

    @model_validator(mode="after")
    def _one_period(self) -> DaysOff:
        if (self.days is None) == (self.per is None):
            raise ValueError(_("give either `days: n` or `per: week|month`"))
        if self.min > (self.days or (7 if self.per == "week" else 28)):
            raise ValueError(_("`min` is more than the dates of the period"))
        return self

    def _periods(self, facts: Facts) -> Iterator[Period]:
        return periods(Rolling(days=self.days) if self.days else self.per or "week", facts)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        for period in self._periods(problem):
            constant, terms = tally(self, officer, period.days, problem, one)
            if terms:
                at_most = len(period.days) - self.min
                yield Linear(end_of(period, officer, problem), terms, at_most=at_most, constant=constant)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        spoilt = {day for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        for period in self._periods(problem):
            off = sum(day not in spoilt for day in period.days)
            best = sum(day not in spoilt or day >= 0 for day in period.days)
            missing = min(self.min, best) - off
            if missing > 0:
                yield Violation(end_of(period, officer, problem), missing, self.min, off, facts={"dates": period})

    def policy(self, facts: Facts) -> Iterator[str]:
        period = period_text(self.per or Rolling(days=self.days or 1))
        yield _("Days off {period}: {bounds}").format(period=period, bounds=bounds_text(self.min))

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{officer} has too few days off, {dates}: {given} of {asked}").format(
            **violation.words(problem),
            dates=violation.facts["dates"].text(problem),
        )
