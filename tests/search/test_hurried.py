"""A first roster in haste: whole, verified, and as little short as rosters of a finished search."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from roster.rules import Rulebook, pose
from roster.rules.variables import Runs
from roster.search import hurried
from roster.search.hurried import near_relaxation
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.run import Options, Stop
from roster.search.solve import Search, solve
from roster.search.state import SearchState
from roster.search.tuning import Haste, Tuning
from tests.brigades.direct import direct_optimum
from tests.rules.law_units import rule
from tests.search.crossing import CROSSING, crossing
from tests.search.small import LATER


@pytest.mark.parametrize("limit", [0.001, 30.0])
def test_a_roster_in_haste_is_as_little_short_as_the_best(limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SearchState, "decide_again", lambda *_: pytest.fail("made crew by crew"))
    monkeypatch.setattr(Search, "_stage", lambda *_, **__: pytest.fail("searched before there was a roster"))
    monkeypatch.setattr(Search, "_wishes", lambda *_: None)
    problem = pose(crossing(3), CROSSING)
    tuning = Tuning(stages=LATER.stages, haste=Haste(slow=10.0**6))
    outcome = solve(problem, CROSSING, Options(time_limit=limit, workers=1, tuning=tuning))
    assert outcome.roster.crews
    assert not outcome.report.must_violations
    assert [tier.short for tier in outcome.proof.tiers] == list(direct_optimum(problem, CROSSING))[:-1]


@pytest.mark.parametrize("workers", [1, 2])
def test_where_there_is_no_relaxation_in_time_a_roster_is_made_day_by_day(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LinearRelaxation, "prepare", lambda *_: False)
    problem = pose(crossing(3), CROSSING)
    search = Search(problem, CROSSING, Options(time_limit=600, workers=workers), lambda moment: None, Stop())
    found = near_relaxation(search.by_kind, search.run, search.engines, search.made, 600)
    running = {unit.id.day for unit in problem.units if found.value(search.by_kind.decisions.of(Runs(unit.id)))}
    assert running == {0, 1, 2}


@pytest.mark.parametrize("asked", [False, True])
def test_days_that_are_not_reached_count_only_where_no_must_asks_for_anybody(
    asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LinearRelaxation, "prepare", lambda *_: False)
    monkeypatch.setattr(hurried, "solve", lambda *_, **__: Mock(solved=False))
    least = rule({"rule": "shift_count", "id": "two", "min": 2, "per": "horizon", "who": {"id": ["A"]}})
    book = Rulebook((*CROSSING.rules, *([least] if asked else [])))
    search = Search(pose(crossing(3), book), book, Options(time_limit=600), lambda moment: None, Stop())
    found = near_relaxation(search.by_kind, search.run, search.engines, search.made, 600)
    assert (found.values is None) == asked
