"""Bad tables: every fault at once, each at the user's own coordinates, the same in CSV and in a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from roster.io.tables import read_tables
from tests.io.brigade_files import Brigade, Form, example, faults_of, write_folder


@pytest.fixture(params=["csv", "xlsx"])
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Form:
    return Form(tmp_path, request.param == "xlsx")


@pytest.fixture
def brigade() -> Brigade:
    return example()


def test_a_good_brigade_reads(form: Form, brigade: Brigade) -> None:
    tables = form.read(brigade)
    assert [row.id for row in tables.officers] == ["001", "002", "003", "NA", "005", "006"]
    assert str(tables.officers[3].place) == form.place("officers", "5")
    assert tables.officers[3].place.cell("sex") == form.place("officers", "D5", "sex")
    assert tables.history == ()


def test_all_faults_at_once(form: Form, brigade: Brigade) -> None:
    brigade["officers"][1][2] = "boss"
    brigade["officers"][2][3] = "x"
    brigade["shifts"][1][2] = "soon"
    brigade["demand"][1][0] = "cra"
    assert form.faults(brigade) == [
        form.place("officers", "C2", "category") + ": found 'boss'; expected one of sworn, auxiliary",
        form.place("officers", "D3", "sex") + ": found 'x'; expected one of f, m",
        form.place("shifts", "C2", "start") + ": found 'soon'; expected a time such as 07:00, or 24:00",
        form.place("demand", "A2", "unit_kind")
        + ": found 'cra'; expected an entry of the table units: one of car, post; did you mean car?",
    ]


def test_two_faults_of_one_row(form: Form, brigade: Brigade) -> None:
    brigade["officers"][1][2:4] = ["", "x"]
    assert form.faults(brigade) == [
        form.place("officers", "C2", "category")
        + ": found an empty cell; expected officer with full powers (sworn) or without (auxiliary)",
        form.place("officers", "D2", "sex") + ": found 'x'; expected one of f, m",
    ]


@pytest.mark.parametrize("table", ["settings", "officers", "shifts", "units", "demand"])
def test_a_required_table_is_missing(form: Form, brigade: Brigade, table: str) -> None:
    del brigade[table]
    assert form.faults(brigade) == [
        form.place(table) + f": found no such table; expected the table {table}",
    ]


@pytest.mark.parametrize("table", ["vehicles", "absences", "requests"])
def test_an_optional_table_may_be_missing(form: Form, brigade: Brigade, table: str) -> None:
    del brigade[table]
    brigade["absences"] = [["id", "kind", "from", "to"]]
    assert getattr(form.read(brigade), table) == ()


def test_a_misnamed_table(form: Form, brigade: Brigade) -> None:
    brigade["officer"] = brigade.pop("officers")
    assert form.faults(brigade)[0] == (
        form.place("officer")
        + ": found an unknown table; expected one of officers, routes, fixed, calendar, history; did you mean officers?"
    )


def test_a_table_of_another_name_is_not_read(form: Form, brigade: Brigade) -> None:
    brigade["notes"] = [["whatever"]]
    assert form.read(brigade).ignored == ("notes",)


def test_zero_officers_is_one_fault_and_not_one_for_each_reference(form: Form, brigade: Brigade) -> None:
    del brigade["officers"][1:]
    assert form.faults(brigade) == [form.place("officers") + ": found no rows; expected at least one row"]


def test_an_empty_file(form: Form, brigade: Brigade) -> None:
    brigade["units"] = []
    assert form.faults(brigade) == [form.place("units") + ": found no rows; expected at least one row"]


def test_a_missing_column(form: Form, brigade: Brigade) -> None:
    for row in brigade["officers"]:
        del row[2]
    assert form.faults(brigade) == [
        form.place("officers", "1")
        + ": found no column 'category'; expected a column 'category': officer with full powers (sworn) or without "
        "(auxiliary)"
    ]


def test_a_missing_id_column_is_one_fault_and_not_one_for_each_reference(form: Form, brigade: Brigade) -> None:
    for row in brigade["officers"]:
        del row[0]
    assert form.faults(brigade) == [
        form.place("officers", "1")
        + ": found no column 'id'; expected a column 'id': identifies the officer; text for ever"
    ]


def test_a_renamed_column(form: Form, brigade: Brigade) -> None:
    brigade["officers"][0][2] = "kategory"
    faults = form.faults(brigade)
    assert len(faults) == 1
    assert faults[0].startswith(form.place("officers", "C1", "kategory") + ": found an unknown column; expected one of")
    assert faults[0].endswith("; did you mean category?")


def test_an_unknown_column(form: Form, brigade: Brigade) -> None:
    brigade["zones"][0].append("blood_type")
    assert form.faults(brigade) == [
        form.place("zones", "C1", "blood_type") + ": found an unknown column; expected one of id, name"
    ]


def test_a_column_twice(form: Form, brigade: Brigade) -> None:
    brigade["zones"][0].append("Name")
    assert form.faults(brigade) == [
        form.place("zones", "C1", "Name") + ": found the column 'Name' again; expected each column once"
    ]


def test_a_cell_without_a_header(form: Form, brigade: Brigade) -> None:
    brigade["zones"][1].append("stray")
    assert form.faults(brigade) == [
        form.place("zones", "C2") + ": found 'stray'; expected no cell without a header above it"
    ]


def test_no_header_row(form: Form, brigade: Brigade) -> None:
    del brigade["zones"][0]
    faults = form.faults(brigade)
    assert faults == [
        form.place("zones", "1")
        + ": found 'west, West bank'; expected a header row with the columns id, name, between commas in CSV"
    ]


def test_a_title_above_the_header_and_blank_rows_are_passed_over(form: Form, brigade: Brigade) -> None:
    brigade["zones"] = [["Zones of the brigade, invented"], [], *brigade["zones"], ["", " "], ["", ""]]
    tables = form.read(brigade)
    assert [str(row.place) for row in tables.zones] == [form.place("zones", "4"), form.place("zones", "5")]


def test_headers_with_capitals_blanks_and_stars(form: Form, brigade: Brigade) -> None:
    brigade["units"][0] = ["Kind *", " NAME", "Crew", "Least crew", "composition", "Vehicle-kinds", "mode", "ｓhifts"]
    assert form.read(brigade).units[0].least_crew == 2


def test_a_duplicate_id(form: Form, brigade: Brigade) -> None:
    brigade["officers"][2][0] = "００１"
    assert form.faults(brigade)[0] == (
        form.place("officers", "A3", "id")
        + ": found '001' again (first in "
        + form.place("officers", "A2", "id")
        + "); expected each id once"
    )


@pytest.mark.parametrize(
    ("table", "cells", "columns"),
    [
        ("requests", ["006", "2026-11-08", "", "on"], "officer + date + shift"),
        ("fixed", ["006", "2026-11-08", "D"], "officer + date"),
        ("history", ["006", "2026-10-31", "D"], "officer + date"),
    ],
)
def test_rows_that_may_stand_once(form: Form, brigade: Brigade, table: str, cells: list[str], columns: str) -> None:
    header = {"requests": ["officer", "date", "shift", "wish"]}.get(table, ["officer", "date", "shift"])
    brigade[table] = [header, cells, cells]
    faults = form.faults(brigade)
    assert len(faults) == 1
    assert faults[0].startswith(form.place(table, "A3", "officer") + ": found '006 2026-1")
    assert faults[0].endswith(f"; expected each {columns} once")


def test_an_id_in_two_tables_that_are_referred_to_together(form: Form, brigade: Brigade) -> None:
    brigade["sites"][1][0] = "west"
    brigade["vehicles"][1][0] = "001"
    first = form.place("zones", "A2", "id"), form.place("officers", "A2", "id")
    faults = form.faults(brigade)
    assert (
        form.place("sites", "A2", "id")
        + f": found 'west' again (first in {first[0]}); expected different ids in zones and sites"
    ) in faults
    assert (
        form.place("vehicles", "A2", "id")
        + f": found '001' again (first in {first[1]}); "
        + "expected different ids in officers and vehicles"
    ) in faults


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "cell", "expected"),
    [
        ("officers", 1, 5, "wset", "F2 (home_zone)", "the table zones: one of east, west; did you mean west?"),
        ("units", 2, 7, "DD", "H3 (shifts)", "the table shifts: one of D, N"),
        ("demand", 1, 1, "west;eats", "B2 (places)", "the table zones or sites: one of east, west, post; did you mean"),
        ("demand", 2, 4, "workdya", "E3 (day_types)", "rest_day, holiday; did you mean workday?"),
        ("requests", 1, 0, "6", "A2 (officer)", "the table officers: one of 001, 002, 003, 005, 006, NA"),
        ("requests", 1, 2, "X", "C2 (shift)", "the table shifts: one of D, N"),
        ("sites", 1, 3, "north", "D2 (zone)", "the table zones: one of east, west"),
        ("absences", 1, 0, "V9", "A2 (id)", "the table officers or vehicles: one of"),
    ],
)
def test_names_that_no_table_has(
    form: Form, brigade: Brigade, table: str, row: int, column: int, value: str, cell: str, expected: str
) -> None:
    brigade[table][row][column] = value
    faults = form.faults(brigade)
    assert len(faults) == 1
    letter, _, header = cell.partition(" ")
    assert faults[0].startswith(form.place(table, letter, header.strip("()")) + ": found '" + value.split(";")[-1])
    assert expected in faults[0]


def test_a_bad_row_still_has_its_id(form: Form, brigade: Brigade) -> None:
    brigade["officers"][6][3] = "?"
    assert form.faults(brigade) == [form.place("officers", "D7", "sex") + ": found '?'; expected one of f, m"]


def test_overlapping_absences_name_both(form: Form, brigade: Brigade) -> None:
    brigade["absences"] += [["005", "sick", "2026-11-05 20:00", "2026-11-08", ""]]
    assert form.faults(brigade) == [
        form.place("absences", "C4", "from")
        + f": found an absence of '005' that overlaps {form.place('absences', '2')}, 2026-11-04 to 2026-11-05; "
        "expected absences of one officer or vehicle apart from each other"
    ]


def test_absences_that_touch_do_not_overlap(form: Form, brigade: Brigade) -> None:
    brigade["absences"] += [["005", "sick", "2026-11-06", "2026-11-08", ""]]
    assert len(form.read(brigade).absences) == 3


def test_a_long_absence_overlaps_more_than_its_neighbour(form: Form, brigade: Brigade) -> None:
    brigade["absences"] = [
        ["id", "kind", "from", "to"],
        ["005", "annual", "2026-11-01", "2026-11-20"],
        ["005", "sick", "2026-11-02", "2026-11-03"],
        ["005", "court", "2026-11-10", "2026-11-10"],
    ]
    first = form.place("absences", "2")
    assert [fault.split("; ")[0] for fault in form.faults(brigade)] == [
        form.place("absences", f"C{row}", "from")
        + f": found an absence of '005' that overlaps {first}, 2026-11-01 to 2026-11-20"
        for row in (3, 4)
    ]


def test_an_absence_that_ends_before_it_begins(form: Form, brigade: Brigade) -> None:
    brigade["absences"][1][2:4] = ["2026-11-05", "2026-11-04"]
    assert form.faults(brigade) == [
        form.place("absences", "D2", "to")
        + ": found '2026-11-04'; expected a moment after 2026-11-05, where the absence begins"
    ]


def test_leave_for_a_vehicle_and_maintenance_for_an_officer(form: Form, brigade: Brigade) -> None:
    brigade["absences"][1][1], brigade["absences"][2][1] = "maintenance", "annual"
    assert form.faults(brigade) == [
        form.place("absences", "B2", "kind") + ": found 'maintenance'; expected a kind of leave: 005 is an officer",
        form.place("absences", "B3", "kind") + ": found 'annual'; expected maintenance: V1 is a vehicle",
    ]


def test_a_permit_for_an_auxiliary(form: Form, brigade: Brigade) -> None:
    brigade["officers"][4][6] = "持枪证;driver"
    assert form.faults(brigade) == [
        form.place("officers", "G5", "qualifications")
        + ": found a firearms permit held by an auxiliary; expected armed only for sworn officers"
    ]


@pytest.mark.parametrize(
    ("table", "row", "changes", "fault"),
    [
        ("shifts", 1, {"code": "off"}, "A2 (code)|found 'off'; expected a code that does not stand for a day off"),
        ("shifts", 1, {"start": "25:00"}, "C2 (start)|found a start after midnight of the next date; expected a time"),
        ("units", 1, {"least_crew": "3"}, "D2 (least_crew)|found '3'; expected at most the full crew of 2"),
        (
            "units",
            1,
            {"composition": "sworn:3"},
            "E2 (composition)|found 'sworn:3'; expected at most the full crew",
        ),
        ("demand", 1, {"minimum": "2", "target": "1"}, "G2 (target)|found '1'; expected at least the minimum of 2"),
    ],
)
def test_cells_that_do_not_go_together(
    form: Form, brigade: Brigade, table: str, row: int, changes: dict[str, str], fault: str
) -> None:
    for header, value in changes.items():
        brigade[table][row][brigade[table][0].index(header)] = value
    place, text = fault.split("|")
    cell, header = place.split(" ")
    expected = form.place(table, cell, header.strip("()")) + ": " + text
    assert any(found.startswith(expected) for found in form.faults(brigade))


def test_officers_cells_that_do_not_go_together(form: Form, brigade: Brigade) -> None:
    brigade["officers"] = [
        ["id", "name", "category", "trainee", "coach", "protected_from", "protected_to"],
        ["005", "A", "sworn", "no", "006", "", ""],
        ["006", "B", "sworn", "yes", "006", "2026-10-02", "2026-10-01"],
    ]
    assert form.faults(brigade) == [
        form.place("officers", "E2", "coach") + ": found '006'; expected no coach for an officer who is no trainee",
        form.place("officers", "G3", "protected_to") + ": found '2026-10-01'; expected a date on or after 2026-10-02",
        form.place("officers", "E3", "coach") + ": found '006'; expected another officer than the trainee",
    ]


def test_most_below_minimum_and_target(form: Form, brigade: Brigade) -> None:
    brigade["demand"] = [["unit_kind", "minimum", "target", "most"], ["car", "2", "4", "3"], ["car", "2", "0", "1"]]
    assert form.faults(brigade) == [
        form.place("demand", "D2", "most") + ": found '3'; expected at least the target of 4",
        form.place("demand", "D3", "most") + ": found '1'; expected at least the minimum of 2",
    ]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["001", "2026-11-02", "Q", ""], "C2 (shift)|found 'Q'; expected one of D, N, off"),
        (["001", "2026-11-02", "休", "car"], "D2 (unit)|found 'car'; expected no unit on a day off"),
        (["001", "2026-11-02", "D", "cat"], "D2 (unit)|found 'cat'; expected a kind of unit (car, post), or one unit"),
        (["001", "2026-11-02", "D", "car-Z9"], "D2 (unit)|found 'car-Z9'; expected a kind of unit (car, post)"),
    ],
)
def test_pins_that_name_nothing(form: Form, brigade: Brigade, cells: list[str], fault: str) -> None:
    brigade["fixed"] = [["officer", "date", "shift", "unit"], cells]
    place, text = fault.split("|")
    cell, header = place.split(" ")
    faults = form.faults(brigade)
    assert len(faults) == 1
    assert faults[0].startswith(form.place("fixed", cell, header.strip("()")) + ": " + text)


@pytest.mark.parametrize("unit", ["car", "car-west", "car-west-2", "car-2", "post-post"])
def test_pins_may_name_a_kind_or_a_unit(form: Form, brigade: Brigade, unit: str) -> None:
    brigade["fixed"] = [["officer", "date", "shift", "unit"], ["001", "2026-11-02", "D", unit]]
    assert form.read(brigade).fixed[0].unit == unit


def test_a_past_shift_that_is_unknown_needs_its_hours(form: Form, brigade: Brigade) -> None:
    brigade["history"] = [
        ["officer", "date", "shift", "start", "end"],
        ["001", "2026-10-30", "OLD", "", ""],
        ["002", "2026-10-30", "OLD", "08:00", "16:00"],
        ["003", "2026-10-30", "OLD", "08:00", ""],
    ]
    assert form.faults(brigade) == [
        form.place("history", "E4", "end") + ": found an empty cell; expected both start and end, or neither",
        form.place("history", "C2", "shift")
        + ": found 'OLD'; expected a shift of the table shifts (D, N), or start and end",
        form.place("history", "C4", "shift")
        + ": found 'OLD'; expected a shift of the table shifts (D, N), or start and end",
    ]


def test_text_in_a_date(form: Form, brigade: Brigade) -> None:
    brigade["requests"][1][1] = "next Sunday"
    assert form.faults(brigade) == [
        form.place("requests", "B2", "date") + ": found 'next Sunday'; expected a date such as 2026-10-19"
    ]


def test_cells_that_begin_with_an_equals_sign_are_text(form: Form, brigade: Brigade) -> None:
    brigade["officers"][1][1] = '=HYPERLINK("http://example.org")'
    brigade["requests"][1][1] = "=A1+1"
    assert form.faults(brigade) == [
        form.place("requests", "B2", "date")
        + ": found '=A1+1'; expected a date such as 2026-10-19; a formula is read as text: paste its value"
    ]
    brigade["requests"][1][1] = "2026-11-08"
    assert form.read(brigade).officers[0].name == '=HYPERLINK("http://example.org")'


def test_settings_faults(form: Form, brigade: Brigade) -> None:
    brigade["settings"] = [
        ["setting", "value"],
        ["nmae", "Riverside"],
        ["start", "2026-11-31"],
        ["language", "en"],
        ["language", "zh"],
        ["night_hours", "late"],
    ]
    names = "name, start, language, country, night_hours, day_start, car_speed_kmh, foot_speed_kmh, detour_factor"
    assert form.faults(brigade) == [
        form.place("settings", "A2", "setting")
        + f": found an unknown setting; expected one of {names}; did you mean name?",
        form.place("settings", "A5", "setting")
        + f": found 'language' again (first in {form.place('settings', 'A4', 'setting')}); expected each setting once",
        form.place("settings", "B3", "start") + ": found '2026-11-31'; expected a date such as 2026-10-19",
        form.place("settings", "B6", "night_hours") + ": found 'late'; expected hours such as 22:00-06:00",
        form.place("settings") + ": found no setting 'name'; expected the brigade's name, as it stands on every sheet",
    ]


def test_an_empty_setting_that_is_required(form: Form, brigade: Brigade) -> None:
    brigade["settings"][1][1] = ""
    assert form.faults(brigade) == [
        form.place("settings", "B2", "name")
        + ": found an empty cell; expected the brigade's name, as it stands on every sheet"
    ]


def test_ids_keep_their_zeros_letters_and_lose_their_blanks(form: Form, brigade: Brigade) -> None:
    for row, written in enumerate(["007", "NA", "　００８ ", " 009", "null", "1e5"], start=1):
        brigade["officers"][row][0] = written
    del brigade["absences"], brigade["requests"]
    assert [row.id for row in form.read(brigade).officers] == ["007", "NA", "008", "009", "null", "1e5"]


@pytest.mark.parametrize("path", ["nowhere", "nowhere.xlsx"])
def test_a_path_that_is_not_there(tmp_path: Path, path: str) -> None:
    assert faults_of(lambda: read_tables(tmp_path / path)) == [
        f"{tmp_path / path}: found no such file or folder; expected a folder of CSV tables, or one workbook (.xlsx)"
    ]


def test_paths_without_tables(tmp_path: Path) -> None:
    expected = "expected a folder of CSV tables, or one workbook (.xlsx)"
    assert faults_of(lambda: read_tables(tmp_path)) == [f"{tmp_path}: found no tables; {expected}"]
    (tmp_path / "a.ods").write_text("x", encoding="utf-8")
    assert faults_of(lambda: read_tables(tmp_path / "a.ods")) == [
        f"{tmp_path / 'a.ods'}: found a file of another kind; {expected}"
    ]


def test_dates_as_values_in_csv_are_read_like_those_of_a_workbook(tmp_path: Path) -> None:
    brigade = example()
    value: Any = dt.date(2026, 11, 8)
    brigade["requests"][1][1] = value
    assert read_tables(write_folder(tmp_path / "b", brigade)).requests[0].date == value
