"""The grid as somebody left it: sorted, filtered, typed into; every fault is named by its cell."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import Fault
from roster.domain.problem import Problem
from roster.i18n import N_, _, every_form
from roster.io.codes import folded, read_code
from roster.io.read_book.cell_texts import CellTexts, value_text
from roster.io.read_book.sheet_reader import HEADER_WITHIN, SheetReader, date_of
from roster.io.sheets.grid import TITLE

WRITTEN_DATE = re.compile(r"\d{1,4}\s*[-/.年月]\s*\d{1,2}")


@dataclass(frozen=True)
class Asked:
    """What one cell of the grid asks for: its address, such as `Roster!H12`, and the shifts; none for a day off.

    `leave` is the kind of leave that it names, if any.
    """

    cell: str
    shifts: tuple[str, ...]
    leave: str = ""


@dataclass(frozen=True)
class Grid:
    """A grid that was read: its cells by officer and day, and what was wrong with it."""

    cells: dict[tuple[str, int], Asked]
    faults: tuple[Fault, ...]


def find(book: Workbook) -> Worksheet | None:
    """The grid's sheet, under its title in any language."""
    titles = {title.casefold() for title in every_form(TITLE)}
    return next((sheet for sheet in book.worksheets if sheet.title.strip().casefold() in titles), None)


def first_and_last_date(book: Workbook) -> tuple[dt.date, dt.date] | None:
    """The dates that the grid's header spans; None without a grid or without dates in it."""
    sheet = find(book)
    header = _header_row(sheet) if sheet else None
    if sheet is None or header is None:
        return None
    row = _date_row(sheet, header)
    dates = [date for date in map(date_of, _values(sheet, row)) if date]
    return (min(dates), max(dates)) if dates else None


def read_grid(book: Workbook, file: str, problem: Problem) -> Grid:
    """What the grid of a workbook asks for, in either language; all faults at once."""
    sheet = find(book)
    if sheet is None:
        names = _(", ").join(book.sheetnames)
        expected = _("the sheet {title}").format(title=_(TITLE))
        return Grid({}, (Fault(file, _("the sheets {names}").format(names=names), expected),))
    header = _header_row(sheet)
    if header is None:
        place = f"{file} {sheet.title}"
        return Grid({}, (Fault(place, _("no header"), _("a row with the columns ID and Name")),))
    return _Reader(sheet, header, file, problem).read()


def _header_row(sheet: Worksheet) -> int | None:
    ids, names = _forms(N_("ID")), _forms(N_("Name"))
    for row in range(1, min(HEADER_WITHIN, sheet.max_row) + 1):
        words = {_folded(value) for value in _values(sheet, row)}
        if words & ids and words & names:
            return row
    return None


def _date_row(sheet: Worksheet, header: int) -> int:
    """The row, the header or one above it, with the most dates; else with the most texts that look like dates."""

    def dates(row: int) -> tuple[int, int]:
        values = list(_values(sheet, row))
        real = sum(date_of(value) is not None for value in values)
        return real, sum(isinstance(value, str) and bool(WRITTEN_DATE.match(value)) for value in values[2:])

    return max(range(1, header + 1), key=dates)


def _values(sheet: Worksheet, row: int) -> Iterator[object]:
    return (sheet.cell(row, column).value for column in range(1, sheet.max_column + 1))


def _folded(value: object) -> str:
    return folded(value_text(value))


def _forms(message: str) -> set[str]:
    return {_folded(form) for form in every_form(message)}


