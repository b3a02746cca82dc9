"""What seats make of limits: of whom these speak, decisions by who sits where, and costs in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from roster.domain.ids import ShiftId
from roster.forms import Expression, Sum
from roster.rules.limits import Limit
from roster.rules.variables import Decision, Members, Seat, Together, Valuation

STAYING, LAST = 10, 11
"""When it counts that crews stay as they are, after all priorities; and when wishes do."""


def people_of(limit: Limit) -> dict[ShiftId, set[frozenset[str]]]:
    """Of whom a limit over seats speaks on each shift: officers who only count together."""
    found: dict[ShiftId, set[frozenset[str]]] = {}
    for decision in limit.decisions:
        match decision:
            case Seat(officer, unit):
                groups = [frozenset((officer,))]
            case Together(officers, unit):
                groups = [frozenset(officers)]
            case Members(officers, unit):
                groups = [frozenset((officer,)) for officer in officers]
            case _:
                continue
        found.setdefault(unit.start, set()).update(groups)
    return dict(sorted(found.items()))


def with_seats(seats: Collection[Seat], value: Valuation) -> Valuation:
    """The value of each decision, those about seats by who sits there."""

    def told(decision: Decision) -> int:
        if isinstance(decision, Members):
            return sum(seat in seats for seat in decision.seats)
        if isinstance(decision, Together):
            return int(all(seat in seats for seat in decision.seats))
        return decision in seats if isinstance(decision, Seat) else value(decision)

    return told


def in_order(costs: Iterable[tuple[int, Expression, int]]) -> Expression:
    """One sum in which an earlier tier outweighs all later ones: numbers stay small within one shift."""
    by_tier: dict[int, list[Expression]] = {}
    largest: dict[int, int] = {}
    for tier, cost, most in costs:
        order = tier or LAST
        by_tier.setdefault(order, []).append(cost)
        largest[order] = largest.get(order, 0) + most
    total: Expression = 0
    scale = 1
    for order in sorted(by_tier, reverse=True):
        total += scale * Sum(by_tier[order])
        scale *= largest[order] + 1
    return total
