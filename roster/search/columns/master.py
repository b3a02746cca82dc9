"""The master problem: a linear program over the lines found so far, of all officers or of some.

Each of its officers takes one line; the rows hold over all lines together, those that stand still included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import highspy
import numpy as np
from ortools.sat.python import cp_model

from roster.search.apart import solve_apart
from roster.search.arrays import Array, Index
from roster.search.columns.decompose import Column, Decomposition
from roster.search.highs import SilentHighs

ENOUGH = 1e-6
"""Reduced costs that differ by less are the same."""

MANY = 2**40
"""More than any row adds up to."""

INTERIOR: Mapping[str, str | float] = {"solver": "ipm", "run_crossover": "off", "ipm_optimality_tolerance": 1e-4}
"""HiGHS' options for programs whose simplex method takes too long: prices from within are steadier as well."""

PRIMAL, DUAL = 4, 1
"""HiGHS's numbers for its simplex methods: after new columns the primal is quick, after new bounds the dual."""


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
        solver = self._solver = SilentHighs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("presolve", "off")
        solver.passModel(self._first(rows.row_low - taken, rows.row_high - taken))
        self._interior = False
        self._method(DUAL)

    def _first(self, low: Array, high: Array) -> highspy.HighsLp:
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
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(others) + slacks, rows.count + staff
        lp.col_cost_ = np.concatenate([rows.cost[others], np.full(slacks, penalty)])
        lp.col_lower_ = np.concatenate([rows.low[others], np.zeros(slacks)])
        lp.col_upper_ = np.concatenate([rows.high[others], np.full(slacks, highspy.kHighsInf)])
        lp.row_lower_, lp.row_upper_ = np.append(low, np.ones(staff)), np.append(high, np.ones(staff))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.cumsum([0, *lengths, *([1] * slacks)]).astype(np.int32)
        lp.a_matrix_.index_ = np.append(rows.rows[entries], slack_rows).astype(np.int32)
        lp.a_matrix_.value_ = np.append(rows.weights[entries], slack_weights)
        self._own_columns = len(others) + slacks
        return lp

    def _method(self, method: int) -> None:
        self._solver.setOptionValue("simplex_strategy", method)

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
            self._solver.addCols(
                len(new),
                np.array([column.cost for column in new]),
                np.zeros(len(new)),
                np.full(len(new), highspy.kHighsInf),
                sum(lengths),
                np.cumsum([0, *lengths[:-1]]).astype(np.int32),
                np.concatenate(index).astype(np.int32),
                np.concatenate([np.append(column.weights, 1.0) for column in new]),
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
            for option, value in INTERIOR.items():
                self._solver.setOptionValue(option, value)
            if not self._optimal(limit):
                return None
        duals = np.array(self._solver.getSolution().row_dual)
        rows = self._space.rows.count
        return duals[:rows], duals[rows:]

    def _optimal(self, limit: float) -> bool:
        """Solve it within some seconds; whether that was done."""
        if self._interior:
            self._solver.clearSolver()
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + limit)
        self._solver.run()
        status = self._solver.getModelStatus()
        nearly = status == highspy.HighsModelStatus.kUnknown  # what the interior point method calls its end
        return bool(status == highspy.HighsModelStatus.kOptimal or (self._interior and nearly))

    @property
    def objective(self) -> float:
        """What the last optimum costs, lines that stand still included."""
        return self._still + float(self._solver.getInfo().objective_function_value)

    @property
    def free(self) -> Index:
        """Its officers whose lines are not settled."""
        return np.setdiff1d(self.officers, list(self.fixed))

    def shares(self) -> Array:
        """To which share each column is taken at the last optimum."""
        return np.array(self._solver.getSolution().col_value)[self._own_columns :]

    def reduced_costs(self) -> Array:
        """Each column's reduced cost at the last optimum."""
        return np.array(self._solver.getSolution().col_dual)[self._own_columns :]

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
            columns = (which + self._own_columns).astype(np.int32)
            self._solver.changeColsBounds(len(which), columns, low, high)
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
            domain = cp_model.Domain(_whole(low, -MANY), _whole(high, MANY))
            model.add_linear_expression_in_domain(_sum(terms[row]), domain)
        model.minimize(_sum(costs))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_time_in_seconds = limit
        solver.parameters.linearization_level = 2
        solver.best_bound_callback = lambda _: solver.stop_search() if over() else None
        if np.isfinite(below):
            model.add(_sum(costs) <= round(below - self._still) - 1)
        if solve_apart(solver, model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [column for column, variable in zip(columns, taken, strict=True) if solver.value(variable)]

    def _open(self, index: int) -> bool:
        """Whether a column may still be taken."""
        fixed = self.fixed.get(self.columns[index].officer)
        return fixed is None or fixed == index


def _whole(bound: float, infinite: int) -> int:
    return round(bound) if np.isfinite(bound) else infinite


def _sum(terms: Sequence[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([variable for variable, _ in terms], [weight for _, weight in terms])
