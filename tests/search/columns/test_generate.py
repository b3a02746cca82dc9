"""Column generation proves no more than is true, finds the same optimum as the direct model, and ends when asked."""

from __future__ import annotations

import time

import pytest

from benchmarks.shift_scheduling.problem import load
from roster import api
from roster.model import Model
from roster.rules import Rulebook, pose
from roster.search.columns.generate import Generator
from roster.search.columns.neighbourhoods.dive import dive
from roster.search.engines.columns import ColumnGeneration
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.run import Options
from roster.search.solve import solve
from roster.search.submip import SubMip
from roster.search.tuning import Columns, Selection, Tuning
from roster.tiers import WISHES, Limits, all_limits
from tests.paths import HANCHENG
from tests.recorded import optimum
from tests.search.columns.small import SMALL, least
from tests.search.small import RULEBOOK, random_facts


def begun(engine: ColumnGeneration, limits: Limits, most: dict[int, int]) -> Generator:
    """What generates the engine's lines, about to begin."""
    engine.begin_with(engine.incumbent)
    assert engine._exact.pose()
    engine.generator.begin(limits, most)
    return engine.generator


@pytest.mark.parametrize("seed", range(6))
def test_bound_and_roster_enclose_the_optimum(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    limits = all_limits(problem, RULEBOOK)
    model = Model(problem, RULEBOOK, limits, "kind")
    optimum = least(model, {})
    engine = ColumnGeneration(model, limits, {}, limit=30.0, seed=1)
    engine.start()
    while engine.working and engine.incumbent.objective != optimum:
        time.sleep(0.02)
    engine.stop()
    assert optimum is not None
    assert engine.incumbent.objective == optimum
    assert optimum - 3 <= engine.incumbent.bound <= optimum
    objective, values = engine.incumbent.best
    assert values[model.wishes.index] == objective


@pytest.mark.parametrize("seed", [0, 1, 3, 4])
def test_both_searches_agree_on_what_is_small(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    outcomes = [solve(problem, RULEBOOK, Options(time_limit=60, search=search)) for search in ("cpsat", "columns")]
    assert {outcome.proof.status for outcome in outcomes} == {"optimal"}
    costs = [(*(tier.short for tier in outcome.proof.tiers), outcome.objective) for outcome in outcomes]
    assert costs == [optimum(seed)] * 2


@pytest.mark.parametrize("seed", [3])
def test_a_large_model_begins_near_its_relaxation(seed: int) -> None:
    tuning = Tuning(selection=Selection(largest_proved=0, most_ties=1e9))
    outcome = solve(pose(random_facts(seed), RULEBOOK), RULEBOOK, Options(time_limit=60, tuning=tuning))
    assert (*(tier.short for tier in outcome.proof.tiers), outcome.objective) == optimum(seed)


def test_ends_soon_when_asked() -> None:
    case = api.load(HANCHENG)
    limits = all_limits(case.problem, case.rulebook)
    model = Model(case.problem, case.rulebook, limits, "kind")
    engine = ColumnGeneration(model, limits, dict.fromkeys(model.short, 0), limit=60.0, seed=1)
    engine.start()
    time.sleep(0.5)
    engine.stop()
    assert not engine.working


def test_a_rulebook_without_rules_has_empty_lines() -> None:
    rulebook = Rulebook(())
    problem = pose(random_facts(1), rulebook)
    outcome = solve(problem, rulebook, Options(time_limit=20, search="columns"))
    assert (outcome.proof.status, outcome.objective) == ("optimal", 0)


def test_a_dive_ends_in_a_roster_as_good_as_its_last_lines_allow() -> None:
    problem = pose(random_facts(2), RULEBOOK)
    limits = all_limits(problem, RULEBOOK)
    model = Model(problem, RULEBOOK, limits, "kind")
    tuning = Tuning(columns=Columns(fewest=len(problem.officers)))  # nobody is fixed: all are left to the end
    exact = LinearRelaxation(model, model.minimising(WISHES, {}), tuning=tuning)
    engine = ColumnGeneration(model, limits, {}, limit=60.0, seed=1, exact=exact)
    generator = begun(engine, limits, {})
    dive(generator.pool, generator.master)
    assert engine.incumbent.objective == least(model, {})


def test_lines_that_break_a_must_are_no_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows in which nothing was left to decide are looked at as well: here that everybody works so many hours."""
    problem, rulebook = load(SMALL)
    limits = all_limits(problem, rulebook)
    engine = ColumnGeneration(Model(problem, rulebook, limits, "kind"), limits, {}, limit=60.0, seed=1)
    generator = begun(engine, limits, {})
    monkeypatch.setattr(SubMip, "solve", lambda self, free, values, *rest, **more: values)
    generator.pool.complete([])
    assert engine.incumbent.objective is None


def test_lines_of_a_roster_are_completed_to_that_roster() -> None:
    problem, rulebook = load(SMALL)
    limits = all_limits(problem, rulebook)
    model = Model(problem, rulebook, limits, "kind")
    one = ColumnGeneration(model, limits, {}, limit=60.0, seed=1)
    one.start()
    one.join()
    best, values = one.incumbent.best
    other = ColumnGeneration(model, limits, {}, limit=600.0, seed=2)  # whose time begins here, however busy the machine
    generator = begun(other, limits, {})
    generator.pool.complete(generator.pool.columns_of(values))
    assert other.incumbent.objective == best == least(model, {})
