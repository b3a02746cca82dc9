"""Parts of the incumbent decided again by exact models, the rest as it stands, and rosters made line by line.

Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from roster.model import Model
from roster.search.columns.construct import constructed
from roster.search.incumbent import Incumbent, Values
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.adaptive import Adaptive, Size
from roster.search.neighbourhoods.loop import improve_incumbent
from roster.solvers.arrays import Array, Index, Mask

Worst = Callable[[Values, int, np.random.Generator], Index | None]
"""So many officers whose lines in a solution cost more than they need to, by chance; None where nothing tells."""

Operator = Callable[[Values], int | None]
"""Decides some part of a solution again, and tells the incumbent; what it gained, if it knows."""


class PartSolver:
    """Decides what an operator has chosen, beside the rest of a solution, and tells the incumbent what it comes to."""

    def __init__(
        self,
        whole: Model,
        exact: LinearRelaxation,
        incumbent: Incumbent,
        seed: int,
        settled: Callable[[], bool],
        worst: Worst,
    ) -> None:
        """`exact` is the model as an integer program, posed before anything else is asked for; `settled` ends all."""
        self.exact, self.incumbent, self.seed, self.settled, self._worst = exact, incumbent, seed, settled, worst
        self.tuning, self.adaptation = exact.tuning.columns, exact.tuning.adaptation
        self.days, self.staff = whole.problem.horizon.days, len(whole.problem.officers)
        self.random = np.random.default_rng(seed + 1)
        self._wishes = whole.wishes.index

    def construct(self, threads: int) -> None:
        """A roster officer by officer, if that leads to one."""
        values = constructed(self.exact, self.seed, self.settled, threads)
        if values is not None:
            self.fill(values)

    def improve(self, operators: Sequence[Operator], threads: int) -> None:
        """Let operators work on the incumbent until that is settled, so many at once, the last of them first."""

        def again(operator: Operator, best: int, values: Values) -> int | None:
            return operator(values)

        choices = Adaptive(operators, self.random, tuning=self.adaptation)
        with ThreadPoolExecutor(threads) as pool:
            for working in [
                pool.submit(improve_incumbent, choices, again, self.incumbent, self.settled, first)
                for first in [operators[-1], *[None] * (threads - 1)]
            ]:
                working.result()

    def fill(self, values: Array, open_to: Sequence[int] = ()) -> None:
        """Offer everything else that belongs to lines, and the lines of some officers, as well as can be."""
        exact = self.exact
        free = np.ones(len(values), dtype=bool)
        free[exact.ways] = np.isin(exact.officer[exact.ways], open_to)
        self._decide(free, values, self.tuning.completing_seconds, self.seed)

    def decide_again(self, size: Size, crowd: int, days: int, values: Values) -> None:
        """Decide some days in a row of some officers again; `size`, one of the two numbers, learns how hard it was."""
        random, exact = self.random, self.exact
        first = int(random.integers(0, self.days - days + 1))
        free = (exact.day >= first) & (exact.day < first + days)
        if crowd < self.staff:
            chosen = random.choice(self.staff, crowd, replace=False)
            worst = self._worst(values, crowd, random)
            free &= exact.unit | np.isin(exact.officer, chosen if worst is None else worst)
        began, seed = time.monotonic(), int(random.integers(2**31))
        base = np.array(values, dtype=float)
        seconds = self.tuning.window_seconds
        found = self._decide(exact.with_amounts(free), base, seconds, seed)
        size.learn((time.monotonic() - began) / seconds)
        if found is not None:
            self._join(base, found)

    def _join(self, base: Array, found: Array) -> None:
        """Offer what was found from a base together with what others found meanwhile, if no row is broken."""
        _best, values = self.incumbent.best
        latest = np.array(values, dtype=float)
        both = np.where(found != base, found, latest)
        if not np.array_equal(both, latest) and not np.array_equal(latest, base) and self.exact.submip.kept(both):
            self._offer(both)

    def _decide(self, free: Mask, values: Array, limit: float, seed: int) -> Array | None:
        """Offer the best values of some variables, from nothing, beside the others as they are, if no row is broken."""
        program = self.exact.submip
        found = program.solve(free, values, limit, seed, self.settled)
        if found is None or not program.kept(found):
            return None
        self._offer(found)
        return found

    def _offer(self, found: Array) -> None:
        filled = tuple(np.rint(self.exact.submip.filled(found)).astype(int).tolist())
        self.incumbent.tell(filled[self._wishes], filled, ties=True)
