"""The sheet `HR` is a contract: header, types, sorting and what each column says."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster.domain.clock import Span, Window
from roster.domain.errors import OutputError
from roster.domain.outcome import Outcome
from roster.domain.paid import hours_of, split_hours, unpaid_minutes
from roster.domain.roster import Crew, Member, Placeless, Roster, Stand, crew_labels
from roster.domain.service import Shift, Slot, Unit, UnitKind
from roster.io.csv_out import field, write_csv
from roster.io.sheets import hr
from tests.io import sample
from tests.io.pages import columns_in

CONTRACT = (
    "employee_id, name, category, squad, date, shift_code, shift_name, start, end, crosses_midnight, hours, "
    "night_hours, unit, unit_kind, zone, site, role, armed, driver, vehicle_id, day_type, holiday_hours, "
    "statutory_hours, rest_day_hours, workday_hours, paid_hours"
)
COLUMNS = CONTRACT.replace(",", "").split()


def read_back(outcome: Outcome, folder: Path) -> list[list[object]]:
    """The sheet's rows after a round through a file, header first."""
    book = Workbook()
    sheet = book.create_sheet(hr.TITLE)
    hr.write(sheet, outcome)
    book.save(folder / "hr.xlsx")
    return [list(row) for row in load_workbook(folder / "hr.xlsx")[hr.TITLE].iter_rows(values_only=True)]


def row_of(outcome: Outcome, officer: str, day: int) -> hr.HrRow:
    date = outcome.problem.date(day)
    (row,) = [r for r in hr.rows(outcome.problem, outcome.roster) if (r.employee_id, r.date) == (officer, date)]
    return row


def test_the_header_is_the_contract(tmp_path: Path) -> None:
    assert read_back(sample.outcome(), tmp_path)[0] == COLUMNS
    assert ", ".join(hr.HEADER) == CONTRACT


def test_the_page_names_every_column_in_order() -> None:
    assert list(columns_in("hr-sheet.md")) == COLUMNS


def test_a_night_duty_in_full() -> None:
    assert row_of(sample.outcome(), "004", 0) == hr.HrRow(
        employee_id="004",
        name="刘洋",
        category="sworn",
        squad="2",
        date=dt.date(2026, 10, 23),
        shift_code="N",
        shift_name="Night",
        start=dt.datetime(2026, 10, 23, 23),
        end=dt.datetime(2026, 10, 24, 7),
        crosses_midnight=True,
        hours=8.0,
        night_hours=7.0,
        unit="car-Z1",
        unit_kind="car",
        zone="Z2",
        site="",
        role="lead",
        armed=False,
        driver=True,
        vehicle_id="V1",
        day_type="workday",
        holiday_hours=0.0,
        statutory_hours=0.0,
        rest_day_hours=7.0,
        workday_hours=1.0,
        paid_hours=8.0,
    )


def test_a_post_has_its_site_and_the_sites_zone() -> None:
    row = row_of(sample.outcome(), "007", 1)
    assert (row.unit, row.unit_kind, row.zone, row.site, row.vehicle_id) == ("post-S1", "post", "Z1", "S1", "")


def test_the_zone_is_that_of_most_of_the_shift() -> None:
    row = row_of(sample.outcome(), "003", 1)
    assert (row.unit, row.shift_code, row.zone) == ("car-Z1", "E", "Z2"), "15-18 in Z1, 18-23 in Z2"


def test_of_places_that_share_the_shift_alike_the_base_is_the_main_one() -> None:
    unit = Unit(0, "D", "car", "Z2")
    stands = [Stand(Slot(0, 60 * hour, 60 * hour + 60), zone, "", "car", False) for hour, zone in enumerate("1221")]
    alike = [stand._replace(zone=f"Z{stand.zone}") for stand in stands]
    for ordered in (alike, alike[::-1]):
        main = Crew(unit, (), "", tuple(ordered)).main_stand
        assert main is not None
        assert main.zone == "Z2"
    assert Crew(unit, ()).main_stand is None


def test_the_duty_leader_has_no_zone() -> None:
    row = row_of(sample.outcome(), "001", 2)
    assert (row.unit, row.zone, row.site, row.role, row.hours) == ("leader", "", "", "leader", 24.0)


