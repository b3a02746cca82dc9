"""Publicity: a stand a week at each point, at busy hours."""

from __future__ import annotations

from roster.domain.ids import CrewId
from roster.domain.itinerary import Itinerary, Plan
from tests.rules.law_plan import amounts, patrol, plan_rule, planned, sayings, stop

B1 = plan_rule(rule="publicity", hours="09:00-18:00")


def test_kept_by_one_stand_in_the_week() -> None:
    assert amounts(B1, planned(D_car_Z1=[stop("09:30", "B1", 30, "static")])) == []


def test_just_kept_by_the_shortest_stand_from_the_first_busy_minute() -> None:
    assert amounts(B1, planned(D_car_Z1=[stop("09:00", "B1", 20, "static")])) == []


def test_just_broken_a_minute_shorter_or_earlier() -> None:
    brief = planned(D_car_Z1=[stop("09:00", "B1", 19, "static")])
    assert sayings(B1, brief) == ["stands at publicity point B1 B1 name, week from Mon 2026-10-19: 0 of 1"]
    assert amounts(B1, planned(D_car_Z1=[stop("08:59", "B1", 20, "static")])) == [1]


def test_the_points_own_hours_hold_as_well() -> None:
    late = plan_rule(rule="publicity", hours="09:00-23:00")
    assert amounts(late, planned(E_car_Z1=[stop("20:00", "B1", 30, "static")])) == [1]


def test_several_stands_a_week() -> None:
    two = plan_rule(rule="publicity", per_week=2, hours="09:00-18:00")
    assert amounts(two, planned(D_car_Z1=[stop("09:30", "B1", 30, "static")])) == [1]


def test_each_week_has_a_stand_of_its_own() -> None:
    first = Itinerary(CrewId(0, "D", "car-Z1"), (stop("09:30", "B1", 30, "static"),))
    second = Itinerary(CrewId(7, "D", "car-Z1"), (stop("09:30", "B1", 30, "static", day=7),))
    assert [v.spot.day for v in B1.check(Plan((first,)), patrol(8))] == [7]
    assert list(B1.check(Plan((first, second)), patrol(8))) == []
