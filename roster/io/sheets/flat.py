"""Flat contract sheets: a header in English, then one row a record, each value of its own type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.io import styles
from roster.io.styles import Look, Value

TEXT = Look(wrap=False, shape="@")
DATE = Look(across="center", wrap=False, shape="yyyy-mm-dd")
MOMENT = Look(across="center", wrap=False, shape="yyyy-mm-dd hh:mm")
HOURS = Look(across="right", wrap=False, shape="0.00")
FLAG = Look(across="center", wrap=False, shape='"TRUE";"TRUE";"FALSE"')  # LibreOffice shows 1 and 0 without it
WIDTHS = {DATE: 12, MOMENT: 18, HOURS: 8, FLAG: 8}
WIDEST = 40


def write_rows(sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Header and rows with a filter, a frozen header and column widths that fit."""
    widths = [styles.text_width(name) + 5 for name in header]
    styles.put_row(sheet, 1, header, styles.HEADER)
    last = 1
    for last, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            look = look_of(value)
            styles.put(sheet.cell(last, column), None if value == "" else value, look)
            width = WIDTHS.get(look) or styles.text_width(str(value)) + 2
            widths[column - 1] = min(WIDEST, max(widths[column - 1], width))
    styles.widths(sheet, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{last}"


def look_of(value: Value) -> Look:
    """The look, with its number format, of a value's type."""
    if isinstance(value, bool):
        return FLAG
    if isinstance(value, dt.datetime):
        return MOMENT
    if isinstance(value, dt.date):
        return DATE
    return HOURS if isinstance(value, int | float) else TEXT
