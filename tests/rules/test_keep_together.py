"""Keep together: a list of officers in one crew, or a crew of one squad."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.clock import Window
from roster.domain.service import DemandLine
from tests.rules.law_units import brigade, crew, found, posed, rule

PAIR = rule({"rule": "keep_together", "officers": ["A", "B", "C"]})
SQUAD = rule({"rule": "keep_together", "same": "squad", "weight": 3})


def test_kept_in_one_crew() -> None:
    problem = posed(brigade())
    assert found(PAIR, problem, crew(problem, "D", "car-Z1", "ABD")) == []


def test_just_kept_on_different_shifts() -> None:
    problem = posed(brigade())
    assert found(PAIR, problem, crew(problem, "D", "car-Z1", "A"), crew(problem, "N", "car-Z1", "BD")) == []


def test_just_broken_in_two_crews() -> None:
    problem = posed(brigade())
    (violation,) = found(PAIR, problem, crew(problem, "D", "car-Z1", "AD"), crew(problem, "D", "car-Z2", "B"))
    assert (violation.amount, violation.spot.officers) == (1, ("A", "B"))
    assert PAIR.say(violation, problem) == "An (A), Bo (B) sit in 2 crews on Mon 2026-10-19, D; at most 1 is asked for"


def test_three_crews_count_two() -> None:
    problem = posed(brigade())
    crews = [crew(problem, "D", label, who) for label, who in (("car-Z1", "A"), ("car-Z2", "B"), ("post-P1", "C"))]
    assert [v.amount for v in found(PAIR, problem, *crews)] == [2]


def test_two_foot_patrols_are_two_crews() -> None:
    walks = DemandLine("walks", "foot", ("Z1",), Window(7 * 60, 15 * 60), frozenset({0}), 1)
    problem = posed(brigade(demand=(walks,)))
    crews = [crew(problem, "D", "foot-Z1", who) for who in "AB"]
    assert [v.amount for v in found(PAIR, problem, *crews)] == [1]
    assert found(SQUAD, problem, *[crew(problem, "D", "foot-Z1", who) for who in "AC"]) == []


TEAM = rule({"rule": "keep_together", "officers": ["A", "B", "C"], "whole": True})


def test_the_whole_team_or_nobody() -> None:
    problem = posed(brigade())
    assert found(TEAM, problem, crew(problem, "D", "car-Z1", "AB"), crew(problem, "D", "car-Z2", "CD")) == []
    assert found(TEAM, problem, crew(problem, "D", "car-Z1", "DE")) == []
    (violation,) = found(TEAM, problem, crew(problem, "D", "car-Z1", "AC"))
    assert violation.amount == 1
    assert TEAM.say(violation, problem) == (
        "An (A) works D on Mon 2026-10-19 and Bo (B) does not, though they serve together or not at all"
    )
    assert [v.amount for v in found(TEAM, problem, crew(problem, "D", "car-Z1", "BC"))] == [1, 1]


def test_a_whole_team_is_listed() -> None:
    with pytest.raises(ValidationError, match="`whole` goes with `officers`"):
        rule({"rule": "keep_together", "same": "squad", "whole": True})


def test_a_crew_of_one_squad_and_people_without_a_squad() -> None:
    problem = posed(brigade())
    assert found(SQUAD, problem, crew(problem, "D", "car-Z1", "ABE"), crew(problem, "D", "car-Z2", "CD")) == []


def test_a_crew_of_two_squads_is_broken() -> None:
    problem = posed(brigade())
    (violation,) = found(SQUAD, problem, crew(problem, "D", "car-Z1", "ABC"))
    assert violation.amount == 1
    assert SQUAD.say(violation, problem) == "car-Z1 on Mon 2026-10-19, D, mixes the squads 1, 2"


def test_two_squads_are_kept_where_two_are_allowed() -> None:
    problem = posed(brigade())
    two = rule({"rule": "keep_together", "same": "squad", "most": 2, "weight": 3})
    assert found(two, problem, crew(problem, "D", "car-Z1", "ABC")) == []


def test_three_crews_are_one_too_many_where_two_are_allowed() -> None:
    problem = posed(brigade())
    two = rule({"rule": "keep_together", "officers": ["A", "B", "C"], "most": 2})
    crews = [crew(problem, "D", label, who) for label, who in (("car-Z1", "A"), ("car-Z2", "B"), ("post-P1", "C"))]
    (violation,) = found(two, problem, *crews)
    assert violation.amount == 1
    assert two.say(violation, problem).endswith("sit in 3 crews on Mon 2026-10-19, D; at most 2 is asked for")
    assert found(two, problem, *crews[:2]) == []


def test_each_squad_above_those_allowed_counts() -> None:
    officers = tuple(replace(officer, squad=officer.id) for officer in brigade().officers)
    problem = posed(brigade(officers=officers))
    two = rule({"rule": "keep_together", "same": "squad", "most": 2, "weight": 3})
    assert [v.amount for v in found(two, problem, crew(problem, "D", "car-Z1", "ABC"))] == [1]


def test_who_selects_whose_squad_matters() -> None:
    problem = posed(brigade())
    sworn = rule({"rule": "keep_together", "same": "squad", "who": {"category": "sworn"}})
    assert found(sworn, problem, crew(problem, "D", "car-Z1", "ABC")) == []


@pytest.mark.parametrize(
    "fields", [{}, {"officers": ["A", "B"], "same": "squad"}, {"officers": ["A"]}, {"officers": ["A", "A"]}]
)
def test_refuses_neither_both_and_a_list_of_one(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="officers"):
        rule({"rule": "keep_together", **fields})


def test_two_officers_are_enough() -> None:
    assert found(rule({"rule": "keep_together", "officers": ["A", "B"]}), posed(brigade())) == []


def test_names_its_officers() -> None:
    assert list(PAIR.names()) == [("officers", "officer", name) for name in "ABC"]
