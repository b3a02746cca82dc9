"""Costs in strict order: shortfalls of priorities 1 to 9, then wishes. They add up, and compare like words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roster.domain.findings import Report
from roster.domain.outcome import Proof

PRIORITIES = range(1, 10)
Cost = tuple[int, ...]
"""Amounts short by priority, and last what the wishes cost."""
NOTHING: Cost = (0,) * 10


def cost_of(report: Report) -> Cost:
    """What a roster costs."""
    return (*(report.short.get(priority, 0) for priority in PRIORITIES), report.objective)


def bound_of(proof: Proof, cost: Cost) -> Cost:
    """What is proved of the least cost, in strict order, by a search that ended with a roster of this cost.

    A priority's bound holds with those before it at their least: behind the first that is not proved nothing is known.
    """
    proved = {tier.priority: tier.bound for tier in proof.tiers}
    bound: list[int] = []
    for priority in PRIORITIES:
        amount = cost[priority - 1]
        bound.append(min(amount, proved.get(priority, 0)))
        if bound[-1] < amount:
            return (*bound, *(0 for _rest in range(len(bound), len(NOTHING))))
    return (*bound, min(proof.bound, cost[-1]))


def plus(one: Cost, other: Cost, times: int = 1) -> Cost:
    """One and so many times the other."""
    return tuple(a + times * b for a, b in zip(one, other, strict=True))


def total(costs: Iterable[Cost]) -> Cost:
    """All of them together."""
    found = NOTHING
    for cost in costs:
        found = plus(found, cost)
    return found


def pairs(cost: Cost) -> tuple[tuple[int, int], ...]:
    """By priority, those that are not 0, and the wishes under 0."""
    return (*((p, cost[p - 1]) for p in PRIORITIES if cost[p - 1]), (0, cost[-1]))


def of_pairs(known: Mapping[int, int]) -> Cost:
    """A cost by priority, the wishes under 0."""
    return (*(known.get(priority, 0) for priority in PRIORITIES), known.get(0, 0))
