"""The master problem: a linear program over the lines found so far, of all officers or of some.

Each of its officers takes one line; the rows hold over all lines together, those that stand still included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from ortools.sat.python import cp_model

from roster.search.columns.decompose import Column, Decomposition
from roster.solvers import cpsat
from roster.solvers.arrays import Array, Index
from roster.solvers.highs import DUAL, PRIMAL, Highs
from roster.solvers.program import Columns

ENOUGH = 1e-6
"""Reduced costs that differ by less are the same."""

INTERIOR: Mapping[str, str | float] = {"solver": "ipm", "run_crossover": "off", "ipm_optimality_tolerance": 1e-4}
"""HiGHS' options for programs whose simplex method takes too long: prices from within are steadier as well."""


class Master:
    """The program for `officers` (by number), while others keep the columns in `still`."""

    def __init__(self, space: Decomposition, officers: Sequence[int], still: Iterable[Column] = ()) -> None:
        self.officers = np.array(sorted(officers), dtype=np.int64)
        self.fixed: dict[int, int] = {}  # officers whose line is settled, with the number of its column
        self.columns: list[Column] = []
        self._space = space
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._position = {int(officer): index for index, officer in enumerate(self.officers)}
        rows = space.rows
        taken = self.taken = np.zeros(rows.count)
        self.constant = rows.constant
        for column in still:
            taken[column.rows] += column.weights
            self.constant += column.cost
        self._still, self._before = self.constant, taken.copy()
        self._solver = Highs(self._first(rows.row_low - taken, rows.row_high - taken), presolve="off")
        self._interior = False
        self._method(DUAL)

    def _first(self, low: Array, high: Array) -> Columns:
        """The program without lines: variables that are in no line, and slacks that keep it feasible."""
        rows = self._space.rows
        staff, others = len(self.officers), rows.others
        self._penalty = penalty = 100.0 * max(100.0, float(np.abs(rows.cost).max(initial=0.0)))
        needs_low, needs_high = np.flatnonzero(np.isfinite(low)), np.flatnonzero(np.isfinite(high))
        needs_line = rows.count + np.arange(staff)
        slack_rows = np.concatenate([needs_low, needs_high, needs_line])
        slack_weights = np.concatenate([np.ones(len(needs_low)), -np.ones(len(needs_high)), np.ones(staff)])
        lengths = rows.starts[others + 1] - rows.starts[others]
        entries = np.repeat(rows.starts[others] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        slacks = len(slack_rows)
        self._own_columns = len(others) + slacks
        return Columns(
            starts=np.cumsum([0, *lengths, *([1] * slacks)]),
            rows=np.append(rows.rows[entries], slack_rows),
            weights=np.append(rows.weights[entries], slack_weights),
            low=np.concatenate([rows.low[others], np.zeros(slacks)]),
            high=np.concatenate([rows.high[others], np.full(slacks, np.inf)]),
            cost=np.concatenate([rows.cost[others], np.full(slacks, penalty)]),
            row_low=np.append(low, np.ones(staff)),
            row_high=np.append(high, np.ones(staff)),
        )

    def _method(self, method: int) -> None:
        self._solver.set(simplex_strategy=method)

    def add(self, columns: Iterable[Column]) -> int:
        """Add columns that are not there yet; how many they are."""
        new = []
        for column in columns:
            key = column.officer, column.options
            if key not in self._known:
                self._known.add(key)
                new.append(column)
        if new:
            self.columns += new
            lengths = [len(column.rows) + 1 for column in new]
            staff = self._space.rows.count
            index = [np.append(column.rows, staff + self._position[column.officer]) for column in new]
            self._solver.add(
                Columns(
                    starts=np.cumsum([0, *lengths]),
                    rows=np.concatenate(index),
                    weights=np.concatenate([np.append(column.weights, 1.0) for column in new]),
                    low=np.zeros(len(new)),
                    high=np.full(len(new), np.inf),
                    cost=np.array([column.cost for column in new]),
                )
            )
            self._method(PRIMAL)
        return len(new)

    def solve(self, limit: float) -> tuple[Array, Array] | None:
        """Prices of the rows, and of each of its officers' one line, at the optimum over the columns there are.

        None where that is not found within some seconds, nor by the interior point method, which is used from then on.
        """
        if not self._optimal(limit):
            if self._interior:
                return None
            self._interior = True
            self._solver.set(**INTERIOR)
            if not self._optimal(limit):
                return None
        duals = self._solver.prices
        rows = self._space.rows.count
        return duals[:rows], duals[rows:]

    def _optimal(self, limit: float) -> bool:
        """Solve it within some seconds; whether that was done."""
        if self._interior:
            self._solver.forget()
        self._solver.run(limit)
        return self._solver.optimal or (self._interior and self._solver.nearly)

    @property
    def objective(self) -> float:
        """What the last optimum costs, lines that stand still included."""
        return self._still + self._solver.objective

    @property
    def free(self) -> Index:
        """Its officers whose lines are not settled."""
        return np.setdiff1d(self.officers, list(self.fixed))

    def shares(self) -> Array:
        """To which share each column is taken at the last optimum."""
        return self._solver.values[self._own_columns :]

    def reduced_costs(self) -> Array:
        """Each column's reduced cost at the last optimum."""
        return self._solver.reduced_costs[self._own_columns :]

    def take(self, chosen: Mapping[int, int]) -> None:
        """Take these columns (number by officer) and no others of their officers."""
        which = np.array([i for i, column in enumerate(self.columns) if column.officer in chosen], dtype=np.int64)
        taken = np.array([float(chosen[self.columns[i].officer] == i) for i in which])
        self.fixed.update(chosen)
        for index in chosen.values():
            self.taken[self.columns[index].rows] += self.columns[index].weights
            self.constant += self.columns[index].cost
        self._bound(which, taken, taken)

    def _bound(self, which: Index, low: Array, high: Array) -> None:
        if len(which):
            self._solver.bind_all(which + self._own_columns, low, high)
            self._method(DUAL)

    def whole(self, limit: float, below: float, seed: int, over: Callable[[], bool]) -> list[Column] | None:
        """The best choice of one column each that costs less than `below`, within some seconds; None without one.

        By CP-SAT, which keeps to its time: HiGHS was seen to take ten times as long as it was given.
        """
        worth = np.flatnonzero(self.reduced_costs() <= below - self.objective + ENOUGH)
        columns = [self.columns[i] for i in worth.tolist() if self.columns[i].whole and self._open(i)]
        if len({column.officer for column in columns}) < len(self.officers):
            return None
        model, rows = cp_model.CpModel(), self._space.rows
        terms: list[list[tuple[cp_model.IntVar, int]]] = [[] for _ in range(rows.count)]
        costs: list[tuple[cp_model.IntVar, int]] = []
        for other in rows.others.tolist():
            variable = model.new_int_var(round(rows.low[other]), round(rows.high[other]), "")
            costs.append((variable, round(rows.cost[other])))
            for place in range(rows.starts[other], rows.starts[other + 1]):
                terms[rows.rows[place]].append((variable, round(rows.weights[place])))
        taken = [model.new_bool_var("") for _ in columns]
        by_officer: dict[int, list[cp_model.IntVar]] = {}
        for column, variable in zip(columns, taken, strict=True):
            costs.append((variable, round(column.cost)))
            by_officer.setdefault(column.officer, []).append(variable)
            for row, weight in zip(column.rows.tolist(), column.weights.tolist(), strict=True):
                terms[row].append((variable, round(weight)))
        for choice in by_officer.values():
            model.add_exactly_one(choice)
        for row, (low, high) in enumerate(zip(rows.row_low - self._before, rows.row_high - self._before, strict=True)):
            cpsat.add_row(model, terms[row], low, high)
        model.minimize(cpsat.weighted(costs))
        if np.isfinite(below):
            model.add(cpsat.weighted(costs) <= round(below - self._still) - 1)
        result = cpsat.solve(model, cpsat.Parameters(limit, seed=seed, linearization=2), over=over)
        if not result.solved:
            return None
        return [column for column, variable in zip(columns, taken, strict=True) if result.value(variable)]

    def _open(self, index: int) -> bool:
        """Whether a column may still be taken."""
        fixed = self.fixed.get(self.columns[index].officer)
        return fixed is None or fixed == index
