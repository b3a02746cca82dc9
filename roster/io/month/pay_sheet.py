"""The sheet of amounts: rates as the table `pay` has them, and for each officer quantity times rate, as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.month import Month
from roster.domain.problem import Facts
from roster.i18n import _
from roster.io import printing, styles, texts
from roster.io.month.pay import COUNTS, Paid
from roster.io.sheets.heading import put_heading
from roster.io.styles import Look, put, put_row

MONEY = Look(across="right", shape="#,##0.00")
QUANTITY = Look(across="right", shape="0.##")
RATES = 4
"""The row of the headings of rates; each item has one below it."""
SHEET_KEYS = {
    "overtime_days_to_pay": "paid_days",
    "workday_overtime_hours": "workday_overtime",
    "statutory_overtime_hours": "stat_hours",
    "rest_day_hours_to_pay": "rest_to_pay",
    "paid_hours": "paid",
    "night_hours": "night",
}
"""Columns of the month that the sheet of hours has, by their keys there; the others stand here as numbers."""


def write_amounts(
    sheet: Worksheet,
    facts: Facts,
    months: Sequence[Month],
    paid: Paid,
    letters: Mapping[str, str],
    hours_sheet: str,
    first_row: int,
) -> None:
    """Rates above, officers below: a quantity and an amount for each item, and the sum.

    `letters` are the columns of the sheet of hours, whose officers begin in `first_row`.
    """
    items = paid.items
    last = 4 + 2 * len(items)
    put_heading(sheet, max(last, 7), _("{brigade}: amounts").format(brigade=facts.settings.name), "")
    heads = (_("Item"), _("Category"), _("Per"), _("Rate"), _("From"), _("To"))
    put_row(sheet, RATES, heads, styles.HEADER, first=2)
    for number, item in enumerate(items, start=1):
        category = texts.category(item.row.category) if item.row.category else _("everybody")
        put_row(sheet, RATES + number, (item.row.item, category, _(item.row.per)), styles.CENTRE, first=2)
        put(sheet.cell(RATES + number, 5), item.row.rate, MONEY)
        put_row(sheet, RATES + number, tuple(item.dates), styles.DATE, first=6)
    top = RATES + len(items) + 2
    put_row(sheet, top, (_("No."), _("ID"), _("Name")), styles.HEADER)
    for index, item in enumerate(items):
        put_row(sheet, top, (f"{item.row.item}: {_(item.row.per)}", item.row.item), styles.HEADER, first=4 + 2 * index)
    put(sheet.cell(top, last), _("Sum"), styles.HEADER)
    sheet.row_dimensions[top].height = 46.0
    for number, month in enumerate(months, start=1):
        row = top + number
        put(sheet.cell(row, 1), number, styles.WHOLE)
        put(sheet.cell(row, 2), month.officer.id, styles.CENTRE._replace(shape="@"))
        put(sheet.cell(row, 3), month.officer.name, styles.STRONG)
        for index, item in enumerate(items):
            column = 4 + 2 * index
            known = paid.of.get((month.officer.id, index))
            key = SHEET_KEYS.get(COUNTS.get(item.row.per, ""))
            if known is not None and item.whole and key:
                there = f"={quote_sheetname(hours_sheet)}!{letters[key]}{first_row + number - 1}"
                styles.formula(sheet.cell(row, column), there, QUANTITY)
            else:
                put(sheet.cell(row, column), known.quantity if known else None, QUANTITY)
            amount = f"=ROUND({get_column_letter(column)}{row}*$E${RATES + 1 + index},2)"
            if known is not None:
                styles.formula(sheet.cell(row, column + 1), amount, MONEY)
            else:
                put(sheet.cell(row, column + 1), None, MONEY)
        own = ",".join(f"{get_column_letter(5 + 2 * index)}{row}" for index in range(len(items)))
        styles.formula(sheet.cell(row, last), f"=SUM({own})", MONEY._replace(bold=True, fill=styles.STRIPE))
    below = top + len(months) + 1
    put_row(sheet, below, ("", "", _("Sum")), styles.LABEL)
    for column in range(4, last + 1):
        letter = get_column_letter(column)
        look = (MONEY if column % 2 or column == last else QUANTITY)._replace(bold=True, fill=styles.STRIPE)
        styles.formula(sheet.cell(below, column), f"=SUM({letter}{top + 1}:{letter}{max(top + 1, below - 1)})", look)
    sheet.freeze_panes = sheet.cell(top + 1, 4).coordinate
    names = [month.officer.name for month in months] + [item.row.item for item in items]
    styles.widths(sheet, [5, styles.widest(names, 16, 24), styles.widest(names, 12, 24), *[14] * (2 * len(items) + 1)])
    printing.page(sheet, facts.settings.name, title_columns="A:C")
