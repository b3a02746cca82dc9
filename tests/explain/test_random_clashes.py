"""Clashes of random brigades: held outright by a model without guards, none of their members is needless."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.explain.rows import Rows
from roster.explain.trial import Asked
from roster.explain.words import Words
from roster.forms import Forms
from roster.rules import Rulebook
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.wider import HOURS, LIGHTS, MOST, SHIFTS, UNASKED, ZONES, needs, wider
from roster.tiers import all_limits
from tests.brigades import random_brigade

OF_TABLES = (MOST, SHIFTS, UNASKED, ZONES)
STARTS, MOST_SEEDS, WANTED = (0, 100), 80, 4
"""From these seeds on, so many brigades are drawn at the most, until so many of them clash."""


def holds(problem: Problem, groups: Groups, members: list[ConstraintGroup]) -> bool:
    """Whether exactly these can hold, with every seat decided."""
    decisions = Decisions(problem)
    forms = Forms(decisions.model, decisions.of, decisions.most)
    for member in members:
        for limit in groups[member]:
            forms.hold(limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(decisions.model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


def needless(
    problem: Problem, groups: Groups, members: list[ConstraintGroup], among: list[ConstraintGroup]
) -> list[ConstraintGroup]:
    """Those of `among` without which the members still clash."""
    rest = {one: [other for other in members if other != one] for one in among}
    return [one for one, others in rest.items() if not holds(problem, groups, others)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("brigades")


@pytest.mark.parametrize("start", STARTS)
def test_every_member_is_needed_and_told(start: int, folder: Path) -> None:
    clashing = (seed for seed in range(start, start + MOST_SEEDS) if checked(seed, folder))
    assert len(list(islice(clashing, WANTED))) == WANTED


def checked(seed: int, folder: Path) -> bool:
    """Whether the musts of the seed's brigade clash; if so the clash is checked."""
    case = Asked(random_brigade(seed, people=(2, 7), base=False).write(folder)).load()
    problem = case.problem
    groups = musts(problem, case.rulebook, all_limits(problem, case.rulebook))
    clash = Explainer(problem, groups, pose=musts_of(case.rulebook)).clash()
    if clash is None:
        return False
    assert (clash.proved, clash.named, clash.unsettled) == (True, True, frozenset())
    rules = [member for member in clash.members if member.rule]
    assert not holds(problem, groups, rules)
    assert not needless(problem, groups, rules, rules)
    lines = Words(problem, case.rulebook, Rows(case.tables)).lines(clash)
    assert lines
    assert all(line.sentence for line in lines)
    assert {member for line in lines for member in line.members} == set(clash.members)
    _tables_are_needed(clash, groups, rules, case.rulebook, problem)
    return True


def _tables_are_needed(
    clash: Clash, groups: Groups, rules: list[ConstraintGroup], rulebook: Rulebook, problem: Problem
) -> None:
    """With more units than there are, the limits of tables that are named make the clash, and each is needed."""
    tables = [member for member in clash.members if member.part in OF_TABLES]
    if any(member.part in (HOURS, LIGHTS) for member in clash.members):
        return
    wide, known = wider(problem, needs([limit for member in rules for limit in groups[member]], problem))
    known |= musts_of(rulebook)(wide, {member.rule for member in rules}).groups
    assert not holds(wide, known, [*rules, *tables])
    assert not needless(wide, known, [*rules, *tables], tables)
