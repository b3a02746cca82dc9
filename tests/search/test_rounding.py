"""The search for large models, made to work on small ones: sound bounds, lawful rosters, hardly worse than the best."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from roster.decisions import Decisions
from roster.domain.clock import Window
from roster.domain.errors import NoRosterError
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.service import DemandLine, UnitKind
from roster.model import Model, cliques
from roster.rules import Rulebook, pose
from roster.rules.limits import Forbidden
from roster.rules.spot import Spot
from roster.rules.variables import Members, Seat, Serves, Work
from roster.search import solve as solving
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.adaptive import Adaptive, Size
from roster.search.neighbourhoods.people_beyond import people_beyond
from roster.search.run import Options, SolveResult, Stop
from roster.search.score import values
from roster.search.solve import Search, solve
from roster.search.tuning import DEFAULT, Neighbourhoods, Tuning
from roster.solvers.arrays import Array, Mask
from roster.tiers import all_limits
from tests.brigades.direct import direct_optimum
from tests.recorded import optimum
from tests.rules.law_units import brigade, rule
from tests.search.coached import BOOK, facts
from tests.search.programs import parts_of, spread
from tests.search.small import LARGE, RULEBOOK, random_facts


@pytest.mark.slow
@pytest.mark.parametrize("people", [LARGE.rounding.group_officers, 1], ids=["one group", "each zone"])
@pytest.mark.parametrize("seed", range(8))
def test_what_it_claims_holds(seed: int, people: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    tuning = replace(LARGE, rounding=replace(LARGE.rounding, group_officers=people))
    outcome = solve(problem, RULEBOOK, Options(time_limit=1, tuning=tuning))
    best = optimum(seed)
    cost = (*(tier.short for tier in outcome.proof.tiers), outcome.objective)
    assert cost >= best
    assert all(tier.bound <= least for tier, least in zip(outcome.proof.tiers, best, strict=False))
    if cost[:-1] == best[:-1]:
        assert outcome.proof.bound <= best[-1]
        assert outcome.objective <= 1.2 * best[-1] + 3
    assert outcome.report.objective == outcome.objective
    assert not outcome.report.must_violations


def test_people_who_cannot_be_seated_are_exchanged() -> None:
    one_more = replace(facts().officers[-1], id="Y", name="Y")
    problem = pose(facts(one_more), BOOK)
    outcome = solve(problem, BOOK, Options(time_limit=20, tuning=LARGE))
    assert not outcome.report.shortfalls
    assert outcome.objective == 5
    assert len({duty.officer for duty in outcome.roster.work()} & {"E", "F"}) == 1


def test_musts_that_clash_are_named() -> None:
    clash = (
        rule({"rule": "shift_count", "id": "always", "min": 2, "per": "horizon", "who": {"id": "A"}}),
        rule({"rule": "shift_count", "id": "never", "max": 1, "per": "horizon", "who": {"category": "sworn"}}),
    )
    book = Rulebook(RULEBOOK.rules + clash)
    with pytest.raises(NoRosterError):
        solve(pose(brigade(days=2), book), book, Options(tuning=LARGE))


def test_small_models_are_not_rounded() -> None:
    problem = pose(random_facts(1), RULEBOOK)
    assert not Search(problem, RULEBOOK, Options(), lambda moment: None, solving.Stop()).engines.large


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
    assert outcome.proof.status == "optimal"
    assert (*(tier.short for tier in outcome.proof.tiers), outcome.objective) == direct_optimum(problem, RULEBOOK)


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


def test_crews_get_better_after_people_are_seated() -> None:
    """Crews of one squad each: nothing tells them apart by kind."""
    together = rule({"rule": "keep_together", "same": "squad", "weight": 3})
    book = Rulebook((*BOOK.rules[:3], together))
    people = tuple(
        Officer(f"{kind}{n}", "", kind, squad=str(n % 2), qualifications=frozenset({"driver"}))
        for kind, count in (("sworn", 2), ("auxiliary", 4))
        for n in range(count)
    )
    shifts = DemandLine("cars", "car", (), Window(7 * 60, 31 * 60), frozenset({0}), 1)
    problem = pose(replace(facts(), officers=people, demand=(shifts,), requests=()), book)
    outcome = solve(problem, book, Options(time_limit=20, tuning=LARGE))
    squads = [{problem.officer[officer].squad for officer in crew.officers} for crew in outcome.roster.crews]
    assert [len(squad) for squad in squads] == [1, 1]
    assert outcome.objective == 0


def test_while_there_is_no_roster_fewer_ways_are_certain_and_more_are_open() -> None:
    model = Model(pose(facts(), BOOK), BOOK, all_limits(pose(facts(), BOOK), BOOK), "kind")
    trial = model.model.clone()
    trial.minimize(model.wishes)
    relaxed = LinearRelaxation(model, trial)
    assert relaxed.prepare(lambda: False)
    relaxed.values[relaxed.ways], relaxed.reduced_costs[relaxed.ways] = 0, 2
    relaxed.values[relaxed.ways[:2]], relaxed.reduced_costs[relaxed.ways[-1]] = (1, 0.5), 9
    tried: list[list[int]] = []

    def refuse(free: Mask, base: Array, *_: object, **__: object) -> None:
        assert base[relaxed.ways].sum() == (not free[relaxed.ways[0]])
        tried.append([way for way in relaxed.ways.tolist() if free[way]])

    relaxed.submip.solve = refuse  # type: ignore[assignment, method-assign]
    LargeNeighbourhoodSearch(relaxed, 20, 1).run()
    ways = relaxed.ways.tolist()
    assert tried == [ways[1:2], ways[:2], ways[:2], ways[:-1], ways]


def test_the_search_goes_on_from_what_stands_best_and_keeps_what_costs_least() -> None:
    parts = parts_of(spread(), people=12)
    extremes = parts.extremes(np.array([13 / 12] * 14))
    relaxed = SimpleNamespace(local=parts, extremes=extremes, bound=0, tuning=DEFAULT)
    rounding = LargeNeighbourhoodSearch(relaxed, 1, 1)  # type: ignore[arg-type]
    many = np.array([2.0] * 6 + [1, 0, 0, 0, 0, 0] + [2, 2])
    few = np.array([2.0] + [1] * 11 + [2, 2])
    gains = [rounding._take(base, found) for base, found in ((many, many), (many, few), (few, many))]
    assert gains == [0, 5 * 5, 0]  # of its own only, whatever others gain meanwhile
    assert rounding._latest.tolist() == few.tolist()
    assert rounding.incumbent.objective == 10


@pytest.mark.parametrize("seed", range(5))
def test_people_beyond_an_extreme_are_decided_again(seed: int) -> None:
    parts = parts_of(spread(), people=12)
    level = np.array([13 / 12] * 14)
    officer, unit = np.array([*range(12), -1, -1]), np.zeros(14, dtype=bool)
    relaxed = SimpleNamespace(
        submip=parts, extremes=parts.extremes(level), officer=officer, unit=unit, values=level, tuning=DEFAULT
    )
    random = np.random.default_rng(seed)
    few = np.array([1.0] * 11 + [2] + [2, 2])
    free = people_beyond(relaxed, random, few, 3)
    assert free[11]
    assert free.sum() == 3
    assert not free[12:].any()
    nobody = np.array([1.0] * 14)
    assert people_beyond(relaxed, random, nobody, 3).sum() == 3


@pytest.mark.parametrize(("seconds", "sizes"), [(1e6, [2, 3, 5, 8, 10, 10]), (1e-9, [2, 2, 2, 2, 2, 2])])
def test_neighbourhoods_grow_while_little_of_their_time_decides_them(
    monkeypatch: pytest.MonkeyPatch, seconds: float, sizes: list[int]
) -> None:
    """Where even the smallest takes all its time none is larger."""
    parts = parts_of(spread(), people=12)
    nothing = SimpleNamespace(solve=lambda *given, **named: None)
    relaxed = SimpleNamespace(
        local=nothing,
        submip=parts,
        extremes=(),
        ways=np.zeros(0, dtype=int),
        with_amounts=lambda free: free,
        tuning=Tuning(neighbourhoods=Neighbourhoods(part_seconds=seconds)),
    )
    relaxed.bound = 0
    rounding = LargeNeighbourhoodSearch(relaxed, 60, 1)  # type: ignore[arg-type]
    rounding._latest = np.zeros(14)
    tried: list[int] = []

    def move(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
        tried.append(size)
        return np.ones(len(values), dtype=bool)

    monkeypatch.setattr(rounding, "_settled", lambda: len(tried) == len(sizes))
    rounding._improve(1, Adaptive([(move, Size(2, 10))], np.random.default_rng(1)))
    assert tried == sizes


@pytest.mark.parametrize(("cost", "stages"), [(10, 3), (4, 1)])
def test_a_large_model_is_worked_on_again_while_there_is_time(
    monkeypatch: pytest.MonkeyPatch, cost: int, stages: int
) -> None:
    """Each stage begins at the last one's roster by kind; none follows one that is as cheap as its bound."""
    search = Search(pose(facts(), BOOK), BOOK, Options(tuning=LARGE), lambda moment: None, Stop())
    hints: list[object] = []

    def stage(*given: object, **more: object) -> SolveResult:
        if "first" not in more:
            hints.append(given[4])
        return SolveResult(cp_model.FEASIBLE, cost, 4, (len(hints),))

    left = iter([100.0, 20.0, 5.0])
    monkeypatch.setattr(search, "_stage", stage)
    monkeypatch.setattr(search, "seat", lambda found: None)
    monkeypatch.setattr(search, "_improve", lambda: None)
    monkeypatch.setattr(search, "gap", lambda: 1.0)
    monkeypatch.setattr(search.run, "over", lambda: False)
    monkeypatch.setattr(search.run, "left", lambda: next(left))
    search.go()
    assert [hint.values for hint in hints] == [(0,), (1,), (2,)][:stages]  # type: ignore[attr-defined]
    assert search.bound == 4
