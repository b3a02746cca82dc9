"""The daily orders as somebody left them: who sits in which crew and leads it, with which vehicle, and where."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.ids import UnitId
from roster.domain.letters import shift_text
from roster.domain.pins import LeadPin, Pin, PlacePin, VehiclePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, crew_labels
from roster.domain.seating import LEADER, lead_of
from roster.i18n import N_, _, every_form
from roster.io import texts
from roster.io.codes import folded, read_code
from roster.io.read_book.sheet_edit import SheetEdit, SheetRead, edited_sheet
from roster.io.read_book.sheet_reader import SheetReader
from roster.io.sheets.daily_orders import TITLE
from roster.io.sheets.order_rows import stretches
from roster.rules.shared.positions import places
from roster.rules.shared.words import people, person, vehicle

DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
HOURS = re.compile(r"\d\d:\d\d-\d\d:\d\d$")
LABEL = re.compile(r"\(([^()]*)\)\s*$")
BETWEEN_NAMES = re.compile(r"[,，、;；\n]")
IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
REMARKS = (N_("{name} (driver)"), N_("{name} (armed)"), N_("{name} (no sworn lead)"))
COLUMNS = {
    "shift": N_("Shift"),
    "unit": N_("Unit"),
    "vehicle": N_("Vehicle"),
    "lead": N_("Lead"),
    "members": N_("Members"),
    "time": N_("Time"),
    "place": N_("Place"),
}


class Row(NamedTuple):
    """One row of an order about one crew."""

    unit: UnitId
    vehicle: str
    lead: str  # the first in that column
    members: tuple[str, ...]  # all, the lead too
    time: str
    place: str
    cells: Mapping[str, str]  # column -> address


def read_orders(
    book: Workbook, file: str, roster: Roster, fingerprints: Mapping[str, str], problem: Problem
) -> SheetRead:
    """Crews whose members or vehicle were changed by hand; nothing where the sheet is as it was written."""
    sheet = edited_sheet(book, TITLE, fingerprints)
    return _Reader(sheet, file, roster, problem).read() if sheet is not None else SheetRead()


def rows_of_crews(book: Workbook, file: str, roster: Roster, problem: Problem) -> tuple[str, dict[UnitId, list[Row]]]:
    """The sheet's title, and the rows in which it tells of each crew; an empty title where it is gone."""
    title = next((form for form in every_form(TITLE) if form in book.sheetnames), "")
    return title, _Reader(book[title], file, roster, problem).rows() if title else {}


