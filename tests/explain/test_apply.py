"""Changes of tables: one cell, one row; the rest of the file stays as it was, in CSV and in a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster.domain.errors import InputError
from roster.explain.apply import apply
from roster.explain.changes import Change

TABLE = '\ufeffid,name,note\r\n1,"Wang, An","two\r\nlines"\r\n2,Bo,\r\n3,Cai,x\r\n'


def change(action: str, file: Path, row: int = 0, column: int = 0, new: str = "", **more: object) -> Change:
    return Change(action, file, "", "", "", new, row=row, column=column, **more)  # type: ignore[arg-type]


def written(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_bytes(TABLE.encode("utf-8"))
    return file


def test_a_cell(table: Path) -> None:
    apply([change("cell", table, row=4, column=2, new="a, b")])
    assert written(table) == TABLE.replace("2,Bo,", '2,Bo,"a, b"')


def test_a_row_of_several_lines_is_dropped_whole(table: Path) -> None:
    apply([change("drop", table, row=2)])
    assert written(table) == TABLE.replace('1,"Wang, An","two\r\nlines"\r\n', "")


def test_a_row_is_added_and_other_changes_keep_their_places(table: Path) -> None:
    added = change("add", table, cells=("4", "Du", ""))
    apply([change("drop", table, row=2), added, change("cell", table, row=5, column=1, new="Chen")])
    assert written(table) == "\ufeffid,name,note\r\n2,Bo,\r\n3,Chen,x\r\n4,Du,\r\n"


def test_a_row_that_is_gone_is_an_error_and_changes_nothing(table: Path) -> None:
    with pytest.raises(InputError, match=r"table\.csv"):
        apply([change("cell", table, row=40, column=1, new="x")])
    assert written(table) == TABLE


def test_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "brigade.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "demand"
    for row in (["kind", "minimum"], ["car", 2], ["post", 1]):
        sheet.append(row)
    book.save(file)
    apply(
        [
            change("cell", file, row=2, column=1, new="1", sheet="demand"),
            change("drop", file, row=3, sheet="demand"),
            change("add", file, cells=("armed", "1"), sheet="demand"),
        ]
    )
    rows = [[cell.value for cell in row] for row in load_workbook(file)["demand"].iter_rows()]
    assert [row for row in rows if any(row)] == [["kind", "minimum"], ["car", 1], ["armed", "1"]]
