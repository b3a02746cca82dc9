"""Stretches of dates that officer rules count over: calendar weeks and months, the horizon, rolling windows.

History's part of a period is a number; the horizon's part is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple, assert_never

from pydantic import Field, PositiveInt

from roster.domain.paid import paid_minutes
from roster.domain.people import Duty, Officer
from roster.domain.problem import Facts
from roster.i18n import _
from roster.rules.base import OfficerRule
from roster.rules.limits import Linear, OfficerLimit, Spot
from roster.rules.shared.numbers import hours_up
from roster.rules.shared.selectors import Strict
from roster.rules.shared.words import date_text
from roster.rules.variables import Term, Work


class Rolling(Strict):
    """Any so many consecutive dates."""

    days: PositiveInt


Per = Annotated[
    Literal["week", "month", "horizon"] | Rolling,
    Field(
        description="week (calendar; see the setting week_start), month (calendar), horizon, or {days: n}: "
        "any n consecutive dates"
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
        first = facts.week_start(0) if per == "week" else 1 - facts.date(0).day
        while first <= last_day:
            length = 7 if per == "week" else _month_length(facts, first)
            yield Period(first, first + length - 1)
            first += length


def _month_length(facts: Facts, first: int) -> int:
    begin = facts.date(first)
    return ((begin + timedelta(days=31)).replace(day=1) - begin).days


def end_of(period: Period, officer: Officer, facts: Facts) -> Spot:
    """Where a period's limit sits: its last date in the horizon."""
    return Spot((officer.id,), min(period.last, facts.horizon.days - 1))


def complete(rule: OfficerRule, officer: Officer, period: Period, facts: Facts) -> bool:
    """Whether everything that counts towards a period's minimum is known or decided.

    It is not where the period began before known history or before the officer joined, ends after the horizon, or is
    cut by the rule's own `when.from` or `when.to`.
    """
    begin, end = facts.date(period.first), facts.date(period.last)
    return (
        facts.history_start <= period.first
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


def period_text(per: Per) -> str:
    """`in each calendar week`."""
    if isinstance(per, Rolling):
        return _("in any {days} consecutive dates").format(days=per.days)
    match per:
        case "week":
            return _("in each calendar week")
        case "month":
            return _("in each calendar month")
        case "horizon":
            return _("in the whole roster")
    assert_never(per)
