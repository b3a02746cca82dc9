"""Read a brigade's tables, with every fault at once."""

from __future__ import annotations

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
from roster.io.tables.text import SAME_WORD, half_width, nearest, one_of


def read_tables(path: str | Path) -> Tables:
    """The tables of a folder of CSV files or of one workbook.

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
        hashes=source.hashes,
        names=names,
        ignored=tuple(name for name in source.grids if name not in found.values()),
        **cast(dict[str, Any], rows),
    )


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
