"""Workbooks made to exhaust time and memory are refused with a sentence, before either is gone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from roster.domain.errors import InputError
from roster.io import archive
from roster.io.files import open_workbook
from tests.living_week import solved_bytes
from tests.paths import ROOT

SECONDS, MEGABYTES = 2.0, 300
DATA = "xl/worksheets/sheet1.xml"


def parts() -> dict[str, bytes]:
    """The parts of a small workbook."""
    from io import BytesIO

    stream, book = BytesIO(), Workbook()
    assert book.active is not None
    book.active["A1"] = "text"
    book.save(stream)
    with zipfile.ZipFile(stream) as found:
        return {name: found.read(name) for name in found.namelist()}


def bomb(path: Path, name: str, change: Callable[[bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A small workbook with one part changed."""
    with zipfile.ZipFile(path, "w", method) as book:
        for part, content in parts().items():
            book.writestr(part, change(content) if part == name else content)
    return path


def before(mark: bytes, text: bytes | Callable[[], bytes]) -> Callable[[bytes], bytes]:
    """Puts a text before a mark; a long one is made only then."""
    return lambda content: content.replace(mark, (text() if callable(text) else text) + mark, 1)


def many(text: str) -> bytes:
    return "".join(text.format(n=n) for n in range(2, 600_002)).encode()


CELLS, END = b"</sheetData>", b"</worksheet>"
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BOMBS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "merged": (DATA, before(END, b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "merged often": (
        DATA,
        before(END, lambda: b"<mergeCells>" + many('<mergeCell ref="A{n}:B{n}"/>') + b"</mergeCells>"),
    ),
    "far": (DATA, before(CELLS, FAR)),
    "far below": (DATA, before(CELLS, b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    "empty cells": (DATA, before(CELLS, lambda: many('<row r="{n}"><c r="A{n}" s="0"/></row>'))),
    "empty cells in a row": (DATA, before(CELLS, b'<row r="2">' + b"<c/>" * 600_000 + b"</row>")),
    "rows": (DATA, before(CELLS, lambda: many('<row r="{n}" ht="20"/>'))),
    "columns": (DATA, before(b"<sheetData>", b"<cols>" + b'<col min="1" max="9"/>' * 600_000 + b"</cols>")),
    "links": (DATA, before(END, lambda: b"<hyperlinks>" + many('<hyperlink ref="A{n}"/>') + b"</hyperlinks>")),
    "formats": ("xl/styles.xml", before(b"</cellXfs>", b'<xf numFmtId="0"/>' * 600_000)),
    "names": ("xl/workbook.xml", before(b"</workbook>", b"<definedNames/>" * 600_000)),
    "prefixes": (DATA, before(CELLS, b'<x:row r="2">' + b"<x:c />" * 600_000 + b"</x:row>")),
    "entities": ("xl/workbook.xml", lambda text: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text),
    "entities behind blanks": ("xl/workbook.xml", lambda text: b" " * 5_000_000 + b"<!DOCTYPE x>" + text),
    "entities behind a comment": (DATA, lambda text: b"<!--" + b"-" * 3_000_000 + b"-->" + b"<!DOCTYPE x>" + text),
    "entities in a part of another name": ("docProps/app.xml", lambda text: b"<?x?>" + b"\n" * 9000 + b"<!DOCTYPE x>"),
    "entities in UTF-16": ("xl/workbook.xml", lambda text: '<?xml version="1.0"?><!DOCTYPE x><a/>'.encode("utf-16")),
    "another encoding": ("xl/workbook.xml", lambda text: b'<?xml version="1.0" encoding="cp037"?><workbook/>'),
}


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bombs")
    return {name: bomb(folder / f"{name}.xlsx", *what) for name, what in BOMBS.items()}


MEASURE = """
import sys, time
from roster.domain.errors import InputError
from roster.io.files import open_workbook
from pathlib import Path
for file in sys.argv[1:]:
    began = time.process_time()
    try:
        open_workbook(Path(file))
        said = "read"
    except InputError as error:
        said = str(error)
    lines = Path("/proc/self/status").read_text().splitlines()
    size = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    print(f"{time.process_time() - began:.2f}|{size:.0f}|{said}")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_every_bomb_is_refused_in_time(bombs: dict[str, Path]) -> None:
    command = [sys.executable, "-c", MEASURE, *map(str, bombs.values())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for name, line in zip(bombs, done.stdout.splitlines(), strict=True):
        seconds, megabytes, said = line.split("|")
        assert "expected" in said, (name, said)
        assert float(seconds) < SECONDS, (name, line)
        assert float(megabytes) < MEGABYTES, (name, line)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_workbook(path)
    (fault,) = caught.value.faults
    return fault.found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("merged", "a workbook in which 17179869184 cells are merged"),
        ("entities behind blanks", "a workbook that defines entities"),
        ("entities behind a comment", "a workbook that defines entities"),
        ("entities in UTF-16", "a workbook with a part that is not UTF-8"),
        ("another encoding", "a workbook with a part that is not UTF-8"),
        ("far below", "cells as far as row 1048576, column 1"),
    ],
)
def test_what_was_found_is_said(bombs: dict[str, Path], name: str, found: str) -> None:
    assert refused(bombs[name]) == found


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    bomb(path, "", bytes)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/bomb", "w") as part:
        for _part in range(archive.MOST_BYTES_UNPACKED // 2**22 + 1):
            part.write(bytes(2**22))
    assert refused(path) == "a workbook that unpacks to an enormous size"
    bomb(path, "", bytes)
    with zipfile.ZipFile(path, "a") as book:
        for number in range(archive.MOST_PARTS):
            book.writestr(f"xl/media/{number}", b"")
    assert refused(path) == "a workbook that unpacks to an enormous size"
    assert refused(bomb(path, "", bytes, zipfile.ZIP_LZMA)) == "a workbook packed in an unusual way"


@pytest.mark.parametrize("size", [200, 333, 1000, 1 << 20])
def test_elements_are_counted_wherever_the_pieces_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = bomb(tmp_path / "b.xlsx", DATA, before(CELLS, b'<row r="2">' + b'<c r="A2" s="0"/>' * 40 + b"</row>"))
    monkeypatch.setattr(archive, "PIECE", size)
    monkeypatch.setattr(archive, "MOST_EMPTY", 37)
    assert "empty cells" in refused(path)
    monkeypatch.setattr(archive, "MOST_EMPTY", 38)
    open_workbook(path)


def test_rosters_are_read(tmp_path: Path) -> None:
    (tmp_path / "week.xlsx").write_bytes(solved_bytes())
    assert open_workbook(tmp_path / "week.xlsx")
