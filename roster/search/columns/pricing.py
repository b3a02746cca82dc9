"""The cheapest lines of several officers at once: their diagrams side by side, so that each day is a few long sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from roster.search.columns.diagram import BIG, Costs, Diagram, Layer

Index = NDArray[np.intp]
Choices = NDArray[np.int32]


class Pricing:
    """Prices the lines of some officers, each in a diagram of its own or shared."""

    def __init__(self, diagrams: Sequence[Diagram]) -> None:
        """One diagram an officer, in the order in which costs will be given."""
        self._feasible = np.array([diagram.feasible for diagram in diagrams], dtype=bool)
        chosen = [diagram for diagram in diagrams if diagram.feasible]
        self._days = [_Day([diagram.layers[day] for diagram in chosen]) for day in range(diagrams[0].days)]
        for day, following in zip(self._days, self._days[1:], strict=False):
            day.join(following.counts)
        self._days[-1].join(np.ones(len(chosen), dtype=np.intp))

    def cheapest(self, costs: Costs) -> tuple[Costs, Choices]:
        """The least cost of a line for each officer (BIG or more: none is lawful), and such a line as choices by day.

        `costs` is (officers, days, choices), at least BIG for what an officer cannot choose.
        """
        values = np.full(len(self._feasible), BIG)
        lines = np.zeros((len(self._feasible), len(self._days)), dtype=np.int32)
        if self._feasible.any():
            values[self._feasible], lines[self._feasible] = self._priced(costs[self._feasible])
        return values, lines

    def _priced(self, costs: Costs) -> tuple[Costs, Choices]:
        officers = costs.shape[0]
        values = np.append(np.zeros(officers), BIG)
        futures: list[Costs] = []
        prices: list[Costs] = []
        for number, day in reversed(list(enumerate(self._days))):
            prices.append(day.prices(costs[:, number]))
            futures.append(values)
            values = day.values(values, prices[-1])
        futures.reverse()
        prices.reverse()
        lines = np.zeros((officers, len(self._days)), dtype=np.int32)
        state = np.arange(officers)  # one state each at the start
        for number, day in enumerate(self._days):
            lines[:, number], state = day.choose(state, futures[number], prices[number], costs[:, number])
        return values[:officers], lines


class _Day:
    """One day of all officers: `following[class, state]` is a state of the next day, the last one where forbidden."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.counts = np.array([len(layer.following) for layer in layers], dtype=np.intp)
        self._layers = layers
        classes, officers = max(len(layer.classes) for layer in layers), len(layers)
        choices = 1 + max(int(members.max()) for layer in layers for members in layer.classes)
        self._class_of = np.full((officers, choices), -1, dtype=np.intp)
        for officer, layer in enumerate(layers):
            for index, members in enumerate(layer.classes):
                self._class_of[officer, members] = index
        positions = np.arange(officers * choices).reshape(officers, choices)
        found = [positions[self._class_of == index] for index in range(classes)]
        starts = [np.flatnonzero(np.diff(members // choices, prepend=-1)) for members in found]
        has = [members[start] // choices for members, start in zip(found, starts, strict=True)]
        self._members = list(zip(found, starts, has, strict=True))
        self._officers = officers

    def join(self, following: Index) -> None:
        """Lead to the states of the next day, of which each officer has so many."""
        classes, total, nowhere = len(self._members), int(self.counts.sum()), int(following.sum())
        self._following = np.full((classes, total), nowhere, dtype=np.intp)
        self._costs = np.zeros((classes, total)) if any(layer.costs is not None for layer in self._layers) else None
        own = np.cumsum(self.counts) - self.counts
        there = np.cumsum(following) - following
        for officer, layer in enumerate(self._layers):
            part = slice(own[officer], own[officer] + self.counts[officer])
            table = layer.following.T
            lawful = table < following[officer]
            self._following[: len(table), part] = np.where(lawful, table + there[officer], nowhere)
            if layer.costs is not None and self._costs is not None:
                self._costs[: len(table), part] = layer.costs.T
        del self._layers

    def prices(self, costs: Costs) -> Costs:
        """The cheapest choice of each class (classes, officers)."""
        flat = np.ascontiguousarray(costs[:, : self._class_of.shape[1]]).ravel()
        prices = np.full((len(self._members), self._officers), BIG)
        for price, (members, starts, has) in zip(prices, self._members, strict=True):
            if len(members):
                price[has] = np.minimum.reduceat(flat[members], starts)
        return prices

    def values(self, future: Costs, prices: Costs) -> Costs:
        """The least cost from each state on, and BIG at the end."""
        best = np.empty(self._following.shape[1] + 1)
        best[-1] = BIG
        least = best[:-1]
        for index, price in enumerate(prices):
            value = future.take(self._following[index])
            value += np.repeat(price, self.counts)
            if self._costs is not None:
                value += self._costs[index]
            if index:
                np.minimum(least, value, out=least)
            else:
                least[:] = value
        return best

    def choose(self, state: Index, future: Costs, prices: Costs, costs: Costs) -> tuple[Choices, Index]:
        """Each officer's cheapest choice in a state, and the state that it leads to."""
        following = self._following[:, state]
        value = future[following] + prices
        if self._costs is not None:
            value += self._costs[:, state]
        chosen = value.argmin(axis=0)
        mine = self._class_of == chosen[:, None]
        choice = np.where(mine, costs[:, : mine.shape[1]], np.inf).argmin(axis=1)
        reached = following[chosen, np.arange(len(state))]
        return choice.astype(np.int32), np.minimum(reached, len(future) - 2)
