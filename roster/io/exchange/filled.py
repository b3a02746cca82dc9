"""A filled file written, read back and compared with what it was: nothing but the cells that were filled may differ."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from roster.domain.errors import InputError, InternalError, OutputError
from roster.i18n import _
from roster.io.archive import damaged
from roster.io.exchange.filling import Filling
from roster.io.exchange.foreign import ForeignBook, ForeignSheet, open_foreign
from roster.io.exchange.xls_cells import write_xls
from roster.io.exchange.xlsx_parts import Place, SheetText, copy_with, sheet_text, with_texts
from roster.io.files import replace_file

TEXTS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?si>)", re.S)
_PLAIN = re.compile(rb"\s*<(?:\w+:)?t(?:\s[^>]*)?>([^<&]*)</(?:\w+:)?t>\s*")


def write_filled(done: Filling, target: Path) -> None:
    """Write the filled file beside the old one; it takes its name once it is proved.

    Raises OutputError, InternalError where something differs that was not to be touched.
    """

    def write(path: Path) -> None:
        book, sheet, texts = done.book, done.layout.sheet, done.texts
        if book.kind == "xlsx":
            _write_xlsx(book, sheet, texts, path)
            return
        if book.kind == "csv":
            path.write_bytes(_csv(book, sheet, texts))
        else:
            write_xls(book.path, path, sheet.title, texts)
        _read_back(done, path)

    replace_file(target, write)


def _write_xlsx(book: ForeignBook, sheet: ForeignSheet, texts: Mapping[Place, str], path: Path) -> None:
    assert sheet.text is not None
    with zipfile.ZipFile(book.path) as archive:
        shared = _shared(archive.read(TEXTS)) if TEXTS in archive.namelist() else {}
    copy_with(book.path, path, {sheet.part: with_texts(sheet.text, texts, shared)})
    prove(book.path, path, sheet, texts)


def _shared(content: bytes) -> dict[str, int]:
    """The workbook's shared texts without formats of their own, by their numbers."""
    found: dict[str, int] = {}
    for number, item in enumerate(_ITEM.finditer(content)):
        plain = _PLAIN.fullmatch(item[1] or b"")
        if plain:
            found.setdefault(plain[1].decode(), number)
    return found


def prove(source: Path, target: Path, sheet: ForeignSheet, texts: Mapping[Place, str]) -> None:
    """Compare every part, every cell that was not filled, and what another reader finds in both files.

    Raises InternalError at the first difference.
    """
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        if old.namelist() != new.namelist():
            raise _failed("[Content_Types].xml")
        for name in old.namelist():
            if name != sheet.part and old.read(name) != new.read(name):
                raise _failed(name)
        before, after = sheet_text(old.read(sheet.part)), sheet_text(new.read(sheet.part))
    for place in before.cells.keys() | after.cells.keys():
        if place not in texts and _cell_bytes(before, place) != _cell_bytes(after, place):
            raise _failed(sheet.cell_name(place))
    if _around(before) != _around(after):
        raise _failed(sheet.title)
    expected = {**_values(source), **{(sheet.title, *place): text for place, text in texts.items()}}
    found = _values(target)
    for key in expected.keys() | found.keys():
        if expected.get(key, "") != found.get(key, ""):
            raise _failed(sheet.cell_name(key[1:]))


def _failed(place: str) -> InternalError:
    return InternalError(_("the filled file is not what was to be written, at {place}").format(place=place))


def _cell_bytes(text: SheetText, place: Place) -> bytes | None:
    cell = text.cells.get(place)
    return text.content[cell.start : cell.end] if cell else None


def _around(text: SheetText) -> tuple[bytes, bytes]:
    """What stands before and behind the cells."""
    assert text.data is not None
    return text.content[: text.data.start], text.content[text.data.end :]


def _values(path: Path) -> dict[tuple[str, int, int], object]:
    """What another reader, calamine, finds in a workbook. Raises InputError for one that it cannot read."""
    from roster.io.exchange.calamine import read_values

    try:
        sheets = read_values(path)
    except ValueError as error:
        raise InputError([damaged(path)]) from error
    return {(read.title, *place): value for read in sheets for place, value in read.values.items()}


def _csv(book: ForeignBook, sheet: ForeignSheet, texts: Mapping[Place, str]) -> bytes:
    """The file's bytes with the filled fields; lines without any stay as they are."""
    raw = book.path.read_bytes()
    text = raw.decode(book.encoding)
    lines: list[str] = []
    rows: dict[int, dict[int, str]] = {}
    for (row, column), word in texts.items():
        rows.setdefault(row, {})[column] = word
    source = io.StringIO(text, newline="")
    taken: list[str] = []

    def feed() -> object:
        for line in source:
            taken.append(line)
            yield line

    for number, cells in enumerate(csv.reader(feed(), delimiter=book.delimiter, skipinitialspace=book.blanks), start=1):  # type: ignore[arg-type]
        line = "".join(taken)
        taken.clear()
        lines.append(_line(line, cells, rows[number], book.delimiter) if number in rows else line)
    return "".join(lines).encode(book.encoding)


def _line(line: str, cells: list[str], words: Mapping[int, str], delimiter: str) -> str:
    """One line with some fields replaced; the others keep their quotes and blanks."""
    ending = line[len(line.rstrip("\r\n")) :]
    fields = _fields(line.rstrip("\r\n"), delimiter)
    if len(fields) != len(cells):
        raise OutputError(
            _("a line with quotes in the middle of a field cannot be filled: {line}").format(line=line[:60])
        )
    fields += [""] * (max(words) - len(fields))
    for column, word in words.items():
        quoted = fields[column - 1].strip().startswith('"') or any(c in word for c in (delimiter, '"', "\n"))
        blank = fields[column - 1][: -len(fields[column - 1].lstrip(" ")) or None] if quoted else ""
        fields[column - 1] = blank + '"{}"'.format(word.replace('"', '""')) if quoted else word
    return delimiter.join(fields) + ending


def _fields(line: str, delimiter: str) -> list[str]:
    """The fields of a line as they are written, quotes included."""
    fields, start, inside = [], 0, False
    for index, sign in enumerate(line):
        if sign == '"' and (inside or not line[start:index].strip(" ")):
            inside = not inside
        elif sign == delimiter and not inside:
            fields.append(line[start:index])
            start = index + 1
    return [*fields, line[start:]]


def _read_back(done: Filling, path: Path) -> None:
    """Read a filled file again and hold every cell against what was to be written. Raises InternalError."""
    again = open_foreign(path)
    titles = [sheet.title for sheet in done.book.sheets]
    sheets = {title: sheet.values for title, sheet in zip(titles, again.sheets, strict=True)}
    for sheet in done.book.sheets:
        own = done.texts if sheet is done.layout.sheet else {}
        expected = {**sheet.values, **own}
        for place in expected.keys() | sheets[sheet.title].keys():
            if expected.get(place, "") != sheets[sheet.title].get(place, ""):
                raise _failed(sheet.cell_name(place))
