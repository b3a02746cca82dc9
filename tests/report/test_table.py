"""One table, printed and written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster.domain.errors import OutputError
from roster.report.book import write_book
from roster.report.screen import table_lines
from roster.report.table import Cell, Column, Sheet, Table

COLUMNS = (Column("Name", "strong"), Column("Date"), Column("Nights", "few"), Column("In words", "text", wrapped=True))
ROWS = (
    ("王伟", dt.date(2026, 11, 2), 3, "short"),
    ("=1+1", None, 12.5, "a text that is far too long for one line of a column of twenty signs"),
)
TABLE = Table(COLUMNS, ROWS, foot=[(Cell("mean", "label"), "", Cell(7.749, "tenths", "7.7"), "")])


def sheet(table: Table = TABLE) -> Sheet:
    return Sheet("Answer", "Brigade", "title", "subtitle", [table], (10, 12, 8, 20), filtered=True, notes=["a note"])


def test_numbers_are_printed_to_the_right_and_a_chinese_sign_is_two_wide() -> None:
    heading, first, second, mean = table_lines(TABLE)
    assert heading.startswith("Name  Date        Nights  In words")
    assert first == "王伟  2026-11-02       3  short"
    assert second.startswith("=1+1                12.5  a text")
    assert mean.split() == ["mean", "7.7"]


def test_the_same_table_is_written_as_data(tmp_path: Path) -> None:
    write_book(tmp_path / "answer.xlsx", sheet())
    written = load_workbook(tmp_path / "answer.xlsx")["Answer"]
    assert [[cell.value for cell in row] for row in written["A3:C6"]] == [
        ["Name", "Date", "Nights"],
        ["王伟", dt.datetime(2026, 11, 2), 3],
        ["=1+1", None, 12.5],
        ["mean", None, 7.749],
    ]
    assert written["A5"].data_type == "s"  # no formula comes from data
    assert written["B4"].number_format == "yyyy-mm-dd"
    assert written.row_dimensions[5].height > written.row_dimensions[4].height
    assert written.auto_filter.ref == "A3:D5"  # not the mean
    assert written["A8"].value == "a note"


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    write_book(tmp_path / "answer.xlsx", sheet(Table(COLUMNS, (), "Duties", empty="None.")))
    written = load_workbook(tmp_path / "answer.xlsx")["Answer"]
    assert [written.cell(row, 1).value for row in (3, 4, 5)] == ["Duties", "Name", "None."]


def test_a_workbook_has_its_ending(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"ends in \.xlsx"):
        write_book(tmp_path / "answer.txt", sheet())
    assert not list(tmp_path.iterdir())
