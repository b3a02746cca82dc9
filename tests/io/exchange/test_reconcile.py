"""Planned against punched, across midnight; the rows of `worked` that follow."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from roster.domain.errors import InputError
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.punches import Punches, read_punches
from roster.io.exchange.reconcile import Reconciled, reconcile, worked_rows, write_worked
from roster.io.tables.rows import read_rows
from roster.io.tables.sources import Grid
from roster.io.tables.worked import Row
from tests.io.exchange.made import book, plan

PEOPLE = {"001": ("甲一", "NEN-"), "002": ("乙二", "DDD-"), "003": ("丙三", "EE--"), "004": ("丁四", "----")}
ROWS = [
    ("001", "甲一", "2026-11-01 22:41"),
    ("001", "甲一", "2026-11-02 07:05"),  # of the night of the 1st
    ("001", "甲一", "2026-11-03 23:20"),
    ("001", "甲一", "2026-11-04 06:30"),
    ("002", "乙二", "2026-11-01 06:55"),
    ("002", "乙二", "2026-11-01 06:56"),
    ("002", "乙二", "2026-11-01 14:50"),
    ("002", "乙二", "2026-11-02 06:50"),
    ("003", "丙三", "2026-11-01 14:59"),
    ("003", "丙三", "2026-11-01 23:00"),
    ("004", "丁四", "2026-11-02 09:00"),
    ("004", "丁四", "2026-11-02 11:30"),
    ("009", "外人", "2026-11-02 11:30"),
]


def read(file: Path, **answers: Any) -> Punches:
    return read_punches(open_foreign(file), plan(PEOPLE), FillMap(**answers))


def states(done: Reconciled) -> dict[tuple[str, int], str]:
    return {(one.officer, one.date.day): one.state for one in done.found}


def test_punches_belong_to_the_duty_in_whose_window_they_fall(tmp_path: Path) -> None:
    file = book(
        tmp_path / "p.xlsx", [["原始记录"], ["工号", "姓名", "打卡时间", "打卡结果"], *[(*row, "正常") for row in ROWS]]
    )
    punches = read(file)
    assert punches.matches.only_theirs == [("B15", "外人 009")]
    done = reconcile(plan(PEOPLE), punches)
    assert states(done) == {
        ("001", 1): "done", ("001", 2): "missing", ("001", 3): "late",
        ("002", 1): "early", ("002", 2): "half", ("002", 3): "missing",
        ("003", 1): "done", ("003", 2): "missing", ("004", 2): "extra",
    }  # fmt: skip
    assert states(reconcile(plan(PEOPLE), punches, grace=30))["002", 1] == "done"
    assert list(worked_rows(done)) == [
        ("001", "2026-11-01", "23:00", "31:00", "done"),
        ("001", "2026-11-02", "", "", "no punch"),
        ("001", "2026-11-03", "23:20", "30:30", "late"),
        ("002", "2026-11-01", "07:00", "14:50", "left early"),
        ("002", "2026-11-03", "", "", "no punch"),
        ("003", "2026-11-01", "15:00", "23:00", "done"),
        ("003", "2026-11-02", "", "", "no punch"),
    ]
    rows = list(worked_rows(done, extra=True))
    assert ("004", "2026-11-02", "09:00", "11:30", "not planned") in rows
    write_worked(rows, tmp_path / "worked.csv")
    lines = (tmp_path / "worked.csv").read_text("utf-8-sig").splitlines()
    grid = Grid("worked.csv", "", tuple((n, tuple(line.split(","))) for n, line in enumerate(lines, start=1)))
    reading = read_rows(grid, Row)
    assert not reading.faults
    assert len(reading.rows) == len(rows)
    first = reading.rows[0]
    assert isinstance(first, Row)
    assert (first.date, first.start, first.end) == (dt.date(2026, 11, 1), 23 * 60, 31 * 60)


def test_void_punches_and_cells_without_a_time_are_named(tmp_path: Path) -> None:
    rows = [
        ("001", "甲一", "2026-11-01 22:41", "正常"),
        ("001", "甲一", "2026-11-01 22:50", "打卡无效"),
        ("001", "甲一", "?", ""),
    ]
    punches = read(book(tmp_path / "p.xlsx", [["工号", "姓名", "打卡时间", "打卡结果"], *rows]))
    assert (punches.count, punches.void, punches.unread) == (1, ["C3"], ["C4"])


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["打卡时间 统计日期：2026-11-01 至 2026-11-05"],
            ["姓名", "工号", "日", "2", "3", "4", "5"],
            ["甲一", "001", "22:41  \n次日07:05", None, "23:20、次日06:30"],
            ["丁四", "004", None, "09:00、11:30"],
        ],
        [
            ["姓名", "工号", "日期", "班次", "上班1打卡时间", "下班1打卡时间"],
            ["甲一", "001", "26-11-01 星期日", "夜班 23:00-次日07:00", "22:41", "次日07:05"],
            ["甲一", "001", "26-11-03 星期二", "夜班 23:00-次日07:00", "23:20", "次日06:30"],
            ["丁四", "004", "26-11-02 星期一", "休息", "09:00", "11:30"],
        ],
        [
            ["Employee ID", "Punch DTM"],
            *[[row[0], dt.datetime.fromisoformat(row[2])] for row in ROWS if row[0] in ("001", "004")],
        ],
    ],
)
def test_reports_of_other_forms_say_the_same(tmp_path: Path, rows: list[list[Any]]) -> None:
    punches = read(book(tmp_path / "p.xlsx", rows))
    expected = {
        officer: [dt.datetime.fromisoformat(row[2]) for row in ROWS if row[0] == officer] for officer in ("001", "004")
    }
    assert punches.by_officer == expected


def test_a_grid_with_in_and_out_for_each_day(tmp_path: Path) -> None:
    rows = [
        ["2026年11月考勤"],
        ["姓名"],
        [None, *["上班", "下班"] * 30],
        ["甲一", "22:41", "次日07:05", None, None, "23:20", "次日06:30"],
    ]
    file = book(tmp_path / "p.xlsx", rows)
    made = load_workbook(file)
    for column in range(2, 62, 2):
        made.worksheets[0].merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + 1)
    made.save(file)
    expected = [dt.datetime.fromisoformat(row[2]) for row in ROWS if row[0] == "001"]
    assert read(file).by_officer == {"001": expected}


def test_a_report_of_another_month_and_one_without_punches(tmp_path: Path) -> None:
    heads = ["工号", "姓名", "打卡时间"]
    file = book(tmp_path / "p.xlsx", [heads, ["001", "甲一", "2026-09-01 22:41"]])
    with pytest.raises(
        InputError, match=r"punches from 2026-09-01 to 2026-09-01; expected .* 2026-11-01 to 2026-11-04"
    ):
        read(file)
    with pytest.raises(InputError, match="no punches"):
        read(book(tmp_path / "q.xlsx", [heads]))
    with pytest.raises(InputError, match="punches of others only; expected people of the roster"):
        read(book(tmp_path / "r.xlsx", [heads, ["77", "外人", "2026-11-01 22:41"]]))


def test_csv_in_gbk_and_people_of_one_name(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_bytes("姓名,打卡时间\r\n甲一,2026/11/1 22:41\r\n己六,2026/11/1 8:00\r\n".encode("gb18030"))
    people = {**PEOPLE, "005": ("己六", "DDDD"), "006": ("己六", "DDDD")}
    punches = read_punches(open_foreign(file), plan(people), FillMap())
    assert list(punches.by_officer) == ["001"]
    assert [question.kind for question in punches.matches.questions] == ["two-of-one-name"]
    assert {one.officer for one in reconcile(plan(people), punches).found} == {"001", "002", "003"}
