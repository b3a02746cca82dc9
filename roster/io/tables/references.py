"""What rows say of each other: names that must exist, ids that must differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeVar, cast

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.errors import Fault
from roster.domain.service import UnitKind
from roster.i18n import _
from roster.io.tables import (
    absences,
    calendar,
    demand,
    fixed,
    history,
    officers,
    routes,
    shifts,
    sites,
    travel,
    units,
    vehicles,
    zones,
)
from roster.io.tables.cells import spellings
from roster.io.tables.map_faults import map_faults
from roster.io.tables.rows import Reading
from roster.io.tables.schema import TABLES
from roster.io.tables.table import TableRow, refers_of
from roster.io.tables.text import MOST_LISTED, nearest, one_of
from roster.io.tables.travel import travel_faults
from roster.io.tables.words import ARMED, DAY_TYPES, OFF, WEEKDAYS

R = TypeVar("R", bound=TableRow)
Readings = Mapping[str, Reading]


def reference_faults(readings: Readings) -> Iterator[Fault]:
    """Every fault between rows. A table whose ids could not be read is not held against those that name them."""
    for model in TABLES:
        yield from _unknown(readings, model)
    yield from _shared(readings, "zones", "sites")
    yield from _shared(readings, "officers", "vehicles")
    yield from _permits(readings)
    yield from _day_types(readings)
    yield from _past_shifts(readings)
    yield from _parts(readings)
    yield from _demand_shifts(readings)
    yield from _pins(readings)
    yield from _maintenance(readings)
    on_the_map = _rows(readings, sites.Row), _rows(readings, routes.Row), _rows(readings, zones.Row)
    yield from map_faults(*on_the_map, _rows(readings, shifts.Row))
    if readings[travel.TITLE].rows and _keys(readings, "sites", "routes") is not None:
        points = _rows(readings, sites.Row), _rows(readings, routes.Row), _rows(readings, zones.Row)
        yield from travel_faults(_rows(readings, travel.Row), *points)


def _rows(readings: Readings, model: type[R]) -> list[R]:
    return cast(list[R], readings[model.table].rows)


def _keys(readings: Readings, *tables: str) -> list[str] | None:
    """All keys of these tables; None where one of them could not be read."""
    found: list[str] = []
    for table in tables:
        keys = readings[table].keys
        if keys is None:
            return None
        found += sorted(keys)
    return found


def _unknown(readings: Readings, model: type[TableRow]) -> Iterator[Fault]:
    """Names in columns that refer to other tables."""
    for name, info in model.model_fields.items():
        tables = refers_of(info)
        known = _keys(readings, *tables) if tables else None
        if known is None:
            continue
        for row in readings[model.table].rows:
            value = getattr(row, name)
            for word in (value,) if isinstance(value, str) else value:
                if word and word not in known:
                    yield row.fault(name, f"'{word}'", _expected(known, word, tables))


def _expected(known: list[str], word: str, tables: tuple[str, ...]) -> str:
    named = _(" or ").join(_(table) for table in tables)
    if not known:
        return _("an entry of the table {tables}, which is empty").format(tables=named)
    near = nearest(word, known)
    if near and near.isdigit() and word.isdigit():
        lost = _("an entry of the table {tables}, perhaps {near}: zeros get lost where ids are not formatted as text")
        return lost.format(tables=named, near=near)
    if len(known) > MOST_LISTED and not near:
        return _("an entry of the table {tables}").format(tables=named)
    return _("an entry of the table {tables}: {words}").format(tables=named, words=one_of(known, word))


def _shared(readings: Readings, first: str, second: str) -> Iterator[Fault]:
    """The same id in two tables to whose ids others refer together."""
    taken = {row.key_values: row for row in readings[first].rows}
    for row in readings[second].rows:
        other = taken.get(row.key_values)
        if other is not None:
            place = other.place.cell(other.key[0])
            found = _("'{key}' again (first in {place})").format(key=row.key_values[0], place=place)
            yield row.fault(
                row.key[0], found, _("different ids in {first} and {second}").format(first=_(first), second=_(second))
            )


def _permits(readings: Readings) -> Iterator[Fault]:
    """Permits in a brigade without categories, told once: they count for sworn officers only."""
    people = _rows(readings, officers.Row)
    first = next((row for row in people if ARMED in row.qualifications and not row.category), None)
    if first is not None and not readings[officers.Row.table].faults:
        found, expected = _("a firearms permit, no category"), _("a column category: armed only for sworn officers")
        yield first.fault("qualifications", found, expected)


def _day_types(readings: Readings) -> Iterator[Fault]:
    if readings[calendar.TITLE].faults:
        return
    common = {**WEEKDAYS, **DAY_TYPES}
    own = sorted({row.day_type for row in _rows(readings, calendar.Row)} - common.keys())
    for row in _rows(readings, demand.Row):
        for word in row.day_types:
            if word not in common and word not in own and not demand.is_dates(word):
                words = [*(_(known) for known in common), *own]
                yield row.fault("day_types", f"'{word}'", one_of(words, word, spellings(common)))


def _past_shifts(readings: Readings) -> Iterator[Fault]:
    known = _keys(readings, "shifts")
    for row in _rows(readings, history.Row):
        if known is not None and row.shift not in known and (row.start is None or row.end is None):
            expected = _("a shift of the table shifts ({codes}), or start and end").format(codes=", ".join(known))
            yield row.fault("shift", f"'{row.shift}'", expected)


def _parts(readings: Readings) -> Iterator[Fault]:
    """Shifts in parts: their parts follow each other, and crews run on these only."""
    rows = {row.code: row for row in _rows(readings, shifts.Row)}
    for row in rows.values():
        if not row.parts or not rows.keys() >= set(row.parts):
            continue
        parts = [rows[code] for code in row.parts]
        found, hours = f"'{';'.join(row.parts)}'", [part.shift().hours for part in parts]
        if len(parts) < 2 or any(part.parts for part in parts):
            yield row.fault("parts", found, _("two shifts or more, each worked in one piece"))
        elif any(one.end > other.start for one, other in pairwise(hours)):
            yield row.fault("parts", found, _("shifts of which each ends before the next one begins, in order"))
        elif row.shift().hours != (whole := Window(hours[0].start, hours[-1].end)):
            expected = _("the hours from its first part's start to its last one's end: {hours}").format(hours=whole)
            yield row.fault("start", f"'{row.shift().hours}'", expected)
    for unit in _rows(readings, units.Row):
        for code in unit.shifts:
            if code in rows and rows[code].parts:
                expected = _("its parts, on which crews run: {shifts}").format(shifts=";".join(rows[code].parts))
                yield unit.fault("shifts", f"'{code}'", expected)


def _demand_shifts(readings: Readings) -> Iterator[Fault]:
    """Demand on shifts on which its kind of unit never runs."""
    rows, kinds = ({row.key_values[0]: row for row in readings[table].rows} for table in ("shifts", "units"))
    for row in _rows(readings, demand.Row):
        kind = cast(units.Row | None, kinds.get(row.unit_kind))
        for code in row.shift:
            shift = cast(shifts.Row | None, rows.get(code))
            if shift is None or kind is None:
                continue
            if shift.parts:
                expected = _("its parts, on which crews run: {shifts}").format(shifts=";".join(shift.parts))
                yield row.fault("shift", f"'{code}'", expected)
            elif code not in kind.shifts if kind.shifts else not shift.line:
                expected = _("shifts on which '{kind}' runs").format(kind=row.unit_kind)
                yield row.fault("shift", f"'{code}'", expected)
            elif shift.shift().span(0).minutes > MINUTES_A_DAY:
                yield row.fault("shift", f"'{code}'", _("a shift of 24 hours at the most; of longer ones the hours"))


def _pins(readings: Readings) -> Iterator[Fault]:
    codes, kinds, places = _keys(readings, "shifts"), _keys(readings, "units"), _keys(readings, "zones", "sites")
    signed = [row.unit_kind() for row in _rows(readings, units.Row)]
    for row in _rows(readings, fixed.Row):
        if codes is not None and not row.off and row.shift not in codes:
            yield row.fault("shift", f"'{row.shift}'", one_of([*codes, _(OFF)], row.shift))
        if row.off and row.unit:
            yield row.fault("unit", f"'{row.unit}'", _("no unit on a day off"))
        elif row.unit and kinds is not None and places is not None and not _names_unit(row.unit, kinds, places, signed):
            expected = _("a kind of unit ({kinds}), or one unit such as car-Z2").format(kinds=", ".join(kinds))
            yield row.fault("unit", f"'{row.unit}'", expected)


def _names_unit(label: str, kinds: list[str], places: list[str], signed: list[UnitKind]) -> bool:
    """Whether a text is a kind, a kind with a place, a number or both behind it, or a call sign."""
    if any(kind.is_sign(label) for kind in signed):
        return True
    for kind in kinds:
        if label == kind:
            return True
        rest = label.removeprefix(f"{kind}-")
        if rest == label:
            continue
        place, _sign, number = rest.rpartition("-")
        if rest in places or rest.isdigit() or (place in places and number.isdigit()):
            return True
    return False


def _maintenance(readings: Readings) -> Iterator[Fault]:
    """Vehicles on leave, officers in maintenance."""
    people, cars = readings[officers.TITLE].keys, readings[vehicles.TITLE].keys
    for row in _rows(readings, absences.Row):
        if people and row.id in people and row.kind == "maintenance":
            yield row.fault("kind", f"'{row.kind}'", _("a kind of leave: {id} is an officer").format(id=row.id))
        if cars and row.id in cars and row.kind in absences.KINDS and row.kind != "maintenance":
            yield row.fault("kind", f"'{row.kind}'", _("maintenance: {id} is a vehicle").format(id=row.id))
