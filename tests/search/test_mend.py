"""People who fit by kind but not by crew: two trainees of one coach leave no place for a sworn officer."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from roster.domain.people import Officer
from roster.rules import pose
from roster.search.run import Options, Stop
from roster.search.solve import Search, solve
from roster.search.tuning import Checking, Tuning
from roster.tiers import WISHES
from tests.search.coached import BOOK, facts


def test_another_officer_takes_the_second_trainees_place() -> None:
    problem = pose(facts(Officer("Y", "Y", "auxiliary")), BOOK)
    outcome = solve(problem, BOOK, Options(time_limit=20))
    working = {duty.officer for duty in outcome.roster.work()}
    assert len(working & {"E", "F"}) == 1
    assert "Y" in working
    assert not outcome.report.shortfalls
    assert outcome.objective == 5
    assert outcome.proof.status == "optimal"


def test_without_another_officer_the_crew_is_a_named_shortfall() -> None:
    problem = pose(facts(), BOOK)
    outcome = solve(problem, BOOK, Options(time_limit=20))
    assert not outcome.report.must_violations
    assert len(outcome.roster.crews) == 2
    (tier,) = outcome.proof.tiers
    assert tier.short == tier.bound > 0
    assert outcome.report.shortfalls[0].sentence


@pytest.mark.parametrize("share", [0.1, 0.0])
def test_in_mid_stage_too_a_shift_is_decided_again_while_there_is_time(
    monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    options = Options(time_limit=60, tuning=Tuning(checking=Checking(share=share)))
    problem = pose(facts(Officer("Y", "Y", "auxiliary")), BOOK)
    search = Search(problem, BOOK, options, lambda moment: None, Stop())
    most = dict.fromkeys(search.priorities, 0)
    trial, solver = search.by_kind.minimising(WISHES, most), cp_model.CpSolver()
    assert solver.solve(trial) == cp_model.OPTIMAL
    search.engines.second(trial, WISHES, most, 60.0)
    monkeypatch.setattr(search, "_learn", lambda *_: False)  # else the model by kind is to be solved again
    search.keep_between(tuple(solver.response_proto.solution), 0)
    if share:
        assert search.best is not None
        assert search.best.cost == (0, 5)
    else:  # the crew that cannot be seated is missing, and nothing else
        assert search.best is not None
        assert search.best.cost > (0, 5)
        assert not search.best.report.must_violations
