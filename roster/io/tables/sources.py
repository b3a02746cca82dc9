"""The files behind the tables: a folder of CSV files or one workbook, as grids of cells under their table's name.

Nothing is interpreted here beyond what the file format hides: encodings, date cells, merged cells.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.tables.text import Raw

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as WorkbookCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = "brigade.xlsx"
HISTORY_WORKBOOK = "history.xlsx"
"""A past roster of ours beside the tables, in place of the table `history` or beside it."""
LEDGER = "ledger.sqlite"
PUBLISHED = "published"
"""The published weeks beside the tables, and copies of their workbooks."""
OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".numbers")
"""Kinds of workbook that people have and that are not read."""
MOST_BYTES = 64 * 1024 * 1024
LONGEST_CELL = 1024 * 1024


@dataclass(frozen=True)
class Grid:
    """One table as it stands in a file: its rows, each under its number in the file."""

    file: str
    sheet: str  # empty for CSV
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]
    merged: tuple[tuple[int, str], ...] = ()  # last row and name of merged ranges

    @property
    def place(self) -> str:
        """The table as a whole."""
        return f"{self.file} {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True)
class Source:
    """Every table found, under the name that it has in the file."""

    path: Path
    grids: dict[str, Grid]
    broken: dict[str, Fault]
    """Tables that are there but cannot be read."""
    hashes: dict[str, str] = field(default_factory=dict)
    workbook: bool = False

    def place_of(self, table: str) -> str:
        """Where a table that is not there would be."""
        return f"{self.path.name} {table}" if self.workbook else f"{table}.csv"


def open_source(path: Path) -> Source:
    """The tables of a folder of CSV files, of a folder with one workbook, or of a workbook.

    Raises InputError where there is nothing to read, or both.
    """
    expected = _("a folder of CSV tables, or one workbook (.xlsx)")
    if not path.exists():
        raise InputError([Fault(str(path), _("no such file or folder"), expected)])
    if path.is_file():
        if path.suffix.lower() != ".xlsx":
            raise InputError([Fault(str(path), _("a file of another kind"), expected)])
        return _workbook(path)
    files = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
    tables = [p for p in files if p.suffix.lower() == ".csv"]
    books = [p for p in files if p.suffix.lower() == ".xlsx" and p.name.lower() != HISTORY_WORKBOOK]
    if len(books) > 1:
        books = [p for p in books if p.name.lower() == WORKBOOK] or books
    if tables and any(p.name.lower() == WORKBOOK for p in books):
        found = _("CSV tables and the workbook {file}").format(file=WORKBOOK)
        raise InputError([Fault(str(path), found, _("one of the two"))])
    if tables:
        return _folder(path, tables)
    if len(books) == 1:
        return _workbook(books[0])
    others = [p.name for p in files if p.suffix.lower() in OTHER_WORKBOOKS]
    found = _("no tables")
    if books:
        found = _("{count} workbooks").format(count=len(books))
    elif others:
        found = _("no tables, but {files}").format(files=", ".join(others[:3]))
    raise InputError([Fault(str(path), found, expected)])


def _folder(path: Path, files: list[Path]) -> Source:
    source = Source(path, {}, {})
    for file in files:
        content = _content(file)
        if isinstance(content, Fault):
            source.broken[file.stem] = content
            continue
        source.hashes[file.name] = hashlib.sha256(content).hexdigest()
        grid = _csv_grid(file.name, content)
        if isinstance(grid, Fault):
            source.broken[file.stem] = grid
        else:
            source.grids[file.stem] = grid
    return source


def _content(file: Path) -> bytes | Fault:
    try:
        if file.stat().st_size > MOST_BYTES:
            size = _("at most {size} MB").format(size=MOST_BYTES // 1024 // 1024)
            return Fault(file.name, _("a file of enormous size"), size)
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return Fault(file.name, _("a file that cannot be read ({reason})").format(reason=reason), _("a CSV table"))


def _csv_grid(name: str, content: bytes) -> Grid | Fault:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected = _("UTF-8: in Excel save as `CSV UTF-8`, or keep the tables in one workbook (.xlsx)")
        encoding = _encoding(content)
        found = _("text that is not UTF-8 but {encoding}") if encoding else _("text that is not UTF-8")
        return Fault(f"{name}:{line}", found.format(encoding=encoding), expected)
    return _text_grid(name, text)


def _text_grid(name: str, text: str) -> Grid | Fault:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, tuple[Raw, ...]]] = []
    first = 1
    try:
        for cells in reader:
            rows.append((first, tuple(cells)))
            first = reader.line_num + 1
    except csv.Error as error:
        found = _("a line that is no CSV ({reason})").format(reason=error)
        return Fault(f"{name}:{first}", found, _("cells between commas, a cell with a comma in double quotes"))
    return Grid(name, "", tuple(rows))


def probable_grid(file: Path) -> Grid | None:
    """A CSV file that was refused for its encoding, read in the one it probably has; None where it has none.

    For what must be known before the fault can be told, such as the language to tell it in.
    """
    content = _content(file)
    encoding = "" if isinstance(content, Fault) else _encoding(content)
    if isinstance(content, Fault) or not encoding:
        return None
    grid = _text_grid(file.name, content.decode(encoding, "replace"))
    return None if isinstance(grid, Fault) else grid


def _encoding(content: bytes) -> str:
    """What a text that is not UTF-8 probably is; empty where nothing is likely."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"


def _workbook(path: Path) -> Source:
    from roster.io.fast_reader import every_sheet
    from roster.io.files import open_workbook

    book = open_workbook(path, every_sheet)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(path, {}, {}, {path.name: digest}, workbook=True)
    for sheet in book.worksheets:
        source.grids[sheet.title] = _sheet_grid(path.name, sheet)
    return source


def _sheet_grid(file: str, sheet: Worksheet) -> Grid:
    rows: dict[int, dict[int, Raw]] = {}
    for number, row in enumerate(sheet.iter_rows(min_row=1, min_col=1), start=1):
        for column, cell in enumerate(row, start=1):
            if cell.value is not None:
                rows.setdefault(number, {})[column] = _value(cell)
    listed = tuple(
        (number, tuple(cells.get(column) for column in range(1, max(cells) + 1)))
        for number, cells in sorted(rows.items())
    )
    merged = tuple((area.max_row, str(area)) for area in sheet.merged_cells.ranges)
    return Grid(file, sheet.title, listed, tuple(sorted(merged)))


def _value(cell: WorkbookCell | MergedCell) -> Raw:
    """A cell's value; formulas as they are written, dates without a time as dates, numbers shown as 007 as text."""
    value = cell.value
    number_format = str(cell.number_format or "").lower()
    match value:
        case dt.datetime() if value.time() == dt.time.min and "h" not in number_format:
            return value.date()
        case bool() | dt.date() | dt.time() | dt.timedelta():
            return value
        case int() if len(number_format) > 1 and set(number_format) == {"0"}:
            return f"{value:0{len(number_format)}d}"
        case int() | float() | str():
            return value
    return str(getattr(value, "text", value))
