"""What a change costs, as far as it is proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LAST_PRIORITY = 9

Cost = tuple[int, ...]
"""Amounts short at the priorities 1 to 9, then the cost of the open wishes: compared in this order."""


def cost_of(short: Mapping[int, int], wishes: int) -> Cost:
    """A cost with every priority in its place."""
    return (*(short.get(priority, 0) for priority in range(1, LAST_PRIORITY + 1)), wishes)


class Proved(NamedTuple):
    """What is known of the best roster of a case: it costs at most `cost` and, as is proved, no less than `least`."""

    cost: Cost
    least: Cost

    @property
    def short(self) -> int:
        """Everything that is short in the best roster known."""
        return sum(self.cost[:-1])

    @property
    def wishes(self) -> int:
        """The cost of the wishes of the best roster known."""
        return self.cost[-1]

    @property
    def short_proved(self) -> bool:
        """Whether no roster of the case has less short."""
        return self.cost[:-1] == self.least[:-1]


def unproved(short: Mapping[int, int], wishes: int) -> Proved:
    """What is known where there is one roster, and nothing is proved of the others."""
    return Proved(cost_of(short, wishes), cost_of({}, 0))


def proved_by(short: Mapping[int, int], wishes: int, least: Mapping[int, int], bound: int) -> Proved:
    """The cost of a roster beside what a search proved: the first priority that is not settled ends what is claimed."""
    claimed: dict[int, int] = {}
    found = cost_of(short, wishes)
    for priority, amount in sorted(short.items()):
        claimed[priority] = min(amount, least.get(priority, 0))
        if claimed[priority] < amount:
            return Proved(found, cost_of(claimed, 0))
    return Proved(found, min(found, cost_of(claimed, bound)))


class Price(NamedTuple):
    """What the best roster of one case costs more than that of another.

    Where what is short is proved on both sides, `short` is the difference by priority and the wishes cost from `least`
    to `most` more. Where it is not, all three are None: then only `after.cost` is known, as what it costs at the most.
    """

    before: Proved
    after: Proved
    short: Cost | None
    least: int | None
    most: int | None

    @property
    def proved_more(self) -> bool:
        """Whether the change is proved to cost something: more short, or as much and dearer wishes."""
        return self.after.least > self.before.cost

    @property
    def proved_less(self) -> bool:
        """Whether the change is proved to save something."""
        return self.after.cost < self.before.least


def price(before: Proved, after: Proved, narrower: bool = False) -> Price:
    """What a change costs; `narrower` says that every roster of the changed case is one of the unchanged case too.

    Then a roster found for the changed case counts as one of the unchanged case, so that no price is told against a
    worse roster than is known; and the changed case cannot be cheaper.
    """
    if narrower:
        before = Proved(min(before.cost, after.cost), before.least)
        after = Proved(after.cost, max(after.least, before.least))
    if not (before.short_proved and after.short_proved):
        return Price(before, after, None, None, None)
    short = tuple(new - old for old, new in zip(before.cost[:-1], after.cost[:-1], strict=True))
    least, most = after.least[-1] - before.wishes, after.wishes - before.least[-1]
    if narrower and not any(short):
        least = max(0, least)
    return Price(before, after, short, least, most)
