"""A first roster in haste: whole, verified, and as little short as rosters of a finished search."""

from __future__ import annotations

import pytest

from roster.rules import pose
from roster.search.run import Options
from roster.search.solve import Search, solve
from roster.search.state import SearchState
from roster.search.tuning import Haste, Tuning
from tests.brigades.direct import direct_optimum
from tests.search.crossing import CROSSING, crossing


@pytest.mark.parametrize("limit", [0.001, 30.0])
def test_a_roster_in_haste_is_as_little_short_as_the_best(limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SearchState, "decide_again", lambda *_: pytest.fail("made crew by crew"))
    monkeypatch.setattr(Search, "_stage", lambda *_, **__: pytest.fail("searched before there was a roster"))
    monkeypatch.setattr(Search, "_wishes", lambda *_: None)
    problem = pose(crossing(3), CROSSING)
    tuning = Tuning(haste=Haste(slow=10.0**6))
    outcome = solve(problem, CROSSING, Options(time_limit=limit, workers=1, tuning=tuning))
    assert outcome.roster.crews
    assert not outcome.report.must_violations
    assert [tier.short for tier in outcome.proof.tiers] == list(direct_optimum(problem, CROSSING))[:-1]
