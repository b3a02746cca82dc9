"""Pay months and the cycles of comprehensive working time, as dates.

A pay month begins on a day of the month that the settings give and is called by the calendar month in which its middle
lies: 26 September to 25 October is October. Quarters and years are those of pay months so called.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
HALF_A_MONTH = 15


class Dates(NamedTuple):
    """Dates from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def pay_month(date: dt.date, from_day: int) -> Dates:
    """The pay month in which a date lies."""
    first = date.replace(day=from_day)
    if date < first:
        first = _months_on(first, -1)
    return Dates(first, _months_on(first, 1) - dt.timedelta(days=1))


def cycle_of(date: dt.date, from_day: int, cycle: str) -> Dates:
    """The cycle (`month`, `quarter` or `year`) in which a date lies."""
    first = pay_month(date, from_day).first
    called = first + dt.timedelta(days=HALF_A_MONTH)
    begins = _months_on(first, -((called.month - 1) % MONTHS_OF[cycle]))
    return Dates(begins, _months_on(begins, MONTHS_OF[cycle]) - dt.timedelta(days=1))


def cut_by_pay_month(first: dt.date, last: dt.date, from_day: int) -> list[Dates]:
    """The dates from `first` to `last` in pieces, each of one pay month; none where `first` lies after `last`."""
    pieces = []
    while first <= last:
        end = min(last, pay_month(first, from_day).last)
        pieces.append(Dates(first, end))
        first = end + dt.timedelta(days=1)
    return pieces


def _months_on(date: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later; days of pay months lie before the 29th."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return date.replace(year=year, month=month + 1)
