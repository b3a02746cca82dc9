"""Lines beside each other: the reduced rows cost what the model costs, and so does every way of improving them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from ortools.sat.python import cp_model

from roster.rules.variables import Serves
from roster.search.columns.decompose import Column, Decomposition
from roster.search.columns.master import Master
from roster.search.columns.rows import reduced
from roster.search.tuning import Columns
from roster.solvers.highs import Highs
from roster.solvers.program import Program, as_program
from tests.search.columns.small import small


@cache
def space() -> Decomposition:
    whole, limits = small()
    return Decomposition(whole, limits, {})


@cache
def optimum() -> int:
    whole, _ = small()
    model = whole.model.clone()
    model.minimize(whole.wishes)
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def least(serving: dict[str, set[Serves]]) -> int | None:
    """What the model says that these officers' lines cost, all else as well as can be; None where they cannot be."""
    whole, _ = small()
    model = whole.model.clone()
    model.minimize(whole.wishes)
    for serves, variable in whole.decisions.serving():
        if serves.officer in serving:
            model.add(variable == int(serves in serving[serves.officer]))
    solver = cp_model.CpSolver()
    solved = solver.solve(model) == cp_model.OPTIMAL
    return solver.value(whole.wishes) if solved else None


def cost_of(columns: list[Column]) -> int:
    """What the model says that these lines cost, everything else as well as can be."""
    officers = small()[0].problem.officers
    cost = least({officers[c.officer].id: {space().serves[way] for way in c.options} for c in columns})
    assert cost is not None
    return cost


def some_columns(seed: int) -> list[Column]:
    """A lawful line of each officer, the cheapest at random prices."""
    duals = np.random.default_rng(seed).normal(0.0, 50.0, space().rows.count)
    everybody = np.arange(space().staff)
    _, lines = space().price(duals, everybody, space().pricing(everybody.tolist()))
    return [space().column(officer, line) for officer, line in enumerate(lines)]


def solved(program: Program) -> float:
    solver = Highs(program, whole=True)
    solver.run()
    assert solver.optimal
    return solver.objective


@pytest.mark.parametrize("seed", range(12))
def test_reduced_rows_have_the_same_optimum(seed: int) -> None:
    """Random cover-like programs: lines fixed at random, the rest as well as can be, before and after."""
    random = np.random.default_rng(seed)
    lines, cells = 6, 4
    model = cp_model.CpModel()
    line = [model.new_bool_var(f"line {n}") for n in range(lines)]
    costs: list[cp_model.LinearExprT] = []
    for _ in range(cells):
        chosen = [line[n] for n in random.choice(lines, 3, replace=False)]
        running = model.new_int_var(0, 5, "running")
        model.add(sum(chosen) <= running)
        model.add(sum(chosen) >= running)
        asked = int(random.integers(0, 4))
        under, over = model.new_int_var(0, asked, "under"), model.new_int_var(0, 5, "over")
        model.add(running + under >= asked)
        model.add(running - over <= asked)
        costs += [int(random.integers(1, 9)) * under, int(random.integers(0, 4)) * over]
    total = model.new_int_var(0, 10_000, "total")
    model.add(total == sum(costs) + int(random.integers(0, 9)) * line[0])
    model.minimize(total)
    program = as_program(model)
    assert program is not None
    is_line = np.array([index < lines for index in range(len(program.low))])
    rows = reduced(program, np.ones(len(program.row_low), dtype=bool), is_line)
    assert rows.count <= 2 * cells < len(program.row_low)
    for _ in range(8):
        values = random.integers(0, 2, lines).astype(float)
        low, high = program.low.copy(), program.high.copy()
        low[:lines] = high[:lines] = values
        before = solved(with_bounds(program, low, high))
        counts = np.diff(rows.starts)
        variables = np.repeat(np.arange(len(counts)), counts)
        order = np.argsort(rows.rows, kind="stable")
        starts = np.searchsorted(rows.rows[order], np.arange(rows.count + 1))
        small_program = Program(
            starts, variables[order], rows.weights[order], rows.row_low, rows.row_high, low, high, rows.cost
        )
        assert solved(small_program) + rows.constant == pytest.approx(before)


