"""Heads: at least so many officers of a kind on each shift."""

from __future__ import annotations

from roster.domain.roster import Placeless, Roster
from roster.rules.violation import NOWHERE
from roster.search.score import values
from tests.rules.law_units import brigade, crew, found, posed, rule

WOMAN = rule({"rule": "heads", "id": "a_woman", "min": 1, "who": {"sex": "f"}, "when": {"shift": "D"}})
SWORN = rule({"rule": "heads", "min": 2, "who": {"category": "sworn"}, "when": {"shift": "D"}})


def test_kept_whichever_crew_she_sits_in() -> None:
    problem = posed(brigade())
    assert found(WOMAN, problem, crew(problem, "D", "car-Z1", "AB"), crew(problem, "D", "post-P1", "CD")) == []


def test_just_kept_with_two_of_two() -> None:
    problem = posed(brigade())
    assert found(SWORN, problem, crew(problem, "D", "car-Z1", "AD"), crew(problem, "D", "car-Z2", "B")) == []


def test_just_broken_with_one_of_two() -> None:
    problem = posed(brigade())
    (violation,) = found(SWORN, problem, crew(problem, "D", "car-Z1", "ACD"), crew(problem, "N", "car-Z2", "B"))
    assert (violation.amount, violation.asked, violation.given) == (1, 2, 1)
    assert SWORN.say(violation, problem) == "People on each shift: 1 of 2 on Mon 2026-10-19, D"


def test_an_empty_shift_counts_and_one_on_which_nothing_may_run_does_not() -> None:
    problem = posed(brigade(days=2))
    every = rule({"rule": "heads", "min": 1})
    assert [(v.spot.day, v.spot.shift) for v in found(every, problem)] == [(0, "D"), (0, "N"), (1, "D"), (1, "N")]


def test_with_where_only_those_units_count() -> None:
    problem = posed(brigade())
    posts = rule({"rule": "heads", "min": 1, "who": {"category": "sworn"}, "where": {"unit_kind": "post"}})
    crews = (crew(problem, "D", "car-Z1", "A"), crew(problem, "D", "post-P1", "C"))
    assert [(v.spot.shift, v.amount) for v in found(posts, problem, *crews)] == [("D", 1)]
    assert found(posts, problem, crew(problem, "D", "post-P1", "B")) == []


def test_a_duty_typed_by_hand_without_a_crew_counts() -> None:
    problem = posed(brigade())
    typed = Roster((), (Placeless("D", 0, "D"),))
    assert list(WOMAN.check_all(typed, problem)) == []
    assert [limit.amount(values(problem, typed)) for limit in WOMAN.limit_all(problem)] == [0]


def test_a_brigade_with_nobody_of_the_kind_is_told_once() -> None:
    diver = rule({"rule": "heads", "min": 2, "who": {"qualification": "diver"}})
    problem = posed(brigade(days=2))
    (violation,) = found(diver, problem, crew(problem, "D", "car-Z1", "AB"))
    assert (violation.spot, violation.amount) == (NOWHERE, 8)
    assert diver.say(violation, problem) == (
        "People on each shift: nobody whom `who` selects; "
        "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
    )
