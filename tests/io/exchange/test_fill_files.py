"""Files that are filled: what they keep, what of them cannot be read, and maps with faults."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from roster.domain.errors import InputError, InternalError
from roster.io.exchange.fill_map import read_map
from roster.io.exchange.filled import prove, write_filled
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.planned import together
from roster.io.exchange.xlsx_parts import copy_with
from tests.io.exchange.made import FIRST, PEOPLE, book, filled, grid, plan


def test_formulas_without_stored_values_are_told(tmp_path: Path) -> None:
    heads = [FIRST, *(f"={column}2+1" for column in "CDEFGH")]
    with pytest.raises(InputError, match=r"a.xlsx 排班!D2: found formulas without stored values"):
        filled(grid(tmp_path / "a.xlsx", ["001", "甲一"], heads=heads))


def test_csv_with_blanks_before_its_quotes(tmp_path: Path) -> None:
    file = tmp_path / "11月.csv"
    lines = [
        '"工号", "姓名", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"',
        '"001", "甲,一", "", ""',
    ]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    done = filled(file, plan({"001": ("甲,一", "DDEEN")}))
    write_filled(done, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1] == '"001", "甲,一", "白班", "白班",中班,中班,夜班'


def test_csv_keeps_its_encoding_quotes_and_line_ends(tmp_path: Path) -> None:
    lines = ['工号;"姓名";1;2;3;4;5;6;7', '"001";甲一;;"";白班;;;;', "备注：请勿改动;;;;;;;;", ""]
    file = tmp_path / "排班_2026-11.csv"
    file.write_bytes("\r\n".join(lines).encode("gb18030"))
    done = filled(file, rest="休", shifts={"D": "白班", "E": "中班", "N": "夜班"}, overwrite=True)
    write_filled(done, tmp_path / "out.csv")
    expected = [lines[0], '"001";甲一;白班;"白班";中班;中班;夜班;夜班;休', *lines[2:]]
    assert (tmp_path / "out.csv").read_bytes() == "\r\n".join(expected).encode("gb18030")


def test_nothing_but_the_filled_cells_changes(tmp_path: Path) -> None:
    file = grid(tmp_path / "a.xlsx", ["001", "甲一"])
    made = load_workbook(file)
    made.worksheets[0]["C3"].font = Font(bold=True)
    made.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/drawings/unknown.xml", "<unknown/>")
    done = filled(file)
    write_filled(done, tmp_path / "b.xlsx")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        different = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert old.namelist() == new.namelist()
    assert different == ["xl/worksheets/sheet1.xml"]
    assert load_workbook(tmp_path / "b.xlsx").worksheets[0]["C3"].font.bold
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        other = archive.read(part).replace(b'r="B3"', b'r="B3" s="1"')
    copy_with(tmp_path / "b.xlsx", tmp_path / "c.xlsx", {part: other})
    with pytest.raises(InternalError, match="B3"):  # the same value in another format
        prove(file, tmp_path / "c.xlsx", done.layout.sheet, done.texts)
    wrong = dict(done.texts)
    del wrong[3, 4]
    with pytest.raises(InternalError, match="D3"):
        prove(file, tmp_path / "b.xlsx", done.layout.sheet, wrong)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    for content, words in (
        (b"", "an empty file"),
        (b"\xff\xfe\x00\xd8", "neither a workbook nor text"),
        (b"PK\x03\x04nothing", "truncated or damaged"),
    ):
        file = tmp_path / "x.xlsx"
        file.write_bytes(content)
        with pytest.raises(InputError, match=words):
            open_foreign(file)
    with pytest.raises(InputError, match="no row of days"):
        filled(book(tmp_path / "y.xlsx", [["姓名", "部门"], ["甲一", "一中队"]]))


def test_a_map_tells_its_faults_by_line(tmp_path: Path) -> None:
    file = tmp_path / "map.yaml"
    file.write_text("shifts:\n  D: 白班\npeople:\n  003: 007\nrests: 休\nmonth: 11\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_map(file)
    assert [fault.place for fault in caught.value.faults] == ["map.yaml:6 (month)", "map.yaml:5 (rests)"]
    file.write_text("shifts:\n  D: 白班\npeople:\n  '003': 007\n", encoding="utf-8")
    assert read_map(file).people == {"003": "007"}


def test_rosters_of_the_same_date_are_refused() -> None:
    with pytest.raises(InputError, match="a roster of 2026-11-01 again"):
        together([plan(PEOPLE), plan(PEOPLE)])
