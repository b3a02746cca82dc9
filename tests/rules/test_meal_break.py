"""Meal breaks: in one piece, at their hours and places, posts relieved, crews one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.patrol import Patrol
from tests.rules.law_plan import amounts, patrol, plan_rule, planned, stop

HOURS = {"least_hours": 3, "after_hours": 0.5, "before_hours": 0.5}
CARS = plan_rule(rule="meal_break", **HOURS, apart=False, where={"unit_kind": "car"}, when={"shift": "D"})
ARMED = plan_rule(rule="meal_break", **HOURS, apart=False, where={"unit_kind": "armed"}, when={"shift": "D"})
ON_TIME = stop("08:00", "Q1", 30, "meal")
OTHER = stop("08:30", "Q2", 30, "meal")


def test_each_crew_eats_for_so_long_at_its_hours() -> None:
    assert amounts(CARS, planned(D_car_Z1=[ON_TIME], D_car_Z2=[OTHER])) == []
    for late in (stop("09:10", "Q1", 30, "meal"), stop("08:00", "Q1", 29, "meal"), stop("08:00", "Q1", 30, "static")):
        assert amounts(CARS, planned(D_car_Z1=[late], D_car_Z2=[OTHER])) == [1]


def test_it_eats_where_the_zone_has_a_place_for_it() -> None:
    sites = tuple(replace(site, meals=site.id == "S1") for site in patrol().problem.sites)
    one = Patrol(replace(patrol(1).problem, sites=sites), patrol(1).roster, 30)
    found = CARS.check(planned(D_car_Z1=[ON_TIME], D_car_Z2=[OTHER]), one)  # zone Z2 has no site with meals
    assert [violation.spot.unit for violation in found] == ["car-Z1"]
    assert not list(CARS.check(planned(D_car_Z1=[stop("08:00", "S1", 30, "meal")], D_car_Z2=[OTHER]), one))


def test_long_shifts_have_one_in_each_part() -> None:
    often = plan_rule(rule="meal_break", **HOURS, each_hours=1.5, where={"unit_kind": "car"}, when={"shift": "D"})
    one, two = stop("07:40", "Q1", 30, "meal"), stop("08:40", "Q1", 30, "meal")
    assert amounts(often, planned(D_car_Z1=[one], D_car_Z2=[one._replace(place="Q2", begins="Q2", ends="Q2")])) == [
        1,
        1,
    ]
    assert amounts(often, planned(D_car_Z1=[one, two], D_car_Z2=[]))[0] == 1


def test_a_guard_post_is_relieved_where_another_crew_patrols_its_zone() -> None:
    sites = tuple(replace(s, kind="guard_post") if s.id == "S1" else s for s in patrol().problem.sites)
    one = Patrol(replace(patrol(1).problem, sites=sites), patrol(1).roster, 30)
    meal = stop("08:00", "S1", 30, "meal")
    relief = stop("07:58", "S1", 34, "static")
    alone = list(ARMED.check(planned(D_armed_S1=[meal]), one))
    assert [violation.amount for violation in alone] == [1]
    assert "no other crew stands at its post" in ARMED.say(alone[0], one.problem)
    assert not list(ARMED.check(planned(D_armed_S1=[meal], D_car_Z1=[relief]), one))
    early = relief._replace(leave=relief.leave - 5)
    assert list(ARMED.check(planned(D_armed_S1=[meal], D_car_Z1=[early]), one))


def test_crews_of_a_zone_do_not_all_eat_at_once() -> None:
    apart = plan_rule(rule="meal_break", **HOURS, where={"unit_kind": ["car", "armed", "walk"]}, when={"shift": "D"})
    meals = {"D_armed_S1": [stop("08:00", "S1", 30, "meal")], "D_walk_Z1": [stop("08:00", "Q1", 30, "meal")]}
    other = {"D_car_Z2": [OTHER]}
    found = list(apart.check(planned(D_car_Z1=[ON_TIME], **meals, **other), patrol(1)))
    assert [apart.say(v, patrol(1).problem) for v in found] == [
        "all crews in zone Z1 new town eat at once on Mon 2026-10-19, 08:00-08:30"
    ]
    assert amounts(apart, planned(D_car_Z1=[stop("08:30", "Q1", 30, "meal")], **meals, **other)) == []


def test_short_shifts_leave_room_for_it() -> None:
    with pytest.raises(ValidationError):
        plan_rule(rule="meal_break", least_hours=3)
