"""Day presence: a visible unit in every zone and slot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.rules.violation import NOWHERE
from tests.rules.law_units import brigade, crew, found, posed, rule

PRESENCE = rule({"rule": "day_presence", "hours": "07:00-15:00", "priority": 3})


def test_kept_by_a_car_in_each_zone() -> None:
    problem = posed(brigade(), PRESENCE)
    assert found(PRESENCE, problem, crew(problem, "D", "car-Z1", "A"), crew(problem, "D", "car-Z2", "B")) == []


def test_just_kept_by_a_post_at_a_site_of_the_zone() -> None:
    problem = posed(brigade(), PRESENCE)
    assert found(PRESENCE, problem, crew(problem, "D", "post-P1", "A"), crew(problem, "D", "car-Z2", "B")) == []


def test_just_broken_in_the_zone_that_a_car_left() -> None:
    two_slots = rule({"rule": "day_presence", "hours": "07:00-15:00", "when": {"slot": "07:00-09:00"}})
    problem = posed(brigade(), two_slots)
    crews = (crew(problem, "D", "post-P1", "A"), crew(problem, "D", "car-Z2", "B", zones=["Z1", "Z2"]))
    (violation,) = found(two_slots, problem, *crews)
    assert (violation.amount, violation.spot.place) == (1, "Z2")
    assert (violation.asked, violation.given) == (1, 0)
    assert two_slots.say(violation, problem) == "no visible unit in Z2 station on Mon 2026-10-19, 07:00-09:00"


def test_every_empty_zone_and_slot_counts() -> None:
    problem = posed(brigade(), PRESENCE)
    assert [(v.spot.place, v.amount) for v in found(PRESENCE, problem)] == [("Z1", 1), ("Z2", 1)]


def test_slots_are_cut_at_the_hours() -> None:
    hours = rule({"rule": "day_presence", "hours": "07:00-09:00"})
    problem = posed(brigade(), hours)
    assert {v.spot.slot.end for v in found(hours, problem) if v.spot.slot} == {9 * 60}


def test_a_unit_that_is_not_visible_does_not_count() -> None:
    kinds = tuple(replace(kind, visible=kind.code != "car") for kind in brigade().kinds)
    problem = posed(brigade(kinds=kinds), PRESENCE)
    crews = (crew(problem, "D", "post-P1", "A"), crew(problem, "D", "car-Z2", "B"))
    assert [v.spot.place for v in found(PRESENCE, problem, *crews)] == ["Z2"]


def test_a_brigade_without_visible_kinds_is_told_once() -> None:
    kinds = tuple(replace(kind, visible=False) for kind in brigade().kinds)
    problem = posed(brigade(kinds=kinds), PRESENCE)
    (violation,) = found(PRESENCE, problem, crew(problem, "D", "car-Z1", "A"))
    assert (violation.spot, violation.amount) == (NOWHERE, 2)
    assert PRESENCE.say(violation, problem) == (
        "Seen by day: no visible unit kind; "
        "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
    )


def test_where_selects_zones_and_kinds() -> None:
    cars = rule({"rule": "day_presence", "hours": "07:00-15:00", "where": {"zone": "Z1", "unit_kind": "car"}})
    problem = posed(brigade(), cars)
    assert [v.spot.place for v in found(cars, problem, crew(problem, "D", "post-P1", "A"))] == ["Z1"]


def test_by_default_from_seven_to_six() -> None:
    default = rule({"rule": "day_presence"})
    problem = posed(brigade(), default)
    violations = found(default, problem)
    assert {(v.spot.slot.start // 60, v.spot.slot.end // 60) for v in violations if v.spot.slot} == {(7, 15)}
    evening = violations[-1]
    assert (evening.spot, evening.amount) == (NOWHERE, 2), "told once: no visible unit has an evening shift"
    assert default.say(evening, problem) == (
        "Seen by day: no unit that counts has a shift within 15:00-18:00; "
        "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
    )


def test_refuses_a_site() -> None:
    with pytest.raises(ValidationError, match=r"where\.site"):
        rule({"rule": "day_presence", "where": {"site": "P1"}})
