"""Fingerprints of a workbook's sheets, by which an edit by hand is noticed and a mere save in Excel is not."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.worksheet.worksheet import Worksheet


def fingerprints(book: Workbook, leave_out: Iterable[str] = ()) -> dict[str, str]:
    """Sheet title to SHA-256 over what its cells say; looks, formula texts and results do not count."""
    without = set(leave_out)
    return {sheet.title: _fingerprint(sheet) for sheet in book.worksheets if sheet.title not in without}


def _fingerprint(sheet: Worksheet) -> str:
    digest = hashlib.sha256()
    for (row, column), cell in sorted(sheet._cells.items()):
        said = _said(cell)
        if said:
            digest.update(f"{get_column_letter(column)}{row}={said}\n".encode())
    return digest.hexdigest()


def _said(cell: Cell | MergedCell) -> str:
    """A cell's content in one spelling, however it is kept: empty for an empty cell."""
    value = cell.value
    if value is None or value == "":
        return ""
    if cell.data_type == "f":
        return "formula"
    if isinstance(value, str):
        return f"text {_lines(value)}"
    if isinstance(value, bool):
        return f"bool {value}"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return f"number {_serial(value):.9f}"
    if isinstance(value, int | float):
        return f"number {float(value):.9f}"
    return f"text {_lines(str(value))}"


def _serial(value: dt.date | dt.time | dt.timedelta) -> float:
    """A time as the number that a workbook keeps, after the rounding that reading it back brings."""
    number: float = to_excel(value)  # type: ignore[no-untyped-call]
    read = from_excel(number, timedelta=isinstance(value, dt.timedelta))
    return float(to_excel(read))  # type: ignore[no-untyped-call]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
