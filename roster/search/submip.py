"""A part of a model decided anew while the rest stands still: small exact models cut out of one integer program.

Cutting works on arrays, so that a part of a city's model is there in a moment. Danna, Rothberg and Le Pape (2005),
"Exploring relaxation induced neighborhoods to improve MIP solutions".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from roster.forms import Expression
from roster.search.indexed import IndexedProgram
from roster.search.tuning import DEFAULT, Rounding
from roster.solvers import cpsat
from roster.solvers.arrays import Array, Index, Mask
from roster.solvers.program import Program

Extend = Callable[[cp_model.CpModel, Callable[[int], Expression]], Expression]
"""Puts more into a part's model, told each variable's expression there, and gives what that costs."""

Extract = Callable[[cpsat.Result], None]
"""Reads what was put in from a result with a solution."""


@dataclass(frozen=True)
class Extreme:
    """A variable that bounds many people's counts, the value that the relaxation gives it, and what a unit costs."""

    variable: int
    value: int
    cost: int


class SubMip(IndexedProgram):
    """An integer program of which parts are decided by exact models, the rest as it is."""

    def __init__(self, program: Program, people: Mask, tuning: Rounding = DEFAULT.rounding) -> None:
        """`people` tells the variables that are about one person."""
        super().__init__(program, people)
        self.tuning = tuning

    def extremes(self, relaxed: Array) -> list[Extreme]:
        """The extremes of spreads, with their values in a relaxed solution."""
        found = []
        for variable in np.flatnonzero(~self.people & (self.cost == 0)).tolist():
            rows = self.rows_of(variable)
            if self.about_people[rows].sum() < self.tuning.spread_members:
                continue
            beyond = {other for row in rows[~self.about_people[rows]] for other in self.variables_of(row).tolist()}
            cost = max((self.cost[other] for other in beyond), default=0.0)
            if cost > 0:
                found.append(Extreme(variable, round(float(relaxed[variable])), round(cost)))
        return found

    def beyond(self, values: Array, extremes: Sequence[Extreme]) -> list[tuple[Index, Array]]:
        """For each extreme its rows about people, and by how much each is broken where the extremes are as relaxed."""
        relaxed = values.copy()
        relaxed[[extreme.variable for extreme in extremes]] = [extreme.value for extreme in extremes]
        total = self.activity(relaxed)
        broken = np.maximum(0.0, np.maximum(self.row_low - total, total - self.row_high))
        people = (rows[self.about_people[rows]] for rows in (self.rows_of(e.variable) for e in extremes))
        return [(rows, broken[rows]) for rows in people]

    def guided_objective(self, values: Array, extremes: Sequence[Extreme]) -> int:
        """How near a solution is to a cheap one: its cost times the credit, and what people beyond extremes cost."""
        found = zip(extremes, self.beyond(values, extremes), strict=True)
        beyond = sum(extreme.cost * float(broken.sum()) for extreme, (_, broken) in found)
        return round(self.tuning.spread_credit * self.objective(values) + beyond)

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
        extend: Extend | None = None,
        extract: Extract | None = None,
        hint: Array | None = None,
    ) -> Array | None:
        """The best values of the `free` variables within some seconds, the others as they are; None without any.

        After `patience` seconds the first that is found is good enough. `also` adds what the program does not say, and
        `read` learns what became of it.

        The search begins at the values of `hint`, if there are any.
        With `extremes` a roster with fewer people beyond them goes before one of the same cost.
        """
        model, variables, fixed = self.model(free, values, hint, extremes, extend)
        strategies = {1: ("reduced_costs",), 2: ("max_lp", "lns")}.get(workers, ())
        parameters = cpsat.Parameters(limit, workers=workers, seed=seed, strategies=strategies)
        result = cpsat.solve(model, parameters, over=over, patience=limit if patience is None else patience)
        if not result.solved:
            return None
        if extract is not None:
            extract(result)
        fixed[free] = result.values[: len(variables)]
        return fixed

    def model(
        self,
        free: Mask,
        values: Array | None,
        hint: Array | None = None,
        extremes: Sequence[Extreme] = (),
        extend: Extend | None = None,
    ) -> tuple[cp_model.CpModel, list[cp_model.IntVar], Array]:
        """The `free` variables as a model, in their order and before any others, and the values of the rest."""
        fixed = np.where(free, 0.0, self.low if values is None else values)
        chosen = np.flatnonzero(free)
        model, variables = self._cut(free, chosen, fixed, extremes, extend)
        if hint is not None:
            for variable, value in zip(variables, np.rint(hint[chosen]).astype(int).tolist(), strict=True):
                model.add_hint(variable, value)
        return model, variables, fixed

    def _cut(
        self, free: Mask, chosen: Index, fixed: Array, extremes: Sequence[Extreme], extend: Extend | None
    ) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
        """The `chosen` variables, which are `free`, as a model, beside the others as they stand `still`."""
        model = cp_model.CpModel()
        ends = zip(self.low[chosen].astype(int).tolist(), self.high[chosen].astype(int).tolist(), strict=True)
        variables = [model.new_int_var(low, high, "") for low, high in ends]
        scale = self.tuning.spread_credit if extremes else 1
        costs = np.rint(self.cost[chosen]).astype(int)
        terms = [(variables[at], scale * int(costs[at])) for at in np.flatnonzero(costs).tolist()]
        by_variable = {extreme.variable: extreme for extreme in extremes}
        for row, low, high, numbers, weights in self._binding(free, chosen, fixed):
            own = list(zip([variables[number] for number in numbers], weights, strict=True))
            cpsat.add_row(model, own, low, high)
            if by_variable and self.about_people[row]:
                found = [(i, by_variable[v]) for i, v in enumerate(chosen[numbers].tolist()) if v in by_variable]
                terms += [(_beyond(model, own, i, extreme, low, high), extreme.cost) for i, extreme in found[:1]]
        if extend is not None:
            place = {variable: at for at, variable in enumerate(chosen.tolist())}

            def of(variable: int) -> Expression:
                return variables[place[variable]] if variable in place else int(fixed[variable])

            terms.append((_total(model, extend(model, of)), scale))
        model.minimize(cpsat.weighted(terms))
        return model, variables

    def _binding(
        self, free: Mask, chosen: Index, fixed: Array
    ) -> Iterator[tuple[int, float, float, list[int], list[int]]]:
        """Rows that the chosen variables can break: the row, its ends, numbers of the chosen in it, their weights."""
        kept = free[self.column] & ~self.left_out[self.row]
        where, which, weights = self.row[kept], (np.cumsum(free) - 1)[self.column[kept]], self.weight[kept]
        if not len(where):
            return
        rows, starts = np.unique(where, return_index=True)
        total = self.activity(fixed)[rows]
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
    beyond = model.new_int_var(0, cpsat.MANY, "")
    shift = own[at][1] * extreme.value
    terms = [*own[:at], *own[at + 1 :], (beyond, 1 if np.isfinite(low) else -1)]
    cpsat.add_row(model, terms, low - shift, high - shift)
    return beyond


def _total(model: cp_model.CpModel, expression: Expression) -> cp_model.IntVar:
    total = model.new_int_var(-cpsat.MANY, cpsat.MANY, "")
    model.add(total == expression)
    return total
