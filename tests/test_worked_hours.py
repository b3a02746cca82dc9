"""Hours as they were worked: absences that come between, swaps, and what sheets say of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from roster import api, living
from roster.domain.clock import Span
from roster.domain.people import Absence
from tests.rules.law import DAY, HOUR, small_problem
from tests.small_week import put_brigade, solved_week


def test_an_unlawful_swap_names_the_person_the_date_and_what_stands_there(tmp_path: Path) -> None:
    two = {
        "officers.csv": "id,name,category\nA,A,sworn\nB,B,sworn\n",
        "demand.csv": "unit_kind,places,from,to,day_types,minimum,target,priority\nduty,,08:00,08:00,mon;tue,1,,\n",
        "fixed.csv": "officer,date,shift\nA,2026-11-02,D\nB,2026-11-02,N\nA,2026-11-03,D\nB,2026-11-03,N\n",
    }
    week = solved_week(put_brigade(tmp_path / "brigade", two))
    swap = living.swap(week, "A", dt.date(2026, 11, 2), "B", dt.date(2026, 11, 3))
    assert swap.verdict.forbidden == (
        "B (B) already works N on Mon 2026-11-02; A (A) already works D on Tue 2026-11-03"
    )


def test_of_two_absences_that_overlap_the_one_that_began_last_is_shown() -> None:
    leave, sick = Absence("1", "annual", Span(0, 5 * DAY)), Absence("1", "sick", Span(DAY + 6 * HOUR, 3 * DAY))
    court = Absence("1", "court", Span(0, 3 * HOUR))
    problem = replace(small_problem(), absences=(sick, leave, court))
    shown = [found.kind if (found := problem.leave_on("1", day)) else "" for day in range(6)]
    assert shown == ["annual", "sick", "sick", "annual", "annual", ""]
    assert problem.absent("1", Span(2 * DAY, 2 * DAY + HOUR)) == sick
    assert problem.absent("1", Span(HOUR, 2 * HOUR)) == court
    assert problem.away["1"] == (Span(0, 5 * DAY),)


def test_past_duties_keep_the_hours_they_were_served_under(tmp_path: Path) -> None:
    brigade = put_brigade(tmp_path / "brigade")
    solved_week(brigade)
    shifts = brigade / "shifts.csv"
    shifts.write_text("code,name,start,end,night\nD,Day,06:00,14:00,no\nM,Late,14:00,06:00,yes\n", encoding="utf-8")
    case = api.load(brigade, start=dt.date(2026, 11, 9), history=[tmp_path / "week.xlsx"])
    past = {(duty.day, duty.shift): duty for duty in case.problem.history}
    assert past[-6, "D"].span == Span(-6 * DAY + 8 * HOUR, -6 * DAY + 20 * HOUR)
    assert past[-6, "N"].span == Span(-6 * DAY + 20 * HOUR, -5 * DAY + 8 * HOUR)
    assert past[-6, "N"].night
    later = case.over(dt.date(2026, 11, 16), 1)
    moved = {(duty.day, duty.shift): duty for duty in later.history}
    assert moved[-13, "N"].span == Span(-13 * DAY + 20 * HOUR, -12 * DAY + 8 * HOUR)


def test_a_week_is_rolled_on_from_a_history_with_a_retired_shift(tmp_path: Path) -> None:
    old = {"history.csv": "officer,date,shift,start,end\nB,2026-11-01,X,20:00,09:00\nA,2026-10-31,D,,\n"}
    case = api.load(put_brigade(tmp_path / "brigade", old), weeks=2)
    outcome = api.solve(case, roll=True, time_limit=5, workers=1, plan_time=0)
    assert outcome.problem.past["B"][-1].span == Span(-DAY + 20 * HOUR, 9 * HOUR)
    sums, _first, _last = living.balances(case)
    assert {(one.officer, one.hours) for one in sums if one.hours} == {("A", 12.0), ("B", 13.0)}


def test_a_forgotten_week_is_noted(tmp_path: Path) -> None:
    two = "".join(f"A,2026-10-{day:02d},D,,\nB,2026-10-{day:02d},N,,\n" for day in range(5, 19))
    case = api.load(put_brigade(tmp_path / "brigade", {"history.csv": "officer,date,shift,start,end\n" + two}))
    text = "2026-10-19 to 2026-11-01: no roster known; rest and nights across the border are not checked"
    assert case.warnings == (text,)
    outcome = api.solve(case, time_limit=5, workers=1, plan_time=0)
    file = tmp_path / "week.xlsx"
    api.write(outcome, file)
    assert text in {cell.value for row in load_workbook(file)["Run"].iter_rows() for cell in row}


def test_days_off_for_all_are_no_forgotten_week(tmp_path: Path) -> None:
    weekdays = [day for day in range(5, 31) if dt.date(2026, 10, day).weekday() < 5]
    rows = "".join(f"A,2026-10-{day:02d},D,,\n" for day in weekdays)
    folder = put_brigade(tmp_path / "brigade", {"history.csv": "officer,date,shift,start,end\n" + rows})
    assert api.load(folder).warnings == ()
    rows = "".join(f"A,2026-10-{day:02d},D,,\n" for day in weekdays if not 12 <= day <= 16)
    (folder / "history.csv").write_text("officer,date,shift,start,end\n" + rows, encoding="utf-8")
    assert api.load(folder).warnings == (
        "2026-10-10 to 2026-10-18: no roster known; its duties are missing in every sum over past dates",
    )
