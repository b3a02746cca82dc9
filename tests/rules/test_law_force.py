"""The law for force rules: what a check counts is what the limits count."""

from __future__ import annotations

import pytest

from roster.rules.scopes import ForceRule
from tests.rules.law import rules_of
from tests.rules.law_units import amounts_under_the_law

ENTRIES = [
    {"rule": "fixed"},
    {"rule": "fixed", "who": {"category": "sworn"}, "when": {"shift": ["D"]}},
    {"rule": "cover"},
    {"rule": "cover", "asks": "minimum", "priority": 4},
    {"rule": "cover", "where": {"zone": "Z1"}, "when": {"slot": "18:00-02:00"}},
    {"rule": "cover", "where": {"unit_kind": ["car", "leader"]}, "when": {"shift": "E", "weekday": ["mon", "fri"]}},
    {"rule": "cover", "asks": "target"},
    {"rule": "cover", "counted": "hour", "when": {"slot": "10:30-02:00"}},
    {"rule": "cover", "counted": "hour", "asks": "over", "priority": 3},
    {"rule": "cover", "asks": "over"},
    {"rule": "cover", "units": 2, "where": {"unit_kind": "car", "zone": ["Z1", "Z2"]}, "when": {"slot": "22:00-10:00"}},
    {"rule": "cover", "units": 1, "asks": "target", "where": {"unit_kind": ["foot", "post"], "site": "P1"}},
    {"rule": "cover", "units": 1, "asks": "over", "where": {"unit_kind": "car"}, "when": {"shift": ["D", "N"]}},
    {"rule": "day_presence"},
    {"rule": "day_presence", "hours": "09:00-15:00", "where": {"zone": "Z1", "unit_kind": ["car", "foot"]}},
    {"rule": "night_lights"},
    {"rule": "night_lights", "hours": "02:00-07:00", "zones_per_vehicle": 2},
    {"rule": "night_lights", "hours": "07:00-07:00", "where": {"unit_kind": "car", "zone": "Z2"}},
    {"rule": "armed_minimum"},
    {"rule": "armed_minimum", "units": 2, "where": {"zone": "Z1"}, "when": {"slot": "07:00-18:00"}},
    {"rule": "heads", "min": 1, "who": {"sex": "f"}},
    {"rule": "heads", "min": 2, "when": {"shift": ["D", "E"]}},
    {"rule": "heads", "min": 2, "who": {"category": "sworn"}, "where": {"unit_kind": ["car", "foot"]}},
    {"rule": "heads", "min": 2, "who": {"squad": "9"}},
    {"rule": "duty_leader"},
    {"rule": "duty_leader", "each_day": 2, "when": {"day_type": ["workday", "holiday"]}},
    {"rule": "steady_zone"},
    {"rule": "steady_zone", "where": {"zone": "Z2"}, "when": {"slot": "09:00-18:00"}},
    {"rule": "tenure", "max": 1, "weeks": 2},
    {"rule": "tenure", "max": 1, "weeks": 3, "where": {"unit_kind": "car"}, "who": {"category": "sworn"}},
    {"rule": "tenure", "max": 1, "weeks": 2, "who": {"category": "auxiliary"}, "partner": {"category": "sworn"}},
    {"rule": "tenure", "same": "zone", "max": 1, "weeks": 1},
    {"rule": "tenure", "same": "zone", "max": 2, "weeks": 2, "where": {"zone": "Z1"}},
    {"rule": "fairness", "counts": "nights", "by": "none", "leave_out_over": None},
    {"rule": "fairness", "counts": "weekends", "history_days": 5, "leave_out_absent_days": 3},
    {"rule": "fairness", "counts": "holidays", "by": "squad"},
    {"rule": "fairness", "counts": "nights", "credit_absences": False},
    {"rule": "fairness", "counts": "hours", "allowed": 8, "by_share": True},
    {
        "rule": "fairness",
        "counts": "points",
        "points": {"weekday": 1, "weekend": 2, "sun": 3, "holiday": 5},
        "by": "none",
    },
    {"rule": "fairness", "counts": "nights", "by": "none", "by_share": True, "allowed": 1},
    *({"rule": "keep_published", "counts": counts} for counts in ("people", "duties", "notice", "crews")),
    {"rule": "keep_published", "who": {"category": "sworn"}, "when": {"weekday": ["mon", "tue", "sat"]}},
    {"rule": "fairness", "counts": "shifts", "allowed": 1, "when": {"shift": ["D", "N"]}},
]


def test_every_force_rule_is_under_the_law() -> None:
    assert {entry["rule"] for entry in ENTRIES} == rules_of(ForceRule)


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_check_counts_what_the_limits_count(entry: dict[str, object]) -> None:
    amounts = amounts_under_the_law(entry)
    assert len(set(amounts)) > 1, "a law that was never put to the test"
