"""The law of the plan's rules on random plans: what `check` finds is what `limits` cost."""

from __future__ import annotations

import pytest

from roster.rules.patrol.base import PlanRule
from tests.rules.law import rules_of
from tests.rules.law_plan import law_amount, plan_rule

SEEDS = range(12)
ENTRIES = [
    {"rule": "route_passes", "windows": ["07:00-10:00", "20:00-23:00"], "min": 2},
    {"rule": "route_passes", "windows": [f"20:{m:02}-20:{m + 2:02}" for m in range(0, 56, 2)], "min": 2},
    {"rule": "route_passes", "windows": "07:00-23:00", "min": 8, "route": "R2"},
    {"rule": "route_passes", "windows": "07:00-10:00", "min": 9, "where": {"zone": "Z1"}, "when": {"weekday": "tue"}},
    {"rule": "checkpoint_visits", "min": 1, "windows": ["07:00-10:00", "20:00-23:00"]},
    {"rule": "checkpoint_visits", "min": 2, "windows": "20:00-23:00", "stay_least": 12, "where": {"zone": "Z2"}},
    {"rule": "checkpoint_visits", "gap_hours": 1.5, "when": {"slot": "07:00-10:00"}},
    {"rule": "checkpoint_visits", "gap_hours": 4},
    {"rule": "checkpoint_visits", "gap_hours": 9},
    {"rule": "checkpoint_visits", "gap_hours": 11, "when": {"weekday": ["mon", "tue"]}},
    {"rule": "checkpoint_visits", "min": 6, "windows": "20:00-08:00"},
    {"rule": "route_passes", "min": 6, "windows": "20:00-08:00"},
    {"rule": "response_cover"},
    {"rule": "response_cover", "backup": True, "when": {"slot": "20:00-22:00"}},
    {"rule": "response_cover", "reading": "force", "where": {"unit_kind": ["car", "walk"]}},
    {"rule": "response_cover", "least_minutes": 25, "tiers": [2, 4], "backup": True},
    {"rule": "circle_cover", "minutes": 2},
    {"rule": "mode_mix", "asks": "walk"},
    {"rule": "mode_mix", "asks": "foot", "where": {"zone": "Z1"}, "when": {"slot": "07:00-10:00"}},
    {"rule": "mode_mix", "asks": "both", "where": {"unit_kind": ["car", "walk"]}},
    {"rule": "hot_hours", "units": 2},
    {"rule": "hot_hours", "first_call": "O"},
    {"rule": "hot_hours", "where": {"site": ["C1", "C3"]}, "when": {"slot": "07:00-10:00"}, "first_call": "E"},
    {"rule": "mobile_standby", "share": 0},
    {"rule": "mobile_standby", "share": 0.5},
    {"rule": "unpredictability", "minutes": 40, "days": 1},
    {"rule": "unpredictability", "minutes": 60, "days": 2},
    {"rule": "unpredictability", "minutes": 300, "days": 1},  # across midnight
    {"rule": "unpredictability", "minutes": 1440, "days": 1},
    {"rule": "unpredictability", "minutes": 1440, "days": 2},
    {"rule": "unpredictability", "asks": "copies", "minutes": 20},
    {"rule": "unpredictability", "asks": "copies", "minutes": 700, "where": {"site": ["C1", "C4"]}},
    {"rule": "unpredictability", "asks": "spread", "minutes": 5, "share": 1},
    {"rule": "unpredictability", "asks": "spread", "minutes": 10, "share": 1.25},
    {"rule": "publicity", "hours": "08:00-20:00", "per_week": 2},
    {"rule": "travel", "elsewhere_minutes": 5},
    {"rule": "travel", "elsewhere_minutes": 5, "anywhere": ["07:00-08:00", "20:00-21:30"]},
    {"rule": "checkpoint_visits", "max": 1, "windows": ["07:00-10:00", "20:00-23:00"]},
    {"rule": "checkpoint_visits", "min": 2, "max": 3, "windows": "20:00-08:00"},
    {"rule": "pace", "stops_an_hour": 2.5},
    {"rule": "pace", "least_minutes": 12},
    {"rule": "pace", "standing_minutes": 9, "where": {"unit_kind": "car"}},
    {"rule": "pace", "stops_an_hour": 3, "least_minutes": 5, "standing_minutes": 25},
    {"rule": "meal_break", "least_hours": 2, "after_hours": 0.5, "before_hours": 0.5},
    {"rule": "meal_break", "minutes": 20, "least_hours": 2, "after_hours": 0, "before_hours": 0, "each_hours": 1.5},
    {"rule": "supervision"},
    {"rule": "supervision", "scheduled": 2, "video": 1, "minutes": 8, "when": {"weekday": ["mon", "wed"]}},
    {"rule": "driving", "km": 3},
    {"rule": "driving", "minutes": 12, "fuel": True},
]  # fmt: skip


def test_every_rule_of_the_plan_is_under_the_law() -> None:
    assert {entry["rule"] for entry in ENTRIES} == rules_of(PlanRule)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: " ".join(map(str, entry.values()))[:60])
def test_check_and_limits_agree_on_random_plans(entry: dict[str, object]) -> None:
    one = plan_rule(**entry)
    assert sum(law_amount(one, seed) for seed in SEEDS), "no random plan breaks the rule: the law says nothing"
