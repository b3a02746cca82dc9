"""A plan improved one or two crews at a time: they decide their shifts again, beside the others as they are."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random

import numpy as np
from numpy.typing import NDArray

from roster.domain.patrol import OnDuty
from roster.plan.diving import Run, whole_numbers
from roster.plan.matrix import Values, keeps
from roster.plan.rows import Rows
from roster.solvers.program import Program

LEAST_GAIN = 0.5


@dataclass
class Pairs:
    """One search: its best values so far, and the pairs of crews that are still to be looked at."""

    rows: Rows
    program: Program
    best: Values
    run: Run
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._pairs = self._dearest_first(_pairs(self.rows, self.run.seed, self.run.tuning.programs.most_pairs))
        self._left = len(self._pairs)  # to be looked at until none can gain
        self._next = 0
        self._row_of = self.program.row_of

    def _dearest_first(self, pairs: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
        """Those first that may change what costs the most: a visit or a meal that is missing, before any wish."""
        rows, first = self.rows.slack_rows, self.rows.activities
        cost = self.program.cost[first : first + len(rows)] * self.best[first : first + len(rows)]
        dear = np.zeros(len(self.program.row_low))
        np.maximum.at(dear, rows, cost)
        of_column = np.zeros(len(self.program.cost))
        np.maximum.at(of_column, self.program.columns, dear[self.program.row_of])
        return sorted(pairs, key=lambda columns: -float(of_column[columns].max(initial=0.0)))

    def improve(self, threads: int) -> bool:
        """Decide pairs again until none gains; whether that was reached in time."""
        if threads == 1:
            self._work()
        else:
            with ThreadPoolExecutor(threads) as pool:
                for future in [pool.submit(self._work) for _thread in range(threads)]:
                    future.result()
        return self._left <= 0

    def _over(self) -> bool:
        return self.run.within(time.monotonic() - self.began).over

    def _work(self) -> None:
        while not self._over():
            with self._lock:
                if self._left <= 0 or not self._pairs:
                    return
                pair = self._pairs[self._next % len(self._pairs)]
                self._next, self._left = self._next + 1, self._left - 1
                known = self.best
            found = self._decided(pair, known)
            if found is not None:
                self._take(pair, found)

    def _take(self, columns: NDArray[np.int64], found: Values) -> None:
        """Take what is better than the best so far, which may have become another meanwhile."""
        with self._lock:
            done = self.best[: self.rows.activities].copy()
            done[columns] = found
            values = self.rows.values(done)
            better = self.program.cost @ values < self.program.cost @ self.best - LEAST_GAIN
            if better and keeps(self.program, values):
                self.best = values
                self._left = len(self._pairs)

    def _decided(self, columns: NDArray[np.int64], known: Values) -> Values | None:
        """The best of some columns beside all others as they are known; None where no better is found."""
        part, taken = part_of(self.program, self._row_of, columns, known, self.rows.activities)
        now = self.run.within(time.monotonic() - self.began)
        tuning = self.run.tuning.programs
        limit = None if now.limit is None else min(tuning.pair_seconds, now.limit)
        solver = whole_numbers(part, replace(self.run, limit=limit), known[taken], tuning.pair_gap)
        if not solver.feasible:
            return None
        values = np.rint(solver.values)
        better = part.cost @ values < part.cost @ known[taken] - LEAST_GAIN
        return values[: len(columns)] if better else None


def part_of(
    program: Program, row_of: NDArray[np.int64], columns: NDArray[np.int64], known: Values, activities: int
) -> tuple[Program, NDArray[np.int64]]:
    """The program of some activities' columns, first in it, and what follows from them; and its columns.

    All other activities are as they are known.
    """
    own = np.zeros(len(known), dtype=bool)
    own[columns] = True
    touched = np.zeros(len(program.row_low), dtype=bool)
    touched[row_of[own[program.columns]]] = True
    in_rows = touched[row_of]
    own[program.columns[in_rows & (program.columns >= activities)]] = True
    taken = np.concatenate([columns, np.flatnonzero(own[activities:]) + activities])
    touched[row_of[own[program.columns]]] = True
    in_rows = touched[row_of]
    free = own[program.columns]
    rest = np.zeros(len(program.row_low))
    others = in_rows & ~free
    np.add.at(rest, row_of[others], program.weights[others] * known[program.columns[others]])
    number = np.full(len(known), -1, dtype=np.int64)
    number[taken] = np.arange(len(taken))
    entries = in_rows & free
    counts = np.bincount(row_of[entries], minlength=len(touched))[touched]
    found = Program(
        starts=np.concatenate([[0], np.cumsum(counts)]),
        columns=number[program.columns[entries]],
        weights=program.weights[entries],
        row_low=(program.row_low - rest)[touched],
        row_high=(program.row_high - rest)[touched],
        low=program.low[taken],
        high=program.high[taken],
        cost=program.cost[taken],
    )
    return found, taken


def _pairs(rows: Rows, seed: int, most: int) -> list[NDArray[np.int64]]:
    """The columns of each patrolling crew, then of two that are on duty together, the longest together first.

    With pairs go the columns of all crews at posts.
    """
    crews = {activity.crew.id: activity.crew for activity in rows.choice.activities}
    roaming = [key for key in rows.crews if crews[key].roams]
    on_posts = [column for key in rows.crews if not crews[key].roams for column in rows.crews[key]]
    rng = Random(seed)
    pairs = [pair for pair in combinations(roaming, 2) if _together(crews[pair[0]], crews[pair[1]]) > 0]
    rng.shuffle(pairs)
    pairs = sorted(pairs[:most], key=lambda pair: -_together(crews[pair[0]], crews[pair[1]]))
    found = [rows.crews[key] for key in roaming]
    found += [[*rows.crews[one], *rows.crews[other], *on_posts] for one, other in pairs]
    return [np.array(columns, dtype=np.int64) for columns in (found or [on_posts])]


def _together(one: OnDuty, other: OnDuty) -> int:
    return one.span.overlap(other.span)
