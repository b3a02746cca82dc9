"""Neighbourhoods chosen by their success: which kind, and how large.

Ropke and Pisinger (2006), "An adaptive large neighbourhood search heuristic for the pickup and delivery problem with
time windows"; here a choice has time in proportion to what it has gained in a second of late.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

FORGETTING = 0.3
"""How much the last try counts for a choice's weight."""

CURIOSITY = 0.4
"""Share of the time that goes to each choice alike, whatever has been gained."""

STEP = 1.6
"""How much larger each size is than the one before."""

EASY, HARD = 0.05, 0.3
"""A neighbourhood decided in less than the first share of its time may be larger, one that takes more than the second
should be smaller: many tries in a row gain more than a few long ones."""

Choice = TypeVar("Choice", bound=Hashable)


class Adaptive(Generic[Choice]):
    """Draws choices by what they have gained; threads may share one, which learns from all of them."""

    def __init__(self, choices: Sequence[Choice], random: np.random.Generator, half_life: float = math.inf) -> None:
        """What was gained counts half after `half_life` seconds of other tries."""
        self._choices, self._half_life = list(choices), half_life
        self._gains = np.zeros(len(self._choices))
        self._costs = np.ones(len(self._choices))
        self._random = random

    def draw(self) -> Choice:
        """A choice by chance: each is tried as often as its share of the time and the length of a try come to."""
        rate = self._gains / self._costs
        alike = np.full(len(rate), 1 / len(rate))
        share = CURIOSITY * alike + (1 - CURIOSITY) * (rate / rate.sum() if rate.sum() > 0 else alike)
        chance = share / self._costs
        return self._choices[int(self._random.choice(len(self._choices), p=chance / chance.sum()))]

    def learn(self, choice: Choice, gain: float, seconds: float) -> None:
        """What a try has gained, and how long it took."""
        at = self._choices.index(choice)
        self._gains *= 0.5 ** (seconds / self._half_life)
        self._gains[at] += FORGETTING * (gain - self._gains[at])
        self._costs[at] += FORGETTING * (max(seconds, 1e-3) - self._costs[at])


class Size:
    """How large a neighbourhood is: larger while little of its time decides it, smaller when that is too short."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, max(least, most)
        self._size = float(least)

    @property
    def now(self) -> int:
        return round(self._size)

    def learn(self, share: float) -> None:
        """Which share of its time a neighbourhood took."""
        if share > HARD:
            self._size = max(self._least, self._size / STEP)
        elif share < EASY:
            self._size = min(self._most, self._size * STEP)


def sizes(least: int, most: int) -> list[int]:
    """Sizes from the least to the most, each `STEP` times the one before."""
    found = [min(least, most)]
    while found[-1] < most:
        found.append(min(most, max(found[-1] + 1, round(found[-1] * STEP))))
    return found
