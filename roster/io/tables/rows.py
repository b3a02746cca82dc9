"""From a grid to the rows of one table: its header is found, every cell read, every fault noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from roster.domain.errors import Fault
from roster.i18n import N_, _, every_form
from roster.io.tables.sources import Grid
from roster.io.tables.table import CellFault, Place, TableRow, also_of, cell_of, header_of, letters
from roster.io.tables.text import Raw, clean, half_width, nearest, one_of, shown

HEADER_AMONG = 5
"""A title may stand above the header, which is among the first so many rows."""
SEPARATORS = {";": N_("semicolons"), "\t": N_("tabs"), "，": N_("full-width commas")}
"""What stands between columns where commas should."""

Header = dict[str, tuple[int, str]]
"""Field to (column from 0, header as written)."""


@dataclass
class Reading:
    """What a table's grid holds: its good rows, all ids it mentions as its own, its faults."""

    rows: list[TableRow] = field(default_factory=list)
    keys: set[str] | None = field(default_factory=set)
    """First key of every row, also of faulty ones; None where the table or its key's column is missing."""
    faults: list[Fault] = field(default_factory=list)


def read_rows(grid: Grid, model: type[TableRow]) -> Reading:
    """Rows of a table with a header in its first rows."""
    reading = Reading()
    filled = [(number, cells) for number, cells in grid.rows if any(clean(cell) for cell in cells)]
    if not filled:
        _note_no_rows(grid, model, reading)
        return reading
    position = _header_position(filled[:HEADER_AMONG], model)
    number, cells = filled[position]
    merged = [name for last, name in grid.merged if last >= number]
    if merged:
        found = _("merged cells {cells}").format(cells=", ".join(merged[:5]))
        expected = _("one value a cell and one header a column; unmerge them")
        reading.faults.append(Fault(f"{grid.place}!{merged[0]}", found, expected))
    header = _header(grid, number, cells, filled[position + 1 :], model, reading)
    if model.key and model.key[0] not in header:
        reading.keys = None
    if header:
        below = [values for _number, values in filled[position + 1 :]]
        asked = [name for name in model.in_every_row if any(name in _given(header, values) for values in below)]
        for later, values in filled[position + 1 :]:
            place = Place(grid.file, grid.sheet, later, header, header=number, width=len(cells))
            for name in (name for name in asked if name not in _given(header, values)):
                reading.faults.append(place.fault(name, shown(None), _(model.model_fields[name].description or "")))
            read_row(model, place, values, reading)
        if not filled[position + 1 :]:
            _note_no_rows(grid, model, reading)
    _note_repeated(reading)
    return reading


def _note_no_rows(grid: Grid, model: type[TableRow], reading: Reading) -> None:
    if model.required:
        reading.faults.append(Fault(grid.place, _("no rows"), _("at least one row")))
        reading.keys = None


def _row_place(grid: Grid, number: int, column: str = "") -> str:
    return f"{grid.file} {grid.sheet}!{column}{number}" if grid.sheet else f"{grid.file}:{column}{number}"


def folded(word: str) -> str:
    """A header without what people add to it: blanks, capitals, a star for required columns."""
    return "_".join(half_width(word).strip(" *\n").casefold().replace("-", " ").split())


@cache
def headers(model: type[TableRow]) -> dict[str, str]:
    """Every spelling of a header, folded, to its field; the English ones come first."""
    fields = model.model_fields.items()
    spellings = {header_of(info): name for name, info in fields}
    for name, info in fields:
        for form in (*every_form(header_of(info)), *also_of(info)):
            spellings.setdefault(folded(form), name)
    return spellings


def one_column_of(fields: Iterable[FieldInfo], instead_of: str = "") -> str:
    """`one of name, zone`: headers, in the language in use, for a message."""
    listed = list(fields)
    spellings = [form for info in listed for form in (*every_form(header_of(info)), *also_of(info))]
    return one_of([_(header_of(info)) for info in listed], instead_of, spellings)


def _header_position(rows: Sequence[tuple[int, tuple[Raw, ...]]], model: type[TableRow]) -> int:
    """Which of the rows is the header: the first of whose cells at least half are known; else the first."""
    known = headers(model)
    for position, (_number, cells) in enumerate(rows):
        words = [folded(clean(cell)) for cell in cells if clean(cell)]
        if 2 * sum(word in known for word in words) >= len(words):
            return position
    return 0


