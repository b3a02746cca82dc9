"""A problem as lines of work and the rows that tie them together; what prices of the rows prove about it.

The rows are those of the model by unit kind that the officers' diagrams do not tell. Dantzig and Wolfe (1960),
"Decomposition principle for linear programs".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roster.model import Model
from roster.rules.variables import Serves, Work
from roster.search.columns.diagram import BIG, OverError
from roster.search.columns.lines import Lines
from roster.search.columns.pricing import Pricing
from roster.search.columns.rows import column, reduced
from roster.search.tuning import DEFAULT, Columns
from roster.solvers.arrays import Array, Index
from roster.solvers.program import as_program
from roster.tiers import WISHES, Limits

NOBODY = -1
"""Whose line a variable is part of that is in no line."""

Line = NDArray[np.int32]
"""One officer's choices by day: 0 for a day off, else the number of a shift, counted from 1."""


@dataclass(frozen=True)
class Column:
    """A line of an officer (by number), each duty in a kind of unit: what it costs and adds to the rows."""

    officer: int
    options: tuple[int, ...]  # numbers of the ways to serve that it takes
    cost: float
    rows: Index
    weights: Array
    whole: bool  # whether it may be the officer's only line: it keeps the rows that speak of this officer alone

    def reduced(self, duals: Array) -> float:
        """Its cost less what the rows pay for it."""
        return self.cost - float(duals[self.rows] @ self.weights)


