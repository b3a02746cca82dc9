"""Tables of an answer as sheets of a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import OutputError
from roster.i18n import _
from roster.io import printing, styles
from roster.io.edited import sealed
from roster.io.files import replace_file
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged, put_row
from roster.report.table import Cell, Sheet, Table, Value, value_of

ENDING = ".xlsx"


def write_book(file: Path, *sheets: Sheet) -> None:
    """Write a workbook of these sheets. Raises OutputError."""
    if file.suffix.lower() != ENDING:
        raise OutputError(_("{file} cannot be written: the name of a workbook ends in .xlsx").format(file=file))
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        fill(book.create_sheet(sheet.name), sheet)
    replace_file(file, sealed(book))


def fill(place: Worksheet, sheet: Sheet) -> None:
    """Write an answer's sheet into one of a workbook."""
    across = sheet.across or len(sheet.widths)
    put_heading(place, across, sheet.title, sheet.subtitle)
    row, last = sheet.top, sheet.top
    for table in sheet.tables:
        last = _put_table(place, row, table, sheet.widths)
        row = last + 2
    for number, note in enumerate(sheet.notes, start=row):
        put_merged(place, number, 1, across, note, styles.NOTE)
    if sheet.picture:
        place.add_image(Image(str(sheet.picture)), f"A{row}")
    if sheet.frozen:
        place.freeze_panes = sheet.frozen
    if sheet.filtered:
        (table,) = sheet.tables
        rows = max(1, len(table.rows))
        place.auto_filter.ref = f"A{sheet.top}:{get_column_letter(len(table.columns))}{sheet.top + rows}"
    styles.widths(place, sheet.widths)
    paper = printing.A3 if sheet.large else printing.A4
    printing.page(place, sheet.brigade, paper=paper, title_rows=f"1:{sheet.repeated}")


def _put_table(place: Worksheet, row: int, table: Table, widths: Sequence[float]) -> int:
    """Write a table from a row on, its title first; returns its last row."""
    if table.title:
        put(place.cell(row, 1), table.title, styles.SECTION)
        row += 1
    put_row(place, row, [column.heading for column in table.columns], styles.HEADER)
    for cells in table.rows:
        row += 1
        _put_cells(place, row, table, cells)
        wrapped = [
            (width, str(value))
            for width, column, value in zip(widths, table.columns, map(value_of, cells), strict=False)
            if column.wrapped and value
        ]
        if any(column.wrapped for column in table.columns):
            styles.fit_height(place, row, wrapped)
    if table.empty and not table.rows:
        row += 1
        put(place.cell(row, 1), table.empty, styles.CENTRE)
    for cells in table.foot:
        row += 1
        _put_cells(place, row, table, cells)
    return row


def _put_cells(place: Worksheet, row: int, table: Table, cells: Sequence[Value | Cell]) -> None:
    for number, (column, cell) in enumerate(zip(table.columns, cells, strict=False), start=1):
        value = value_of(cell)
        own = cell.look if isinstance(cell, Cell) else ""
        put(place.cell(row, number), value, _look(own or column.look, value))


def _look(name: str, value: Value) -> styles.Look:
    """A look by its name; without one that of the value's kind."""
    if name:
        look: styles.Look = getattr(styles, name.upper())
        return look
    if isinstance(value, dt.date):
        return styles.DATE
    if isinstance(value, float):
        return styles.TENTHS
    return styles.WHOLE if isinstance(value, int) else styles.CENTRE
