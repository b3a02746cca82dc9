"""Stretches of dates that officer rules count over: calendar weeks and months, the horizon, rolling windows.

History's part of a period is a number; the horizon's part is decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, assert_never

from pydantic import ConfigDict, Field, PositiveInt, model_validator

from roster.domain.paid import paid_minutes
from roster.domain.people import Duty, Officer
from roster.domain.problem import Facts
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import hours_up
from roster.rules.shared.selectors import Strict, When
from roster.rules.shared.words import date_text
from roster.rules.spot import Spot
from roster.rules.variables import Term, Work


class Rolling(Strict):
    """Any so many consecutive dates."""

    days: PositiveInt


class Stretch(Strict):
    """Any so many consecutive dates; with `from` one stretch after the other from that date on."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    weeks: PositiveInt | None = None
    days: PositiveInt | None = None
    first: dt.date | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _one_length(self) -> Stretch:
        if (self.weeks is None) == (self.days is None):
            raise ValueError(_("either `weeks: n` or `days: n`"))
        if self.weeks and self.first is None:
            raise ValueError(_("`from` beside `weeks`: the date on which they begin"))
        return self

    @property
    def length(self) -> int:
        """Days of one stretch."""
        return self.days or DAYS_A_WEEK * (self.weeks or 0)

    def begins(self, facts: Facts) -> int:
        """The day on which the first stretch begins; of those that begin with a date."""
        assert self.first is not None
        return facts.horizon.day(self.first)


Per = Annotated[
    Literal["week", "month", "horizon"] | Stretch,
    Field(
        description="week (calendar; see the setting week_start), month (calendar), horizon, {days: n}: any n "
        "consecutive dates, or {weeks: n, from: date}, {days: n, from: date}: one period after the other from that date"
    ),
]


class Period(NamedTuple):
    """Days `first` to `last`, both included."""

    first: int
    last: int

    @property
    def days(self) -> range:
        return range(self.first, self.last + 1)

    def text(self, facts: Facts) -> str:
        return _("{first} to {last}").format(
            first=date_text(facts.date(self.first)), last=date_text(facts.date(self.last))
        )


