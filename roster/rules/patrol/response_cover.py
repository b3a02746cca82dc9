"""Units in reach of the points that matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.itinerary import FOOT, Plan, Stop
from roster.domain.patrol import CHECKPOINT, GUARD_POST, STATIONING_POINT, OnDuty, Patrol
from roster.domain.places import Site
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import count, crews_in, near_for, places_of, plan_slots, plan_words, served_slots
from roster.rules.shared.selectors import OF_SHIFTS, Several
from roster.rules.spot import Spot
from roster.rules.violation import Violation

ROUNDING = 1e-9


class ResponseCover(PlanRule):
    """Each checkpoint has an active unit within its minutes, in every slot of the plan.

    A unit counts in a slot in which it is in reach for `least_minutes` (or half of a shorter slot): at its stops, and
    on its way between two stops in reach. With `reading: place` the checkpoint's own `tier_minutes` say how near; with
    `reading: force` the unit: `post` minutes for a crew at a guard post, `armed` for one at a stationing point, `car`
    for every other. A crew on foot answers on foot. With `backup` a second unit is within the next of `tiers`.
    Nothing is asked for in hours in which no unit has a shift on any date. `where` selects checkpoints and unit kinds,
    `when` roster days and hours. The amount is the units missing, slot by slot.

    rule: response_cover
    reading: place
    weight: 20
    """

    rule: Literal["response_cover"] = "response_cover"
    reading: Literal["place", "force"] = Field(
        default="place", description="whose minutes hold: the place's, the unit's"
    )
    backup: bool = Field(default=False, description="a second unit within the next tier")
    tiers: Several[PositiveInt] = Field(default=(1, 3, 5), description="minutes, the nearest first")
    least_minutes: PositiveInt = Field(default=15, description="minutes of a slot in which the unit is in reach")
    post: PositiveInt = Field(default=1, description="minutes from a guard post")
    car: PositiveInt = Field(default=3, description="minutes of a unit that patrols a zone")
    armed: PositiveInt = Field(default=5, description="minutes from a stationing point")

    title = N_("Rapid response")
    unit_of_amount = N_("units in reach missing, slot by slot")
    refused = ("who", *OF_SHIFTS)

    @property
    def units(self) -> int:
        return 2 if self.backup else 1

    def sites(self, patrol: Patrol) -> tuple[Site, ...]:
        """The checkpoints that the entry is about: with their own minutes where those hold."""
        sites = (patrol.problem.site[name] for name in places_of(self.where, patrol, CHECKPOINT))
        return tuple(site for site in sites if site.tier_minutes or self.reading == "force")

    def minutes(self, site: Site, crew: OnDuty, patrol: Patrol) -> int:
        """Within how many minutes a crew must be of a checkpoint."""
        if self.reading == "place":
            minutes = site.tier_minutes or 0
        else:
            kind = patrol.kind_of(crew.parts[0].site)
            minutes = {GUARD_POST: self.post, STATIONING_POINT: self.armed}.get(kind, self.car)
        return min((tier for tier in self.tiers if tier > minutes), default=minutes) if self.backup else minutes

    def near(self, crew: OnDuty, point: str, mode: str, minute: int, patrol: Patrol) -> frozenset[str]:
        """The checkpoints that a crew at a point reaches in time."""
        mode = FOOT if FOOT in (mode, crew.mode) else crew.mode
        travel, night = patrol.travel, patrol.travel.is_night(minute)
        group = patrol.kind_of(crew.parts[0].site) if self.reading == "force" else ""
        known, key = patrol.known(self), (point, mode, night, group)
        if key not in known:
            known[key] = frozenset(
                site.id
                for site in self.sites(patrol)
                if travel.exact(point, site.id, mode, minute) <= self.minutes(site, crew, patrol) + ROUNDING
            )
        return known[key]

    def reached(self, crew: OnDuty, stops: tuple[Stop, ...], slot: Slot, patrol: Patrol) -> frozenset[str]:
        """The checkpoints that a crew has in reach long enough in a slot."""
        if not self.where.matches_kind(crew.kind):
            return frozenset()
        least = min(self.least_minutes, -(-(slot.end - slot.start) // 2))
        known, night = patrol.known(self), patrol.travel.is_night(slot.start)
        group = patrol.kind_of(crew.parts[0].site) if self.reading == "force" else ""

        def near(stop: Stop, at: str) -> frozenset[str]:
            mode = FOOT if stop.mode == FOOT else crew.mode
            found = known.get((at, mode, night, group))
            return self.near(crew, at, mode, slot.start, patrol) if found is None else found

        return near_for(stops, slot, least, near)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol = choice.patrol
        sites = [site.id for site in self.sites(patrol)]
        for slot in served_slots(plan_slots(self.when, patrol, choice.day), patrol.problem):
            in_reach: dict[str, list[int | None]] = {site: [] for site in sites}
            for number, crew, stops in choice.in_slot.get(slot, ()):
                for site in self.reached(crew, stops, slot, patrol):
                    in_reach[site].append(number)
            for site, done in in_reach.items():
                yield count(Spot(day=choice.day, slot=slot, place=site), done, at_least=self.units)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        sites = [site.id for site in self.sites(patrol)]
        for day in patrol.problem.horizon.range:
            for slot in served_slots(plan_slots(self.when, patrol, day), patrol.problem):
                reached = [self.reached(crew, stops, slot, patrol) for crew, stops in crews_in(slot, plan, patrol)]
                for site in sites:
                    given = sum(site in found for found in reached)
                    if given < self.units:
                        spot = Spot(day=day, slot=slot, place=site)
                        yield Violation(spot, self.units - given, asked=self.units, given=given)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("units in reach of {place} on {date}, {hours}: {given} of {asked}").format(
            **plan_words(violation.spot, problem), given=violation.given, asked=violation.asked
        )
