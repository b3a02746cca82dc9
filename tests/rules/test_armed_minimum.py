"""Armed minimum: units whose composition asks for permit holders, in every slot."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.clock import Window
from roster.domain.service import DemandLine
from roster.rules.violation import NOWHERE
from tests.rules.law_units import brigade, crew, found, posed, rule

ARMED = rule({"rule": "armed_minimum", "when": {"slot": "07:00-15:00"}, "priority": 1})


def test_kept_by_the_armed_unit() -> None:
    problem = posed(brigade(), ARMED)
    assert found(ARMED, problem, crew(problem, "D", "armed-Z1", "AB")) == []


def test_just_kept_by_a_crew_without_a_permit_which_is_another_rules_business() -> None:
    problem = posed(brigade(), ARMED)
    assert found(ARMED, problem, crew(problem, "D", "armed-Z1", "D")) == []


def test_just_broken_by_a_car_with_an_armed_officer() -> None:
    problem = posed(brigade(), ARMED)
    (violation,) = found(ARMED, problem, crew(problem, "D", "car-Z1", "AB"))
    assert (violation.amount, violation.asked, violation.given) == (1, 1, 0)
    assert ARMED.say(violation, problem) == "armed units on the street on Mon 2026-10-19, 07:00-15:00: 0 of 1"


def test_every_slot_counts_and_each_unit_missing() -> None:
    two = rule({"rule": "armed_minimum", "units": 2})
    problem = posed(brigade(), two)
    violations = found(two, problem, crew(problem, "D", "armed-Z1", "AB"))
    assert [v.amount for v in violations] == [1, 2, 2]


def test_where_selects_places() -> None:
    elsewhere = rule({"rule": "armed_minimum", "where": {"zone": "Z2"}, "when": {"slot": "07:00-15:00"}})
    problem = posed(brigade(), elsewhere)
    assert [v.amount for v in found(elsewhere, problem, crew(problem, "D", "armed-Z1", "AB"))] == [1]


def test_where_selects_a_site() -> None:
    at_gate = rule({"rule": "armed_minimum", "where": {"site": "P1"}})
    line = DemandLine("armed", "armed", ("P1",), Window(7 * 60, 15 * 60), frozenset({0}), 1)
    problem = posed(brigade(demand=(line,)), at_gate)
    violations = found(at_gate, problem, crew(problem, "D", "armed-P1", "AB"))
    assert [(v.spot.slot and v.spot.slot.start // 60, v.amount) for v in violations] == [(23, 1), (None, 1)]
    assert at_gate.unserved(problem) == (Window(15 * 60, 23 * 60),)  # armed units have no evening shift


def test_when_selects_the_hours_of_a_shift() -> None:
    nights = rule({"rule": "armed_minimum", "when": {"night": True}})
    problem = posed(brigade(), nights)
    assert [v.spot.slot.start for v in found(nights, problem) if v.spot.slot] == [23 * 60]


def test_a_brigade_without_armed_kinds_is_told_once() -> None:
    always = rule({"rule": "armed_minimum", "units": 2, "priority": 1})
    unarmed = tuple(replace(kind, composition={}) for kind in brigade().kinds)
    problem = posed(brigade(kinds=unarmed), always)
    assert always.missing_subject(brigade()) == ""
    (violation,) = found(always, problem, crew(problem, "D", "armed-Z1", "AB"))
    assert (violation.spot, violation.amount, violation.asked, violation.given) == (NOWHERE, 6, 6, 0)
    assert always.say(violation, problem) == (
        "Armed units: no unit kind that asks for permit holders; "
        "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
    )
