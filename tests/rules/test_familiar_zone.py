"""Familiar zone: members whose home zone is another than the crew's."""

from __future__ import annotations

from tests.rules.law_units import brigade, crew, found, posed, rule

FAMILIAR = rule({"rule": "familiar_zone", "weight": 2})


def test_kept_at_home_and_by_people_without_a_home_zone() -> None:
    problem = posed(brigade())
    assert found(FAMILIAR, problem, crew(problem, "D", "car-Z1", "AC"), crew(problem, "N", "car-Z2", "BD")) == []


def test_just_kept_at_a_site_of_the_home_zone() -> None:
    problem = posed(brigade())
    assert found(FAMILIAR, problem, crew(problem, "D", "post-P1", "A")) == []


def test_just_broken_by_one_stranger() -> None:
    problem = posed(brigade())
    (violation,) = found(FAMILIAR, problem, crew(problem, "D", "car-Z1", "ABC"))
    assert (violation.amount, violation.spot.officers, violation.spot.place) == (1, ("B",), "Z1")
    assert FAMILIAR.say(violation, problem) == "Bo (B) of car-Z1 on Mon 2026-10-19, D, do not know Z1 new town"


def test_each_stranger_counts_also_at_a_site() -> None:
    problem = posed(brigade())
    crews = (crew(problem, "D", "post-P1", "B"), crew(problem, "D", "car-Z2", "A"))
    assert [v.spot.officers for v in found(FAMILIAR, problem, *crews)] == [("B",), ("A",)]


def test_one_member_who_knows_the_zone_is_enough_where_one_is_asked_for() -> None:
    problem = posed(brigade())
    assert found(rule({"rule": "familiar_zone", "members": 1}), problem, crew(problem, "D", "car-Z1", "AB")) == []


def test_members_who_know_the_zone_may_be_missing() -> None:
    problem = posed(brigade())
    two = rule({"rule": "familiar_zone", "members": 2})
    (violation,) = found(two, problem, crew(problem, "D", "car-Z1", "AB"))
    assert (violation.amount, violation.asked, violation.given) == (1, 2, 1)
    assert two.say(violation, problem) == "members of car-Z1 on Mon 2026-10-19, D, who know Z1 new town: 1 of 2"


def test_crews_without_a_base_are_left_out() -> None:
    leader = rule({"rule": "duty_leader"})
    problem = posed(brigade(), leader)
    for one in (FAMILIAR, rule({"rule": "familiar_zone", "members": 2})):
        assert found(one, problem, crew(problem, "L", "leader", "A")) == []


def test_who_selects_whose_zone_matters() -> None:
    problem = posed(brigade())
    auxiliaries = rule({"rule": "familiar_zone", "who": {"category": "auxiliary"}})
    assert found(auxiliaries, problem, crew(problem, "D", "car-Z1", "B")) == []


def test_the_base_counts_not_where_the_unit_stands() -> None:
    problem = posed(brigade())
    assert found(FAMILIAR, problem, crew(problem, "D", "car-Z1", "A", zones=["Z2"])) == []
