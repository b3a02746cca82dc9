"""Rows of an integer program in the making, what they lack, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roster.solvers.program import Program

Values = NDArray[np.float64]
WHOLE = 1e-6


@dataclass
class Slack:
    """What a row has too little (+1) or too much (-1), over `per`, in whole numbers, at most so many."""

    row: int
    sign: int
    per: int
    most: int
    prices: dict[int, int]  # by tier


@dataclass
class Matrix:
    """Rows in the making."""

    columns: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=lambda: [0])
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, columns: Iterable[int], weights: Iterable[int], low: float, high: float) -> int:
        self.columns.extend(columns)
        self.weights.extend(weights)
        self.ends.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1


class Bound(NamedTuple):
    """What a row asks for, and the price of each begun `per` that it misses."""

    low: float
    high: float
    per: int
    price: int


def sums_of(starts: NDArray[np.int64], columns: NDArray[np.int64], weights: Values, values: Values) -> Values:
    """What each row comes to."""
    sums = np.add.reduceat(np.append(weights * values[columns], 0.0), starts[:-1])
    sums[starts[:-1] == starts[1:]] = 0.0
    return sums


def keeps(program: Program, values: Values) -> bool:
    """Whether every row holds."""
    sums = sums_of(program.starts, program.columns, program.weights, values)
    return bool(np.all((sums >= program.row_low - WHOLE) & (sums <= program.row_high + WHOLE)))
