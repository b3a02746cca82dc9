"""Hours as they were worked: absences that come between, swaps, and what sheets say of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from roster import api, living
from roster.domain.clock import Span
from roster.domain.people import Absence
from roster.io.sheets import grid
from roster.living import Week
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
    assert swap.verdict.forbidden == ("B already works N on Mon 2026-11-02; A already works D on Tue 2026-11-03")


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


def told(file: Path, sheet: str, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Columns of a sheet for other programs, as text."""
    rows = list(load_workbook(file)[sheet].iter_rows(values_only=True))
    at = [rows[0].index(name) for name in columns]
    return {tuple(str(row[column]) for column in at) for row in rows[1:]}


def test_publishing_an_edited_week_writes_every_sheet_anew(tmp_path: Path) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    file = tmp_path / "week.xlsx"
    assert week.checked.all_notes == ()
    assert not week.checked.stale
    work = {(duty.officer, duty.day): duty.shift for duty in week.roster.work()}
    off = next(officer for officer in "ABCD" if not {(officer, day) for day in (3, 4, 5)} & work.keys())
    on = next(officer for officer in "ABCD" if work.get((officer, 4)) == "D")
    type_into(file, week, {(on, 4): "-", (off, 4): "D"})
    edited = living.open_week(file, week.case.brigade)
    assert edited.checked.report.must_violations == ()
    assert [note.split(" (rows")[0] for note in edited.checked.all_notes] == [
        "HR does not say what the grid says",
        "other sheets still say what was written; `roster publish` and `roster replan` write them anew",
    ]
    typed = file.read_bytes()
    publication, new, _ledger = living.publish(edited, file)
    assert new
    duties = {(d.officer, d.date.isoformat(), d.shift) for d in publication.duties}
    assert (off, "2026-11-06", "D") in duties
    hr_rows = told(file, "HR", ("employee_id", "date", "shift_code"))
    assert {(who, date[:10], shift) for who, date, shift in hr_rows} == duties
    assert (tmp_path / "week.xlsx.bak").read_bytes() == typed
    (copy,) = (week.case.brigade / "published").glob("*.xlsx")
    assert copy.read_bytes() == file.read_bytes()
    again = living.open_week(file, week.case.brigade)
    assert (again.checked.stale, again.roster) == (False, edited.roster)
    orders = [str(cell.value) for row in load_workbook(file)["Daily orders"].iter_rows() for cell in row]
    assert off in orders
    assert living.publish(again, file)[1] is False


def test_a_sheet_that_was_changed_by_itself_is_told_and_put_right(tmp_path: Path) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    file = tmp_path / "week.xlsx"
    right = told(file, "HR", ("employee_id", "date", "shift_code"))
    book = load_workbook(file)
    book["HR"].cell(2, 1).value = "Z"
    book.save(file)
    changed = living.open_week(file, week.case.brigade)
    assert changed.checked.edits == ()
    assert changed.checked.all_notes[0].startswith("HR does not say what the grid says (rows: 1), first: A 2026-11-0")
    living.publish(changed, file)
    assert told(file, "HR", ("employee_id", "date", "shift_code")) == right


def type_into(file: Path, week: Week, cells: dict[tuple[str, int], str]) -> None:
    book = load_workbook(file)
    for (officer, day), text in cells.items():
        book["Roster"].cell(grid.row_of(officer, week.problem), grid.column_of(day)).value = text
    book.save(file)


def test_a_leave_typed_into_the_grid_is_an_absence_with_its_kind_and_is_kept(tmp_path: Path) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    file = tmp_path / "week.xlsx"
    work = {(duty.officer, duty.day): duty.shift for duty in week.roster.work()}
    free = [(o, day) for o in "BCD" for day in (3, 4, 5) if (o, day) not in work and work.get((o, day - 1)) != "N"]
    off, day = free[0]
    cell = f"Roster!{grid_cell(week, off, day)}"
    type_into(file, week, {("A", 1): "病", (off, day): "AL"})
    typed = living.open_week(file, week.case.brigade)
    assert {(edit.was, edit.now) for edit in typed.checked.all_edits} == {("D", "SL"), ("-", "AL")}
    assert {(a.id, a.kind, a.span) for a in typed.problem.absences} == {
        ("A", "sick", Span(DAY, 2 * DAY)),
        (off, "annual", Span(day * DAY, (day + 1) * DAY)),
    }
    assert typed.problem.absent(off, Span(day * DAY, (day + 1) * DAY)).source == cell  # type: ignore[union-attr]
    outcome = living.replan(typed, time_limit=10, workers=1, plan_time=0)
    assert outcome.report.must_violations == ()
    assert not {("A", 1), (off, day)} & {(duty.officer, duty.day) for duty in outcome.roster.work()}
    after = tmp_path / "after.xlsx"
    api.write(outcome, after)
    kept = living.open_week(after, week.case.brigade)
    assert kept.checked.all_edits == ()
    assert {absence.kind for absence in kept.disruption.absences} == {"sick", "annual"}
    assert grid_text(after, week, "A", 1) == "SL"
    again = living.replan(kept, [("B", "2026-11-08", "court")], time_limit=10, workers=1, plan_time=0)
    assert {absence.kind for absence in again.problem.absences} == {"sick", "annual", "court"}


def test_a_leave_of_no_kind_is_refused_with_what_to_do(tmp_path: Path) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    file = tmp_path / "week.xlsx"
    type_into(file, week, {("A", 1): "LV"})
    with pytest.raises(api.InputError) as error:
        living.open_week(file, week.case.brigade)
    assert str(error.value) == (
        f"week.xlsx Roster!{grid_cell(week, 'A', 1)}: found 'LV'; expected a leave with its kind (AL, SL, PL, ML, TR, "
        "CT, CL), or a row of the table absences"
    )


def test_a_day_off_typed_over_an_absence_says_where_that_ends(tmp_path: Path) -> None:
    absent = {"absences.csv": "id,kind,from,to\nB,annual,2026-11-04,2026-11-05\n"}
    week = solved_week(put_brigade(tmp_path / "brigade", absent))
    file = tmp_path / "week.xlsx"
    type_into(file, week, {("B", 2): "-"})
    changed = living.open_week(file, week.case.brigade)
    assert changed.checked.all_notes == (
        f"Roster!{grid_cell(week, 'B', 2)}: a day off was typed over an absence (annual leave), which stays; "
        "it ends in absences.csv:2",
    )


def test_a_leave_by_dates_takes_the_night_before_it_whole(tmp_path: Path) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    night = next(duty.officer for duty in week.roster.work() if (duty.day, duty.shift) == (1, "N"))
    outcome = living.replan(week, [(night, "2026-11-04", "annual")], time_limit=10, workers=1, plan_time=0)
    assert outcome.problem.cuts == ()
    assert {duty.shift for duty in outcome.roster.work()} == {"D", "N"}


def grid_cell(week: Week, officer: str, day: int) -> str:
    return f"{get_column_letter(grid.column_of(day))}{grid.row_of(officer, week.problem)}"


def grid_text(file: Path, week: Week, officer: str, day: int) -> str:
    return str(load_workbook(file)["Roster"][grid_cell(week, officer, day)].value)
