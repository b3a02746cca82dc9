"""The best roster near another one: nothing moves without a reason, what is forced holds, other days stay."""

from __future__ import annotations

from functools import cache

import pytest

from roster.domain.outcome import Outcome
from roster.domain.roster import Roster
from roster.rules import pose
from roster.rules.limits import Linear
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.search.proximity import ProximitySearch
from roster.search.run import Options
from roster.search.solve import solve
from tests.recorded import optimum
from tests.search.small import RULEBOOK, random_facts

OPTIONS = Options(time_limit=20)


@cache
def solved(seed: int) -> Outcome:
    return solve(pose(random_facts(seed), RULEBOOK), RULEBOOK, OPTIONS)


@pytest.mark.parametrize("seed", [0, 3])
def test_an_optimal_roster_stays_as_it_is(seed: int) -> None:
    outcome = solved(seed)
    near = ProximitySearch(outcome.problem, RULEBOOK, outcome.roster)
    found = near.best(OPTIONS)
    assert found is not None
    assert found.cost[-1] == outcome.objective
    assert near.moved(found.roster) == 0


@pytest.mark.parametrize("seed", [0, 3])
def test_what_is_forced_holds_and_costs_at_least_as_much(seed: int) -> None:
    outcome = solved(seed)
    problem = outcome.problem
    officer, day, shift = sorted(outcome.roster.work())[0]
    off = Linear(Spot((officer,), day), ((1, Work(officer, day, problem.shift_codes)),), at_most=0)
    near = ProximitySearch(problem, RULEBOOK, outcome.roster, [off])
    assert near.cost(outcome.roster) is None
    found = near.best(OPTIONS)
    assert found is not None
    work = set(found.roster.work())
    assert not [duty for duty in work if (duty.officer, duty.day) == (officer, day)]
    own = ProximitySearch(problem, RULEBOOK, outcome.roster)
    before = own.cost(outcome.roster)
    assert before is not None
    assert found.cost >= before.cost
    assert near.moved(found.roster) >= 1
    assert (officer, day, shift) not in work


@pytest.mark.parametrize("seed", [0, 3])
def test_shortfalls_are_settled_in_order_from_an_empty_roster(seed: int) -> None:
    found = ProximitySearch(solved(seed).problem, RULEBOOK, Roster(())).best(OPTIONS)
    assert found is not None
    assert found.cost[:-1] == optimum(seed)[:-1]
    assert sum(found.cost[:-1]) > 0


def test_other_days_stay() -> None:
    outcome = solved(3)
    near = ProximitySearch(outcome.problem, RULEBOOK, outcome.roster)
    officer, day, _shift = sorted(outcome.roster.work(), key=lambda duty: (duty.day, duty.officer))[0]
    codes = outcome.problem.shift_codes
    near.model.model.add(near.model.decisions.of(Work(officer, day, codes)) == 0)
    found = near.best(OPTIONS, days=[day])
    assert found is not None
    before = {duty for duty in outcome.roster.work() if duty.day != day}
    assert {duty for duty in found.roster.work() if duty.day != day} == before


def test_another_roster_is_searched_from_with_the_same_models(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = solved(3)
    empty = ProximitySearch(outcome.problem, RULEBOOK, Roster(()))
    monkeypatch.setattr("roster.search.proximity.Model", None)  # nothing is built again
    near = empty.starting_from(outcome.roster)
    assert near.moved(outcome.roster) == 0
    assert empty.moved(outcome.roster) == len(set(outcome.roster.work()))
    found = near.best(OPTIONS)
    assert found is not None
    assert (found.cost[-1], near.moved(found.roster)) == (outcome.objective, 0)
