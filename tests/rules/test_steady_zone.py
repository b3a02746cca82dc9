"""Steady zone: slots that a unit stands outside its base zone."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.clock import Window
from roster.domain.roster import Roster
from roster.domain.service import DemandLine
from roster.rules.base import Rule
from roster.rules.violation import Violation
from tests.rules.law_units import brigade, crew, found, posed, rule

STEADY = rule({"rule": "steady_zone", "weight": 1})
CARS = DemandLine("cars", "car", (), Window(7 * 60, 9 * 60), frozenset({0}), 2)


def findings(label: str, *zones: str, one: Rule = STEADY) -> list[Violation]:
    problem = posed(brigade(demand=(CARS,)))
    return found(one, problem, crew(problem, "D", label, "AB", "V1", zones))


def test_kept_in_the_base_zone() -> None:
    assert findings("car-Z1", "Z1", "Z1") == []


def test_just_broken_by_one_slot_elsewhere() -> None:
    (violation,) = findings("car-Z1", "Z1", "Z2")
    assert (violation.amount, violation.spot.place, violation.spot.unit) == (1, "Z2", "car-Z1")
    assert STEADY.say(violation, posed(brigade())) == (
        "car-Z1 on Mon 2026-10-19, D, stands in Z2 station at 09:00-15:00"
    )


def test_every_slot_elsewhere_counts() -> None:
    assert [v.amount for v in findings("car-Z1", "Z2", "Z2")] == [1, 1]


def test_when_selects_hours_and_where_selects_bases() -> None:
    morning = rule({"rule": "steady_zone", "when": {"slot": "07:00-09:00"}})
    assert findings("car-Z1", "Z1", "Z2", one=morning) == []
    assert len(findings("car-Z1", "Z2", "Z1", one=morning)) == 1
    second = rule({"rule": "steady_zone", "where": {"zone": "Z2"}})
    assert findings("car-Z1", "Z2", "Z2", one=second) == []
    assert len(findings("car-Z2", "Z1", "Z2", one=second)) == 1


def test_a_unit_that_may_not_move_is_not_this_rules_business() -> None:
    problem = posed(brigade())
    away = crew(problem, "D", "armed-Z1", "AB", zones=["Z2"])
    assert list(STEADY.check_all(Roster((away,)), problem)) == []


def test_just_kept_by_a_unit_at_its_site() -> None:
    problem = posed(brigade(kinds=tuple(replace(kind, moves=True) for kind in brigade().kinds)))
    assert found(STEADY, problem, crew(problem, "D", "post-P1", "AB")) == []
