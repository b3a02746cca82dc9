"""A dive: lines are fixed one after another, and lines priced again after each fixing.

Joncour et al. (2010), "Column generation based primal heuristics".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from roster.search.columns.decompose import Column
from roster.search.columns.master import Master
from roster.search.columns.pool import ColumnPool


def dive(pool: ColumnPool, master: Master, others: Sequence[Column] = ()) -> None:
    """Fix a master's lines, the nearly whole ones first, until few officers are left; these as well as can be."""
    tuning = pool.tuning
    while len(master.free) > tuning.fewest:
        chosen = _firmest(pool, master)
        if not chosen:
            return
        master.take(chosen)
        if len(master.free) and not pool.price(master, tuning.rounds_a_fixing, tuning.nearly_fixed, pool.best()):
            return
    fixed = [master.columns[index] for index in master.fixed.values()]
    pool.complete([*fixed, *others], master.free.tolist())


def _firmest(pool: ColumnPool, master: Master) -> dict[int, int]:
    """The columns to fix next, by officer."""
    shares = master.shares()
    free = np.array([column.whole and column.officer not in master.fixed for column in master.columns])
    noisy = np.where(free, shares * pool.random.uniform(0.95, 1.05, len(shares)), -1.0)
    least = pool.tuning.fixed_at_once * len(master.free)
    chosen: dict[int, int] = {}
    for index in np.argsort(-noisy):
        if not free[index] or (len(chosen) > least and shares[index] < pool.tuning.nearly_whole):
            break
        chosen.setdefault(master.columns[index].officer, int(index))
    return chosen
