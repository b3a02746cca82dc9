"""Typed cells put into a workbook of ours where they stand: nothing else of it is written anew."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from openpyxl.utils import coordinate_to_tuple

from roster.domain.errors import InputError, InternalError, OutputError, RosterError
from roster.i18n import _
from roster.io.archive import damaged, refusal
from roster.io.exchange.xlsx_parts import Place, copy_with, sheet_text, with_texts
from roster.io.files import replace_file

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_VALUE = re.compile(rb"<((?:\w+:)?v)(?:\s[^>]*)?>[^<]*</\1>")
_RECKONED = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_ANY = re.compile(rb"""\sfullCalcOnLoad=["'][^"']*["']""")
_WHOLE = re.compile(rb"""\sfullCalcOnLoad=["'](?:1|true)["']""")


class ChangedError(RosterError):
    """The file is not the one that was read; nothing was written. `hash` is the SHA-256 of what is there now."""

    def __init__(self, message: str, found: str) -> None:
        self.hash = found
        super().__init__(message)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OutputError where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        text = _("{file} cannot be read: {reason}")
        raise OutputError(text.format(file=path, reason=error.strerror or error)) from error


def open_elsewhere(path: Path) -> Path | None:
    """The mark that LibreOffice or Excel keeps beside a workbook while it is open there; None without any."""
    marks = (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}"))
    return next((mark for mark in marks if mark.exists()), None)


def write_back(path: Path, texts: Mapping[str, Mapping[str, str]], expected: str = "") -> str:
    """Put texts into cells, by sheet and address; returns the file's new SHA-256.

    Formats, other cells, other sheets and the hidden record stay byte for byte as they are; what formulas of a changed
    sheet came to is left out, so that whoever opens the file reckons them anew. With `expected`, the SHA-256 that was
    read, a file that was changed since is left alone. Raises ChangedError, OutputError, InputError.
    """
    found = hash_of(path)
    if expected and found != expected:
        raise ChangedError(_("{file} was changed since it was read; nothing was written").format(file=path.name), found)
    wrong = refusal(path)
    if wrong:
        raise InputError([wrong])
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _changed_parts(archive, texts)
    except (KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise InputError([damaged(path)]) from error

    def write(temporary: Path) -> None:
        if hash_of(path) != found:
            raise ChangedError(
                _("{file} was changed since it was read; nothing was written").format(file=path.name), ""
            )
        copy_with(path, temporary, parts)
        _prove(temporary, parts)

    replace_file(path, write)
    return hash_of(path)


def _changed_parts(archive: zipfile.ZipFile, texts: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """The parts that change, with what they say then. Raises KeyError for a sheet that is not there."""
    where = sheet_parts(archive)
    parts: dict[str, bytes] = {}
    for title, cells in texts.items():
        part = where[title]
        places: dict[Place, str] = {coordinate_to_tuple(address): text for address, text in cells.items()}
        parts[part] = _without_results(with_texts(sheet_text(archive.read(part)), places, {}))
    if parts:
        whole = archive.read(WORKBOOK)
        parts |= {WORKBOOK: asked} if (asked := _reckoned_on_load(whole)) != whole else {}
    return parts


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its title."""
    targets = {str(one.get("Id")): str(one.get("Target")) for one in ElementTree.fromstring(archive.read(RELATIONS))}
    found: dict[str, str] = {}
    for sheet in ElementTree.fromstring(archive.read(WORKBOOK)).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets.get(str(sheet.get(REFERENCE)), "")
            inside = target.removeprefix("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            found[str(sheet.get("name"))] = inside
    return found


def _without_results(content: bytes) -> bytes:
    """A sheet without what its formulas came to."""
    sheet = sheet_text(content)
    for cell in sorted(sheet.cells.values(), key=lambda cell: cell.start, reverse=True):
        if cell.formula:
            content = content[: cell.start] + _VALUE.sub(b"", content[cell.start : cell.end]) + content[cell.end :]
    return content


def _reckoned_on_load(content: bytes) -> bytes:
    """The workbook's own part, asking for all formulas to be reckoned when it is opened."""

    def asked(found: re.Match[bytes]) -> bytes:
        if _WHOLE.search(found[2]):
            return found[0]
        return b"<" + found[1] + b"calcPr" + _ANY.sub(b"", found[2]).rstrip() + b' fullCalcOnLoad="1"' + found[3] + b">"

    return _RECKONED.sub(asked, content, count=1)


def _prove(path: Path, parts: Mapping[str, bytes]) -> None:
    """Look whether the file that was written is whole. Raises InternalError."""
    with zipfile.ZipFile(path) as archive:
        wrong = archive.testzip() or next((name for name in parts if archive.read(name) != parts[name]), None)
    if wrong:
        text = _("the filled file is not what was to be written, at {place}")
        raise InternalError(text.format(place=wrong))
