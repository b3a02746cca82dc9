"""Hours that count as work: without unpaid breaks, and of time on call a share; the same everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from roster.io.tables import read_tables
from roster.rules.roster.overtime import Overtime
from roster.rules.roster.work_hours import WorkHours
from tests.brigades.checks.workbook import fairness, flat_rows
from tests.io.brigade_files import faults_of
from tests.rules.law import SHIFTS, amounts, small_problem
from tests.small_week import RULES, put_brigade, solved_week

OFFICE = {
    "shifts.csv": "code,name,start,end,night,break_minutes,paid_share\n"
    "X,Office,09:00,18:00,no,60,\nC,Call,18:00,09:00,no,,0.2\n",
    "officers.csv": "id,name,category\nA,A,sworn\nB,B,sworn\n",
    "demand.csv": "unit_kind,places,from,to,day_types,minimum,target,priority\nduty,,09:00,18:00,workday,1,,\n"
    "duty,,18:00,09:00,tue,1,,\n",
    "fixed.csv": "officer,date,shift\nA,2026-11-02,X\nB,2026-11-03,C\n",
}
WITH_BREAK = (replace(SHIFTS[0], break_minutes=60), replace(SHIFTS[4], code="C", paid_share=0.25), *SHIFTS[1:4])


def test_breaks_and_calls_count_alike_in_rules_sheets_and_what_is_read_back(tmp_path: Path) -> None:
    """Five duties of nine hours with a break of one are 40 h; fifteen hours on call at a fifth are three."""
    rules = RULES + "  - {rule: work_hours, max: 40, per: week, who: {id: A}, weight: must}\n"
    rules += "  - {id: on-call, rule: work_hours, max: 3, per: week, who: {id: B}, weight: must}\n"
    folder = put_brigade(tmp_path / "brigade", OFFICE, rules)
    week, book = solved_week(folder), folder.parent / "week.xlsx"
    assert week.report_as_written.short == {}
    duties = {(row["employee_id"], row["shift_code"], row["hours"], row["paid_hours"]) for row in flat_rows(book, "HR")}
    assert duties == {("A", "X", 9.0, 8.0), ("B", "C", 15.0, 3.0)}
    assert {officer: shown[:2] for officer, shown in fairness(book).items()} == {"A": [5, 40], "B": [1, 3]}
    assert [(s.break_minutes, s.paid_share) for s in week.problem.shifts] == [(60, 1.0), (0, 0.2)]


def test_hours_overtime_and_fairness_count_what_is_paid() -> None:
    problem = small_problem(shifts=WITH_BREAK)
    week = WorkHours(weight="must", max=35, per="week")
    assert amounts(week, problem, "DDDDD--") == []
    assert amounts(week, problem, "DDDDDD-") == [7]
    assert amounts(WorkHours(weight="must", max=6, per="week"), problem, "C------") == []
    assert amounts(WorkHours(weight="must", max=5, per="week"), problem, "C------") == [1]
    assert amounts(Overtime(weight="must", per_day=0, normal_day=7), problem, "DE-----") == [1]


def test_a_share_beyond_the_whole_is_refused(tmp_path: Path) -> None:
    wrong = {"shifts.csv": OFFICE["shifts.csv"].replace("0.2", "20")}
    folder = put_brigade(tmp_path / "brigade", {**OFFICE, **wrong})
    assert faults_of(lambda: read_tables(folder)) == [
        "shifts.csv:G3 (paid_share): found '20'; expected a number from 0 to 1"
    ]
