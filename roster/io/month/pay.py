"""Amounts: the table `pay` over a month. What is counted, at which rate, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from roster.domain.attendance import Attendance
from roster.domain.month import Month, PayRules, month_of
from roster.domain.pay_month import Dates
from roster.io.month.contract import MonthRow, row_of
from roster.io.tables import Tables, pay

FILE = "amounts.csv"
COUNTS = {
    pay.OVERTIME_DAY: "overtime_days_to_pay",
    "duty_day": "days_present",
    "night": "night_duties",
    "leader_duty": "leader_duties",
    "hour": "paid_hours",
    "night_hour": "night_hours",
    "workday_overtime_hour": "workday_overtime_hours",
    pay.REST_DAY_HOUR: "rest_day_hours_to_pay",
    "statutory_hour": "statutory_overtime_hours",
}
"""What each word of the column `per` counts: a column of the month."""
WHOLE_MONTH_ONLY = (pay.OVERTIME_DAY, "workday_overtime_hour", pay.REST_DAY_HOUR, pay.MONTH)
"""What is told of a month as a whole (caps, compensatory leave, cycles): it goes by the rate of the last date."""
CENT = Decimal("0.01")


class Item(NamedTuple):
    """One row of the table `pay` as it holds within a month."""

    row: pay.Row
    dates: Dates  # within the month
    whole: bool  # whether it holds for all that is counted in the month

    def is_for(self, category: str) -> bool:
        return self.row.category in ("", category)


class Amount(NamedTuple):
    """What an officer gets of an item; the fields are the header of `amounts.csv`."""

    employee_id: str
    item: str
    per: str
    from_: dt.date
    to: dt.date
    quantity: float
    rate: float
    amount: float


HEADER = tuple(name.rstrip("_") for name in Amount._fields)


@dataclass(frozen=True)
class Paid:
    """The items that hold in a month, and what each officer gets of them."""

    items: tuple[Item, ...]
    of: Mapping[tuple[str, int], Amount]  # by officer and number of the item; only those for the officer's category

    @property
    def amounts(self) -> list[Amount]:
        """By officer, in the order of items."""
        return list(self.of.values())


def items_in(tables: Tables, dates: Dates) -> Iterator[Item]:
    """The rows of the table `pay` that hold within these dates."""
    for row in tables.pay:
        first, last = max(row.start or dates.first, dates.first), min(row.end or dates.last, dates.last)
        holds = Dates(first, last)
        if row.per in WHOLE_MONTH_ONLY:
            if first <= dates.last == last:
                yield Item(row, dates, True)
        elif first <= last:
            yield Item(row, holds, holds == dates)


def paid_in(tables: Tables, attendance: Attendance, months: Sequence[Month], rules: PayRules) -> Paid:
    """What everybody gets, by the table `pay`; empty without such a table."""
    if not tables.pay or not months:
        return Paid((), {})
    items = tuple(items_in(tables, months[0].dates))
    amounts = {}
    for month in months:
        row = row_of(month, rules)
        for number, item in enumerate(items):
            if item.is_for(month.officer.category):
                part = row if item.whole else row_of(month_of(attendance, month.officer, item.dates, rules), rules)
                quantity, rate = quantity_of(item, part), item.row.rate
                told = (item.row.item, item.row.per, *item.dates, quantity, rate, amount_of(quantity, rate))
                amounts[month.officer.id, number] = Amount(month.officer.id, *told)
    return Paid(items, amounts)


def amount_of(quantity: float, rate: float) -> float:
    """Quantity times rate to the cent, halves upwards, as a spreadsheet rounds it."""
    return float((Decimal(str(quantity)) * Decimal(str(rate))).quantize(CENT, ROUND_HALF_UP))


def quantity_of(item: Item, row: MonthRow) -> float:
    """How much is counted of an item."""
    return 1.0 if item.row.per == pay.MONTH else float(getattr(row, COUNTS[item.row.per]))
