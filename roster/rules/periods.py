"""Stretches of dates that officer rules count over: calendar weeks and months, the horizon, rolling windows.

History's part of a period is a number; the horizon's part is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, PositiveInt

from roster.domain.clock import Span
from roster.domain.people import Officer
from roster.domain.problem import Facts
from roster.i18n import _
from roster.rules.base import OfficerRule, Strict
from roster.rules.limits import Term, Work
from roster.rules.words import date_text


class Rolling(Strict):
    """Any so many consecutive dates."""

    days: PositiveInt


Per = Annotated[
    Literal["week", "month", "horizon"] | Rolling,
    Field(description="week (Monday to Sunday), month (calendar), horizon, or {days: n}: any n consecutive dates"),
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


def periods(per: Literal["week", "month", "horizon"] | Rolling, facts: Facts) -> Iterator[Period]:
    """Every period that has a date in the horizon; of rolling windows those that end in it.

    A window that crosses the right edge adds nothing to one that ends there, so the next solve judges it.
    """
    last_day = facts.horizon.days - 1
    if isinstance(per, Rolling):
        yield from (Period(last - per.days + 1, last) for last in facts.horizon.range)
    elif per == "horizon":
        yield Period(0, last_day)
    else:
        first = -facts.weekday(0) if per == "week" else 1 - facts.date(0).day
        while first <= last_day:
            length = 7 if per == "week" else _month_length(facts, first)
            yield Period(first, first + length - 1)
            first += length


def _month_length(facts: Facts, first: int) -> int:
    begin = facts.date(first)
    return ((begin + timedelta(days=31)).replace(day=1) - begin).days


def complete(rule: OfficerRule, officer: Officer, period: Period, facts: Facts) -> bool:
    """Whether everything that counts towards a period's minimum is known or decided.

    It is not where the period began before known history or before the officer joined, ends after the horizon, or is
    cut by the rule's own `when.from` or `when.to`.
    """
    begin, end = facts.date(period.first), facts.date(period.last)
    return (
        facts.history_start <= period.first
        and period.last < facts.horizon.days
        and (officer.joined is None or officer.joined <= begin)
        and (rule.when.first is None or rule.when.first <= begin)
        and (rule.when.last is None or rule.when.last >= end)
    )


def tally(
    rule: OfficerRule, officer: Officer, days: Iterable[int], facts: Facts, measure: Callable[[Span], int]
) -> tuple[int, tuple[Term, ...]]:
    """The measure of the duties that `when` selects on these days: what history has, and the horizon's terms."""
    past = facts.past.get(officer.id, {})
    constant, terms = 0, []
    for day in days:
        if day < 0:
            duty = past.get(day)
            constant += measure(duty.span) if duty and rule.when.matches_duty(duty, facts) else 0
        elif day < facts.horizon.days:
            alike: dict[int, list[str]] = {}
            for code in rule.codes(day, facts):
                alike.setdefault(measure(facts.shift[code].span(day)), []).append(code)
            terms += [(weight, Work(officer.id, day, tuple(codes))) for weight, codes in alike.items()]
    return constant, tuple(terms)


class Streak(NamedTuple):
    """The days on which runs are judged, and the run that reaches the first of them from history."""

    days: range
    before: int | None  # None: nothing is known of the day before
    whole: bool  # whether that run's own beginning is known


def streak(rule: OfficerRule, officer: Officer, working: bool, facts: Facts) -> Streak:
    """Runs of dates with (`working`) or without a duty that `when` selects, within `when.from` and `when.to`."""
    begin = facts.history_start
    if rule.when.first is not None:
        begin = max(begin, facts.horizon.day(rule.when.first))
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
