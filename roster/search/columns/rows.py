"""The rows over all lines of work, made as few as they can be: what a row determines is put in its place.

Andersen and Andersen (1995), "Presolving in linear programming", for doubleton and implied-free substitution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.search.tuning import DEFAULT, Columns
from roster.solvers.arrays import Array, Index
from roster.solvers.program import Program


@dataclass(frozen=True)
class Rows:
    """Rows `row_low <= A x <= row_high` kept variable by variable; `others` are the variables that are in no line.

    Whatever a solution of the original program costs, the same values cost `constant` and `cost` here; variables that
    are in no line and not in `others` follow from the rest.
    """

    starts: Index  # of each variable's weights, and the end
    rows: Index
    weights: Array
    row_low: Array
    row_high: Array
    low: Array
    high: Array
    cost: Array
    constant: float
    others: Index

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.row_low)


def reduced(
    program: Program, kept: NDArray[np.bool_], is_line: NDArray[np.bool_], tuning: Columns = DEFAULT.columns
) -> Rows:
    """The `kept` rows of a program, reduced; variables in `is_line` stay as they are."""
    return _Reduction(program, kept, is_line, tuning).rows()


class _Reduction:
    def __init__(self, program: Program, kept: NDArray[np.bool_], is_line: NDArray[np.bool_], tuning: Columns) -> None:
        self._program, self._is_line, self._tuning = program, is_line, tuning
        self._cost, self._constant = program.cost.copy(), 0.0
        self._rows: dict[int, dict[int, float]] = {}
        self._low, self._high = program.row_low.copy(), program.row_high.copy()
        self._places: dict[int, set[int]] = {}
        self._gone: set[int] = set()
        for row in np.flatnonzero(kept):
            part = slice(program.starts[row], program.starts[row + 1])
            weights: dict[int, float] = {}
            for variable, weight in zip(program.columns[part].tolist(), program.weights[part].tolist(), strict=True):
                weights[variable] = weights.get(variable, 0.0) + weight
            self._put(int(row), weights)
        while self._merge() | self._substitute():
            pass
        self._pair()

    def _put(self, row: int, weights: dict[int, float]) -> None:
        """A row with these weights; one that always holds is left out."""
        for variable in self._rows.pop(row, ()):
            if not self._is_line[variable]:
                self._places[variable].discard(row)
        weights = {variable: weight for variable, weight in weights.items() if weight}
        least, most = self._activity(weights)
        if least < self._low[row] or most > self._high[row]:
            self._rows[row] = weights
            for variable in weights:
                if not self._is_line[variable]:
                    self._places.setdefault(variable, set()).add(row)

    def _activity(self, weights: dict[int, float]) -> tuple[float, float]:
        """The least and the most that weights can add up to."""
        low, high = self._program.low, self._program.high
        least = most = 0.0
        for variable, weight in weights.items():
            ends = weight * low[variable], weight * high[variable]
            least, most = least + min(ends), most + max(ends)
        return least, most

    def _merge(self) -> bool:
        """Rows with the same weights as one."""
        first: dict[tuple[tuple[int, float], ...], int] = {}
        merged = False
        for row, weights in list(self._rows.items()):
            key = tuple(sorted(weights.items()))
            scale = 1.0
            if key and key[0][1] < 0:
                scale, key = -1.0, tuple((variable, -weight) for variable, weight in key)
            if key not in first:
                first[key] = row
                if scale < 0:
                    self._low[row], self._high[row] = -self._high[row], -self._low[row]
                    self._rows[row] = dict(key)
                continue
            low, high = self._low[row], self._high[row]
            if scale < 0:
                low, high = -high, -low
            other = first[key]
            self._low[other], self._high[other] = max(low, self._low[other]), min(high, self._high[other])
            self._low[row], self._high[row] = -np.inf, np.inf
            self._put(row, {})
            merged = True
        return merged

    def _substitute(self) -> bool:
        """Variables that a row determines, put in their places."""
        done = False
        for row in list(self._rows):
            weights = self._rows.get(row)
            if weights is None or self._low[row] != self._high[row]:
                continue
            free = [v for v, weight in weights.items() if abs(weight) == 1 and self._may_go(v, weights)]
            if free:
                self._replace(min(free, key=lambda v: (len(self._places[v]), v)), row)
                done = True
        return done

    def _may_go(self, variable: int, weights: dict[int, float]) -> bool:
        if self._is_line[variable]:
            return False
        places = len(self._places[variable]) - 1
        return places <= self._tuning.most_places and places * len(weights) <= self._tuning.most_fill

    def _replace(self, variable: int, row: int) -> None:
        """`variable` as what `row` says of it, everywhere."""
        weights = dict(self._rows[row])
        own = weights.pop(variable)
        value = self._low[row] / own
        instead = {other: -weight / own for other, weight in weights.items()}
        for place in self._places[variable] - {row}:
            changed = dict(self._rows[place])
            factor = changed.pop(variable)
            for other, weight in instead.items():
                changed[other] = changed.get(other, 0.0) + factor * weight
            self._low[place] -= factor * value
            self._high[place] -= factor * value
            self._put(place, changed)
        price = self._cost[variable]
        if price:
            self._constant += price * value
            for other, weight in instead.items():
                self._cost[other] += price * weight
            self._cost[variable] = 0.0
        ends = self._program.low[variable] - value, self._program.high[variable] - value
        self._low[row], self._high[row] = ends
        self._gone.add(variable)
        self._put(row, instead)

    def _pair(self) -> None:
        """`sum + missing >= n` and `sum - excess <= n` as `sum + missing - excess = n`, where both only cost."""
        seen: dict[tuple[tuple[tuple[int, float], ...], float], tuple[int, int]] = {}
        for row, weights in list(self._rows.items()):
            slack = next((v for v in weights if self._only_costs(v)), None)
            bound = self._low[row] if np.isfinite(self._low[row]) else self._high[row]
            if slack is None or np.isfinite(self._low[row]) == np.isfinite(self._high[row]):
                continue
            sign = 1.0 if np.isfinite(self._low[row]) else -1.0
            if weights[slack] != sign:
                continue
            rest = {v: weight for v, weight in weights.items() if v != slack}
            key = tuple(sorted(rest.items())), bound
            if key not in seen:
                seen[key] = row, slack
                continue
            other, other_slack = seen[key]
            if np.isfinite(self._low[other]) == np.isfinite(self._low[row]):
                continue
            least, most = self._activity(rest)
            missing, excess = (other_slack, slack) if sign < 0 else (slack, other_slack)
            if bound - least > self._program.high[missing] or most - bound > self._program.high[excess]:
                continue
            self._low[row], self._high[row] = -np.inf, np.inf
            self._put(row, {})
            self._low[other] = self._high[other] = bound
            self._put(other, {**rest, missing: 1.0, excess: -1.0})

    def _only_costs(self, variable: int) -> bool:
        return (
            not self._is_line[variable]
            and len(self._places.get(variable, ())) == 1
            and self._cost[variable] >= 0
            and self._program.low[variable] == 0
        )

    def rows(self) -> Rows:
        number = {row: position for position, row in enumerate(self._rows)}
        entries = sorted(
            (variable, number[row], weight)
            for row, weights in self._rows.items()
            for variable, weight in weights.items()
        )
        variables = np.array([variable for variable, _, _ in entries], dtype=np.int64)
        chosen = np.array(list(number), dtype=np.int64)
        others = [v for v in np.flatnonzero(~self._is_line).tolist() if v not in self._gone and self._matters(v)]
        return Rows(
            starts=np.searchsorted(variables, np.arange(len(self._cost) + 1)),
            rows=np.array([row for _, row, _ in entries], dtype=np.int64),
            weights=np.array([weight for _, _, weight in entries], dtype=float),
            row_low=self._low[chosen],
            row_high=self._high[chosen],
            low=self._program.low,
            high=self._program.high,
            cost=self._cost,
            constant=self._constant,
            others=np.array(others, dtype=np.int64),
        )

    def _matters(self, variable: int) -> bool:
        return bool(self._places.get(variable)) or self._cost[variable] != 0


def column(rows: Rows, variables: Iterable[int]) -> tuple[Index, Array]:
    """Rows and weights of some variables together, rows in order, each once."""
    parts = [slice(rows.starts[variable], rows.starts[variable + 1]) for variable in variables]
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    found = np.concatenate([rows.rows[part] for part in parts])
    weights = np.concatenate([rows.weights[part] for part in parts])
    distinct, inverse = np.unique(found, return_inverse=True)
    total = np.bincount(inverse, weights, minlength=len(distinct))
    kept = total != 0
    return distinct[kept], total[kept]
