"""Prices of crews: a brigade solved with crews that it may lend at a price bounds what any bundle costs it.

A crew that is offered and not lent costs its price (or the same is earned by lending it, but for a constant). So with C
proved of the least cost under prices a, and m crews offered, lending y costs the brigade at least C - a (m - y),
whatever the prices are, and however early the search ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from roster.province.loans.cost import NOTHING, PRIORITIES, Cost, plus
from roster.province.loans.lending import Cases, going_of
from roster.province.loans.market import Counts, Market, Side
from roster.province.loans.overlay import Going

MOST_TIMES = 40
"""So many times a full crew a price of a priority is at the most: each is an entry of its own."""


@dataclass(frozen=True)
class Cut:
    """What is proved of a brigade under prices: its least cost, and the price of each item that was offered."""

    bound: Cost
    prices: tuple[Cost, ...]
    offered: Counts

    def least(self, out: Counts) -> Cost:
        """What lending this costs at the least."""
        found = self.bound
        for price, offered, lent in zip(self.prices, self.offered, out, strict=True):
            found = plus(found, price, lent - offered)
        return found


def rounded(price: Cost, crew: int) -> Cost:
    """A price as it can be asked: whole multiples of a full crew, none below nothing, and not nothing."""
    times = [max(0, amount) // crew for amount in price]
    times = [min(MOST_TIMES, count) for count in times[:-1]] + times[-1:]
    found = tuple(count * crew for count in times)
    return found if any(found) else (*NOTHING[:-1], crew)


def offers(
    side: Side, market: Market, prices: Sequence[Cost], cases: Cases, minutes: Mapping[tuple[str, str], int]
) -> tuple[Going, ...]:
    """What a side may lend, each for its price."""
    found = []
    for item, count, price in zip(market.items, side.offers, prices, strict=True):
        if count:
            going = going_of(item.loan, minutes[side.name, item.loan.borrower], cases)
            told = (*((p, price[p - 1]) for p in PRIORITIES), (0, price[-1]))
            found.append(replace(going, crews=0, offered=count, prices=told))
    return tuple(found)


def between(low: Cost, high: Cost) -> Cost:
    """A price halfway."""
    return tuple((a + b) // 2 for a, b in zip(low, high, strict=True))
