"""The sheet `Slots` is a contract: header, types and one row for each crew and slot."""

from __future__ import annotations

import csv
import datetime as dt
from itertools import pairwise
from pathlib import Path

from openpyxl import Workbook, load_workbook

from roster.io.csv_out import write_csv
from roster.io.sheets import hr, slots
from tests.io import sample
from tests.io.pages import columns_in

CONTRACT = "date, slot_start, slot_end, shift_code, unit, unit_kind, zone, site, mode, lights, vehicle_id"
COLUMNS = CONTRACT.replace(",", "").split()


def sample_rows() -> list[slots.SlotRow]:
    outcome = sample.outcome()
    return slots.rows(outcome.problem, outcome.roster)


def of_crew(day: int, shift: str, unit: str) -> list[slots.SlotRow]:
    date = sample.problem().date(day)
    return [row for row in sample_rows() if (row.date, row.shift_code, row.unit) == (date, shift, unit)]


def test_the_header_is_the_contract_and_the_page_names_it() -> None:
    assert ", ".join(slots.HEADER) == CONTRACT
    assert list(columns_in("slots-sheet.md")) == COLUMNS


def test_a_crews_slots_make_up_its_shift() -> None:
    evening = of_crew(0, "E", "car-Z2")
    assert (evening[0].slot_start, evening[-1].slot_end) == (
        dt.datetime(2026, 10, 23, 15),
        dt.datetime(2026, 10, 23, 23),
    )
    assert len(evening) > 1
    assert all(one.slot_end == other.slot_start for one, other in pairwise(evening))


def test_a_row_says_where_the_crew_is_then() -> None:
    night = of_crew(1, "N", "car-Z2")
    assert night[-1] == slots.SlotRow(
        date=dt.date(2026, 10, 24),
        slot_start=dt.datetime(2026, 10, 25, 2),
        slot_end=dt.datetime(2026, 10, 25, 7),
        shift_code="N",
        unit="car-Z2",
        unit_kind="car",
        zone="Z1",
        site="",
        mode="car",
        lights=True,
        vehicle_id="V1",
    )
    assert night[0].zone == "Z2"
    post = of_crew(1, "D", "post-S1")
    assert {(row.zone, row.site, row.mode, row.lights, row.vehicle_id) for row in post} == {
        ("Z1", "S1", "static", False, "")
    }


def test_the_duty_leader_has_one_row_for_the_whole_shift() -> None:
    (row,) = of_crew(0, "L", "leader")
    assert (row.slot_start, row.slot_end) == (dt.datetime(2026, 10, 23, 8), dt.datetime(2026, 10, 24, 8))
    assert (row.zone, row.site, row.mode, row.lights) == ("", "", "foot", False)


def test_crews_are_those_of_the_hr_sheet() -> None:
    outcome = sample.outcome()
    duties = {(row.date, row.shift_code, row.unit) for row in hr.rows(outcome.problem, outcome.roster)}
    assert {(row.date, row.shift_code, row.unit) for row in sample_rows()} == duties


def test_the_sheet_and_the_csv_file_hold_every_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet(slots.TITLE)
    slots.write(sheet, sample.outcome())
    book.save(tmp_path / "slots.xlsx")
    header, *read = load_workbook(tmp_path / "slots.xlsx")[slots.TITLE].iter_rows(values_only=True)
    assert list(header) == COLUMNS
    expected = sample_rows()
    assert [(row[1], row[4], row[6] or "", row[9]) for row in read] == [
        (row.slot_start, row.unit, row.zone, row.lights) for row in expected
    ]
    _hr, file, _itinerary = write_csv(tmp_path, sample.outcome())
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header_line, *rows = csv.reader(lines)
    assert header_line == COLUMNS
    assert len(rows) == len(expected)
    assert rows[0][:3] == ["2026-10-23", "2026-10-23T07:00", "2026-10-23T15:00"]
