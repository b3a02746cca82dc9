"""Checkpoint visits: so many in each window, long enough, open, and no long time without."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from roster.domain.ids import CrewId
from roster.domain.itinerary import Itinerary, Plan, Stop
from tests.rules.law_plan import amounts, patrol, plan_rule, planned, sayings, stop

C1 = plan_rule(rule="checkpoint_visits", min=1, windows="07:00-10:00", where={"site": "C1"})
GAPS = plan_rule(rule="checkpoint_visits", gap_hours=1, where={"site": "C1"}, when={"slot": "07:00-10:00"})


def test_kept_by_a_visit_of_any_unit() -> None:
    assert amounts(C1, planned(D_walk_Z1=[stop("08:00", "C1", 16, "foot")])) == []


def test_just_kept_by_the_shortest_visit_in_the_last_minute() -> None:
    assert amounts(C1, planned(D_car_Z1=[stop("09:59", "C1", 10)])) == []


def test_just_broken_by_a_minute_too_short_or_too_late() -> None:
    assert amounts(C1, planned(D_car_Z1=[stop("08:00", "C1", 9)])) == [1]
    late = planned(E_car_Z1=[stop("10:00", "C1", 10)])
    assert sayings(C1, late) == ["visits to checkpoint C1 C1 name on Mon 2026-10-19, 07:00-10:00: 0 of 1"]


def test_a_visit_must_lie_within_the_opening_hours() -> None:
    opened = plan_rule(rule="checkpoint_visits", min=1, windows="07:00-10:00", where={"site": "C3"})
    assert amounts(opened, planned(D_car_Z2=[stop("07:55", "C3", 10)])) == [1]
    assert amounts(opened, planned(D_car_Z2=[stop("08:00", "C3", 10)])) == []


def test_lists_by_day_and_by_night_are_two_entries() -> None:
    night = plan_rule(rule="checkpoint_visits", min=1, windows="20:00-23:00", where={"site": ["C1", "C2"]})
    assert amounts(night, planned(E_car_Z1=[stop("20:30", "C1", 10)])) == [1]


def test_no_gap_where_visits_begin_often_enough() -> None:
    visits = [stop(at, "C1", 10) for at in ("07:30", "08:00", "08:30", "09:00", "09:30")]
    assert amounts(GAPS, planned(D_car_Z1=visits)) == []


def test_a_gap_counts_each_stretch_without_a_visit() -> None:
    plan = planned(D_car_Z1=[stop("07:30", "C1", 10), stop("09:10", "C1", 10)])
    assert amounts(GAPS, plan) == [1]
    assert sayings(GAPS, plan) == ["checkpoint C1 C1 name on Mon 2026-10-19 has no visit within 08:00-09:00"]


def test_without_any_visit_the_whole_time_is_one_gap() -> None:
    assert amounts(GAPS, planned(D_car_Z1=[stop("07:30", "C2", 10)])) == [5]


def test_a_gap_goes_on_from_one_day_into_the_next_and_counts_there() -> None:
    half = plan_rule(rule="checkpoint_visits", gap_hours=11, where={"site": "C1"})

    def second_day(*morning: Stop) -> list[int]:
        evening = Itinerary(CrewId(0, "E", "car-Z1"), (stop("22:40", "C1", 10),))
        night = Itinerary(CrewId(1, "E", "car-Z1"), (stop("20:10", "C1", 10, day=1),))
        plan = Plan((evening, Itinerary(CrewId(1, "D", "car-Z1"), morning), night))
        return [violation.amount for violation in half.check(plan, patrol(2)) if violation.spot.day == 1]

    assert second_day() == [21]  # begun at 23:00 to 09:00, every half hour
    assert second_day(stop("08:00", "C1", 10, day=1)) == [2]
    assert second_day(stop("09:10", "C1", 10, day=1)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"min": 1, "gap_hours": 2},
        {"min": 1, "stay_least": 46},
        {"min": 2, "max": 1},
        {"min": 1, "when": {"slot": "07:00-09:00"}},
    ],
)
def test_refuses_what_does_not_go_together(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        plan_rule(rule="checkpoint_visits", **fields)
