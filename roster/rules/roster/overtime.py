"""Overtime a day and a month."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from roster.domain.paid import paid_minutes
from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import HourCount, bounds_text, hours_up, minutes_of
from roster.rules.shared.periods import Period, end_of, longer_than, periods, tally
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.violation import Violation


class Overtime(OfficerRule):
    """Overtime stays within `per_day` hours a duty and `per_month` hours a calendar month.

    Overtime is a duty's time above `normal_day` hours, and a month's time above `normal_month` hours; a duty's hours
    belong to the date on which it starts. A month that began before the horizon counts its known history; one that
    ends after it is held to the whole month's cap on what is known or, with `pace: true`, to the share of it that its
    dates up to the horizon's end are of all its dates. The amount is hours, rounded up. `when` selects the duties
    that count.

    Hours are those that count as work: a shift's unpaid breaks are left out, and of time on call its paid share counts
    (`break_minutes` and `paid_share` of the table `shifts`).

    rule: overtime
    per_day: 3
    per_month: 36
    normal_day: 8
    normal_month: 165.33
    who: {category: auxiliary}
    why: labour law, article 41
    weight: must
    """

    rule: Literal["overtime"] = "overtime"
    per_day: HourCount | None = Field(default=None, description="hours of overtime in a duty")
    per_month: HourCount | None = Field(default=None, description="hours of overtime in a calendar month")
    normal_day: HourCount = Field(default=8, description="hours of a duty without overtime")
    normal_month: HourCount = Field(default=165.33, description="hours of a month without overtime")
    pace: bool = Field(default=False, description="the monthly cap in proportion to the dates that have passed")

    title = N_("Overtime")
    unit_of_amount = N_("hours of overtime too many")
    relaxable = (("per_day", 1), ("per_month", 1))
    lawful = True

    @model_validator(mode="after")
    def _any_cap(self) -> Overtime:
        if self.per_day is None and self.per_month is None:
            raise ValueError(_("give `per_day`, `per_month` or both"))
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        if self.per_day is not None:
            cap = minutes_of(self.normal_day) + minutes_of(self.per_day)
            for day in problem.horizon.range:
                yield from longer_than(self, officer, cap, day, problem)
        if self.per_month is not None:
            cap = minutes_of(self.normal_month) + minutes_of(self.per_month)
            for month in periods("month", problem):
                last = min(month.last, problem.horizon.days - 1)
                passed = last - month.first + 1 if self.pace else len(month.days)
                constant, terms = tally(self, officer, month.days, problem, paid_minutes)
                if terms:
                    at_most = cap * passed // len(month.days)
                    yield Linear(end_of(month, officer, problem), terms, at_most=at_most, constant=constant, per=60)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        months: dict[tuple[int, int], tuple[int, int]] = {}
        for day, duty in sorted(line.items()):
            if not self.when.matches_duty(duty, problem):
                continue
            if self.per_day is not None and day >= 0:
                allowed = minutes_of(self.normal_day) + minutes_of(self.per_day)
                over = hours_up(paid_minutes(duty, problem) - allowed)
                if over > 0:
                    hours = {"day": True, "given": paid_minutes(duty, problem), "allowed": allowed}
                    yield Violation(Spot((officer.id,), day, duty.shift), over, facts=hours)
            date = problem.date(day)
            past, planned = months.get((date.year, date.month), (0, 0))
            long = paid_minutes(duty, problem)
            months[date.year, date.month] = (past + long, planned) if day < 0 else (past, planned + long)
        if self.per_month is None:
            return
        for (year, number), (past, planned) in months.items():
            allowed = minutes_of(self.normal_month) + minutes_of(self.per_month)
            end = problem.date(problem.horizon.days - 1)
            length = monthrange(year, number)[1]
            if self.pace and (end.year, end.month) == (year, number):
                allowed = allowed * end.day // length
            over = hours_up(past + planned - max(allowed, past))
            if over > 0:
                first = problem.horizon.day(dt.date(year, number, 1))
                dates = Period(first, min(first + length, problem.horizon.days) - 1)
                facts = {"day": False, "given": past + planned, "allowed": allowed, "dates": dates}
                yield Violation(Spot((officer.id,), dates.last), over, facts=facts)

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.per_day is not None:
            yield _("Hours of overtime in a duty: {bounds}").format(bounds=bounds_text(None, self.per_day))
        if self.per_month is not None:
            text = _("Hours of overtime in a calendar month: {bounds}")
            if self.pace:
                text = _("Hours of overtime in a calendar month: {bounds}, in proportion to the dates passed")
            yield text.format(bounds=bounds_text(None, self.per_month))

    def say(self, violation: Violation, problem: Problem) -> str:
        facts = violation.facts
        if facts["day"]:
            text = _("{officer} works {given:g} h in {shift} on {date}; at most {allowed:g} h with overtime")
            dates = ""
        else:
            text = _("{officer} works {given:g} h from {dates}; at most {allowed:g} h with overtime by then")
            dates = facts["dates"].text(problem)
        return text.format(
            **spot_words(violation.spot, problem),
            given=facts["given"] / 60,
            dates=dates,
            allowed=facts["allowed"] / 60,
        )
