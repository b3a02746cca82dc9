"""Unpredictability: no checkpoint at the same time of the clock on too many days."""

from __future__ import annotations

from roster.domain.itinerary import Itinerary, Plan
from tests.rules.law_plan import amounts, plan_rule, sayings, stop

TWO = plan_rule(rule="unpredictability", minutes=20, days=2)


def visits(*times: str) -> Plan:
    """A visit of C1 by the same car on one day after the other."""
    return Plan(
        tuple(Itinerary((day, "D", "car-Z1"), (stop(at, "C1", day=day),)) for day, at in enumerate(times) if at)
    )


def test_kept_at_other_times() -> None:
    assert amounts(TWO, visits("07:30", "08:30", "09:30"), 3) == []


def test_just_kept_where_the_third_comes_twenty_minutes_later() -> None:
    assert amounts(TWO, visits("07:30", "07:30", "07:50"), 3) == []


def test_just_broken_a_minute_sooner() -> None:
    plan = visits("07:30", "07:30", "07:49")
    assert amounts(TWO, plan, 3) == [1]
    assert sayings(TWO, plan, 3) == [
        "C1 C1 name is visited at 07:49 on Wed 2026-10-21, as on 2 days of the week before"
    ]


def test_earlier_visits_count_only_where_one_stretch_has_them_all() -> None:
    assert amounts(TWO, visits("07:30", "08:00", "07:45"), 3) == []
    assert amounts(TWO, visits("07:40", "07:55", "07:48"), 3) == [1]


def test_more_days_may_be_alike() -> None:
    three = plan_rule(rule="unpredictability", minutes=20, days=3)
    assert amounts(three, visits("07:30", "07:30", "07:30"), 3) == []
