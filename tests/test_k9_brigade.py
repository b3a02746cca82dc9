"""A brigade whose people fit by kind of unit and not in crews has a roster within seconds, in every mode."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster import api
from roster.search.run import Options
from roster.search.solve import solve

FOLDER = Path(__file__).resolve().parent / "golden" / "k9"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [Options(time_limit=4, workers=1), Options(time_limit=3, deterministic=True)],
    ids=["one worker", "deterministic"],
)
def test_a_roster_within_seconds(options: Options) -> None:
    case = api.load(FOLDER)
    outcome = solve(case.problem, case.rulebook, options)
    assert not outcome.report.must_violations
    assert outcome.person_shifts > 20  # 120 and more on a quiet machine
    assert all(tier.bound <= tier.short for tier in outcome.proof.tiers)
    assert not outcome.run.notes
