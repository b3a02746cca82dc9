"""Keep published: what people were told changes as little as it can."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from tests.rules.law_units import _facts, _found, _roster, brigade, crew, found, posed, rule

COUNTS = ("people", "duties", "notice", "crews")
DUTIES = rule({"rule": "keep_published"})


def told(*crews: tuple[str, str, str, int], days: int = 3) -> tuple[Problem, list[Crew]]:
    """A problem in which these crews (shift, label, officers, day) were published, and the crews."""
    problem = posed(brigade(days=days))
    made = [crew(problem, shift, label, people, day=day) for shift, label, people, day in crews]
    return replace(problem, published=Roster(tuple(made))), made


@pytest.mark.parametrize("counts", COUNTS)
def test_whatever_was_published_is_kept_by_itself(counts: str) -> None:
    one = rule({"rule": "keep_published", "counts": counts})
    for seed in range(30):
        rng = Random(seed)
        problem = posed(_facts(rng), one)
        published = _roster(rng, problem)
        assert _found(one, replace(problem, published=published), published) == []


def test_a_roster_as_published_is_kept() -> None:
    problem, crews = told(("D", "car-Z1", "AC", 0), ("N", "car-Z1", "BD", 1))
    assert found(DUTIES, problem, *crews) == []


def test_another_crew_on_the_same_shift_is_no_changed_duty() -> None:
    problem, _crews = told(("D", "car-Z1", "AC", 0))
    moved = crew(problem, "D", "car-Z2", "AC")
    assert found(DUTIES, problem, moved) == []
    assert [v.amount for v in found(rule({"rule": "keep_published", "counts": "crews"}), problem, moved)] == [1, 1]


def test_who_takes_over_and_who_leaves_are_two_changed_duties() -> None:
    problem, _crews = told(("D", "car-Z1", "AC", 0))
    violations = found(DUTIES, problem, crew(problem, "D", "car-Z1", "AD"))
    assert [(v.spot.officers, v.amount) for v in violations] == [(("C",), 1), (("D",), 1)]
    assert DUTIES.say(violations[0], problem) == "Cai (C) on Mon 2026-10-19: D was published, now -"


def test_another_shift_on_the_same_date_is_one_changed_duty() -> None:
    problem, _crews = told(("D", "car-Z1", "AC", 0))
    violations = found(DUTIES, problem, crew(problem, "N", "car-Z1", "AC"))
    assert [v.amount for v in violations] == [1, 1]


def test_a_person_counts_once_however_many_dates_change() -> None:
    people = rule({"rule": "keep_published", "counts": "people"})
    problem, _crews = told(("D", "car-Z1", "A", 0), ("D", "car-Z1", "A", 1), ("D", "car-Z1", "A", 2))
    (violation,) = found(people, problem)
    assert (violation.amount, violation.facts["dates"]) == (1, 3)


def test_sooner_is_worse() -> None:
    notice = rule({"rule": "keep_published", "counts": "notice"})
    problem, crews = told(("D", "car-Z1", "A", 0), ("D", "car-Z1", "A", 2))
    assert [v.amount for v in found(notice, problem, crews[1])] == [3]
    assert [v.amount for v in found(notice, problem, crews[0])] == [1]


def test_only_those_and_those_dates_that_are_selected_count() -> None:
    problem, _crews = told(("D", "car-Z1", "AC", 0), ("D", "car-Z1", "AC", 1))
    sworn = rule({"rule": "keep_published", "who": {"category": "sworn"}, "when": {"weekday": "tue"}})
    assert [(v.spot.officers, v.spot.day) for v in found(sworn, problem)] == [(("A",), 1)]


def test_without_a_published_roster_nothing_is_counted() -> None:
    problem = posed(brigade())
    for counts in COUNTS:
        one = rule({"rule": "keep_published", "counts": counts})
        assert found(one, problem, crew(problem, "D", "car-Z1", "AC")) == []
