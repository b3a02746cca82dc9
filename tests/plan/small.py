"""The small brigade of `tests/golden/patrol`, solved once; and the law's brigade, planned under any rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from roster import api
from roster.domain.outcome import Outcome, Planned
from roster.plan.search import PlanOptions, plan_patrol
from roster.rules import Rulebook
from roster.rules.patrol.base import PlanRule
from tests.outcomes import changed
from tests.rules.law_plan import patrol
from tests.rules.law_units import rule

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "patrol"


@cache
def case() -> api.Case:
    return api.load(FOLDER)


@cache
def outcome() -> Outcome:
    """The roster with its plan."""
    solved = api.solve(case(), time_limit=10, plan_time=0)
    return api.plan(changed(solved, deterministic=True), case().rulebook, plan_seed=4)  # by no clock: others are busy


def planned() -> Planned:
    found = outcome().patrols.planned
    assert found is not None
    return found


def planned_with(*entries: dict[str, object], seed: int = 4, workers: int = 2) -> Planned:
    """Three days of the law's brigade, planned under these rules alone."""
    rulebook = Rulebook(tuple(rule(entry) for entry in entries))
    options = PlanOptions(30, seed=seed, workers=workers, deterministic=True)
    return plan_patrol(patrol().problem, patrol().roster, rulebook, options)


def own_rules() -> list[PlanRule]:
    return [one for one in case().rulebook.rules if isinstance(one, PlanRule)]