def test_every_member_has_the_vehicle_and_its_own_places() -> None:
    outcome = sample.outcome()
    lead, driver = row_of(outcome, "003", 1), row_of(outcome, "NA", 1)
    assert (lead.role, lead.armed, lead.driver, lead.vehicle_id) == ("lead", False, False, "V2")
    assert (driver.role, driver.armed, driver.driver, driver.vehicle_id) == ("driver", False, True, "V2")
    both = row_of(outcome, "002", 0)
    assert (both.role, both.armed, both.driver) == ("lead", True, True)
    assert row_of(outcome, "A03", 0).role == "member"


def test_holiday_hours_are_those_of_the_clock_on_holidays() -> None:
    outcome = sample.outcome()
    into = row_of(outcome, "004", 1)
    assert (into.day_type, into.holiday_hours) == ("rest_day", 7.0)
    whole = row_of(outcome, "002", 2)
    assert (whole.day_type, whole.holiday_hours) == ("holiday", 8.0)
    leader = row_of(outcome, "001", 2)
    assert (leader.hours, leader.holiday_hours, leader.night_hours) == (24.0, 16.0, 8.0)


def test_hours_of_a_night_split_at_midnight_by_what_pay_calls_the_dates() -> None:
    """Sunday 2026-10-25 is a holiday of the sample: as a statutory one, then as a day off beside one."""
    problem = replace(sample.outcome().problem, statutory=frozenset({2}))
    outcome = replace(sample.outcome(), problem=problem)
    leader, into = row_of(outcome, "001", 2), row_of(outcome, "004", 1)
    assert (leader.statutory_hours, leader.rest_day_hours, leader.workday_hours) == (16.0, 0.0, 8.0)
    assert (into.statutory_hours, into.rest_day_hours, into.workday_hours) == (7.0, 1.0, 0.0)
    assert row_of(sample.outcome(), "001", 2)[-4:-1] == (0.0, 16.0, 8.0)


def test_the_three_parts_add_up_to_the_last_decimal() -> None:
    problem = replace(sample.problem(), statutory=frozenset({1}), day_types={2: "rest_day"})
    for start, end in ((1410, 4340), (1420, 4340), (1439, 2881), (1400, 4321)):
        span = Span(start, end)
        split = split_hours(problem, span)
        assert round(sum(split), 10) == hours_of(span.minutes)
        assert min(split) >= 0


def test_paid_hours_leave_out_unpaid_breaks() -> None:
    whole = Shift("D", "Day", Window(420, 900), break_minutes=60)
    part = replace(whole, code="D@07-11", hours=Window(420, 660), of="D", of_hours=whole.hours)
    assert [
        unpaid_minutes(whole, whole.span(0)),
        unpaid_minutes(part, part.span(0)),
        unpaid_minutes(None, Span(0, 9)),
    ] == [
        60,
        30,
        0,
    ]
    outcome = sample.outcome()
    shifts = tuple(whole if shift.code == "D" else shift for shift in outcome.problem.shifts)
    row = row_of(replace(outcome, problem=replace(outcome.problem, shifts=shifts)), "002", 0)
    assert (row.hours, row.paid_hours) == (8.0, 7.0)


def test_a_day_type_of_the_brigades_own_counts_by_its_weekday() -> None:
    outcome = sample.outcome()
    problem = replace(outcome.problem, day_types={0: "festival", 1: "festival", 2: "holiday"})
    assert [problem.common_day_type(day) for day in range(4)] == ["workday", "rest_day", "holiday", "workday"]


@pytest.mark.parametrize(
    ("start", "end", "crosses", "hours"),
    [(16 * 60, 24 * 60, True, 8.0), (15 * 60, 23 * 60 + 59, False, 8.9833), (0, 440, False, 7.3333)],
)
def test_an_end_on_a_later_date_crosses_midnight(start: int, end: int, crosses: bool, hours: float) -> None:
    outcome = sample.outcome()
    shifts = tuple(Shift("D", "Day", Window(start, end)) if s.code == "D" else s for s in outcome.problem.shifts)
    row = row_of(replace(outcome, problem=replace(outcome.problem, shifts=shifts)), "002", 0)
    assert (row.crosses_midnight, row.hours) == (crosses, hours)


