"""Large models: the linear relaxation, a roster out of what it takes, then neighbourhoods decided by exact models.

The relaxation of the model by unit kind is nearly tight and takes few of the ways to serve, so that CP-SAT finds a
roster among these at once; what is left is improved part by part. Berthold (2014), "RENS: the optimal rounding", and
Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from roster.search.engine import Engine
from roster.search.incumbent import Values
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods import operators
from roster.search.neighbourhoods.adaptive import Adaptive, Size
from roster.search.neighbourhoods.guide import TAKEN, Operator
from roster.search.neighbourhoods.loop import improve
from roster.search.submip import Extreme, SubMip
from roster.solvers.arrays import Array, Mask

CERTAIN = 1 - 1e-6
"""A way to serve with this share is in the first roster, if there is one with all of these."""


class LargeNeighbourhoodSearch(Engine):
    """Rosters near a relaxation, on its threads: a first one out of what it takes (RENS), then parts decided again."""

    def __init__(
        self, relaxed: LinearRelaxation, limit: float, seed: int, first: bool = False, patience: float | None = None
    ) -> None:
        """With `first` it ends with the first roster. A first roster of all is made better for `patience` seconds."""
        super().__init__()
        self._relaxed, self._limit, self._seed, self._first = relaxed, limit, seed, first
        tuning = relaxed.tuning.rounding
        self._patience = max(tuning.seconds, tuning.share * limit) if patience is None else patience
        self._began = time.monotonic()
        self._offered: Values = ()
        self._latest: Array = np.zeros(0)  # the solution to go on from
        self._lock = threading.Lock()

    def offer(self, values: Values) -> None:
        self._offered = values

    def _over(self) -> bool:
        return self.halted.is_set() or time.monotonic() - self._began > self._limit

    def _settled(self) -> bool:
        return self._over() or self.incumbent.closed or (self._first and bool(self.incumbent.values))

    def _prepare(self, over: Callable[[], bool] | None = None) -> bool:
        """Solve the relaxation of the whole, and tell what it proves."""
        relaxed = self._relaxed
        prepared = relaxed.prepare(over or self._over)
        if relaxed.infeasible:
            self.incumbent.refute()
        self.incumbent.tell(bound=relaxed.bound)
        return prepared

    def work(self) -> None:
        relaxed = self._relaxed
        if not relaxed.pose(self._over):
            return
        self.incumbent.tell(bound=relaxed.bound)
        parts = relaxed.submip
        offered = np.array(self._offered[: len(parts.low)], dtype=float)
        if len(offered) == len(parts.low) and parts.kept(offered):
            if not relaxed.local.kept(offered):
                relaxed.local = parts
            self._take(offered, offered)
        if not len(self._latest):
            self._by_groups()
        elif not relaxed.guided:
            relaxed.approach(self._over)
        if not len(self._latest) or not relaxed.guided:
            if not self._prepare():
                return
            if not len(self._latest):
                self._whole()
        if not len(self._latest) or self._settled():
            return
        random, half_life = np.random.default_rng(self._seed), relaxed.tuning.neighbourhoods.half_life
        adaptive = Adaptive(operators(relaxed), random, half_life, relaxed.tuning.adaptation)

        def guided() -> None:
            self._prepare()
            self._improve(self._seed, adaptive)

        others = [partial(self._improve, self._seed + more, adaptive) for more in range(1, relaxed.threads)]
        self.at_once(guided, *others)

    def _by_groups(self) -> None:
        """A first roster of groups side by side, each one's by itself, if each has one."""
        relaxed = self._relaxed
        if not relaxed.approach(self._over) or (groups := relaxed.groups) is None:
            return
        found: list[Array] = []
        extremes: list[Extreme] = []
        for group, values in enumerate(relaxed.by_group):
            free, parts = groups.submip(group)
            limit, patience = self._limit / groups.count, relaxed.tuning.rounding.group_seconds / groups.count
            own = self._round(parts, free, values, limit, patience, extremes)
            if own is None:
                return
            found.append(own)
            extremes = extremes or parts.extremes(own)
        base = groups.joined(found)
        whole = relaxed.submip.solve(relaxed.other, base, self._limit, self._seed, self._over, relaxed.threads)
        if whole is not None:
            relaxed.extremes = extremes
            if relaxed.crowded:
                relaxed.local = groups.local()
            self._take(whole, whole)

    def _whole(self) -> None:
        """A first roster of everybody at once."""
        relaxed = self._relaxed
        everything = np.ones(len(relaxed.values), dtype=bool)
        found = self._round(relaxed.submip, everything, relaxed.values, self._limit, self._patience)
        if found is not None:
            self._take(found, found)

    def _round(
        self,
        parts: SubMip,
        every: Mask,
        relaxed: Array,
        limit: float,
        patience: float,
        extremes: Sequence[Extreme] = (),
    ) -> Array | None:
        """A roster of some variables among the ways to serve that a relaxation takes, or more while there is none.

        Each of these has so many seconds as `limit` says.
        """
        ways, costs = self._relaxed.ways[every[self._relaxed.ways]], self._relaxed.reduced_costs
        values = relaxed[ways]
        certain, within, threads = ways[values > CERTAIN], -np.inf, self._relaxed.threads
        while not self._over():
            free = every.copy()
            free[ways[(values < TAKEN) & (costs[ways] > within)]] = False
            base = parts.low.copy()
            free[certain], base[certain] = False, 1.0
            found = parts.solve(
                free, base, limit, self._seed, self._over, threads, extremes, patience=patience, hint=relaxed
            )
            if found is not None:
                return found
            if len(certain):
                certain = certain[:0]
            elif free[ways].all():
                return None
            else:
                within = max(1.0, self._relaxed.tuning.rounding.wider * within)
                if within > costs[ways].max():
                    within = np.inf
        return None

    def _take(self, base: Array, found: Array) -> int:
        """Go on from a solution that was found from another one, if it, or the latest with its changes, is as good.

        Gives by how much it stands better than the latest.
        """
        parts, relaxed, gain = self._relaxed.local, self._relaxed, 0
        with self._lock:
            latest = self._latest
            if len(latest) and not np.array_equal(base, latest):
                found = np.where(found != base, found, latest)
                found = found if parts.kept(found) else base
            found = parts.filled(found)
            now = parts.guided_objective(found, relaxed.extremes)
            before = parts.guided_objective(latest, relaxed.extremes) if len(latest) else now
            if now <= before:
                self._latest, gain = found, before - now
        self.incumbent.tell(round(parts.objective(found)), tuple(np.rint(found).astype(int).tolist()), ties=True)
        return gain

    def _improve(self, seed: int, adaptive: Adaptive[tuple[Operator, Size]]) -> None:
        """Decide parts of the latest solution again until the time is up."""
        random, relaxed = np.random.default_rng(seed), self._relaxed
        seconds, credit = relaxed.tuning.neighbourhoods.part_seconds, relaxed.tuning.rounding.spread_credit

        def decide(choice: tuple[Operator, Size]) -> float:
            (operator, size), base, began = choice, self._latest, time.monotonic()
            free = relaxed.with_amounts(operator(relaxed, random, base, size.now) & self._worth(base))
            found = relaxed.local.solve(
                free, base, seconds, int(random.integers(2**31)), self._settled, 1, relaxed.extremes, hint=base
            )
            gain = self._take(base, found) if found is not None else 0
            size.learn((time.monotonic() - began) / seconds)
            return gain / credit

        improve(adaptive, decide, self._settled)

    def _worth(self, values: Array) -> Mask:
        """All but the ways to serve that no better solution takes, by their reduced costs."""
        relaxed, ways = self._relaxed, self._relaxed.ways
        best, _ = self.incumbent.best
        worth = np.ones(len(values), dtype=bool)
        if best is not None:
            worth[ways] = (relaxed.reduced_costs[ways] <= best - relaxed.bound) | (values[ways] > 0)
        return worth