class _Reader(SheetReader):
    """One reading of one sheet."""

    def __init__(self, sheet: Worksheet, header: int, file: str, problem: Problem) -> None:
        super().__init__(sheet, file, problem)
        self.header = header
        self.id_column = self._column(N_("ID"))
        self.name_column = self._column(N_("Name"))
        folded = Counter(_folded(officer.id) for officer in problem.officers)
        self.officers = {_folded(o.id): o.id for o in problem.officers if folded[_folded(o.id)] == 1}
        self.texts = CellTexts(problem)

    def _column(self, message: str) -> int:
        forms = _forms(message)
        return next(c for c, value in enumerate(_values(self.sheet, self.header), 1) if _folded(value) in forms)

    def read(self) -> Grid:
        days = self._days()
        cells: dict[tuple[str, int], Asked] = {}
        rows: dict[str, int] = {}
        for row in self._rows(days):
            officer = self._officer(row)
            if officer is None:
                continue
            if officer in rows:
                found = _("officer {officer} a second time").format(officer=officer)
                self.fault_at(row, self.id_column, found, _("each officer once; row {row}").format(row=rows[officer]))
                continue
            rows[officer] = row
            for column, day in days.items():
                said = self.texts.read(self.sheet.cell(row, column).value, officer, day)
                if said.expected:
                    self.fault_at(row, column, said.found, said.expected)
                if said.known:
                    cells[officer, day] = Asked(self.address(row, column), said.shifts, said.leave)
        self._merged(set(days), set(rows.values()))
        return Grid(cells, tuple(self.faults))

    def _days(self) -> dict[int, int]:
        """Column to day; faults for a date that is missing, there twice, outside the roster, or no real date."""
        row = _date_row(self.sheet, self.header)
        horizon = self.problem.horizon
        first, last = horizon.date(0), horizon.date(horizon.days - 1)
        days: dict[int, int] = {}
        for column, value in enumerate(_values(self.sheet, row), 1):
            date = date_of(value)
            if date is None and (value in (None, "") or row == self.header):
                continue
            if date is None:
                self.fault_at(row, column, _("'{text}'").format(text=value), _("a real date, not a text or a number"))
                continue
            day = horizon.day(date)
            if day not in horizon.range:
                expected = _("a date from {first} to {last}").format(first=first, last=last)
                self.fault_at(row, column, date.isoformat(), expected)
            elif day in days.values():
                self.fault_at(row, column, _("{date} a second time").format(date=date), _("each date once"))
            else:
                days[column] = day
        for day in horizon.range:
            if day not in days.values():
                found = _("no column for {date}").format(date=horizon.date(day))
                expected = _("every date from {first} to {last}").format(first=first, last=last)
                self.fault(f"{self.sheet.title}!{row}:{row}", found, expected)
        return days

    def _rows(self, days: dict[int, int]) -> Iterator[int]:
        """Rows of officers: they end where the totals or the legend begin."""
        legend = _forms(N_("Legend"))
        for row in range(self.header + 1, self.sheet.max_row + 1):
            if _folded(self.sheet.cell(row, self.name_column).value) in legend:
                return
            if _folded(self.sheet.cell(row, self.id_column).value):
                yield row
            elif any(self.sheet.cell(row, column).data_type == "f" for column in days):
                return
            elif any(self._is_shift(self.sheet.cell(row, column).value) for column in days):
                self.fault_at(row, self.id_column, _("an empty cell"), _("an officer's id"))

    def _is_shift(self, value: object) -> bool:
        return isinstance(value, str) and bool(read_code(value, self.problem))

    def _officer(self, row: int) -> str | None:
        text = self.text(row, self.id_column)
        officer = text if text in self.problem.officer else self.officers.get(_folded(text))
        if officer is None:
            self.fault_at(
                row, self.id_column, _("'{text}'").format(text=text), _("the id of an officer of the brigade")
            )
        return officer

    def _merged(self, columns: set[int], rows: set[int]) -> None:
        """A shift merged over several cells would count for its first only."""
        for area in self.sheet.merged_cells.ranges:
            inside = columns.intersection(range(area.min_col, area.max_col + 1))
            if inside and rows.intersection(range(area.min_row, area.max_row + 1)):
                text = self.text(area.min_row, area.min_col)
                if self.texts.shifts(text):
                    found = _("'{text}' in merged cells").format(text=text)
                    self.fault_at(area.min_row, area.min_col, found, _("one cell for each officer and date"))
