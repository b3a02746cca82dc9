"""Crew: what a crew is made of, and trainees with their coach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.clock import Window
from roster.domain.service import DemandLine
from roster.rules.violation import Violation
from tests.rules.law_units import brigade, crew, found, posed, rule

CREW = rule({"rule": "crew"})
TRAINEES = rule({"rule": "crew", "composition": {}, "trainees": True})


def findings(one: object, label: str, officers: str) -> list[Violation]:
    problem = posed(brigade())
    return found(one, problem, crew(problem, "D", label, officers))  # type: ignore[arg-type]


def test_kept_with_a_sworn_lead_and_another_driver() -> None:
    assert findings(CREW, "car-Z1", "ACD") == []


def test_just_kept_with_one_person_as_lead_and_driver() -> None:
    assert findings(CREW, "car-Z1", "BD") == []


def test_just_broken_without_a_driver() -> None:
    (violation,) = findings(CREW, "car-Z1", "AD")
    assert (violation.amount, violation.asked, violation.given) == (1, 1, 0)
    assert CREW.say(violation, posed(brigade())) == "car-Z1 on Mon 2026-10-19, D: 0 of 1 driver"


def test_an_auxiliary_never_counts_as_armed() -> None:
    assert findings(CREW, "armed-Z1", "AD") == []
    assert [v.amount for v in findings(CREW, "armed-Z1", "CD")] == [1]


def test_a_trainee_sits_with_the_coach_of_the_table() -> None:
    assert findings(TRAINEES, "car-Z1", "BE") == []
    (violation,) = findings(TRAINEES, "car-Z1", "AE")
    assert violation.spot.officers == ("E",)
    assert "trainee" in TRAINEES.say(violation, posed(brigade()))


def test_a_trainee_without_a_coach_of_their_own_sits_with_any_coach() -> None:
    assert findings(TRAINEES, "car-Z1", "AF") == []
    assert [v.spot.officers for v in findings(TRAINEES, "car-Z1", "BF")] == [("F",)]


def test_trainees_count_by_default_unless_the_entry_has_its_own_composition() -> None:
    assert [v.spot.officers for v in findings(CREW, "post-P1", "DF")] == [("F",)]
    assert findings(rule({"rule": "crew", "composition": {"auxiliary": 2}}), "post-P1", "DF") == []


def test_composition_of_the_entry_counts_only_whom_who_selects() -> None:
    woman = rule({"rule": "crew", "composition": {"auxiliary": 1}, "who": {"sex": "f"}})
    assert findings(woman, "post-P1", "CD") == []
    assert [v.amount for v in findings(woman, "post-P1", "C")] == [1]


def test_least_crew_is_two_for_a_car() -> None:
    least = rule({"rule": "crew", "least": True})
    assert findings(least, "car-Z1", "DE") == []
    (violation,) = findings(least, "car-Z1", "B")
    assert (violation.amount, violation.asked, violation.given) == (1, 2, 1)
    assert least.say(violation, posed(brigade())).endswith("runs with 1 of the 2 people asked for at the least")


def test_each_member_missing_of_the_least_crew_counts_and_everybody_is_counted() -> None:
    least = rule({"rule": "crew", "least": True, "who": {"category": "sworn"}})
    kinds = tuple(replace(kind, least_crew=kind.crew) for kind in brigade().kinds)
    problem = posed(brigade(kinds=kinds))
    assert [v.amount for v in found(least, problem, crew(problem, "D", "car-Z1", "C"))] == [2]
    assert found(least, problem, crew(problem, "D", "car-Z1", "CDE")) == []


def test_a_trainee_is_not_the_coach_of_themselves() -> None:
    learned = replace(brigade().officers[5], qualifications=frozenset({"coach"}))
    problem = posed(brigade(officers=(*brigade().officers[:5], learned)))
    assert [v.spot.officers for v in found(TRAINEES, problem, crew(problem, "D", "car-Z1", "DF"))] == [("F",)]
    assert found(TRAINEES, problem, crew(problem, "D", "car-Z1", "AF")) == []


def test_a_coach_on_another_foot_patrol_does_not_sit_with_a_trainee() -> None:
    walks = DemandLine("walks", "foot", ("Z1",), Window(7 * 60, 15 * 60), frozenset({0}), 2)
    problem = posed(brigade(demand=(walks,)))
    crews = [crew(problem, "D", "foot-Z1", who) for who in "AF"]
    assert [v.spot.officers for v in found(TRAINEES, problem, *crews)] == [("F",)]


def test_least_crew_beside_a_composition_and_trainees() -> None:
    both = rule({"rule": "crew", "composition": {"sworn": 1}, "least": True, "trainees": True})
    assert [v.amount for v in findings(both, "car-Z1", "F")] == [1, 1, 1]


def test_where_selects_units() -> None:
    posts = rule({"rule": "crew", "composition": {"sworn": 1}, "where": {"unit_kind": "post"}})
    assert findings(posts, "car-Z1", "CD") == []
    assert [v.amount for v in findings(posts, "post-P1", "CD")] == [1]


def test_names_the_qualifications_that_must_exist() -> None:
    one = rule({"rule": "crew", "composition": {"sworn": 1, "diver": 1}})
    assert list(one.names()) == [("composition", "qualification", "diver")]


def test_refuses_hours() -> None:
    with pytest.raises(ValidationError, match=r"when\.slot"):
        rule({"rule": "crew", "when": {"slot": "07:00-09:00"}})
