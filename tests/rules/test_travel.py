"""Travel: in time, and in the zone that the roster gives the crew."""

from __future__ import annotations

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

RULE = plan_rule(rule="travel")


def test_kept_where_there_is_time_for_the_way() -> None:
    assert amounts(RULE, planned(D_car_Z1=[stop("07:00", "Q1", 10, "static"), stop("07:15", "C1")])) == []


def test_just_kept_in_the_minutes_that_the_way_takes() -> None:
    plan = planned(D_car_Z1=[stop("07:00", "Q1", 10, "static"), stop("07:12", "C2")])
    assert amounts(RULE, plan) == []


def test_just_broken_a_minute_sooner() -> None:
    plan = planned(D_car_Z1=[stop("07:00", "Q1", 10, "static"), stop("07:11", "C2")])
    assert sayings(RULE, plan) == ["D car-Z1 on Mon 2026-10-19 comes 1 min late to C2 C2 name, 07:11-07:21"]


def test_a_crew_on_foot_needs_longer() -> None:
    plan = planned(D_walk_Z1=[stop("07:00", "Q1", 10, "static"), stop("07:12", "C2", 10, "foot")])
    assert amounts(RULE, plan) == [10]


def test_a_route_ends_at_its_other_end() -> None:
    there = planned(D_car_Z1=[stop("07:00", "S1", 5, "static"), stop("07:05", "R1", 2, ends="R1:end"),
                              stop("07:08", "Q1", 10, "static")])  # fmt: skip
    assert amounts(RULE, there) == []


def test_visits_elsewhere_of_sixteen_minutes_do_not_end_the_presence() -> None:
    assert amounts(RULE, planned(D_car_Z1=[stop("07:00", "C4", 16)])) == []
    long = planned(D_car_Z1=[stop("07:00", "C4", 10), stop("07:13", "C3", 7)])
    assert sayings(RULE, long) == [
        "D car-Z1 on Mon 2026-10-19 is at C4 C4 name, 07:00-07:20, 1 min too long outside its zone"
    ]


def test_coming_back_between_two_visits_begins_anew() -> None:
    plan = planned(D_car_Z1=[stop("07:00", "C4", 10), stop("07:15", "Q1", 1, "static"), stop("07:25", "C4", 10)])
    assert amounts(RULE, plan) == []


def test_beyond_the_zones_served_only_when_lent() -> None:
    plan = planned(D_walk_Z1=[stop("07:00", "C4", 10, "foot")])
    assert sayings(RULE, plan) == [
        "D walk-Z1 on Mon 2026-10-19 is at C4 C4 name, 07:00-07:10, beyond the zones that it serves"
    ]
    assert amounts(plan_rule(rule="travel", lent=True), plan) == []
