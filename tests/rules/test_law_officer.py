"""Officer rules: what the solver is held to is what the checker finds, on random small problems."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.domain.roster import Roster
from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, GroupRun, Linear, Run
from roster.rules.scopes import OfficerRule
from roster.rules.variables import Work
from tests.rules.law import assert_law, problems, rosters, rules_of
from tests.rules.officer_fields import (
    ADAPTER,
    DATES,
    DATES_ONLY,
    FIELDS,
    SHIFTS,
)


@st.composite
def rules(draw: st.DrawFn, name: str) -> OfficerRule:
    """An entry of a rulebook with random thresholds, half of the time with `when`."""
    entry = {"rule": name, "weight": 1, **draw(FIELDS[name])}
    if draw(st.booleans()):
        choices = DATES if name in DATES_ONLY else DATES | SHIFTS
        field = draw(st.sampled_from(sorted(choices)))
        entry["when"] = {field: draw(choices[field])}
    rule = ADAPTER.validate_python(entry)
    if type(rule).two_sided and not {"whole", "same_shift"} & entry.keys() and draw(st.booleans()):
        return ADAPTER.validate_python({**entry, "weight": {"too_few": 3, "too_many": 7}})
    return rule


def test_every_officer_rule_is_under_the_law() -> None:
    assert set(FIELDS) == rules_of(OfficerRule)


@pytest.mark.parametrize("name", FIELDS)
@settings(derandomize=True, max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_check_agrees_with_limits(name: str, data: st.DataObject) -> None:
    problem, rule = data.draw(problems()), data.draw(rules(name))
    assert_law(rule, problem, data.draw(rosters(problem)))
    for officer in problem.officers:
        limits = list(rule.limits(officer, problem))
        assert {limit.spot.day for limit in limits} <= {None, *problem.horizon.range}
        for work in (decision for limit in limits for decision in decisions(limit)):
            assert isinstance(work, Work)
            assert work.officer == officer.id
            assert work.day in problem.horizon.range
            assert set(work.shifts) <= set(problem.shift_codes)


@pytest.mark.parametrize(
    "name",
    [
        "absence",
        "minimum_rest",
        "night_recovery",
        "days_off",
        "weekly_rest",
        "day_in_lieu",
        "overtime",
        "protected_status",
    ],
)
@settings(derandomize=True, max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_past_alone_breaks_nothing(name: str, data: st.DataObject) -> None:
    assert assert_law(data.draw(rules(name)), data.draw(problems()), Roster(())) == 0


def decisions(limit: object) -> list[object]:
    """Every decision of a limit."""
    match limit:
        case Linear(terms=terms):
            return [decision for _weight, decision in terms]
        case Forbidden(first=first, second=second):
            return [first, second]
        case Run(steps=steps):
            return list(steps)
        case AtMostGroups(groups=groups) | AtLeastGroups(groups=groups) | GroupRun(groups=groups):
            return [decision for group in groups for decision in group]
        case AllOrNone(parts=parts):
            return list(parts)
    raise AssertionError(limit)
