"""Driving: kilometres and minutes of a shift, and a stop for fuel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.patrol import Patrol
from tests.rules.law_plan import patrol, plan_rule, planned, sayings, stop

THERE_AND_BACK = [
    stop("07:00", "Q1", 30, "static"),
    stop("07:40", "S1", 20, "static"),
    stop("08:10", "Q1", 30, "static"),
]
"""Twice 0.447 km, a third longer by road: 1.16 km."""


def test_kilometres_beyond_the_limit_count_when_begun() -> None:
    plan = planned(D_car_Z1=THERE_AND_BACK)
    assert sayings(plan_rule(rule="driving", km=1.2), plan) == []
    assert sayings(plan_rule(rule="driving", km=1), plan) == [
        "D car-Z1 on Mon 2026-10-19 drives 1.2 km where 1 are the most"
    ]


def test_passes_by_car_are_driven_and_walks_are_not() -> None:
    by_car = [stop("07:00", "R1", 4, "car", ends="R1:end")]
    rule = plan_rule(rule="driving", km=0.6)
    assert len(sayings(rule, planned(D_car_Z1=by_car))) == 1
    assert sayings(rule, planned(D_car_Z1=[stop("07:00", "R1", 18, "foot")], D_walk_Z1=by_car)) == []


def test_minutes_at_the_wheel() -> None:
    plan = planned(D_car_Z1=THERE_AND_BACK)
    assert sayings(plan_rule(rule="driving", minutes=20), plan) == []
    assert sayings(plan_rule(rule="driving", minutes=19), plan) == [
        "D car-Z1 on Mon 2026-10-19 drives for 20 minutes where 19 are the most"
    ]


def test_a_stop_for_fuel_is_asked_for_where_there_is_any() -> None:
    rule = plan_rule(rule="driving", fuel=True, when={"shift": "D"})
    sites = tuple(replace(site, fuel=site.id == "S1") for site in patrol(1).problem.sites)
    one = Patrol(replace(patrol(1).problem, sites=sites), patrol(1).roster, 30)
    fuelled = [*THERE_AND_BACK[:1], stop("07:40", "S1", 5), *THERE_AND_BACK[2:]]
    plan = planned(D_car_Z1=fuelled, D_car_Z2=THERE_AND_BACK)
    assert [rule.say(v, one.problem) for v in rule.check(plan, one)] == [
        "D car-Z2 on Mon 2026-10-19 has no stop for fuel"
    ]
    assert not list(rule.check(plan, patrol(1)))


def test_asks_for_something() -> None:
    with pytest.raises(ValidationError):
        plan_rule(rule="driving")
