"""What an operator is, and what leads it: variables that cost more than in the relaxation, and those related to them.

Shaw (1998): what is decided together is related, here by a row of the model that costs more than it must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.solvers.arrays import Array, Index, Mask

TAKEN = 1e-6
"""A way to serve with at least this share in the relaxation is taken by it."""

Operator = Callable[[LinearRelaxation, np.random.Generator, Array, int], Mask]
"""Which variables are decided again: of a model, from a solution, of a size."""


def taken(relaxed: LinearRelaxation, free: Mask, values: Array) -> Mask:
    """The free variables without the ways to serve that neither the relaxation takes nor the solution."""
    free[relaxed.ways] &= (relaxed.values[relaxed.ways] > TAKEN) | (values[relaxed.ways] > 0)
    return free


def dear(relaxed: LinearRelaxation, random: np.random.Generator, values: Array) -> int:
    """A variable by chance that costs more than in the relaxation; -1 where none does."""
    excess = np.maximum(0.0, relaxed.submip.cost * (values - relaxed.values))
    total = excess.sum()
    return int(random.choice(len(excess), p=excess / total)) if total > TAKEN else -1


def beside_dear(relaxed: LinearRelaxation, random: np.random.Generator, values: Array) -> Index:
    """The variables that share a row with one by chance that costs more than in the relaxation."""
    parts, variable = relaxed.submip, dear(relaxed, random, values)
    return distinct(parts.variables_of(row) for row in (parts.rows_of(variable) if variable >= 0 else ()))


def lines(relaxed: LinearRelaxation, random: np.random.Generator, size: int, tied: Index, alike: Index) -> Mask:
    """All days of so many officers: many of those who are tied, more of those who are alike, others by chance."""
    tuning = relaxed.tuning.neighbourhoods
    chosen = _drawn(random, tied, round(tuning.tied * size))
    chosen = np.append(chosen, _drawn(random, np.setdiff1d(alike, chosen), round(tuning.alike * (size - len(chosen)))))
    others = np.setdiff1d(np.arange(int(relaxed.officer.max()) + 1), chosen)
    chosen = np.append(chosen, _drawn(random, others, size - len(chosen)))
    free: Mask = np.isin(relaxed.officer, chosen)
    return free


def distinct(parts: Iterable[Index]) -> Index:
    """Numbers from 0 on that are in any part, each once."""
    found = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
    return found[found >= 0]


def _drawn(random: np.random.Generator, officers: Index, count: int) -> Index:
    """So many of these officers by chance, or all."""
    found: Index = random.choice(officers, min(len(officers), count), replace=False)
    return found
