"""A written workbook's sheets as plain rows, read with openpyxl alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl

from roster import i18n

Row = dict[str, Any]


def flat_rows(file: Path, sheet: str) -> list[Row]:
    """The rows of a sheet whose header is its first row, such as `HR` and `Slots`."""
    book = openpyxl.load_workbook(file, read_only=False)
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def titled(book: Any, title: str) -> Any:
    """A sheet by its English title, in whatever language the workbook is."""
    return next(book[name] for name in book.sheetnames if name in i18n.every_form(title))


def grid(file: Path) -> dict[tuple[str, dt.date], str]:
    """The codes in the grid, by officer and date; `-` and empty cells are left out."""
    sheet = titled(openpyxl.load_workbook(file), "Roster")
    rows = list(sheet.iter_rows(values_only=True))
    dates = {column: cell.date() for column, cell in enumerate(rows[2]) if isinstance(cell, dt.datetime)}
    found = {}
    for row in rows[5:]:
        if not isinstance(row[0], int):
            break
        for column, date in dates.items():
            if row[column] not in (None, "", "-"):
                found[str(row[1]), date] = str(row[column])
    return found


def fairness(file: Path) -> dict[str, list[float]]:
    """Each officer's counts: shifts, hours, nights, weekends, holidays; of this roster, then with history."""
    sheet = titled(openpyxl.load_workbook(file), "Fairness")
    found = {}
    for row in list(sheet.iter_rows(values_only=True))[5:]:
        if not isinstance(row[0], int):
            break
        found[str(row[1])] = [float(cell) for cell in row[5:15]]
    return found
