"""What the days of a plan add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from roster.domain.activity import Activity
from roster.domain.itinerary import Inspection, Plan
from roster.plan.model import itineraries


@dataclass(frozen=True)
class Settled:
    """One day of the plan: its activities, what they cost by tier, and the least that is proved."""

    chosen: tuple[Activity, ...]
    cost: Mapping[int, int]
    bound: Mapping[int, int]
    proved: bool


@dataclass
class Totals:
    """What the days planned so far, and the inspections, add up to."""

    days: dict[int, Settled] = field(default_factory=dict)
    inspections: list[Inspection] = field(default_factory=list)
    inspected: dict[int, int] = field(default_factory=dict)  # what the inspections cost, by tier
    notes: list[str] = field(default_factory=list)

    def plan(self, but: Collection[int] = ()) -> Plan:
        """The itineraries of all days planned, or of all but some."""
        days = [self.days[day].chosen for day in sorted(self.days) if day not in but]
        return Plan(tuple(itinerary for chosen in days for itinerary in itineraries(chosen)))

    @property
    def cost(self) -> dict[int, int]:
        return added([self.inspected, *(day.cost for day in self.days.values())])

    @property
    def bound(self) -> dict[int, int]:
        return added(day.bound for day in self.days.values())

    @property
    def proved(self) -> bool:
        return all(day.proved for day in self.days.values())


def added(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Amounts by tier, added up."""
    found: dict[int, int] = {}
    for part in parts:
        for tier, amount in part.items():
            found[tier] = found.get(tier, 0) + amount
    return found
