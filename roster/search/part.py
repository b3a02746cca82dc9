"""A part of a model decided anew while the rest stands still: small exact models cut out of one integer program.

Cutting works on arrays, so that a part of a city's model is there in a moment. Danna, Rothberg and Le Pape (2005),
"Exploring relaxation induced neighborhoods to improve MIP solutions".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roster.forms import Expression
from roster.search.apart import solve_apart
from roster.search.patience import Patience
from roster.search.relax import INFINITE, Program

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Mask = NDArray[np.bool_]

Also = Callable[[cp_model.CpModel, Callable[[int], Expression]], Expression]
"""Puts more into a part's model, told each variable's expression there, and gives what that costs."""

Read = Callable[[cp_model.CpSolver], None]
"""Reads what was put in from the solver, once it has found something."""

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
MANY = 2**40
"""More than any row adds up to."""

MEMBERS = 10
"""A variable that so many rows over people bound, and that costs by itself nothing, is an extreme of a spread."""

CREDIT = 5
"""So many people fewer beyond what the relaxation has as an extreme are worth one unit of the extreme."""


@dataclass(frozen=True)
class Extreme:
    """A variable that bounds many people's counts, the value that the relaxation gives it, and what a unit costs."""

    variable: int
    value: int
    cost: int


class Parts:
    """An integer program whose objective stands on the variables that cost something, ready to be cut."""

    def __init__(self, program: Program, people: Mask) -> None:
        """`people` tells the variables that are about one person."""
        self._column, self._row, self._weight = program.columns, program.row_of, program.weights
        self.low, self.high = program.low, program.high
        self.row_low = np.where(program.row_low < -INFINITE / 2, -np.inf, program.row_low)
        self.row_high = np.where(program.row_high > INFINITE / 2, np.inf, program.row_high)
        self.cost, self.constant = program.cost.copy(), 0.0
        self.count = len(program.row_low)
        self.people = people
        self._index()
        self._left_out = np.zeros(self.count, dtype=bool)
        self._totals: list[tuple[int, int]] = []  # variable that is a mere total, and the row that says of what
        for variable in np.flatnonzero(program.cost).tolist():
            self._spread_cost(variable)

    def _index(self) -> None:
        """Where to find a row's variables and a variable's rows."""
        self._by_row = np.searchsorted(self._row, np.arange(self.count + 1))
        self._order = np.argsort(self._column, kind="stable")
        self._by_column = np.searchsorted(self._column[self._order], np.arange(len(self.low) + 1))
        self._about_people = np.zeros(self.count, dtype=bool)
        self._about_people[self._row[self.people[self._column]]] = True

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
            self._left_out[row] = True
            self._totals.append((variable, row))

    def rows_of(self, variable: int) -> Index:
        """The rows in which a variable stands."""
        return self._row[self._order[self._by_column[variable] : self._by_column[variable + 1]]]

    def variables_of(self, row: int) -> Index:
        """The variables of a row."""
        return self._column[self._by_row[row] : self._by_row[row + 1]]

    def weights_of(self, row: int) -> Array:
        """The weights of a row's variables."""
        return self._weight[self._by_row[row] : self._by_row[row + 1]]

    def entries(self, variables: Mask, rows: Mask) -> tuple[Index, Index, Array]:
        """Row, variable and weight wherever one of these variables stands in one of these rows, row by row."""
        told = variables[self._column] & (rows & ~self._left_out)[self._row]
        return self._row[told], self._column[told], self._weight[told]

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
        return bool(np.all(((total >= low) & (total <= high)) | self._left_out))

    def activity(self, values: Array) -> Array:
        """What each row's weights add up to."""
        return np.asarray(np.bincount(self._row, self._weight * values[self._column], self.count), dtype=float)

    def share(self, rows: Mask, row_low: Array, row_high: Array, low: Array, high: Array) -> Parts:
        """The same variables with other ends, in only some rows, which have other ends as well."""
        parts = copy(self)
        parts.row_low, parts.row_high, parts._left_out = row_low, row_high, self._left_out | ~rows
        parts.low, parts.high = low, high
        return parts

    def apart(self, rows: Mask, of: Index) -> Parts:
        """The same with some rows once for each sort of their variables, by itself; `of` is each variable's sort."""
        told, count = rows[self._row], int(of.max()) + 1
        keys, place = np.unique(self._row[told] * count + of[self._column[told]], return_inverse=True)
        order, own = np.argsort(place, kind="stable"), keys // count
        parts = copy(self)
        parts._row = np.append(self._row[~told], self.count + place[order])
        parts._column = np.append(self._column[~told], self._column[told][order])
        parts._weight = np.append(self._weight[~told], self._weight[told][order])
        parts.row_low = np.append(self.row_low, self.row_low[own])
        parts.row_high = np.append(self.row_high, self.row_high[own])
        parts._left_out = np.append(self._left_out | rows, np.zeros(len(keys), dtype=bool))
        parts.count += len(keys)
        parts._index()
        return parts

    def program(self, free: Mask) -> Program:
        """The free variables as a program of their own, the others counted as 0."""
        kept = free[self._column] & ~self._left_out[self._row]
        rows, counts = np.unique(self._row[kept], return_counts=True)
        number = np.cumsum(free) - 1
        return Program(
            np.append(0, np.cumsum(counts)),
            number[self._column[kept]],
            self._weight[kept],
            self.row_low[rows],
            self.row_high[rows],
            self.low[free],
            self.high[free],
            self.cost[free],
        )

    def pairs(self, of: Index) -> tuple[Index, Index]:
        """Rows and sorts of which they have variables, each pair once; `of` is each variable's sort, -1 for none."""
        told = (of[self._column] >= 0) & ~self._left_out[self._row]
        count = int(of.max(initial=0)) + 1
        keys = np.unique(self._row[told] * count + of[self._column[told]])
        return keys // count, keys % count

    def mass(self, of: Index, count: int) -> Array:
        """How much each row's variables of each sort can add up to at most, signs aside. Shape: rows, sorts."""
        told = (of[self._column] >= 0) & ~self._left_out[self._row]
        column = self._column[told]
        most = np.abs(self._weight[told]) * self.high[column]
        total = np.bincount(self._row[told] * count + of[column], most, self.count * count)
        return np.asarray(total, dtype=float).reshape(self.count, count)

    def tight(self, values: Array) -> Mask:
        """Rows that a solution leaves no room in."""
        total = self.activity(values)
        tight: Mask = ((total <= self.row_low + 0.5) | (total >= self.row_high - 0.5)) & ~self._left_out
        return tight

    def extremes(self, relaxed: Array) -> list[Extreme]:
        """The extremes of spreads, with their values in a relaxed solution."""
        found = []
        for variable in np.flatnonzero(~self.people & (self.cost == 0)).tolist():
            rows = self.rows_of(variable)
            if self._about_people[rows].sum() < MEMBERS:
                continue
            beyond = {other for row in rows[~self._about_people[rows]] for other in self.variables_of(row).tolist()}
            cost = max((self.cost[other] for other in beyond), default=0.0)
            if cost > 0:
                found.append(Extreme(variable, round(float(relaxed[variable])), round(cost)))
        return found

    def joined(self, free: Mask, others: Mask, steps: int) -> Mask:
        """The free variables, and those others that rows join to them: directly, or by others in so many steps."""
        free = free.copy()
        for _ in range(steps):
            touched = np.zeros(self.count, dtype=bool)
            touched[self._row[free[self._column]]] = True
            touched &= ~self._left_out
            free[self._column[touched[self._row] & others[self._column]]] = True
        return free

    def beyond(self, values: Array, extremes: Sequence[Extreme]) -> list[tuple[Index, Array]]:
        """For each extreme its rows about people, and by how much each is broken where the extremes are as relaxed."""
        relaxed = values.copy()
        relaxed[[extreme.variable for extreme in extremes]] = [extreme.value for extreme in extremes]
        total = self.activity(relaxed)
        broken = np.maximum(0.0, np.maximum(self.row_low - total, total - self.row_high))
        people = (rows[self._about_people[rows]] for rows in (self.rows_of(e.variable) for e in extremes))
        return [(rows, broken[rows]) for rows in people]

    def standing(self, values: Array, extremes: Sequence[Extreme]) -> int:
        """How near a solution is to a cheap one: its cost times CREDIT, and what people beyond extremes cost."""
        found = zip(extremes, self.beyond(values, extremes), strict=True)
        beyond = sum(extreme.cost * float(broken.sum()) for extreme, (_, broken) in found)
        return round(CREDIT * self.objective(values) + beyond)

    def solve(
        self,
        free: Mask,
        values: Array | None,
        limit: float,
        seed: int,
        over: Callable[[], bool],
        workers: int = 1,
        extremes: Sequence[Extreme] = (),
        patience: float | None = None,
        also: Also | None = None,
        read: Read | None = None,
        hint: Array | None = None,
    ) -> Array | None:
        """The best values of the `free` variables within some seconds, the others as they are; None without any.

        After `patience` seconds the first that is found is good enough. `also` adds what the program does not say, and
        `read` learns what became of it.

        The search begins at the values of `hint`, if there are any.
        With `extremes` a roster with fewer people beyond them goes before one of the same cost.
        """
        model, variables, still = self.model(free, values, hint, extremes, also)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers, parameters.random_seed = workers, seed
        parameters.subsolvers.extend(["reduced_costs"] if workers == 1 else ["max_lp", "lns"])
        parameters.max_time_in_seconds = limit
        with Patience(solver, over, limit if patience is None else patience) as watch:
            status = solve_apart(solver, model, watch)
        if status not in SOLVED:
            return None
        if read is not None:
            read(solver)
        still[free] = list(solver.response_proto.solution)[: len(variables)]
        return still

    def model(
        self,
        free: Mask,
        values: Array | None,
        hint: Array | None = None,
        extremes: Sequence[Extreme] = (),
        also: Also | None = None,
    ) -> tuple[cp_model.CpModel, list[cp_model.IntVar], Array]:
        """The `free` variables as a model, in their order and before any others, and the values of the rest."""
        still = np.where(free, 0.0, self.low if values is None else values)
        chosen = np.flatnonzero(free)
        model, variables = self._cut(free, chosen, still, extremes, also)
        if hint is not None:
            for variable, value in zip(variables, np.rint(hint[chosen]).astype(int).tolist(), strict=True):
                model.add_hint(variable, value)
        return model, variables, still

    def _cut(
        self, free: Mask, chosen: Index, still: Array, extremes: Sequence[Extreme], also: Also | None
    ) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
        """The `chosen` variables, which are `free`, as a model, beside the others as they stand `still`."""
        model = cp_model.CpModel()
        ends = zip(self.low[chosen].astype(int).tolist(), self.high[chosen].astype(int).tolist(), strict=True)
        variables = [model.new_int_var(low, high, "") for low, high in ends]
        scale = CREDIT if extremes else 1
        costs = np.rint(self.cost[chosen]).astype(int)
        terms = [(variables[at], scale * int(costs[at])) for at in np.flatnonzero(costs).tolist()]
        by_variable = {extreme.variable: extreme for extreme in extremes}
        for row, low, high, numbers, weights in self._binding(free, chosen, still):
            own = list(zip([variables[number] for number in numbers], weights, strict=True))
            model.add_linear_expression_in_domain(_sum(own), _domain(low, high))
            if by_variable and self._about_people[row]:
                found = [(i, by_variable[v]) for i, v in enumerate(chosen[numbers].tolist()) if v in by_variable]
                terms += [(_beyond(model, own, i, extreme, low, high), extreme.cost) for i, extreme in found[:1]]
        if also is not None:
            place = {variable: at for at, variable in enumerate(chosen.tolist())}

            def of(variable: int) -> Expression:
                return variables[place[variable]] if variable in place else int(still[variable])

            terms.append((_total(model, also(model, of)), scale))
        model.minimize(_sum(terms))
        return model, variables

    def _binding(
        self, free: Mask, chosen: Index, still: Array
    ) -> Iterator[tuple[int, float, float, list[int], list[int]]]:
        """Rows that the chosen variables can break: the row, its ends, numbers of the chosen in it, their weights."""
        kept = free[self._column] & ~self._left_out[self._row]
        where, which, weights = self._row[kept], (np.cumsum(free) - 1)[self._column[kept]], self._weight[kept]
        if not len(where):
            return
        rows, starts = np.unique(where, return_index=True)
        total = self.activity(still)[rows]
        low, high = self.row_low[rows] - total, self.row_high[rows] - total
        ranges = weights * self.low[chosen][which], weights * self.high[chosen][which]
        least, most = np.add.reduceat(np.minimum(*ranges), starts), np.add.reduceat(np.maximum(*ranges), starts)
        numbers, factors = which.tolist(), np.rint(weights).astype(int).tolist()
        ends = np.append(starts[1:], len(where))
        for at in np.flatnonzero((least < low) | (most > high)).tolist():
            part = slice(starts[at], ends[at])
            yield int(rows[at]), float(low[at]), float(high[at]), numbers[part], factors[part]


def _beyond(
    model: cp_model.CpModel,
    own: Sequence[tuple[cp_model.IntVar, int]],
    at: int,
    extreme: Extreme,
    low: float,
    high: float,
) -> cp_model.IntVar:
    """By how much a person's count lies beyond the value of an extreme, the term `at` of a row, when relaxed."""
    beyond = model.new_int_var(0, MANY, "")
    shift = own[at][1] * extreme.value
    terms = [*own[:at], *own[at + 1 :], (beyond, 1 if np.isfinite(low) else -1)]
    model.add_linear_expression_in_domain(_sum(terms), _domain(low - shift, high - shift))
    return beyond


def _total(model: cp_model.CpModel, expression: Expression) -> cp_model.IntVar:
    total = model.new_int_var(-MANY, MANY, "")
    model.add(total == expression)
    return total


def _domain(low: float, high: float) -> cp_model.Domain:
    return cp_model.Domain(
        round(low) if np.isfinite(low) else -MANY,
        round(high) if np.isfinite(high) else MANY,
    )


def _sum(terms: Sequence[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([variable for variable, _ in terms], [weight for _, weight in terms])
