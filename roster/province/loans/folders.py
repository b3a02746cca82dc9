"""A brigade with what a province adds to it, as a brigade's folder of its own that every command can read."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from roster.case import Case
from roster.domain.errors import OutputError
from roster.io.files import unwritable
from roster.io.ledger import ledger_of
from roster.io.recorded import TOGETHER, home_of
from roster.io.rulebook.files import FOLDER, rulebook_files
from roster.io.tables import guests
from roster.io.tables.sources import HISTORY_WORKBOOK, LEDGER, PUBLISHED, Grid, open_source
from roster.io.tables.table import TableRow, header_of
from roster.province.loans.overlay import Overlay, guest_rows, rules_of, shift_rows, unit_rows
from roster.province.loans.rule_files import copy_rules

RULES = "province.yaml"
"""Of a brigade with rulebooks of its own, which apply by name, after the name of the last of them."""


def write_brigade(case: Case, overlay: Overlay, target: Path, past: bool = True) -> Path:
    """Write a brigade with its overlay as a folder of CSV tables, in place of what was there; returns it.

    With `past` its ledger and published weeks are copied too. Raises OutputError.
    """
    fresh = target.with_name(f".{target.name}.new")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, text in _tables(case, overlay).items():
            (fresh / f"{name}.csv").write_bytes(text.encode("utf-8-sig"))
        _write_rules(case, overlay, fresh / FOLDER)
        home = home_of(case.brigade)
        if past:
            _copy_past(case, home, fresh)
        if overlay.coming or overlay.going:
            (fresh / TOGETHER).touch()
        shutil.rmtree(target, ignore_errors=True)
        fresh.replace(target)
    except OSError as error:
        raise OutputError(unwritable(target, error)) from error
    return target


def _tables(case: Case, overlay: Overlay) -> dict[str, str]:
    """Each table as CSV, with the overlay's rows."""
    source, tables = open_source(case.brigade), case.tables
    grids = {name: grid for name, grid in source.grids.items() if name not in tables.ignored}
    lines = {name: [[_text(cell) for cell in cells] for _row, cells in grid.rows] for name, grid in grids.items()}

    def add(like: TableRow, values: Mapping[str, str]) -> None:
        name = next(name for name, grid in grids.items() if _is(grid, like))
        head = next(at for at, (number, _cells) in enumerate(grids[name].rows) if number == like.place.header)
        header = lines[name][head]
        titles = {header_of(info): field for field, info in type(like).model_fields.items()}
        where = {titles[title]: column for column, title in enumerate(header) if title in titles}
        where |= {field: column for field, (column, _header) in like.place.columns.items()}
        for field in (field for field in values if field not in where):
            where[field] = len(header)
            header.append(header_of(type(like).model_fields[field]))
        at = next(at for at, (number, _cells) in enumerate(grids[name].rows) if number == like.place.row)
        cells = list(lines[name][at]) + [""] * len(header)
        for field, value in values.items():
            cells[where[field]] = value
        lines[name].append(cells[: len(header)])

    for values in shift_rows(overlay, case):
        like = tables.shifts[0]
        empty = dict.fromkeys(like.place.columns, "")
        add(like, {**empty, **values})
    for kind, values in unit_rows(overlay, case):
        add(next(row for row in tables.units if row.kind == kind), values)
    coming = list(guest_rows(overlay))
    if coming and tables.guests:
        for values in coming:
            empty = dict.fromkeys(tables.guests[0].place.columns, "")
            add(tables.guests[0], {**empty, **values})
    elif coming:
        fields = list(guests.Row.model_fields)
        titles = [header_of(guests.Row.model_fields[field]) for field in fields]
        lines[guests.TITLE] = [titles, *([values[field] for field in fields] for values in coming)]
    return {name: _csv(rows) for name, rows in lines.items()}


def _is(grid: Grid, row: TableRow) -> bool:
    return (grid.file, grid.sheet) == (row.place.file, row.place.sheet)


def _text(value: object) -> str:
    """A cell of a workbook as it would stand in a CSV table."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case dt.time():
            return f"{value:%H:%M}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _write_rules(case: Case, overlay: Overlay, folder: Path) -> None:
    """The rule files in force with what they extend, and one more with the overlay's entries."""
    home = home_of(case.brigade)
    own = copy_rules(home, folder)
    entries = rules_of(overlay, case)
    if not entries:
        return
    content: dict[str, object] = {} if own else {"extends": rulebook_files(home, [])[0].name}
    content["rules"] = entries
    yaml = YAML()
    yaml.width = 120
    with (folder / (f"{own[-1].stem}~{RULES}" if own else RULES)).open("w", encoding="utf-8") as stream:
        yaml.dump(content, stream)


def _copy_past(case: Case, home: Path, target: Path) -> None:
    """Published weeks and past workbooks, which rules count from."""
    ledger = ledger_of(case.brigade)
    if ledger.path.is_file():
        shutil.copy2(ledger.path, target / LEDGER)
    if ledger.copies.folder.is_dir():
        shutil.copytree(ledger.copies.folder, target / PUBLISHED)
    if home.is_dir() and (home / HISTORY_WORKBOOK).is_file():
        shutil.copy2(home / HISTORY_WORKBOOK, target)
