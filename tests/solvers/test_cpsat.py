"""What CP-SAT is told, what it gives, and who may end it."""

from __future__ import annotations

import random
import time

import pytest
from ortools.sat.python import cp_model

from roster.solvers import cpsat
from roster.solvers.cpsat import Parameters, Status


def market_split(exact: bool) -> cp_model.CpModel:
    """Numbers halved in five rows at once: minutes of work. Unless it is `exact`, what is amiss is minimised.

    Cornuéjols and Dawande (1999), "A class of hard small 0-1 programs".
    """
    rng, model = random.Random(1), cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(40)]
    amiss = []
    for _row in range(5):
        weights = [rng.randrange(100) for _ in taken]
        more, less = (model.new_int_var(0, 0 if exact else sum(weights), "") for _ in range(2))
        model.add(cp_model.LinearExpr.weighted_sum(taken, weights) + more - less == sum(weights) // 2)
        amiss += [more, less]
    model.minimize(sum(amiss))
    return model


def test_parameters_that_are_not_given_are_those_of_cpsat() -> None:
    own, plain = Parameters().solver().parameters, cp_model.CpSolver().parameters
    plain.num_workers = 1
    plain.catch_sigint_signal = False
    for name in ("num_workers", "random_seed", "max_time_in_seconds", "max_deterministic_time", "relative_gap_limit",
                 "stop_after_first_solution", "interleave_search", "linearization_level", "cp_model_probing_level",
                 "symmetry_level", "max_presolve_iterations", "catch_sigint_signal"):  # fmt: skip
        assert getattr(own, name) == getattr(plain, name), name
    assert not own.subsolvers


def test_every_parameter_is_handed_on() -> None:
    told = Parameters(3, 4, 2, 7, 0.5, True, ("lns",), True, 2).solver().parameters
    assert (told.max_time_in_seconds, told.max_deterministic_time, told.num_workers, told.random_seed) == (3, 4, 2, 7)
    assert (told.relative_gap_limit, told.stop_after_first_solution, list(told.subsolvers)) == (0.5, True, ["lns"])
    assert (told.interleave_search, told.linearization_level) == (True, 2)
    light = Parameters(light=True).solver().parameters
    assert (light.cp_model_probing_level, light.symmetry_level, light.linearization_level) == (0, 0, 0)
    assert light.max_presolve_iterations == 1
    assert Parameters.within(10, by_work=True).work == pytest.approx(10 * cpsat.DETERMINISTIC_RATE)
    assert Parameters.within(10, by_work=False) == Parameters(10)


def test_a_result_has_values_bound_and_work() -> None:
    model = cp_model.CpModel()
    one, other = model.new_int_var(0, 5, "one"), model.new_int_var(0, 5, "other")
    cpsat.add_row(model, [(one, 2), (other, 1)], -float("inf"), 7)
    model.maximize(one + other)
    cpsat.hint(model, (1, 5))
    told: list[tuple[int, tuple[int, ...]]] = []
    result = cpsat.Run(model, Parameters(10))(lambda objective, values, _bound: told.append((objective, values)))
    assert (result.status, result.objective, result.bound, result.values) == (Status.OPTIMAL, 6, 6, (1, 5))
    assert result.value(one + 2 * other) == 11
    assert told[-1] == (6, (1, 5))
    assert result.work_seconds >= 0


def test_a_core_names_assumptions_that_clash() -> None:
    model = cp_model.CpModel()
    first, second, third = (model.new_bool_var("") for _ in range(3))
    model.add_bool_or([first.negated(), second.negated()])
    model.add_assumptions([first, second, third])
    result = cpsat.solve(model, Parameters(10))
    assert (result.status, result.solved, result.values) == (Status.INFEASIBLE, False, ())
    assert result.core == {first.index, second.index}


def test_what_is_over_ends() -> None:
    began = time.monotonic()
    result = cpsat.solve(market_split(exact=True), Parameters(60), over=lambda: time.monotonic() - began > 0.2)
    assert result.status is Status.UNKNOWN
    assert time.monotonic() - began < 20


def test_patience_ends_a_search_that_has_something() -> None:
    began = time.monotonic()
    result = cpsat.solve(market_split(exact=False), Parameters(60), over=lambda: False, patience=0.2)
    assert result.status is Status.FEASIBLE
    assert time.monotonic() - began < 20


def test_a_model_that_is_none_gives_nothing() -> None:
    model = cp_model.CpModel()
    model.proto.variables.add().domain.extend([3, 1])
    assert cpsat.solve(model, Parameters(1)).status is Status.UNKNOWN
