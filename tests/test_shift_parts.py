"""Duties in parts: two shifts of one date that one officer may work, where the table `shifts` says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roster import api
from roster.io.exchange.planned import planned_of
from roster.io.read_book.cell_texts import CellTexts
from roster.io.shown.cover import cover
from roster.io.tables import read_tables
from roster.living import Week
from tests.brigades.checks.workbook import flat_rows
from tests.cli.command import run
from tests.io.brigade_files import faults_of
from tests.small_week import put_brigade, solved_week

WARD = {
    "shifts.csv": "code,name,start,end,break_minutes,paid_share,parts\nD,Day,08:00,16:30,30,,\n"
    "C,On call,16:30,08:00,,0.5,\nDC,Day and on call,08:00,32:00,,,D;C\n",
    "units.csv": "kind,crew,least_crew,mode,shifts\nward,1,1,static,D\ncall,1,1,static,C\n",
    "demand.csv": "unit_kind,from,to,minimum\nward,08:00,16:30,1\ncall,16:30,08:00,1\n",
    "officers.csv": "id,name,category\nA,A,sworn\nB,B,sworn\n",
    "fixed.csv": "officer,date,shift\nA,2026-11-02,DC\n",
}
RULES = """\
rules:
  - {rule: absence, weight: must}
  - {rule: fixed, weight: must}
  - {rule: minimum_rest, hours: 11, weight: must}
  - {rule: cover, asks: minimum, priority: 1}
  - {rule: shift_count, max: 4, per: week, weight: must, when: {shift: C}}
  - {rule: work_hours, max: 63, per: week, weight: must}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put_brigade(tmp_path_factory.mktemp("ward") / "brigade", WARD, RULES)


@pytest.fixture(scope="module")
def week(folder: Path) -> Week:
    return solved_week(folder)


def test_one_officer_works_both_parts(week: Week) -> None:
    """15.75 paid hours a duty, of at most 63 a week: two people in turn, four and three duties each."""
    assert week.report_as_written.short == {}
    assert {duty.shift for duty in week.roster.work()} == {"DC"}
    assert len(list(week.roster.work())) == 7


def test_each_part_is_a_row_for_hr_paid_to_the_minute(week: Week, folder: Path) -> None:
    rows = flat_rows(folder.parent / "week.xlsx", "HR")
    counted = {(row["shift_code"], row["unit_kind"], row["hours"], row["paid_hours"]) for row in rows}
    assert counted == {("D", "ward", 8.5, 8.0), ("C", "call", 15.5, 7.75)}
    assert len(rows) == 14
    assert {(row["start"].hour, row["end"].hour) for row in rows} == {(8, 16), (16, 8)}


def test_a_cell_a_date_has_the_whole_duty_and_cover_its_parts(week: Week, folder: Path) -> None:
    cells = planned_of(week.problem, week.roster, read_tables(folder), "week.xlsx").in_cells.values()
    (told,) = {(row.shift_code, row.hours, row.night_hours, row.paid_hours) for rows in cells for row in rows}
    assert told == ("DC", 24.0, 8.0, 15.75)
    assert [(row["shift"], *row["days"][0].values()) for row in cover(week.problem, week.roster)] == [
        ("D", 1, 1),
        ("C", 1, 1),
    ]


def test_the_week_after_knows_who_is_still_on_call(week: Week, folder: Path) -> None:
    after = api.load(folder, start=dt.date(2026, 11, 9), history=[folder.parent / "week.xlsx"])
    last = next(duty for duty in week.roster.work() if duty.day == 6)
    past = after.problem.past[last.officer][-1]
    assert past.post is not None
    assert (past.shift, past.post.kind) == ("DC", "call")


def test_codes_typed_with_a_stroke_are_the_duty_in_parts(week: Week) -> None:
    assert CellTexts(week.problem).read("D/C", "A", 0).shifts == ("DC",)
    assert CellTexts(week.problem).read("DC", "A", 0).shifts == ("DC",)


def test_sickness_in_the_second_part_keeps_what_was_served(week: Week, folder: Path, tmp_path: Path) -> None:
    book, after = folder.parent / "week.xlsx", tmp_path / "after.xlsx"
    sick = ("--absent", "A", "2026-11-02 17:00..2026-11-02 24:00", "sick", "--from", "2026-11-02 12:00")
    assert run("replan", book, *sick, "-o", after, "--time-limit", "10", "--plan-time", "0").code == 0
    served = [(row["shift_code"], row["hours"], row["paid_hours"]) for row in flat_rows(after, "HR")
              if row["employee_id"] == "A" and row["date"].day == 2]  # fmt: skip
    assert served == [("D", 8.5, 8.0), ("C", 0.5, 0.25)]
    assert "cannot" not in run("verify", after).err


def test_parts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    wrong = "X,X,08:00,16:30,,,C;D\nY,Y,08:00,17:00,,,D;C\nV,V,08:00,32:00,20,,D;C\nZ,Z,08:00,09:00,,,DC;Q\n"
    shifts = WARD["shifts.csv"] + wrong
    units = WARD["units.csv"].replace("static,D", "static,D;DC")
    folder = put_brigade(tmp_path / "brigade", {**WARD, "shifts.csv": shifts, "units.csv": units})
    told = faults_of(lambda: read_tables(folder))
    assert [fault.partition(":")[2] for fault in told] == [
        "E7 (break_minutes): found '20' of a shift in parts; expected nothing: its parts have their own",
        "G8 (parts): found 'Q'; expected an entry of the table shifts: one of C, D, DC, V, X, Y, Z",
        "G5 (parts): found 'C;D'; expected shifts of which each ends before the next one begins, in order",
        "C6 (start): found '08:00-17:00'; expected the hours from its first part's start to its last one's end: "
        "08:00-08:00",
        "E2 (shifts): found 'DC'; expected its parts, on which crews run: D;C",
    ]


def test_check_promises_no_lack_where_one_may_do_both(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path / "brigade", {**WARD, "officers.csv": "id,name,category\nA,A,sworn\n"}, RULES)
    told = run("check", folder).out
    assert "2026-11-02  all    2/2" in told
    assert "duties from Mon 2026-11-02: " not in told


def test_demand_by_shift_and_date(tmp_path: Path) -> None:
    demand = "unit_kind,shift,from,day_types,minimum\nward,D,,2026-11-03,1\ncall,C,,mon;tue,1\n"
    folder = put_brigade(tmp_path / "brigade", {**WARD, "demand.csv": demand}, RULES)
    problem = api.load(folder).problem
    assert [(line.shift, sorted(line.days)) for line in problem.lines] == [("D", [1]), ("C", [0, 1])]
    assert {(unit.day, unit.shift) for unit in problem.units} == {(1, "D"), (0, "C"), (1, "C")}
    told = [line.split() for line in run("check", folder).out.splitlines()]
    rows = {(row[1], row[0][5:10]) for row in told if row[2:3] == ["2/1"] and row[1] != "all"}
    assert rows == {("C", "11-02"), ("D", "11-03"), ("C", "11-03")}
    wrong = demand + "ward,C,,,1\nward,D,08:00,,1\n"
    folder = put_brigade(tmp_path / "wrong", {**WARD, "demand.csv": wrong}, RULES)
    assert faults_of(lambda: read_tables(folder)) == [
        "demand.csv:C5 (from): found hours beside a shift; expected either hours or shifts",
        "demand.csv:B4 (shift): found 'C'; expected shifts on which 'ward' runs",
    ]
