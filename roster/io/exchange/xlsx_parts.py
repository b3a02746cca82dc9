"""Cells of a workbook changed where they stand: every other byte of the sheet, and every other part, stays as it was.

A library that reads a workbook and writes it again loses what it does not know: drawings, validations of later
versions, extensions. So the sheet's text is cut open at the cells that change and nowhere else (ECMA-376-1, 18.3.1).
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import coordinate_to_tuple, get_column_letter

Place = tuple[int, int]
"""Row and column, from 1."""
ANY_SHEET = "xl/worksheets/"


@dataclass
class Element:
    """Where an element stands in a part, in bytes, with its tag; `inner` ends its opening tag."""

    start: int
    inner: int
    end: int
    tag: str
    attributes: dict[str, str]
    formula: bool = False


@dataclass
class SheetText:
    """A sheet's XML with the places of its rows and cells."""

    content: bytes
    data: Element | None = None
    rows: dict[int, Element] = field(default_factory=dict)
    cells: dict[Place, Element] = field(default_factory=dict)
    columns: list[dict[str, str]] = field(default_factory=list)
    lists: list[tuple[str, str]] = field(default_factory=list)
    """Validations that are lists: the formula, and the cells for which they hold."""
    protected: bool = False


def sheet_text(content: bytes) -> SheetText:
    """Look a sheet's XML through once. Raises ValueError for one that is no XML."""
    found = SheetText(content)
    opened: list[Element] = []
    listed: dict[str, Any] = {}
    texts: list[str] = []
    parser = expat.ParserCreate()
    position = {"row": 0, "column": 0}

    def begin(tag: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        inner = _tag_end(content, start)
        element = Element(start, inner, inner, tag, dict(attributes))
        opened.append(element)
        name = tag.rpartition(":")[2]
        texts.clear()
        if name == "sheetData":
            found.data = element
        elif name == "row":
            position["row"] = int(attributes.get("r", position["row"] + 1))
            position["column"] = 0
            found.rows[position["row"]] = element
        elif name == "c" and len(opened) > 1 and opened[-2].tag.rpartition(":")[2] == "row":
            row, column = position["row"], position["column"] + 1
            if "r" in attributes:
                row, column = coordinate_to_tuple(attributes["r"])
            position["column"] = column
            found.cells[row, column] = element
        elif name == "f" and len(opened) > 1 and opened[-2].tag.rpartition(":")[2] == "c":
            opened[-2].formula = True
        elif name == "col":
            found.columns.append(dict(attributes))
        elif name == "sheetProtection":
            found.protected = attributes.get("sheet", "0") in ("1", "true")
        elif name == "dataValidation":
            listed.clear()
            listed.update(attributes)

    def finish(tag: str) -> None:
        element = opened.pop()
        if not content[element.start : element.inner].endswith(b"/>"):
            element.end = _tag_end(content, parser.CurrentByteIndex)
        name = tag.rpartition(":")[2]
        if name in ("formula1", "f") and listed.get("type") == "list" and texts:
            listed["formula"] = "".join(texts)
        elif name == "sqref" and listed:
            listed["sqref"] = "".join(texts)
        elif name == "dataValidation":
            if "formula" in listed and "sqref" in listed:
                found.lists.append((listed["formula"], listed["sqref"]))
            listed.clear()

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def _tag_end(content: bytes, start: int) -> int:
    """The byte behind a tag that begins at `start`; a `>` within quotes ends nothing."""
    quote = 0
    for index in range(start, len(content)):
        sign = content[index]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in (0x22, 0x27):
            quote = sign
        elif sign == 0x3E:
            return index + 1
    return len(content)


def with_texts(sheet: SheetText, texts: Mapping[Place, str], shared: Mapping[str, int]) -> bytes:
    """The sheet's XML with these cells' texts; `shared` texts are referred to by their number."""
    cuts: list[tuple[int, int, bytes]] = []
    new: dict[int, list[tuple[int, bytes]]] = {}
    for (row, column), text in sorted(texts.items()):
        known = sheet.cells.get((row, column))
        if known is not None:
            cuts.append(
                (known.start, known.end, _cell(known.tag, row, column, known.attributes.get("s"), text, shared))
            )
        else:
            prefix = _prefix(sheet)
            style = _style_of_empty(sheet, row, column)
            new.setdefault(row, []).append((column, _cell(f"{prefix}c", row, column, style, text, shared)))
    for row, cells in new.items():
        cuts += _into_row(sheet, row, cells)
    content = sheet.content
    for start, end, text_bytes in sorted(cuts, key=lambda cut: cut[:2], reverse=True):
        content = content[:start] + text_bytes + content[end:]
    return content


def _into_row(sheet: SheetText, row: int, cells: list[tuple[int, bytes]]) -> list[tuple[int, int, bytes]]:
    """The cuts that put new cells into a row, each behind the cell on its left."""
    element = sheet.rows.get(row)
    if element is None:
        assert sheet.data is not None
        prefix = _prefix(sheet)
        whole = f'<{prefix}row r="{row}">'.encode() + b"".join(text for _column, text in cells)
        whole += f"</{prefix}row>".encode()
        before = [known.end for number, known in sheet.rows.items() if number < row]
        if sheet.data.inner == sheet.data.end:
            return [(sheet.data.start, sheet.data.end, _opened(sheet.content, sheet.data, whole))]
        at = max(before, default=sheet.data.inner)
        return [(at, at, whole)]
    if element.inner == element.end:
        inside = b"".join(text for _column, text in cells)
        return [(element.start, element.end, _opened(sheet.content, element, inside))]
    places: dict[int, bytes] = {}
    columns = sorted(column for number, column in sheet.cells if number == row)
    for column, text in cells:
        left = [known for known in columns if known < column]
        at = sheet.cells[row, left[-1]].end if left else element.inner
        places[at] = places.get(at, b"") + text
    return [(at, at, text) for at, text in places.items()]


def _opened(content: bytes, element: Element, inside: bytes) -> bytes:
    """An element without content, `<row .../>`, with some."""
    tag = content[element.start : element.inner]
    return tag[: tag.rindex(b"/")].rstrip() + b">" + inside + f"</{element.tag}>".encode()


def _prefix(sheet: SheetText) -> str:
    assert sheet.data is not None
    before, colon, _name = sheet.data.tag.rpartition(":")
    return before + colon


def _style_of_empty(sheet: SheetText, row: int, column: int) -> str | None:
    """The format that a cell which is not there would have: its row's, else its column's."""
    element = sheet.rows.get(row)
    if element is not None and element.attributes.get("customFormat") in ("1", "true"):
        return element.attributes.get("s")
    for one in sheet.columns:
        if int(one["min"]) <= column <= int(one["max"]):
            return one.get("style")
    return None


def _cell(tag: str, row: int, column: int, style: str | None, text: str, shared: Mapping[str, int]) -> bytes:
    prefix, colon, _name = tag.rpartition(":")
    own = prefix + colon
    looks = f" s={quoteattr(style)}" if style else ""
    place = f"{get_column_letter(column)}{row}"
    if not text:
        return f'<{tag} r="{place}"{looks}/>'.encode()
    if text in shared:
        return f'<{tag} r="{place}"{looks} t="s"><{own}v>{shared[text]}</{own}v></{tag}>'.encode()
    space = ' xml:space="preserve"' if text != text.strip() else ""
    inline = f"<{own}is><{own}t{space}>{escape(text)}</{own}t></{own}is>"
    return f'<{tag} r="{place}"{looks} t="inlineStr">{inline}</{tag}>'.encode()


def copy_with(source: Path, target: Path, parts: Mapping[str, bytes]) -> None:
    """Copy a workbook with other content in some parts; order, names and times of the parts stay."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            content = parts.get(info.filename)
            kept = zipfile.ZipInfo(info.filename, info.date_time)
            kept.compress_type, kept.external_attr, kept.create_system = (
                info.compress_type,
                info.external_attr,
                info.create_system,
            )
            new.writestr(kept, old.read(info) if content is None else content)
