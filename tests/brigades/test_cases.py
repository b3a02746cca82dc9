"""Small brigades on which something false was said, or nothing, each with the right value."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.brigades.checks.workbook import Row, flat_rows
from tests.cli.command import Result, add_to, replace_in, run

CASES = Path(__file__).parent / "cases"
BOOK, AFTER = "out.xlsx", "after.xlsx"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def case(name: str) -> Path:
    """A copy of a case, for a test to change."""
    return Path(shutil.copytree(CASES / name, name))


def ask(command: str, folder: Path, *words: object) -> Result:
    """A command under the case's own rules."""
    overlay = folder / "overlay.yaml"
    return run(command, folder, *(["-c", overlay] if overlay.exists() else []), *words)


def solve(folder: Path, *words: object, plan_time: float = 0, code: int = 0) -> dict[str, Any]:
    """The JSON of a short solve."""
    limits = ("--time-limit", 10, "--workers", 1, "--plan-time", plan_time, "--plan-seed", 5)
    result = ask("solve", folder, *limits, "--json", "-o", BOOK, "--force", *words)
    assert result.code == code, result.err
    return dict(json.loads(result.out))


def duties(**fields: object) -> list[Row]:
    """Duties of the written workbook with these fields."""
    return [row for row in flat_rows(Path(BOOK), "HR") if all(row[name] == value for name, value in fields.items())]


@pytest.mark.parametrize("day_start", ["00:00", "08:00"])
def test_a_shift_before_the_days_start_serves_its_hours(day_start: str) -> None:
    folder = case("shift-before-day-start")
    replace_in(folder / "settings.csv", "day_start,00:00", f"day_start,{day_start}")
    told = solve(folder)
    assert told["shortfalls"] == []
    assert {row["date"].day for row in duties()} >= set(range(3, 9))
    add_to(folder / "fixed.csv", "officer,date,shift", "A,2026-11-03,G")
    solve(folder)
    assert [row["employee_id"] for row in duties(date=dt.datetime(2026, 11, 3))] == ["A"]


def test_a_claim_of_check_is_true_where_a_pattern_forbids_single_duties() -> None:
    folder = case("no-isolated-duty")
    assert "no search can mend this" not in ask("check", folder).out
    assert solve(folder)["shortfalls"] == []


def test_two_shifts_of_a_date_are_one_duty_where_the_tables_say_so() -> None:
    folder = case("split-duty")
    assert "at the most" not in ask("check", folder).out
    assert solve(folder)["shortfalls"] == []
    assert len(duties(employee_id="A", hours=4.0)) == 14


def test_a_gap_after_midnight_has_its_calendar_date() -> None:
    (gap,) = solve(case("gap-after-midnight"))["shortfalls"]
    assert (gap["date"], gap["slot"], gap["asked"], gap["given"]) == ("2026-11-07", "03:00-07:00", 2, 1)
    assert "Sat 2026-11-07, 03:00-07:00" in gap["sentence"]


def test_arithmetic_speaks_of_the_date_on_which_duties_begin() -> None:
    told = ask("check", case("gap-after-midnight")).out
    assert "duties from Fri 2026-11-06: people: 2 asked for, 1 at the most; 1 of 1 could do one" in told


def test_sickness_in_mid_shift_keeps_the_hours_served() -> None:
    solve(case("sick-in-mid-shift"))
    sick = ("--absent", "A", "2026-11-03 14:00..2026-11-04 24:00", "sick", "--from", "2026-11-03 14:00")
    assert run("replan", BOOK, *sick, "--time-limit", 10, "--plan-time", 0, "-o", AFTER).code == 0
    Path(AFTER).replace(BOOK)
    (first, second) = duties(date=dt.datetime(2026, 11, 3), shift_code="D")
    assert (first["employee_id"], first["hours"], first["end"].hour) == ("A", 6, 14)
    assert (second["start"].hour, second["end"].hour) == (14, 20)
    assert not duties(employee_id="A", date=dt.datetime(2026, 11, 4))


def test_the_units_that_may_run_are_part_of_a_clash_and_raising_them_is_a_cure() -> None:
    told = json.loads(ask("explain", case("clash-hides-demand"), "--json", "--time-limit", 20).out)
    lines = [line for clash in told["clashes"] for line in clash["lines"]]
    assert any(place.startswith("demand.csv") for line in lines for place in line["places"])
    assert any(change["field"] == "most" for cure in told["cures"] for change in cure["changes"])


