"""Extra presence where and when it is lively."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.itinerary import Plan, Stop
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import count, crews_in, minutes_of_mode, plan_slots, plan_words
from roster.rules.shared.selectors import OF_SHIFTS, Several
from roster.rules.spot import Spot
from roster.rules.violation import Violation


class HotHours(PlanRule):
    """Places such as bars and night markets see extra presence in their hours.

    The places are the sites that have `hot_hours` in the table `sites`, or those of `where.site`, then in `when.slot`
    where their table row says nothing. In each slot of the plan within a place's hours `units` crews stop there, or at
    another such place of the same zone. Where a crew of a shift in `first_call` is on duty and may enter the zone, only
    crews of these shifts count: they have the first call, so that patrols go on beside them. The amount is the crews
    missing, slot by slot and zone by zone.

    rule: hot_hours
    first_call: O
    when: {weekday: [fri, sat]}
    weight: 8
    """

    rule: Literal["hot_hours"] = "hot_hours"
    units: PositiveInt = Field(default=1, description="crews in each slot and zone")
    minutes: PositiveInt = Field(default=10, description="minutes of a slot that a crew is there at the least")
    first_call: Several[str] = Field(default=(), description="shifts whose crews go there first")

    title = N_("Busy places at busy hours")
    unit_of_amount = N_("crews missing, slot by slot")
    refused = ("who", *OF_SHIFTS)

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("first_call", "shift", name) for name in self.first_call)

    def _hot(self, slot: Slot, patrol: Patrol) -> dict[str, frozenset[str]]:
        """The places that are hot in a slot, by zone."""
        found: dict[str, set[str]] = {}
        for site in patrol.problem.sites:
            listed = site.id in self.where.site
            hours = site.hot or (self.when.slot if listed else None)
            chosen = self.where.matches_place(site.id, patrol.problem) and (listed or site.hot is not None)
            if chosen and (hours is None or hours.minutes_in(slot.span)):
                found.setdefault(site.zone, set()).add(site.id)
        return {zone: frozenset(sites) for zone, sites in found.items()}

    def _counts(self, crew: OnDuty, zone: str, slot: Slot, patrol: Patrol) -> bool:
        if not self.where.matches_kind(crew.kind) or zone not in crew.zones:
            return False
        called = any(
            other.id.shift in self.first_call and zone in other.zones for other in patrol.crews_in_slot.get(slot, ())
        )
        return not called or crew.id.shift in self.first_call

    def _present(self, stops: tuple[Stop, ...], slot: Slot, sites: frozenset[str]) -> bool:
        return minutes_of_mode(stops, slot, lambda stop: stop.place in sites) >= min(self.minutes, slot.span.minutes)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol = choice.patrol
        for slot in plan_slots(self.when, patrol, choice.day):
            for zone, sites in self._hot(slot, patrol).items():
                present = (
                    number
                    for number, crew, stops in choice.in_slot.get(slot, ())
                    if self._counts(crew, zone, slot, patrol) and self._present(stops, slot, sites)
                )
                yield count(Spot(day=choice.day, slot=slot, place=zone), present, at_least=self.units)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            for slot in plan_slots(self.when, patrol, day):
                crews = list(crews_in(slot, plan, patrol))
                for zone, sites in self._hot(slot, patrol).items():
                    given = sum(
                        self._counts(crew, zone, slot, patrol) and self._present(stops, slot, sites)
                        for crew, stops in crews
                    )
                    if given < self.units:
                        spot = Spot(day=day, slot=slot, place=zone)
                        yield Violation(spot, self.units - given, asked=self.units, given=given)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("crews at the lively places of {place} on {date}, {hours}: {given} of {asked}").format(
            **plan_words(violation.spot, problem), given=violation.given, asked=violation.asked
        )
