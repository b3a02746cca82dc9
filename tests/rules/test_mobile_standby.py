"""Mobile standby: no more than a share of the cars is tied to a place at once."""

from __future__ import annotations

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

HALF = plan_rule(rule="mobile_standby", share=0.5, when={"slot": "08:00-08:30"})
WALKING = [stop("08:05", "C1", 16, "foot")]


def test_kept_while_cars_patrol_or_wait() -> None:
    plan = planned(D_car_Z1=[stop("08:00", "Q1", 30, "static")], D_car_Z2=[stop("08:05", "C3", 16)])
    assert amounts(HALF, plan) == []


def test_just_kept_with_one_of_two_tied() -> None:
    assert amounts(HALF, planned(D_car_Z1=WALKING, D_car_Z2=[stop("08:05", "C3", 14, "foot")])) == []


def test_just_broken_with_both_tied() -> None:
    plan = planned(D_car_Z1=WALKING, D_car_Z2=[stop("08:05", "C3", 15, "foot")])
    assert sayings(HALF, plan) == ["cars tied to a place on Mon 2026-10-19, 08:00-08:30: 2, where 1 may be"]


def test_a_stand_ties_and_a_foot_patrol_has_no_car() -> None:
    none = plan_rule(rule="mobile_standby", share=0, when={"slot": "08:00-08:30"})
    assert amounts(none, planned(D_car_Z1=[stop("08:05", "B1", 20, "static")])) == [1]
    assert amounts(none, planned(D_walk_Z1=WALKING)) == []


def test_of_three_cars_two_may_be_tied() -> None:
    evening = plan_rule(rule="mobile_standby", share=0.5, when={"slot": "20:00-20:30"})
    walks = {car: [stop("20:05", "C1", 16, "foot")] for car in ("E_car_Z1", "E_car_Z2", "O_car_Z1")}
    assert amounts(evening, planned(**walks)) == [1]
    del walks["O_car_Z1"]
    assert amounts(evening, planned(**walks)) == []
