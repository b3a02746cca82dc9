"""The search as a whole: optima of the direct model, named shortfalls, clashes, stops, the same from the same seed."""

from __future__ import annotations

import multiprocessing

import pytest

from roster import api
from roster.domain.errors import InternalError, NoRosterError, OutOfTimeError
from roster.domain.findings import Finding, Report
from roster.domain.outcome import Moment
from roster.rules import Rulebook, pose
from roster.search import roll as rolling
from roster.search import solution
from roster.search.run import Options, Stop
from roster.search.score import Score
from roster.search.solve import solve
from tests.paths import HANCHENG, TINY
from tests.recorded import optimum
from tests.rules.law_units import brigade, rule
from tests.search.small import NO_LATER, RULEBOOK, random_facts


@pytest.mark.parametrize("seed", range(12))
def test_the_search_reaches_the_optimum_of_the_direct_model(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    outcome = solve(problem, RULEBOOK, Options(time_limit=30))
    best = optimum(seed)
    assert (*(tier.short for tier in outcome.proof.tiers), outcome.objective) == best
    assert all(tier.bound <= tier.short for tier in outcome.proof.tiers)
    assert outcome.proof.bound <= outcome.objective
    assert outcome.report.objective == outcome.objective
    assert not outcome.report.must_violations
    assert outcome.proof.status == "optimal"


def test_musts_that_clash_are_named_and_no_others() -> None:
    clash = (
        rule({"rule": "shift_count", "id": "always", "min": 2, "per": "horizon", "who": {"id": "A"}}),
        rule({"rule": "shift_count", "id": "never", "max": 1, "per": "horizon", "who": {"category": "sworn"}}),
    )
    book = Rulebook(RULEBOOK.rules + clash, origin={"always": "mine.yaml:3"})
    with pytest.raises(NoRosterError, match=r"\(always\) \(mine.yaml:3\)") as error:
        solve(pose(brigade(days=2), book), book)
    assert sorted(error.value.rules) == ["always", "never"]


def test_a_stop_yields_the_best_roster_so_far() -> None:
    case = api.load(TINY)
    stop = Stop()

    def watch(moment: Moment) -> None:
        if moment.phase == "crews":
            stop()

    outcome = solve(case.problem, case.rulebook, Options(time_limit=60), watch, stop)
    assert not outcome.report.must_violations
    assert outcome.roster.crews


def test_a_limit_before_any_roster_says_so() -> None:
    case = api.load(HANCHENG)
    with pytest.raises(OutOfTimeError, match="while the rules were still made a model"):
        solve(case.problem, case.rulebook, Options(time_limit=0.01, tuning=NO_LATER))


def test_checks_that_disagree_with_the_solver_stop_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    case = api.load(TINY)
    monkeypatch.setattr(solution, "score", lambda *_: Score({}, 10**6, 0))
    with pytest.raises(InternalError):
        solve(case.problem, case.rulebook, Options(time_limit=5))


def _burn() -> None:
    while True:
        pass


def test_deterministic_mode_gives_the_same_roster_under_load() -> None:
    problem = pose(random_facts(3), RULEBOOK)
    options = Options(time_limit=3, seed=7, deterministic=True)
    quiet = solve(problem, RULEBOOK, options)
    load = [multiprocessing.get_context("spawn").Process(target=_burn, daemon=True) for _ in range(2)]
    for process in load:
        process.start()
    try:
        busy = solve(problem, RULEBOOK, options)
    finally:
        for process in load:
            process.terminate()
            process.join()
    assert busy.roster == quiet.roster
    assert (busy.objective, busy.proof.bound) == (quiet.objective, quiet.proof.bound)


def test_weeks_rolled_forward_keep_musts_across_their_border() -> None:
    case = api.load(TINY, weeks=2)
    outcome = api.solve(case, roll=True, time_limit=3.0)
    assert not outcome.report.must_violations
    days = {day for _, day, _ in outcome.roster.work()}
    assert min(days) < 7 <= max(days)
    assert outcome.problem.horizon.days == 14


def test_weeks_that_break_a_must_together_are_solved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    case = api.load(TINY, weeks=2)
    broken = Report((Finding("days_off", True, None, 1, 0, "An (A) has no day off"),))
    monkeypatch.setattr(rolling, "whatever_broken", lambda *about: solution.Solution(about[-1], broken, ()))
    outcome = api.solve(case, roll=True, time_limit=3.0, plan_time=0)
    assert not outcome.report.must_violations
    assert any("days_off" in note and "at once" in note for note in outcome.run.notes)
