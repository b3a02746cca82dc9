"""Bad tables: every fault at once, each at the user's own coordinates, the same in CSV and in a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from roster.io.tables import read_tables
from tests.io.brigade_files import Brigade, Form, example, write_folder


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
        + ": found an unknown table; expected one of officers, routes, travel, fixed, guests, calendar, history, "
        + "before, worked, pay, accounts, shift_codes; did you mean officers?"
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
        del row[1]
    assert form.faults(brigade) == [
        form.place("officers", "1")
        + ": found no column 'name'; expected a column 'name': name as it stands on every sheet"
    ]


def test_permits_without_categories_are_one_fault(form: Form, brigade: Brigade) -> None:
    for row in brigade["officers"]:
        del row[2]
    (fault,) = form.faults(brigade)
    assert fault.endswith(
        "found a firearms permit, no category; expected a column category: armed only for sworn officers"
    )


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
        form.place("zones", "C1", "blood_type") + ": found an unknown column; expected one of latitude, longitude"
    ]


def test_a_column_twice(form: Form, brigade: Brigade) -> None:
    brigade["zones"][0].append("Name")
    assert form.faults(brigade) == [
        form.place("zones", "C1", "Name") + ": found the column 'Name' again; expected each column once"
    ]


def test_cells_without_a_header(form: Form, brigade: Brigade) -> None:
    brigade["zones"][1].append("stray")
    brigade["zones"][2] += ["stray", "other"]
    assert form.faults(brigade) == [
        form.place("zones", "C2") + ": found 'stray', also in C3; expected no cell without a header above it",
        form.place("zones", "D3") + ": found 'other'; expected no cell without a header above it",
    ]


def test_no_header_row(form: Form, brigade: Brigade) -> None:
    del brigade["zones"][0]
    faults = form.faults(brigade)
    assert faults == [
        form.place("zones", "1")
        + ": found 'west, West bank'; expected a header row with the columns id, name, latitude, longitude"
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


def test_text_in_a_date(form: Form, brigade: Brigade) -> None:
    brigade["requests"][1][1] = "next Sunday"
    assert form.faults(brigade) == [
        form.place("requests", "B2", "date") + ": found 'next Sunday'; expected a date such as 2026-10-19"
    ]


def test_the_same_text_in_two_columns_is_two_faults(form: Form, brigade: Brigade) -> None:
    for row in brigade["shifts"][1:]:
        row[2] = row[3] = "late"
    expected = "expected a time such as 07:00, or 24:00"
    assert form.faults(brigade) == [
        form.place("shifts", "C2", "start") + f": found 'late', also in C3; {expected}",
        form.place("shifts", "D2", "end")
        + f": found 'late', also in D3; {expected}; 56:00 for 08:00 two dates later; 48 hours at most",
    ]


def test_of_many_different_texts_in_a_column_the_last_fault_speaks_for_the_rest(form: Form, brigade: Brigade) -> None:
    dates = [f"{day}.11." for day in range(1, 26)]
    brigade["history"] = [["officer", "date", "shift"], *(["001", date, "N"] for date in dates)]
    faults = form.faults(brigade)
    assert len(faults) == 20
    expected = "expected a date such as 2026-10-19"
    assert faults[18:] == [
        form.place("history", "B20", "date") + f": found '19.11.'; {expected}",
        form.place("history", "B21", "date") + f": found '20.11.', and others in B22:B26; {expected}",
    ]


def test_of_many_cells_apart_the_first_are_listed(form: Form, brigade: Brigade) -> None:
    brigade["history"] = [["officer", "date", "shift"]]
    brigade["history"] += [["001", f"2026-10-{day:02}", "DN"[day % 2]] for day in range(1, 31)]
    brigade["history"] += [["002", f"2026-10-{day:02}", "DN"[day % 2]] for day in range(1, 31)]
    brigade["shifts"][2][0] = "E"
    (fault,) = [fault for fault in form.faults(brigade) if "history" in fault]
    assert fault.startswith(form.place("history", "C2", "shift") + ": found 'N', also in C4, C6, C8,")
    assert "C40, C42 and 9 more; expected a shift of the table shifts (D, E), or start and end" in fault


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
    names = (
        "name, start, language, country, weekend, week_start, weeks, night_hours, day_start, time_zone, "
        "car_speed_kmh, foot_speed_kmh, …"
    )
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


def test_dates_as_values_in_csv_are_read_like_those_of_a_workbook(tmp_path: Path) -> None:
    brigade = example()
    value: Any = dt.date(2026, 11, 8)
    brigade["requests"][1][1] = value
    assert read_tables(write_folder(tmp_path / "b", brigade)).requests[0].date == value
