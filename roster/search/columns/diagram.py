"""All lines of work that one officer's rules allow, as a layered decision diagram.

The product of the automata of an officer's limits, reduced: states from which nothing lawful follows are dropped, and
states with the same future are one. Officers under the same limits share a diagram.
Bergman, Cire, van Hoeve and Hooker (2016), "Decision Diagrams for Optimization".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.search.columns.automaton import Automaton

Costs = NDArray[np.float64]
Index = NDArray[np.intp]
BIG = 1e12
"""The cost of what cannot be chosen."""


class TooLargeError(Exception):
    """The diagram would have too many states; `automaton`, which says least for its size, is to be left out."""

    def __init__(self, automaton: int) -> None:
        super().__init__(automaton)
        self.automaton = automaton


class OverError(Exception):
    """It was over before the diagram was made."""


@dataclass(frozen=True)
class Layer:
    """One day: choices with the same effect form a class; from each state each class leads to a state of the next day.

    `following` is (states, classes), with the number of the next day's states where the class is forbidden.
    """

    classes: tuple[Index, ...]
    following: Index
    costs: Costs | None


class Diagram:
    """The lawful lines of officers under the same limits; `weights` price each automaton's amounts."""

    def __init__(
        self,
        automata: Sequence[Automaton],
        weights: Sequence[int],
        days: int,
        choices: int,
        largest: int,
        over: Callable[[], bool] = lambda: False,
    ) -> None:
        """Raises TooLargeError when there are more than `largest` states in all days together, OverError when it is."""
        self.days = days
        self.layers: list[Layer] = []
        raw = self._expand(automata, weights, choices, largest, over)
        self._reduce(raw)

    @property
    def states(self) -> int:
        """Number of states, all days together."""
        return sum(len(layer.following) for layer in self.layers)

    @property
    def feasible(self) -> bool:
        """Whether any line is lawful."""
        return len(self.layers[0].following) > 0

    def _expand(
        self,
        automata: Sequence[Automaton],
        weights: Sequence[int],
        choices: int,
        largest: int,
        over: Callable[[], bool],
    ) -> list[tuple[Index, Costs, list[Index]]]:
        """Every combination of states that can be reached, with (next state or -1, cost) by class."""
        layers: list[tuple[Index, Costs, list[Index]]] = []
        states = np.zeros((1, len(automata)), dtype=np.int32)
        total = 0
        for day in range(self.days):
            if over():
                raise OverError
            active = [a for a, automaton in enumerate(automata) if day in automaton.active]
            groups = _classes([automata[a] for a in active], day, choices)
            count = len(states)
            total += count
            if total > largest:
                raise TooLargeError(max(range(len(automata)), key=lambda a: automata[a].weight))
            following, costs, rows = [], np.zeros((count, len(groups))), []
            for index, members in enumerate(groups):
                new = np.zeros_like(states)
                possible = np.ones(count, dtype=bool)
                for a in active:
                    at = states[:, a], members[0]
                    new[:, a] = automata[a].moves[day][at]
                    possible &= new[:, a] >= 0
                    if weights[a]:
                        costs[:, index] += weights[a] * automata[a].amounts[day][at]
                rows.append(np.flatnonzero(possible))
                following.append(new[possible])
            reached = np.concatenate(following)
            states, inverse = _distinct(reached, [automaton.sizes[day + 1] for automaton in automata])
            table = np.full((count, len(groups)), -1, dtype=np.intp)
            position = 0
            for index, chosen in enumerate(rows):
                table[chosen, index] = inverse[position : position + len(chosen)]
                position += len(chosen)
            layers.append((table, costs, groups))
        return layers

    def _reduce(self, raw: list[tuple[Index, Costs, list[Index]]]) -> None:
        """From the last day back: drop dead ends, merge states with the same future."""
        renamed = np.zeros(1, dtype=np.intp)
        count = 1
        for table, costs, groups in reversed(raw):
            following = np.append(renamed, -1)[table]
            following[following < 0] = count
            alive = np.flatnonzero((following < count).any(axis=1))
            costs = np.where(following < count, costs, 0.0)
            merged, inverse = _distinct_rows(following[alive], costs[alive])
            renamed = np.full(len(table), -1, dtype=np.intp)
            renamed[alive] = inverse
            kept = costs[alive][merged]
            self.layers.append(Layer(tuple(groups), following[alive][merged], kept if kept.any() else None))
            count = len(merged)
        self.layers.reverse()

    def as_automaton(self) -> Automaton:
        """The same lines as one automaton, whose amounts are the costs, so that other limits can be put to them."""
        moves, amounts = [], []
        counts = [*(len(layer.following) for layer in self.layers[1:]), 1]
        for layer, count in zip(self.layers, counts, strict=True):
            class_of = np.zeros(sum(map(len, layer.classes)), dtype=np.intp)
            for index, members in enumerate(layer.classes):
                class_of[members] = index
            following = np.where(layer.following == count, -1, layer.following)
            costs = np.zeros(following.shape) if layer.costs is None else layer.costs
            moves.append(following[:, class_of].astype(np.int32))
            amounts.append(np.rint(costs[:, class_of]).astype(np.int64))
        return Automaton(tuple(moves), tuple(amounts))

    @cached_property
    def priced(self) -> bool:
        """Whether any lawful line costs anything."""
        return any(layer.costs is not None for layer in self.layers)

    def cost_of(self, line: Sequence[int] | NDArray[np.int32]) -> float:
        """What the priced limits cost in a line; BIG or more for an unlawful one."""
        state, total = 0, 0.0
        counts = [*(len(layer.following) for layer in self.layers[1:]), 1]
        for layer, choice, count in zip(self.layers, line, counts, strict=True):
            index = next(i for i, members in enumerate(layer.classes) if choice in members)
            if layer.costs is not None:
                total += layer.costs[state, index]
            state = layer.following[state, index]
            if state >= count:
                return BIG
        return total


def _classes(automata: Sequence[Automaton], day: int, choices: int) -> list[Index]:
    """Choices that every automaton treats alike on a day."""
    effects: dict[bytes, list[int]] = {}
    for choice in range(choices):
        effect = b"".join(
            auto.moves[day][:, choice].tobytes() + auto.amounts[day][:, choice].tobytes() for auto in automata
        )
        effects.setdefault(effect, []).append(choice)
    return [np.array(members) for members in effects.values()]


def _distinct(states: NDArray[np.int32], sizes: Sequence[int]) -> tuple[NDArray[np.int32], Index]:
    """Distinct rows, and for each row which one it is."""
    key = np.zeros(len(states), dtype=np.int64)
    span = 1
    for column, size in enumerate(sizes):
        if size == 1:
            continue
        if span * size > 2**62:
            known, key = np.unique(key, return_inverse=True)
            span = len(known)
        key = key * size + states[:, column]
        span *= size
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return states[first], inverse


def _distinct_rows(following: Index, costs: Costs) -> tuple[Index, Index]:
    """Indexes of distinct rows of both tables together, and for each row which one it is."""
    if not len(following):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    table = np.hstack([following, costs]) if costs.any() else following
    table = np.ascontiguousarray(table)
    rows = table.view(np.dtype((np.void, table.dtype.itemsize * table.shape[1]))).ravel()
    _, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    return first, inverse
