"""The sheet of vehicles as somebody left it: which crew takes which vehicle."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import Fault
from roster.domain.ids import UnitId
from roster.domain.pins import VehiclePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.i18n import N_, _, every_form
from roster.io.codes import leave_name, read_code
from roster.io.read_book.sheet_edit import SheetEdit, SheetRead, edited_sheet
from roster.io.read_book.sheet_reader import HEADER_WITHIN, SheetReader
from roster.io.sheets.vehicles import TITLE


def read_vehicles(
    book: Workbook, file: str, roster: Roster, fingerprints: Mapping[str, str], problem: Problem
) -> SheetRead:
    """Crews whose vehicle was changed by hand, or who lost it; nothing where the sheet is as it was written."""
    sheet = edited_sheet(book, TITLE, fingerprints)
    return _Reader(sheet, file, roster, problem).read() if sheet is not None else SheetRead()


class _Reader(SheetReader):
    """One reading of one sheet."""

    def __init__(self, sheet: Worksheet, file: str, roster: Roster, problem: Problem) -> None:
        super().__init__(sheet, file, problem)
        self.crews: dict[UnitId, Crew] = {crew.unit.id: crew for crew in roster.crews if crew.unit.most == 1}
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
            vehicle = self.text(row, column)
            if vehicle not in self.problem.vehicle:
                if (
                    vehicle
                    and vehicle not in every_form(N_("Vehicles in use"))
                    and any(self._said(row, at) for at in dates)
                ):
                    self.fault_at(row, column, _("'{text}'").format(text=vehicle), _("the id of a vehicle"))
                continue
            if vehicle in rows:
                found = _("vehicle {vehicle} a second time").format(vehicle=vehicle)
                self.fault_at(row, column, found, _("each vehicle once; row {row}").format(row=rows[vehicle]))
                continue
            rows[vehicle] = row
            for at, day in dates.items():
                for unit in self._crews(row, at, day):
                    if unit in asked:
                        found = _("{unit} in a second vehicle").format(unit=unit.label)
                        self.fault_at(row, at, found, _("each crew once; {cell}").format(cell=asked[unit][1]))
                    asked.setdefault(unit, (vehicle, self.address(row, at)))
        return SheetRead(tuple(self._edits(asked, dates, rows)), tuple(self.faults))

    def _header(self) -> tuple[int, int] | None:
        ids = {form.casefold() for form in every_form(N_("ID"))}
        for row in range(1, min(HEADER_WITHIN, self.sheet.max_row) + 1):
            for column in range(1, self.width + 1):
                if self.text(row, column).casefold() in ids:
                    return row, column
        return None

    def _dates(self, header: int) -> dict[int, int]:
        """Column to day; faults for dates that are missing or there twice."""
        horizon, days = self.problem.horizon, dict[int, int]()
        for column in range(1, self.width + 1):
            date = self.date(header, column)
            if date is not None:
                day = horizon.day(date)
                if day not in horizon.range or day in days.values():
                    self.fault_at(header, column, f"{date:%Y-%m-%d}", _("each date of the roster once"))
                else:
                    days[column] = day
        for day in horizon.range:
            if day not in days.values():
                found = _("no column for {date}").format(date=horizon.date(day))
                self.fault(f"{self.sheet.title}!{header}:{header}", found, _("each date of the roster once"))
        return days

    def _said(self, row: int, column: int) -> list[str]:
        text = unicodedata.normalize("NFKC", self.text(row, column))
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _crews(self, row: int, column: int, day: int) -> Iterator[UnitId]:
        for line in self._said(row, column):
            word, _blank, label = line.partition(" ")
            shift = read_code(word, self.problem)
            unit = UnitId(day, shift or "", label.strip())
            if unit in self.crews:
                yield unit
            elif not any(line.casefold().startswith(word) for word in self.absent_words):
                known = _(", ").join(u.label for u in self.crews if u.start == (day, shift)) or "D car-Z1"
                expected = _("a shift and a crew that runs then: {known}").format(known=known)
                self.fault_at(row, column, _("'{text}'").format(text=line), expected)

    def _edits(
        self, asked: Mapping[UnitId, tuple[str, str]], dates: Mapping[int, int], rows: Mapping[str, int]
    ) -> Iterator[SheetEdit]:
        column_of = {day: column for column, day in dates.items()}
        for unit, crew in self.crews.items():
            if unit.day not in column_of or not (crew.vehicle or unit in asked):
                continue
            vehicle, cell = asked.get(unit, ("", ""))
            if vehicle == crew.vehicle:
                continue
            if not cell and crew.vehicle in rows:
                cell = self.address(rows[crew.vehicle], column_of[unit.day])
            was, now = (f"{unit.shift} {unit.label}: {name or '-'}" for name in (crew.vehicle, vehicle))
            cell = cell or self.sheet.title
            yield SheetEdit(cell, was, now, unit, vehicle=vehicle, pins=(VehiclePin(unit, vehicle, cell),))
