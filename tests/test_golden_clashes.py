"""Ten clashes of a whole brigade: found, infeasible, and not without any one of their members."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.clash_cases import ClashCase, clash_cases
from roster import api
from roster.decisions import Decisions
from roster.search.explain.clashes import Explainer, musts
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.tiers import all_limits
from tests.brigades.direct import can_hold

CASES = list(clash_cases())
READABLE = 12
SECONDS = 60.0
PATIENCE = 300
"""Seconds that a busy machine may take; the effort of each check is limited by itself."""


def can_hold_all(decisions: Decisions, groups: Groups, members: list[ConstraintGroup]) -> bool | None:
    """Whether exactly these members can hold, with every seat decided."""
    limits = [limit for member in members for limit in groups[member]]
    return can_hold(decisions.problem, limits, SECONDS, decisions)


def test_there_are_ten_of_different_kinds() -> None:
    assert len(CASES) == 10
    assert len({case.content["about"] for case in CASES}) == 10


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_clash_is_one_and_none_of_its_members_is_needless(case: ClashCase, tmp_path: Path) -> None:
    loaded = api.load(case.write(tmp_path))
    problem = loaded.problem
    groups = musts(problem, loaded.rulebook, all_limits(problem, loaded.rulebook))
    explainer = Explainer(problem, groups)
    clash = explainer.clash(seconds=PATIENCE)
    assert clash is not None
    assert clash.proved
    members = list(clash.members)
    assert case.expected <= {member.rule for member in members}
    assert len(members) <= READABLE
    decisions = Decisions(problem)
    assert can_hold_all(decisions, groups, members) is False
    for member in members:
        others = [other for other in members if other != member]
        assert can_hold_all(decisions, groups, others), member
    second = explainer.clash(members, PATIENCE) if case.second else None
    assert case.second == (set() if second is None else {member.rule for member in second.members})
