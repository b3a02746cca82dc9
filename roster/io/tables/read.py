"""Read a brigade's tables, with every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from roster.domain.errors import Fault
from roster.i18n import _, every_form
from roster.io.tables import settings
from roster.io.tables.gather import gathered
from roster.io.tables.names import TablesError, names_in
from roster.io.tables.pairs import read_settings
from roster.io.tables.references import reference_faults
from roster.io.tables.rows import Reading, read_rows
from roster.io.tables.schema import TABLES, Tables
from roster.io.tables.sources import Source, open_source
from roster.io.tables.table import TableRow
from roster.io.tables.text import SAME_WORD, half_width, nearest, one_of


def read_tables(path: str | Path, over: Sequence[Path] = ()) -> Tables:
    """The tables of a folder of CSV files or of one workbook.

    Rows of the tables in `over` are laid over them, one folder after the other: a row takes the place of the one with
    the same key, and comes last where there is none. Their settings stay as they are.
    Raises TablesError with every fault: of files, headers, cells, and of names that no table knows; InputError where
    there is nothing to read.
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
                expected = _("the table {table}").format(table=_(title))
                faults.append(Fault(source.place_of(title), _("no such table"), expected))
                readings[title].keys = None
        elif found[title] in source.broken:
            readings[title] = Reading(keys=None, faults=[source.broken[found[title]]])
        else:
            grid = source.grids[found[title]]
            readings[title] = read_settings(grid) if model is settings.Row else read_rows(grid, model)
    hashes = dict(source.hashes)
    for folder in over:
        hashes |= _lay_over(folder, readings, faults)
    for reading in readings.values():
        faults += reading.faults
    faults += reference_faults(readings)
    names = names_in(readings)
    if faults:
        raise TablesError(gathered(faults), names)
    rows = {table: tuple(reading.rows) for table, reading in readings.items()}
    return Tables(
        path=source.path,
        settings=cast(settings.Row, rows.pop(settings.TITLE)[0]),
        hashes=hashes,
        names=names,
        ignored=tuple(name for name in source.grids if name not in found.values()),
        **cast(dict[str, Any], rows),
    )


def _lay_over(folder: Path, readings: dict[str, Reading], faults: list[Fault]) -> dict[str, str]:
    """Add the rows of a folder's tables to what was read; gives the hashes of its files."""
    home, source, own = folder.as_posix(), open_source(folder), list[Fault]()
    found = _assign(source, own)
    named = {name: table for table, name in found.items() if table != settings.TITLE}
    for name in {*source.grids, *source.broken} - {*named}:
        place = source.place_of(name)
        if all(fault.place != place for fault in own):
            listed = [_(model.table) for model in TABLES if model is not settings.Row]
            own.append(Fault(place, _("no table whose rows can be changed"), one_of(listed, name)))
    for model in TABLES:
        if found.get(model.table) not in named:
            continue
        name, reading = found[model.table], readings[model.table]
        if name in source.broken:
            own.append(source.broken[name])
            continue
        grid = source.grids[name]
        later = read_rows(replace(grid, file=f"{home}/{grid.file}"), model)
        reading.rows = list(_rows_over(reading.rows, later.rows))
        reading.keys = None if reading.keys is None or later.keys is None else reading.keys | later.keys
        reading.faults += later.faults
    faults += [replace(fault, place=f"{home}/{fault.place}") for fault in own]
    return {f"{home}/{name}": digest for name, digest in source.hashes.items()}


def _rows_over(rows: Sequence[TableRow], later: Sequence[TableRow]) -> Iterator[TableRow]:
    """The rows with those laid over them; a row without a key has no other's place."""
    instead = {row.key_values: row for row in later if row.key}
    for row in rows:
        yield instead.pop(row.key_values, row) if row.key else row
    yield from (row for row in later if not row.key or row.key_values in instead)


def _assign(source: Source, faults: list[Fault]) -> dict[str, str]:
    """Which sheet or file is which table; a name close to that of a missing table is a fault."""
    forms = {form.casefold(): model.table for model in TABLES for form in every_form(model.table)}
    found: dict[str, str] = {}
    unknown: list[str] = []
    for name in (*source.grids, *source.broken):
        table = forms.get(half_width(name).strip().casefold())
        if table is None:
            unknown.append(name)
        elif table in found:
            again, once = _("the table {table} again"), _("the table {table} once")
            faults.append(Fault(source.place_of(name), again.format(table=_(table)), once.format(table=_(table))))
        else:
            found[table] = name
    missing = {form: table for form, table in forms.items() if table not in found}
    listed = list(dict.fromkeys(_(table) for table in missing.values()))
    for name in unknown:
        if name not in source.broken and nearest(name, missing, SAME_WORD):
            faults.append(Fault(source.place_of(name), _("an unknown table"), one_of(listed, name, missing)))
    return found
