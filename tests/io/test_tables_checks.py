"""Warnings: what is not wrong in the tables but should be known before a roster is made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from roster.domain.clock import Window
from roster.domain.service import DemandLine
from roster.io.tables import read_tables
from tests.io.brigade_files import Brigade, warnings_of, write_folder


def warnings(tmp_path: Path, brigade: Brigade, start: dt.date | None = None, weeks: int = 1) -> list[str]:
    return warnings_of(read_tables(write_folder(tmp_path / "brigade", brigade)), start=start, weeks=weeks)


def test_the_example_has_none(tmp_path: Path, brigade: Brigade) -> None:
    assert warnings(tmp_path, brigade) == []


def test_a_table_that_is_not_read(tmp_path: Path, brigade: Brigade) -> None:
    brigade["weather"] = [["from", "to"]]
    assert warnings(tmp_path, brigade) == [
        "weather.csv: found a table that is not read; expected nothing, or the name of a table"
    ]


def test_a_year_whose_holidays_are_not_announced(tmp_path: Path, brigade: Brigade) -> None:
    del brigade["absences"], brigade["requests"]
    assert warnings(tmp_path, brigade, dt.date(2031, 3, 3)) == [
        "settings.csv:B4 (country): found dates of 2031, whose public holidays are not announced yet; expected rows of "
        "the table calendar; until then only the holidays fixed by law are known"
    ]
    brigade["calendar"] = [["date", "day_type"], ["2031-03-09", "workday"]]
    assert warnings(tmp_path, brigade, dt.date(2031, 3, 3)) == []


def test_dates_outside_the_horizon_are_one_warning_a_table(tmp_path: Path, brigade: Brigade) -> None:
    brigade["requests"] += [["001", "2026-11-09", "", "off"], ["001", "2026-11-10", "", "off"]]
    brigade["fixed"] = [["officer", "date", "shift"], ["001", "2026-11-01", "off"]]
    assert warnings(tmp_path, brigade) == [
        "requests.csv:B3 (date): found '2026-11-09' and further dates outside the roster (1); expected dates from "
        "2026-11-02 to 2026-11-08; others are passed over",
        "fixed.csv:B2 (date): found '2026-11-01'; expected dates from 2026-11-02 to 2026-11-08; others are passed over",
    ]


def test_a_date_that_is_told_as_a_slip_is_not_told_again(tmp_path: Path, brigade: Brigade) -> None:
    brigade["fixed"] = [["officer", "date", "shift"], ["001", "2025-11-03", "off"]]
    told = [note for note in warnings(tmp_path, brigade) if note.startswith("fixed.csv:B2")]
    assert len(told) == 1
    assert "did you mean 2026-11-03?" in told[0]


def test_past_duties_of_strangers_once_each(tmp_path: Path, brigade: Brigade) -> None:
    brigade["history"] = [["officer", "date", "shift"], ["X", "2026-11-01", "D"], ["X", "2026-10-30", "D"]]
    assert warnings(tmp_path, brigade) == [
        "history.csv:A2 (officer): found 'X', also in A3; expected an officer of the table officers; duties of others "
        "are passed over"
    ]


def test_overlapping_absences_are_noted_and_name_both(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] += [["005", "sick", "2026-11-05 20:00", "2026-11-08", ""]]
    assert warnings(tmp_path, brigade) == [
        "absences.csv:C4 (from): found an absence of '005' that overlaps absences.csv:2, 2026-11-04 to 2026-11-05; "
        "expected nothing else, if that is so: time away counts once, and what began last is shown"
    ]


def test_a_long_absence_overlaps_more_than_its_neighbour(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] = [
        ["id", "kind", "from", "to"],
        ["005", "annual", "2026-11-01", "2026-11-07"],
        ["005", "sick", "2026-11-02", "2026-11-03"],
        ["005", "court", "2026-11-05", "2026-11-05"],
    ]
    assert [note.split("; ")[0] for note in warnings(tmp_path, brigade)] == [
        "absences.csv:C3 (from): found an absence of '005' that overlaps absences.csv:2, 2026-11-01 to 2026-11-07, "
        "also in C4"
    ]


def test_two_absences_that_overlap_and_together_take_every_date(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] = [
        ["id", "kind", "from", "to"],
        ["005", "annual", "2026-11-01", "2026-11-05"],
        ["005", "sick", "2026-11-04", "2026-11-08"],
    ]
    assert "who is away on every date of the roster" in warnings(tmp_path, brigade)[1]
    brigade["absences"][2] = ["005", "sick", "2026-11-01", "2026-11-04"]  # 5 dates, not 8
    assert len(warnings(tmp_path, brigade)) == 1


def test_dates_that_can_hardly_be_meant(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] += [["006", "sick", "2025-11-04", "2025-11-05"], ["002", "annual", "2026-11-04", "2027-11-05"]]
    brigade["requests"] += [["001", "2025-11-06", "", "off"]]
    brigade["fixed"] = [["officer", "date", "shift"], ["001", "2062-11-03", "off"]]
    brigade["calendar"] = [["date", "day_type"], ["2025-11-07", "holiday"]]
    brigade["history"] = [["officer", "date", "shift"], ["001", "2027-11-01", "D"], ["001", "2026-11-01", "D"]]
    for row, value in zip(brigade["officers"], ("joined", "2027-01-01", "2026-11-04"), strict=False):
        row.append(value)
    notes = [note for note in warnings(tmp_path, brigade) if "others are passed over" not in note]
    slip = "expected a date in or near this roster; did you mean"
    assert notes == [
        f"absences.csv:C4 (from): found '2025-11-04'; {slip} 2026-11-04?",
        "absences.csv:D5 (to): found '2027-11-05', the end of an absence of 367 days; expected a last date in the same "
        "year, if that is a slip",
        f"requests.csv:B3 (date): found '2025-11-06'; {slip} 2026-11-06?",
        f"fixed.csv:B2 (date): found '2062-11-03'; {slip} 2026-11-03?",
        f"calendar.csv:A2 (date): found '2025-11-07'; {slip} 2026-11-07?",
        f"history.csv:B2 (date): found '2027-11-01'; {slip} 2026-11-01?",
        "officers.csv:H2 (joined): found '2027-01-01'; expected a first date by 2026-11-08; before it no duty is given",
    ]


def test_dates_of_a_running_table_are_no_slips(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] += [["006", "sick", "2026-03-04", "2026-03-05"], ["002", "annual", "2025-10-01", "2025-10-05"]]
    brigade["calendar"] = [["date", "day_type"], *([f"2025-11-{day:02d}", "holiday"] for day in (1, 2, 3))]
    assert warnings(tmp_path, brigade) == []


def test_words_that_are_nearly_known_ones(tmp_path: Path, brigade: Brigade) -> None:
    brigade["officers"][1][6] = "amred;driver;medic;boat"
    brigade["units"][1][4] = "sworn:1;boats:1"
    brigade["absences"][1][1] = "anual"
    assert [text for text in warnings(tmp_path, brigade) if "word of your own" in text] == [
        "officers.csv:G2 (qualifications): found 'amred'; expected armed, or a word of your own",
        "officers.csv:G2 (qualifications): found 'boat'; expected boats, or a word of your own",
        "absences.csv:B2 (kind): found 'anual'; expected annual, or a word of your own",
    ]


def test_an_officer_on_leave_all_week(tmp_path: Path, brigade: Brigade) -> None:
    brigade["absences"] = [
        ["id", "kind", "from", "to"],
        ["005", "annual", "2026-10-30", "2026-11-04"],
        ["005", "sick", "2026-11-05", "2026-11-20"],
    ]
    assert warnings(tmp_path, brigade) == [
        "officers.csv:A6 (id): found Eve, who is away on every date of the roster; expected nothing else: no duty is "
        "given"
    ]


def test_a_duty_fixed_in_an_absence(tmp_path: Path, brigade: Brigade) -> None:
    brigade["fixed"] = [["officer", "date", "shift"], ["005", "2026-11-03", "N"]]
    assert warnings(tmp_path, brigade) == [
        "fixed.csv:C2 (shift): found a duty fixed in an absence (absences.csv:2); expected a duty outside it"
    ]


def test_a_shift_and_a_kind_of_unit_that_no_demand_uses(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = [["unit_kind", "from", "to", "minimum"], ["car", "08:00", "20:00", "1"]]
    assert warnings(tmp_path, brigade) == [
        "shifts.csv:A3 (code): found shift 'N' that no demand uses; expected demand in its hours",
        "units.csv:A3 (kind): found kind of unit 'post' that no demand asks for; expected demand for it",
    ]


def test_a_zone_that_is_nowhere_on_the_map(tmp_path: Path, brigade: Brigade) -> None:
    """It matters only where routes or checkpoints are to be reached, and where a crew is asked for."""

    def told() -> list[str]:
        return [one for one in warnings(tmp_path, brigade) if one.startswith("zones.csv")]

    assert brigade["zones"][2][0] == "east"
    assert told() == []
    site = ["C1", "checkpoint", "west", "35.4800", "110.4400", "3"]
    brigade["sites"] = [["id", "kind", "zone", "latitude", "longitude", "tier_minutes"], site]
    brigade["demand"] = [["unit_kind", "places", "minimum"], ["car", "east", "1"]]
    assert told() == [
        "zones.csv:3: found zone 'east' without a place on the map: nobody can tell what its crews reach; expected its "
        "latitude and longitude, a site or a route in it, or its ways in the table travel"
    ]
    brigade["demand"][1][1] = "west"
    assert told() == []
    brigade["demand"][1][1] = ""
    assert len(told()) == 1
    brigade["travel"] = [["from", "to", "minutes"], ["C1", "east", "4"]]
    assert told() == []


def test_what_rules_ask_for_counts_as_demand(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"] = [["unit_kind", "minimum"], ["car", "1"]]
    tables = read_tables(write_folder(tmp_path / "brigade", brigade))
    line = DemandLine("rule", "post", (), Window(480, 600), frozenset([0]), 1)
    assert warnings_of(tables, extra=[line]) == []
    assert len(warnings_of(tables)) == 1


def test_demand_nobody_is_qualified_for(tmp_path: Path, brigade: Brigade) -> None:
    brigade["units"][1][2:5] = ["7", "7", "armed:3;driver:1;medic:1"]
    expected = "expected officers for one unit at least; without them its demand is short"
    assert warnings(tmp_path, brigade) == [
        f"units.csv:C2 (crew): found a crew of 7 where the brigade has 6; {expected}",
        f"units.csv:E2 (composition): found 'armed:3' where too few officers qualify (2); {expected}",
        f"units.csv:E2 (composition): found 'medic:1' where too few officers qualify (0); {expected}",
        "units.csv:F2 (vehicle_kinds): found vehicles with fewer seats than the crew of 7; expected a vehicle with "
        "seats for the crew",
    ]


def test_vehicles_that_are_not_there_or_that_nobody_may_drive(tmp_path: Path, brigade: Brigade) -> None:
    brigade["units"][1][5] = "card;car"
    brigade["vehicles"][1][5] = "bus"
    assert warnings(tmp_path, brigade) == [
        "units.csv:F2 (vehicle_kinds): found 'card', of which there is no vehicle; expected one of car; did you mean "
        "car?",
        "units.csv:F2 (vehicle_kinds): found vehicles that nobody may drive (bus); expected an officer with the "
        "licence",
    ]


def test_a_trainee_without_a_coach(tmp_path: Path, brigade: Brigade) -> None:
    brigade["officers"][0].append("trainee")
    brigade["officers"][6].append("yes")
    fault = "officers.csv:H7 (trainee): found a trainee without a coach; expected a coach, or an officer qualified as"
    assert [text.startswith(fault) for text in warnings(tmp_path, brigade)] == [True]
    brigade["officers"][1][6] += ";带教"
    assert warnings(tmp_path, brigade) == []


def test_demand_for_nothing_and_in_zones_not_served(tmp_path: Path, brigade: Brigade) -> None:
    brigade["units"][0].append("zones")
    brigade["units"][2].append("east")
    brigade["demand"][2][5:7] = ["0", "0"]
    assert warnings(tmp_path, brigade) == [
        "demand.csv:F3 (minimum): found demand for nothing; expected a minimum, a target or a most",
        "demand.csv:B3 (places): found 'post'; expected a place in the zones that 'post' serves: east",
    ]


def test_demand_that_no_shift_covers(tmp_path: Path, brigade: Brigade) -> None:
    brigade["demand"][2][3] = "22:00"
    assert warnings(tmp_path, brigade) == [
        "demand.csv:C3 (from): found demand from 20:00 on 2026-11-02, which no shift of 'post' covers; expected hours "
        "of shifts on which the unit runs"
    ]
