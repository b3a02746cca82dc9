"""What may be lent: crews for shifts of events, and the bundles of them that each brigade could lend or borrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roster.case import Case
from roster.province.folder import Province
from roster.province.loans.lending import Lending, agreed, why_not
from roster.province.loans.rows import Event
from roster.province.settings import Lending as Terms

MOST_BUNDLES = 2000
"""Of one brigade; where there were more, fewer crews are offered."""

Counts = tuple[int, ...]
"""How many crews of each item, in the order of the market's items."""


class Item(NamedTuple):
    """A crew that could come to an event for a shift of its brigade; `most` of them at once."""

    loan: Lending  # without a lender, of one crew
    start: dt.datetime
    end: dt.datetime
    event: int
    most: int


@dataclass(frozen=True)
class Bundle:
    """What one brigade lends and borrows."""

    out: Counts
    into: Counts

    @property
    def size(self) -> int:
        return sum(self.out) + sum(self.into)


@dataclass(frozen=True)
class Side:
    """A brigade in the market: how many crews of each item it may lend, and its bundles."""

    name: str
    offers: Counts
    bundles: tuple[Bundle, ...]
    cut: bool = False  # it could lend or borrow more than these bundles


@dataclass(frozen=True)
class Market:
    """All that may be lent beside what is agreed by hand."""

    items: tuple[Item, ...]
    sides: tuple[Side, ...]

    def loans(self, name: str, bundle: Bundle) -> list[Lending]:
        """What a brigade lends in a bundle."""
        chosen = zip(self.items, bundle.out, strict=True)
        return [item.loan._replace(lender=name, crews=count) for item, count in chosen if count]

    def guests(self, bundle: Bundle) -> list[Lending]:
        """What comes to a brigade in a bundle, from whomever."""
        chosen = zip(self.items, bundle.into, strict=True)
        return [item.loan._replace(crews=count) for item, count in chosen if count]


def market_of(province: Province, cases: Mapping[str, Case], terms: Terms) -> Market:
    """The market of a province: its events, shifts that overlap them, and brigades near enough."""
    items = tuple(
        item for number, event in enumerate(province.lent.events) for item in _items(number, event, cases, province)
    )
    items = tuple(item for item in items if item.most and (not terms.kinds or item.loan.kind in terms.kinds))
    offers = {name: tuple(_offer(name, item, province, cases, terms) for item in items) for name in cases}
    wanted = [any(offers[name][at] for name in cases) for at in range(len(items))]
    items = tuple(item for item, some in zip(items, wanted, strict=True) if some)
    sides, supply = [], sum(min(terms.most, sum(offers[name])) for name in cases)
    for name in sorted(cases):
        offer = tuple(count for count, some in zip(offers[name], wanted, strict=True) if some)
        wants = tuple(item.most if item.loan.borrower == name else 0 for item in items)
        if any(offer) or any(wants):
            sides.append(_side(name, offer, wants, items, terms.most, supply))
    return Market(items, tuple(sides))


def _items(number: int, event: Event, cases: Mapping[str, Case], province: Province) -> Iterator[Item]:
    """Crews for each shift of the event's brigade that overlaps it, at each of its places."""
    if event.brigade not in cases:
        return
    problem = cases[event.brigade].problem
    by_hand = [one for one in agreed(province) if one.borrower == event.brigade and one.kind == event.unit_kind]
    for code in problem.shifts_of(event.unit_kind):
        for day in problem.horizon.range:
            span = problem.shift[code].span(day)
            start, end = problem.horizon.moment(span.start), problem.horizon.moment(span.end)
            if start < event.ends and event.begins < end:
                for place in event.places or ("",):
                    loan = Lending("", event.brigade, event.unit_kind, problem.date(day), code, place)
                    there = sum(one.crews for one in by_hand if one[3:6] == loan[3:6])
                    yield Item(
                        loan, max(start, event.begins), min(end, event.ends), number, max(0, event.crews - there)
                    )


def _offer(name: str, item: Item, province: Province, cases: Mapping[str, Case], terms: Terms) -> int:
    """How many crews a brigade may lend for an item."""
    way = province.lent.minutes.get((name, item.loan.borrower))
    if way is None or way > terms.minutes or name == item.loan.borrower:
        return 0
    return 0 if why_not(item.loan._replace(lender=name), way, cases) else min(item.most, terms.most)


def _side(name: str, offer: Counts, wants: Counts, items: Sequence[Item], most: int, supply: int) -> Side:
    """A brigade with its bundles; with fewer crews in each where there would be too many."""
    whole = (min(most, sum(offer)), min(supply, sum(wants)))
    lent, come = whole
    while True:
        outs = list(_counts(offer, lent))
        intos = [counts for counts in _counts(wants, come) if not _crowded(counts, items)]
        if len(outs) * len(intos) <= MOST_BUNDLES or (lent <= 1 and come <= 1):
            break
        lent, come = (lent - 1, come) if len(outs) > len(intos) and lent > 1 else (lent, max(1, come - 1))
    bundles = [Bundle(out, into) for out in outs for into in intos]
    bundles = sorted(bundles, key=lambda one: (one.size, one.out, one.into))
    return Side(name, offer, tuple(bundles[:MOST_BUNDLES]), (lent, come) != whole or len(bundles) > MOST_BUNDLES)


def _counts(limits: Counts, most: int) -> Iterator[Counts]:
    """All ways to take up to `most` crews in all, and up to its limit of each item."""
    if not limits:
        yield ()
        return
    for first in range(min(limits[0], most) + 1):
        for rest in _counts(limits[1:], most - first):
            yield (first, *rest)


def _crowded(counts: Counts, items: Sequence[Item]) -> bool:
    """Whether more crews come to an event at once than it asks for."""
    taken = [(item, count) for item, count in zip(items, counts, strict=True) if count]
    for one, _count in taken:
        beside = [(item, n) for item, n in taken if (item.event, item.loan.place) == (one.event, one.loan.place)]
        if sum(n for item, n in beside if item.start <= one.start < item.end) > max(item.most for item, _n in beside):
            return True
    return False
