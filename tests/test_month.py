"""The month: sums against a count of its own, overtime and leave by hand, and the workbook against the flat file."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from openpyxl import load_workbook

from benchmarks import published_year as year
from roster.domain.errors import InputError
from roster.domain.pay_month import Dates, cut_by_pay_month, cycle_of, pay_month
from roster.io.month.contract import HEADER, MonthRow, row_of
from roster.io.month.pay import amount_of
from roster.io.tables import facts, read_tables
from roster.living import months
from tests.io.pages import columns_in
from tests.living_month import FIRST, LAST, SETTINGS, STARTS, duties_of, put_brigade, put_table

STATUTORY = {dt.date(2026, 10, day) for day in (1, 2, 3)}
FREE = {dt.date(2026, 9, day) for day in (26, 27)} | {
    dt.date(2026, 10, day) for day in (4, 5, 6, 7, 11, 17, 18, 24, 25)
}


def rows_of(folder: Path, first: dt.date = FIRST, last: dt.date = LAST) -> dict[str, MonthRow]:
    sheet = months.month(folder, first, last)
    return {month.officer.id: row_of(month, sheet.record.rules) for month in sheet.months}


def test_the_page_names_every_column_in_order() -> None:
    assert tuple(columns_in("month.md")) == HEADER


def test_hours_are_those_of_every_minute_counted_by_itself(tmp_path: Path) -> None:
    put_brigade(tmp_path)
    found = rows_of(tmp_path)
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for week in range(len(STARTS)):
        for duty in duties_of(week):
            if not FIRST <= duty.date <= LAST:
                continue
            moment, end = (dt.datetime.fromisoformat(text) for text in (duty.start, duty.end))
            counted[duty.officer]["duties"] += 1
            while moment < end:
                date = moment.date()
                kind = "statutory" if date in STATUTORY else "rest_day" if date in FREE else "workday"
                counted[duty.officer][f"{kind}_hours"] += 1
                counted[duty.officer]["night_hours"] += moment.hour >= 22 or moment.hour < 6
                moment += dt.timedelta(minutes=1)
    assert len(found) == 9
    for officer, row in found.items():
        for name in ("workday_hours", "rest_day_hours", "statutory_hours", "night_hours"):
            assert getattr(row, name) == round(counted[officer][name] / 60, 4), (officer, name)
        assert row.duties == counted[officer]["duties"] == row.planned_duties
        assert row.hours == 8 * row.duties
        assert row.days == row.days_present + row.days_rest == 30
        by_day = dict(pair.split(":") for pair in row.duties_by_shift.split(";"))
        assert row.paid_hours == row.hours - 0.5 * int(by_day.get("D", 0))


def test_overtime_days_of_sworn_officers_are_capped_and_what_is_not_paid_is_carried_on(tmp_path: Path) -> None:
    put_brigade(tmp_path, ("pay_from_day,26", "overtime_days_cap,2"))
    put_table(tmp_path, "pay", "item,category,per,rate\nOvertime,sworn,overtime_day,100")
    sworn = [officer for officer in rows_of(tmp_path) if int(officer) % 3]
    served = {(d.officer, d.date) for week in range(len(STARTS)) for d in duties_of(week)}
    for officer in sworn:
        row = rows_of(tmp_path)[officer]
        worked = {date for who, date in served if who == officer}
        assert row.overtime_rest_days == len(worked & FREE)
        assert row.overtime_statutory_days == len(worked & STATUTORY)
        assert row.overtime_days_to_pay == min(2, row.overtime_days)
        earlier = [date for date in worked if date < FIRST and date.weekday() >= 5 and date != dt.date(2026, 9, 20)]
        earlier += [date for date in worked if date == dt.date(2026, 9, 25)]
        assert row.compensatory_before == max(0, len(earlier) - 2)
        assert row.compensatory_after == row.compensatory_before + row.overtime_days - row.overtime_days_to_pay
        assert ("overtime_days" in row.over_caps) == (row.overtime_days > 2)
        later = rows_of(tmp_path, LAST + dt.timedelta(days=1), LAST + dt.timedelta(days=31))[officer]
        assert later.compensatory_before == row.compensatory_after


def test_leave_is_by_its_kind_and_compensatory_leave_goes_before_pay(tmp_path: Path) -> None:
    put_brigade(tmp_path)
    before = rows_of(tmp_path)
    put_table(tmp_path, "pay", "item,category,per,rate\nOvertime,,overtime_day,100\nRest days,,rest_day_hour,20")
    rest = {officer: row for officer, row in before.items() if officer in ("0001", "0003")}
    free = {officer: sorted(_rest_dates(officer))[:2] for officer in rest}
    put_table(
        tmp_path,
        "absences",
        "id,kind,from,to\n"
        + "\n".join(f"{o},compensatory,{d},{d}" for o, dates in free.items() for d in dates)
        + "\n0004,marriage,2026-09-28,2026-09-30",
    )
    found = rows_of(tmp_path)
    for officer, row in rest.items():
        now = found[officer]
        assert (now.compensatory_days, now.days_leave, now.days_rest) == (2, 2, row.days_rest - 2)
        assert now.compensatory_taken == 2
    assert found["0001"].overtime_days_to_pay == min(6, max(0, found["0001"].overtime_days - 2))
    assert found["0003"].rest_day_hours_to_pay == found["0003"].rest_day_overtime_hours - 16
    assert (found["0004"].other_leave_days, found["0004"].leave_by_kind) == (0, "")
    assert found["0004"].days_present == before["0004"].days_present, "who is on duty is present, leave or not"


def _rest_dates(officer: str) -> set[dt.date]:
    worked = {duty.date for week in range(len(STARTS)) for duty in duties_of(week) if duty.officer == officer}
    return {FIRST + dt.timedelta(days=day) for day in range(30)} - worked


def test_what_was_done_takes_the_place_of_what_was_planned(tmp_path: Path) -> None:
    put_brigade(tmp_path)
    before = rows_of(tmp_path)["0001"]
    planned = sorted(d.date for week in range(len(STARTS)) for d in duties_of(week) if d.officer == "0001")
    inside = [date for date in planned if FIRST <= date <= LAST and date not in FREE | STATUTORY]
    free = min(_rest_dates("0001") - FREE - STATUTORY)
    put_table(
        tmp_path,
        "worked",
        f"officer,date,start,end\n0001,{inside[0]},10:00,22:00\n0001,{inside[1]},,\n0001,{free},00:00,03:00\nX9,{free},1:00,2:00",
    )
    row = rows_of(tmp_path)["0001"]
    notes = months.month(tmp_path, FIRST, LAST).notes
    assert "rows of the table worked are passed over, since no table has these people: X9" in notes
    assert (row.basis, before.basis) == ("mixed", "planned")
    assert row.planned_duties == before.duties - 2
    assert row.hours == before.hours - 16 + 12 + 3
    assert (row.days_absent, row.days_present, row.days_rest) == (1, before.days_present, before.days_rest - 1)
    assert "-:1" in row.duties_by_shift


def test_standard_hours_beyond_eight_a_day_and_a_cycles_excess(tmp_path: Path) -> None:
    put_brigade(tmp_path)
    worked = [d for week in range(len(STARTS)) for d in duties_of(week) if d.officer == "0003"]
    dates = sorted(d.date for d in worked if FIRST <= d.date <= LAST and d.date not in FREE | STATUTORY)
    put_table(tmp_path, "worked", f"officer,date,start,end\n0003,{dates[0]},08:00,20:00")
    (tmp_path / "worked.csv").unlink()
    year.write_tables(tmp_path, 9, settings=(*SETTINGS, "hours_system,comprehensive", "cycle,month"))
    row = rows_of(tmp_path)["0003"]
    assert (row.cycle_from, row.cycle_to) == (FIRST, LAST)
    assert row.cycle_standard_hours == 8 * row.days_due == 8 * 16
    assert row.cycle_excess_hours == row.workday_overtime_hours == max(0.0, row.cycle_hours - 128)
    assert row.rest_day_overtime_hours == 0.0 == row.compensatory_earned
    year.write_tables(tmp_path, 9, settings=(*SETTINGS, "hours_system,comprehensive", "cycle,quarter"))
    assert rows_of(tmp_path)["0003"].cycle_excess_hours == 0.0, "the quarter does not end here"


def test_unpublished_and_overlapping_weeks_and_people_who_left_are_named(tmp_path: Path) -> None:
    put_brigade(tmp_path, without=(6,))
    late = year.publication(dt.date(2026, 9, 30), [], time=dt.datetime(2026, 9, 29, 9), days=3)
    year.publish_all(tmp_path, [late])
    lines = (tmp_path / "officers.csv").read_text("utf-8").splitlines()
    (tmp_path / "officers.csv").write_text("\n".join(line for line in lines if not line.startswith("0002")), "utf-8")
    notes = months.month(tmp_path, FIRST, LAST).notes
    assert any("no roster was published of Mon 2026-10-12 to Sun 2026-10-18 (dates: 7)" in note for note in notes)
    assert any(note.startswith("Wed 2026-09-30 to Fri 2026-10-02 was published in two weeks") for note in notes)
    assert any("not in the table officers" in note and "0002" in note for note in notes)
    found = rows_of(tmp_path)
    assert found["0001"].days_unpublished == 7
    assert found["0002"].duties > 0
    assert not any(row.statutory_hours > 22 for row in found.values()), "the later publication has nobody on duty"


def test_who_joined_or_left_is_outside_and_away_from_every_later_roster(tmp_path: Path) -> None:
    put_brigade(tmp_path, without=(7,))
    lines = (tmp_path / "officers.csv").read_text("utf-8").splitlines()
    dates = {"0001": "2026-10-20,", "0002": ",2026-10-18"}
    people = [f"{line},{dates.get(line[:4], ',')}" for line in lines[1:]]
    put_table(tmp_path, "officers", "\n".join([f"{lines[0]},joined,left", *people]))
    found = rows_of(tmp_path)
    assert (found["0001"].days_outside, found["0002"].days_outside) == (24 - found["0001"].days_present, 7)
    assert found["0003"].days_outside == 0
    known = facts(read_tables(tmp_path), dt.date(2026, 10, 19), 1)
    assert [(one.id, one.kind, one.span.start) for one in known.absences] == [("0002", "left", 0)]


def test_pay_months_and_cycles_are_called_by_their_middle() -> None:
    date = dt.date
    assert pay_month(date(2026, 10, 25), 26) == Dates(date(2026, 9, 26), date(2026, 10, 25))
    assert pay_month(date(2026, 12, 26), 26) == Dates(date(2026, 12, 26), date(2027, 1, 25))
    assert cycle_of(date(2026, 10, 25), 26, "quarter") == Dates(date(2026, 9, 26), date(2026, 12, 25))
    assert cycle_of(date(2026, 10, 25), 1, "quarter") == Dates(date(2026, 10, 1), date(2026, 12, 31))
    assert cycle_of(date(2026, 2, 3), 5, "year") == Dates(date(2026, 1, 5), date(2027, 1, 4))
    pieces = cut_by_pay_month(date(2026, 9, 20), date(2026, 11, 1), 26)
    assert [piece.days for piece in pieces] == [6, 30, 7]
    assert cut_by_pay_month(date(2026, 9, 2), date(2026, 9, 1), 26) == []


def test_dates_the_wrong_way_round_are_a_sentence(tmp_path: Path) -> None:
    put_brigade(tmp_path)
    for first, last in ((LAST, FIRST), (FIRST, dt.date(2027, 1, 1))):
        with pytest.raises(InputError, match="a first and a last date"):
            months.month(tmp_path, first, last)


PAY = """
    item,category,per,rate,from,to
    Overtime,sworn,overtime_day,100,,
    Nights,,night,30,,2026-10-10
    Nights,,night,40.5,2026-10-11,
    Statutory,auxiliary,statutory_hour,61.25,,
    Post,sworn,duty_day,30,,
    Rest days,auxiliary,rest_day_hour,41.5,,
