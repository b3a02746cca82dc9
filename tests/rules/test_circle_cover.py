"""Circle cover: a unit at or near the centre of each quick-reaction circle."""

from __future__ import annotations

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

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
