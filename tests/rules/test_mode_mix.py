"""Mode mix: standing and moving in each slot, a walk in each shift of a car, foot patrols where they are wanted."""

from __future__ import annotations

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

WALK = plan_rule(rule="mode_mix", asks="walk", where={"unit_kind": "car"}, when={"shift": "D"})
BOTH = plan_rule(rule="mode_mix", asks="both", where={"unit_kind": "car"}, when={"slot": "07:00-07:30"})
FOOT = plan_rule(rule="mode_mix", asks="foot", where={"site": "C1"}, when={"slot": "07:00-07:30"})


def test_kept_by_a_walk_of_each_car_crew() -> None:
    plan = planned(D_car_Z1=[stop("07:10", "C1", 16, "foot")], D_car_Z2=[stop("08:10", "C3", 16, "foot")])
    assert amounts(WALK, plan) == []


def test_just_kept_by_half_of_a_slot() -> None:
    plan = planned(D_car_Z1=[stop("07:10", "C1", 15, "foot")], D_car_Z2=[stop("08:10", "C3", 15, "foot")])
    assert amounts(WALK, plan) == []


def test_just_broken_by_a_minute_less() -> None:
    plan = planned(D_car_Z1=[stop("07:10", "C1", 14, "foot")], D_car_Z2=[stop("08:10", "C3", 15, "foot")])
    assert sayings(WALK, plan) == ["slots on foot of D car-Z1 on Mon 2026-10-19: 0 of 1"]


def test_one_stands_and_one_moves() -> None:
    standing, moving = [stop("07:00", "Q1", 30, "static")], [stop("07:05", "C3", 16)]
    assert amounts(BOTH, planned(D_car_Z1=standing, D_car_Z2=moving)) == []
    assert sayings(BOTH, planned(D_car_Z1=moving, D_car_Z2=moving)) == ["no unit stands on Mon 2026-10-19, 07:00-07:30"]
    assert sayings(BOTH, planned(D_car_Z1=standing, D_car_Z2=standing)) == [
        "no unit is on the move on Mon 2026-10-19, 07:00-07:30"
    ]


def test_foot_patrols_at_given_places_and_hours() -> None:
    assert amounts(FOOT, planned(D_walk_Z1=[stop("07:00", "C1", 15, "foot")])) == []
    elsewhere = planned(D_walk_Z1=[stop("07:00", "C2", 15, "foot")])
    assert sayings(FOOT, elsewhere) == ["crews on foot on Mon 2026-10-19, 07:00-07:30: 0 of 1"]


def test_half_a_slot_standing_is_not_standing() -> None:
    half = [stop("07:00", "Q1", 15, "static"), stop("07:18", "C1", 12)]
    more = [stop("07:00", "Q1", 16, "static"), stop("07:18", "C1", 12)]
    assert amounts(BOTH, planned(D_car_Z1=half, D_car_Z2=half)) == [1]
    assert amounts(BOTH, planned(D_car_Z1=more, D_car_Z2=half)) == []


def test_one_unit_alone_may_do_either() -> None:
    alone = plan_rule(rule="mode_mix", asks="both", where={"unit_kind": "walk"}, when={"slot": "07:00-07:30"})
    assert amounts(alone, planned(D_walk_Z1=[stop("07:00", "C1", 15, "foot")])) == []


def test_a_crew_that_stands_at_its_post_need_not_walk() -> None:
    every = plan_rule(rule="mode_mix", asks="walk", when={"shift": "D"})
    walks = {car: [stop("07:10", "C1", 16, "foot")] for car in ("D_car_Z1", "D_car_Z2")}
    assert amounts(every, planned(**walks, D_armed_S1=[stop("07:00", "S1", 180, "static")])) == []
