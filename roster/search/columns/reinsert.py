"""Ruin and recreate over lines of work: some officers' lines are taken out, and the cheapest put in again.

Works where every row over lines bends alone: its cost follows from what the lines add up to in it, without any other
decision. Then what a line would cost beside the others' lines is known exactly, and the cheapest one comes from its
officer's diagram. Schrimpf et al. (2000), "Record breaking optimization results using the ruin and recreate principle".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from roster.search.columns.decompose import Column, Decomposition
from roster.search.columns.pricing import Pricing
from roster.search.columns.rows import Array, Index

LARGEST_RUIN = 3
"""How many officers' lines are taken out at most."""

HEAT = 1.0
"""By how much a roster may on average be worse than the one before and still be gone on from.

Kirkpatrick, Gelatt and Vecchi (1983), "Optimization by simulated annealing".
"""

BROKEN = 10_000.0
"""What a unit costs by which a row that must hold is broken."""


class Bend:
    """Rows whose cost is `under` for each unit below `low` and `over` for each above `high`."""

    def __init__(self, space: Decomposition) -> None:
        """Raises ValueError where some row's cost depends on more than lines."""
        rows = space.rows
        self.low, self.high = rows.row_low.copy(), rows.row_high.copy()
        scale = BROKEN * max(1.0, float(np.abs(rows.cost).max(initial=0.0)) / 100.0)
        self.under, self.over = np.full(rows.count, scale), np.full(rows.count, scale)
        for variable in rows.others.tolist():
            first, last = rows.starts[variable], rows.starts[variable + 1]
            if first == last:
                continue
            row, weight = int(rows.rows[first]), rows.weights[first]
            price, low = rows.cost[variable], rows.low[variable]
            side = self.under if weight > 0 else self.over
            if last - first > 1 or abs(weight) != 1 or price < 0 or low != 0 or side[row] != scale:
                raise ValueError(variable)
            side[row] = price

    def cost(self, activity: Array, rows: Index | slice = slice(None)) -> Array:
        """What each row costs when its lines add up to so much."""
        short = np.maximum(0.0, self.low[rows] - activity)
        excess = np.maximum(0.0, activity - self.high[rows])
        total: Array = self.under[rows] * short + self.over[rows] * excess
        return total


class Reinsertion:
    """A roster as one line an officer, improved step by step; `best` and `columns` are the best one so far."""

    def __init__(self, space: Decomposition, bend: Bend, seed: int) -> None:
        self._space, self._bend = space, bend
        self._random = np.random.default_rng(seed)
        self._pricing: dict[int, Pricing] = {}
        self._ways = [space.ways_of(officer) for officer in range(space.staff)]
        self._lines: dict[int, Column] = {}
        self._activity = np.zeros(space.rows.count)
        self.best = np.inf
        self.columns: list[Column] = []

    def start(self) -> None:
        """Begin with officers' lines put in one after another."""
        self._lines = {}
        self._activity[:] = 0.0
        self._recreate(range(self._space.staff))
        self._note(self.objective())

    def step(self) -> None:
        """One ruin and recreation."""
        before = self.objective()
        officers = self._ruin()
        old = [self._take_out(officer) for officer in officers]
        self._recreate(officers)
        now = self.objective()
        if now < self.best - 0.5:
            self._note(now)
        elif now > before + self._random.exponential(HEAT):
            for column in old:
                self._take_out(column.officer)
                self._put(column)

    def objective(self) -> float:
        """What the lines cost together."""
        own = sum(column.cost for column in self._lines.values())
        return float(self._bend.cost(self._activity).sum()) + own + self._space.rows.constant

    def _note(self, objective: float) -> None:
        self.best, self.columns = objective, list(self._lines.values())

    def _ruin(self) -> list[int]:
        """Officers by chance: any, or such as could serve where most is paid."""
        staff = self._space.staff
        count = int(self._random.integers(1, min(LARGEST_RUIN, staff) + 1))
        costs = self._bend.cost(self._activity)
        if costs.sum() > 0 and self._random.random() < 0.5:
            row = int(self._random.choice(len(costs), p=costs / costs.sum()))
            able = self._space.able(row)
            if len(able) > count:
                return [int(officer) for officer in self._random.choice(able, count, replace=False)]
        return [int(officer) for officer in self._random.choice(staff, count, replace=False)]

    def _recreate(self, officers: Sequence[int]) -> None:
        for officer in self._random.permutation(officers):
            self._put(self._cheapest(int(officer)))

    def _cheapest(self, officer: int) -> Column:
        """The officer's cheapest line beside the others' lines."""
        space = self._space
        base, rows, weights, starts = self._ways[officer]
        activity = self._activity[rows]
        change = self._bend.cost(activity + weights, rows) - self._bend.cost(activity, rows)
        costs = base + np.add.reduceat(np.append(change, 0.0), starts) if len(base) else base
        diagram = space.diagram_number(officer)
        if diagram not in self._pricing:
            self._pricing[diagram] = space.pricing([officer])
        return space.line(officer, costs, self._pricing[diagram])

    def _put(self, column: Column) -> None:
        self._lines[column.officer] = column
        self._activity[column.rows] += column.weights

    def _take_out(self, officer: int) -> Column:
        column = self._lines.pop(officer)
        self._activity[column.rows] -= column.weights
        return column
