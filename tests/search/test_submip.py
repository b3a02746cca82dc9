"""Parts cut out of an integer program have the program's optimum, leave the rest alone, and prefer fewer extremes."""

from __future__ import annotations

import random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from roster.search.submip import Extreme
from tests.search.programs import parts_of, random_model, spread


def never() -> bool:
    return False


def with_total(seed: int) -> cp_model.CpModel:
    """A random model whose objective is one variable, the total of the others' costs and ten more."""
    model = random_model(seed)
    costs = dict(zip(model.proto.objective.vars, model.proto.objective.coeffs, strict=True))
    total = model.new_int_var(-1000, 1000, "total")
    terms = [weight * model.get_int_var_from_proto_index(index) for index, weight in costs.items()]
    model.add(total == sum(terms) + 10)
    model.minimize(total)
    return model


@pytest.mark.parametrize("seed", range(10))
def test_all_free_is_the_whole_program(seed: int) -> None:
    model = with_total(seed)
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    parts = parts_of(model)
    assert parts.cost[-1] == 0
    found = parts.solve(np.ones(len(parts.low), dtype=bool), None, 20, 1, never)
    assert found is not None
    found = parts.filled(found)
    assert parts.objective(found) == found[-1] == solver.objective_value
    assert parts.kept(found)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_not_free_stays(seed: int) -> None:
    parts = parts_of(with_total(seed))
    everything = np.ones(len(parts.low), dtype=bool)
    base = parts.solve(everything, None, 20, 1, never)
    assert base is not None
    rng = random.Random(seed)
    free = np.array([rng.random() < 0.5 for _ in range(len(parts.low))])
    found = parts.solve(free, base, 20, 1, never)
    assert found is not None
    assert np.array_equal(found[~free], base[~free])
    assert parts.kept(found)
    assert parts.objective(found) == parts.objective(base)


def test_a_solution_that_breaks_a_row_is_not_kept() -> None:
    model = cp_model.CpModel()
    one, other = model.new_bool_var(""), model.new_bool_var("")
    model.add(one + other <= 1)
    parts = parts_of(model)
    assert parts.kept(np.array([1.0, 0.0]))
    assert not parts.kept(np.array([1.0, 1.0]))
    assert parts.tight(np.array([1.0, 0.0])).tolist() == [True]
    assert parts.tight(np.array([0.0, 0.0])).tolist() == [False]


def test_extremes_are_found_and_fewer_people_go_beyond_them() -> None:
    parts = parts_of(spread(), people=12)
    (extreme,) = parts.extremes(np.array([13 / 12] * 14))
    assert extreme == Extreme(variable=12, value=1, cost=5)
    found = parts.solve(np.ones(14, dtype=bool), None, 20, 1, never, extremes=(extreme,))
    assert found is not None
    assert parts.objective(found) == 10
    assert np.count_nonzero(found[:12] == 2) == 1


def test_of_two_solutions_that_cost_the_same_the_one_with_fewer_people_beyond_an_extreme_stands_better() -> None:
    parts = parts_of(spread(), people=12)
    extremes = parts.extremes(np.array([13 / 12] * 14))
    few = np.array([2.0] + [1] * 11 + [2, 2])
    many = np.array([2.0] * 6 + [1, 0, 0, 0, 0, 0] + [2, 2])
    assert parts.kept(few)
    assert parts.kept(many)
    assert parts.objective(few) == parts.objective(many)
    assert (
        parts.guided_objective(many, extremes) - parts.guided_objective(few, extremes) == 5 * 5
    )  # five people fewer, at 5 each
    ((rows, broken),) = parts.beyond(many, extremes)
    assert len(rows) == 12
    assert broken.tolist() == [1] * 6 + [0] * 6
    assert parts.guided_objective(few, ()) == parts.tuning.spread_credit * parts.objective(few)


def test_amounts_that_rows_join_to_what_is_free_are_free_as_well() -> None:
    model = cp_model.CpModel()
    works = [model.new_bool_var("") for _ in range(4)]
    amounts = [model.new_int_var(0, 4, "") for _ in range(3)]  # of the first two, of that amount, of the others
    model.add(amounts[0] == works[0] + works[1])
    model.add(amounts[1] >= amounts[0] - 1)
    model.add(amounts[2] == works[2] + works[3])
    total = model.new_int_var(0, 9, "")
    model.add(total == amounts[1] + amounts[2])
    model.minimize(total)  # follows from everything, and joins nothing
    parts = parts_of(model, people=4)
    free, others = np.arange(8) == 0, np.arange(8) >= 4
    assert np.flatnonzero(parts.joined(free, others, 1)).tolist() == [0, 4]
    assert np.flatnonzero(parts.joined(free, others, 2)).tolist() == [0, 4, 5]
    assert np.flatnonzero(parts.joined(free, others, 9)).tolist() == [0, 4, 5]


def test_more_can_be_asked_of_a_part() -> None:
    parts = parts_of(spread(), people=12)

    def extend(model: cp_model.CpModel, of: object) -> cp_model.LinearExprT:
        model.add(of(0) == 0)  # type: ignore[operator]
        return 3 * of(1)  # type: ignore[operator, no-any-return]

    seen: list[int] = []
    found = parts.solve(
        np.ones(14, dtype=bool), None, 20, 1, never, extend=extend, extract=lambda result: seen.append(result.objective)
    )
    assert found is not None
    assert seen == [parts.objective(found)]
    assert found[0] == 0
    assert found[1] == 0


def test_rows_apart_hold_for_each_sort_by_itself() -> None:
    """1 <= a + b + c + d <= 3 becomes 1 <= a + b <= 3 and 1 <= c + d <= 3."""
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, 4, name) for name in "abcd"]
    model.add_linear_constraint(sum(variables), 1, 3)
    model.add(variables[0] <= variables[3])
    parts = parts_of(model)
    apart = parts.apart(np.array([True, False]), np.array([0, 0, 1, 1]))
    assert apart.kept(np.array([0.0, 1, 0, 1]))
    for values in ([0.0, 0, 0, 1], [0.0, 1, 0, 0], [0.0, 4, 0, 1], [0.0, 1, 4, 0], [2.0, 0, 0, 1]):
        assert not apart.kept(np.array(values)), values
    assert parts.kept(np.array([0.0, 0, 0, 1]))
    for variable in range(4):
        assert len(apart.rows_of(variable)) == len(parts.rows_of(variable))


def test_a_share_has_its_own_ends_and_only_some_rows() -> None:
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, 9, name) for name in "ab"]
    model.add(sum(variables) >= 5)
    model.add(variables[0] <= 1)
    model.minimize(variables[0] + 2 * variables[1])
    parts = parts_of(model)
    share = parts.share(np.array([True, False]), parts.row_low - 1, parts.row_high, parts.low, parts.high)
    found = share.solve(np.ones(2, dtype=bool), None, 20, 1, never)
    assert found is not None
    assert found.tolist() == [4, 0]
    assert parts.row_low[0] == 5
    program = share.program(np.array([True, False]))
    assert program.row_low.tolist() == [4]
    assert program.high.tolist() == [9]
    assert program.cost.tolist() == [1]
