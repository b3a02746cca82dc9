"""Hot hours: extra presence at lively places, the overlay patrol's first call."""

from __future__ import annotations

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

HOT = plan_rule(rule="hot_hours", when={"slot": "20:00-20:30"})


def test_kept_by_a_crew_at_a_place_that_the_table_calls_hot() -> None:
    assert amounts(HOT, planned(E_car_Z1=[stop("20:05", "C1", 16)])) == []


def test_just_kept_by_ten_minutes_in_the_slot() -> None:
    assert amounts(HOT, planned(E_car_Z1=[stop("20:20", "C1", 16)])) == []


def test_just_broken_by_nine() -> None:
    plan = planned(E_car_Z1=[stop("20:21", "C1", 16)])
    assert sayings(HOT, plan) == ["crews at the lively places of Z1 new town on Mon 2026-10-19, 20:00-20:30: 0 of 1"]


def test_outside_the_places_hours_nothing_is_asked() -> None:
    late = plan_rule(rule="hot_hours", when={"slot": "22:00-23:00"})
    assert amounts(late, planned(E_car_Z1=[stop("22:05", "Q1", 16)])) == []


def test_places_and_hours_of_the_entry() -> None:
    own = plan_rule(rule="hot_hours", where={"site": "C4"}, when={"slot": "08:00-08:30"})
    assert amounts(own, planned(D_car_Z2=[stop("08:05", "C4", 10)])) == []
    assert amounts(own, planned(D_car_Z2=[stop("08:05", "C3", 10)])) == [1]


def test_only_the_shifts_with_the_first_call_count_where_they_are_on_duty() -> None:
    evening = plan_rule(rule="hot_hours", first_call="O", when={"slot": "20:00-20:30"})
    there = [stop("20:05", "C1", 16)]
    assert amounts(evening, planned(O_car_Z1=there)) == []
    assert amounts(evening, planned(E_car_Z1=there)) == [1]
    off_duty = plan_rule(rule="hot_hours", first_call="O", where={"site": "C4"}, when={"slot": "08:00-08:30"})
    assert amounts(off_duty, planned(D_car_Z2=[stop("08:05", "C4", 10)])) == []
