"""Large models: the linear relaxation, a roster out of what it takes, then neighbourhoods decided by exact models.

The relaxation of the model by unit kind is nearly tight and takes few of the ways to serve, so that CP-SAT finds a
roster among these at once; what is left is improved part by part. Berthold (2014), "RENS: the optimal rounding", and
Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from roster.search.adaptive import Adaptive, Size
from roster.search.engine import Engine
from roster.search.part import CREDIT, Array, Extreme, Index, Mask, Parts
from roster.search.relaxed import Relaxed

TAKEN = 1e-6
"""A way to serve with at least this share in the relaxation may be in the first roster."""

CERTAIN = 1 - 1e-6
"""A way to serve with this share is in the first roster, if there is one with all of these."""

WIDER = 3.0
"""By how much the reduced cost up to which others may be grows while there is no roster."""

ROUNDING_SECONDS, ROUNDING_SHARE = 10.0, 0.1
"""Time in which the first roster is made better: so many seconds, or this share of all where that is more."""

GROUP_SECONDS = 10.0
"""The same for all groups together."""

PART_SECONDS = 4.0

HALF_LIFE = 20.0
"""Seconds of tries after which what a neighbourhood has gained counts half: all gain less and less."""

FEWEST, MOST = 10, 80
"""Officers whose lines are decided again together."""

UNIT_DAYS = (1, 3, 7)
"""Days, one of these numbers, whose units are decided again together with some officers' lines."""

ZONE_DAYS = 3
"""Units of so many zones on a day for each of these officers."""

TIED = 0.7
"""Share of such officers who are tied by what costs too much."""

ALIKE = 0.75
"""Share of the others who stand in the same limit but are not tied by it; the rest come by chance."""

Move = Callable[["Rounding", np.random.Generator, Array, int], Mask]
"""Which variables are decided anew, from a solution and a size."""


