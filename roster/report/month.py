"""Every officer's month: lines and JSON; its workbook, which is signed, is `io.month.sheet`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from roster.i18n import _
from roster.io import texts
from roster.io.month.contract import HEADER, row_of
from roster.io.month.pay import HEADER as AMOUNT_HEADER
from roster.io.month.pay import Paid
from roster.living.months import MonthSheet
from roster.report import Json


def lines(sheet: MonthSheet, paid: Paid) -> Iterator[str]:
    """Sums by category, then what must be known of them."""
    months, dates = sheet.months, sheet.dates
    yield _("{first} to {last}, officers: {count}").format(first=dates.first, last=dates.last, count=len(months))
    for category in dict.fromkeys(month.officer.category for month in months):
        group = [month for month in months if month.officer.category == category]
        name = texts.category(category) if category else _("of no known category")
        yield _(
            "  {category}: officers {count}, duties {duties}, nights {nights}, hours {hours:g} (workdays {workday:g}, "
            "rest days {rest:g}, statutory holidays {statutory:g}), overtime {days} days and {overtime:g} hours"
        ).format(
            category=name,
            count=len(group),
            duties=sum(len(month.stints) for month in group),
            hours=round(sum(month.hours for month in group), 2),
            workday=round(sum(month.workday for month in group), 2),
            rest=round(sum(month.rest_day for month in group), 2),
            statutory=round(sum(month.statutory for month in group), 2),
            nights=sum(month.nights for month in group),
            days=sum(month.overtime_days for month in group),
            overtime=round(sum(month.overtime_hours for month in group), 2),
        )
    for number, item in enumerate(paid.items):
        total = round(sum(amount.amount for (_officer, at), amount in paid.of.items() if at == number), 2)
        yield _("  {item}: {amount:.2f} ({per}: {rate:g})").format(
            item=item.row.item, amount=total, per=_(item.row.per), rate=item.row.rate
        )
    for note in sheet.notes:
        yield _("note: {note}").format(note=note)


def as_json(sheet: MonthSheet, paid: Paid) -> Json:
    """The contract's rows and the amounts, for other programs."""
    rules = sheet.record.rules
    return {
        "from": sheet.dates.first.isoformat(),
        "to": sheet.dates.last.isoformat(),
        "officers": [dict(zip(HEADER, map(_plain, row_of(one, rules)), strict=True)) for one in sheet.months],
        "amounts": [dict(zip(AMOUNT_HEADER, map(_plain, amount), strict=True)) for amount in paid.amounts],
        "notes": list(sheet.notes),
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
