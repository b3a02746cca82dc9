"""What is shipped for leaders to edit: every rulebook loads, and says of itself what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from roster.domain.clock import Horizon, Window
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.service import Shift
from roster.domain.settings import Settings
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.io.starting_rules import PATTERNS
from roster.rules.scopes import OfficerRule

FOLDER = shipped_folder()
BASE = FOLDER / "base.yaml"
PROFILES = sorted(FOLDER.glob("*.yaml"))
ROTATIONS = sorted((FOLDER / "rotations").glob("*.yaml"))


def text_of(path: Path) -> dict:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def test_the_profiles_promised_are_shipped():
    occasions, patterns = ["festival.yaml", "integrity.yaml", "level-1.yaml", "summer.yaml"], list(PATTERNS.values())
    assert sorted(path.name for path in PROFILES) == sorted([*occasions, *patterns])
    assert len(ROTATIONS) == 5


@pytest.mark.parametrize("path", [*PROFILES, *ROTATIONS], ids=lambda path: path.name)
def test_every_shipped_rulebook_loads(path):
    rulebook = load_rulebook([path])
    assert rulebook["minimum_rest"].must
    assert f"{path.name}" in rulebook.hashes or path.parent.name == "rotations"


@pytest.mark.parametrize("path", [*PROFILES, *ROTATIONS], ids=lambda path: path.name)
def test_a_shipped_rulebook_laid_over_base_again_changes_nothing(path):
    assert load_rulebook([BASE, path]) == load_rulebook([path])


@pytest.mark.parametrize("file", PATTERNS.values())
def test_every_entry_that_a_brigade_starts_with_says_why(file):
    assert [rule.name for rule in load_rulebook([FOLDER / file]).rules if not rule.why] == []


def test_the_base_binds_as_the_standing_rules_do():
    rulebook = load_rulebook([BASE])
    musts = {rule.name for rule in rulebook.rules if rule.must}
    assert musts == {
        "fixed",
        "absence",
        "crew",
        "least-crew",
        "vehicle",
        "minimum_rest",
        "night_recovery",
        "nights-in-a-row",
        "days_off",
        "overtime",
        "protected_status",
        "duty_leader",
        "leader-free-next-day",
        "leaders-off-the-line",
        "travel",
        "unpredictability",
    }
    priorities = {rule.name: rule.priority for rule in rulebook.rules if rule.priority}
    assert priorities == {
        "armed_minimum": 1,
        "night-lights": 2,
        "late-lights": 2,
        "day_presence": 3,
        "cover": 4,
        "route_passes": 5,
        "checkpoint_visits": 5,
        "meal_break": 6,
        "pace": 7,
        "driving": 8,
    }
    assert rulebook["minimum_rest"].hours == 12
    assert rulebook["nights-in-a-row"].max == 2
    assert rulebook["night-lights"].hours == Window(18 * 60, 26 * 60)
    assert rulebook["late-lights"].hours == Window(2 * 60, 7 * 60)


def test_the_base_lists_musts_then_priorities_then_wishes_by_falling_weight():
    rules = load_rulebook([BASE]).rules
    order = [(0, 0) if rule.must else (1, rule.priority) if rule.priority else (2, -rule.weight) for rule in rules]
    assert order == sorted(order)


def test_summer_moves_the_lights_and_the_end_of_day_presence_to_eight():
    summer = load_rulebook([FOLDER / "summer.yaml"])
    assert summer["night-lights"].hours == Window(20 * 60, 26 * 60)
    assert summer["night-lights"].priority == 2
    assert summer["day_presence"].hours == Window(7 * 60, 20 * 60)
    assert summer["late-lights"] == load_rulebook([BASE])["late-lights"]


def test_the_festival_asks_for_a_second_car_in_two_zones_on_its_dates_only():
    festival = load_rulebook([FOLDER / "festival.yaml"])
    added = [rule for rule in festival.rules if rule.name.startswith("festival")]
    assert {zone for rule in added for zone in rule.where.zone} == {"Z1", "Z4"}
    assert all(rule.units == 2 and rule.where.unit_kind == ("car",) for rule in added)
    assert all((rule.when.first, rule.when.last) == (date(2026, 10, 23), date(2026, 10, 25)) for rule in added)
    assert "cover-over" not in {rule.name for rule in festival.rules}


def test_duty_level_1_raises_demand_and_touches_no_must():
    level, base = load_rulebook([FOLDER / "level-1.yaml"]), load_rulebook([BASE])
    assert [rule for rule in level.rules if rule.must] == [rule for rule in base.rules if rule.must]
    assert level["women-on-evenings"].min == 2
    assert level["level-1-late-cars"].where.zone == ("Z1", "Z4")
    assert "two-days-off" not in {rule.name for rule in level.rules}


def test_profiles_lie_over_each_other():
    both = load_rulebook([FOLDER / "summer.yaml", FOLDER / "festival.yaml"])
    assert both["night-lights"].hours == Window(20 * 60, 26 * 60)
    assert both["festival-shopping"].units == 2


def worked(path: Path, days: int) -> tuple[Problem, dict]:
    """A year and more of one auxiliary of the first squad who follows a rotation to the letter."""
    header = text_of(path)
    shifts = []
    for code, hours in header["shifts"].items():
        start, end = (int(part[:2]) * 60 + int(part[3:]) for part in hours.split("-"))
        window = Window(start, end if end > start else end + 1440)
        shifts.append(Shift(code, code, window, night=Window(1440, 1800).minutes_in(window.on(0)) >= 300))
    officer = Officer("1", "One", "auxiliary", squad="A", birth_date=date(1990, 1, 1))
    horizon = Horizon(date(2026, 10, 19), days)
    problem = Problem(Settings("test"), horizon, (officer,), tuple(shifts), ())
    pattern = header["rules"][0]["pattern"]
    line = {}
    for day in horizon.range:
        code = pattern[day % len(pattern)]
        if code != "-":
            line[day] = problem.duty("1", day, code)
    return problem, line


def broken(path: Path) -> list[str]:
    problem, line = worked(path, 420)
    rules = [rule for rule in load_rulebook([BASE]).rules if rule.must and isinstance(rule, OfficerRule)]
    officer = problem.officers[0]
    chosen = [rule for rule in rules if rule.who.matches(officer, problem)]
    return [rule.name for rule in chosen if any(rule.check(officer, line, problem))]


@pytest.mark.parametrize("path", ROTATIONS, ids=lambda path: path.stem)
def test_a_rotation_breaks_exactly_the_musts_that_it_states(path):
    assert broken(path) == text_of(path)["breaks"]


@pytest.mark.parametrize("path", ROTATIONS, ids=lambda path: path.stem)
def test_a_rotation_rule_is_kept_by_who_follows_it_and_broken_by_a_swap(path):
    problem, line = worked(path, 60)
    rotation = load_rulebook([path])["rotation"]
    officer = problem.officers[0]
    assert list(rotation.check(officer, line, problem)) == []
    first = min(line)
    idle = {day: duty for day, duty in line.items() if day != first}
    assert [violation.spot.day for violation in rotation.check(officer, idle, problem)] == [first]
    other = replace(officer, squad="B")
    assert list(rotation.check(other, line, replace(problem, officers=(other,)))) != []


@pytest.mark.parametrize("path", ROTATIONS, ids=lambda path: path.stem)
def test_the_squads_of_a_rotation_fill_every_shift_once(path):
    rule = load_rulebook([path])["rotation"]
    shifts = set(text_of(path)["shifts"])
    for day in range(len(rule.pattern)):
        on = [rule.pattern[(day + offset) % len(rule.pattern)] for offset in rule.offsets.values()]
        assert sorted(code for code in on if code != "-") == sorted(shifts)


@pytest.mark.parametrize("path", ROTATIONS, ids=lambda path: path.stem)
def test_a_rotation_says_its_hours_and_what_it_breaks_in_a_comment(path):
    header = text_of(path)
    comments = " ".join(line[1:].strip() for line in path.read_text(encoding="utf-8").splitlines() if line[:1] == "#")
    for code, hours in header["shifts"].items():
        assert f"{code} {hours}" in comments
    for name in header["breaks"]:
        assert f"Breaks {name}" in comments
    assert ("Breaks none of the standing musts" in comments) == (header["breaks"] == [])


def test_a_pattern_with_three_nights_and_a_day_after_would_be_found_out(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        "shifts: {D: '07:00-15:00', N: '23:00-07:00'}\nrules:\n"
        "  - {rule: rotation, pattern: [N, N, N, D, '-'], start: 2026-10-19, weight: 1}\n",
        encoding="utf-8",
    )
    assert broken(path) == ["minimum_rest", "night_recovery", "nights-in-a-row"]
