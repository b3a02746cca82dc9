"""A window of days: some days in a row of everybody, units included."""

from __future__ import annotations

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.guide import beside_dear, distinct, taken
from roster.solvers.arrays import Array, Mask


def days(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """Some days of everybody: about something that costs too much, if that has a day."""
    last = max(0, int(relaxed.day.max()) + 1 - size)
    first = int(random.integers(0, last + 1))
    found = distinct([relaxed.day[beside_dear(relaxed, random, values)]])
    if len(found):
        first = min(last, max(0, int(random.choice(found)) - int(random.integers(0, size))))
    inside: Mask = (relaxed.day >= first) & (relaxed.day < first + size)
    return inside


def taken_days(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """The same, of whose ways to serve only those that the relaxation takes are open."""
    return taken(relaxed, days(relaxed, random, values, size), values)
