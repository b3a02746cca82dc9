"""Crews read from the sheets `HR` and `Slots`, for a workbook that lost its hidden record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from roster.domain.clock import roster_day
from roster.domain.errors import Fault, InputError
from roster.domain.ids import CrewId, ShiftId, UnitId
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Placeless, Roster, Stand
from roster.domain.service import Slot, Unit
from roster.i18n import N_, _
from roster.io.sheets import hr, slots

DATES = ("date", "start", "end", "slot_start", "slot_end")
FLAGS = ("crosses_midnight", "armed", "driver", "lights")
NUMBERS = ("hours", "night_hours", "holiday_hours", *hr.ADDED)
KINDS: dict[type, str] = {dt.datetime: N_("a real date"), bool: N_("TRUE or FALSE"), float: N_("a number")}


class Record(NamedTuple):
    """One row: its place, and its values by column, each of its column's type."""

    place: str
    values: dict[str, object]

    def text(self, name: str) -> str:
        return str(self.values[name])

    def moment(self, name: str) -> dt.datetime:
        value = self.values[name]
        assert isinstance(value, dt.datetime)
        return value


def read_contract(book: Workbook, file: str, problem: Problem) -> Roster:
    """The roster as the sheets `HR` and `Slots` tell it. Raises InputError with every fault."""
    faults: list[Fault] = []
    duties = list(_records(book, file, hr.TITLE, hr.HEADER, faults))
    places = list(_records(book, file, slots.TITLE, slots.HEADER, faults))
    for record in duties:
        if record.text("shift_code") not in problem.shift:
            found = _("shift '{shift}'").format(shift=record.text("shift_code"))
            faults.append(Fault(record.place, found, _("a shift of the brigade")))
        elif (record.moment("start"), record.moment("end")) != (hours := _hours(record, problem)):
            found = _("{start} to {end}").format(start=record.moment("start"), end=record.moment("end"))
            expected = _("the shift's hours, {start} to {end}; only the hidden sheet tells of crews cut in mid-shift")
            faults.append(Fault(record.place, found, expected.format(start=hours[0], end=hours[1])))
        if record.text("employee_id") not in problem.officer:
            found = _("officer '{officer}'").format(officer=record.text("employee_id"))
            faults.append(Fault(record.place, found, _("the id of an officer of the brigade")))
    if faults:
        raise InputError(faults)
    stands: dict[CrewId, list[Stand]] = {}
    for record in places:
        if record.text("zone"):
            stands.setdefault(_key(record, problem), []).append(_stand(record, problem))
    crews: dict[CrewId, list[Record]] = {}
    placeless = []
    for record in duties:
        if record.text("unit"):
            crews.setdefault(_key(record, problem), []).append(record)
        else:
            day = problem.horizon.day(record.moment("date").date())
            placeless.append(Placeless(record.text("employee_id"), day, record.text("shift_code")))
    return Roster(
        tuple(
            Crew(_unit(key, members[0], problem), tuple(map(_member, members)), members[0].text("vehicle_id"), where)
            for key, members in crews.items()
            for where in [tuple(sorted(stands.get(key, ()), key=lambda stand: stand.slot))]
        ),
        tuple(placeless),
    )


def _hours(record: Record, problem: Problem) -> tuple[dt.datetime, dt.datetime]:
    span = problem.shift[record.text("shift_code")].span(problem.horizon.day(record.moment("date").date()))
    return problem.horizon.moment(span.start), problem.horizon.moment(span.end)


def _records(book: Workbook, file: str, title: str, header: tuple[str, ...], faults: list[Fault]) -> Iterator[Record]:
    if title not in book.sheetnames:
        faults.append(Fault(file, _("no sheet {title}").format(title=title), _("a workbook that this program wrote")))
        return
    sheet = book[title]
    columns = {str(cell.value or ""): number for number, cell in enumerate(sheet[1], 1)}
    header = tuple(name for name in header if name in columns or name not in hr.ADDED)
    missing = ", ".join(name for name in header if name not in columns)
    if missing:
        expected = _("the columns {columns}").format(columns=", ".join(header))
        faults.append(Fault(f"{file} {title}!1:1", _("no column {columns}").format(columns=missing), expected))
        return
    for row in range(2, sheet.max_row + 1):
        values = {name: _value(name, sheet.cell(row, columns[name]).value) for name in header}
        unsound = [name for name, value in values.items() if value is None]
        for name in unsound:
            cell = f"{file} {title}!{get_column_letter(columns[name])}{row} ({name})"
            text = _("'{text}'").format(text=sheet.cell(row, columns[name]).value or "")
            faults.append(Fault(cell, text, _(KINDS[_kind(name)])))
        if not unsound:
            yield Record(f"{file} {title}!{row}:{row}", values)


def _kind(name: str) -> type:
    return dt.datetime if name in DATES else bool if name in FLAGS else float if name in NUMBERS else str


def _value(name: str, raw: object) -> object:
    """A cell's value in its column's type; None where it has another."""
    kind = _kind(name)
    if kind is str:
        return "" if raw is None else str(raw)
    if kind is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    return raw if isinstance(raw, kind) else None


def _key(record: Record, problem: Problem) -> CrewId:
    day = problem.horizon.day(record.moment("date").date())
    return CrewId(day, record.text("shift_code"), record.text("unit"))


def _unit(key: CrewId, record: Record, problem: Problem) -> Unit:
    """The unit that a label names: one of the problem's, or one told from the columns."""
    day, shift, label = key
    label = label.partition("#")[0]
    known = problem.unit.get(UnitId(day, shift, label))
    if known:
        return known
    kind = record.text("unit_kind")
    same = (unit for unit in problem.units_of.get(ShiftId(day, shift), ()) if label in (unit.label, unit.based))
    based = next((unit for unit in same if unit.kind == kind), None)
    if based:  # called so before its kind had call signs
        return based
    if kind in problem.kind and problem.kind[kind].is_sign(label):
        return Unit(day, shift, kind, "", sign=label)
    base = label.removeprefix(kind).removeprefix("-")
    start, _dash, number = base.rpartition("-")
    if number.isdecimal() and base not in {*problem.site, *(zone.id for zone in problem.zones)}:
        return Unit(day, shift, kind, start, int(number))
    return Unit(day, shift, kind, base)


def _member(record: Record) -> Member:
    roles = {record.text("role")} - {"member"}
    roles |= {name for name in ("armed", "driver") if record.values[name]}
    return Member(record.text("employee_id"), frozenset(roles))


def _stand(record: Record, problem: Problem) -> Stand:
    start, end = (problem.horizon.minute(record.moment(name)) for name in ("slot_start", "slot_end"))
    day = roster_day(start, problem.settings.day_start)
    zone, site, mode = (record.text(name) for name in ("zone", "site", "mode"))
    return Stand(Slot(day, start, end), zone, site, mode, bool(record.values["lights"]))
