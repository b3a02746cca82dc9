"""Weekends worked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Literal, NamedTuple

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from roster.domain.people import Duty, Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.base import Weights
from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, Linear, OfficerLimit
from roster.rules.shared.numbers import bounds_text, require_bounds
from roster.rules.shared.of_weekends import IN_A_ROW, OfWeekends, Weekend
from roster.rules.shared.periods import (
    Period,
    Stretch,
    WithOpening,
    complete,
    month_of,
    period_text,
    periods,
)
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation

TOO_MANY, TOO_FEW, TOO_FEW_FREE, SPLIT, OTHER_SHIFT = "too many", "too few", "too few free", "split", "other shift"


class Cap(NamedTuple):
    """The weekends of one period: those in the horizon that history has not worked, and how many it has."""

    period: Period
    open: list[Weekend]
    worked: int


class Weekends(OfWeekends, WithOpening):
    """Weekends are worked as a brigade wants it: so many at the most, so many free, whole, not too many in a row.

    A weekend is Saturday and Sunday, or what the country or the setting `weekend` says, or the weekdays of `days`. It
    is worked when a duty that `when` selects starts on one of its days, and belongs to the period in which its first
    day lies. With `min` so many are worked in a period at the least, with `max` at the most; with `free` so many are
    wholly free at the least, those that are not known counted as free; `whole: true` wants all days of a weekend
    worked or none, `same_shift: true` the same shift on all days that are worked; `in_a_row: {min: 2, max: 3}` says
    how many weekends running are worked.

    Per `horizon` only the horizon's own dates count; per `month`, and from a date on, known history counts too, and
    `opening` says how many weekends were worked before it. The amount is the weekends too many or too few, 1 for each
    split weekend, 1 for any two days of a weekend with different shifts, and the weekends by which a row is too long
    or too short. A weekend that the horizon's end or unknown history cuts, or of which `when` selects some dates only,
    is not judged for being split; a row that reaches the last weekend, or whose beginning is not known, is not judged
    for `min`, nor a period other than the horizon whose beginning is not known or whose last weekend is not over.

    rule: weekends
    max: 2
    per: month
    weight: 30
    """

    rule: Literal["weekends"] = "weekends"
    min: PositiveInt | None = Field(default=None, description="weekends worked, at the least")
    max: NonNegativeInt | None = Field(default=None, description="weekends worked")
    free: PositiveInt | None = Field(default=None, description="weekends wholly free, at the least")
    per: Literal["horizon", "month"] | Stretch = Field(
        default="horizon", description="horizon, month, or {weeks: n, from: date}: n weeks after n weeks from that date"
    )
    whole: bool = Field(default=False, description="both days or none")
    same_shift: bool = Field(default=False, description="the same shift on all days of a weekend that are worked")

    title = N_("Weekends")
    unit_of_amount = N_("weekends too many or split")
    two_sided = True
    total = "weekends"
    relaxable = (("max", 1), ("min", -1), ("free", -1))

    @model_validator(mode="after")
    def _asks(self) -> Weekends:
        alike = self.whole or self.same_shift
        if not self._counts and self.in_a_row is None and not alike:
            raise ValueError(_("give `min`, `max`, `free`, `whole: true`, `same_shift: true` or `in_a_row`"))
        if self.min is not None and self.max is not None:
            require_bounds(self.min, self.max)
        if alike and isinstance(self.weight, Weights):
            raise ValueError(_("`whole` and `same_shift` know no too few or too many: give them an entry of their own"))
        if isinstance(self.per, Stretch) and self.per.first is None:
            raise ValueError(_("weekends are counted per horizon, month or from a date on, not over any dates"))
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        weekends = list(self._weekends(0, problem.horizon.days - 1, problem))
        if self._counts:
            for cap in self._caps(officer, weekends, problem):
                groups = tuple(filter(None, (self._works(officer, weekend, problem) for weekend in cap.open)))
                spot = Spot((officer.id,), min(cap.open[-1][-1], problem.horizon.days - 1)) if cap.open else Spot()
                if groups:
                    yield from (
                        AtMostGroups(spot, groups, most, cap.worked, factor)
                        for most, factor in self._most(cap.period, problem)
                    )
                if self.min is not None and cap.open and self._is_complete(officer, cap.period, problem):
                    yield AtLeastGroups(spot, groups, self.min, cap.worked, self.factor(few=True))
        for weekend in weekends:
            if self.whole:
                yield from self._whole(officer, weekend, problem)
            if self.same_shift:
                yield from self._same(officer, weekend, problem)
        if self.in_a_row is not None:
            yield from self._rows(officer, self.in_a_row, problem)

    @property
    def _counts(self) -> bool:
        """Whether the entry counts the weekends of a period."""
        return not self.min is self.max is self.free is None

    def _most(self, period: Period, problem: Problem) -> Iterator[tuple[int, int]]:
        """How many weekends of a period may be worked, and what each further one counts: for `max`, and for `free`."""
        if self.max is not None:
            yield self.max, self.factor(few=False)
        if self.free is not None:
            yield max(0, self._number(period, problem) - self.free), self.factor(few=True)

    def _is_complete(self, officer: Officer, period: Period, problem: Problem) -> bool:
        """Whether all weekends of a period are known or decided to their last day."""
        last = max((days[-1] for days in self._belonging(period, problem)), default=-1)
        known = self.per == "horizon" or last < problem.horizon.days
        return known and complete(self, officer, period, problem)

    def _belonging(self, period: Period, problem: Problem) -> list[Weekend]:
        """The weekends of a period; per `horizon` those of which it has any day."""
        found = self._weekends(period.first, period.last, problem)
        return [weekend for weekend in found if self.per == "horizon" or period.first <= weekend[0] <= period.last]

    def _number(self, period: Period, problem: Problem) -> int:
        """How many weekends belong to a period."""
        return len(self._belonging(period, problem))

    def _caps(self, officer: Officer, weekends: list[Weekend], problem: Problem) -> Iterator[Cap]:
        spent: set[Weekend] = set()
        if self.per != "horizon":
            past = [day for day in problem.past.get(officer.id, {}) if self._works_past(officer, day, problem)]
            spent = {weekend for day in past if day in (weekend := self._weekend_of(day, problem))}
        sharing: dict[Period, list[Weekend]] = {}
        for weekend in weekends:
            period = self._period(weekend, problem)
            if weekend not in spent and period is not None:
                sharing.setdefault(period, []).append(weekend)
        for period, chosen in sharing.items():
            before = sum(self._period(weekend, problem) == period for weekend in spent)
            yield Cap(period, chosen, before + self._opened(officer, period, problem))

    def worked(self, duties: Iterable[Duty], facts: Facts) -> float:
        worked = {duty.day: self._weekend_of(duty.day, facts) for duty in duties}
        return len({weekend for day, weekend in worked.items() if day in weekend})

    def _opened(self, officer: Officer, period: Period, problem: Problem) -> int:
        """Weekends that count already."""
        return round(self.opened(officer, period, problem))

    def _period(self, weekend: Weekend, problem: Problem) -> Period | None:
        """The period to which a weekend belongs; None before the first."""
        if self.per == "horizon":
            return next(periods(self.per, problem))
        if self.per == "month":
            return month_of(weekend[0], problem)
        first = self.per.begins(problem) + (weekend[0] - self.per.begins(problem)) // self.per.length * self.per.length
        return Period(first, first + self.per.length - 1) if first >= self.per.begins(problem) else None

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

    def _same(self, officer: Officer, weekend: Weekend, problem: Problem) -> Iterator[OfficerLimit]:
        """Not one shift on a day of a weekend and another one on a later day of it."""
        for first, later in combinations(weekend, 2):
            if later not in problem.horizon.range:
                continue
            spot, codes = Spot((officer.id,), later), self.codes(later, problem)
            own = {problem.shift[code].whole for code in self.codes(first, problem)} if first >= 0 else set()
            if self._works_past(officer, first, problem):
                own = {problem.past[officer.id][first].whole}
            for shift in sorted(own):
                others = tuple(code for code in codes if problem.shift[code].whole != shift)
                if others and first < 0:
                    yield Linear(spot, ((1, Work(officer.id, later, others)),), at_most=0)
                elif others:
                    same = tuple(c for c in self.codes(first, problem) if problem.shift[c].whole == shift)
                    yield Forbidden(spot, Work(officer.id, first, same), Work(officer.id, later, others))

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        worked = {day: duty for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        yield from self._check_counts(officer, worked, problem)
        for weekend in self._weekends(0, problem.horizon.days - 1, problem):
            before = {day in worked for day in weekend if day < 0}
            judged = self.whole and self._is_judged(weekend, problem) and len(before) < 2
            if judged and len({day in worked for day in weekend}) == 2:
                yield Violation(Spot((officer.id,), weekend[-1]), 1, facts={"what": SPLIT})
            for first, later in combinations(weekend, 2) if self.same_shift else ():
                other = first in worked and later in worked and worked[first].whole != worked[later].whole
                if other and later >= 0:
                    facts = {"what": OTHER_SHIFT}
                    yield Violation(Spot((officer.id,), later, worked[later].shift), 1, facts=facts)
        if self.in_a_row is not None:
            yield from self._check_rows(officer, self.in_a_row, worked, problem)

    def _check_counts(self, officer: Officer, worked: Mapping[int, Duty], problem: Problem) -> Iterator[Violation]:
        first = 0 if self.per == "horizon" else min(worked, default=0)
        sharing: dict[Period, list[int]] = {}
        for weekend in self._weekends(first, problem.horizon.days - 1, problem):
            days, period = [day for day in weekend if day in worked and day >= first], self._period(weekend, problem)
            if days and period is not None:
                sharing.setdefault(period, []).append(days[0])
        for period, days in sharing.items():
            before = self._opened(officer, period, problem)
            given, past, spot = len(days) + before, before + sum(day < 0 for day in days), Spot((officer.id,), days[-1])
            if self.max is not None and given > max(self.max, past):
                times = self.factor(few=False)
                over = times * (given - max(self.max, past))
                yield Violation(spot, over, self.max, given, facts={"what": TOO_MANY}, factor=times)
            number = self._number(period, problem)
            if self.free is not None and given > max(number - self.free, past, 0):
                times = self.factor(few=True)
                over = times * (given - max(number - self.free, past, 0))
                facts = {"what": TOO_FEW_FREE}
                yield Violation(spot, over, self.free, max(0, number - given), facts=facts, factor=times)
        if self.min is not None:
            given_in = {period: len(days) for period, days in sharing.items()}
            yield from self._check_least(officer, self.min, given_in, worked, problem)

    def _check_least(
        self, officer: Officer, least: int, given_in: Mapping[Period, int], worked: Mapping[int, Duty], problem: Problem
    ) -> Iterator[Violation]:
        """Periods with too few weekends worked, in which one lies that was not settled before."""
        ends: dict[Period, int] = {}
        for weekend in self._weekends(0, problem.horizon.days - 1, problem):
            period = self._period(weekend, problem)
            settled = self.per != "horizon" and any(day < 0 and day in worked for day in weekend)
            if period is not None and not settled:
                ends[period] = min(weekend[-1], problem.horizon.days - 1)
        for period, end in ends.items():
            given, times = given_in.get(period, 0) + self._opened(officer, period, problem), self.factor(few=True)
            if given < least and self._is_complete(officer, period, problem):
                facts = {"what": TOO_FEW}
                yield Violation(
                    Spot((officer.id,), end), times * (least - given), least, given, facts=facts, factor=times
                )

    def policy(self, facts: Facts) -> Iterator[str]:
        period = period_text(self.per)
        if self.min is not None or self.max is not None:
            bounds = bounds_text(self.min, self.max)
            yield _("Weekends worked {period}: {bounds}").format(period=period, bounds=bounds)
        if self.free is not None:
            yield _("Weekends free {period}: {bounds}").format(period=period, bounds=bounds_text(self.free))
        if self.whole:
            yield _("Both days of a weekend are worked, or neither")
        if self.same_shift:
            yield _("The days of a weekend have the same shift")
        if self.in_a_row is not None:
            bounds = bounds_text(self.in_a_row.min, self.in_a_row.max)
            yield _("Weekends worked in a row: {bounds}").format(bounds=bounds)

    def say(self, violation: Violation, problem: Problem) -> str:
        few = violation.too_few
        texts = {
            SPLIT: _("{officer} works on one day only of the weekend that ends on {date}"),
            TOO_MANY: _("{officer} works on too many weekends up to {date}: {given}, at most {asked}"),
            TOO_FEW: _("{officer} works on too few weekends up to {date}: {given} of {asked}"),
            TOO_FEW_FREE: _("{officer} has too few free weekends up to {date}: {given} of {asked}"),
            OTHER_SHIFT: _("{officer} has {shift} on {date}, and another shift on that weekend before"),
            IN_A_ROW: _("{officer} works too few weekends in a row, {dates}: {given} of {asked}")
            if few
            else _("{officer} works too many weekends in a row, {dates}: {given}, at most {asked}"),
        }
        dates = violation.facts["dates"].text(problem) if "dates" in violation.facts else ""
        return texts[violation.facts["what"]].format(**violation.words(problem), dates=dates)
