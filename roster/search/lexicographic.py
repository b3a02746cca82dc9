"""Lexicographic optimisation: tiers in turn, each as small as can be while those before it stay as small as they were.

Exact stages instead of one sum of giant weights: bounds stay meaningful and numbers small.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Tier = TypeVar("Tier", bound=Hashable)
Solution = TypeVar("Solution")


@dataclass
class Settled(Generic[Tier, Solution]):
    """How far it came: what each tier is held at, and the best solution, None where there is none."""

    solution: Solution | None
    held: dict[Tier, int] = field(default_factory=dict)


def lexicographic(
    tiers: Sequence[Tier],
    minimise: Callable[[Tier, Mapping[Tier, int], Solution | None], Solution | None],
    value: Callable[[Solution, Tier], int],
    known: Solution | None = None,
    over: Callable[[], bool] = lambda: False,
) -> Settled[Tier, Solution]:
    """Settle the tiers in order.

    `minimise` looks for the least of a tier while earlier ones stay within what they are held at, from a solution that
    keeps that; None where it finds none. A `known` solution counts where none is better: what is found never takes the
    place of one that is as good in this tier and those after it. Ends where there is none at all, and when it is over.
    """
    settled: Settled[Tier, Solution] = Settled(known)
    for position, tier in enumerate(tiers):
        if settled.solution is not None and over():
            return settled
        found = minimise(tier, settled.held, settled.solution)
        last, rest = settled.solution, tiers[position:]
        if found is not None and (last is None or _values(found, rest, value) < _values(last, rest, value)):
            settled.solution = last = found
        if last is None:
            return settled
        settled.held[tier] = value(last, tier)
    return settled


def _values(solution: Solution, tiers: Sequence[Tier], value: Callable[[Solution, Tier], int]) -> list[int]:
    return [value(solution, tier) for tier in tiers]
