"""Circle cover: a unit at or near the centre of each quick-reaction circle."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.patrol import Patrol
from roster.domain.travel import Way
from tests.rules.law_plan import amounts, patrol, plan_rule, planned, sayings, stop

Q2 = plan_rule(rule="circle_cover", minutes=2, where={"site": "Q2"}, when={"slot": "07:00-07:30"})


def test_kept_at_the_centre() -> None:
    assert amounts(Q2, planned(D_car_Z2=[stop("07:00", "Q2", 30, "static")])) == []


def test_just_kept_near_by_for_half_of_the_slot() -> None:
    assert amounts(Q2, planned(D_car_Z2=[stop("07:00", "C3", 15)])) == []


def test_just_broken_a_minute_less_or_farther_off() -> None:
    brief = planned(D_car_Z2=[stop("07:00", "C3", 14)])
    assert sayings(Q2, brief) == ["no unit in the circle of Q2 Q2 name on Mon 2026-10-19, 07:00-07:30"]
    assert amounts(Q2, planned(D_car_Z2=[stop("07:00", "Q1", 30, "static")])) == [1]


def test_stationing_points_have_a_circle_too() -> None:
    one = plan_rule(rule="circle_cover", where={"zone": "Z1"}, when={"slot": "07:00-07:30"})
    plan = planned(D_armed_S1=[stop("07:00", "S1", 30, "static")])
    assert amounts(one, plan) == []
    strict = plan_rule(rule="circle_cover", minutes=1, where={"zone": "Z1"}, when={"slot": "07:00-07:30"})
    assert amounts(strict, plan) == [1]


def test_a_crew_that_has_left_its_car_is_as_near_as_it_walks() -> None:
    """Half a kilometre: a minute by car, seven on foot."""
    assert amounts(Q2, planned(D_car_Z2=[stop("07:00", "C3", 15, "foot")])) == [1]


def test_near_is_within_the_minutes_and_not_a_moment_more() -> None:
    for minutes, expected in ((2.0, []), (2.1, [1])):
        ways = {Way("C3", "Q2", "car", False): minutes}
        one = Patrol(replace(patrol(1).problem, travel=ways), patrol(1).roster, 30)
        found = Q2.check(planned(D_car_Z2=[stop("07:00", "C3", 15)]), one)
        assert [violation.amount for violation in found] == expected
