"""The best roster from the lines that a master has: a restricted master heuristic.

Joncour et al. (2010), "Column generation based primal heuristics".
"""

from __future__ import annotations

from collections.abc import Sequence

from roster.search.columns.decompose import Column
from roster.search.columns.master import Master
from roster.search.columns.pool import ColumnPool


def combine(pool: ColumnPool, master: Master, others: Sequence[Column] = ()) -> None:
    """Offer the best choice of a line for each officer of a master, beside the others' lines, if it is better."""
    found = master.whole(pool.tuning.part_seconds, pool.best(), pool.seed, pool.over)
    if found is not None:
        pool.complete([*found, *others])
