"""Weekends worked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, NonNegativeInt, model_validator

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule, Violation
from roster.rules.limits import AllOrNone, Linear, OfficerLimit, Spot, Touched
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.periods import period_text
from roster.rules.variables import Work

Weekend = tuple[int, ...]
"""Its days, in order."""


class Weekends(OfficerRule):
    """An officer works on at most `max` weekends, and with `whole: true` on both days of a weekend or on neither.

    A weekend is Saturday and Sunday, or what the country or the setting `weekend` says. It is worked when a duty that
    `when` selects starts on one of its days, and belongs to the month of the first. Per `horizon` only the horizon's
    own dates count; per `month` known history counts too. The amount is the weekends too many, and 1 for each split
    weekend; one that the horizon's end or unknown history cuts, or of which `when` selects some dates only, is not
    judged for being split.

    rule: weekends
    max: 2
    per: month
    weight: 30
    """

    rule: Literal["weekends"] = "weekends"
    max: NonNegativeInt | None = Field(default=None, description="weekends worked")
    per: Literal["horizon", "month"] = "horizon"
    whole: bool = Field(default=False, description="both days or none")

    title = N_("Weekends")
    unit_of_amount = N_("weekends too many or split")
    looser = (("max", 1),)

    @model_validator(mode="after")
    def _asks(self) -> Weekends:
        if self.max is None and not self.whole:
            raise ValueError(_("give `max`, `whole: true` or both"))
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        weekends = list(problem.weekends(0, problem.horizon.days - 1))
        if self.max is not None:
            for chosen, constant in self._by_period(officer, weekends, problem):
                groups = [self._works(officer, weekend, problem) for weekend in chosen]
                spot = Spot((officer.id,), min(chosen[-1][-1], problem.horizon.days - 1))
                yield Touched(spot, tuple(group for group in groups if group), self.max, constant)
        if self.whole:
            for weekend in weekends:
                yield from self._whole(officer, weekend, problem)

    def _by_period(
        self, officer: Officer, weekends: list[Weekend], problem: Problem
    ) -> Iterator[tuple[list[Weekend], int]]:
        """Weekends of the horizon that share a cap, and how many history has under the same cap."""
        spent: set[Weekend] = set()
        if self.per == "month":
            past = [day for day in problem.past.get(officer.id, {}) if self._works_past(officer, day, problem)]
            spent = {problem.weekend_of(day) for day in past if problem.is_weekend(day)}
        sharing: dict[object, list[Weekend]] = {}
        for weekend in weekends:
            if weekend not in spent:
                sharing.setdefault(self._period(weekend, problem), []).append(weekend)
        for period, chosen in sharing.items():
            yield chosen, sum(self._period(weekend, problem) == period for weekend in spent)

    def _period(self, weekend: Weekend, problem: Problem) -> object:
        """What tells the weekends of one cap from those of another: the month of the first day."""
        date = problem.date(weekend[0])
        return (date.year, date.month) if self.per == "month" else None

    def _works_past(self, officer: Officer, day: int, problem: Problem) -> bool:
        duty = problem.past.get(officer.id, {}).get(day)
        return duty is not None and self.when.matches_duty(duty, problem)

    def _works(self, officer: Officer, weekend: Weekend, problem: Problem) -> tuple[Work, ...]:
        works = [Work(officer.id, day, self.codes(day, problem)) for day in weekend if day in problem.horizon.range]
        return tuple(work for work in works if work.shifts)

    def _is_judged(self, weekend: Weekend, problem: Problem) -> bool:
        """Whether all that tells if a weekend is split is known or decided, and `when` selects it whole."""
        known = problem.history_start <= weekend[0] and 0 <= weekend[-1] < problem.horizon.days
        return known and all(self.when.matches_day(day, problem) for day in weekend)

    def _whole(self, officer: Officer, weekend: Weekend, problem: Problem) -> Iterator[OfficerLimit]:
        works, spot = self._works(officer, weekend, problem), Spot((officer.id,), weekend[-1])
        past = {self._works_past(officer, day, problem) for day in weekend if day < 0}
        if not works or not self._is_judged(weekend, problem) or len(past) > 1:
            return
        if not past:
            yield AllOrNone(spot, works)
        elif True in past:
            yield Linear(spot, tuple((1, work) for work in works), at_least=len(works), per=len(works))
        else:
            yield Linear(spot, tuple((1, work) for work in works), at_most=0, per=len(works))

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        worked = {day for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        if self.max is not None:
            first = min(worked, default=0) if self.per == "month" else 0
            sharing: dict[object, list[int]] = {}
            for weekend in problem.weekends(first, problem.horizon.days - 1):
                days = [day for day in weekend if day in worked and day >= first]
                if days:
                    sharing.setdefault(self._period(weekend, problem), []).append(days[0])
            for days in sharing.values():
                over = len(days) - max(self.max, sum(day < 0 for day in days))
                if over > 0:
                    spot = Spot((officer.id,), days[-1])
                    yield Violation(spot, over, self.max, len(days), facts={"split": False})
        if self.whole:
            for weekend in problem.weekends(0, problem.horizon.days - 1):
                before = {day in worked for day in weekend if day < 0}
                if self._is_judged(weekend, problem) and len(before) < 2 and len({d in worked for d in weekend}) == 2:
                    yield Violation(Spot((officer.id,), weekend[-1]), 1, facts={"split": True})

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.max is not None:
            bounds = bounds_text(None, self.max)
            yield _("Weekends worked {period}: {bounds}").format(period=period_text(self.per), bounds=bounds)
        if self.whole:
            yield _("Both days of a weekend are worked, or neither")

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{officer} works on one day only of the weekend that ends on {date}")
            if violation.facts["split"]
            else _("{officer} works on too many weekends up to {date}: {given}, at most {asked}")
        )
        return text.format(**violation.words(problem))
