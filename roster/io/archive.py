"""Why a file is not even given to the workbook reader: no workbook, or one made to exhaust time and memory.

Parts are looked through as they are unpacked, piece by piece, and given up at the first excess: what is refused costs
neither. What a workbook may have grows with what it says, so that the rosters of a year are read as well.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import IO

from roster.domain.errors import Fault
from roster.i18n import _

OLE_MARK = bytes.fromhex("d0cf11e0a1b11ae1")  # compound file: an encrypted workbook, or one of before 2007
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
MOST_BYTES_UNPACKED = 256 * 1024 * 1024
MOST_PARTS = 2_000
MOST_EMPTY, MOST_ROWS, MOST_MERGED, MOST_OTHERS = 300_000, 200_000, 500_000, 200_000
"""Empty cells, rows, cells in merged ranges and other elements of a workbook's sheets, beside two for each cell that
says something."""
MOST_ELEMENTS = 500_000
"""Of a part that is no sheet and no list of texts: formats, names, drawings."""
PIECE = 1 << 20
LONGEST_TAG = 4096
ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]\w*)(?=[\s/>])")
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)["']""")
ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding=["']([^"']*)["']""")
BLANK = b"\xef\xbb\xbf \t\r\n"  # what may stand before the first element, a byte-order mark included
ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
SAYING = (b"v", b"is", b"f")


def refusal(path: Path) -> Fault | None:
    """Why a file is refused; None for one that may be read."""
    expected = _("a workbook (.xlsx)")
    try:
        with path.open("rb") as file:
            head = file.read(len(OLE_MARK))
            body = file.read(MOST_BYTES_UNPACKED) if head == OLE_MARK else b""
    except FileNotFoundError:
        return Fault(str(path), _("no such file"), expected)
    except IsADirectoryError:
        return Fault(str(path), _("a folder"), expected)
    except OSError as error:
        reason = error.strerror or str(error)
        return Fault(str(path), _("a file that cannot be read ({reason})").format(reason=reason), expected)
    if ENCRYPTED_MARK in body:
        return Fault(str(path), _("a workbook encrypted with a password"), _("one saved without a password"))
    if head == OLE_MARK:
        return Fault(str(path), _("a workbook in the old .xls format"), _("one saved as .xlsx"))
    if not head:
        return Fault(str(path), _("an empty file"), expected)
    if not head.startswith(b"PK"):
        return Fault(str(path), _("a file that is no workbook"), expected)
    try:
        with zipfile.ZipFile(path) as archive:
            return _of_archive(path, archive)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError, NotImplementedError):
        return damaged(path)


def damaged(path: Path) -> Fault:
    """The fault of a workbook that cannot be read to its end."""
    return Fault(
        str(path),
        _("a truncated or damaged workbook"),
        _("a whole one; open it in Excel or LibreOffice and save it again, or take an earlier copy"),
    )


def _of_archive(path: Path, archive: zipfile.ZipFile) -> Fault | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
        size = _("at most {size} MB when unpacked").format(size=MOST_BYTES_UNPACKED // 1024 // 1024)
        return Fault(str(path), _("a workbook that unpacks to an enormous size"), size)
    if "[Content_Types].xml" not in archive.namelist():
        return Fault(str(path), _("an archive that is no workbook"), _("a workbook (.xlsx)"))
    as_saved = _("one as Excel saves it")
    sheets: Counter[bytes] = Counter()
    for part in parts:
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return Fault(str(path), _("a workbook packed in an unusual way"), as_saved)
        with archive.open(part) as stream:
            found = _excess(stream, part.filename, sheets)
        if found:
            return Fault(str(path), found, as_saved)
    return None


def _excess(stream: IO[bytes], name: str, sheets: Counter[bytes]) -> str:
    """What is wrong with a part, as it is found in a fault; empty for nothing. What sheets have is added up."""
    begin = stream.read(PIECE)
    while begin and not begin.strip(BLANK):
        begin = stream.read(PIECE)
    if not begin.lstrip(BLANK).startswith(b"<"):
        utf_16 = b"\0" in begin[:4] and b"<" in begin[:4]
        return _("a workbook with a part that is not UTF-8") if utf_16 else ""
    encoding = ENCODING.match(begin.lstrip(BLANK))
    if encoding and encoding[1].lower() not in ENCODINGS:
        return _("a workbook with a part that is not UTF-8")
    is_sheet = b"worksheet" in begin[:LONGEST_TAG]
    is_text = b"<sst" in begin[:LONGEST_TAG] or b":sst" in begin[:LONGEST_TAG]
    own: Counter[bytes] = Counter()
    counted = sheets if is_sheet else own
    piece = begin
    while piece:
        end = piece.rfind(b"<")
        whole = piece[:end] if end > 0 and len(piece) - end < LONGEST_TAG else piece
        rest = piece[len(whole) :]
        if b"<!DOCTYPE" in whole or b"<!ENTITY" in whole:
            return _("a workbook that defines entities")
        counted.update(ELEMENT.findall(whole))
        for first, top, last, bottom in MERGED.findall(whole) if is_sheet else ():
            counted[b"merged cells"] += _area(first, top, last, bottom)
        found = _too_much(counted) if is_sheet else ""
        if found:
            return found
        if not is_sheet and not is_text and sum(own.values()) > MOST_ELEMENTS:
            return _("a workbook with {count} elements in {part}").format(count=sum(own.values()), part=name)
        following = stream.read(PIECE)
        piece = rest + following if following else b""
        if not following and rest:
            counted.update(ELEMENT.findall(rest))
            if b"<!DOCTYPE" in rest:
                return _("a workbook that defines entities")
    return ""


def _too_much(counted: Counter[bytes]) -> str:
    saying = counted[b"v"] + counted[b"is"]
    empty = counted[b"c"] - saying - counted[b"f"]
    inner = (b"c", b"v", b"is", b"f", b"t", b"r", b"rPr", b"row", b"merged cells")
    others = sum(counted.values()) - sum(counted[name] for name in inner)
    for number, most, words in (
        (empty, MOST_EMPTY, _("a workbook with {count} empty cells that are kept as if they said something")),
        (counted[b"row"], MOST_ROWS, _("a workbook with {count} rows, most of them empty")),
        (counted[b"merged cells"], MOST_MERGED, _("a workbook in which {count} cells are merged")),
        (others, MOST_OTHERS, _("a workbook with {count} formats, rules and links on its sheets")),
    ):
        if number > most + 2 * saying:
            return words.format(count=number)
    return ""


def _area(first: bytes, top: bytes, last: bytes, bottom: bytes) -> int:
    """How many cells a merged range covers."""
    return max(0, _column(last) - _column(first) + 1) * max(0, int(bottom[:9]) - int(top[:9]) + 1)


def _column(name: bytes) -> int:
    number = 0
    for letter in name[:4]:
        number = number * 26 + letter - 64
    return number
