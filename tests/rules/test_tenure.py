"""Tenure: not too long with one partner, or in one zone; history counts as far as it tells the crew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.people import Duty, Post
from roster.domain.problem import Facts
from roster.rules import Rulebook
from roster.search.run import Options, Stop
from roster.search.solve import solve
from tests.rules.law_units import SHIFTS, brigade, crew, found, posed, rule

PARTNERS = rule({"rule": "tenure", "max": 2, "weeks": 3})
ZONES = rule({"rule": "tenure", "same": "zone", "max": 2, "weeks": 3})


def with_past(facts: Facts, *crews: tuple[int, str, str, str]) -> Facts:
    """Facts with past day duties: day, unit's label, its base and its members (a letter each)."""
    shift = SHIFTS["D"]
    history = tuple(
        Duty(officer, day, "D", shift.span(day), post=Post(label, label.partition("-")[0], base=base))
        for day, label, base, officers in crews
        for officer in officers
    )
    return replace(facts, history=history)


def test_kept_with_others_each_time() -> None:
    problem = posed(with_past(brigade(), (-3, "car-Z1", "Z1", "AB"), (-2, "car-Z1", "Z1", "AC")))
    assert found(PARTNERS, problem, crew(problem, "D", "car-Z1", "AD"), crew(problem, "D", "car-Z2", "BE")) == []


def test_just_kept_the_second_time() -> None:
    problem = posed(with_past(brigade(), (-3, "car-Z1", "Z1", "AB")))
    assert found(PARTNERS, problem, crew(problem, "D", "car-Z2", "AB")) == []


def test_just_broken_the_third_time() -> None:
    problem = posed(with_past(brigade(), (-3, "car-Z1", "Z1", "AB"), (-9, "armed-Z1", "Z1", "BA")))
    (violation,) = found(PARTNERS, problem, crew(problem, "D", "car-Z2", "ABD"))
    assert (violation.amount, violation.asked, violation.given, violation.spot.officers) == (1, 2, 3, ("A", "B"))
    assert PARTNERS.say(violation, problem) == (
        "An (A), Bo (B): duties in one crew up to Mon 2026-10-19: 3, where 2 may be (weeks counted: 3)"
    )


def test_another_coach_each_time() -> None:
    """A and C are coaches, B and D learn: those who learn may meet each other, and so may coaches."""
    coaches, learn = {"id": ["A", "C"]}, {"id": ["B", "D"]}
    each = rule({"rule": "tenure", "max": 1, "weeks": 3, "who": learn, "partner": coaches})
    problem = posed(
        with_past(brigade(), (-3, "car-Z1", "Z1", "AB"), (-2, "car-Z1", "Z1", "BD"), (-4, "car-Z1", "Z1", "AC"))
    )
    assert found(each, problem, crew(problem, "D", "car-Z1", "BC")) == []
    assert found(each, problem, crew(problem, "D", "car-Z1", "BD"), crew(problem, "D", "car-Z2", "AC")) == []
    (violation,) = found(each, problem, crew(problem, "D", "car-Z1", "ABD"))
    assert violation.spot.officers == ("A", "B")
    assert list(each.names()) == [
        *(("who.id", "officer", name) for name in ("B", "D")),
        *(("partner.id", "officer", name) for name in ("A", "C")),
    ]
    with pytest.raises(ValidationError, match="same: partner"):
        rule({"rule": "tenure", "same": "zone", "max": 1, "partner": coaches})


def test_of_a_zone() -> None:
    problem = posed(with_past(brigade(), (-3, "car-Z1", "Z1", "AB"), (-9, "armed-Z1", "Z1", "A")))
    assert found(ZONES, problem, crew(problem, "D", "car-Z2", "A"), crew(problem, "D", "car-Z1", "B")) == []
    (violation,) = found(ZONES, problem, crew(problem, "D", "post-P1", "A"))
    assert ZONES.say(violation, problem) == (
        "An (A): duties in Z1 new town up to Mon 2026-10-19: 3, where 2 may be (weeks counted: 3)"
    )


def test_duties_before_the_weeks_that_count_and_of_another_unit_do_not_count() -> None:
    past = ((-21, "car-Z1", "Z1", "AB"), (-20, "car-Z1", "Z1", "A"), (-20, "car-Z2", "Z2", "B"), (-1, "?", "", "AB"))
    problem = posed(with_past(brigade(7), *past))
    assert (
        found(PARTNERS, problem, crew(problem, "D", "car-Z2", "AB"), crew(problem, "D", "car-Z2", "AB", day=1))[0].given
        == 3
    )
    cars = rule({"rule": "tenure", "max": 2, "weeks": 3, "where": {"unit_kind": "car"}})
    assert found(cars, problem, crew(problem, "D", "car-Z2", "AB"), crew(problem, "D", "car-Z2", "AB", day=1)) == []


def test_what_history_alone_has_too_much_is_not_counted_again() -> None:
    past = [(-day, "car-Z1", "Z1", "AB") for day in range(1, 6)]
    problem = posed(with_past(brigade(), *past))
    assert found(PARTNERS, problem) == []
    (violation,) = found(PARTNERS, problem, crew(problem, "D", "car-Z1", "AB"))
    assert (violation.amount, violation.given) == (1, 6)


def test_only_pairs_that_can_come_to_it_are_limited() -> None:
    problem = posed(with_past(brigade(), (-3, "car-Z1", "Z1", "AB"), (-9, "armed-Z1", "Z1", "BA")))
    assert {limit.spot.officers for limit in PARTNERS.limit_all(problem)} == {("A", "B")}


def test_each_week_counts_with_the_weeks_before_it() -> None:
    problem = posed(brigade(14))
    crews = [crew(problem, "D", "car-Z1", "AB", day=day) for day in (5, 6, 7)]
    two_weeks, one_week = (rule({"rule": "tenure", "max": 2, "weeks": weeks}) for weeks in (2, 1))
    (violation,) = found(two_weeks, problem, *crews)
    assert violation.spot.day == 13
    assert found(one_week, problem, *crews) == []


def test_refuses_when_and_no_number() -> None:
    with pytest.raises(ValidationError, match="when"):
        rule({"rule": "tenure", "max": 2, "when": {"shift": "D"}})
    with pytest.raises(ValidationError, match="max"):
        rule({"rule": "tenure"})


@pytest.mark.parametrize("same", ["partner", "zone"])
def test_a_must_over_several_shifts_is_kept_by_the_search(same: str) -> None:
    """Four days of one car a shift: the search has to part a crew that seats by themselves would keep."""
    pairs = rule({"rule": "tenure", "same": same, "max": 1, "weeks": 1})
    wanted = [
        rule({"rule": "cover", "priority": 1}),
        rule({"rule": "keep_together", "officers": ["A", "B"], "weight": 5}),
        rule({"rule": "familiar_zone", "weight": 2}),
    ]
    facts = brigade(4)
    cars = replace(facts.demand[0], minimum=1, target=1, most=1)
    facts = replace(facts, shifts=(SHIFTS["D"],), demand=(cars,), kinds=facts.kinds[:1])
    problem = posed(facts, pairs, *wanted)
    rulebook = Rulebook((pairs, *wanted))
    outcome = solve(problem, rulebook, Options(time_limit=5, workers=1), lambda moment: None, Stop())
    assert not list(pairs.check_all(outcome.roster, problem))
    assert any(len(crew.officers) > 1 for crew in outcome.roster.crews) or same == "zone"
    free = solve(problem, Rulebook(tuple(wanted)), Options(time_limit=5, workers=1), lambda moment: None, Stop())
    assert list(pairs.check_all(free.roster, problem))
