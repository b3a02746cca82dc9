"""The bundled brigade is what it says it is: its people, its leave, its lawful history, the same from the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import chinese_calendar
import pytest

from benchmarks import make_hancheng
from roster.domain.units import pose
from roster.io.tables import facts, read_tables
from tests.hancheng_tables import FOLDER, HISTORY_START, LAST, LINE, OFFICERS, START, able, away, table, those


def test_it_has_the_people_of_the_published_scale() -> None:
    sworn, auxiliary, women = those(category="sworn"), those(category="auxiliary"), those(sex="f")
    assert (len(OFFICERS), len(sworn), len(auxiliary)) == (68, 26, 42)
    assert able("leader") == {"L01", "L02", "L03", "L04"} <= sworn
    assert len(sworn & LINE) == 22
    assert len(able("armed")) == 14
    assert able("armed") <= sworn & LINE
    assert (len(women), len(women & sworn)) == (10, 4)
    assert len(able("driver")) / 68 == pytest.approx(0.6, abs=0.01)
    assert len({row["name"] for row in OFFICERS.values()}) == 68


def test_three_are_over_fifty_and_nobody_else_comes_near() -> None:
    ages = [(START - date.fromisoformat(row["birth_date"])).days / 365.25 for row in OFFICERS.values()]
    assert sum(age >= 51 for age in ages) == 3
    assert not [age for age in ages if 49 < age < 51 or age < 21]


def test_one_is_pregnant_and_one_nursing_all_quarter() -> None:
    protected = {who: row for who, row in OFFICERS.items() if row["protected_from"] or row["protected_to"]}
    assert len(protected) == 2
    assert set(protected) <= those(sex="f") & LINE
    for row in protected.values():
        assert row["protected_from"] <= START.isoformat()
        assert row["protected_to"] >= LAST.isoformat()


def test_squads_are_of_even_composition() -> None:
    squads = {squad: those(squad=squad) for squad in "ABCD"}
    for group in (set(OFFICERS), those(category="sworn"), able("armed"), able("driver"), able("coach"), those(sex="f")):
        sizes = [len(squad & group) for squad in squads.values()]
        assert max(sizes) - min(sizes) <= 1, sizes
        assert min(sizes) >= 2


def test_every_zone_is_home_to_sworn_officers_and_drivers() -> None:
    for zone in ("Z1", "Z2", "Z3", "Z4"):
        at_home = those(home_zone=zone)
        assert len(at_home & those(category="sworn")) >= 4
        assert len(at_home & able("driver")) >= 6
        assert at_home & able("driver") & those(category="sworn")


def test_trainees_have_a_coach_in_their_squad() -> None:
    trainees = those(trainee="yes")
    assert len(trainees) == 2
    for who in trainees:
        coaches = able("coach") & those(squad=OFFICERS[who]["squad"])
        assert coaches
        assert OFFICERS[who]["coach"] in {"", *coaches}


def test_it_has_ten_vehicles() -> None:
    vehicles = table("vehicles")
    kinds = Counter(row["kind"] for row in vehicles)
    assert kinds == {"armed_van": 1, "patrol_car": 5, "cart": 3, "reserve_van": 1}
    for row in vehicles:
        assert (row["lights"], row["licence"]) == (("no", "") if row["kind"] == "cart" else ("yes", "driver"))


def test_vehicles_are_in_the_workshop_one_at_a_time_and_never_on_a_friday_or_saturday() -> None:
    vehicles = {row["id"]: row["kind"] for row in table("vehicles")}
    days: list[date] = []
    for row in table("absences"):
        if row["id"] in vehicles:
            first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
            days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert len(days) == len(set(days)) > 7
    assert not [day for day in days if day.weekday() in (4, 5)]
    assert [day for day in days if START <= day < START + timedelta(days=7)] == [date(2026, 10, 20), date(2026, 10, 21)]


def test_sites_and_routes_are_those_of_the_schematic_map() -> None:
    sites = {row["id"]: row for row in table("sites")}
    kinds = Counter(row["kind"] for row in sites.values())
    assert kinds == {
        "stationing_point": 1,
        "guard_post": 2,
        "checkpoint": 14,
        "quick_reaction_point": 4,
        "publicity_point": 3,
    }
    tiers = {who: row["tier_minutes"] for who, row in sites.items() if row["kind"] == "checkpoint"}
    assert {who for who, tier in tiers.items() if tier == "1"} == {"C03", "C12"}
    assert {who for who, tier in tiers.items() if tier == "5"} == {"C05", "C09", "C14"}
    centres = [sites[who] for who in ("S1", "Q1", "Q2", "Q3", "Q4")]
    for who in tiers:
        drive = min(straight(point(sites[who]), point(centre)) for centre in centres) * 1.3 / 30 * 60
        assert drive <= 1.7, who
    routes = table("routes")
    assert len(routes) == 6
    assert {zone for row in routes for zone in row["zones"].split(";")} == {"Z1", "Z2", "Z3", "Z4"}
    for row in routes:
        assert 0.5 < straight(point(row, "start_"), point(row, "end_")) * 1.3 <= 3


def point(row: dict[str, str], prefix: str = "") -> tuple[float, float]:
    return float(row[f"{prefix}latitude"]), float(row[f"{prefix}longitude"])


def straight(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres."""
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))) * 111.2


