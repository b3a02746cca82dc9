"""Weekends worked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, NonNegativeInt, model_validator

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule, Violation
from roster.rules.limits import AllOrNone, Linear, OfficerLimit, Spot, Touched, Work
from roster.rules.numbers import bounds_text
from roster.rules.periods import period_text

SATURDAY = 5


class Weekends(OfficerRule):
    """An officer works on at most `max` weekends, and with `whole: true` on both days of a weekend or on neither.

    A weekend is worked when a duty that `when` selects starts on its Saturday or Sunday; it belongs to the month of
    its Saturday. Per `horizon` only the horizon's own dates count; per `month` known history counts too. The amount
    is the weekends too many, and 1 for each split weekend; one that the horizon's end or unknown history cuts, or of
    which `when` selects one date only, is not judged for being split.

    rule: weekends
    max: 2
    per: month
    weight: 30
    """

    rule: Literal["weekends"] = "weekends"
    max: NonNegativeInt | None = Field(default=None, description="weekends worked")
    per: Literal["horizon", "month"] = "horizon"
    whole: bool = Field(default=False, description="both days or none")

    unit_of_amount = N_("weekends too many or split")
    looser = (("max", 1),)

    @model_validator(mode="after")
    def _asks(self) -> Weekends:
        if self.max is None and not self.whole:
            raise ValueError(_("give `max`, `whole: true` or both"))
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        saturdays = [day for day in range(-1, problem.horizon.days) if problem.weekday(day) == SATURDAY]
        if self.max is not None:
            for chosen, constant in self._by_period(officer, saturdays, problem):
                groups = [self._weekend(officer, saturday, problem) for saturday in chosen]
                spot = Spot((officer.id,), min(chosen[-1] + 1, problem.horizon.days - 1))
                yield Touched(spot, tuple(group for group in groups if group), self.max, constant)
        if self.whole:
            for saturday in saturdays:
                yield from self._whole(officer, saturday, problem)

    def _by_period(self, officer: Officer, saturdays: list[int], problem: Problem) -> Iterator[tuple[list[int], int]]:
        """Weekends of the horizon that share a cap, and how many history has under the same cap."""
        spent: set[int] = set()
        if self.per == "month":
            past = [day for day in problem.past.get(officer.id, {}) if self._works_past(officer, day, problem)]
            spent = {day - problem.weekday(day) + SATURDAY for day in past if problem.weekday(day) >= SATURDAY}
        sharing: dict[object, list[int]] = {}
        for saturday in saturdays:
            if saturday not in spent:
                sharing.setdefault(self._period(saturday, problem), []).append(saturday)
        for period, chosen in sharing.items():
            yield chosen, sum(self._period(saturday, problem) == period for saturday in spent)

    def _period(self, saturday: int, problem: Problem) -> object:
        """What tells the weekends of one cap from those of another: the month of the Saturday."""
        date = problem.date(saturday)
        return (date.year, date.month) if self.per == "month" else None

    def _works_past(self, officer: Officer, day: int, problem: Problem) -> bool:
        duty = problem.past.get(officer.id, {}).get(day)
        return duty is not None and self.when.matches_duty(duty, problem)

    def _weekend(self, officer: Officer, saturday: int, problem: Problem) -> tuple[Work, ...]:
        days = [day for day in (saturday, saturday + 1) if day in problem.horizon.range]
        works = [Work(officer.id, day, self.codes(day, problem)) for day in days]
        return tuple(work for work in works if work.shifts)

    def _whole(self, officer: Officer, saturday: int, problem: Problem) -> Iterator[OfficerLimit]:
        works = self._weekend(officer, saturday, problem)
        spot = Spot((officer.id,), saturday + 1)
        if len(works) == 2:
            yield AllOrNone(spot, works)
        elif works and saturday == -1 and problem.history_start < 0 and self.when.matches_day(-1, problem):
            if self._works_past(officer, saturday, problem):
                yield Linear(spot, ((1, works[0]),), at_least=1)
            else:
                yield Linear(spot, ((1, works[0]),), at_most=0)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        worked = {day for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        if self.max is not None:
            first = min(worked, default=0) if self.per == "month" else 0
            sharing: dict[object, list[int]] = {}
            for saturday in range(first - 1, problem.horizon.days):
                days = [day for day in (saturday, saturday + 1) if day in worked and day >= first]
                if problem.date(saturday).weekday() == SATURDAY and days:
                    sharing.setdefault(self._period(saturday, problem), []).append(days[0])
            for days in sharing.values():
                over = len(days) - max(self.max, sum(day < 0 for day in days))
                if over > 0:
                    spot = Spot((officer.id,), days[-1])
                    yield Violation(spot, over, self.max, len(days), facts={"split": False})
        if self.whole:
            for saturday in range(-1, problem.horizon.days - 1):
                if problem.date(saturday).weekday() != SATURDAY or problem.history_start > saturday:
                    continue
                judged = all(self.when.matches_day(day, problem) for day in (saturday, saturday + 1))
                if judged and (saturday in worked) != (saturday + 1 in worked):
                    yield Violation(Spot((officer.id,), saturday + 1), 1, facts={"split": True})

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
