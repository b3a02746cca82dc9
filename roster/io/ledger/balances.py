"""Each officer's balances over any window of dates: shifts, hours, nights, weekends, holidays, recalls from rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from roster.domain.calendar import HOLIDAY
from roster.domain.paid import paid_minutes
from roster.domain.people import Duty
from roster.domain.problem import Facts
from roster.io.ledger.publication import PublishedChange


class Balance(NamedTuple):
    """One officer's sums; a weekend counts once however many of its days are worked."""

    officer: str
    name: str
    category: str
    shifts: int
    hours: float
    nights: int
    weekends: int
    holidays: int
    recalls: int


COUNTS = Balance._fields[3:]


def balances(facts: Facts, changes: Iterable[PublishedChange], first: dt.date, last: dt.date) -> list[Balance]:
    """Sums over the dates `first` to `last` of known history; `changes` are those of published weeks."""
    worked: dict[str, list[Duty]] = {}
    for duty in facts.history:
        if first <= facts.date(duty.day) <= last:
            worked.setdefault(duty.officer, []).append(duty)
    recalls: dict[str, int] = {}
    for change in changes:
        if change.recall and first <= change.date <= last:
            recalls[change.officer] = recalls.get(change.officer, 0) + 1
    found = []
    for officer in facts.officers:
        duties = worked.get(officer.id, [])
        found.append(
            Balance(
                officer.id,
                officer.name,
                officer.category,
                len(duties),
                round(sum(paid_minutes(duty, facts) for duty in duties) / 60, 2),
                sum(duty.night for duty in duties),
                len({facts.weekend_of(d.day)[0] for d in duties if facts.is_weekend(d.day)}),
                sum(facts.day_type(duty.day) == HOLIDAY for duty in duties),
                recalls.get(officer.id, 0),
            )
        )
    return found


def means(found: Iterable[Balance]) -> dict[str, dict[str, float]]:
    """The mean of each count by category, of those who have any of it: leaders and protected people stand no nights."""
    groups: dict[str, list[Balance]] = {}
    for balance in found:
        groups.setdefault(balance.category, []).append(balance)
    return {
        category: {count: _mean([getattr(balance, count) for balance in group]) for count in COUNTS}
        for category, group in groups.items()
    }


def _mean(values: list[float]) -> float:
    some = [value for value in values if value]
    return sum(some) / len(some) if some else 0.0
