"""Lines of work generated so far: priced for whatever master problem asks, and put together to rosters.

Lübbecke and Desrosiers (2005), "Selected topics in column generation".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from roster.model import Model
from roster.rules.variables import Serves
from roster.search.columns.decompose import Column, Decomposition
from roster.search.columns.diagram import BIG
from roster.search.columns.master import ENOUGH, Master
from roster.search.incumbent import Incumbent
from roster.search.linear_relaxation import LinearRelaxation
from roster.solvers.arrays import Array, Index
from roster.solvers.highs import ROUNDING
from roster.tiers import Limits

Fill = Callable[[Array, Sequence[int]], None]
"""Offers what is decided of lines with everything else, and the lines of some officers, as well as can be."""


class ColumnPool:
    """The lines of each officer, with the prices that proved most of all officers together."""

    def __init__(
        self,
        whole: Model,
        exact: LinearRelaxation,
        incumbent: Incumbent,
        seed: int,
        left: Callable[[], float],
        fill: Fill,
        limits: Limits,
        most: Mapping[int, int],
    ) -> None:
        """`exact` is the model by unit kind `whole` as an integer program; `left` tells the seconds that are left.

        Raises OverError when none are before the model is decomposed.
        """
        self.tuning, self.seed, self.random = exact.tuning.columns, seed, np.random.default_rng(seed)
        self._whole, self._exact, self._incumbent, self._left, self._fill = whole, exact, incumbent, left, fill
        self._variable = {serves: variable.index for serves, variable in whole.decisions.serving()}
        self.space = Decomposition(whole, limits, most, self.over, self.tuning)
        self._lines: list[list[Column]] = [[] for _ in range(self.space.staff)]
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self.prices = np.zeros(self.space.rows.count)

    def over(self) -> bool:
        return self._left() <= 0

    def best(self) -> float:
        """What the incumbent costs; infinite while there is none."""
        best, _ = self._incumbent.best
        return np.inf if best is None else float(best)

    def add(self, master: Master, columns: Sequence[Column]) -> int:
        """Add columns; how many are new to the master."""
        for column in columns:
            key = column.officer, column.options
            if key not in self._known:
                self._known.add(key)
                self._lines[column.officer].append(column)
        self._incumbent.columns = len(self._known)
        return master.add(columns)

    def solved(self, master: Master) -> tuple[Array, Array] | None:
        """A master problem's prices, as `Master.solve` gives them; None as well where the time is nearly up."""
        left = self._left()
        return master.solve(min(self.tuning.program_seconds, left)) if left > 0 else None

    def rounds(self, master: Master, prices: Array) -> Iterator[float]:
        """Price lines of a master's free officers until none has a negative reduced cost; the best bound by rounds.

        Lines are priced between the prices of the last optimum and those that proved most: without that they swing.
        Wentges (1997), "Weighted Dantzig-Wolfe decomposition for linear mixed-integer programming".
        """
        space, free, smooth = self.space, master.free, self.tuning.smooth
        pricing = space.pricing(free.tolist())
        own_of = np.searchsorted(master.officers, free)
        highest, exact = -np.inf, False
        while True:
            found = self.solved(master)
            if found is None:
                return
            duals, own = found
            now = space.lawful(duals if exact else smooth * prices + (1 - smooth) * duals)
            values, lines = space.price(now, free, pricing)
            if values.max(initial=0.0) >= BIG / 2:
                self._incumbent.refute()
            proved = space.proved(now, master.taken, values)
            if proved > highest:
                highest, prices = proved, now
                if len(free) == space.staff:
                    self.prices = now
            yield highest
            columns = [space.column(officer, line) for officer, line in zip(free.tolist(), lines, strict=True)]
            gains = np.array([column.reduced(duals) for column in columns]) - own[own_of]
            added = self.add(master, [columns[index] for index in np.flatnonzero(gains < -ENOUGH)])
            if not added and exact:
                return
            exact = not added

    def price(self, master: Master, rounds: int, nearly: float, below: float) -> bool:
        """Add lines until all together could gain next to nothing; False where nothing below some cost is to be had."""
        for count, proved in enumerate(self.rounds(master, self.prices)):
            bound, objective = proved + master.constant, master.objective
            if bound > below - 1 + ROUNDING:
                return False
            if count >= rounds or objective - bound < nearly * abs(objective) or self.over():
                break
        return self.solved(master) is not None and not self.over()

    def of_some(self, officers: Index, columns: Sequence[Column]) -> tuple[Master, list[Column]]:
        """A master problem of some officers of a solution, with the lines that seem best; and the others' lines."""
        chosen = set(officers.tolist())
        others = [column for column in columns if column.officer not in chosen]
        master = Master(self.space, officers.tolist(), others)
        master.add(columns[officer] for officer in officers)
        for officer in officers:
            master.add(sorted(self._lines[officer], key=self._reduced)[: self.tuning.known_lines])
        return master, others

    def worst(self, columns: Sequence[Column], size: int, random: np.random.Generator) -> Index:
        """Officers by chance, those rather whose lines cost more than the root's prices say that they need to."""
        costs = np.array([self._reduced(column) for column in columns])
        least = np.array([min(map(self._reduced, lines), default=0.0) for lines in self._lines])
        excess = np.maximum(0.0, costs - least)
        chance = excess + 0.2 * excess.mean() + 1e-6
        return np.sort(random.choice(len(columns), size, replace=False, p=chance / chance.sum()))

    def _reduced(self, column: Column) -> float:
        return column.reduced(self.prices)

    def columns_of(self, values: Sequence[int]) -> list[Column]:
        """A solution's lines as columns."""
        number = {officer.id: index for index, officer in enumerate(self._whole.problem.officers)}
        serving: dict[int, list[Serves]] = {}
        for serves, variable in self._whole.decisions.serving():
            if values[variable.index]:
                serving.setdefault(number[serves.officer], []).append(serves)
        return self.space.served(serving)

    def complete(self, columns: Iterable[Column], open_to: Sequence[int] = ()) -> None:
        """Offer these lines, and those of some other officers as well as can be."""
        values = np.zeros(len(self._exact.officer))
        serving = (self.space.serves[option] for column in columns for option in column.options)
        values[[self._variable[serves] for serves in serving]] = 1.0
        self._fill(values, open_to)


LineOperator = Callable[[ColumnPool, Master, Sequence[Column]], None]
"""Makes a roster from a master's lines and those of the other officers, which stand still."""