def test_demand_adds_up_to_the_published_people_and_vehicles() -> None:
    heads = {row["kind"]: int(row["crew"]) for row in table("units")}
    expected = {7: 13, 9: 13, 12: 13, 15: 13, 18: 19, 20: 19, 23: 15, 26: 9}
    units_expected = {7: 5, 9: 5, 12: 5, 15: 5, 18: 7, 20: 7, 23: 5, 26: 3}
    for hour in expected:
        asked = [row for row in table("demand") if in_window(row, hour) and "fri" not in row["day_types"]]
        assert sum(heads[row["unit_kind"]] * int(row["minimum"]) for row in asked) == expected[hour], hour
        assert sum(int(row["minimum"]) for row in asked) == units_expected[hour], hour


def in_window(row: dict[str, str], hour: int) -> bool:
    start, end = (int(row[column][:2]) for column in ("from", "to"))
    start += 24 if start < 7 else 0
    end += 24 if end <= 7 else 0
    return start <= hour < end


def test_one_in_ten_is_away_each_week_and_no_quality_runs_out() -> None:
    sworn = LINE & those(category="sworn")
    day = HISTORY_START
    while day + timedelta(days=6) <= LAST:
        week = [day + timedelta(days=n) for n in range(7)]
        share = sum(len(away(date, LINE)) for date in week) / (len(LINE) * 7)
        assert 0.07 <= share <= 0.1, week[0]
        for date_ in week:
            assert len(away(date_, sworn)) <= 0.12 * len(sworn)
            assert len(away(date_, able("armed"))) <= 3
            assert len(away(date_, able("leader"))) <= 1
        day += timedelta(days=7)


def test_nobody_has_two_absences_at_once() -> None:
    times: dict[str, list[tuple[str, str]]] = {}
    for row in table("absences"):
        times.setdefault(row["id"], []).append((row["from"], row["to"]))
        assert row["from"] <= row["to"]
    for spans in times.values():
        assert all(earlier[1][:10] < later[0][:10] for earlier, later in pairwise(sorted(spans)))


def test_few_are_away_so_long_that_fairness_leaves_them_out() -> None:
    quarter = [START + timedelta(days=n) for n in range(91)]
    days = Counter(who for day in quarter for who in away(day, LINE))
    assert sum(count > 14 for count in days.values()) <= 2


def test_each_week_has_ten_to_fifteen_wishes_and_none_falls_on_leave() -> None:
    weeks: Counter[int] = Counter()
    for row in table("requests"):
        day = date.fromisoformat(row["date"])
        weeks[(day - START).days // 7] += 1
        assert row["officer"] not in away(day, LINE)
        assert 1 <= int(row["weight"]) <= 5
    assert sorted(weeks) == list(range(15))
    assert all(10 <= count <= 15 for count in weeks.values())


def test_pins_of_the_first_week_are_lawful() -> None:
    pins = table("fixed")
    assert len(pins) == 2
    for row in pins:
        day = date.fromisoformat(row["date"])
        assert START <= day < START + timedelta(days=7)
        assert row["officer"] not in {
            row["id"] for row in table("absences") if row["from"][:10] <= str(day) <= row["to"]
        }
        assert not OFFICERS[row["officer"]]["protected_to"]


def test_the_calendar_has_every_date_and_follows_the_announced_holidays() -> None:
    rows = {date.fromisoformat(row["date"]): row for row in table("calendar")}
    assert min(rows) == date(2026, 9, 1)
    assert max(rows) == LAST
    assert len(rows) == (LAST - min(rows)).days + 1
    for day, row in rows.items():
        if day.year == 2026:
            assert (row["day_type"] == "workday") == chinese_calendar.is_workday(day)
    assert rows[date(2026, 10, 1)]["day_type"] == "holiday"
    assert rows[date(2026, 10, 10)]["day_type"] == "workday"
    assert rows[date(2026, 10, 17)]["day_type"] == "rest_day"
    assert rows[date(2027, 1, 1)]["day_type"] == "holiday"
    assert "assumed" in rows[date(2027, 1, 1)]["name"]


def test_the_same_seed_writes_the_same_tables(tmp_path: Path) -> None:
    make_hancheng.make(tmp_path, keep_history=True)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert sorted([*written, "history.csv"]) == sorted(path.name for path in FOLDER.glob("*.csv"))
    for name in written:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_reader_finds_no_fault_and_every_week_has_its_wishes() -> None:
    tables = read_tables(FOLDER)
    for week in range(15):
        assert 10 <= len(facts(tables, start=START + timedelta(days=7 * week)).requests) <= 15
    assert len(facts(tables).pins) == 2
    assert len(facts(tables).history) == 28 * 42
    assert facts(tables).history_start == -28


def test_slots_of_a_day_are_those_of_the_demand_table() -> None:
    slots = pose(facts(read_tables(FOLDER))).slots_of_day[0]
    assert [slot.start // 60 for slot in slots] == [7, 9, 12, 15, 18, 20, 23, 26]
    assert slots[-1].end == 31 * 60


def test_a_fifth_car_may_run_in_the_night_market_on_friday_and_saturday() -> None:
    problem = pose(facts(read_tables(FOLDER)))
    wished = next(line for line in problem.lines if line.target > line.minimum)
    assert (wished.kind, wished.places, wished.target) == ("car", ("Z4",), 2)
    assert {problem.weekday(day) for day in wished.days} == {4, 5}
