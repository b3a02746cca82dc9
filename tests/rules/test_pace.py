"""Pace: few stops in an hour, none of them too short."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

TWO_AN_HOUR = plan_rule(rule="pace", stops_an_hour=2, where={"unit_kind": "car"})
STANDING = plan_rule(rule="pace", least_minutes=5, standing_minutes=10, where={"unit_kind": "car"})


def test_six_stops_in_three_hours_are_kept_and_seven_are_one_too_many() -> None:
    six = [stop(f"07:{minute:02}", place) for minute, place in zip(range(0, 60, 12), ("C1", "C2") * 3, strict=False)]
    six.append(stop("09:00", "C1"))
    assert amounts(TWO_AN_HOUR, planned(D_car_Z1=six)) == []
    assert sayings(TWO_AN_HOUR, planned(D_car_Z1=[*six, stop("09:30", "C2")])) == [
        "D car-Z1 on Mon 2026-10-19 makes 7 stops where 6 are the most"
    ]


def test_time_at_one_waiting_place_is_one_stop() -> None:
    there = [stop("07:00", "Q1", 30, "static"), stop("07:30", "Q1", 30, "meal"), stop("08:00", "Q1", 30, "static")]
    others = [
        stop(f"09:{minute:02}", place) for minute, place in ((0, "C1"), (11, "C2"), (22, "C1"), (33, "C2"), (44, "C1"))
    ]
    assert amounts(TWO_AN_HOUR, planned(D_car_Z1=[*there, *others])) == []
    there[1] = there[1]._replace(arrive=there[1].arrive + 1)
    assert amounts(TWO_AN_HOUR, planned(D_car_Z1=[*there, *others])) == [1]


def test_stops_and_stands_that_are_too_short() -> None:
    assert amounts(STANDING, planned(D_car_Z1=[stop("07:00", "Q1", 10, "static"), stop("07:15", "C1", 5)])) == []
    assert sayings(STANDING, planned(D_car_Z1=[stop("07:00", "Q1", 9, "static"), stop("07:15", "C1", 2)])) == [
        "D car-Z1 on Mon 2026-10-19 stays at Q1 Q1 name, 07:00-07:09, for 9 min; at least 10 are asked",
        "D car-Z1 on Mon 2026-10-19 stays at C1 C1 name, 07:15-07:17, for 2 min; at least 5 are asked",
    ]


def test_asks_for_something() -> None:
    with pytest.raises(ValidationError):
        plan_rule(rule="pace")
