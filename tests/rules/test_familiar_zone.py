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
    assert FAMILIAR.say(violation, problem) == (
        "Bo (B) serves in Z1 new town on Mon 2026-10-19, D; the home zone is Z2 station"
    )


def test_each_stranger_counts_also_at_a_site() -> None:
    problem = posed(brigade())
    crews = (crew(problem, "D", "post-P1", "B"), crew(problem, "D", "car-Z2", "A"))
    assert [v.spot.officers for v in found(FAMILIAR, problem, *crews)] == [("B",), ("A",)]


def test_who_selects_whose_zone_matters() -> None:
    problem = posed(brigade())
    auxiliaries = rule({"rule": "familiar_zone", "who": {"category": "auxiliary"}})
    assert found(auxiliaries, problem, crew(problem, "D", "car-Z1", "B")) == []


def test_the_base_counts_not_where_the_unit_stands() -> None:
    problem = posed(brigade())
    assert found(FAMILIAR, problem, crew(problem, "D", "car-Z1", "A", zones=["Z2"])) == []
