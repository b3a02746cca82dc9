"""Mutations of what people write: tables, rulebooks, rosters and bytes, each chosen by numbers."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

JUNK: tuple[str, ...] = (
    *("", " ", "x", "NA", "007", ";", ";;", ":", "sworn:1;;", "=1+1", "#N/A", "a\nb", "-", "*", "١", "²", "A" * 40_000),
    *("24:00", "48:00", "49:00", "00:00-00:00", "22:00-06:00", "9999-12-31", "0001-01-01", "1899-12-30", "99999999"),
    *(
        "9999-12-31 24:00",
        "2026-02-30",
        "0000-00-00",
        "off",
        "休",
        "D",
        "M",
        "car",
        "west",
        "workday",
        "mon",
        "是",
        "yes",
    ),
    *("0", "1", "-1", "2.5", "1e18", "1e300", "nan", "inf", "-inf", "1_000", "0x10", "１２", "999999999999999999999"),
    *("\u202e", "\ufeff", "\ufffd", "𝕏", "e\u0301", "\x0b", "\x7f", "'", '"', '""', "\\", "{", "[", "&a", "!!python/x"),
    *("../../x", "//host/share", r"\\host\share", "con", "a.", "%s", "{0}", "{name}", "<b>", "--help", "\t", "true"),
)


BYTES: tuple[bytes, ...] = (
    b"\x00",
    b"\xff\xfe",
    b"\r",
    b"\n\n",
    b'"',
    b",",
    b";",
    b"\xed\xa0\x80",
    b"\xc3",
    b"\t",
    b"\x1a",
)


YAML: tuple[str, ...] = (
    *("must", "[1, 2]", "{a: 1}", "null", "~", "'22:00-06:00'", "[mon, sun]", "{id: '007'}", "{but: {id: x}}", "[[]]"),
    *(
        "'\\ud800'",
        '"\\ud800"',
        '"\\0"',
        '"\\x1b[31m"',
        "2026-11-03",
        "1.5e400",
        "-0",
        "| \n  x",
        "&a x",
        "*a",
        "!!set {}",
    ),
)


class Edit(NamedTuple):
    """One mutation: of a file by what is done to it, with numbers that choose where; without a file, of the command."""

    file: str
    how: str
    numbers: tuple[int, ...]
    text: str = ""


def edit_table(data: bytes, how: str, numbers: Sequence[int], text: str) -> bytes:
    """A CSV table with a cell, row or column changed."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
    if not rows or not rows[0]:
        return text.encode("utf-8", "surrogatepass")
    row = rows[numbers[0] % len(rows)]
    column = numbers[1] % max(1, len(row))
    match how:
        case "cell" if row:
            row[column] = text
        case "row":
            rows.insert(numbers[2] % len(rows), list(row))
        case "drop":
            rows.remove(row)
        case "swap" if row:
            other = rows[numbers[2] % len(rows)]
            if other:
                at = numbers[3] % len(other)
                row[column], other[at] = other[at], row[column]
        case "column":
            for one in rows:
                if column < len(one):
                    one.append(one[column] if numbers[2] % 2 else one.pop(column))
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8", "replace")


def edit_yaml(data: bytes, how: str, numbers: Sequence[int], text: str) -> bytes:
    """A rulebook with a line or a value changed."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = numbers[0] % len(lines)
    name, colon, _value = lines[at].partition(":")
    match how:
        case "cell" if colon:
            lines[at] = f"{name}: {text}"
        case "row":
            lines.insert(numbers[1] % len(lines), lines[at])
        case "drop":
            del lines[at]
        case "swap":
            other = numbers[1] % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
        case "column":
            lines[at] = " " * (numbers[1] % 5) + lines[at].lstrip()
    return "\n".join(lines).encode("utf-8", "replace")


def edit_bytes(data: bytes, numbers: Sequence[int], text: str) -> bytes:
    """Bytes changed anywhere."""
    at = numbers[0] % max(1, len(data))
    piece = BYTES[numbers[1] % len(BYTES)]
    match numbers[2] % 4:
        case 0:
            return data[:at] + piece + data[at:]
        case 1:
            return data[:at]
        case 2:
            return data[:at] + bytes([numbers[1] % 256]) + data[at + 1 :]
    return data[:at] + data[at + numbers[1] % 50 :]


def edit_roster(file: Path, how: str, numbers: Sequence[int], text: str) -> None:
    """A roster with a cell of a sheet typed over, or its hidden record changed and sealed again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(file)
    titles = book.sheetnames
    if how == "record" and "Written" in titles:
        from roster.io.sheets import written

        sheet = book["Written"]
        content = json.loads("".join(written._chunks(sheet)))
        _change_json(content, numbers, text)
        body = json.dumps(content)
        for row in range(4, sheet.max_row + 1):
            sheet.cell(row, 1).value = None
        for row, start in enumerate(range(0, len(body), written.CHUNK), start=4):
            sheet.cell(row, 1).value = body[start : start + written.CHUNK]
        sheet.cell(3, 1).value = written._sum(body)
    elif how == "drop" and len(titles) > 1:
        del book[titles[numbers[0] % len(titles)]]
    elif how == "row":
        sheet = book[titles[numbers[0] % len(titles)]]
        sheet.insert_rows(1 + numbers[1] % max(1, sheet.max_row))
    else:
        sheet = book[titles[numbers[0] % len(titles)]]
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
        if cells:
            cell = cells[numbers[1] % len(cells)]
            with contextlib.suppress(Exception):  # signs that no workbook can hold
                cell.value = int(text) if text.lstrip("-").isdecimal() and numbers[2] % 2 else text
    book.save(file)


def _change_json(content: object, numbers: Sequence[int], text: str) -> None:
    """Change one value within lists and dicts."""
    for number in numbers:
        keys: Sequence[object] = list(content) if isinstance(content, dict) else range(len(content))  # type: ignore[arg-type]
        if not keys:
            return
        key = keys[number % len(keys)]
        inner = content[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or not inner or number % 7 == 0:
            values: Sequence[object] = (text, number, -number, None, [], {}, True, 1.5, [text], {text: number})
            content[key] = values[number % len(values)]  # type: ignore[index]
            return
        content = inner


def apply(edit: Edit, folder: Path) -> None:
    """Bring a mutation about."""
    file = folder / edit.file
    if not edit.file or not file.is_file():
        return
    if edit.how == "bytes":
        file.write_bytes(edit_bytes(file.read_bytes(), edit.numbers, edit.text))
    elif file.suffix == ".csv":
        file.write_bytes(edit_table(file.read_bytes(), edit.how, edit.numbers, edit.text))
    elif file.suffix == ".yaml":
        file.write_bytes(edit_yaml(file.read_bytes(), edit.how, edit.numbers, edit.text))
    elif file.suffix == ".xlsx":
        with contextlib.suppress(Exception):  # what an earlier mutation broke cannot be opened
            edit_roster(file, edit.how, edit.numbers, edit.text)
