"""Ten clashes of a whole brigade: found, infeasible, and not without any one of their members."""

from __future__ import annotations

from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from benchmarks.clash_cases import ClashCase, clash_cases
from roster import api
from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.forms import Forms
from roster.model import all_limits
from roster.search.explain.clashes import Explainer, musts
from roster.search.explain.instances import Groups, Instance

CASES = list(clash_cases())
READABLE = 12
PATIENCE = 300
"""Seconds that a busy machine may take; the effort of each check is limited by itself."""


def status(problem: Problem, groups: Groups, members: list[Instance]) -> cp_model.CpSolverStatus:
    """What the solver says of exactly these members, held outright, with every seat decided."""
    decisions = Decisions(problem)
    forms = Forms(decisions.model, decisions.of, decisions.most)
    for member in members:
        for limit in groups[member]:
            forms.hold(limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = 0
    solver.parameters.max_time_in_seconds = 60
    return solver.solve(decisions.model)


def test_there_are_ten_of_different_kinds() -> None:
    assert len(CASES) == 10
    assert len({case.content["about"] for case in CASES}) == 10


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
    assert status(problem, groups, members) == cp_model.INFEASIBLE
    for member in members:
        others = [other for other in members if other != member]
        assert status(problem, groups, others) in (cp_model.OPTIMAL, cp_model.FEASIBLE), member
    second = explainer.clash(members, PATIENCE) if case.second else None
    assert case.second == (set() if second is None else {member.rule for member in second.members})