"""


def test_amounts_are_quantity_times_rate_by_the_dates_on_which_it_holds(tmp_path: Path) -> None:
    put_brigade(tmp_path)
    put_table(tmp_path, "pay", PAY)
    sheet = months.month(tmp_path, FIRST, LAST)
    paid = months.paid(sheet)
    nights = [one for one in paid.amounts if one.item == "Nights" and one.employee_id == "0001"]
    split = rows_of(tmp_path, FIRST, dt.date(2026, 10, 10))["0001"].night_duties
    assert [one.quantity for one in nights] == [split, rows_of(tmp_path)["0001"].night_duties - split]
    assert all(abs(one.amount - one.quantity * one.rate) <= 0.005001 for one in paid.amounts)
    assert (amount_of(0.5, 61.25), amount_of(2.5, 1.23), amount_of(1, 2.675)) == (30.63, 3.08, 2.68)
    assert {one.item for one in paid.amounts if one.employee_id == "0003"} == {"Nights", "Statutory", "Rest days"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reckons_what_the_flat_file_says(tmp_path: Path) -> None:
    """Every formula of the workbook, recalculated by another program."""
    put_brigade(tmp_path, without=(6,))
    put_table(tmp_path, "pay", PAY)
    leave = ["0001,annual,2026-10-19,2026-10-25", "0002,jury,2026-10-19,2026-10-20"]
    leave.append("0003,compensatory,2026-10-21,2026-10-22")
    put_table(tmp_path, "absences", "\n".join(["id,kind,from,to", *leave]))
    sheet = months.month(tmp_path, FIRST, LAST)
    paid = months.paid(sheet)
    months.write(sheet, tmp_path / "month.xlsx", paid)
    months.write_csv(sheet, tmp_path, paid)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "again"), str(tmp_path / "month.xlsx")], check=True, capture_output=True
    )
    book = load_workbook(tmp_path / "again" / "month.xlsx", data_only=True)
    with (tmp_path / "month.csv").open(encoding="utf-8-sig", newline="") as file:
        flat = list(csv.DictReader(file))
    days, hours, amounts = (book[title] for title in ("Attendance", "Hours and overtime", "Amounts"))
    for number, row in enumerate(flat):
        at = dict(zip(_headings(days, 5), [cell.value for cell in days[6 + number]], strict=True))
        for heading, name in (
            ("Present", "days_present"),
            ("Rest", "days_rest"),
            ("AL", "annual_days"),
            ("Due", "days_due"),
        ):
            assert at[heading] == float(row[name]), (row["employee_id"], heading)
        of = dict(zip(_headings(hours, 4), [cell.value for cell in hours[5 + number]], strict=True))
        for heading, name in SAME.items():
            assert of[heading] == pytest.approx(float(row[name]), abs=1e-6), (row["employee_id"], heading)
        due = sum(one.amount for one in paid.amounts if one.employee_id == row["employee_id"])
        assert amounts.cell(13 + number, amounts.max_column).value == pytest.approx(due)


SAME = {
    "All": "hours",
    "Workdays": "workday_hours",
    "All days": "overtime_days",
    "All hours": "overtime_hours",
    "Paid instead": "compensatory_paid",
    "Left over": "compensatory_after",
    "Rest-day hours": "rest_day_hours_to_pay",
}


def _headings(sheet: object, row: int) -> list[str]:
    return [str(cell.value) for cell in sheet[row]]  # type: ignore[index]
