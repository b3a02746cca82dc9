"""All days of some officers who are beyond an extreme of a spread, with others whom it bounds."""

from __future__ import annotations

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.guide import distinct, lines
from roster.search.neighbourhoods.people import people
from roster.solvers.arrays import Array, Mask


def people_beyond(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """All days of some officers, of whom many are beyond an extreme of a spread, or bounded by it."""
    parts, extremes = relaxed.submip, relaxed.extremes
    found = parts.beyond(values, extremes)
    costs = np.array([extreme.cost * broken.sum() for extreme, (_, broken) in zip(extremes, found, strict=True)])
    if costs.sum() == 0:
        return people(relaxed, random, values, size)
    rows, broken = found[int(random.choice(len(costs), p=costs / costs.sum()))]
    beyond, bounded = (
        distinct(relaxed.officer[parts.variables_of(row)] for row in some.tolist()) for some in (rows[broken > 0], rows)
    )
    return lines(relaxed, random, size, beyond, bounded)
