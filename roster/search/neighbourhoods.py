"""Which part of a large model is decided anew: days, groups of people and units, people who are tied, each by a move.

Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems": what is decided
together is related, here by a row of the model that costs more than it must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from roster.search.adaptive import Size
from roster.search.relaxed import Relaxed
from roster.solvers.arrays import Array, Index, Mask

TAKEN = 1e-6
"""A way to serve with at least this share in the relaxation is taken by it."""

FEWEST, MOST = 10, 80
"""Officers whose lines are decided again together."""

UNIT_DAYS = (1, 3, 7)
"""Days, one of these numbers, whose units are decided again together with some officers' lines."""

ZONE_DAYS = 3
"""Units of so many zones on a day for each of these officers."""

TIED = 0.7
"""Share of such officers who are tied by what costs too much."""

ALIKE = 0.75
"""Share of the others who stand in the same limit but are not tied by it; the rest come by chance."""

Move = Callable[[np.random.Generator, Array, int], Mask]
"""Which variables are decided anew, from a solution and a size."""


class Neighbourhoods:
    """The moves on a model with a relaxation, or with those of groups."""

    def __init__(self, relaxed: Relaxed) -> None:
        self._relaxed = relaxed

    def moves(self) -> list[tuple[Move, Size]]:
        """The ways to choose what is decided anew, each with its size."""
        relaxed = self._relaxed
        days = int(relaxed.day.max()) + 1
        staff = int(relaxed.officer.max()) + 1
        windows: list[Move] = [self.days, self.near]
        if relaxed.groups is not None:
            windows += [self.days_of_group, self.near_of_group]
        people: tuple[Move, ...] = (self.people, self.people_and_units, self.people_beyond)
        moves = [(move, Size(1, days)) for move in windows]
        return moves + [(move, Size(min(FEWEST, staff), min(MOST, staff))) for move in people]

    def days(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """Some days in a row of everybody, units included: about something that costs too much, if that has a day."""
        relaxed = self._relaxed
        last = max(0, int(relaxed.day.max()) + 1 - size)
        first = int(random.integers(0, last + 1))
        days = _distinct([relaxed.day[self._beside_dear(random, values)]])
        if len(days):
            first = min(last, max(0, int(random.choice(days)) - int(random.integers(0, size))))
        inside: Mask = (relaxed.day >= first) & (relaxed.day < first + size)
        return inside

    def near(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """Some days of everybody, of whose ways to serve only those that the relaxation takes are open."""
        return self._taken(self.days(random, values, size), values)

    def _taken(self, free: Mask, values: Array) -> Mask:
        """The free variables without the ways to serve that neither the relaxation takes nor the solution."""
        relaxed = self._relaxed
        free[relaxed.ways] &= (relaxed.values[relaxed.ways] > TAKEN) | (values[relaxed.ways] > 0)
        return free

    def days_of_group(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """Some days in a row of one group's people and units: of what costs too much, if that has a group."""
        groups = self._relaxed.groups
        assert groups is not None
        of = _distinct([groups.of[self._beside_dear(random, values)]])
        group = random.choice(of) if len(of) else random.integers(groups.count)
        free: Mask = self.days(random, values, size) & (groups.of == group)
        return free

    def near_of_group(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """The same of what the relaxation takes."""
        return self._taken(self.days_of_group(random, values, size), values)

    def _beside_dear(self, random: np.random.Generator, values: Array) -> Index:
        """The variables that share a row with one by chance that costs more than in the relaxation."""
        parts, dear = self._relaxed.parts, self._dear(random, values)
        return _distinct(parts.variables_of(row) for row in (parts.rows_of(dear) if dear >= 0 else ()))

    def _dear(self, random: np.random.Generator, values: Array) -> int:
        """A variable by chance that costs more than in the relaxation; -1 where none does."""
        excess = np.maximum(0.0, self._relaxed.parts.cost * (values - self._relaxed.values))
        total = excess.sum()
        return int(random.choice(len(excess), p=excess / total)) if total > TAKEN else -1

    def people(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """All days of some officers, of whom many are tied by what costs more than in the relaxation."""
        return self._lines(random, size, *self._tied(random, values))

    def people_beyond(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """All days of some officers, of whom many are beyond an extreme of a spread, or bounded by it."""
        relaxed, parts, extremes = self._relaxed, self._relaxed.parts, self._relaxed.extremes
        found = parts.beyond(values, extremes)
        costs = np.array([extreme.cost * broken.sum() for extreme, (_, broken) in zip(extremes, found, strict=True)])
        if costs.sum() == 0:
            return self.people(random, values, size)
        rows, broken = found[int(random.choice(len(costs), p=costs / costs.sum()))]
        beyond, bounded = (
            _distinct(relaxed.officer[parts.variables_of(row)] for row in some.tolist())
            for some in (rows[broken > 0], rows)
        )
        return self._lines(random, size, beyond, bounded)

    def _lines(self, random: np.random.Generator, size: int, tied: Index, alike: Index) -> Mask:
        """All days of so many officers: many of those who are tied, more of those who are alike, others by chance."""
        relaxed = self._relaxed
        chosen = _drawn(random, tied, round(TIED * size))
        chosen = np.append(chosen, _drawn(random, np.setdiff1d(alike, chosen), round(ALIKE * (size - len(chosen)))))
        others = np.setdiff1d(np.arange(int(relaxed.officer.max()) + 1), chosen)
        chosen = np.append(chosen, _drawn(random, others, size - len(chosen)))
        free: Mask = np.isin(relaxed.officer, chosen)
        return free

    def people_and_units(self, random: np.random.Generator, values: Array, size: int) -> Mask:
        """All days of some officers, and units of a few zones, or of all, on a few days."""
        relaxed = self._relaxed
        days = min(int(random.choice(UNIT_DAYS)), int(relaxed.day.max()) + 1)
        units = relaxed.unit & self.days(random, values, days)
        zones = -(-ZONE_DAYS * size // days)
        if zones < relaxed.zones:
            dear = _distinct([relaxed.zone[self._beside_dear(random, values)]])
            middle = int(random.choice(dear if len(dear) else relaxed.zones))
            first = middle - int(random.integers(zones))
            units &= ((relaxed.zone - first) % relaxed.zones < zones) | (relaxed.zone < 0)
        free: Mask = self.people(random, values, size) | units
        return free

    def _tied(self, random: np.random.Generator, values: Array) -> tuple[Index, Index]:
        """Officers in the tight rows about something that costs more than in the relaxation, or next to it; and all.

        All are those in any row about it.
        """
        relaxed, parts = self._relaxed, self._relaxed.parts
        none = np.zeros(0, dtype=np.int64)
        variable = self._dear(random, values)
        if variable < 0:
            return none, none
        tight = parts.tight(values)
        for _ in range(2):
            every = parts.rows_of(variable).tolist()
            rows = [row for row in every if tight[row]]
            officers = _distinct(relaxed.officer[parts.variables_of(row)] for row in rows)
            if len(officers):
                return officers, _distinct(relaxed.officer[parts.variables_of(row)] for row in every)
            beside = _distinct(parts.variables_of(row) for row in rows)
            beside = beside[~relaxed.unit[beside]]
            if not len(beside):
                break
            variable = int(random.choice(beside))
        return none, none


def _drawn(random: np.random.Generator, officers: Index, count: int) -> Index:
    """So many of these officers by chance, or all."""
    found: Index = random.choice(officers, min(len(officers), count), replace=False)
    return found


def _distinct(parts: Iterable[Index]) -> Index:
    """Numbers from 0 on that are in any part, each once."""
    found = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
    return found[found >= 0]
