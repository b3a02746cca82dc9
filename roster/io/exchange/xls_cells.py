"""Cells of an old `.xls` workbook changed where they stand: every other record and every other stream stays.

[MS-XLS]: the stream `Workbook` is a row of records, type and length in four bytes; a sheet is those from BOF to EOF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.archive import damaged
from roster.io.exchange.compound_file import CompoundFile
from roster.io.exchange.xlsx_parts import Place

BOUNDSHEET, BOF, EOF, FILEPASS, XF = 0x85, 0x809, 0x0A, 0x2F, 0xE0
INDEX, DBCELL, ROW, MERGED, PROTECT = 0x20B, 0xD7, 0x208, 0xE5, 0x12
BLANK, MULBLANK, RK, MULRK, LABEL, FORMULA = 0x201, 0xBE, 0x27E, 0xBD, 0x204, 0x06
SINGLE = (BLANK, RK, LABEL, FORMULA, 0x203, 0xFD, 0xD6, 0x205)
"""Records of one cell: blank, numbers, texts, formula, truth value."""
BIFF8 = 0x600


@dataclass
class XlsSheet:
    """What calamine does not tell of a sheet."""

    formulas: frozenset[Place] = frozenset()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    protected: bool = False
    unlocked: frozenset[Place] = frozenset()


@dataclass
class _Record:
    kind: int
    data: bytes

    @property
    def whole(self) -> bytes:
        return struct.pack("<HH", self.kind, len(self.data)) + self.data


def xls_sheets(path: Path) -> dict[str, XlsSheet]:
    """Formulas, merges and locks of each sheet. Raises InputError for a kind of file that cannot be looked into."""
    try:
        return _looked_through(_stream(path).read())
    except (struct.error, IndexError, ValueError) as error:
        raise InputError([damaged(path)]) from error


def _looked_through(stream: bytes) -> dict[str, XlsSheet]:
    locked = [bool(record.data[4] & 1) for _at, record in _records(stream, 0) if record.kind == XF]
    found = {}
    for title, position in _sheets(stream):
        sheet, formulas, unlocked = XlsSheet(), set(), set()
        for _at, record in _records(stream, position):
            if record.kind == FORMULA:
                formulas.add(_place(record))
            if record.kind == PROTECT:
                sheet.protected = record.data[:2] == b"\1\0"
            if record.kind == MERGED:
                for number in range(struct.unpack_from("<H", record.data)[0]):
                    top, bottom, left, right = struct.unpack_from("<4H", record.data, 2 + 8 * number)
                    sheet.merged.append((top + 1, left + 1, bottom + 1, right + 1))
            for place, xf in _cells(record):
                if xf < len(locked) and not locked[xf]:
                    unlocked.add(place)
        sheet.formulas, sheet.unlocked = frozenset(formulas), frozenset(unlocked)
        found[title] = sheet
    return found


def write_xls(source: Path, target: Path, title: str, texts: Mapping[Place, str]) -> None:
    """Write the file with these cells' texts. Raises InputError for a kind of file that cannot be written so."""
    file = _stream(source)
    stream = file.read()
    sheets = _sheets(stream)
    position = dict(sheets)[title]
    before = list(_records(stream, position))
    end = before[-1][0] + len(before[-1][1].whole)
    after = b"".join(record.whole for record in _filled([record for _at, record in before], texts))
    grown = len(after) - (end - position)
    whole = bytearray(stream[:position] + after + stream[end:])
    for at, record in _records(stream, 0):
        if record.kind == BOUNDSHEET:
            begins = struct.unpack_from("<I", record.data)[0]
            if begins > position:
                struct.pack_into("<I", whole, at + 4, begins + grown)
    for _title, begins in sheets:
        for at, record in _records(stream, begins) if begins > position else ():
            if record.kind == INDEX:
                offsets = struct.unpack_from(f"<{(len(record.data) - 12) // 4}I", record.data, 12)
                moved = [one + grown if one else 0 for one in offsets]
                struct.pack_into(f"<{len(moved)}I", whole, at + grown + 16, *moved)
    target.write_bytes(file.write(bytes(whole)))


