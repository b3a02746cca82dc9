"""A first roster officer by officer keeps all rows, and is given up where somebody has no line or the time is up."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.shift_scheduling.problem import load
from roster import api
from roster.model import Model
from roster.search import selection
from roster.search.columns import construct
from roster.search.columns.construct import constructed
from roster.search.columns.diagram import OverError
from roster.search.columns.neighbourhoods.lines_in_turn import LinesInTurn
from roster.search.engines.columns import ColumnGeneration
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.run import Options
from roster.search.solve import solve
from roster.search.submip import SubMip
from roster.search.tuning import DEFAULT, Selection, Tuning
from roster.solvers.arrays import Mask
from roster.tiers import WISHES, all_limits
from tests.paths import HANCHENG
from tests.search.columns.small import SMALL, least, small


def posed(tuning: Tuning = DEFAULT) -> LinearRelaxation:
    model, _ = small()
    exact = LinearRelaxation(model, model.minimising(WISHES, {}), tuning=tuning)
    assert exact.pose()
    return exact


def offer_dear(engine: ColumnGeneration) -> int:
    """Give an engine a roster that costs much; what it costs."""
    assert engine._exact.pose()
    model, _ = small()
    dear, solver = model.model.clone(), cp_model.CpSolver()
    dear.maximize(model.wishes)
    solver.parameters.max_time_in_seconds = 2.0
    assert solver.solve(dear) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    engine.offer(tuple(solver.response_proto.solution))
    engine._take_offered()
    first, _ = engine.incumbent.best
    assert first is not None
    return first


@pytest.mark.parametrize("threads", [1, 2])
def test_everybody_has_a_line_and_the_rest_follows(threads: int) -> None:
    exact = posed()
    values = constructed(exact, 1, lambda: False, threads)
    assert values is not None
    free = np.ones(len(values), dtype=bool)
    free[exact.ways] = False
    found = exact.submip.solve(free, values, 10.0, 1, lambda: False)
    assert found is not None
    assert exact.submip.kept(found)
    optimum = least(small()[0], {})
    assert optimum is not None
    assert exact.submip.objective(found) >= optimum


def test_each_line_is_looked_for_once_beside_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = posed()
    seen: list[tuple[set[int], int]] = []  # whose line is free, and how many others have one

    def solved(self: SubMip, free: Mask, values: np.ndarray, *rest: object, **more: object) -> np.ndarray:
        own = set(exact.officer[exact.ways][free[exact.ways]].tolist())
        seen.append((own, len(set(exact.officer[exact.ways][values[exact.ways] > 0].tolist()))))
        found = values.copy()
        found[free & np.isin(exact.officer, list(own))] = 1.0
        return found

    monkeypatch.setattr(SubMip, "solve", solved)
    assert constructed(exact, 1, lambda: False, 1) is not None
    staff = len(small()[0].problem.officers)
    assert sorted(officer for own, _ in seen for officer in own) == list(range(staff))
    assert [others for _, others in seen] == list(range(staff))


@pytest.mark.parametrize("relaxation_tells", [True, False])
def test_a_line_by_its_prices_is_as_good_as_one_with_all_amounts(
    monkeypatch: pytest.MonkeyPatch, relaxation_tells: bool
) -> None:
    exact = posed(replace(DEFAULT, columns=replace(DEFAULT.columns, line_patience=10.0)))
    if not relaxation_tells:
        monkeypatch.setattr(construct.Lines, "_costs", lambda *_: None)
    lines, values, parts = construct.Lines(exact, 1, lambda: False), exact.submip.low.copy(), exact.submip
    for officer in range(len(small()[0].problem.officers)):
        own = exact.officer == officer
        whole = exact.with_amounts(own | ~(exact.officer >= 0))
        dearest = parts.solve(whole, values, 10.0, 1, lambda: False)
        values_now = lines.best(officer, values)
        assert dearest is not None
        assert values_now is not None
        assert (values_now[~own] == values[~own]).all()
        values = values_now
        filled = parts.solve(exact.officer < 0, values, 10.0, 1, lambda: False)
        assert filled is not None
        assert parts.objective(filled) == parts.objective(dearest)


def test_only_amounts_that_an_officer_decides_in_several_ways_stay_open() -> None:
    exact = posed()
    lines = construct.Lines(exact, 1, lambda: False)
    free, priced = lines._priced(0, exact.submip.low)
    whole = exact.with_amounts((exact.officer == 0) | exact.unit)
    assert free[exact.officer == 0].all()
    assert not free[exact.officer > 0].any()
    assert free.sum() < whole.sum()
    assert (priced.cost != exact.submip.cost).any()


def test_lines_decided_again_in_turn_make_a_roster_better() -> None:
    model, limits = small()
    engine = ColumnGeneration(model, limits, {}, limit=60.0, seed=1)
    engine.begin_with(engine.incumbent)
    offer_dear(engine)
    engine.parts.fill(np.array(engine.incumbent.values, dtype=float))  # so that it is lines that gain
    first, _ = engine.incumbent.best
    assert first is not None
    LinesInTurn(engine.parts)(engine.incumbent.values)
    second, values = engine.incumbent.best
    assert second is not None
    assert second < first
    assert engine._exact.submip.kept(np.array(values, dtype=float))


def test_without_a_line_for_somebody_or_without_time_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert constructed(posed(), 1, lambda: True, 2) is None
    monkeypatch.setattr(SubMip, "solve", lambda *_, **__: None)
    assert constructed(posed(), 1, lambda: False, 2) is None


def test_a_large_model_begins_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, rulebook = load(SMALL)
    tuning = Tuning(selection=Selection(largest_proved=10))
    begun: list[bool] = []
    run = ColumnGeneration.run

    def noted(self: ColumnGeneration) -> None:
        begun.append(self._first)
        run(self)

    monkeypatch.setattr(ColumnGeneration, "run", noted)
    outcome = solve(problem, rulebook, Options(time_limit=30, tuning=tuning))
    assert begun == [True, False]
    assert (outcome.proof.status, outcome.objective) == ("optimal", least(small()[0], {}))


def test_windows_are_decided_before_lines_have_a_price() -> None:
    model, limits = small()
    engine = ColumnGeneration(model, limits, {}, limit=60.0, seed=1)
    engine.begin_with(engine.incumbent)
    first = offer_dear(engine)
    engine.incumbent.tell(bound=first - 1)  # ends with the first that is better

    def never(*_: object) -> None:
        raise OverError

    engine.generator.begin = never  # type: ignore[assignment, method-assign]
    engine._generate()
    engine._constructing = False
    engine._decide_parts()
    assert (engine.incumbent.objective or 0) < first


def test_lines_are_given_up_when_the_time_is_up() -> None:
    model, limits = small()
    engine = ColumnGeneration(model, limits, {}, limit=60.0, seed=1)
    engine.begin_with(engine.incumbent)
    engine.halted.set()
    began = time.monotonic()
    with pytest.raises(OverError):
        engine.generator.begin(limits, {})
    engine.start()
    engine.stop()
    assert time.monotonic() - began < 30


def test_the_best_rosters_lines_are_columns_at_the_root() -> None:
    model, limits = small()
    engine = ColumnGeneration(model, limits, {}, limit=60.0, seed=1)
    engine.begin_with(engine.incumbent)
    engine._exact.pose()
    engine.parts.construct(1)
    generator = engine.generator
    master = generator.begin(limits, {})
    lines = generator.pool.columns_of(engine.incumbent.values)
    generator.root(0.0)
    known = {(column.officer, column.options) for column in master.columns}
    assert {(column.officer, column.options) for column in lines} <= known


def test_few_limits_tie_people_of_instances_and_many_those_of_a_brigade() -> None:
    case = api.load(HANCHENG)
    limits = all_limits(case.problem, case.rulebook)
    brigade = Model(case.problem, case.rulebook, limits, "kind")
    for model, of, few in ((*small(), True), (brigade, limits, False)):
        chosen = selection.EngineSelection(model, of, Options())
        assert chosen.by_columns == few
        assert not chosen.doubtful
        assert not chosen.in_turn
        assert selection.EngineSelection(model, of, Options(search="columns")).by_columns
        assert not selection.EngineSelection(model, of, Options(search="cpsat")).by_columns


def test_lines_of_many_ties_are_in_doubt_where_crews_are_one_person() -> None:
    model, limits = small()
    many = Options(tuning=Tuning(selection=Selection(most_ties=-1.0)))
    assert selection.EngineSelection(model, limits, many).doubtful
    assert not selection.EngineSelection(model, limits, replace(many, deterministic=True)).doubtful
