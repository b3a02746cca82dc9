"""Edits in the sheets of vehicles and daily orders are understood, and what is not is named by its cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import clock_text
from roster.domain.ids import UnitId
from roster.domain.pins import Pin, VehiclePin
from roster.rules.shared.positions import places
from tests.io.edited_week import Edited, crew_of, outcome


@pytest.fixture(params=["en", "zh"])
def week(tmp_path: Path, request: pytest.FixtureRequest) -> Edited:
    return Edited(tmp_path, request.param)


def titled(week: Edited, *titles: str) -> Worksheet:
    return next(sheet for sheet in week.book.worksheets if sheet.title in titles)


def vehicles(week: Edited) -> Worksheet:
    return titled(week, "Vehicles", "车辆安排")


def orders(week: Edited) -> Worksheet:
    return titled(week, "Daily orders", "勤务安排表")


def row_of_crew(sheet: Worksheet, label: str, member: str) -> int:
    for row in range(1, sheet.max_row + 1):
        if label in str(sheet.cell(row, 4).value) and member == sheet.cell(row, 9).value:
            return row
    raise AssertionError(label)


def test_a_workbook_as_written_has_no_edits(week: Edited) -> None:
    read = week.read()
    assert (read.sheet_edits, read.faults, read.notes, read.roster) == ((), (), (), outcome().roster)


def test_vehicles_that_change_places_are_pins(week: Edited) -> None:
    sheet = vehicles(week)
    first, second = (next(r for r in range(1, 12) if sheet.cell(r, 1).value == v) for v in ("V1", "V2"))
    early = str(sheet.cell(first, 6).value).split("\n")[0]
    late = str(sheet.cell(first, 6).value).split("\n")[1]
    sheet.cell(first, 6).value = late
    sheet.cell(second, 6).value = f"{early}\n{sheet.cell(second, 6).value}"
    read = week.read()
    assert read.faults == ()
    (edit,) = read.sheet_edits
    assert edit.pins == (VehiclePin(UnitId(0, "D", "car-Z1"), "V2", f"{sheet.title}!F{second}"),)
    assert crew_of(read.roster, 0, "D", "car-Z1").vehicle == "V2"
    assert crew_of(read.roster, 0, "N", "car-Z1").vehicle == "V1"


def test_rows_of_vehicles_may_be_sorted(week: Edited) -> None:
    sheet = vehicles(week)
    first, second = (next(r for r in range(1, 12) if sheet.cell(r, 1).value == v) for v in ("V1", "V2"))
    for column in range(1, sheet.max_column + 1):
        one, other = sheet.cell(first, column), sheet.cell(second, column)
        one.value, other.value = other.value, one.value
    assert week.read().sheet_edits == ()


def test_a_crew_whose_vehicle_was_deleted_has_none(week: Edited) -> None:
    sheet = vehicles(week)
    row = next(r for r in range(1, 12) if sheet.cell(r, 1).value == "V2")
    sheet.cell(row, 6).value = None
    (edit,) = week.read().sheet_edits
    unit, cell = (0, "E", "car-Z2"), f"{sheet.title}!F{row}"
    assert (edit.unit, edit.vehicle, edit.pins, edit.cell) == (unit, "", (VehiclePin(unit, "", cell),), cell)


@pytest.mark.parametrize("text", ["D car-Z9", "?? car-Z1", "car-Z1", "hello"])
def test_what_names_no_crew_is_a_fault_with_its_cell(week: Edited, text: str) -> None:
    sheet = vehicles(week)
    row = next(r for r in range(1, 12) if sheet.cell(r, 1).value == "V2")
    sheet.cell(row, 7).value = text
    ((place, found),) = week.faults()
    assert (place, found) == (f"week.xlsx {sheet.title}!G{row}", f"'{text}'")


def test_a_deleted_date_of_the_vehicles_is_a_fault(week: Edited) -> None:
    sheet = vehicles(week)
    sheet.delete_cols(7)
    assert (f"week.xlsx {sheet.title}!3:3", "no column for 2026-10-24") in week.faults()


def test_members_typed_over_in_an_order_take_the_seat(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    sheet.cell(row, 9).value = "陈静"
    for other in range(1, sheet.max_row + 1):  # the same crew at its other places
        if sheet.cell(other, 9).value == "赵磊" and other < row + 3:
            sheet.cell(other, 9).value = "陈静"
    read = week.read()
    assert read.faults == () or "second" in read.faults[0].found
    edit = read.sheet_edits[0]
    assert edit.members is not None
    assert set(edit.members) == {"002", "007"}
    assert edit.pins == (Pin("007", 0, "D", "car-Z1", edit.cell),)
    assert crew_of(read.roster, 0, "D", "car-Z1").officers == {"002", "007"}


def test_a_vehicle_typed_over_in_an_order_is_a_pin(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    before = outcome().problem.vehicle["V2"]
    sheet.cell(row, 7).value = before.name or before.id
    edit = next(e for e in week.read().sheet_edits if e.vehicle is not None)
    assert (edit.unit, edit.vehicle) == ((0, "D", "car-Z1"), "V2")


def test_names_that_nobody_has_are_faults(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    sheet.cell(row, 9).value = "nobody"
    assert (f"week.xlsx {sheet.title}!I{row}", "'nobody'") in week.faults()


def test_an_order_against_the_grid_is_a_fault_that_names_both(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    sheet.cell(row, 9).value = "陈静"
    cell = week.type("007", 0, "N")
    places = [fault for fault in week.read().faults if cell in fault.expected]
    assert places


def test_other_words_in_the_orders_are_only_noted(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    sheet.cell(row, 12).value = "bring the map"
    read = week.read()
    assert (read.sheet_edits, read.faults) == ((), ())
    assert len(read.notes) == 1
    assert sheet.title in read.notes[0]


def test_a_place_typed_over_is_a_pin_where_the_unit_may_stand(week: Edited) -> None:
    problem, sheet = outcome().problem, orders(week)
    crew = next(c for c in outcome().roster.crews if len(places(c.unit, problem)) > 1 and c.unit.most == 1)
    stand = crew.stands[0]
    other = next(place for place in places(crew.unit, problem) if place != stand.zone)
    date = problem.date(crew.unit.day).isoformat()
    title = next(row for row in range(1, sheet.max_row + 1) if date in str(sheet.cell(row, 1).value))
    row = next(
        row
        for row in range(title, sheet.max_row + 1)
        if crew.unit.label in str(sheet.cell(row, 4).value)
        and str(sheet.cell(row, 2).value).startswith(clock_text(stand.slot.start))
    )
    sheet.cell(row, 5).value = problem.name_of(other)
    read = week.read()
    assert read.faults == ()
    (edit,) = read.sheet_edits
    assert edit.places
    assert {(pin.unit, pin.place, pin.source) for pin in edit.places} == {
        (crew.unit.id, other, f"{sheet.title}!E{row}")
    }
    now = crew_of(read.roster, *crew.unit.id)
    slots = {pin.slot for pin in edit.places}
    for before, after in zip(crew.stands, now.stands, strict=True):
        assert after.zone == (other if after.slot in slots else before.zone)


def test_a_place_where_a_unit_cannot_stand_is_named_with_those_where_it_may(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    sheet.cell(row, 5).value = "the moon"
    assert (f"week.xlsx {sheet.title}!E{row}", "'the moon'") in week.faults()


def test_hours_typed_over_are_refused_with_their_cell(week: Edited) -> None:
    sheet = orders(week)
    row = row_of_crew(sheet, "car-Z1", "赵磊")
    sheet.cell(row, 2).value = "05:17-06:17"
    assert (f"week.xlsx {sheet.title}!B{row}", "'05:17-06:17'") in week.faults()
