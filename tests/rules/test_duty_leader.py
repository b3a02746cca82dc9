"""Duty leader: one leader each day, whose unit the rule itself asks for."""

from __future__ import annotations

from dataclasses import replace

from roster.rules.violation import NOWHERE
from tests.rules.law_units import brigade, crew, found, posed, rule

LEADER = rule({"rule": "duty_leader"})
TWO = rule({"rule": "duty_leader", "each_day": 2})


def test_the_rule_makes_the_leaders_unit() -> None:
    assert "leader" not in {unit.kind for unit in posed(brigade()).units}
    assert [unit.id for unit in posed(brigade(), LEADER).units if unit.kind == "leader"] == [(0, "L", "leader")]


def test_kept_by_one_leader() -> None:
    problem = posed(brigade(), LEADER)
    assert found(LEADER, problem, crew(problem, "L", "leader", "B")) == []


def test_just_kept_by_two_leaders_of_two() -> None:
    problem = posed(brigade(), TWO)
    assert found(TWO, problem, crew(problem, "L", "leader", "A"), crew(problem, "L", "leader", "B")) == []


def test_just_broken_by_one_leader_of_two() -> None:
    problem = posed(brigade(), TWO)
    (violation,) = found(TWO, problem, crew(problem, "L", "leader", "B"))
    assert (violation.amount, violation.asked, violation.given) == (1, 2, 1)
    assert TWO.say(violation, problem) == "duty leaders on Mon 2026-10-19: 1 of 2"


def test_each_day_counts_that_when_selects() -> None:
    problem = posed(brigade(days=2), LEADER)
    assert [v.spot.day for v in found(LEADER, problem, crew(problem, "D", "car-Z1", "B"))] == [0, 1]
    mondays = rule({"rule": "duty_leader", "when": {"weekday": "mon"}})
    assert [v.spot.day for v in found(mondays, posed(brigade(days=2), mondays))] == [0]


def test_two_leaders_may_share_a_unit_of_two() -> None:
    kinds = tuple(replace(kind, crew=2) if kind.code == "leader" else kind for kind in brigade().kinds)
    problem = posed(brigade(kinds=kinds), TWO)
    assert found(TWO, problem, crew(problem, "L", "leader", "AB")) == []


def test_as_many_units_as_the_leaders_need() -> None:
    kinds = tuple(replace(kind, crew=2) if kind.code == "leader" else kind for kind in brigade().kinds)
    problem = posed(brigade(kinds=kinds), TWO)
    assert [unit.label for unit in problem.units if unit.kind == "leader"] == ["leader", "leader-2"]


def test_names_its_unit_kind_and_adds_no_demand_for_one_that_is_unknown() -> None:
    chief = rule({"rule": "duty_leader", "kind": "chief", "priority": 2})
    assert list(chief.names()) == [("kind", "unit_kind", "chief")]
    assert list(chief.demand(brigade())) == []


def test_a_brigade_without_the_unit_kind_is_told_once() -> None:
    chief = rule({"rule": "duty_leader", "kind": "chief", "each_day": 2, "priority": 2})
    problem = posed(brigade(days=3), chief)
    (violation,) = found(chief, problem)
    assert (violation.spot, violation.amount) == (NOWHERE, 6)
    assert chief.say(violation, problem) == (
        "Duty leader each day: no unit kind chief; "
        "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
    )


def test_a_must_about_an_unknown_unit_kind_asks_for_nothing_and_says_what_is_lacking() -> None:
    chief = rule({"rule": "duty_leader", "kind": "chief", "weight": "must"})
    assert found(chief, posed(brigade(days=3), chief)) == []
    assert (chief.missing_subject(brigade()), LEADER.missing_subject(brigade())) == ("no unit kind chief", "")
