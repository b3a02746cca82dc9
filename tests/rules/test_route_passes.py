"""Route passes: each route so many times in each window, by any unit."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.rules.law_plan import amounts, plan_rule, planned, sayings, stop

R1 = plan_rule(rule="route_passes", windows="07:00-10:00", route="R1")


def test_kept_by_a_car_that_drives_from_end_to_end() -> None:
    assert amounts(R1, planned(D_car_Z1=[stop("07:10", "R1", 2, ends="R1:end")])) == []


def test_just_kept_in_the_last_minute_of_the_window() -> None:
    assert amounts(R1, planned(D_car_Z1=[stop("09:59", "R1", 2, ends="R1:end")])) == []


def test_just_broken_a_minute_later_or_too_fast() -> None:
    late = planned(E_car_Z1=[stop("10:00", "R1", 2, ends="R1:end")])
    assert sayings(R1, late) == ["passes of route R1 R1 name on Mon 2026-10-19, 07:00-10:00: 0 of 1"]
    assert amounts(R1, planned(D_car_Z1=[stop("07:10", "R1", 1, ends="R1:end")])) == [1]


def test_on_foot_it_takes_the_pace_of_a_walk() -> None:
    assert amounts(R1, planned(D_walk_Z1=[stop("07:10", "R1", 8, "foot", ends="R1:end")])) == [1]
    assert amounts(R1, planned(D_walk_Z1=[stop("07:10", "R1", 9, "foot", ends="R1:end")])) == []


def test_standing_at_its_end_is_no_pass() -> None:
    assert amounts(R1, planned(D_car_Z1=[stop("07:10", "R1", 30, "static")])) == [1]


def test_several_passes_windows_and_zones() -> None:
    two = plan_rule(rule="route_passes", min=2, windows=["07:00-10:00", "20:00-23:00"], where={"zone": "Z1"})
    plan = planned(D_car_Z1=[stop("07:10", "R1", 2, ends="R1:end"), stop("08:10", "R1", 2, ends="R1:end")])
    assert amounts(two, plan) == [2]


def test_refuses_sites() -> None:
    with pytest.raises(ValidationError, match=r"where\.site"):
        plan_rule(rule="route_passes", where={"site": "C1"})
