"""HiGHS keeps off standard output, also what it prints beneath Python, and is ended from outside."""

from __future__ import annotations

import numpy as np
import pytest

from roster.solvers.highs import Highs
from roster.solvers.program import Columns, Program

ONE = np.ones(1)


def knapsack() -> Program:
    """At most two of three, worth 3, 2 and 1: their linear relaxation is whole."""
    return Program(
        starts=np.array([0, 3]),
        columns=np.arange(3),
        weights=np.ones(3),
        row_low=np.array([-np.inf]),
        row_high=np.array([2.0]),
        low=np.zeros(3),
        high=np.ones(3),
        cost=np.array([-3.0, -2.0, -1.0]),
    )


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    solver = Highs(knapsack(), whole=True)
    solver.run()
    assert (solver.optimal, solver.objective, solver.values.tolist()) == (True, -5.0, [1.0, 1.0, 0.0])
    assert capfd.readouterr() == ("", "")


def test_ends_and_columns_are_changed() -> None:
    solver = Highs(knapsack())
    solver.run()
    assert (solver.objective, solver.prices.tolist()) == (-5.0, [-1.0])
    solver.bind(0, 0.0, 0.0)
    solver.run()
    assert solver.objective == -3.0
    solver.add(Columns(np.array([0, 1]), np.array([0]), ONE, np.zeros(1), np.full(1, np.inf), np.array([-4.0])))
    solver.run(5.0)
    assert solver.objective == -8.0
    solver.bind_all(np.arange(3), np.ones(3), np.ones(3))
    solver.run(5.0)
    assert (solver.infeasible, solver.optimal) == (True, False)


def test_a_program_with_a_number_beyond_all_range_is_not_taken() -> None:
    assert not Highs(Program(*(np.array([0, 1]), np.zeros(1, dtype=int), 1e20 * ONE, ONE, ONE, ONE, ONE, ONE))).taken


def test_what_is_over_ends() -> None:
    solver = Highs(knapsack(), presolve="off", solver="simplex")
    solver.ends_when(lambda: True)
    solver.run()
    assert not solver.optimal
