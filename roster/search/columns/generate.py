"""Lines of work generated: a rising proven bound, a roster by diving, then rosters by re-deciding whole lines.

Lübbecke and Desrosiers (2005), "Selected topics in column generation"; Joncour et al. (2010), "Column generation based
primal heuristics", for the dive and for master problems over a part of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from roster.model import Model
from roster.rules.variables import Serves
from roster.search.columns.decompose import Column, Decomposition
from roster.search.columns.diagram import BIG
from roster.search.columns.master import ENOUGH, Master
from roster.search.incumbent import Incumbent, Values
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.adaptive import Adaptive, sizes
from roster.search.neighbourhoods.loop import improve_incumbent
from roster.solvers.arrays import Array, Index
from roster.solvers.highs import ROUNDING, rounded_up
from roster.tiers import Limits

Improve = Callable[[Master, Sequence[Column]], None]
"""Finds a roster from a master's lines and those that stand still."""


class Generator:
    """Generates lines of work: proves bounds, and makes rosters of lines, all of which the incumbent is told."""

    def __init__(
        self,
        whole: Model,
        exact: LinearRelaxation,
        incumbent: Incumbent,
        seed: int,
        left: Callable[[], float],
        fill: Callable[[Array, Sequence[int]], None],
    ) -> None:
        """`exact` is the model by unit kind `whole` as parts; `left` tells the seconds that are left.

        `fill` offers what is decided of lines with everything else, and the lines of some officers, as well as can be.
        """
        incumbent.columns = self._columns = 0
        self._whole, self._exact, self._incumbent, self._left, self._fill = whole, exact, incumbent, left, fill
        self._tuning = exact.tuning.columns
        self._random = np.random.default_rng(seed)
        self._variable = {serves: variable.index for serves, variable in whole.decisions.serving()}
        self._seed = seed
        self._priced = False  # whether the root's prices are there

    def _over(self) -> bool:
        return self._left() <= 0

    def begin(self, limits: Limits, most: Mapping[int, int]) -> Master:
        """The decomposition, and the master problem of all officers, still without lines. Raises OverError."""
        space = self._space = Decomposition(self._whole, limits, most, self._over, self._tuning)
        self._pool: list[list[Column]] = [[] for _ in range(space.staff)]
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._prices = np.zeros(space.rows.count)
        self._master = Master(space, range(space.staff))
        return self._master

    def generate(self, limit: float, settled: Callable[[], bool]) -> None:
        """The bound, a dive, then lines of some officers decided again, until that is settled."""
        space, master = self._space, self._master
        if not all(share.diagram.feasible for share in space.lines.shares):
            self._incumbent.refute()
            return
        self._root(master, (1 - self._tuning.generating_share) * limit)
        self._priced = True
        if not settled() and self._solved(master):
            self._dive(master)
        adaptation = self._exact.tuning.adaptation
        parts = sizes(min(self._tuning.fewest, space.staff), space.staff, adaptation.step)
        ways = list(product((self._dive, self._combine), parts))
        improve_incumbent(Adaptive(ways, self._random, tuning=adaptation), self._again, self._incumbent, settled)

    def worst_of(self, values: Values, size: int, random: np.random.Generator) -> Index | None:
        """Officers of a solution by chance, as `_worst` draws them; None while lines have no prices."""
        return self._worst(self._columns_of(values), size, random) if self._priced else None

    def _again(self, choice: tuple[Improve, int], best: int, values: Values) -> None:
        """Decide the lines of some officers again in one way, the others' standing still."""
        way, size = choice
        columns = self._columns_of(values)
        self._part(columns, self._worst(columns, size, self._random), best, way)

    def _root(self, master: Master, spare: float) -> None:
        """Add lines while any has a negative reduced cost, to the last `spare` seconds; each round proves a bound."""
        seeded: tuple[int, ...] = ()
        for proved in self._rounds(master, self._prices):
            if (known := self._incumbent.values) != seeded:
                seeded = known
                self._add(master, self._columns_of(seeded))
            bound = proved + master.constant
            if np.isfinite(bound):
                self._incumbent.tell(bound=rounded_up(bound))
            if self._incumbent.infeasible or self._left() <= spare:
                break

    def _rounds(self, master: Master, prices: Array) -> Iterator[float]:
        """Price lines of a master's free officers until none has a negative reduced cost; the best bound by rounds.

        Lines are priced between the prices of the last optimum and those that proved most: without that they swing.
        Wentges (1997), "Weighted Dantzig-Wolfe decomposition for linear mixed-integer programming".
        """
        space, free, smooth = self._space, master.free, self._tuning.smooth
        pricing = space.pricing(free.tolist())
        own_of = np.searchsorted(master.officers, free)
        highest, exact = -np.inf, False
        while True:
            found = self._solved(master)
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
                    self._prices = now
            yield highest
            columns = [space.column(officer, line) for officer, line in zip(free.tolist(), lines, strict=True)]
            gains = np.array([column.reduced(duals) for column in columns]) - own[own_of]
            added = self._add(master, [columns[index] for index in np.flatnonzero(gains < -ENOUGH)])
            if not added and exact:
                return
            exact = not added

    def _solved(self, master: Master) -> tuple[Array, Array] | None:
        """A master problem's prices, as `Master.solve` gives them; None as well where the time is nearly up."""
        left = self._left()
        return master.solve(min(self._tuning.program_seconds, left)) if left > 0 else None

    def _add(self, master: Master, columns: Sequence[Column]) -> int:
        """Add columns; how many are new to the master."""
        for column in columns:
            key = column.officer, column.options
            if key not in self._known:
                self._known.add(key)
                self._pool[column.officer].append(column)
                self._columns += 1
        self._incumbent.columns = self._columns
        return master.add(columns)

    def _price(self, master: Master, rounds: int, nearly: float, below: float) -> bool:
        """Add lines until all together could gain next to nothing; False where nothing below some cost is to be had."""
        for count, proved in enumerate(self._rounds(master, self._prices)):
            bound, objective = proved + master.constant, master.objective
            if bound > below - 1 + ROUNDING:
                return False
            if count >= rounds or objective - bound < nearly * abs(objective) or self._over():
                break
        return self._solved(master) is not None and not self._over()

    def _best(self) -> float:
        best, _ = self._incumbent.best
        return np.inf if best is None else float(best)

    def _dive(self, master: Master, still: Sequence[Column] = ()) -> None:
        """Fix lines one after another, the nearly whole ones first, pricing again after each, until few are left."""
        tuning = self._tuning
        while len(master.free) > tuning.fewest:
            chosen = self._firmest(master)
            if not chosen:
                return
            master.take(chosen)
            if len(master.free) and not self._price(master, tuning.rounds_a_fixing, tuning.nearly_fixed, self._best()):
                return
        self._finish(master, still)

    def _finish(self, master: Master, still: Sequence[Column]) -> None:
        """The best lines of the officers that a dive has left, beside the others'."""
        settled = [*(master.columns[index] for index in master.fixed.values()), *still]
        self._complete(settled, master.free.tolist())

    def _firmest(self, master: Master) -> dict[int, int]:
        """The columns to fix next, by officer."""
        shares = master.shares()
        free = np.array([column.whole and column.officer not in master.fixed for column in master.columns])
        noisy = np.where(free, shares * self._random.uniform(0.95, 1.05, len(shares)), -1.0)
        least = self._tuning.fixed_at_once * len(master.free)
        chosen: dict[int, int] = {}
        for index in np.argsort(-noisy):
            if not free[index] or (len(chosen) > least and shares[index] < self._tuning.nearly_whole):
                break
            chosen.setdefault(master.columns[index].officer, int(index))
        return chosen

    def _columns_of(self, values: Sequence[int]) -> list[Column]:
        """A solution's lines as columns."""
        number = {officer.id: index for index, officer in enumerate(self._whole.problem.officers)}
        serving: dict[int, list[Serves]] = {}
        for serves, variable in self._whole.decisions.serving():
            if values[variable.index]:
                serving.setdefault(number[serves.officer], []).append(serves)
        return self._space.served(serving)

    def _reduced(self, column: Column) -> float:
        return column.reduced(self._prices)

    def _worst(self, columns: Sequence[Column], size: int, random: np.random.Generator) -> Index:
        """Officers by chance, those rather whose lines cost more than the root's prices say that they need to."""
        costs = np.array([self._reduced(column) for column in columns])
        least = np.array([min(map(self._reduced, pool), default=0.0) for pool in self._pool])
        excess = np.maximum(0.0, costs - least)
        chance = excess + 0.2 * excess.mean() + 1e-6
        return np.sort(random.choice(len(columns), size, replace=False, p=chance / chance.sum()))

    def _part(self, columns: Sequence[Column], officers: Index, best: int, way: Improve) -> None:
        """Decide the lines of some officers again, unless no others can be better."""
        chosen = set(officers.tolist())
        still = [column for column in columns if column.officer not in chosen]
        master = Master(self._space, officers.tolist(), still)
        master.add(columns[officer] for officer in officers)
        for officer in officers:
            master.add(sorted(self._pool[officer], key=self._reduced)[: self._tuning.known_lines])
        if self._price(master, self._tuning.rounds_a_part, self._tuning.nearly_priced, best):
            way(master, still)

    def _combine(self, master: Master, still: Sequence[Column] = ()) -> None:
        """The best roster from the lines that a master has."""
        found = master.whole(self._tuning.part_seconds, self._best(), self._seed, self._over)
        if found is not None:
            self._complete([*found, *still])

    def _complete(self, columns: Iterable[Column], open_to: Sequence[int] = ()) -> None:
        """Offer these lines, and those of some other officers as well as can be."""
        values = np.zeros(len(self._exact.officer))
        serving = (self._space.serves[option] for column in columns for option in column.options)
        values[[self._variable[serves] for serves in serving]] = 1.0
        self._fill(values, open_to)
