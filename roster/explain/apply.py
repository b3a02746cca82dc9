"""Changes written into the files that they are about, each file whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.explain.changes import Change
from roster.explain.yaml_edit import with_entry, with_field
from roster.i18n import _
from roster.io.files import open_workbook, replace_file

BOM = "\ufeff"


def apply(changes: Iterable[Change], where: Callable[[Path], Path] = lambda file: file) -> list[Path]:
    """Write all changes; `where` tells which file stands for the one that a change names.

    Returns the files written. Raises InputError where a file is no longer what it was, OutputError where it cannot be
    written.
    """
    by_file: dict[Path, list[Change]] = {}
    for change in changes:
        by_file.setdefault(where(change.file), []).append(change)
    for file, found in by_file.items():
        if file.suffix.lower() == ".xlsx":
            _workbook(file, found)
        else:
            _text(file, _csv if file.suffix.lower() == ".csv" else _yaml, found)
    return list(by_file)


def _text(file: Path, edit: Callable[[str, list[Change], str], str], changes: list[Change]) -> None:
    """Edit a text file; its byte-order mark and its line ends stay as they are."""
    text = file.read_bytes().decode("utf-8")
    mark = BOM if text.startswith(BOM) else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    edited = edit(text.removeprefix(BOM).replace("\r\n", "\n"), changes, file.name)
    data = (mark + edited.replace("\n", ends)).encode("utf-8")
    replace_file(file, lambda path: _write(path, data))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _yaml(text: str, changes: list[Change], file: str) -> str:
    for change in changes:
        if change.action == "entry":
            text = with_entry(text, change.rule, change.cells, file)
        else:
            text = with_field(text, change.rule, change.field, change.new, file)
    return text


def _csv(text: str, changes: list[Change], file: str) -> str:
    """Rows are found by their line; those untouched keep their text to the letter."""
    lines = text.split("\n")
    for change in sorted(changes, key=lambda change: (change.action == "drop", -change.row)):
        if change.action == "add":
            at = len(lines) - (lines[-1] == "")
            lines[at:at] = [_row(change.cells)]
            continue
        first = change.row - 1
        length = _length(lines[first:], file)
        cells = next(csv.reader(io.StringIO("\n".join(lines[first : first + length]))))
        if change.action == "drop":
            lines[first : first + length] = []
            continue
        cells += [""] * (change.column + 1 - len(cells))
        cells[change.column] = change.new
        lines[first : first + length] = [_row(cells)]
    return "\n".join(lines)


def _length(lines: list[str], file: str) -> int:
    """How many lines the first record takes: a cell in quotes may hold line ends."""
    reader = csv.reader(line + "\n" for line in lines)
    try:
        next(reader)
    except StopIteration:
        expected = _("the file as it was when it was explained")
        raise InputError([Fault(file, _("fewer rows than before"), expected)]) from None
    return reader.line_num


def _row(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def _workbook(file: Path, changes: list[Change]) -> None:
    book = open_workbook(file)
    for change in changes:
        sheet = book[change.sheet]
        if change.action == "add":
            row = 1 + max(
                (cell.row for line in sheet.iter_rows() for cell in line if cell.value is not None), default=0
            )
            for column, value in enumerate(change.cells, start=1):
                sheet.cell(row, column).value = value or None
        elif change.action == "drop":
            for cell in sheet[change.row]:
                cell.value = None
        else:
            cell = sheet.cell(change.row, change.column + 1)
            cell.value = int(change.new) if change.new.isdigit() and isinstance(cell.value, int) else change.new
    replace_file(file, book.save)