def test_night_hours_are_the_brigades_own() -> None:
    outcome = sample.with_settings(sample.outcome(), night=Window(20 * 60, 24 * 60))
    assert [row_of(outcome, officer, 0).night_hours for officer in ("003", "004", "002")] == [3.0, 1.0, 0.0]


def test_one_row_a_duty_by_officer_and_start() -> None:
    outcome = sample.outcome()
    rows = hr.rows(outcome.problem, outcome.roster)
    assert len(rows) == sum(len(crew.members) for crew in outcome.roster.crews)
    assert rows == sorted(rows, key=lambda row: (row.employee_id, row.start))
    named = {(row.date, row.shift_code, row.unit) for row in rows}
    assert len(named) == len(outcome.roster.crews)


def test_crews_of_a_pooled_unit_have_labels_of_their_own() -> None:
    unit = Unit(0, "D", "guide", "Z1", most=9)
    crews = [Crew(unit, (Member(officer),)) for officer in ("A04", "007", "A03")]
    assert crew_labels(Roster(tuple(crews))) == ("guide-Z1#3", "guide-Z1", "guide-Z1#2")
    problem = sample.problem()
    problem = replace(problem, kinds=(*problem.kinds, UnitKind("guide", "Guide", 1, 1, {}, (), "foot")))
    rows = hr.rows(problem, Roster(tuple(crews)))
    assert [(row.employee_id, row.unit) for row in rows] == [
        ("007", "guide-Z1"),
        ("A03", "guide-Z1#2"),
        ("A04", "guide-Z1#3"),
    ]


def test_a_duty_without_a_crew_has_a_row_without_a_unit() -> None:
    problem = sample.problem()
    (row,) = hr.rows(problem, Roster((), (Placeless("007", 3, "E"),)))
    assert (row.employee_id, row.shift_code, row.unit, row.unit_kind, row.role) == ("007", "E", "", "", "member")


def test_cells_have_the_types_that_the_page_promises(tmp_path: Path) -> None:
    header, *rows = read_back(sample.outcome(), tmp_path)
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    for name in ("date", "start", "end"):
        assert {type(value) for value in columns[name]} == {dt.datetime}
    for name in ("crosses_midnight", "armed", "driver"):
        assert {type(value) for value in columns[name]} == {bool}
    for name in ("hours", "night_hours", *COLUMNS[-5:]):
        assert all(isinstance(value, int | float) and not isinstance(value, bool) for value in columns[name])
    assert {"007", "NA", "002"} <= set(columns["employee_id"])
    assert set(columns["site"]) == {"S1", None}
    sheet = load_workbook(tmp_path / "hr.xlsx")[hr.TITLE]
    assert [sheet.cell(2, 1 + COLUMNS.index(name)).number_format for name in ("employee_id", "date", "start")] == [
        "@",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:Z{len(rows) + 1}")


def test_a_name_like_a_formula_is_a_text(tmp_path: Path) -> None:
    read_back(sample.outcome(), tmp_path)
    sheet = load_workbook(tmp_path / "hr.xlsx")[hr.TITLE]
    cells = [row[1] for row in sheet.iter_rows() if row[1].value == "=1+1"]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_csv_file_says_the_same(tmp_path: Path) -> None:
    outcome = sample.outcome()
    file, _slots, _itinerary = write_csv(tmp_path / "new" / "folder", outcome)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfemployee_id,")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == COLUMNS
    assert len(rows) == len(hr.rows(outcome.problem, outcome.roster))
    assert ",".join(rows[0]) == (
        "001,王伟,sworn,1,2026-10-23,L,Duty leader,2026-10-23T08:00,2026-10-24T08:00,TRUE,24,8,leader,leader,,,"
        "leader,FALSE,FALSE,,workday,0,0,8,16,24"
    )
    assert {row[1] for row in rows if row[0] == "A04"} == {"'=1+1"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+86 1", "'+86 1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("car-Z1", "car-Z1"),
        ("", ""),
        (-1.5, "-1.5"),
        (7.3333, "7.3333"),
        (8.0, "8"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2026, 10, 23), "2026-10-23"),
        (dt.datetime(2026, 10, 23, 23), "2026-10-23T23:00"),
    ],
)
def test_no_text_of_a_csv_file_runs_as_a_formula(value: object, text: str) -> None:
    assert field(value) == text


def test_a_csv_folder_that_cannot_be_made_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        write_csv(tmp_path / "file", sample.outcome())
