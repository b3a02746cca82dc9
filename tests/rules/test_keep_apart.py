"""Keep apart: officers of a list never in one crew."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from roster.domain.clock import Window
from roster.domain.service import DemandLine
from tests.rules.law_units import brigade, crew, found, posed, rule

APART = rule({"rule": "keep_apart", "officers": ["A", "B", "C"]})


def test_kept_in_two_crews() -> None:
    problem = posed(brigade())
    assert found(APART, problem, crew(problem, "D", "car-Z1", "AD"), crew(problem, "D", "car-Z2", "BE")) == []


def test_just_kept_by_two_foot_patrols_in_one_zone() -> None:
    walks = DemandLine("walks", "foot", ("Z1",), Window(7 * 60, 15 * 60), frozenset({0}), 1)
    problem = posed(brigade(demand=(walks,)))
    assert found(APART, problem, crew(problem, "D", "foot-Z1", "A"), crew(problem, "D", "foot-Z1", "B")) == []


def test_just_broken_by_two_in_one_crew() -> None:
    problem = posed(brigade())
    (violation,) = found(APART, problem, crew(problem, "D", "car-Z1", "ABD"))
    assert (violation.amount, violation.spot.officers) == (1, ("A", "B"))
    assert APART.say(violation, problem) == (
        "An (A), Bo (B) sit together in car-Z1 on Mon 2026-10-19, D, and should not"
    )


def test_three_in_one_crew_count_two() -> None:
    problem = posed(brigade())
    assert [v.amount for v in found(APART, problem, crew(problem, "D", "car-Z1", "ABC"))] == [2]


def test_where_selects_units() -> None:
    problem = posed(brigade())
    cars = rule({"rule": "keep_apart", "officers": ["A", "B"], "where": {"unit_kind": "car"}})
    assert found(cars, problem, crew(problem, "D", "post-P1", "AB")) == []


def test_refuses_one_officer_alone_and_who() -> None:
    with pytest.raises(ValidationError, match="officers"):
        rule({"rule": "keep_apart", "officers": "A"})
    with pytest.raises(ValidationError, match="who"):
        rule({"rule": "keep_apart", "officers": ["A", "B"], "who": {"sex": "f"}})
    assert list(APART.names()) == [("officers", "officer", name) for name in "ABC"]