class Decomposition:
    """What is the same for every linear program over lines: rows, ways to serve, and pricing.

    A *way to serve* is an officer, a day, a shift and a kind of unit; several may stand for one choice in a line.
    """

    def __init__(
        self,
        whole: Model,
        limits: Limits,
        most: Mapping[int, int],
        over: Callable[[], bool] = lambda: False,
        tuning: Columns = DEFAULT.columns,
    ) -> None:
        """`whole` is the model by unit kind; each priority stays within `most`. Raises OverError when it is over."""
        problem = self.problem = whole.problem
        shape = self._shape = len(problem.officers), problem.horizon.days, len(problem.shift_codes) + 1
        number = {officer: index for index, officer in enumerate(problem.officer)}
        choice = {code: index + 1 for index, code in enumerate(problem.shift_codes)}
        available = np.zeros(shape, dtype=bool)
        available[:, :, 0] = True
        open_ways = {serves for serves, _ in whole.decisions.serving()}
        for serves in open_ways:
            available[number[serves.officer], serves.day, choice[serves.shift]] = True
        self.lines = Lines(problem, whole.rulebook, limits, available, over, tuning)
        model = Model(problem, whole.rulebook, self.lines.left, "kind")
        if over():
            raise OverError
        program = as_program(model.minimising(WISHES, most))
        assert program is not None
        self._ways(model, open_ways, len(program.low))
        kept = np.zeros(len(program.row_low), dtype=bool)
        is_line = self._line_of >= 0
        kept[program.row_of[~is_line[program.columns]]] = True
        kept[model.physics_rows :] = True
        self.rows = reduced(program, kept, is_line, tuning)
        self._alone_of = self._rows_of_one_officer()
        self._diagram_of = {int(o): share.diagram for share in self.lines.shares for o in share.officers}
        self.staff = len(problem.officers)
        self._option_costs = np.zeros(len(self._variables))

    def _ways(self, model: Model, open_ways: Collection[Serves], size: int) -> None:
        """Each way to serve that is open, with the variables that it sets to 1, by officer, day and choice.

        `_line_of` tells for each variable whose line it is part of, also of ways that are not open.
        """
        decisions, problem = model.decisions, self.problem
        number = {officer: index for index, officer in enumerate(problem.officer)}
        choice = {code: index + 1 for index, code in enumerate(problem.shift_codes)}
        line_of = np.full(size + 1, NOBODY)
        found: list[tuple[int, int, int, Serves, list[int]]] = []
        for serves, variable in decisions.serving():
            work = decisions.of(Work(serves.officer, serves.day, (serves.shift,)))
            day = decisions.of(Work(serves.officer, serves.day, problem.shift_codes))
            variables = dict.fromkeys(v.index for v in (variable, work, day) if isinstance(v, cp_model.IntVar))
            three = [*variables, *[size] * (3 - len(variables))]
            line_of[three] = number[serves.officer]
            if serves in open_ways:
                found.append((number[serves.officer], serves.day, choice[serves.shift], serves, three))
        self._line_of = line_of[:size]
        found.sort(key=lambda entry: entry[:3])
        self.serves = [entry[3] for entry in found]
        self.number_of = {serves: index for index, serves in enumerate(self.serves)}
        self._officer_of = np.array([entry[0] for entry in found], dtype=np.int64)
        self._variables: Index = np.array([entry[4] for entry in found], dtype=np.int64).reshape(-1, 3)
        places = self._places = np.array([entry[:3] for entry in found], dtype=np.int64).reshape(-1, 3)
        self._cells, self._first = np.unique(np.ravel_multi_index(tuple(places.T), self._shape), return_index=True)
        self._last = np.append(self._first[1:], len(found))

    def _rows_of_one_officer(self) -> list[Index]:
        """For each officer the rows over the officer's lines and nothing else: they bind each line by itself."""
        rows, staff = self.rows, len(self.problem.officers)
        who = self._line_of[np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))]
        lowest, highest = np.full(rows.count, staff), np.full(rows.count, NOBODY)
        np.minimum.at(lowest, rows.rows, who)
        np.maximum.at(highest, rows.rows, who)
        return [np.flatnonzero((lowest == officer) & (highest == officer)) for officer in range(staff)]

    def reduced_costs(self, duals: Array) -> Array:
        """Each variable's cost less what its rows pay for it."""
        rows = self.rows
        paid = np.append(rows.weights * duals[rows.rows], 0.0)
        total = np.add.reduceat(paid, np.minimum(rows.starts[:-1], len(rows.rows)))
        total[rows.starts[:-1] == rows.starts[1:]] = 0.0
        costs: Array = rows.cost - total
        return costs

    def pricing(self, officers: Sequence[int]) -> Pricing:
        """What prices the lines of some officers (by number)."""
        return Pricing([self._diagram_of[officer] for officer in officers])

    def price(self, duals: Array, officers: Index, pricing: Pricing) -> tuple[Array, NDArray[np.int32]]:
        """For each of the officers (by number) that a pricing is of the least reduced cost of a line, and the line."""
        return pricing.cheapest(self._choice_costs(self.reduced_costs(duals))[officers])

    def _choice_costs(self, costs: Array) -> Array:
        """What each choice of each officer on each day costs in its cheapest kind of unit."""
        self._option_costs = np.append(costs, 0.0)[self._variables].sum(axis=1)
        by_cell = np.full(int(np.prod(self._shape)), BIG)
        if len(self._cells):
            by_cell[self._cells] = np.minimum.reduceat(self._option_costs, self._first)
        shaped = by_cell.reshape(self._shape)
        shaped[:, :, 0] = 0.0
        return shaped

    def lawful(self, duals: Array) -> Array:
        """Prices that the rows may have: of the right sign where a row has one side only."""
        duals = np.where(np.isneginf(self.rows.row_low), np.minimum(duals, 0), duals)
        lawful: Array = np.where(np.isposinf(self.rows.row_high), np.maximum(duals, 0), duals)
        return lawful

    def proved(self, duals: Array, taken: Array, values: Array) -> float:
        """What lawful prices prove (Lagrange): lines beside those that take so much of the rows cost no less.

        `values` are the least reduced costs of these lines at the prices.
        """
        rows = self.rows
        costs = self.reduced_costs(duals)[rows.others]
        low, high = rows.low[rows.others], rows.high[rows.others]
        sides = np.where(duals == 0, 0.0, np.where(duals > 0, rows.row_low, rows.row_high) - taken)
        free = float(np.sum(np.where(costs > 0, costs * low, costs * high)))
        return float(duals @ sides) + free + float(values.sum())

    def column(self, officer: int, line: Line) -> Column:
        """A line as a column, each duty in the kind of unit that was cheapest at the last prices."""
        days = np.flatnonzero(line)
        cells = np.ravel_multi_index((np.full(len(days), officer), days, line[days]), self._shape)
        options = []
        for position in np.searchsorted(self._cells, cells):
            first, last = self._first[position], self._last[position]
            options.append(int(first + np.argmin(self._option_costs[first:last])))
        return self._column(officer, line, options)

    def served(self, serving: Mapping[int, list[Serves]]) -> list[Column]:
        """The columns in which each officer (by number) serves so."""
        choice = {code: index + 1 for index, code in enumerate(self.problem.shift_codes)}
        columns = []
        for officer in range(self.staff):
            line = np.zeros(self._shape[1], dtype=np.int32)
            duties = serving.get(officer, [])
            for serves in duties:
                line[serves.day] = choice[serves.shift]
            columns.append(self._column(officer, line, sorted(self.number_of[serves] for serves in duties)))
        return columns

    def _column(self, officer: int, line: Line, options: list[int]) -> Column:
        rows = self.rows
        variables = self._variables[options].ravel()
        variables = variables[variables < len(rows.cost)]
        diagram = self._diagram_of[officer]
        cost = (diagram.cost_of(line) if diagram.priced else 0.0) + float(rows.cost[variables].sum())
        found, weights = column(rows, variables.tolist())
        own = self._alone_of[officer]
        activity = np.zeros(rows.count)
        activity[found] = weights
        whole = bool(np.all((activity[own] <= rows.row_high[own]) & (activity[own] >= rows.row_low[own])))
        return Column(officer, tuple(options), cost, found, weights, whole)
