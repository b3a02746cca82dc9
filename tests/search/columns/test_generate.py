"""Column generation proves no more than is true, finds the same optimum as the direct model, and ends when asked."""

from __future__ import annotations

import time

import pytest

from benchmarks.shift_scheduling.problem import load
from roster import api
from roster.model import Model, all_limits
from roster.rules import Rulebook, pose
from roster.search.columns import generate
from roster.search.columns.generate import Generator
from roster.search.part import Parts
from roster.search.run import Options
from roster.search.solve import solve
from tests.paths import HANCHENG
from tests.recorded import optimum
from tests.search.columns.small import SMALL, least
from tests.search.small import RULEBOOK, random_facts


@pytest.mark.parametrize("seed", range(6))
def test_bound_and_roster_enclose_the_optimum(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    limits = all_limits(problem, RULEBOOK)
    model = Model(problem, RULEBOOK, limits, "kind")
    optimum = least(model, {})
    generator = Generator(model, limits, {}, limit=30.0, seed=1)
    generator.start()
    while generator.is_alive() and generator.incumbent[0] != optimum:
        time.sleep(0.02)
    generator.halt()
    assert optimum is not None
    assert generator.incumbent[0] == optimum
    assert optimum - 3 <= generator.bound <= optimum
    objective, values = generator.incumbent
    assert values[model.wishes.index] == objective


@pytest.mark.parametrize("seed", [0, 1, 3, 4])
def test_both_searches_agree_on_what_is_small(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    outcomes = [solve(problem, RULEBOOK, Options(time_limit=60, search=search)) for search in ("cpsat", "columns")]
    assert {outcome.proof.status for outcome in outcomes} == {"optimal"}
    costs = [(*(tier.short for tier in outcome.proof.tiers), outcome.objective) for outcome in outcomes]
    assert costs == [optimum(seed)] * 2


def test_ends_soon_when_asked() -> None:
    case = api.load(HANCHENG)
    limits = all_limits(case.problem, case.rulebook)
    model = Model(case.problem, case.rulebook, limits, "kind")
    generator = Generator(model, limits, dict.fromkeys(model.short, 0), limit=60.0, seed=1)
    generator.start()
    time.sleep(0.5)
    generator.halt()
    assert not generator.is_alive()


def test_a_rulebook_without_rules_has_empty_lines() -> None:
    rulebook = Rulebook(())
    problem = pose(random_facts(1), rulebook)
    outcome = solve(problem, rulebook, Options(time_limit=20, search="columns"))
    assert (outcome.proof.status, outcome.objective) == ("optimal", 0)


def test_a_dive_ends_in_a_roster_as_good_as_its_last_lines_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = pose(random_facts(2), RULEBOOK)
    limits = all_limits(problem, RULEBOOK)
    model = Model(problem, RULEBOOK, limits, "kind")
    monkeypatch.setattr(generate, "FEWEST", len(problem.officers))  # nobody is fixed: all are left to the end
    generator = Generator(model, limits, {}, limit=60.0, seed=1)
    assert generator._exact.pose()
    generator._dive(generator._begin())
    assert generator.incumbent[0] == least(model, {})


def test_a_solution_as_good_takes_the_place_of_the_one_before() -> None:
    problem = pose(random_facts(2), RULEBOOK)
    limits = all_limits(problem, RULEBOOK)
    model = Model(problem, RULEBOOK, limits, "kind")
    generator = Generator(model, limits, {}, limit=60.0, seed=1)
    one, other, worse = ([0] * len(model.model.proto.variables) for _ in range(3))
    other[0], worse[model.wishes.index] = 1, 1
    for values in (one, other, worse):
        generator.offer(tuple(values))
    assert generator.incumbent == (0, tuple(other))


def test_lines_that_break_a_must_are_no_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows in which nothing was left to decide are looked at as well: here that everybody works so many hours."""
    problem, rulebook = load(SMALL)
    limits = all_limits(problem, rulebook)
    generator = Generator(Model(problem, rulebook, limits, "kind"), limits, {}, limit=60.0, seed=1)
    assert generator._exact.pose()
    generator._begin()
    monkeypatch.setattr(Parts, "solve", lambda self, free, values, *rest, **more: values)
    generator._complete([])
    assert generator.incumbent[0] is None


def test_lines_of_a_roster_are_completed_to_that_roster() -> None:
    problem, rulebook = load(SMALL)
    limits = all_limits(problem, rulebook)
    model = Model(problem, rulebook, limits, "kind")
    one = Generator(model, limits, {}, limit=60.0, seed=1)
    one.run()
    best, values = one.incumbent
    other = Generator(model, limits, {}, limit=600.0, seed=2)  # whose time begins here, however busy the machine
    assert other._exact.pose()
    other._begin()
    other._complete(other._columns_of(values))
    assert other.incumbent[0] == best == least(model, {})
