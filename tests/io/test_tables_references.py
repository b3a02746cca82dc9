"""Rows that do not go together: with each other, with other tables, or within one row."""

from __future__ import annotations

import pytest

from tests.io.brigade_files import Brigade, Form


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "cell", "expected"),
    [
        ("officers", 1, 5, "wset", "F2 (home_zone)", "the table zones: one of east, west; did you mean west?"),
        ("units", 2, 7, "DD", "H3 (shifts)", "the table shifts: one of D, N"),
        ("demand", 1, 1, "west;eats", "B2 (places)", "the table zones or sites: one of east, west, post; did you mean"),
        ("demand", 2, 4, "workdya", "E3 (day_types)", "rest_day, holiday; did you mean workday?"),
        ("requests", 1, 0, "008", "A2 (officer)", "the table officers: one of 001, 002, 003, 005, 006, NA"),
        ("requests", 1, 0, "6", "A2 (officer)", "the table officers, perhaps 006: zeros get lost where ids are not"),
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


def test_absences_may_overlap(form: Form, brigade: Brigade) -> None:
    brigade["absences"] += [["005", "sick", "2026-11-05 20:00", "2026-11-08", ""]]
    assert len(form.read(brigade).absences) == 3


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


@pytest.mark.parametrize("word", ["2026-11-31", "2026-11-05..2026-11-02"])
def test_dates_of_demand_that_are_none(form: Form, brigade: Brigade, word: str) -> None:
    brigade["demand"] = [["unit_kind", "day_types", "minimum"], ["car", word, "2"]]
    (fault,) = form.faults(brigade)
    assert fault.startswith(form.place("demand", "B2", "day_types"))
    assert "date" in fault


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
        + ": found 'OLD', also in C4; expected a shift of the table shifts (D, N), or start and end",
    ]


def test_an_officer_who_is_removed_is_one_fault_in_each_table(form: Form, brigade: Brigade) -> None:
    brigade["requests"][1:] = [
        [officer, f"2026-11-0{day}", "", "off"] for officer in ("001", "X") for day in (2, 3, 4, 6)
    ]
    brigade["requests"] += [["X", "2026-11-08", "", "off"], ["001", "2026-11-08", "", "off"]]
    del brigade["officers"][1]
    expected = "expected an entry of the table officers: one of 002, 003, 005, 006, NA"
    assert form.faults(brigade) == [
        form.place("requests", "A2", "officer") + f": found '001', also in A3:A5, A11; {expected}",
        form.place("requests", "A6", "officer") + f": found 'X', also in A7:A10; {expected}",
    ]


def test_a_long_table_of_ids_is_not_listed(form: Form, brigade: Brigade) -> None:
    brigade["officers"] += [[f"P{number}", "", "sworn", "", "", "", ""] for number in range(10, 20)]
    for row in brigade["officers"][7:]:
        row[1] = "Name"
    brigade["requests"][1][0] = "X"
    assert form.faults(brigade) == [
        form.place("requests", "A2", "officer") + ": found 'X'; expected an entry of the table officers"
    ]
