"""All days of some officers, with the units of a few days."""

from __future__ import annotations

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.days import days
from roster.search.neighbourhoods.guide import beside_dear, distinct
from roster.search.neighbourhoods.people import people
from roster.solvers.arrays import Array, Mask


def people_and_units(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """All days of some officers, and units of a few zones, or of all, on a few days."""
    tuning = relaxed.tuning.neighbourhoods
    window = min(int(random.choice(tuning.unit_days)), int(relaxed.day.max()) + 1)
    units = relaxed.unit & days(relaxed, random, values, window)
    zones = -(-tuning.zone_days * size // window)
    if zones < relaxed.zones:
        dear = distinct([relaxed.zone[beside_dear(relaxed, random, values)]])
        middle = int(random.choice(dear if len(dear) else relaxed.zones))
        first = middle - int(random.integers(zones))
        units &= ((relaxed.zone - first) % relaxed.zones < zones) | (relaxed.zone < 0)
    free: Mask = people(relaxed, random, values, size) | units
    return free