class _Reader(SheetReader):
    """One reading of one sheet."""

    def __init__(self, sheet: Worksheet, file: str, roster: Roster, problem: Problem) -> None:
        super().__init__(sheet, file, problem)
        self.crews: dict[UnitId, Crew] = {
            UnitId(crew.unit.day, crew.unit.shift, label): crew
            for label, crew in zip(crew_labels(roster), roster.crews, strict=True)
        }
        self.people = {folded(name): officer for officer, name in texts.names(problem).items()}
        self.people.update({folded(officer.id): officer.id for officer in problem.officers})
        self.vehicles = {folded(texts.vehicle_name(v.id, problem)): v.id for v in problem.vehicles}
        self.vehicles.update({folded(vehicle.id): vehicle.id for vehicle in problem.vehicles})
        self.remarks = [form.partition("{name}")[2].strip() for message in REMARKS for form in every_form(message)]

    def read(self) -> SheetRead:
        edits: list[SheetEdit] = []
        for unit, rows in self.rows().items():
            edits += self._edits(unit, rows)
        notes: tuple[str, ...] = ()
        if not edits and not self.faults:
            words = _(
                "{sheet} was edited, but not in its places, vehicles, leads or members; nothing else of it is read"
            )
            notes = (words.format(sheet=self.sheet.title),)
        return SheetRead(tuple(edits), tuple(self.faults), notes)

    def rows(self) -> dict[UnitId, list[Row]]:
        found: dict[UnitId, list[Row]] = {}
        day, columns = None, dict[str, int]()
        for number in range(1, self.sheet.max_row + 1):
            first = self.text(number, 1)
            title = DATE.search(first)
            if title:
                day, columns = self._day(number, title), {}
            elif day is not None:
                header = self._header(number)
                if header:
                    columns = header
                elif columns:
                    row = self._row(number, day, columns)
                    if row:
                        found.setdefault(row.unit, []).append(row)
        return found

    def _day(self, row: int, found: re.Match[str]) -> int | None:
        day = self.problem.horizon.day(dt.date.fromisoformat(found[0]))
        if day in self.problem.horizon.range:
            return day
        self.fault(self.address(row, 1), found[0], _("a date of the roster"))
        return None

    def _header(self, row: int) -> dict[str, int]:
        words = {folded(self.text(row, at)): at for at in range(1, self.width + 1)}
        columns = {
            name: words[form]
            for name, message in COLUMNS.items()
            for form in map(folded, every_form(message))
            if form in words
        }
        return columns if {"shift", "unit"} <= columns.keys() else {}

    def _row(self, number: int, day: int, columns: Mapping[str, int]) -> Row | None:
        said = {name: self.text(number, at) for name, at in columns.items()}
        cells = {name: self.address(number, at) for name, at in columns.items()}
        shift = read_code(said["shift"], self.problem) if said["shift"] else ""
        if not shift:
            return None
        named = LABEL.search(unicodedata.normalize("NFKC", said["unit"]))
        unit = UnitId(day, shift, named[1].strip() if named else said["unit"])
        if unit not in self.crews:
            if said["unit"]:
                known = _(", ").join(u.label for u in self.crews if u.start == (day, shift))
                self.fault(cells["unit"], f"'{said['unit']}'", _("a crew that runs then: {known}").format(known=known))
            return None
        leads = [*self._names(said.get("lead", ""), cells.get("lead", ""))]
        others = self._names(said.get("members", ""), cells.get("members", ""))
        return Row(
            unit,
            self._vehicle(said.get("vehicle", ""), cells.get("vehicle", "")),
            next(iter(leads), ""),
            tuple(dict.fromkeys([*leads, *others])),
            said.get("time", ""),
            said.get("place", ""),
            cells,
        )

    def _names(self, text: str, cell: str) -> Iterator[str]:
        for part in BETWEEN_NAMES.split(IN_BRACKETS.sub(lambda remark: remark[0].replace("\n", " "), text)):
            name = part.strip()
            for remark in self.remarks:
                name = name.replace(remark, "").replace(unicodedata.normalize("NFKC", remark), "")
            name = name.strip()
            if not name or name == "-":
                continue
            officer = self.people.get(folded(name))
            if officer is None:
                self.fault(cell, f"'{name}'", _("the name or id of an officer"))
            else:
                yield officer

    def _vehicle(self, text: str, cell: str) -> str:
        if not text or text == "-":
            return ""
        vehicle = self.vehicles.get(folded(text))
        if vehicle is None:
            self.fault(cell, f"'{text}'", _("the name or id of a vehicle"))
        return vehicle or ""

    def _edits(self, unit: UnitId, rows: list[Row]) -> Iterator[SheetEdit]:
        crew = self.crews[unit]
        label = f"{shift_text(unit.shift, self.problem)} {unit.label}"
        changed = [row for row in rows if set(row.members) != crew.officers]
        if changed and "members" in changed[0].cells:
            row = changed[0]
            if any(set(other.members) != set(row.members) for other in changed):
                expected = _("the same members in every row of a crew; see {cell}").format(cell=row.cells["members"])
                self.fault(changed[-1].cells["members"], _("other members of {unit}").format(unit=unit.label), expected)
            was, now = (people(tuple(sorted(who)), self.problem) for who in (crew.officers, row.members))
            in_lead = row.cells.get("lead", row.cells["members"])
            cells = {officer: in_lead if officer == row.lead else row.cells["members"] for officer in row.members}
            pins = [Pin(o, unit.day, unit.shift, crew.unit.label, cell) for o, cell in cells.items()]
            others = crew.officers - {lead_of(crew, self.problem)}
            only_lead = others - {row.lead} == set(row.members) - {row.lead}
            yield SheetEdit(
                in_lead if only_lead else row.cells["members"],
                _("{crew}: {what}").format(crew=label, what=was),
                _("{crew}: {what}").format(crew=label, what=now),
                unit,
                members=row.members,
                pins=tuple(pin for pin in pins if pin.officer not in crew.officers),
            )
        yield from self._leads(crew, unit, rows)
        driven = [row for row in rows if row.vehicle != crew.vehicle and "vehicle" in row.cells]
        if driven:
            row = driven[0]
            cell, pin = row.cells["vehicle"], VehiclePin(crew.unit.id, row.vehicle, row.cells["vehicle"])
            if crew.unit.most > 1:
                self.fault(cell, f"'{row.vehicle}'", _("no vehicle: crews of one kind on foot share their orders"))
                return
            names = (vehicle(name, self.problem) or "-" for name in (crew.vehicle, row.vehicle))
            was, now = (_("{crew}: {what}").format(crew=label, what=name) for name in names)
            yield SheetEdit(cell, was, now, unit, vehicle=row.vehicle, pins=(pin,))
        for row in rows:
            yield from self._places(crew, row)

    def _leads(self, crew: Crew, unit: UnitId, rows: list[Row]) -> Iterator[SheetEdit]:
        """Another lead typed into the column of the lead; an empty cell leaves it open."""
        was = lead_of(crew, self.problem)
        led = [row for row in rows if "lead" in row.cells and row.lead not in ("", was) and len(row.members) > 1]
        if not led or crew.unit.most > 1 or LEADER in self.problem.kind[crew.unit.kind].composition:
            return
        row = led[0]
        cell = row.cells["lead"]
        if any(other.lead != row.lead for other in led):
            expected = _("the same lead in every row of a crew; see {cell}").format(cell=cell)
            self.fault(led[-1].cells["lead"], _("another lead of {unit}").format(unit=unit.label), expected)
        label = f"{shift_text(unit.shift, self.problem)} {unit.label}"
        words = _("{crew}: lead {officer}")
        before, after = (
            words.format(crew=label, officer=person(officer, self.problem) or "-") for officer in (was, row.lead)
        )
        yield SheetEdit(cell, before, after, unit, lead=row.lead, pins=(LeadPin(crew.unit.id, row.lead, cell),))

    def _places(self, crew: Crew, row: Row) -> Iterator[SheetEdit]:
        """A place typed over, where the unit may stand there; hours follow from the shift and cannot be typed.

        An empty cell, as of a crew that has the whole zone, changes nothing.
        """
        if not {"time", "place"} <= row.cells.keys():
            return
        known = {texts.hours_text(stretch.span): stretch for stretch in stretches(crew, self.problem)}
        hours = HOURS.search(unicodedata.normalize("NFKC", row.time))  # after midnight the weekday stands before them
        stretch = known.get(hours[0] if hours else row.time)
        if stretch is None:
            expected = _("{hours}, as written: hours follow from the shift, which the grid has")
            self.fault(row.cells["time"], f"'{row.time}'", expected.format(hours=_(", ").join(known)))
            return
        was = stretch.site or stretch.zone
        if folded(row.place) in {"", folded(was), folded(self.problem.name_of(was))}:
            return
        allowed = places(crew.unit, self.problem) if crew.unit.most == 1 else ()
        place = next((p for p in allowed if folded(row.place) in {folded(p), folded(self.problem.name_of(p))}), "")
        if not place:
            names = _(", ").join(self.problem.name_of(p) for p in allowed or (was,))
            expected = _("a place where {unit} may stand: {places}").format(unit=row.unit.label, places=names)
            self.fault(row.cells["place"], f"'{row.place}'", expected)
            return
        slots = [s for s in self.problem.slots_of(crew.unit) if stretch.span.start <= s.start < stretch.span.end]
        pins = tuple(PlacePin(crew.unit.id, slot, place, row.cells["place"]) for slot in slots)
        label = f"{shift_text(row.unit.shift, self.problem)} {row.unit.label} {row.time}"
        was_text, now_text = (
            _("{crew}: {what}").format(crew=label, what=self.problem.name_of(p)) for p in (was, place)
        )
        yield SheetEdit(row.cells["place"], was_text, now_text, row.unit, pins=pins, places=pins)
