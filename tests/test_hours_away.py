"""Two hours of court, or of a car in maintenance, cost a long duty two hours: whoever can takes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from ortools.sat.python.cp_model import OPTIMAL, CpSolver

from roster import api, living
from roster.arithmetic.necessary import Arithmetic, deficits
from roster.decisions import Decisions
from roster.domain.clock import Span
from roster.domain.disruption import Disruption
from roster.domain.outcome import Outcome
from roster.domain.parts import cut_roster, pieces_of
from roster.domain.people import Absence
from roster.domain.roster import Roster
from roster.explain.row_changes import cost_hours_only
from roster.io.disruptions import in_force
from roster.io.sheets import hr
from roster.living import Week
from roster.report import supply
from roster.rules.patrol.base import PlanRule
from roster.rules.variables import Runs, Work
from roster.search.score import values
from tests.brigades.random_clocks import random_clock, random_roster
from tests.small_week import RULES, put_brigade, solved_week

TUESDAY = 1
COURT = "id,kind,from,to,hours_only\nA,court,2026-11-03 12:00,2026-11-03 14:00,yes\n"
CARS = {
    "officers.csv": "id,name,category\n" + "".join(f"{name},{name},sworn\n" for name in "ABCDEFGH"),
    "units.csv": "kind,crew,least_crew,mode,shifts,vehicle_kinds\nduty,3,2,car,D,car\n",
    "zones.csv": "id,name\nY,Yard\nZ,Zone\n",
    "vehicles.csv": "id,kind,seats\nV1,car,4\nV2,car,4\nV3,car,4\n",
    "demand.csv": "unit_kind,places,from,to,day_types,minimum\nduty,Y,08:00,20:00,tue,1\nduty,Z,08:00,20:00,tue,1\n",
    "fixed.csv": "officer,date,shift\nA,2026-11-03,D\n",
}
CREWS = RULES + "  - {id: least, rule: crew, least: true, weight: must}\n  - {rule: vehicle, weight: must}\n"


def solved(folder: Path, tables: dict[str, str], rules: str = RULES) -> Outcome:
    case = api.load(put_brigade(folder / "brigade", tables, rules))
    return api.solve(case, time_limit=10, workers=1, seed=1, plan_time=0)


def tuesday(roster: Roster) -> dict[str, str]:
    """Each officer's duty of the Tuesday."""
    return {duty.officer: duty.shift for duty in roster.work() if duty.day == TUESDAY and duty.shift != "N"}


def crews(outcome: Outcome) -> dict[tuple[str, str], tuple[frozenset[str], str]]:
    """Who is in each crew of the Tuesday, and its vehicle, by shift and base."""
    own = (crew for crew in outcome.roster.crews if crew.unit.day == TUESDAY)
    return {(crew.unit.shift, crew.unit.base): (crew.officers, crew.vehicle) for crew in own}


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    return solved_week(put_brigade(tmp_path_factory.mktemp("court") / "brigade", {"absences.csv": COURT}))


def test_court_costs_its_hours_and_somebody_stands_in(week: Week) -> None:
    found = tuesday(week.roster)
    (stand_in,) = found.keys() - {"A"}
    assert found == {"A": "D@08-12+14-20", stand_in: "D@12-14"}
    assert not week.checked.report.shortfalls
    rows = [r for r in hr.rows(week.problem, week.roster) if r.date == dt.date(2026, 11, 3) and r.start.hour < 20]
    assert [(r.employee_id, r.shift_code, r.start.hour, r.end.hour, r.hours) for r in rows] == [
        ("A", "D", 8, 20, 12.0),
        (stand_in, "D", 12, 14, 2.0),
    ]
    assert [(r.workday_hours, r.paid_hours) for r in rows] == [(12.0, 12.0), (2.0, 2.0)]


def test_a_week_with_hours_away_is_read_back_as_it_was_written(week: Week) -> None:
    assert week.checked.edits == ()
    assert week.checked.report.must_violations == ()
    assert week.roster == week.written


def test_without_hours_only_an_absence_bars_the_whole_duty(tmp_path: Path) -> None:
    plain = {"absences.csv": COURT.replace("yes", "no"), "fixed.csv": "officer,date,shift\n"}
    outcome = solved(tmp_path, plain)
    assert not outcome.problem.cuts
    assert "A" not in tuesday(outcome.roster)
    assert set(tuesday(outcome.roster).values()) == {"D"}


