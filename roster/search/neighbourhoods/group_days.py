"""A window of days of one group's people and units."""

from __future__ import annotations

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.days import days
from roster.search.neighbourhoods.guide import beside_dear, distinct, taken
from roster.solvers.arrays import Array, Mask


def group_days(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """Some days in a row of one group: of what costs too much, if that has a group."""
    groups = relaxed.groups
    assert groups is not None
    of = distinct([groups.of[beside_dear(relaxed, random, values)]])
    group = random.choice(of) if len(of) else random.integers(groups.count)
    free: Mask = days(relaxed, random, values, size) & (groups.of == group)
    return free


def taken_group_days(relaxed: LinearRelaxation, random: np.random.Generator, values: Array, size: int) -> Mask:
    """The same, of whose ways to serve only those that the relaxation takes are open."""
    return taken(relaxed, group_days(relaxed, random, values, size), values)