def _header(
    grid: Grid,
    number: int,
    cells: Sequence[Raw],
    below: Iterable[tuple[int, tuple[Raw, ...]]],
    model: type[TableRow],
    reading: Reading,
) -> Header:
    """Which column holds which field; empty where the row is no header at all."""
    known = headers(model)
    words = [clean(cell) for cell in cells]
    here = _row_place(grid, number)
    if not any(folded(word) in known for word in words):
        reading.faults.append(_no_header(here, [word for word in words if word], model))
        return {}
    header: Header = {}
    unknown: dict[int, str] = {}
    for index, word in enumerate(words):
        name = known.get(folded(word))
        if name in header:
            place = f"{_row_place(grid, number, letters(index))} ({word})"
            found = _("the column '{column}' again").format(column=word)
            reading.faults.append(Fault(place, found, _("each column once")))
        elif name:
            header[name] = (index, word)
        elif word:
            unknown[index] = word
    missing = [info for name, info in model.model_fields.items() if name not in header]
    for index, word in unknown.items():
        expected = one_column_of(missing or model.model_fields.values(), word)
        place = f"{_row_place(grid, number, letters(index))} ({word})"
        reading.faults.append(Fault(place, _("an unknown column"), expected))
    for info in missing:
        column = _(header_of(info))
        if info.is_required() and not any(nearest(form, unknown.values()) for form in every_form(header_of(info))):
            expected = _("a column '{column}': {meaning}").format(column=column, meaning=_(info.description or ""))
            reading.faults.append(Fault(here, _("no column '{column}'").format(column=column), expected))
    for later, values in below:
        for index, value in enumerate(values):
            if clean(value) and (index >= len(words) or not words[index]):
                column = letters(index)
                at = Place(grid.file, grid.sheet, later, {column: (index, "")})
                expected = _("no cell without a header above it")
                reading.faults.append(CellFault(_row_place(grid, later, column), shown(value), expected, at, column))
    return header


def _no_header(place: str, words: list[str], model: type[TableRow]) -> Fault:
    """A row in which no word is a column, which may be one cell because the columns are not told apart."""
    for separator, name in SEPARATORS.items():
        if len(words) == 1 and any(folded(part) in headers(model) for part in words[0].split(separator)[1:]):
            found = _("columns between {separators}").format(separators=_(name))
            return Fault(place, found, _("commas between them in CSV, a cell for each in a workbook"))
    columns = ", ".join(_(header_of(info)) for info in model.model_fields.values())
    expected = _("a header row with the columns {columns}").format(columns=columns)
    return Fault(place, shown(", ".join(words)), expected)


def _given(columns: Mapping[str, tuple[int, str]], values: Sequence[Raw]) -> dict[str, Raw]:
    """The cells of a row that are not empty, by field."""
    return {
        name: values[index]
        for name, (index, _header) in columns.items()
        if index < len(values) and clean(values[index])
    }


def read_row(model: type[TableRow], place: Place, values: Sequence[Raw], reading: Reading) -> None:
    """Add one row, or the faults of its cells, to the reading."""
    given = _given(place.columns, values)
    if model.key and model.key[0] in given and reading.keys is not None:
        reading.keys.add(half_width(clean(given[model.key[0]])))
    try:
        row = model.model_validate(given)
    except ValidationError as error:
        reading.faults += _cell_faults(error, model, place, given)
        return
    row.at(place)
    oddities = [row.fault(*oddity) for oddity in row.oddities()]
    reading.faults += oddities
    reading.rows.append(row)


def _cell_faults(error: ValidationError, model: type[TableRow], place: Place, given: dict[str, Raw]) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        name = str(detail["loc"][0])
        info = model.model_fields[name]
        if detail["type"] == "missing":
            if name in place.columns:
                yield place.fault(name, shown(None), _(info.description or ""))
            continue
        expected = str(detail["ctx"]["error"])
        if clean(given[name]).startswith("=") and cell_of(info).kind not in ("text", "id"):
            expected = _("{expected}; a formula is read as text: paste its value").format(expected=expected)
        yield place.fault(name, shown(given[name]), expected)


def _note_repeated(reading: Reading) -> None:
    """Fault every row whose key an earlier row has."""
    seen: dict[tuple[object, ...], TableRow] = {}
    for row in reading.rows:
        if not row.key:
            return
        first = seen.setdefault(row.key_values, row)
        if first is not row:
            key = " ".join(str(value) for value in row.key_values)
            found = _("'{key}' again (first in {place})").format(key=key, place=first.place.cell(row.key[0]))
            expected = _("each {columns} once").format(
                columns=" + ".join(header_of(type(row).model_fields[name]) for name in row.key)
            )
            reading.faults.append(row.fault(row.key[0], found, expected))