def test_nobody_who_could_stand_in_leaves_the_hours_short(tmp_path: Path) -> None:
    others = "".join(f"{name},annual,2026-11-03,2026-11-03,\n" for name in "BC")
    fixed = "officer,date,shift\nA,2026-11-03,D\nD,2026-11-03,N\n"
    outcome = solved(tmp_path, {"absences.csv": COURT + others, "fixed.csv": fixed})
    assert tuesday(outcome.roster) == {"A": "D@08-12+14-20"}
    assert [finding.sentence for finding in outcome.report.shortfalls] == [
        "duty on Tue 2026-11-03, 12:00-14:00: people there 0 of 1"
    ]
    assert outcome.proof.status == "optimal"


def test_crews_are_the_same_before_and_after_and_change_no_more_than_they_must(tmp_path: Path) -> None:
    outcome = solved(tmp_path, {**CARS, "absences.csv": COURT}, CREWS)
    found = crews(outcome)
    for base in "YZ":
        before, within, after = (found[f"D@{hours}", base] for hours in ("08-12", "12-14", "14-20"))
        assert before == after
        assert before[0] - {"A"} <= within[0]
        assert ("A" in before[0]) == (before != within)
        assert before[1] == within[1]
    assert not outcome.report.shortfalls


def test_another_car_serves_while_one_is_in_maintenance(tmp_path: Path) -> None:
    away = "id,kind,from,to,hours_only\nV1,maintenance,2026-11-03 12:00,2026-11-03 14:00,yes\n"
    away += "V2,maintenance,2026-11-03 08:00,2026-11-03 12:00,yes\n"
    outcome = solved(tmp_path, {**CARS, "absences.csv": away}, CREWS)
    found = crews(outcome)
    assert not outcome.report.shortfalls
    assert {vehicle for (shift, _base), (_crew, vehicle) in found.items() if shift == "D@08-12"} == {"V1", "V3"}
    assert {vehicle for (shift, _base), (_crew, vehicle) in found.items() if shift == "D@12-14"} == {"V2", "V3"}
    assert set(tuesday(outcome.roster).values()) == {"D"}


def test_a_crew_without_a_car_stands_down_for_these_hours(tmp_path: Path) -> None:
    away = "id,kind,from,to,hours_only\nV1,maintenance,2026-11-03 12:00,2026-11-03 14:00,yes\n"
    two = {**CARS, "vehicles.csv": "id,kind,seats\nV1,car,4\nV2,car,4\n", "absences.csv": away}
    outcome = solved(tmp_path, two, CREWS)
    assert sorted(tuesday(outcome.roster).values()) == ["D"] * 3 + ["D@08-12+14-20"] * 3
    assert [violation.amount for violation in outcome.report.shortfalls] == [3]


def test_arithmetic_counts_who_serves_every_piece_once(tmp_path: Path) -> None:
    case = api.load(put_brigade(tmp_path / "brigade", {**CARS, "absences.csv": COURT}, CREWS))
    assert deficits(case.problem, case.rulebook) == []
    told = [line for line in supply.lines(Arithmetic(case.problem, case.rulebook)) if " all" in line]
    assert ["stretches" in line for line in told] == [n == TUESDAY for n in range(7)]
    assert not any("fixed in an absence" in fault.found for fault in api.check(case))


def most(decisions: Decisions, shift: str, **fixed: int) -> int:
    """How many officers could have this as their duty of the Tuesday at the most, where both crews run all day."""
    model, shifts = decisions.model.clone(), decisions.problem.shift_codes
    for unit in decisions.problem.units:
        if unit.day == TUESDAY:
            model.add(decisions.of(Runs(unit.id)) == 1)
    for officer, works in fixed.items():
        model.add(decisions.of(Work(officer, TUESDAY, tuple(shifts))) == works)
    works = [decisions.of(Work(officer.id, TUESDAY, (shift,))) for officer in decisions.problem.officers]
    model.maximize(sum(works))
    solver = CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == OPTIMAL
    return round(solver.objective_value)


def test_only_who_is_away_has_part_of_a_duty_and_others_stand_in_for_them_alone(tmp_path: Path) -> None:
    case = api.load(put_brigade(tmp_path / "brigade", {**CARS, "absences.csv": COURT}, CREWS))
    ruled_out = [Work("A", TUESDAY, ("D",))]
    decisions = Decisions(case.problem, ruled_out)
    assert [most(decisions, f"D@{hours}", A=1) for hours in ("08-12", "08-12+14-20", "12-14")] == [0, 1, 2]
    assert most(decisions, "D@12-14", A=0) == 0


