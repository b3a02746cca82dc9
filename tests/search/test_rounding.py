"""The search for large models, made to work on small ones: sound bounds, lawful rosters, hardly worse than the best."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.domain.service import UnitKind
from roster.model import Model, all_limits, cliques
from roster.rules import Rulebook, pose
from roster.rules.limits import Forbidden, Members, Seat, Serves, Spot, Work
from roster.search import provers
from roster.search import solve as solving
from roster.search.run import Options
from roster.search.score import values
from roster.search.solve import Search, solve
from tests.rules.law_units import brigade, rule
from tests.search.test_mend import BOOK, facts
from tests.search.test_solve import RULEBOOK, direct_optimum, random_facts


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model counts as large."""
    monkeypatch.setattr(provers, "LARGEST_PROVED", 0)
    monkeypatch.setattr(provers, "MOST_TIES", -1)
    return


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("seed", range(8))
def test_what_it_claims_holds(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    outcome = solve(problem, RULEBOOK, Options(time_limit=8))
    best = direct_optimum(problem, RULEBOOK)
    cost = (*(tier.short for tier in outcome.tiers), outcome.objective)
    assert cost >= best
    assert all(tier.bound <= least for tier, least in zip(outcome.tiers, best, strict=False))
    if cost[:-1] == best[:-1]:
        assert outcome.bound <= best[-1]
        assert outcome.objective <= 1.2 * best[-1] + 3
    assert outcome.report.objective == outcome.objective
    assert not outcome.report.must_violations


@pytest.mark.usefixtures("large")
def test_people_who_cannot_be_seated_are_exchanged() -> None:
    one_more = replace(facts().officers[-1], id="Y", name="Y")
    problem = pose(facts(one_more), BOOK)
    outcome = solve(problem, BOOK, Options(time_limit=20))
    assert not outcome.report.shortfalls
    assert outcome.objective == 5
    assert len({duty.officer for duty in outcome.roster.work()} & {"E", "F"}) == 1


@pytest.mark.usefixtures("large")
def test_musts_that_clash_are_named() -> None:
    clash = (
        rule({"rule": "shift_count", "id": "always", "min": 2, "per": "horizon", "who": {"id": "A"}}),
        rule({"rule": "shift_count", "id": "never", "max": 1, "per": "horizon", "who": {"category": "sworn"}}),
    )
    book = Rulebook(RULEBOOK.rules + clash)
    with pytest.raises(solving.NoRosterError):
        solve(pose(brigade(days=2), book), book)


def test_small_models_are_not_rounded() -> None:
    problem = pose(random_facts(1), RULEBOOK)
    assert not Search(problem, RULEBOOK, Options(), lambda moment: None, solving.Stop()).provers.large


def two_districts() -> Problem:
    """A brigade with a second car kind that differs in name and zones only."""
    small = brigade(days=2)
    car = next(kind for kind in small.kinds if kind.code == "car")
    second = replace(car, code="car-east", name="East", zones=("Z2",))
    cars = [line for line in small.demand if line.kind == "car"]
    more = tuple(replace(line, id=f"{line.id}-east", kind="car-east", places=("Z2",)) for line in cars)
    return pose(replace(small, kinds=(*small.kinds, second), demand=(*small.demand, *more)), RULEBOOK)


def test_kinds_alike_are_served_as_one() -> None:
    problem = two_districts()
    assert problem.alike["car-east"] == "car"
    serves = [serves for serves, _ in Decisions(problem, grain="kind").serving()]
    assert {serves.kind for serves in serves} == {problem.alike[unit.kind] for unit in problem.units}
    assert "car-east" in {unit.kind for unit in problem.units}


def test_a_kind_with_another_crew_is_not_alike() -> None:
    kinds: dict[str, UnitKind] = two_districts().kind
    assert kinds["car"].nature == kinds["car-east"].nature
    assert replace(kinds["car"], crew=5).nature != kinds["car"].nature
    assert replace(kinds["car"], vehicle_kinds=("van",)).nature != kinds["car"].nature


def test_kinds_alike_keep_the_optimum_and_its_bound() -> None:
    problem = two_districts()
    outcome = solve(problem, RULEBOOK, Options(time_limit=30))
    assert outcome.status == "optimal"
    assert (*(tier.short for tier in outcome.tiers), outcome.objective) == direct_optimum(problem, RULEBOOK)


def test_members_are_the_seats_that_they_stand_for() -> None:
    problem = two_districts()
    outcome = solve(problem, RULEBOOK, Options(time_limit=10))
    value = values(problem, outcome.roster)
    crew = next(crew for crew in outcome.roster.crews if len(crew.officers) > 1)
    everybody = tuple(problem.officer)
    members = Members(everybody, crew.unit.id)
    assert value(members) == sum(map(value, members.seats)) == len(crew.officers)
    assert value(Members(everybody[:1], crew.unit.id)) == value(Seat(everybody[0], crew.unit.id))
    serves = Serves(min(crew.officers), crew.unit.day, crew.unit.shift, problem.alike[crew.unit.kind])
    assert value(serves) == 1


def test_forbidden_pairs_are_put_together_and_say_the_same() -> None:
    def pair(first: str, *second: str, officer: str = "A", day: int = 0) -> Forbidden:
        return Forbidden(Spot(), Work(officer, day, (first,)), Work(officer, day + 1, second))

    pairs = [pair("E", "D"), pair("N", "D", "E"), pair("N", "O"), pair("E", "D", officer="B")]
    found = [limit for limit in cliques(pairs) if isinstance(limit, Forbidden)]

    def said(limits: list[Forbidden]) -> set[tuple[str, int, str, str]]:
        return {
            (limit.first.officer, limit.first.day, one, other)
            for limit in limits
            for one in limit.first.shifts
            for other in limit.second.shifts
        }

    assert said(found) == said(pairs)
    together = [(limit.first.shifts, limit.second.shifts) for limit in found if limit.first.officer == "A"]
    assert together == [(("E", "N"), ("D",)), (("N",), ("D", "E", "O"))]


def test_the_model_by_kind_bounds_the_model_by_crew() -> None:
    problem = two_districts()
    limits = all_limits(problem, RULEBOOK)
    kind, crew = (Model(problem, RULEBOOK, limits, grain) for grain in ("kind", "crew"))
    assert len(kind.model.proto.variables) < len(crew.model.proto.variables)