def _stream(path: Path) -> CompoundFile:
    try:
        file = CompoundFile(path.read_bytes())
        stream = file.read()
        first = next(_records(stream, 0))[1]
        encrypted = any(record.kind == FILEPASS for _at, record in _records(stream, 0))
    except (struct.error, StopIteration, IndexError, ValueError) as error:
        raise InputError([damaged(path)]) from error
    if encrypted:
        found = _("a workbook encrypted with a password")
        raise InputError([Fault(str(path), found, _("one saved without a password"))])
    if struct.unpack_from("<H", first.data)[0] != BIFF8:
        found = _("a workbook of before 1997")
        raise InputError([Fault(str(path), found, _("one saved as .xlsx"))])
    return file


def _records(stream: bytes, position: int) -> Iterator[tuple[int, _Record]]:
    """The records from a BOF to its EOF, charts within it included, each with its place."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        record = _Record(kind, stream[position + 4 : position + 4 + length])
        yield position, record
        depth += (kind == BOF) - (kind == EOF)
        if not depth:
            return
        position += 4 + length
    raise ValueError("a sheet without an end")


def _sheets(stream: bytes) -> list[tuple[str, int]]:
    found = []
    for _at, record in _records(stream, 0):
        if record.kind == BOUNDSHEET:
            position, length, wide = struct.unpack_from("<I2xBB", record.data)
            name = record.data[8 : 8 + length * (1 + (wide & 1))]
            found.append((name.decode("utf-16-le" if wide & 1 else "latin-1"), position))
    return found


def _place(record: _Record) -> Place:
    row, column = struct.unpack_from("<HH", record.data)
    return row + 1, column + 1


def _cells(record: _Record) -> Iterator[tuple[Place, int]]:
    """The cells of a record, each with its format."""
    if record.kind in SINGLE:
        yield _place(record), struct.unpack_from("<H", record.data, 4)[0]
    elif record.kind in (MULBLANK, MULRK):
        (row, column), step = _place(record), 2 if record.kind == MULBLANK else 6
        for number in range((len(record.data) - 6) // step):
            yield (row, column + number), struct.unpack_from("<H", record.data, 4 + step * number)[0]


def _filled(records: list[_Record], texts: Mapping[Place, str]) -> Iterator[_Record]:
    """The records of a sheet with the cells' texts, each in its row's order, and without the tables of their places."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(texts):
        rows.setdefault(row, []).append(column)
    last = {place[0]: n for n, record in enumerate(records) for place, _xf in _cells(record)}
    skip = False
    for number, record in enumerate(records):
        if record.kind in (INDEX, DBCELL) or (skip and record.kind == 0x207):
            continue  # of places that are others now; a text that a formula came to
        skip = False
        if record.kind == ROW and struct.unpack_from("<H", record.data)[0] + 1 in rows:
            yield _wider(record, rows[struct.unpack_from("<H", record.data)[0] + 1])
            continue
        cells = list(_cells(record))
        if not cells:
            yield record
            continue
        row, first = cells[0][0]
        waiting = rows.get(row, [])
        while waiting and waiting[0] < first:
            column = waiting.pop(0)
            yield _label((row, column), 15, texts[row, column])
        if not any(place in texts for place, _xf in cells):
            yield record
        else:
            for (_row, column), xf in cells:
                if (row, column) in texts:
                    waiting.remove(column)
                    yield _label((row, column), xf, texts[row, column])
                else:
                    yield _part(record, column - first)
        if last[row] == number:
            for column in waiting:
                yield _label((row, column), 15, texts[row, column])
            waiting.clear()


def _wider(record: _Record, columns: list[int]) -> _Record:
    """A row's record with bounds that hold the new cells."""
    first, behind = struct.unpack_from("<HH", record.data, 2)
    data = bytearray(record.data)
    low = min(first, columns[0] - 1) if behind > first else columns[0] - 1
    struct.pack_into("<HH", data, 2, low, max(behind, columns[-1]))
    return _Record(ROW, bytes(data))


def _part(record: _Record, number: int) -> _Record:
    """One cell of several in a record, as a record of its own."""
    row, column = struct.unpack_from("<HH", record.data)
    head = struct.pack("<HH", row, column + number)
    if record.kind == MULBLANK:
        return _Record(BLANK, head + record.data[4 + 2 * number : 6 + 2 * number])
    return _Record(RK, head + record.data[4 + 6 * number : 10 + 6 * number])


def _label(place: Place, xf: int, text: str) -> _Record:
    head = struct.pack("<HHH", place[0] - 1, place[1] - 1, xf)
    if not text:
        return _Record(BLANK, head)
    return _Record(LABEL, head + struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le"))