def with_bounds(program: Program, low: np.ndarray, high: np.ndarray) -> Program:
    return Program(
        program.starts,
        program.columns,
        program.weights,
        program.row_low,
        program.row_high,
        low,
        high,
        program.cost,
    )


@pytest.mark.parametrize("seed", range(6))
def test_lines_cost_in_the_rows_what_they_cost_in_the_model(seed: int) -> None:
    columns = some_columns(seed)
    assert all(column.whole for column in columns)
    master = Master(space(), range(space().staff))
    master.add(columns)
    assert master.solve(5.0) is not None
    assert master.objective == pytest.approx(cost_of(columns))


def test_any_prices_prove_no_more_than_is_true() -> None:
    random = np.random.default_rng(3)
    everybody = np.arange(space().staff)
    pricing = space().pricing(everybody.tolist())
    for scale in (0.0, 1.0, 30.0, 100.0):
        duals = space().lawful(random.normal(0.0, scale, space().rows.count))
        values, _ = space().price(duals, everybody, pricing)
        nothing = np.zeros(space().rows.count)
        assert space().proved(duals, nothing, values) + space().rows.constant <= optimum() + 1e-6


def test_the_best_combination_of_lines_is_found_and_only_below_a_cost() -> None:
    master = Master(space(), range(space().staff))
    for seed in range(8):
        master.add(some_columns(seed))
    assert master.solve(30.0) is not None
    found = master.whole(30.0, np.inf, 1, lambda: False)
    assert found is not None
    cost = cost_of(found)
    assert cost <= min(cost_of(some_columns(seed)) for seed in range(8))
    assert cost >= master.objective - 1e-6
    assert master.whole(30.0, float(cost), 1, lambda: False) is None


def test_a_part_beside_lines_that_stand_still_costs_what_all_cost() -> None:
    columns = some_columns(1)
    part = Master(space(), [0, 1], columns[2:])
    part.add(columns[:2])
    assert part.solve(30.0) is not None
    assert part.objective == pytest.approx(cost_of(columns))


def test_a_line_is_whole_only_where_it_keeps_the_rows_of_its_officer() -> None:
    """Also of officers with days off, whose ways to serve are not all open."""
    whole, limits = small()
    with_rows = Decomposition(whole, limits, {}, tuning=Columns(largest=400))
    everybody, found = np.arange(with_rows.staff), []
    pricing = with_rows.pricing(everybody.tolist())
    for seed in range(4):
        duals = np.random.default_rng(seed).normal(0.0, 50.0, with_rows.rows.count)
        _, cheapest = with_rows.price(duals, everybody, pricing)
        for officer, line in enumerate(cheapest):
            column = with_rows.column(officer, line)
            name, serving = whole.problem.officers[officer].id, {with_rows.serves[way] for way in column.options}
            assert column.whole == (least({name: serving}) is not None)
            found.append(column.whole)
    assert 0 < sum(found) < len(found)


def test_what_takes_the_simplex_method_too_long_is_solved_from_within(monkeypatch: pytest.MonkeyPatch) -> None:
    simplex, interior = (Master(space(), range(space().staff)) for _ in range(2))
    for master in (simplex, interior):
        for seed in range(6):
            master.add(some_columns(seed))
    assert simplex.solve(5.0) is not None
    optimal, tried = Master._optimal, []

    def slow(self: Master, limit: float) -> bool:
        tried.append(self._interior)
        return self._interior and optimal(self, limit)

    monkeypatch.setattr(Master, "_optimal", slow)
    for _ in range(2):
        found = interior.solve(5.0)
        assert found is not None
        assert interior.objective == pytest.approx(simplex.objective, rel=1e-3)
    assert tried == [False, True, True]
    duals, _ = found
    everybody = np.arange(space().staff)
    values, _ = space().price(space().lawful(duals), everybody, space().pricing(everybody.tolist()))
    nothing = np.zeros(space().rows.count)
    assert space().proved(space().lawful(duals), nothing, values) + space().rows.constant <= optimum() + 1e-6
    monkeypatch.setattr(Master, "_optimal", lambda *_: False)
    assert interior.solve(5.0) is None
