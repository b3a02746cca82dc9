"""One day's choice never makes a later day impossible; what no plan keeps is proved and named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.io.csv_out import write_csv
from roster.plan import search
from roster.plan.day import Best, Task
from roster.search import run
from tests.plan.village_checker import faults
from tests.plan.villages import TRAVEL, Village

VISIT = "{{rule: checkpoint_visits, min: 1, windows: '{}', weight: must}}"
USUAL = "{{rule: unpredictability, minutes: {}, days: {}, weight: must}}"
CAR = {
    "units": ("car,1,1,car,,car,",),
    "vehicles": ("V1,car,4,yes",),
    "demand": ("car,A,06:00,18:00,1",),
}
POSSIBLE = {
    "three days at a time, so that three times fill the window": Village(
        rules=(TRAVEL, VISIT.format("07:00-07:45"), USUAL.format(20, 3))
    ),
    "no longer than two hours by day and by night": Village(
        shifts=("D,06:00,18:00", "N,18:00,06:00"),
        demand=("round,A,06:00,06:00,1",),
        rules=(TRAVEL, "{rule: checkpoint_visits, gap_hours: 2, weight: must}"),
    ),
    "three stands a week, one a day": Village(
        sites=("B1,publicity_point,A,35.4,110.4,,", "C1,checkpoint,A,35.401,110.4,,3"),
        rules=(TRAVEL, "{rule: publicity, per_week: 3, hours: '10:00-10:30', weight: must}"),
    ),
    "five minutes where two slots meet": Village(rules=(TRAVEL, VISIT.format("07:25-07:30"))),
    "two minutes in a slot": Village(rules=(TRAVEL, VISIT.format("07:13-07:15"))),
    "a walk where there is nowhere to walk to": Village(
        **CAR,
        sites=("Q1,quick_reaction_point,A,35.4,110.4,,",),
        rules=(TRAVEL, "{rule: mode_mix, asks: walk, min: 3, weight: must}"),
    ),
    "24 hours from the roster day's border": Village(
        shifts=("W,08:00,08:00",),
        demand=("round,A,08:00,08:00,1",),
        day_start="08:00",
        sites=("C1,checkpoint,A,35.4,110.4,07:00-18:00,3", "C2,checkpoint,A,35.405,110.4,,3"),
        rules=(TRAVEL, VISIT.format("15:00-23:00"), USUAL.format(20, 3)),
    ),
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_a_plan_that_exists_is_found(tmp_path: Path, name: str) -> None:
    outcome = POSSIBLE[name].solved(tmp_path, plan_time=20, deterministic=True)
    assert outcome.patrols.unplanned is None
    assert outcome.patrols.planned is not None
    assert outcome.patrols.planned.report.must_violations == ()
    write_csv(tmp_path / "out", outcome)
    assert faults(tmp_path, tmp_path / "out") == []


IMPOSSIBLE = {
    "forty minutes have room for six days": (
        Village(rules=(TRAVEL, VISIT.format("07:00-07:40"), USUAL.format(20, 3))),
        {"checkpoint_visits", "unpredictability"},
    ),
    "nobody is on duty": (Village(rules=(TRAVEL, VISIT.format("19:00-20:00"))), {"checkpoint_visits"}),
    "nobody serves the zone": (
        Village(
            zones=("A,,", "B,,"),
            sites=("C1,checkpoint,B,35.4,110.4,,3", "C2,checkpoint,A,35.41,110.4,,3"),
            units=("round,1,1,foot,A,,",),
            rules=(TRAVEL, VISIT.format("06:00-12:00")),
        ),
        {"checkpoint_visits"},
    ),
    "so many visits have no room": (
        Village(rules=(TRAVEL, VISIT.replace("min: 1", "min: 7").format("06:00-07:00"))),
        {"checkpoint_visits"},
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_no_plan_keeps_is_proved_and_named(tmp_path: Path, name: str) -> None:
    village, rules = IMPOSSIBLE[name]
    outcome = village.solved(tmp_path, deterministic=True)
    assert outcome.patrols.unplanned is not None
    assert outcome.patrols.unplanned.status == "infeasible"
    assert set(outcome.patrols.unplanned.rules) == rules
    assert "C1" in outcome.patrols.unplanned.message


def test_what_is_not_proved_is_not_called_impossible(tmp_path: Path) -> None:
    """Two places 20 minutes apart, each in the same quarter of an hour: no proof looks at both."""
    village = Village(
        sites=("C1,checkpoint,A,35.4,110.4,,3", "C2,checkpoint,A,35.42,110.4,,3"),
        rules=(TRAVEL, VISIT.format("07:00-07:15")),
    )
    outcome = village.solved(tmp_path, plan_time=2)
    assert outcome.patrols.unplanned is not None
    assert outcome.patrols.unplanned.status == "none"
    assert "no patrol plan keeps every must" not in outcome.patrols.unplanned.message


def test_a_part_that_fails_is_told_and_the_plan_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(task: Task) -> Best:
        raise KeyError("a fault")

    monkeypatch.setattr(run, "RAISE_FAILURES", False)
    monkeypatch.setattr(search, "best", broken)
    outcome = Village(rules=(TRAVEL,)).solved(tmp_path)
    assert outcome.patrols.planned is not None
    assert any("KeyError" in note for note in outcome.patrols.planned.notes)


def test_a_plan_that_fails_costs_no_roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(search.Search, "run", broken)
    outcome = Village(rules=(TRAVEL,)).solved(tmp_path)
    assert outcome.roster.crews
    assert outcome.patrols.unplanned is not None
    assert outcome.patrols.unplanned.status == "failed"
    assert "ZeroDivisionError" in outcome.patrols.unplanned.message


def test_a_plan_without_time_says_so_and_is_right(tmp_path: Path) -> None:
    village = Village(
        **{**CAR, "people": 8},
        sites=tuple(f"C{n},checkpoint,A,{35.4 + n / 500},110.4,,3" for n in range(6)),
        rules=(TRAVEL, "{rule: checkpoint_visits, min: 1, windows: '06:00-18:00', priority: 5}"),
    )
    outcome = village.solved(tmp_path, plan_time=0.01)
    assert outcome.patrols.planned is not None
    assert outcome.patrols.planned.status == "stopped"
    assert any("no time was left to plan " in note for note in outcome.patrols.planned.notes)
    write_csv(tmp_path / "out", outcome)
    assert faults(tmp_path, tmp_path / "out") == []