def periods(per: Literal["week", "month", "horizon"] | Rolling | Stretch, facts: Facts) -> Iterator[Period]:
    """Every period that has a date in the horizon; of rolling windows those that end in it.

    A window that crosses the right edge adds nothing to one that ends there, so the next solve judges it.
    """
    last_day = facts.horizon.days - 1
    if isinstance(per, Stretch) and per.first is not None:
        first = per.begins(facts) + max(0, -per.begins(facts) // per.length) * per.length
        yield from (Period(day, day + per.length - 1) for day in range(first, last_day + 1, per.length))
    elif isinstance(per, Rolling | Stretch):
        length = per.days or 1
        yield from (Period(last - length + 1, last) for last in facts.horizon.range)
    elif per == "horizon":
        yield Period(0, last_day)
    else:
        first = facts.week_start(0) if per == "week" else 1 - facts.date(0).day
        while first <= last_day:
            length = 7 if per == "week" else _month_length(facts, first)
            yield Period(first, first + length - 1)
            first += length


class WithOpening(OfficerRule):
    """Counts over the periods of its `per`, in the first of which an opening balance counts too."""

    total: ClassVar[Literal["shifts", "hours", "weekends"]]
    """The column of the table `before` that it counts."""

    per: Any
    opening: Mapping[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(
        default={},
        description="officer: what counts already in the first period of a `per` with `from`, beside known history; "
        "who stands here is taken as known since then",
    )

    @model_validator(mode="after")
    def _opens_a_period(self) -> WithOpening:
        if self.opening and self._anchored is None:
            raise ValueError(_("`opening` needs a `per` with `from`, in whose first period it counts"))
        return self

    @property
    def _anchored(self) -> Stretch | None:
        """The `per` of the entry where its periods begin with a date."""
        return self.per if isinstance(self.per, Stretch) and self.per.first is not None else None

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("opening", "officer", officer) for officer in self.opening)

    def opened(self, officer: Officer, period: Period, facts: Facts) -> float:
        """What an opening balance adds to a period of an officer, in the unit of the entry's numbers.

        The entry's own, in its first period; else what the table `before` tells of all work, less known history.
        """
        per = self._anchored
        if per is not None and period.first == per.begins(facts) and officer.id in self.opening:
            return self.opening[officer.id]
        told = self.told(officer, period, facts)
        if told is None:
            return 0
        known = Period(period.first, facts.totals[officer.id].until)
        past = [duty for day, duty in facts.past.get(officer.id, {}).items() if day in known.days]
        return max(0.0, told - self.worked(past, facts))

    def told(self, officer: Officer, period: Period, facts: Facts) -> float | None:
        """The total of an officer in a period, as the table `before` has it; None where it does not tell of it."""
        totals = facts.totals.get(officer.id)
        everything = self._anchored is not None and officer.id not in self.opening and self.when == When()
        if totals is None or not everything or totals.until not in period.days:
            return None
        number: float | None = getattr(totals, self.total)
        return number

    def worked(self, duties: Iterable[Duty], facts: Facts) -> float:
        """What past duties count, in the unit of the entry's numbers."""
        raise NotImplementedError


def month_of(day: int, facts: Facts) -> Period:
    """The calendar month of a day."""
    first = day + 1 - facts.date(day).day
    return Period(first, first + _month_length(facts, first) - 1)


def _month_length(facts: Facts, first: int) -> int:
    begin = facts.date(first)
    return ((begin + timedelta(days=31)).replace(day=1) - begin).days


def end_of(period: Period, officer: Officer, facts: Facts) -> Spot:
    """Where a period's limit sits: its last date in the horizon."""
    return Spot((officer.id,), min(period.last, facts.horizon.days - 1))


def complete(rule: OfficerRule, officer: Officer, period: Period, facts: Facts) -> bool:
    """Whether everything that counts towards a period's minimum is known or decided.

    It is not where the period began before known history (and no opening balance tells what was before that) or before
    the officer joined, ends after the horizon, or is cut by the rule's own `when.from` or `when.to`.
    """
    begin, end = facts.date(period.first), facts.date(period.last)
    opened = isinstance(rule, WithOpening) and (
        officer.id in rule.opening or rule.told(officer, period, facts) is not None
    )
    return (
        (facts.history_start <= period.first or opened)
        and period.last < facts.horizon.days
        and officer.joined_by(begin)
        and (rule.when.first is None or rule.when.first <= begin)
        and (rule.when.last is None or rule.when.last >= end)
    )


def tally(
    rule: OfficerRule, officer: Officer, days: Iterable[int], facts: Facts, measure: Callable[[Duty, Facts], int]
) -> tuple[int, tuple[Term, ...]]:
    """The measure of the duties that `when` selects on these days: what history has, and the horizon's terms."""
    usual = _measured(officer, 0, facts, measure) if not facts.jumps else {}
    past = facts.past.get(officer.id, {})
    constant, terms = 0, []
    for day in days:
        if day < 0:
            duty = past.get(day)
            constant += measure(duty, facts) if duty and rule.when.matches_duty(duty, facts) else 0
        elif day < facts.horizon.days:
            weights = usual or _measured(officer, day, facts, measure)
            grouped = alike({code: weights[code] for code in rule.codes(day, facts)})
            terms += [(weight, Work(officer.id, day, codes)) for weight, codes in grouped.items()]
    return constant, tuple(terms)


def _measured(officer: Officer, day: int, facts: Facts, measure: Callable[[Duty, Facts], int]) -> dict[str, int]:
    """The measure of a duty on each shift that starts on a day."""
    return {code: measure(facts.duty(officer.id, day, code), facts) for code in facts.shift_codes}


def alike(numbers: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    """Shifts with the same number taken together."""
    found: dict[int, list[str]] = {}
    for code, number in numbers.items():
        found.setdefault(number, []).append(code)
    return {number: tuple(codes) for number, codes in found.items()}


def longer_than(rule: OfficerRule, officer: Officer, minutes: int, day: int, facts: Facts) -> Iterator[OfficerLimit]:
    """No duty that `when` selects on a day counts for longer; the amount is the hours above, rounded up."""
    over = {
        code: hours_up(paid_minutes(facts.duty(officer.id, day, code), facts) - minutes)
        for code in rule.codes(day, facts)
    }
    for hours, codes in alike(over).items():
        if hours > 0:
            yield Linear(Spot((officer.id,), day), ((1, Work(officer.id, day, codes)),), at_most=0, factor=hours)


class Streak(NamedTuple):
    """The days on which runs are judged, and the run that reaches the first of them from history."""

    days: range
    before: int | None  # None: nothing is known of the day before
    whole: bool  # whether that run's own beginning is known


def first_known(rule: OfficerRule, officer: Officer, working: bool, facts: Facts) -> int:
    """The first day that counts for runs: of known history and of `when.from`; days off count since joining."""
    begins = [None if working else officer.joined, rule.when.first]
    return max((facts.history_start, *(facts.horizon.day(begin) for begin in begins if begin is not None)))


def streak(rule: OfficerRule, officer: Officer, working: bool, facts: Facts) -> Streak:
    """Runs of dates with (`working`) or without a duty that `when` selects, within `when.from` and `when.to`."""
    begin = first_known(rule, officer, working, facts)
    end = facts.horizon.days
    if rule.when.last is not None:
        end = min(end, facts.horizon.day(rule.when.last) + 1)
    days = range(max(begin, 0), end)
    if begin >= 0:
        return Streak(days, None, whole=False)
    past = facts.past.get(officer.id, {})
    day = -1
    while day >= begin and (day in past and rule.when.matches_duty(past[day], facts)) == working:
        day -= 1
    return Streak(days, -1 - day, whole=day >= begin)


def period_text(per: Per | Rolling) -> str:
    """`in each calendar week`."""
    if isinstance(per, Stretch) and per.first is not None:
        text = _("in each {weeks} weeks from {date}") if per.weeks else _("in each {days} days from {date}")
        return text.format(weeks=per.weeks, days=per.days, date=date_text(per.first))
    if isinstance(per, Rolling | Stretch):
        return _("in any {days} consecutive dates").format(days=per.days)
    match per:
        case "week":
            return _("in each calendar week")
        case "month":
            return _("in each calendar month")
        case "horizon":
            return _("in the whole roster")
    assert_never(per)
