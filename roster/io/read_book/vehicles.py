"""The sheet of vehicles as somebody left it: which crew takes which vehicle."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import Fault
from roster.domain.ids import UnitId
from roster.domain.pins import VehiclePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.i18n import N_, _, every_form
from roster.io.codes import leave_name, read_code
from roster.io.read_book.sheet_edit import SheetEdit, SheetRead, edited_sheet
from roster.io.sheets.vehicles import TITLE

HEADER_WITHIN = 30


def read_vehicles(
    book: Workbook, file: str, roster: Roster, fingerprints: Mapping[str, str], problem: Problem
) -> SheetRead:
    """Crews whose vehicle was changed by hand, or who lost it; nothing where the sheet is as it was written."""
    sheet = edited_sheet(book, TITLE, fingerprints)
    return _Reader(sheet, file, roster, problem).read() if sheet is not None else SheetRead()


class _Reader:
    """One reading of one sheet."""

    def __init__(self, sheet: Worksheet, file: str, roster: Roster, problem: Problem) -> None:
        self.sheet, self.file, self.problem = sheet, file, problem
        self.crews: dict[UnitId, Crew] = {crew.unit.id: crew for crew in roster.crews if crew.unit.most == 1}
        self.faults: list[Fault] = []
        self.absent_words = {
            form.casefold()
            for kind in {"maintenance", *(absence.kind for absence in problem.maintenance)}
            for form in (*every_form(leave_name(kind)), leave_name(kind), kind, *every_form(kind))
        }

    def read(self) -> SheetRead:
        header = self._header()
        if header is None:
            place = f"{self.file} {self.sheet.title}"
            return SheetRead(faults=(Fault(place, _("no header"), _("a row with the column ID and dates")),))
        column, dates = header[1], self._dates(header[0])
        asked: dict[UnitId, tuple[str, str]] = {}
        rows: dict[str, int] = {}
        for row in range(header[0] + 1, self.sheet.max_row + 1):
            vehicle = _text(self.sheet.cell(row, column).value)
            if vehicle not in self.problem.vehicle:
                if (
                    vehicle
                    and vehicle not in every_form(N_("Vehicles in use"))
                    and any(self._said(row, at) for at in dates)
                ):
                    self._fault(row, column, _("'{text}'").format(text=vehicle), _("the id of a vehicle"))
                continue
            if vehicle in rows:
                found = _("vehicle {vehicle} a second time").format(vehicle=vehicle)
                self._fault(row, column, found, _("each vehicle once; row {row}").format(row=rows[vehicle]))
                continue
            rows[vehicle] = row
            for at, day in dates.items():
                for unit in self._crews(row, at, day):
                    if unit in asked:
                        found = _("{unit} in a second vehicle").format(unit=unit.label)
                        self._fault(row, at, found, _("each crew once; {cell}").format(cell=asked[unit][1]))
                    asked.setdefault(unit, (vehicle, self._address(row, at)))
        return SheetRead(tuple(self._edits(asked, set(dates.values()), rows)), tuple(self.faults))

    def _header(self) -> tuple[int, int] | None:
        ids = {form.casefold() for form in every_form(N_("ID"))}
        for row in range(1, min(HEADER_WITHIN, self.sheet.max_row) + 1):
            for column in range(1, self.sheet.max_column + 1):
                if _text(self.sheet.cell(row, column).value).casefold() in ids:
                    return row, column
        return None

    def _dates(self, header: int) -> dict[int, int]:
        """Column to day; faults for dates that are missing or there twice."""
        horizon, days = self.problem.horizon, dict[int, int]()
        for column in range(1, self.sheet.max_column + 1):
            value = self.sheet.cell(header, column).value
            if isinstance(value, dt.date):
                day = horizon.day(value.date() if isinstance(value, dt.datetime) else value)
                if day not in horizon.range or day in days.values():
                    self._fault(header, column, f"{value:%Y-%m-%d}", _("each date of the roster once"))
                else:
                    days[column] = day
        for day in horizon.range:
            if day not in days.values():
                found = _("no column for {date}").format(date=horizon.date(day))
                place = f"{self.file} {self.sheet.title}!{header}:{header}"
                self.faults.append(Fault(place, found, _("each date of the roster once")))
        return days

    def _said(self, row: int, column: int) -> list[str]:
        text = unicodedata.normalize("NFKC", _text(self.sheet.cell(row, column).value))
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _crews(self, row: int, column: int, day: int) -> Iterator[UnitId]:
        for line in self._said(row, column):
            word, _blank, label = line.partition(" ")
            shift = read_code(word, self.problem)
            unit = UnitId(day, shift or "", label.strip())
            if unit in self.crews:
                yield unit
            elif not any(line.casefold().startswith(word) for word in self.absent_words):
                known = _(", ").join(u[2] for u in self.crews if u[:2] == (day, shift)) or "D car-Z1"
                expected = _("a shift and a crew that runs then: {known}").format(known=known)
                self._fault(row, column, _("'{text}'").format(text=line), expected)

    def _edits(
        self, asked: dict[UnitId, tuple[str, str]], days: set[int], rows: Mapping[str, int]
    ) -> Iterator[SheetEdit]:
        for unit, crew in self.crews.items():
            if unit.day not in days or not (crew.vehicle or unit in asked):
                continue
            vehicle, cell = asked.get(unit, ("", ""))
            if vehicle == crew.vehicle:
                continue
            column = next(at for at, day in self._columns().items() if day == unit.day)
            if not cell and crew.vehicle in rows:
                cell = self._address(rows[crew.vehicle], column)
            was, now = (f"{unit.shift} {unit.label}: {name or '-'}" for name in (crew.vehicle, vehicle))
            cell = cell or self.sheet.title
            yield SheetEdit(cell, was, now, unit, vehicle=vehicle, pins=(VehiclePin(unit, vehicle, cell),))

    def _columns(self) -> dict[int, int]:
        header = self._header()
        horizon = self.problem.horizon
        values = {c: self.sheet.cell(header[0] if header else 1, c).value for c in range(1, self.sheet.max_column + 1)}
        return {
            column: horizon.day(value.date() if isinstance(value, dt.datetime) else value)
            for column, value in values.items()
            if isinstance(value, dt.date)
        }

    def _address(self, row: int, column: int) -> str:
        return f"{self.sheet.title}!{get_column_letter(column)}{row}"

    def _fault(self, row: int, column: int, found: str, expected: str) -> None:
        self.faults.append(Fault(f"{self.file} {self._address(row, column)}", found, expected))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
