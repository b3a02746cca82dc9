"""The law for crew rules: what a check counts is what the limits count."""

from __future__ import annotations

import pytest

from roster.rules.scopes import CrewRule
from tests.rules.law import rules_of
from tests.rules.law_units import amounts_under_the_law

ENTRIES = [
    {"rule": "crew"},
    {"rule": "crew", "least": True, "where": {"unit_kind": ["car", "post"]}},
    {"rule": "crew", "least": True, "composition": {"sworn": 1}, "trainees": True},
    {"rule": "crew", "composition": {"sworn": 2, "coach": 1}, "who": {"sex": "f"}},
    {"rule": "crew", "composition": {}, "trainees": True, "when": {"shift": ["D", "L"]}},
    {"rule": "vehicle"},
    {"rule": "vehicle", "who": {"category": "sworn"}, "where": {"zone": "Z1"}},
    {"rule": "familiar_zone"},
    {"rule": "familiar_zone", "members": 1},
    {"rule": "familiar_zone", "members": 2, "who": {"category": "auxiliary"}},
    {"rule": "familiar_zone", "who": {"category": "auxiliary"}, "when": {"weekday": ["mon", "tue", "sat"]}},
    {"rule": "keep_together", "officers": ["A", "B", "C"]},
    {"rule": "keep_together", "same": "squad"},
    {"rule": "keep_together", "officers": ["A", "B", "C"], "most": 2},
    {"rule": "keep_together", "same": "squad", "who": {"category": "sworn"}},
    {"rule": "keep_together", "officers": ["A", "B", "C"], "whole": True},
    {"rule": "keep_together", "officers": ["B", "D"], "whole": True, "where": {"unit_kind": "car"}},
    {"rule": "crew", "composition": {"women": 1, "men": 1}},
    {"rule": "keep_apart", "officers": ["A", "B", "C"]},
    {"rule": "keep_apart", "officers": ["A", "D"], "where": {"unit_kind": "car"}},
]


def test_every_crew_rule_is_under_the_law() -> None:
    assert {entry["rule"] for entry in ENTRIES} == rules_of(CrewRule)


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_check_counts_what_the_limits_count(entry: dict[str, object]) -> None:
    amounts = amounts_under_the_law(entry)
    assert len(set(amounts)) > 1, "a law that was never put to the test"
