"""Lines of work generated: a rising proven bound, a roster by diving, then rosters by re-deciding whole lines.

Lübbecke and Desrosiers (2005), "Selected topics in column generation"; Joncour et al. (2010), "Column generation based
primal heuristics", for the dive and for master problems over a part of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import numpy as np

from roster.model import Model
from roster.search.columns.master import Master
from roster.search.columns.neighbourhoods import OF_LINES
from roster.search.columns.neighbourhoods.dive import dive
from roster.search.columns.pool import ColumnPool, Fill, LineOperator
from roster.search.incumbent import Incumbent, Values
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.adaptive import Adaptive, sizes
from roster.search.neighbourhoods.loop import improve_incumbent
from roster.solvers.arrays import Index
from roster.solvers.highs import rounded_up
from roster.tiers import Limits


class Generator:
    """Generates lines of work: proves bounds, and makes rosters of lines, all of which the incumbent is told."""

    def __init__(
        self,
        whole: Model,
        exact: LinearRelaxation,
        incumbent: Incumbent,
        seed: int,
        left: Callable[[], float],
        fill: Fill,
    ) -> None:
        """`exact` is the model by unit kind `whole` as an integer program; `left` tells the seconds that are left."""
        incumbent.columns = 0
        self._whole, self._exact, self._incumbent, self._seed = whole, exact, incumbent, seed
        self._left, self._fill = left, fill
        self._tuning = exact.tuning.columns
        self._priced = False  # whether the root's prices are there

    def begin(self, limits: Limits, most: Mapping[int, int]) -> Master:
        """The pool, and the master problem of all officers, both still without lines. Raises OverError."""
        self.pool = ColumnPool(
            self._whole, self._exact, self._incumbent, self._seed, self._left, self._fill, limits, most
        )
        self.master = Master(self.pool.space, range(self.pool.space.staff))
        return self.master

    def generate(self, limit: float, settled: Callable[[], bool]) -> None:
        """The bound, a dive, then lines of some officers decided again, until that is settled."""
        pool, space = self.pool, self.pool.space
        if not all(share.diagram.feasible for share in space.lines.shares):
            self._incumbent.refute()
            return
        self.root((1 - self._tuning.generating_share) * limit)
        self._priced = True
        if not settled() and pool.solved(self.master):
            dive(pool, self.master)
        adaptation = self._exact.tuning.adaptation
        parts = sizes(min(self._tuning.fewest, space.staff), space.staff, adaptation.step)
        choices = Adaptive(list(product(OF_LINES, parts)), pool.random, tuning=adaptation)
        improve_incumbent(choices, self._again, self._incumbent, settled)

    def worst_of(self, values: Values, size: int, random: np.random.Generator) -> Index | None:
        """Officers of a solution by chance, as `ColumnPool.worst` draws them; None while lines have no prices."""
        return self.pool.worst(self.pool.columns_of(values), size, random) if self._priced else None

    def root(self, spare: float) -> None:
        """Add lines while any has a negative reduced cost, to the last `spare` seconds; each round proves a bound."""
        pool, master = self.pool, self.master
        seeded: Values = ()
        for proved in pool.rounds(master, pool.prices):
            if (known := self._incumbent.values) != seeded:
                seeded = known
                pool.add(master, pool.columns_of(seeded))
            bound = proved + master.constant
            if np.isfinite(bound):
                self._incumbent.tell(bound=rounded_up(bound))
            if self._incumbent.infeasible or self._left() <= spare:
                break

    def _again(self, choice: tuple[LineOperator, int], best: int, values: Values) -> None:
        """Decide the lines of some officers again, the others' standing still, unless no others can be better."""
        (operator, size), pool, tuning = choice, self.pool, self._tuning
        columns = pool.columns_of(values)
        master, others = pool.of_some(pool.worst(columns, size, pool.random), columns)
        if pool.price(master, tuning.rounds_a_part, tuning.nearly_priced, best):
            operator(pool, master, others)
