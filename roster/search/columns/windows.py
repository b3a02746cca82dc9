"""Parts of a roster decided again by exact models: windows of days, lines of some officers, lines one by one.

Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial

import numpy as np

from roster.model import Model
from roster.search.columns.construct import Lines, constructed
from roster.search.columns.whole import WholeModel
from roster.search.incumbent import Incumbent, Values
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.adaptive import Adaptive, Size
from roster.search.neighbourhoods.loop import improve_incumbent
from roster.solvers.arrays import Array, Index, Mask

Worst = Callable[[Values, int, np.random.Generator], Index | None]
"""So many officers whose lines in a solution cost more than they need to, by chance; None where nothing tells."""


Move = Callable[[Values, int], int | None]
"""Decides some part of a solution again, of some size, and tells the incumbent; what it gained, if it knows."""


class Windows:
    """Makes the incumbent better by deciding parts of it again, the rest as it stands."""

    def __init__(
        self,
        whole: Model,
        exact: LinearRelaxation,
        incumbent: Incumbent,
        seed: int,
        settled: Callable[[], bool],
        worst: Worst,
        limit: float,
    ) -> None:
        """`exact` is the model as parts, posed before anything else is asked for; `settled` ends everything.

        `limit` is the time that there is in all.
        """
        self._exact, self._incumbent, self._seed, self._settled, self._worst = exact, incumbent, seed, settled, worst
        self._tuning, self._adaptation = exact.tuning.columns, exact.tuning.adaptation
        self._wishes = whole.wishes.index
        self._days, self._staff = whole.problem.horizon.days, len(whole.problem.officers)
        self._random = np.random.default_rng(seed + 1)
        self._all = WholeModel(exact.trial, incumbent, limit, settled, exact.tuning)

    def construct(self, threads: int) -> None:
        """A roster officer by officer, if that leads to one."""
        values = constructed(self._exact, self._seed, self._settled, threads)
        if values is not None:
            self.fill(values)

    def improve(self, threads: int) -> None:
        """Decide parts of the incumbent again until that is settled, so many at once."""
        tuning, adaptation = self._tuning, self._adaptation
        least, few = min(tuning.fewest_days, self._days), min(tuning.fewest, self._staff)
        crowds = {max(few, round(share * self._staff)) for share in tuning.crowds}
        moves: list[tuple[Move, int]] = [
            (partial(self._window, Size(least, self._days, adaptation)), crowd) for crowd in sorted(crowds)
        ]
        moves.append((partial(self._some_lines, Size(few, self._staff, adaptation)), self._days))
        moves.append((self._in_turn, self._staff))
        moves.append((self._whole, self._staff))

        def again(choice: tuple[Move, int], best: int, values: Values) -> int | None:
            move, size = choice
            return move(values, size)

        choices = Adaptive(moves, self._random, tuning=adaptation)
        with ThreadPoolExecutor(threads) as pool:
            for working in [
                pool.submit(improve_incumbent, choices, again, self._incumbent, self._settled, first)
                for first in [moves[-1], *[None] * (threads - 1)]
            ]:
                working.result()

    def fill(self, values: Array, open_to: Sequence[int] = ()) -> None:
        """Offer everything else that belongs to lines, and the lines of some officers, as well as can be."""
        exact = self._exact
        free = np.ones(len(values), dtype=bool)
        free[exact.ways] = np.isin(exact.officer[exact.ways], open_to)
        self._decide(free, values, self._tuning.completing_seconds, self._seed)

    def _window(self, days: Size, values: Values, crowd: int) -> None:
        """Decide some days in a row of so many officers again."""
        self._open(days, crowd, days.now, values)

    def _some_lines(self, officers: Size, values: Values, days: int) -> None:
        """Decide all days of some officers again."""
        self._open(officers, officers.now, days, values)

    def _whole(self, values: Values, staff: int) -> int:
        """Decide everything again."""
        return self._all.work(values, int(self._random.integers(2**31)))

    def _in_turn(self, values: Values, staff: int) -> None:
        """Decide the lines of officers again one by one, while there is time, each beside the others'."""
        began, now = time.monotonic(), np.array(values, dtype=float)
        for officer in self._random.permutation(staff).tolist():
            if self._settled():
                return
            if time.monotonic() - began > self._tuning.turn_seconds:
                break
            found = self._lines.best(officer, now)
            now = now if found is None else found
        self.fill(now)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._exact, self._seed, self._settled)

    def _open(self, size: Size, crowd: int, days: int, values: Values) -> None:
        """Decide some days in a row of some officers again; `size`, one of the two numbers, learns how hard it was."""
        random, exact = self._random, self._exact
        first = int(random.integers(0, self._days - days + 1))
        free = (exact.day >= first) & (exact.day < first + days)
        if crowd < self._staff:
            chosen = random.choice(self._staff, crowd, replace=False)
            worst = self._worst(values, crowd, random)
            free &= exact.unit | np.isin(exact.officer, chosen if worst is None else worst)
        began, seed = time.monotonic(), int(random.integers(2**31))
        base = np.array(values, dtype=float)
        seconds = self._tuning.window_seconds
        found = self._decide(exact.with_amounts(free), base, seconds, seed)
        size.learn((time.monotonic() - began) / seconds)
        if found is not None:
            self._join(base, found)

    def _join(self, base: Array, found: Array) -> None:
        """Offer what was found from a base together with what others found meanwhile, if no row is broken."""
        _best, values = self._incumbent.best
        latest = np.array(values, dtype=float)
        both = np.where(found != base, found, latest)
        if not np.array_equal(both, latest) and not np.array_equal(latest, base) and self._exact.parts.kept(both):
            self._offer(both)

    def _decide(self, free: Mask, values: Array, limit: float, seed: int) -> Array | None:
        """Offer the best values of some variables, from nothing, beside the others as they are, if no row is broken."""
        parts = self._exact.parts
        found = parts.solve(free, values, limit, seed, self._settled)
        if found is None or not parts.kept(found):
            return None
        self._offer(found)
        return found

    def _offer(self, found: Array) -> None:
        filled = tuple(np.rint(self._exact.parts.filled(found)).astype(int).tolist())
        self._incumbent.tell(filled[self._wishes], filled, ties=True)
