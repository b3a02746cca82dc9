"""Neighbourhoods chosen by their success: which kind, and how large.

Ropke and Pisinger (2006), "An adaptive large neighbourhood search heuristic for the pickup and delivery problem with
time windows"; here a choice has time in proportion to what it has gained in a second of late.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from roster.search.tuning import DEFAULT, Adaptation

Choice = TypeVar("Choice", bound=Hashable)


class Adaptive(Generic[Choice]):
    """Draws choices by what they have gained; threads may share one, which learns from all of them."""

    def __init__(
        self,
        choices: Sequence[Choice],
        random: np.random.Generator,
        half_life: float = math.inf,
        tuning: Adaptation = DEFAULT.adaptation,
    ) -> None:
        """What was gained counts half after `half_life` seconds of other tries."""
        self._choices, self._half_life, self._tuning = list(choices), half_life, tuning
        self._gains = np.zeros(len(self._choices))
        self._costs = np.ones(len(self._choices))
        self._random = random

    def draw(self) -> Choice:
        """A choice by chance: each is tried as often as its share of the time and the length of a try come to."""
        rate = self._gains / self._costs
        alike = np.full(len(rate), 1 / len(rate))
        curiosity = self._tuning.curiosity
        share = curiosity * alike + (1 - curiosity) * (rate / rate.sum() if rate.sum() > 0 else alike)
        chance = share / self._costs
        return self._choices[int(self._random.choice(len(self._choices), p=chance / chance.sum()))]

    def learn(self, choice: Choice, gain: float, seconds: float) -> None:
        """What a try has gained, and how long it took."""
        at, forgetting = self._choices.index(choice), self._tuning.forgetting
        self._gains *= 0.5 ** (seconds / self._half_life)
        self._gains[at] += forgetting * (gain - self._gains[at])
        self._costs[at] += forgetting * (max(seconds, 1e-3) - self._costs[at])


class Size:
    """How large a neighbourhood is: larger while little of its time decides it, smaller when that is too short."""

    def __init__(self, least: int, most: int, tuning: Adaptation = DEFAULT.adaptation) -> None:
        self._least, self._most, self._tuning = least, max(least, most), tuning
        self._size = float(least)

    @property
    def now(self) -> int:
        return round(self._size)

    def learn(self, share: float) -> None:
        """Which share of its time a neighbourhood took."""
        if share > self._tuning.hard:
            self._size = max(self._least, self._size / self._tuning.step)
        elif share < self._tuning.easy:
            self._size = min(self._most, self._size * self._tuning.step)


def sizes(least: int, most: int, step: float) -> list[int]:
    """Sizes from the least to the most, each `step` times the one before."""
    found = [min(least, most)]
    while found[-1] < most:
        found.append(min(most, max(found[-1] + 1, round(found[-1] * step))))
    return found
