"""What the days of a plan add up to."""

from __future__ import annotations

from dataclasses import dataclass, field

from roster.domain.itinerary import Inspection, Itinerary


@dataclass
class Totals:
    """What the days planned so far add up to."""

    plan: list[Itinerary] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)
    cost: dict[int, int] = field(default_factory=dict)
    bound: dict[int, int] = field(default_factory=dict)
    proved: bool = True
    notes: list[str] = field(default_factory=list)

    def add_cost(self, cost: dict[int, int]) -> None:
        for tier, amount in cost.items():
            self.cost[tier] = self.cost.get(tier, 0) + amount
