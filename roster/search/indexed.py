"""An integer program as arrays in which rows and variables find one another: what parts of a model are cut out of."""

from __future__ import annotations

from copy import copy
from typing import Self

import numpy as np

from roster.solvers.arrays import Array, Index, Mask
from roster.solvers.program import INFINITE, Program


class IndexedProgram:
    """An integer program whose rows and variables are indexed; its objective stands on what costs something."""

    def __init__(self, program: Program, people: Mask) -> None:
        """`people` tells the variables that are about one person.

        `row`, `column` and `weight` tell of each weight where it stands, `left_out` the rows that a total took with it.
        """
        self.column, self.row, self.weight = program.columns, program.row_of, program.weights
        self.low, self.high = program.low, program.high
        self.row_low = np.where(program.row_low < -INFINITE / 2, -np.inf, program.row_low)
        self.row_high = np.where(program.row_high > INFINITE / 2, np.inf, program.row_high)
        self.cost, self.constant = program.cost.copy(), 0.0
        self.count = len(program.row_low)
        self.people = people
        self._index()
        self.left_out = np.zeros(self.count, dtype=bool)
        self._totals: list[tuple[int, int]] = []  # variable that is a mere total, and the row that says of what
        for variable in np.flatnonzero(program.cost).tolist():
            self._spread_cost(variable)

    def _index(self) -> None:
        """Where to find a row's variables and a variable's rows."""
        self._by_row = np.searchsorted(self.row, np.arange(self.count + 1))
        self._order = np.argsort(self.column, kind="stable")
        self._by_column = np.searchsorted(self.column[self._order], np.arange(len(self.low) + 1))
        self.about_people = np.zeros(self.count, dtype=bool)
        self.about_people[self.row[self.people[self.column]]] = True

    def _spread_cost(self, variable: int) -> None:
        """The cost of a total on what it is the total of."""
        defining = [
            row
            for row in self.rows_of(variable).tolist()
            if self.row_low[row] == self.row_high[row] and len(self.variables_of(row)) > 1
        ]
        if len(defining) != 1 or self.people[variable]:
            return
        (row,) = defining
        variables, weights = self.variables_of(row), self.weights_of(row)
        own, price = float(weights[variables == variable][0]), self.cost[variable]
        self.cost[variables] -= price * weights / own
        self.cost[variable] = 0.0
        self.constant += price * self.row_low[row] / own
        if len(self.rows_of(variable)) == 1:
            self.left_out[row] = True
            self._totals.append((variable, row))

    def rows_of(self, variable: int) -> Index:
        """The rows in which a variable stands."""
        return self.row[self._order[self._by_column[variable] : self._by_column[variable + 1]]]

    def variables_of(self, row: int) -> Index:
        """The variables of a row."""
        return self.column[self._by_row[row] : self._by_row[row + 1]]

    def weights_of(self, row: int) -> Array:
        """The weights of a row's variables."""
        return self.weight[self._by_row[row] : self._by_row[row + 1]]

    def entries(self, variables: Mask, rows: Mask) -> tuple[Index, Index, Array]:
        """Row, variable and weight wherever one of these variables stands in one of these rows, row by row."""
        entries = variables[self.column] & (rows & ~self.left_out)[self.row]
        return self.row[entries], self.column[entries], self.weight[entries]

    @property
    def lengths(self) -> Index:
        """How many variables each row has."""
        return np.diff(self._by_row)

    def objective(self, values: Array) -> float:
        """What a solution costs."""
        return float(self.cost @ values) + self.constant

    def filled(self, values: Array) -> Array:
        """The values with each total as it follows from the rest."""
        values = values.copy()
        for variable, row in self._totals:
            weights, variables = self.weights_of(row), self.variables_of(row)
            own = variables == variable
            rest = float(weights[~own] @ values[variables[~own]])
            values[variable] = (self.row_low[row] - rest) / float(weights[own][0])
        return values

    def kept(self, values: Array) -> bool:
        """Whether a solution keeps all rows."""
        total = self.activity(values)
        low, high = self.row_low - 0.5, self.row_high + 0.5
        return bool(np.all(((total >= low) & (total <= high)) | self.left_out))

    def activity(self, values: Array) -> Array:
        """What each row's weights add up to."""
        return np.asarray(np.bincount(self.row, self.weight * values[self.column], self.count), dtype=float)

    def share(self, rows: Mask, row_low: Array, row_high: Array, low: Array, high: Array) -> Self:
        """The same variables with other ends, in only some rows, which have other ends as well."""
        parts = copy(self)
        parts.row_low, parts.row_high, parts.left_out = row_low, row_high, self.left_out | ~rows
        parts.low, parts.high = low, high
        return parts

    def apart(self, rows: Mask, of: Index) -> Self:
        """The same with some rows once for each sort of their variables, by itself; `of` is each variable's sort."""
        entries, count = rows[self.row], int(of.max()) + 1
        keys, place = np.unique(self.row[entries] * count + of[self.column[entries]], return_inverse=True)
        order, own = np.argsort(place, kind="stable"), keys // count
        parts = copy(self)
        parts.row = np.append(self.row[~entries], self.count + place[order])
        parts.column = np.append(self.column[~entries], self.column[entries][order])
        parts.weight = np.append(self.weight[~entries], self.weight[entries][order])
        parts.row_low = np.append(self.row_low, self.row_low[own])
        parts.row_high = np.append(self.row_high, self.row_high[own])
        parts.left_out = np.append(self.left_out | rows, np.zeros(len(keys), dtype=bool))
        parts.count += len(keys)
        parts._index()
        return parts

    def program(self, free: Mask) -> Program:
        """The free variables as a program of their own, the others counted as 0."""
        kept = free[self.column] & ~self.left_out[self.row]
        rows, counts = np.unique(self.row[kept], return_counts=True)
        number = np.cumsum(free) - 1
        return Program(
            np.append(0, np.cumsum(counts)),
            number[self.column[kept]],
            self.weight[kept],
            self.row_low[rows],
            self.row_high[rows],
            self.low[free],
            self.high[free],
            self.cost[free],
        )

    def pairs(self, of: Index) -> tuple[Index, Index]:
        """Rows and sorts of which they have variables, each pair once; `of` is each variable's sort, -1 for none."""
        entries = (of[self.column] >= 0) & ~self.left_out[self.row]
        count = int(of.max(initial=0)) + 1
        keys = np.unique(self.row[entries] * count + of[self.column[entries]])
        return keys // count, keys % count

    def mass(self, of: Index, count: int) -> Array:
        """How much each row's variables of each sort can add up to at most, signs aside. Shape: rows, sorts."""
        entries = (of[self.column] >= 0) & ~self.left_out[self.row]
        column = self.column[entries]
        most = np.abs(self.weight[entries]) * self.high[column]
        total = np.bincount(self.row[entries] * count + of[column], most, self.count * count)
        return np.asarray(total, dtype=float).reshape(self.count, count)

    def tight(self, values: Array) -> Mask:
        """Rows that a solution leaves no room in."""
        total = self.activity(values)
        tight: Mask = ((total <= self.row_low + 0.5) | (total >= self.row_high - 0.5)) & ~self.left_out
        return tight

    def joined(self, free: Mask, others: Mask, steps: int) -> Mask:
        """The free variables, and those others that rows join to them: directly, or by others in so many steps."""
        free = free.copy()
        for _ in range(steps):
            touched = np.zeros(self.count, dtype=bool)
            touched[self.row[free[self.column]]] = True
            touched &= ~self.left_out
            free[self.column[touched[self.row] & others[self.column]]] = True
        return free