def test_no_crew_that_runs_stands_down(tmp_path: Path) -> None:
    away = "id,kind,from,to,hours_only\nV1,maintenance,2026-11-03 12:00,2026-11-03 14:00,yes\n"
    case = api.load(put_brigade(tmp_path / "brigade", {**CARS, "absences.csv": away}, CREWS))
    decisions = Decisions(case.problem)
    assert most(decisions, "D@08-12+14-20") == 0
    assert decisions.of(Work("A", TUESDAY, ("D@12-14",))) == 0


def test_who_falls_ill_beside_hours_away_keeps_the_hours_served(week: Week) -> None:
    said = [("A", "2026-11-03 16:00..2026-11-03 24:00", "sick")]
    outcome = living.replan(week, said, since=dt.datetime(2026, 11, 3, 16), time_limit=10, workers=1, plan_time=0)
    found = tuesday(outcome.roster)
    assert found["A"] == "D@08-12+14-16"
    assert sorted(found[officer] for officer in found.keys() - {"A"}) == ["D@12-14", "D@16-20"]
    assert not outcome.report.must_violations
    assert not outcome.report.shortfalls


@pytest.mark.parametrize("seed", range(4))
def test_checks_and_limits_agree_on_hours_away(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    case = api.load(random_clock(seed).write(tmp_path))
    people, cars = [], []
    for unit in rng.sample(case.problem.units, min(4, len(case.problem.units))):
        start = rng.randrange(*case.problem.shift[unit.shift].span(unit.day), 30)
        span = Span(start, start + rng.choice([30, 60, 150, 600]))
        people.append(Absence(rng.choice(case.problem.officers).id, "court", span, "", hours_only=True))
        cars.append(Absence(rng.choice(case.problem.vehicles).id, "maintenance", span, "", hours_only=True))
    plain = replace(case.problem, absences=(), maintenance=())
    problem = in_force(plain, Disruption(tuple(people), tuple(cars[:2])), case.rulebook)
    assert pieces_of(problem)
    roster = cut_roster(random_roster(case.problem, rng), problem)
    value = values(problem, roster)
    for rule in case.rulebook.rules:
        if not isinstance(rule, PlanRule):
            checked = sum(violation.amount for violation in rule.check_all(roster, problem))
            assert checked == sum(limit.amount(value) for limit in rule.limit_all(problem)), rule.name


def test_a_repair_can_be_told_of_hours_away(tmp_path: Path) -> None:
    rules = CREWS + "  - {rule: shift_count, max: 1, per: week, weight: 1}\n"
    week = solved_week(put_brigade(tmp_path / "brigade", CARS, rules))
    car = next(crew.vehicle for crew in week.roster.crews if "A" in crew.officers)
    said = [("A", "2026-11-03 12:00..2026-11-03 14:00", "court")]
    off = [(car, "2026-11-03 09:00..2026-11-03 11:00")]
    outcome = living.replan(week, said, off, hours_only=True, time_limit=10, workers=1, plan_time=0)
    assert outcome.amendment.repair is not None
    changes = {change.officer: (change.before, change.after) for change in outcome.amendment.repair.changes}
    (stand_in,) = changes.keys() - {"A"}
    assert changes == {"A": ("D", "D@08-12+14-20"), stand_in: ("", "D@12-14")}
    assert [(one.shift, "V3" in one.after) for one in outcome.amendment.repair.units] == [("D@09-11", True)]
    file = tmp_path / "again.xlsx"
    api.write(outcome, file)
    assert living.open_week(file, week.case.brigade).roster == outcome.roster


def test_hours_away_are_a_cure_of_a_clash(tmp_path: Path) -> None:
    table = "id,kind,from,to\nA,court,2026-11-03 12:00,2026-11-03 14:00\nA,annual,2026-11-05,2026-11-05\n"
    case = api.load(put_brigade(tmp_path / "brigade", {"absences.csv": table}))
    hours, leave = case.tables.absences
    (cure,) = cost_hours_only(hours, frozenset(), case.problem, case.brigade)
    assert [(one.place, one.new) for one in cure.changes] == [
        ("absences.csv:E1 (hours_only)", "hours_only"),
        ("absences.csv:E2 (hours_only)", "yes"),
    ]
    assert not [*cost_hours_only(leave, frozenset(), case.problem, case.brigade)]
