"""From rows to facts: day numbers, minutes, demand windows, day types, history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roster.domain.clock import Span, Window
from roster.domain.people import Duty, Post, Stay
from roster.domain.problem import Facts
from roster.io.tables import facts, read_tables
from roster.io.tables.country import country_code
from roster.io.tables.day_types import day_types
from tests.io.brigade_files import Brigade, example, faults_of, write_folder, write_workbook

START = dt.date(2026, 11, 2)


def known(tmp_path: Path, brigade: Brigade, start: dt.date | None = None, weeks: int = 1) -> Facts:
    return facts(read_tables(write_folder(tmp_path / "brigade", brigade)), start, weeks)


def test_csv_and_workbook_give_the_same_facts(tmp_path: Path) -> None:
    brigade = example()
    brigade["history"] = [["officer", "date", "shift"], ["001", "2026-10-30", "N"]]
    from_csv = facts(read_tables(write_folder(tmp_path / "brigade", brigade)))
    from_book = facts(read_tables(write_workbook(tmp_path / "brigade.xlsx", brigade)))

    def sourceless(given: Facts) -> str:
        return repr(given).replace("brigade.xlsx ", "").replace(".csv:", "!")

    assert sourceless(from_csv) == sourceless(from_book)
    assert from_csv.demand[0].source == "demand.csv:2"
    assert from_book.demand[0].source == "brigade.xlsx demand!2"


def test_settings_and_their_defaults(tmp_path: Path) -> None:
    given = known(tmp_path, example())
    assert (given.settings.name, given.settings.day_start) == ("Riverside patrol (invented)", 480)
    assert (given.settings.night, given.settings.car_speed, given.settings.detour) == (Window(1320, 1800), 30.0, 1.3)
    assert (given.horizon.start, given.horizon.days) == (START, 7)


def test_the_roster_day_begins_with_the_earliest_line_shift(tmp_path: Path) -> None:
    brigade = example()
    del brigade["settings"][4]
    brigade["shifts"] = [
        ["code", "start", "end", "line"],
        ["L", "06:00", "06:00", "no"],
        ["D", "07:30", "20:00", ""],
        ["N", "20:00", "08:00", ""],
    ]
    assert known(tmp_path, brigade).settings.day_start == 450


def test_the_start_comes_from_the_settings_or_the_caller(tmp_path: Path) -> None:
    brigade = example()
    assert known(tmp_path, brigade, dt.date(2026, 11, 9), 2).horizon.days == 14
    brigade["settings"][2][1] = ""
    assert faults_of(lambda: known(tmp_path, brigade)) == [
        "settings.csv: found no first date; expected a first date, in the setting start or on the command line"
    ]


def test_unit_kinds_shifts_and_places(tmp_path: Path) -> None:
    given = known(tmp_path, example())
    assert given.shift["N"].hours == Window(1200, 1920)
    assert given.kind["car"].composition == {"sworn": 1, "driver": 1}
    assert (given.kind["post"].least_crew, given.kind["post"].mode, given.kind["post"].shifts) == (1, "static", ("D",))
    assert given.site["post"].zone == "west"
    assert given.officer["001"].qualifications == {"armed", "driver"}


WEEK = frozenset(range(7))


def test_demand_is_known_on_the_roster_days_in_which_duties_of_the_week_serve(tmp_path: Path) -> None:
    brigade = example()
    brigade["demand"] = [["unit_kind", "from", "to", "day_types", "minimum"], ["car", "08:00", "20:00", "sun;mon", "1"]]
    assert known(tmp_path, brigade).demand[0].days == frozenset([-1, 0, 6, 7])


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        (("08:00", "20:00"), "", [(Window(480, 1200), range(7))]),
        (("20:00", "02:00"), "", [(Window(1200, 1560), range(7))]),
        (("02:00", "08:00"), "", [(Window(1560, 1920), range(7))]),
        (("02:00", "08:00"), "mon", [(Window(1560, 1920), [0])]),
        (("00:00", "24:00"), "", [(Window(480, 1920), range(7))]),
        (("08:00", "08:00"), "", [(Window(480, 1920), range(7))]),
        (("", ""), "", [(Window(480, 1920), range(7))]),
        (("18:00", ""), "", [(Window(1080, 1920), range(7))]),
        (("22:00", "10:00"), "mon", [(Window(1320, 1920), [0]), (Window(480, 600), [1])]),
        (("22:00", "08:30"), "mon", [(Window(1320, 1920), [0]), (Window(480, 510), [1])]),
        (("22:00", "10:00"), "", [(Window(1320, 1920), range(7)), (Window(480, 600), range(7))]),
        (("06:00", "10:00"), "tue", [(Window(480, 600), [1]), (Window(1800, 1920), [1])]),
        (("20:00", "26:00"), "", [(Window(1200, 1560), range(7))]),
    ],
)
def test_demand_hours_in_the_roster_day(
    tmp_path: Path, hours: tuple[str, str], days: str, expected: list[tuple[Window, range | list[int]]]
) -> None:
    brigade = example()
    brigade["demand"] = [["unit_kind", "from", "to", "day_types", "minimum"], ["car", *hours, days, "1"]]
    lines = known(tmp_path, brigade).demand
    assert [(line.window, line.days & WEEK) for line in lines] == [(window, frozenset(on)) for window, on in expected]
    assert [line.id for line in lines] == ["demand:2", "demand:2.2"][: len(expected)]
    assert {line.source for line in lines} == {"demand.csv:2"}


def test_demand_for_a_kind_that_stands_nowhere_keeps_its_hours(tmp_path: Path) -> None:
    brigade = example()
    brigade["shifts"].append(["L", "Leader", "06:00", "06:00", "no", "no"])
    brigade["shifts"][0].append("line")
    brigade["units"].append(["leader", "Leader", "1", "", "", "", "", "L"])
    brigade["demand"].append(["leader", "", "06:00", "06:00", "", "1", ""])
    line = known(tmp_path, brigade).demand[-1]
    assert (line.window, line.days) == (Window(360, 1800), frozenset(range(7)))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("sat;sun", [5, 6]),
        ("workday", [0, 1, 4]),
        ("holiday", [2]),
        ("market", [3]),
        ("market;rest_day;周一", [0, 3, 5, 6]),
        ("2026-11-05", [3]),
        ("2026-11-03..2026-11-05;sun", [1, 2, 3, 6]),
        ("2026年11月2日；2026-11-30", [0]),
        ("", range(7)),
    ],
)
def test_day_types_and_weekdays_are_alternatives(tmp_path: Path, words: str, days: list[int]) -> None:
    brigade = example()
    brigade["calendar"] = [["date", "day_type"], ["2026-11-04", "节假日"], ["2026-11-05", "market"]]
    brigade["demand"] = [["unit_kind", "day_types", "minimum"], ["car", words, "1"]]
    assert known(tmp_path, brigade).demand[0].days & WEEK == frozenset(days)


def test_a_free_date_after_the_roster_counts_as_its_last_night_may_run_into_it(tmp_path: Path) -> None:
    brigade = example()
    wishes = [["006", "2026-11-08", "全天休"], ["006", "2026-11-09", "free"], ["005", "2026-11-09", "off"]]
    brigade["requests"] = [["officer", "date", "wish"], *wishes]
    given = known(tmp_path, brigade)
    assert [(wish.day, wish.on, wish.free) for wish in given.requests] == [(6, False, True), (7, False, True)]


def test_absences_in_minutes(tmp_path: Path) -> None:
    given = known(tmp_path, example())
    assert [(absence.id, absence.kind, absence.span) for absence in given.absences] == [
        ("005", "annual", Span(2 * 1440, 4 * 1440))
    ]
    assert [(absence.id, absence.span) for absence in given.maintenance] == [
        ("V1", Span(5 * 1440 + 480, 5 * 1440 + 720))
    ]
    assert given.absences[0].source == "absences.csv:2"


def test_wishes_and_pins_within_the_horizon_only(tmp_path: Path) -> None:
    brigade = example()
    brigade["requests"] += [["001", "2026-11-09", "N", "on"], ["001", "2026-11-01", "N", "on"]]
    brigade["fixed"] = [
        ["officer", "date", "shift", "unit"],
        ["001", "2026-11-03", "D", "car"],
        ["002", "2026-11-03", "off", ""],
        ["003", "2026-12-03", "off", ""],
    ]
    given = known(tmp_path, brigade)
    assert [(wish.officer, wish.day, wish.shift, wish.on, wish.weight) for wish in given.requests] == [
        ("006", 6, "", False, 1)
    ]
    assert [(pin.officer, pin.day, pin.shift, pin.unit) for pin in given.pins] == [
        ("001", 1, "D", "car"),
        ("002", 1, "", ""),
    ]


def test_history_before_the_horizon_only(tmp_path: Path) -> None:
    brigade = example()
    brigade["history"] = [
        ["officer", "date", "shift", "start", "end"],
        ["001", "2026-11-01", "N", "", ""],
        ["001", "2026-11-02", "N", "", ""],
        ["002", "2026-11-01", "N", "21:00", "07:30"],
        ["003", "2026-10-31", "OLD", "23:00", "07:00"],
        ["left", "2026-10-31", "D", "", ""],
    ]
    assert known(tmp_path, brigade).history == (
        Duty("001", -1, "N", Span(-240, 480), night=True),
        Duty("002", -1, "N", Span(-180, 450), night=True),
        Duty("003", -2, "OLD", Span(-1500, -1020), night=True),
    )


def test_history_tells_the_crew_where_it_is_known(tmp_path: Path) -> None:
    brigade = example()
    brigade["history"] = [
        ["officer", "date", "shift", "unit", "zone", "role"],
        ["001", "2026-11-01", "D", "car-west-2", "", "驾驶员"],
        ["002", "2026-11-01", "D", "C11", "west", ""],
        ["003", "2026-11-01", "D", "", "", ""],
    ]
    first, second, third = known(tmp_path, brigade).history
    assert first.post == Post("car-west-2", "car", "", "west", "driver", (Stay(first.span, "west", "", False),))
    assert second.post == Post("C11", "", base="west")
    assert third.post is None


def test_duties_of_the_week_before_override_the_table(tmp_path: Path) -> None:
    brigade = example()
    brigade["history"] = [["officer", "date", "shift"], ["001", "2026-11-01", "N"], ["002", "2026-11-01", "D"]]
    tables = read_tables(write_folder(tmp_path / "brigade", brigade))
    extra = [Duty("001", -1, "D", Span(-960, -240)), Duty("001", 0, "D", Span(480, 1200))]
    past = facts(tables, extra_history=extra).past
    assert past == {"001": {-1: extra[0]}, "002": {-1: Duty("002", -1, "D", Span(-960, -240))}}


def test_day_types_of_china() -> None:
    dates = [dt.date(2026, 10, day) for day in (1, 8, 10, 17)]
    found = day_types(dates, "CN", {})
    assert list(found.types.values()) == ["holiday", "workday", "workday", "rest_day"]
    assert found.guessed == ()


def test_the_brigades_calendar_overrides_the_library() -> None:
    date = dt.date(2026, 10, 1)
    assert day_types([date], "CN", {date: "workday"}).types == {date: "workday"}


def test_a_year_that_is_not_announced_is_guessed() -> None:
    dates = [dt.date(2031, 10, 1), dt.date(2031, 11, 8), dt.date(2031, 11, 10)]
    found = day_types(dates, "CN", {dt.date(2031, 10, 31): "workday"})
    assert list(found.types.values()) == ["holiday", "rest_day", "workday"]
    assert found.guessed == (dates[1], dates[2])


def test_other_countries() -> None:
    dates = [dt.date(2026, 7, 14), dt.date(2026, 7, 18)]
    found = day_types(dates, "FR", {})
    assert list(found.types.values()) == ["holiday", "rest_day"]
    assert found.guessed == ()


def test_an_unknown_country_stands_among_the_other_faults_as_it_was_typed(tmp_path: Path) -> None:
    brigade = example()
    assert [row[0] for row in brigade["settings"][2:4]] == ["start", "country"]
    brigade["settings"][2][1], brigade["settings"][3][1] = "soon", "Germoney"
    assert faults_of(lambda: known(tmp_path, brigade)) == [
        "settings.csv:B3 (start): found 'soon'; expected a date such as 2026-10-19",
        "settings.csv:B4 (country): found 'Germoney'; expected a two-letter country code such as CN or FR",
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "DE"),
        ("DEU", "DE"),
        ("Germany", "DE"),
        ("UK", "GB"),
        ("saudi arabia", "SA"),
        ("CHN", "CN"),
        ("中国", "CN"),
    ],
)
def test_a_country_by_its_codes_and_its_name(typed: str, code: str) -> None:
    assert country_code(typed) == code


def test_day_types_reach_from_history_to_beyond_the_horizon(tmp_path: Path) -> None:
    brigade = example()
    brigade["history"] = [["officer", "date", "shift"], ["001", "2026-10-01", "N"]]
    types = known(tmp_path, brigade).day_types
    assert types[-32] == "holiday"
    assert 7 + 8 * 7 in types


def test_a_routes_length_is_the_straight_line_with_the_detour(tmp_path: Path) -> None:
    brigade = example()
    ends = ["35.0", "110.0", "35.1", "110.0"]
    brigade["routes"] = [
        ["id", "zones", "start_latitude", "start_longitude", "end_latitude", "end_longitude", "km"],
        ["R1", "west", *ends, ""],
        ["R2", "west;east", *ends, "12"],
    ]
    routes = known(tmp_path, brigade).routes
    assert routes[0].km == pytest.approx(11.12 * 1.3, abs=0.01)
    assert (routes[1].km, routes[1].zones, routes[1].end) == (12, ("west", "east"), (35.1, 110.0))
