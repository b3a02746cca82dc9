"""A file of another system as it stands: values, formulas' stored values, merged and hidden cells; xlsx, xls or CSV.

By its content, not by its name: people rename workbooks.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.archive import ENCRYPTED_MARK, OLE_MARK, damaged, refusal
from roster.io.exchange.xlsx_parts import Place, SheetText, sheet_text

Value = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t|"


@dataclass
class ForeignSheet:
    """One sheet; `values` has what is shown, of formulas the value that was stored with them."""

    title: str
    values: dict[Place, Value] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom and right of each merged range."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: str = ""
    part: str = ""
    text: SheetText | None = None
    unlocked: frozenset[Place] = frozenset()
    formulas: frozenset[Place] = frozenset()
    protected: bool = False

    @property
    def last_row(self) -> int:
        return max((row for row, _column in self.values), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _row, column in self.values), default=0)

    def text_at(self, row: int, column: int) -> str:
        """A cell as text, whole numbers without a point, blanks around dropped; empty for an empty cell."""
        return text_of(self.values.get((row, column)))

    def formula_at(self, place: Place) -> bool:
        element = self.text.cells.get(place) if self.text else None
        return place in self.formulas or (element is not None and element.formula)

    def merge_at(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """The merged range that covers a cell."""
        return next((m for m in self.merged if m[0] <= row <= m[2] and m[1] <= column <= m[3]), None)

    def cell_name(self, place: Place) -> str:
        return f"{get_column_letter(place[1])}{place[0]}"


@dataclass
class ForeignBook:
    """A file with its sheets; `kind` is `xlsx`, `xls` or `csv`."""

    path: Path
    kind: str
    sheets: list[ForeignSheet]
    encoding: str = ""
    delimiter: str = ""
    blanks: bool = False
    """CSV: whether blanks stand before quotes."""

    def place(self, sheet: ForeignSheet, place: Place | None = None) -> str:
        """`file.xlsx Sheet!G5`, as faults name cells."""
        name = f"{self.path.name} {sheet.title}" if self.kind != "csv" else self.path.name
        mark = "!" if self.kind != "csv" else ":"
        return f"{name}{mark}{sheet.cell_name(place)}" if place else name


def text_of(value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes") if value.time() != dt.time.min else value.date().isoformat()
    return str(value).replace("\u00a0", " ").replace("\u3000", " ").strip()


def open_foreign(path: Path) -> ForeignBook:
    """Read a file of another system. Raises InputError for one that is encrypted, damaged or of an unknown kind."""
    expected = _("a workbook (.xlsx, .xls) or a CSV file")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError([Fault(str(path), _("no such file"), expected)]) from None
    except OSError as error:
        found = _("a file that cannot be read ({reason})").format(reason=error.strerror or error)
        raise InputError([Fault(str(path), found, expected)]) from error
    if content.startswith(b"PK"):
        return _xlsx(path)
    if content.startswith(OLE_MARK):
        if ENCRYPTED_MARK in content:
            found = _("a workbook encrypted with a password")
            raise InputError([Fault(str(path), found, _("one saved without a password"))])
        return ForeignBook(path, "xls", list(_by_calamine(path)))
    if not content.strip():
        raise InputError([Fault(str(path), _("an empty file"), expected)])
    return _csv(path, content)


def _xlsx(path: Path) -> ForeignBook:
    from openpyxl.reader.excel import ExcelReader

    refused = refusal(path)
    if refused:
        raise InputError([refused])
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: nothing is written back with it
            reader = ExcelReader(file, data_only=True)
            reader.read()
            parts = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        with zipfile.ZipFile(path) as archive:
            sheets = [_sheet(sheet, parts[sheet.title], archive) for sheet in reader.wb.worksheets]
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise InputError([damaged(path)]) from error
    return ForeignBook(path, "xlsx", sheets)


def _sheet(sheet: Any, part: str, archive: zipfile.ZipFile) -> ForeignSheet:
    text = sheet_text(archive.read(part))
    found = ForeignSheet(sheet.title, hidden=sheet.sheet_state != "visible", part=part, text=text)
    found.protected = text.protected
    unlocked = set()
    for place, cell in sheet._cells.items():
        value = cell.value
        if value is not None and value != "":
            found.values[place] = _shown(value, str(getattr(cell, "number_format", "") or ""))
        if text.protected and not cell.protection.locked:
            unlocked.add(place)
    found.unlocked = frozenset(unlocked)
    found.merged = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    found.hidden_rows = frozenset(row for row, size in sheet.row_dimensions.items() if size.hidden)
    columns = [size for size in sheet.column_dimensions.values() if size.hidden]
    found.hidden_columns = frozenset(number for size in columns for number in range(size.min, size.max + 1))
    found.filtered = sheet.auto_filter.ref or ""
    return found


def _shown(value: Any, number_format: str) -> Value:
    """A value as its format shows it where the format makes it another id: 7 as `007`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        wanted = number_format.split(";")[0].strip('"')
        if len(wanted) > 1 and set(wanted) == {"0"} and float(value).is_integer():
            return f"{int(value):0{len(wanted)}d}"
        return value
    if isinstance(value, str | bool | dt.date | dt.time | dt.timedelta):
        return value
    return str(value)


def _by_calamine(path: Path) -> Iterator[ForeignSheet]:
    from roster.io.exchange.calamine import read_values
    from roster.io.exchange.xls_cells import xls_sheets

    more = xls_sheets(path)
    try:
        sheets = read_values(path)
    except ValueError as error:
        raise InputError([damaged(path)]) from error
    for read in sheets:
        own = more.get(read.title)
        if own is None:
            raise InputError([damaged(path)])
        values: Any = read.values
        yield ForeignSheet(
            read.title,
            values,
            own.merged,
            not read.visible,
            unlocked=own.unlocked,
            formulas=own.formulas,
            protected=own.protected,
        )


def _csv(path: Path, content: bytes) -> ForeignBook:
    text, encoding = decoded(path, content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    blanks = f'{delimiter} "' in text
    sheet = ForeignSheet(path.stem)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=blanks)
    try:
        for row, cells in enumerate(lines, start=1):
            sheet.values.update({(row, column): cell for column, cell in enumerate(cells, start=1) if cell.strip()})
    except csv.Error as error:
        found = _("a line that is no CSV ({reason})").format(reason=error)
        expected = _("cells between commas, a cell with a comma in double quotes")
        raise InputError([Fault(path.name, found, expected)]) from error
    return ForeignBook(path, "csv", [sheet], encoding, delimiter, blanks)


def decoded(path: Path, content: bytes) -> tuple[str, str]:
    """A text file's text and encoding: UTF-8, UTF-16 by its mark, else GBK. Raises InputError."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried: tuple[str, ...] = ("utf-16",)
    else:
        tried = ENCODINGS
    for encoding in tried:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding == "utf-8-sig" and not content.startswith(codecs.BOM_UTF8):
            encoding = "utf-8"
        return text, encoding
    expected = _("text in UTF-8, UTF-16 or GBK, or a workbook")
    raise InputError([Fault(path.name, _("a file that is neither a workbook nor text"), expected)])