def test_leave_credits_hours_on_working_days_only() -> None:
    result = ask("solve", case("leave-over-a-weekend"), "--weeks", 2, "--time-limit", 10, "--plan-time", 0)
    assert result.code == 3
    assert "Hours worked A: 80 h asked for, 64 h possible" in result.err  # 40 of leave, and three duties


def test_supply_does_not_count_who_has_not_joined() -> None:
    lines = ask("check", case("supply-before-joining")).out.splitlines()
    there = {line.split()[0]: line.split()[2] for line in lines if line.split()[1:2] == ["D"]}
    assert there["2026-11-04"] == "0/1!"
    assert there["2026-11-05"] == "1/1"


def test_a_weekend_is_the_countrys_own() -> None:
    solve(case("friday-weekend"))
    assert {row["date"].day for row in duties(employee_id="A")} == {1, 2, 3, 4}
    types = {row["date"].weekday(): row["day_type"] for row in duties()}
    assert {weekday for weekday, kind in types.items() if kind == "rest_day"} == {4, 5}


def test_a_swap_that_is_not_lawful_says_who_works_what_and_when() -> None:
    solve(case("swap-message"))
    result = run("swap", BOOK, "A", "2026-11-02", "B", "2026-11-03")
    assert result.code == 1
    assert "B already works N on Mon 2026-11-02" in result.out + result.err
    assert "A already works D on Tue 2026-11-03" in result.out + result.err


def test_nobody_can_tell_what_crews_reach_in_a_zone_without_a_place() -> None:
    told = solve(case("zone-without-sites"), plan_time=5)
    assert told["plan"]["response_cover"] == 0
    assert any("no place on the map" in str(note) for note in told["plan"]["notes"])


def test_musts_of_the_shipped_rules_bind_leaders_of_any_code() -> None:
    folder = case("leader-code")
    told = ask("check", folder).out
    assert "bind nothing in this brigade" in told
    assert "leaders-off-the-line" not in told
    solve(folder)
    leaders = duties(shift_code="DL")
    assert len(leaders) == 7
    assert not {row["employee_id"] for row in leaders} & {row["employee_id"] for row in duties(unit_kind="post")}
    starts = Counter((row["employee_id"], row["date"] + dt.timedelta(days=1)) for row in leaders)
    assert not [row for row in duties() if starts[row["employee_id"], row["date"]]]


def test_crews_on_duty_across_a_rolled_weeks_border_count_in_both_weeks() -> None:
    folder = case("rolled-seam")
    told = solve(folder, "--weeks", 2, "--roll")
    assert len(duties(date=dt.datetime(2026, 11, 9), shift_code="A")) == 1
    border = dt.datetime(2026, 11, 9, 6)
    crews = [row for row in flat_rows(Path(BOOK), "Slots") if row["slot_start"] <= border < row["slot_end"]]
    assert Counter(row["shift_code"] for row in crews) == {"A": 1, "B": 1}
    assert told["objective"] == solve(folder, "--weeks", 2)["objective"]


@pytest.mark.slow
def test_a_brigade_with_trainees_has_a_roster_at_once() -> None:
    folder = case("k9-seating")
    limits = ("--time-limit", 3, "--workers", 1, "--plan-time", 0)
    result = ask("solve", folder, *limits, "--json", "-o", BOOK)
    assert result.code == 0, result.err
    assert json.loads(result.out)["person_shifts"] >= 40  # 120 and more on a quiet machine


@pytest.mark.slow
def test_one_day_of_a_patrol_plan_does_not_make_a_later_one_impossible() -> None:
    plan = solve(case("plan-one-site-a-zone"), "--time-limit", 2, plan_time=1)["plan"]
    assert plan["status"] != "infeasible"
    assert plan["must_violations"] == 0


@pytest.mark.slow
def test_no_visit_is_asked_for_while_a_site_is_closed() -> None:
    plan = solve(case("closed-window"), "--time-limit", 2, plan_time=1)["plan"]
    assert plan["demands"] == 98  # of which all are met where there is time for it
    assert plan["must_violations"] == 0
