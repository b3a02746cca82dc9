"""Read a brigade's tables, with every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from roster.domain.errors import Fault, InputError
from roster.i18n import _, every_form
from roster.io.tables import (
    absences,
    calendar,
    demand,
    fixed,
    history,
    officers,
    requests,
    routes,
    settings,
    shifts,
    sites,
    units,
    vehicles,
    zones,
)
from roster.io.tables.pairs import read_settings
from roster.io.tables.references import reference_faults
from roster.io.tables.rows import Reading, read_rows
from roster.io.tables.schema import TABLES
from roster.io.tables.sources import WORKBOOK, Source, open_source
from roster.io.tables.table import TableRow
from roster.io.tables.text import nearest, one_of

R = TypeVar("R", bound=TableRow)

SAME_WORD = 0.8
"""How like a missing table's name that of a sheet or file must be to be taken for a slip."""


@dataclass(frozen=True)
class Tables:
    """A brigade's rows, validated; each knows its place. Optional tables may be empty."""

    path: Path
    settings: settings.Row
    officers: tuple[officers.Row, ...]
    shifts: tuple[shifts.Row, ...]
    units: tuple[units.Row, ...]
    demand: tuple[demand.Row, ...]
    vehicles: tuple[vehicles.Row, ...] = ()
    zones: tuple[zones.Row, ...] = ()
    sites: tuple[sites.Row, ...] = ()
    routes: tuple[routes.Row, ...] = ()
    absences: tuple[absences.Row, ...] = ()
    requests: tuple[requests.Row, ...] = ()
    fixed: tuple[fixed.Row, ...] = ()
    calendar: tuple[calendar.Row, ...] = ()
    history: tuple[history.Row, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file read, by its name."""
    ignored: tuple[str, ...] = ()
    """Sheets or CSV files that are no table."""

    @property
    def name(self) -> str:
        """What the brigade is called in file names: the folder's name, or that of a workbook with a name of its own."""
        path = self.path.resolve()
        if path.suffix.lower() != ".xlsx":
            return path.name
        return path.parent.name if path.name.lower() == WORKBOOK else path.stem


def read_tables(path: str | Path) -> Tables:
    """The tables of a folder of CSV files or of one workbook.

    Raises InputError with every fault: of files, headers, cells, and of names that no table knows.
    """
    source = open_source(Path(path))
    faults: list[Fault] = []
    found = _assign(source, faults)
    readings: dict[str, Reading] = {}
    for model in TABLES:
        title = model.table
        if title not in found:
            readings[title] = Reading()
            if model.required:
                faults.append(
                    Fault(source.place_of(title), _("no such table"), _("the table {table}").format(table=title))
                )
                readings[title].keys = None
        elif found[title] in source.broken:
            readings[title] = Reading(keys=None, faults=[source.broken[found[title]]])
        else:
            grid = source.grids[found[title]]
            readings[title] = read_settings(grid) if model is settings.Row else read_rows(grid, model)
    for reading in readings.values():
        faults += reading.faults
    faults += reference_faults(readings)
    if faults:
        raise InputError(dict.fromkeys(faults))

    def rows(model: type[R]) -> tuple[R, ...]:
        return cast(tuple[R, ...], tuple(readings[model.table].rows))

    return Tables(
        path=source.path,
        settings=rows(settings.Row)[0],
        officers=rows(officers.Row),
        shifts=rows(shifts.Row),
        units=rows(units.Row),
        demand=rows(demand.Row),
        vehicles=rows(vehicles.Row),
        zones=rows(zones.Row),
        sites=rows(sites.Row),
        routes=rows(routes.Row),
        absences=rows(absences.Row),
        requests=rows(requests.Row),
        fixed=rows(fixed.Row),
        calendar=rows(calendar.Row),
        history=rows(history.Row),
        hashes=source.hashes,
        ignored=tuple(name for name in source.grids if name not in found.values()),
    )


def _assign(source: Source, faults: list[Fault]) -> dict[str, str]:
    """Which sheet or file is which table; a name close to that of a missing table is a fault."""
    names = {name.strip().casefold(): name for name in (*source.grids, *source.broken)}
    found: dict[str, str] = {}
    for model in TABLES:
        for form in every_form(model.table):
            name = names.pop(form.casefold(), None)
            if name is not None and model.table in found:
                expected = _("the table {table} once").format(table=model.table)
                faults.append(
                    Fault(source.place_of(name), _("the table {table} again").format(table=model.table), expected)
                )
            elif name is not None:
                found[model.table] = name
    missing = [model.table for model in TABLES if model.table not in found]
    for name in names.values():
        if name in source.broken:
            continue
        if nearest(name, (form for table in missing for form in every_form(table)), SAME_WORD):
            faults.append(Fault(source.place_of(name), _("an unknown table"), one_of(missing, name)))
    return found
