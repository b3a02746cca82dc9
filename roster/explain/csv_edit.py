"""A CSV table with cells and rows changed in its text: rows as the reader found them, the rest to the letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from roster.domain.errors import Fault, InputError
from roster.explain.changes import Change
from roster.i18n import _


class Record(NamedTuple):
    """A row: the number by which people know it, its lines of text, and its cells."""

    row: int
    first: int
    last: int  # one behind
    cells: list[str]


def records(lines: Sequence[str]) -> Iterator[Record]:
    """The rows of a table, told apart as `io.tables.sources` does: a cell in quotes may hold line ends of any kind."""
    reader = csv.reader(iter(lines), strict=True)
    first = 0
    for cells in reader:
        yield Record(first + 1, first, reader.line_num, cells)
        first = reader.line_num


def with_changes(text: str, changes: Sequence[Change], file: str) -> str:
    """The text with cells changed and rows dropped or added. Raises InputError where a row is not what it was."""
    lines = list(io.StringIO(text, newline=""))
    try:
        known = {record.row: record for record in records(lines)}
    except csv.Error as error:
        raise _changed(file, str(error)) from None
    edited: dict[int, list[str]] = {}
    dropped = {change.row for change in changes if change.action == "drop"}
    added: list[Sequence[str]] = []
    for change in changes:
        if change.action == "add":
            added.append(change.cells)
            continue
        if change.row not in known:
            raise _changed(file, _("fewer rows than before"))
        if change.action == "cell":
            cells = list(edited.get(change.row) or known[change.row].cells)
            cells += [""] * (change.column + 1 - len(cells))
            cells[change.column] = change.new
            edited[change.row] = cells
    end = next((_end(line) for line in lines if _end(line)), "\n")
    parts: list[str] = []
    for record in known.values():
        own = "".join(lines[record.first : record.last])
        if record.row in edited and record.row not in dropped:
            parts.append(_row(edited[record.row]) + _end(lines[record.last - 1]))
        elif record.row not in dropped:
            parts.append(own)
    for row in added:
        if parts and not _end(parts[-1]):
            parts.append(end)
        parts.append(_row(row) + end)
    return "".join(parts)


def _end(line: str) -> str:
    """The line end of a text."""
    return line[len(line.rstrip("\r\n")) :] if not line.endswith("\r\n") else "\r\n"


def _row(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)  # else it puts no quotes around line ends within cells
    return stream.getvalue().removesuffix("\r\n")


def _changed(file: str, found: str) -> InputError:
    return InputError([Fault(file, found, _("the file as it was when it was explained"))])