class Rounding(Engine):
    """Rosters near a relaxation, on two threads: `incumbent` is the best so far (objective, values), `bound` proven."""

    def __init__(self, relaxed: Relaxed, limit: float, seed: int, first: bool = False) -> None:
        """With `first` it ends with the first roster."""
        super().__init__()
        self._relaxed, self._limit, self._seed, self._first = relaxed, limit, seed, first
        self._began = time.monotonic()
        self._halt = threading.Event()
        self._offered: tuple[int, ...] = ()
        self._latest: Array = np.zeros(0)  # the solution to go on from

    @property
    def bound(self) -> int:
        return self._relaxed.bound

    @property
    def infeasible(self) -> bool:
        return self._relaxed.infeasible

    @property
    def incumbent(self) -> tuple[int | None, tuple[int, ...]]:
        return self._relaxed.incumbent

    def halt(self) -> None:
        """End soon, and wait for it; what is proved stays."""
        self._halt.set()
        self.join()

    def offer(self, values: tuple[int, ...]) -> None:
        """Begin with a solution found elsewhere, if it keeps all rows."""
        self._offered = values

    def _over(self) -> bool:
        return self._halt.is_set() or time.monotonic() - self._began > self._limit

    def _settled(self) -> bool:
        best, _ = self.incumbent
        return self._over() or (best is not None and (self._first or best <= self.bound))

    def work(self) -> None:
        relaxed = self._relaxed
        if not relaxed.pose():
            return
        parts = relaxed.parts
        offered = np.array(self._offered[: len(parts.low)], dtype=float)
        if len(offered) == len(parts.low) and parts.kept(offered):
            if not relaxed.local.kept(offered):
                relaxed.local = parts
            self._take(offered, offered)
        if self.incumbent[0] is None:
            self._by_groups()
        elif not relaxed.guided:
            relaxed.approach(self._over)
        if self.incumbent[0] is None or not relaxed.guided:
            if not relaxed.prepare(self._over):
                return
            if self.incumbent[0] is None:
                self._whole()
        best, values = self.incumbent
        if best is None or self._settled():
            return
        if not len(self._latest):
            self._take(np.array(values, dtype=float), np.array(values, dtype=float))
        adaptive = Adaptive(self._moves(), np.random.default_rng(self._seed), HALF_LIFE)

        def guided() -> None:
            relaxed.prepare(self._over)
            self._improve(self._seed, adaptive)

        self.beside(lambda: self._improve(self._seed + 1, adaptive), guided)

    def _by_groups(self) -> None:
        """A first roster of groups side by side, each one's by itself, if each has one."""
        relaxed = self._relaxed
        if not relaxed.approach(self._over) or (groups := relaxed.groups) is None:
            return
        found: list[Array] = []
        extremes: list[Extreme] = []
        for group, values in enumerate(relaxed.by_group):
            free, parts = groups.part(group)
            limit, patience = self._limit / groups.count, GROUP_SECONDS / groups.count
            own = self._round(parts, free, values, limit, patience, extremes)
            if own is None:
                return
            found.append(own)
            extremes = extremes or parts.extremes(own)
        base = groups.joined(found)
        whole = relaxed.parts.solve(relaxed.other, base, self._limit, self._seed, self._over, 2)
        if whole is not None:
            relaxed.extremes = extremes
            if relaxed.crowded:
                relaxed.local = groups.local()
            self._take(whole, whole)

    def _whole(self) -> None:
        """A first roster of everybody at once."""
        relaxed, patience = self._relaxed, max(ROUNDING_SECONDS, ROUNDING_SHARE * self._limit)
        everything = np.ones(len(relaxed.values), dtype=bool)
        found = self._round(relaxed.parts, everything, relaxed.values, self._limit, patience)
        if found is not None:
            self._take(found, found)

    def _round(
        self,
        parts: Parts,
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
        certain, within = ways[values > CERTAIN], -np.inf
        while not self._over():
            free = every.copy()
            free[ways[(values < TAKEN) & (costs[ways] > within)]] = False
            base = parts.low.copy()
            free[certain], base[certain] = False, 1.0
            found = parts.solve(free, base, limit, self._seed, self._over, 2, extremes, patience=patience, hint=relaxed)
            if found is not None:
                return found
            if len(certain):
                certain = certain[:0]
            elif free[ways].all():
                return None
            else:
                within = max(1.0, WIDER * within)
                if within > costs[ways].max():
                    within = np.inf
        return None

    def _take(self, base: Array, found: Array) -> int:
        """Go on from a solution that was found from another one, if it, or the latest with its changes, is as good.

        Gives by how much it stands better than the latest.
        """
        parts, relaxed, gain = self._relaxed.local, self._relaxed, 0
        with relaxed.lock:
            latest = self._latest
            if len(latest) and not np.array_equal(base, latest):
                found = np.where(found != base, found, latest)
                found = found if parts.kept(found) else base
            found = parts.filled(found)
            now = parts.standing(found, relaxed.extremes)
            before = parts.standing(latest, relaxed.extremes) if len(latest) else now
            if now <= before:
                self._latest, gain = found, before - now
            objective = round(parts.objective(found))
            best, _ = relaxed.incumbent
            if best is None or objective <= best:
                relaxed.incumbent = (objective, tuple(np.rint(found).astype(int).tolist()))
        return gain

    def _moves(self) -> list[tuple[Move, Size]]:
        """The ways to choose what is decided anew, each with its size."""
        relaxed = self._relaxed
        days = int(relaxed.day.max()) + 1
        staff = int(relaxed.officer.max()) + 1
        windows: list[Move] = [Rounding._days, Rounding._near]
        if relaxed.groups is not None:
            windows += [Rounding._days_of_group, Rounding._near_of_group]
        people: tuple[Move, ...] = (Rounding._people, Rounding._people_and_units, Rounding._people_beyond)
        moves = [(move, Size(1, days)) for move in windows]
        return moves + [(move, Size(min(FEWEST, staff), min(MOST, staff))) for move in people]

    def _improve(self, seed: int, adaptive: Adaptive[tuple[Move, Size]]) -> None:
        """Decide parts of the latest solution again until the time is up."""
        random, relaxed = np.random.default_rng(seed), self._relaxed
        while not self._settled():
            base = self._latest
            move, size = choice = adaptive.draw()
            began = time.monotonic()
            free = relaxed.with_amounts(move(self, random, base, size.now) & self._worth(base))
            found = relaxed.local.solve(
                free, base, PART_SECONDS, int(random.integers(2**31)), self._settled, 1, relaxed.extremes, hint=base
            )
            gain = self._take(base, found) if found is not None else 0
            took = time.monotonic() - began
            size.learn(took / PART_SECONDS)
            adaptive.learn(choice, gain / CREDIT, took)

    def _worth(self, values: Array) -> Mask:
        """All but the ways to serve that no better solution takes, by their reduced costs."""
        relaxed, ways = self._relaxed, self._relaxed.ways
        best, _ = self.incumbent
        worth = np.ones(len(values), dtype=bool)
        if best is not None:
            worth[ways] = (relaxed.reduced_costs[ways] <= best - relaxed.bound) | (values[ways] > 0)
        return worth

    def _days(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """Some days in a row of everybody, units included: about something that costs too much, if that has a day."""
        relaxed = self._relaxed
        last = max(0, int(relaxed.day.max()) + 1 - size)
        first = int(random.integers(0, last + 1))
        days = _distinct([relaxed.day[self._beside_dear(random, values)]])
        if len(days):
            first = min(last, max(0, int(random.choice(days)) - int(random.integers(0, size))))
        inside: Mask = (relaxed.day >= first) & (relaxed.day < first + size)
        return inside

    def _near(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """Some days of everybody, of whose ways to serve only those that the relaxation takes are open."""
        return self._taken(self._days(random, values, size), values)

    def _taken(self, free: Mask, values: Array) -> Mask:
        """The free variables without the ways to serve that neither the relaxation takes nor the solution."""
        relaxed = self._relaxed
        free[relaxed.ways] &= (relaxed.values[relaxed.ways] > TAKEN) | (values[relaxed.ways] > 0)
        return free

    def _days_of_group(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """Some days in a row of one group's people and units: of what costs too much, if that has a group."""
        groups = self._relaxed.groups
        assert groups is not None
        of = _distinct([groups.of[self._beside_dear(random, values)]])
        group = random.choice(of) if len(of) else random.integers(groups.count)
        free: Mask = self._days(random, values, size) & (groups.of == group)
        return free

    def _near_of_group(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """The same of what the relaxation takes."""
        return self._taken(self._days_of_group(random, values, size), values)

    def _beside_dear(self, random: np.random.Generator, values: Array) -> Index:
        """The variables that share a row with one by chance that costs more than in the relaxation."""
        parts, dear = self._relaxed.parts, self._dear(random, values)
        return _distinct(parts.variables_of(row) for row in (parts.rows_of(dear) if dear >= 0 else ()))

    def _dear(self, random: np.random.Generator, values: Array) -> int:
        """A variable by chance that costs more than in the relaxation; -1 where none does."""
        excess = np.maximum(0.0, self._relaxed.parts.cost * (values - self._relaxed.values))
        total = excess.sum()
        return int(random.choice(len(excess), p=excess / total)) if total > TAKEN else -1

    def _people(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """All days of some officers, of whom many are tied by what costs more than in the relaxation."""
        return self._lines(random, size, *self._tied(random, values))

    def _people_beyond(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """All days of some officers, of whom many are beyond an extreme of a spread, or bounded by it."""
        relaxed, parts, extremes = self._relaxed, self._relaxed.parts, self._relaxed.extremes
        found = parts.beyond(values, extremes)
        costs = np.array([extreme.cost * broken.sum() for extreme, (_, broken) in zip(extremes, found, strict=True)])
        if costs.sum() == 0:
            return self._people(random, values, size)
        rows, broken = found[int(random.choice(len(costs), p=costs / costs.sum()))]
        beyond, bounded = (
            _distinct(relaxed.officer[parts.variables_of(row)] for row in some.tolist())
            for some in (rows[broken > 0], rows)
        )
        return self._lines(random, size, beyond, bounded)

    def _lines(self, random: np.random.Generator, size: int, tied: Index, alike: Index) -> Mask:
        """All days of so many officers: many of those who are tied, more of those who are alike, others by chance."""
        relaxed = self._relaxed
        chosen = _drawn(random, tied, round(TIED * size))
        chosen = np.append(chosen, _drawn(random, np.setdiff1d(alike, chosen), round(ALIKE * (size - len(chosen)))))
        others = np.setdiff1d(np.arange(int(relaxed.officer.max()) + 1), chosen)
        chosen = np.append(chosen, _drawn(random, others, size - len(chosen)))
        free: Mask = np.isin(relaxed.officer, chosen)
        return free

    def _people_and_units(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """All days of some officers, and units of a few zones, or of all, on a few days."""
        relaxed = self._relaxed
        days = min(int(random.choice(UNIT_DAYS)), int(relaxed.day.max()) + 1)
        units = relaxed.unit & self._days(random, values, days)
        zones = -(-ZONE_DAYS * size // days)
        if zones < relaxed.zones:
            dear = _distinct([relaxed.zone[self._beside_dear(random, values)]])
            middle = int(random.choice(dear if len(dear) else relaxed.zones))
            first = middle - int(random.integers(zones))
            units &= ((relaxed.zone - first) % relaxed.zones < zones) | (relaxed.zone < 0)
        free: Mask = self._people(random, values, size) | units
        return free

    def _tied(self, random: np.random.Generator, values: Array) -> tuple[Index, Index]:
        """Officers in the tight rows about something that costs more than in the relaxation, or next to it; and all.

        All are those in any row about it.
        """
        relaxed, parts = self._relaxed, self._relaxed.parts
        none = np.zeros(0, dtype=np.int64)
        variable = self._dear(random, values)
        if variable < 0:
            return none, none
        tight = parts.tight(values)
        for _ in range(2):
            every = parts.rows_of(variable).tolist()
            rows = [row for row in every if tight[row]]
            officers = _distinct(relaxed.officer[parts.variables_of(row)] for row in rows)
            if len(officers):
                return officers, _distinct(relaxed.officer[parts.variables_of(row)] for row in every)
            near = _distinct(parts.variables_of(row) for row in rows)
            near = near[~relaxed.unit[near]]
            if not len(near):
                break
            variable = int(random.choice(near))
        return none, none


def _drawn(random: np.random.Generator, officers: Index, count: int) -> Index:
    """So many of these officers by chance, or all."""
    found: Index = random.choice(officers, min(len(officers), count), replace=False)
    return found


def _distinct(parts: Iterable[Index]) -> Index:
    """Numbers from 0 on that are in any part, each once."""
    found = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
    return found[found >= 0]
