"""Supply against demand: plain arithmetic, checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.arithmetic.necessary import Arithmetic
from roster.arithmetic.supply import Count, supply
from roster.io.tables import facts, read_tables
from roster.io.tables.text import text_width
from roster.report.supply import lines as supply_lines
from roster.rules import Rulebook, pose
from tests.io.brigade_files import Brigade, example, write_folder
from tests.rules.law_units import rule


@pytest.fixture
def brigade() -> Brigade:
    """The example with the leaves and the wishes of nobody."""
    tables = example()
    del tables["absences"], tables["requests"]
    return tables


RULES = ("absence", "crew", "vehicle", "cover")


def posed(tmp_path: Path, brigade: Brigade, *rules: str) -> Arithmetic:
    texts = ({"rule": name, "priority": 1} if name == "cover" else {"rule": name} for name in rules or RULES)
    book = Rulebook(tuple(rule(text) for text in texts))
    problem = pose(facts(read_tables(write_folder(tmp_path / "brigade", brigade))), book)
    return Arithmetic(problem, book)


def least_units(known: Arithmetic) -> dict[tuple[int, str], dict[str, int]]:
    """By date and shift, the least number of units of each kind that start it."""
    problem = known.problem
    starts = [(day, code) for day in problem.horizon.range for code in problem.shift_codes]
    return {
        start: units
        for start in starts
        if (units := {k.code: n for k in problem.kinds if (n := known.needs.units(k.code, [start]))})
    }


def demand(*rows: list[str]) -> list[list[str]]:
    return [["unit_kind", "places", "from", "to", "day_types", "minimum", "target"], *rows]


def test_each_shift_and_the_whole_date(tmp_path: Path, brigade: Brigade) -> None:
    lines = [line for line in supply(posed(tmp_path, brigade)) if line.day == 0]
    there = Count(heads=6, sworn=3, permits=2, drivers=5, vehicles=1)
    car = Count(heads=2, sworn=1, permits=0, drivers=1, vehicles=1)
    assert [(line.shift, line.available, line.asked) for line in lines] == [
        ("D", there, car),
        ("N", there, car),
        ("", there, Count(4, 2, 0, 2, 1)),
    ]
    assert not any(any(line.missing) for line in lines)


def test_absences_by_the_hour(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] = [
        ["id", "kind", "from", "to"],
        ["001", "court", "2026-11-02 19:00", "2026-11-02 21:00"],
        ["002", "sick", "2026-11-02 20:00", "2026-11-02 22:00"],
        ["V1", "maintenance", "2026-11-02 08:00", "2026-11-02 09:00"],
    ]
    lines = {line.shift: line for line in supply(posed(tmp_path, brigade)) if line.day == 0}
    assert lines["D"].available == Count(heads=5, sworn=2, permits=1, drivers=4, vehicles=0)
    assert lines["N"].available == Count(heads=4, sworn=1, permits=1, drivers=3, vehicles=1)
    assert lines[""].available == Count(heads=5, sworn=2, permits=1, drivers=4, vehicles=0)
    assert lines["D"].missing == Count(vehicles=1)
    assert lines[""].missing == Count(vehicles=1)


def test_a_permit_counts_as_sworn_and_needs_no_second_officer(tmp_path: Path, brigade: Brigade) -> None:
    brigade["units"][1][2:5] = ["3", "3", "sworn:1;armed:2"]
    first = supply(posed(tmp_path, brigade))[0]
    assert first.asked == Count(heads=3, sworn=2, permits=2, drivers=1, vehicles=1)


def test_no_licence_asked_no_driver_asked(tmp_path: Path, brigade: Brigade) -> None:
    brigade["vehicles"][1][5] = ""
    brigade["units"][1][4] = "sworn:1"
    assert supply(posed(tmp_path, brigade))[0].asked.drivers == 0


def test_overlapping_shifts_share_the_evening(tmp_path: Path, brigade: Brigade) -> None:
    brigade["shifts"] = [
        ["code", "start", "end"],
        ["D", "08:00", "16:00"],
        ["E", "16:00", "00:00"],
        ["O", "18:00", "02:00"],
        ["N", "00:00", "08:00"],
    ]
    brigade["demand"] = demand(["car", "", "", "", "", "2", ""], ["car", "", "18:00", "02:00", "", "4", ""])
    brigade["settings"] = [[name, "00:00" if name == "day_start" else value] for name, value in brigade["settings"]]
    known = posed(tmp_path, brigade)
    units = least_units(known)
    assert {code: units.get((2, code)) for code in "DEON"} == {
        "D": {"car": 2},
        "E": {"car": 2},
        "O": None,  # evening and night could do without it
        "N": {"car": 2},
    }
    assert known.needs.units("car", [(2, code) for code in "DEON"]) == 8
    assert [(line.shift, line.asked.heads) for line in supply(known) if line.day == 2] == [
        ("D", 4),
        ("E", 4),
        ("N", 4),
        ("", 16),
    ]


def test_lines_at_different_places_add_up_and_nested_ones_do_not(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = demand(
        ["car", "west", "08:00", "20:00", "", "1", ""],
        ["car", "east", "08:00", "20:00", "", "1", ""],
        ["car", "west;east", "08:00", "20:00", "", "2", ""],
        ["car", "", "08:00", "20:00", "", "3", ""],
    )
    assert least_units(posed(tmp_path, brigade))[0, "D"] == {"car": 3}


def test_targets_are_no_demand(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = demand(["car", "", "", "", "", "0", "3"])
    assert least_units(posed(tmp_path, brigade)) == {}
    assert [line.shift for line in supply(posed(tmp_path, brigade))] == [""] * 7


def test_demand_that_no_shift_covers_is_left_out(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = demand(["post", "", "20:00", "22:00", "", "1", ""])
    assert least_units(posed(tmp_path, brigade)) == {}


def test_a_kind_that_stands_nowhere_is_asked_for_on_its_shift(tmp_path: Path, brigade: Brigade) -> None:
    brigade["shifts"] = [["code", "start", "end", "line"], ["D", "08:00", "08:00", ""], ["L", "09:00", "09:00", "no"]]
    brigade["units"] = [["kind", "crew", "shifts"], ["car", "2", ""], ["leader", "1", "L"]]
    brigade["demand"] = demand(["car", "", "", "", "", "1", ""], ["leader", "", "", "", "mon", "1", ""])
    units = least_units(posed(tmp_path, brigade))
    assert units[0, "L"] == {"leader": 1}
    assert (1, "L") not in units


def test_lines_that_ask_for_the_same_leader_do_not_add_up(tmp_path: Path, brigade: Brigade) -> None:
    brigade["shifts"] = [["code", "start", "end", "line"], ["D", "08:00", "08:00", ""], ["L", "09:00", "09:00", "no"]]
    brigade["units"] = [["kind", "crew", "shifts"], ["car", "2", ""], ["leader", "1", "L"]]
    brigade["demand"] = demand(["leader", "", "", "", "", "1", ""], ["leader", "", "09:00", "09:00", "mon", "2", ""])
    units = least_units(posed(tmp_path, brigade))
    assert [units[day, "L"] for day in (0, 1)] == [{"leader": 2}, {"leader": 1}]


def test_the_printed_table_marks_what_is_short(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = demand(["car", "", "", "", "mon", "2", ""])
    printed = list(supply_lines(posed(tmp_path, brigade)))
    assert printed[:5] == [
        "supply against demand: there / asked at the least; ! where it is short",
        "date        shift  heads  sworn  permits  drivers  vehicles",
        "2026-11-02  D      6/4    3/2    2/0      5/2      1/2!",
        "2026-11-02  N      6/4    3/2    2/0      5/2      1/2!",
        "2026-11-02  all    6/8!   3/4!   2/0      5/4      1/2!",
    ]
    assert len(printed) == 2 + 3 + 6


def test_hours_without_demand_take_no_vehicle_from_the_whole_date(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = demand(["car", "", "08:00", "20:00", "", "1", ""])
    lines = [line for line in supply(posed(tmp_path, brigade)) if line.day == 0]
    assert [(line.shift, line.available.vehicles, line.asked.vehicles) for line in lines] == [("D", 1, 1), ("", 1, 1)]


def test_dates_without_demand_still_show_who_is_there(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = demand(["car", "", "", "", "mon", "1", ""])
    tuesday = next(line for line in supply(posed(tmp_path, brigade)) if line.day == 1)
    assert (tuesday.shift, tuesday.available.heads, tuesday.asked) == ("", 6, Count())


def test_the_printed_table_lines_up_in_chinese(
    tmp_path: Path, brigade: Brigade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roster.i18n._language", "zh")
    header, *rows = list(supply_lines(posed(tmp_path, brigade)))[1:]
    third = text_width(header[: header.index(header.split()[2])])
    assert header.split()[2] != "heads"
    assert {text_width(row[: row.index(row.split()[2])]) for row in rows if row.split()[1] in "白夜"} == {third}


def test_people_who_have_not_joined_are_not_there(tmp_path: Path, brigade: Brigade) -> None:
    brigade["officers"] = [["id", "name", "category", "joined"], ["N", "New", "sworn", "2026-11-04"]]
    brigade["units"] = [["kind", "crew"], ["car", "1"]]
    brigade["demand"] = demand(["car", "", "", "", "", "1", ""])
    lines = [line for line in supply(posed(tmp_path, brigade)) if line.shift != "N"]
    assert [(line.available.heads, line.available.sworn) for line in lines[:4]] == [(0, 0)] * 4
    assert [line.available.heads for line in lines[4:]] == [1] * 10
