"""What every reading of a sheet needs: its cells as texts, their addresses, and faults by cell."""

from __future__ import annotations

import datetime as dt

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import Fault
from roster.domain.problem import Problem
from roster.io.read_book.cell_texts import value_text

HEADER_WITHIN = 30  # rows from the top in which a header must stand


class SheetReader:
    """One reading of one sheet; what is wrong in it is gathered in `faults`."""

    def __init__(self, sheet: Worksheet, file: str, problem: Problem) -> None:
        self.sheet, self.file, self.problem = sheet, file, problem
        self.width = sheet.max_column  # openpyxl looks through all cells for it
        self.faults: list[Fault] = []

    def text(self, row: int, column: int) -> str:
        """What a cell says, without blanks around it."""
        return value_text(self.sheet.cell(row, column).value)

    def date(self, row: int, column: int) -> dt.date | None:
        """The date that a cell has, if it is a real one."""
        return date_of(self.sheet.cell(row, column).value)

    def address(self, row: int, column: int) -> str:
        """As people write it: `Roster!H12`."""
        return f"{self.sheet.title}!{get_column_letter(column)}{row}"

    def fault(self, cell: str, found: str, expected: str) -> None:
        """Something is wrong at an address, or in the sheet as a whole."""
        self.faults.append(Fault(f"{self.file} {cell}", found, expected))

    def fault_at(self, row: int, column: int, found: str, expected: str) -> None:
        self.fault(self.address(row, column), found, expected)


def date_of(value: object) -> dt.date | None:
    """The date of a cell's value; None for a text or a number."""
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None
