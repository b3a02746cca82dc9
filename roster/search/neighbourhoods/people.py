"""All days of some officers who are tied by a limit that costs more than it must."""

from __future__ import annotations

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.guide import dear, distinct, lines
from roster.solvers.arrays import Array, Index, Mask


def people(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """All days of some officers, of whom many are tied by what costs more than in the relaxation."""
    return lines(relaxed, random, size, *_tied(relaxed, random, values))


def _tied(relaxed: LinearRelaxation, random: np.random.Generator, values: Array) -> tuple[Index, Index]:
    """Officers in the tight rows about something that costs more than in the relaxation, or next to it; and all.

    All are those in any row about it.
    """
    parts, none = relaxed.submip, np.zeros(0, dtype=np.int64)
    variable = dear(relaxed, random, values)
    if variable < 0:
        return none, none
    tight = parts.tight(values)
    for _ in range(2):
        every = parts.rows_of(variable).tolist()
        rows = [row for row in every if tight[row]]
        officers = distinct(relaxed.officer[parts.variables_of(row)] for row in rows)
        if len(officers):
            return officers, distinct(relaxed.officer[parts.variables_of(row)] for row in every)
        related = distinct(parts.variables_of(row) for row in rows)
        related = related[~relaxed.unit[related]]
        if not len(related):
            break
        variable = int(random.choice(related))
    return none, none
