"""A large model as groups of zones with their people: small models side by side whose rosters make one.

What ties groups together (limits over everybody, vehicles of all) is shared out between them by how much of it each
could fill, in whole numbers, so that what keeps the shares keeps the whole. Where the groups' relaxations have answers
they lead to a roster long before the relaxation of the whole is solved. Resource-directed decomposition: Geoffrion
(1970), "Primal resource-directive approaches for optimizing nonlinear decomposable systems".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from roster.search.submip import SubMip
from roster.solvers.arrays import Array, Index, Mask

EMPTY = 1e-9
"""The size of a zone without people, to divide by."""

LEAST = 1e-9
"""Rows over everybody make an officer no nearer to one group than so much."""


class Groups:
    """Which variables of a model belong together, `of` each the group or -1, and each group's share of the rows."""

    def __init__(self, parts: SubMip, officer: Index, zone: Index, unit: Mask, in_turn: bool = False) -> None:
        """`officer` and `zone` tell which one each variable is about, -1 for none; `unit` those about a unit.

        Of units without a zone each group has a share as large as the others'. Officers who are near to no zone are
        dealt out to the groups of those who stand beside them in the list, or one by one `in_turn`.
        """
        self._parts = parts
        people = int(officer.max(initial=-1)) + 1
        of_zone = _merged(parts, zone, people)
        self.count = int(of_zone.max(initial=-1)) + 1
        if self.count < 2:
            return
        self.of = np.where(zone >= 0, of_zone[zone], -1)
        of_officer = _dealt(parts, officer, people, self.of, self.count, in_turn)
        self.of = np.where(officer >= 0, of_officer[officer], self.of)
        self._everywhere = unit & (zone < 0)
        mass = parts.mass(self.of, self.count)
        mass[parts.pairs(np.where(self._everywhere, 0, -1))[0]] += LEAST
        self._shared = (mass > 0).sum(axis=1) > 1
        self._rows = (mass.sum(axis=1) == 0)[:, None] | (mass > 0)
        self._row_ends = [_shares(ends, mass) for ends in (parts.row_low, parts.row_high)]
        even = np.ones((int(self._everywhere.sum()), self.count))
        self._ends = [_shares(ends[self._everywhere], even) for ends in (parts.low, parts.high)]
        self._reach = [self._reached(group) for group in range(self.count)]

    def _reached(self, group: int) -> Mask:
        """A group's variables, and those of none that stand in rows about it, or in none about any other."""
        own, everything = self.of == group, np.ones(len(self.of), dtype=bool)
        here = self._parts.joined(own, everything, 1)
        there = self._parts.joined((self.of >= 0) & ~own, everything, 1)
        reached: Mask = own | ((self.of < 0) & (here | ~there))
        return reached

    def submip(self, group: int) -> tuple[Mask, SubMip]:
        """A group's variables, and the model with its share of what all have."""
        parts = self._parts
        low, high = parts.low.copy(), parts.high.copy()
        low[self._everywhere], high[self._everywhere] = (ends[:, group] for ends in self._ends)
        row_low, row_high = (ends[:, group] for ends in self._row_ends)
        return self._reach[group], parts.share(self._rows[:, group], row_low, row_high, low, high)

    def local(self) -> SubMip:
        """The model in which rows that only weigh people against units, or units against each other, hold by group."""
        parts = self._parts
        weighing = np.isin(parts.row_low, (0.0, -np.inf)) & np.isin(parts.row_high, (0.0, np.inf)) & self._shared
        weighing[parts.pairs(np.where(self.of < 0, 0, -1))[0]] = False
        return parts.apart(weighing, self.of)

    def joined(self, found: Sequence[Array]) -> Array:
        """The groups' values as one: of what belongs to none the largest, but the sum over units without a zone."""
        values = np.asarray(np.max(found, axis=0), dtype=float)
        for group, own in enumerate(found):
            values[self.of == group] = own[self.of == group]
        values[self._everywhere] = np.sum([own[self._everywhere] for own in found], axis=0)
        return values


def _merged(parts: SubMip, zone: Index, people: int) -> Index:
    """The group of each zone: the smallest is put to the one it shares most rows with, until all are large enough.

    The shorter a row is, the more it counts.
    """
    rows, zones = parts.pairs(zone)
    count = int(zone.max(initial=-1)) + 1
    number, place = np.unique(rows, return_inverse=True)
    present = np.zeros((len(number), count))
    present[place.reshape(-1), zones] = 1.0
    sizes = present.sum(axis=0) * people / max(1, len(rows))
    several = present.sum(axis=1) > 1
    ties = present[several].T @ (present[several] / parts.lengths[number[several], None])
    group = np.arange(count)
    while len(alive := np.unique(group)) > 1:
        smallest = int(alive[np.argmin(sizes[alive])])
        if sizes[smallest] >= parts.tuning.group_officers:
            break
        others = alive[alive != smallest]
        nearest = int(others[np.argmax(ties[smallest, others] / np.maximum(sizes[others], EMPTY))])
        group[group == smallest] = nearest
        sizes[nearest] += sizes[smallest]
        ties[nearest] += ties[smallest]
        ties[:, nearest] += ties[:, smallest]
    return np.unique(group, return_inverse=True)[1].reshape(-1)


def _dealt(parts: SubMip, officer: Index, people: int, unit_group: Index, count: int, in_turn: bool) -> Index:
    """The group of each officer: the one whose units share most rows with the officer; the rest is dealt out evenly."""
    rows, officers = parts.pairs(officer)
    units = parts.mass(unit_group, count)
    total = units.sum(axis=1)
    more = units / np.maximum(1.0, total)[:, None] - units.sum(axis=0) / max(1.0, units.sum())
    size = np.bincount(rows, minlength=parts.count)
    ties = np.zeros((people, count))
    about = total[rows] > 0
    np.add.at(ties, officers[about], more[rows[about]] / size[rows[about], None])
    block = np.arange(people)
    few = (total == 0) & (size > 1) & (size <= parts.tuning.tied_officers)
    for row in np.flatnonzero(few).tolist():
        first, last = np.searchsorted(rows, (row, row + 1))
        blocks = block[officers[first:last]]
        block[np.isin(block, blocks)] = blocks.min()
    shared = np.zeros((people, count))
    np.add.at(shared, block, ties)
    group = np.where(shared[block].max(axis=1) > LEAST, shared[block].argmax(axis=1), -1)
    rest = np.unique(block[group < 0])
    middles = [np.flatnonzero(group == one).mean() if (group == one).any() else people for one in range(count)]
    order = np.argsort(middles, kind="stable")
    for turn, one in enumerate(rest.tolist()):
        group[block == one] = order[turn % count if in_turn else turn * count // len(rest)]
    return group


def _shares(ends: Array, mass: Array) -> Array:
    """Ends of rows shared out in whole numbers by mass, largest remainder first; whole where one or none has mass.

    Shape: rows, groups.
    """
    found = np.repeat(ends[:, None], mass.shape[1], axis=1)
    split = np.isfinite(ends) & ((mass > 0).sum(axis=1) > 1)
    exact = ends[split, None] * mass[split] / mass[split].sum(axis=1, keepdims=True)
    whole = np.floor(exact + 1e-9)
    left = np.rint(ends[split] - whole.sum(axis=1))
    rank = np.argsort(np.argsort(whole - exact, axis=1, kind="stable"), axis=1, kind="stable")
    found[split] = whole + (rank < left[:, None])
    return found
