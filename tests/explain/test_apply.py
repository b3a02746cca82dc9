"""Changes of tables: one cell, one row; the rest of the file stays as it was, in CSV and in a workbook."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster.domain.errors import InputError
from roster.explain.apply import apply
from roster.explain.changes import Change
from roster.io.rulebook import load_rulebook
from roster.io.tables.sources import open_source
from roster.io.together import PLAN, begun, finish, replace_together
from tests.kills import killed_at

TABLE = '\ufeffid,name,note\r\n1,"Wang, An","two\r\nlines"\r\n2,Bo,\r\n3,Cai,x\r\n'


def change(action: str, file: Path, row: int = 0, column: int = 0, new: str = "", **more: object) -> Change:
    told = {"place": "", "field": "", "old": "", "row": row, "column": column, **more}
    return Change(action, file, new=new, **told)  # type: ignore[arg-type]


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


ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("inner", ENDS)
@pytest.mark.parametrize("last", [True, False])
def test_rows_are_found_as_the_reader_found_them(tmp_path: Path, mark: str, end: str, inner: str, last: bool) -> None:
    """Blank lines, line ends of any kind, also within quotes: a row has the number that the reader gave it."""
    rows = [
        "id,name",
        "",
        f'1,"a{ENDS[inner]}b{ENDS[inner]}{ENDS[inner]}c"',
        "",
        "2,x",
        '3,"y,z"',
        f'4,"q{ENDS[inner]}"',
    ]
    file = tmp_path / "table.csv"
    text = mark + ENDS[end].join(rows) + (ENDS[end] if last else "")
    file.write_bytes(text.encode())
    grid = open_source(tmp_path).grids["table"]
    known = {str(cells[0]): number for number, cells in grid.rows if cells}
    apply(
        [
            change("cell", file, row=known["2"], column=1, new="two"),
            change("drop", file, row=known["3"]),
            change("cell", file, row=known["4"], column=0, new="five"),
            change("add", file, cells=("6", "six")),
        ]
    )
    after = [*rows[:4], "2,two", f'five,"q{ENDS[inner]}"']
    assert written(file) == mark + ENDS[end].join([*after, "6,six"]) + ENDS[end]


def test_mixed_line_ends_stay(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(b"rules:\r\n  - id: a\n    rule: work_hours\r    max: 40\r\n  # end\n")
    apply(
        [change("rule", file, rule="a", field="max", new="44"), change("rule", file, rule="a", field="weight", new="9")]
    )
    assert file.read_bytes() == (
        b"rules:\r\n  - id: a\n    weight: 9\r\n    rule: work_hours\r    max: 44\r\n  # end\n"
    )


def test_a_shipped_rule_is_changed_in_the_brigade_s_own_rulebook(tmp_path: Path) -> None:
    own = tmp_path / "constraints" / "rules.yaml"
    apply(
        [
            change("rule", own, rule="minimum_rest", field="hours", new="9", base="base.yaml"),
            change("rule", own, rule="minimum_rest", field="weight", new="90", base="base.yaml"),
            change(
                "entry",
                own,
                rule="x",
                cells=("id: x-2", "rule: shift_count", "max: 3", "per: week", "weight: must"),
                base="base.yaml",
            ),
        ]
    )
    assert own.read_text("utf-8") == (
        "extends: base.yaml\nrules:\n  - id: minimum_rest\n    weight: 90\n    hours: 9\n"
        "  - id: x-2\n    rule: shift_count\n    max: 3\n    per: week\n    weight: must\n"
    )
    assert load_rulebook([own])["minimum_rest"].weight == 90


STEPS = range(1, 400)


@pytest.mark.skipif(os.name == "nt", reason="processes are forked")
def test_several_files_change_all_or_none_whenever_it_is_killed(tmp_path: Path) -> None:
    home = tmp_path / "brigade"
    files = [home / "a.csv", home / "b.csv", home / "constraints" / "own.yaml"]
    before, after = [b"1\n", b"2\n", b"rules: []\n"], [b"one\n", b"two\n", b"rules:\n"]
    outcomes = set()
    for number in STEPS:
        (home / "constraints").mkdir(parents=True, exist_ok=True)
        for file, content in zip(files, before, strict=True):
            file.write_bytes(content)
        died = killed_at(number, lambda: replace_together(dict(zip(files, after, strict=True)), home))
        finish(home)
        found = [file.read_bytes() for file in files]
        assert found in (before, after), number
        outcomes.add(found == after)
        assert all(path.name.endswith(".partial") for path in home.rglob(".*"))
        if not died:
            break
    assert number > 30
    assert outcomes == {True, False}
    assert not begun(home)


def test_a_plan_that_somebody_made_up_writes_no_other_file(tmp_path: Path) -> None:
    home, away = tmp_path / "brigade", tmp_path / "away.txt"
    home.mkdir()
    away.write_text("kept")
    token = "1-0123456789abcdef"
    (tmp_path / f".away.txt.{token}.changing").write_text("overwritten")
    (home / PLAN).write_text(json.dumps({"token": token, "files": ["../away.txt"]}))
    finish(home)
    assert away.read_text() == "kept"
    for text in ("[]", "{", '{"token": 1, "files": [2]}', '{"token": "../../x", "files": ["a"]}', "[" * 100_000):
        (home / PLAN).write_text(text)
        finish(home)
        assert not (home / PLAN).exists()
