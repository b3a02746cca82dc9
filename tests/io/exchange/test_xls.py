"""An old .xls workbook is filled where its cells stand (grid.xls: three people, seven days, a second sheet)."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from roster.domain.errors import InputError
from roster.io.exchange import xls_cells
from roster.io.exchange.compound_file import CompoundFile
from roster.io.exchange.fill import fill
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.filled import write_filled
from roster.io.exchange.foreign import open_foreign
from tests.io.exchange.made import NAMES, plan

GRID = Path(__file__).parent / "grid.xls"
PEOPLE = {"001": ("甲一", "DDEENN-"), "002": ("乙二", "-DDEENN"), "003": ("丙三", "N-DDEEN")}


def values(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_object(io.BytesIO(path.read_bytes()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_cells_are_filled_and_everything_else_stays(tmp_path: Path) -> None:
    file = open_foreign(GRID)
    assert file.sheets[0].merged == [(1, 1, 1, 9)]
    done = fill(file, plan(PEOPLE), FillMap(rest="休息", shifts=NAMES))
    assert [(question.kind, question.cells) for question in done.questions] == [
        ("occupied", ("D4", "F4", "G4", "H4")),
        ("formula", ("I5",)),
    ]
    write_filled(done, tmp_path / "out.xls")
    before, after = values(GRID), values(tmp_path / "out.xls")
    grid = after["排班"]
    assert grid[2] == ["001", "甲一", "白班", "白班", "中班", "中班", "夜班", "夜班", "休息"]
    assert grid[3] == ["002", "乙二", "休息", "休息", "白班", 1.0, 2.0, 3.0, "夜班"]
    assert grid[4][:8] == ["003", "丙三", "夜班", "休息", "白班", "白班", "中班", "中班"]
    assert (after["说明"], grid[:2], grid[5:]) == (before["说明"], before["排班"][:2], before["排班"][5:])
    again = fill(open_foreign(tmp_path / "out.xls"), plan(PEOPLE), FillMap(rest="休息", shifts=NAMES))
    assert (again.texts, again.same) == ({}, 16)


def test_overwritten_numbers_and_formats(tmp_path: Path) -> None:
    done = fill(open_foreign(GRID), plan(PEOPLE), FillMap(rest="", shifts=NAMES), overwrite=True)
    write_filled(done, tmp_path / "out.xls")
    assert values(tmp_path / "out.xls")["排班"][3] == [
        "002",
        "乙二",
        "",
        "白班",
        "白班",
        "中班",
        "中班",
        "夜班",
        "夜班",
    ]
    old, new = (xls_cells._stream(file).read() for file in (GRID, tmp_path / "out.xls"))
    formats = [
        {place: xf for _at, record in xls_cells._records(stream, position) for place, xf in xls_cells._cells(record)}
        for stream in (old, new)
        for title, position in xls_cells._sheets(stream)
        if title == "排班"
    ]
    assert {place: formats[1][place] for place in formats[0]} == formats[0]


def test_a_stream_that_outgrows_its_table_of_sectors(tmp_path: Path) -> None:
    file = CompoundFile(GRID.read_bytes())
    stream = file.read()
    longer = stream + bytes(range(256)) * 600
    content = file.write(longer)
    again = CompoundFile(content)
    assert len(again.tables) > 1
    assert again.read() == longer
    other = CompoundFile(GRID.read_bytes())
    assert other.write(stream) == GRID.read_bytes()


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    content = bytearray(GRID.read_bytes())
    file = tmp_path / "x.xls"
    file.write_bytes(content[:2000])
    with pytest.raises(InputError, match="truncated or damaged"):
        open_foreign(file)
    stream = CompoundFile(bytes(content))
    struct.pack_into("<H", stream.content, 512 + stream.start * 512 + 4, 0x500)
    file.write_bytes(stream.content)
    with pytest.raises(InputError, match="before 1997"):
        open_foreign(file)


def test_a_stream_in_small_sectors_is_moved_to_whole_ones(tmp_path: Path) -> None:
    small = GRID.with_name("small.xls")  # one officer, as LibreOffice saves it
    assert CompoundFile(small.read_bytes()).small
    done = fill(open_foreign(small), plan({"001": ("甲一", "DDEENN-")}), FillMap(rest="休", shifts=NAMES))
    write_filled(done, tmp_path / "out.xls")
    assert not CompoundFile((tmp_path / "out.xls").read_bytes()).small
    row = values(tmp_path / "out.xls")["Sheet1"][2]
    assert row == ["001", "甲一", "白班", "白班", "中班", "中班", "夜班", "夜班", "休"]


def test_a_damaged_old_workbook_is_told_in_a_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.xls"
    content = GRID.read_bytes()
    for cut in range(600, 3000, 400):
        file.write_bytes(content[:cut])
        with pytest.raises(InputError, match="truncated or damaged"):
            open_foreign(file)
    for at in range(512, len(content), 97):
        file.write_bytes(content[:at] + b"\xff\xff" + content[at + 2 :])
        with suppress(InputError):
            open_foreign(file)
    assert capfd.readouterr() == ("", "")
