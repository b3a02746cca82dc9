"""Standing and moving, driving and walking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.itinerary import FOOT, MEAL, STATIC, Plan, Stop, during
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import count, crews_in, fills, minutes_of_mode, plan_slots, plan_words
from roster.rules.spot import Spot
from roster.rules.variables import Does
from roster.rules.violation import Violation


def walks(stops: tuple[Stop, ...], slot: Slot) -> bool:
    """Whether a crew spends a slot on foot."""
    return fills(minutes_of_mode(stops, slot, lambda stop: stop.mode == FOOT), slot)


def stands(stops: tuple[Stop, ...], slot: Slot) -> bool:
    """Whether a crew spends a slot standing."""
    return 2 * minutes_of_mode(stops, slot, lambda stop: stop.mode in (STATIC, MEAL)) > slot.end - slot.start


class ModeMix(PlanRule):
    """Police are met standing and on the move, in cars and on foot.

    `asks: both` wants a unit that stands and one that moves in each slot of the plan in which two units or more are on
    duty; `asks: walk` wants every crew with a vehicle that patrols a zone to spend `min` slots of its shift on foot;
    `asks: foot` wants `min` crews on foot in each slot within `when.slot`, at the zones or sites of `where`. A slot is
    spent on foot when half of it is, and standing when more than half of it is. `where` selects unit kinds as well,
    `when` roster days and hours, for `walk` shifts. The amount is the units, or the slots on foot, missing.

    rule: mode_mix
    asks: walk
    weight: 6
    """

    rule: Literal["mode_mix"] = "mode_mix"
    asks: Literal["both", "walk", "foot"] = Field(default="both", description="which part of the mix")
    min: PositiveInt = Field(default=1, description="slots on foot a shift, or crews on foot in a slot")

    title = N_("Ways of patrolling")
    unit_of_amount = N_("units or slots of the mode missing")

    def _walkers(self, day: int, patrol: Patrol) -> list[OnDuty]:
        """The crews of a roster day that leave their vehicle to walk."""
        return [
            crew
            for crew in patrol.crews_of_day.get(day, ())
            if crew.roams and crew.mode != FOOT and self.where.matches_kind(crew.kind)
            if self.when.matches_day(crew.id.day, patrol.problem)
            if self.when.matches_shift(patrol.problem.shift[crew.id.shift])
        ]

    def _there(self, stops: tuple[Stop, ...], slot: Slot, patrol: Patrol) -> bool:
        """Whether a crew walks in a slot at a place that `where` selects."""

        def fits(stop: Stop) -> bool:
            names = (stop.place, *patrol.zones_of(stop.begins))
            return any(self.where.matches_place(name, patrol.problem) for name in names)

        chosen = tuple(stop for stop in stops if fits(stop))
        return walks(chosen, slot)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol, day = choice.patrol, choice.day
        if self.asks == "walk":
            slots: dict[OnDuty, list[tuple[int, Does]]] = {crew: [] for crew in self._walkers(day, patrol)}
            for activity in choice.activities:
                number = sum(walks(activity.stops, slot) for slot in activity.slots)
                if number and activity.crew in slots:
                    slots[activity.crew].append((number, Does(activity.number)))
            for crew, terms in slots.items():
                yield Linear(
                    Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label), tuple(terms), at_least=self.min
                )
            return
        for slot in plan_slots(self.when, patrol, day):
            done = choice.in_slot.get(slot, ())
            spot = Spot(day=day, slot=slot)
            if self.asks == "foot":
                on_foot = (n for n, crew, stops in done if self._fits(crew) and self._there(stops, slot, patrol))
                yield count(spot, on_foot, at_least=self.min)
            elif len(self._on_duty(slot, patrol)) >= 2:
                mode = {
                    standing: [n for n, crew, s in done if self._fits(crew) and stands(s, slot) == standing]
                    for standing in (True, False)
                }
                yield count(spot, mode[True], at_least=1)
                yield count(spot, mode[False], at_least=1)

    def _fits(self, crew: OnDuty) -> bool:
        return self.where.matches_kind(crew.kind)

    def _on_duty(self, slot: Slot, patrol: Patrol) -> list[OnDuty]:
        return [crew for crew in patrol.crews_in_slot.get(slot, ()) if self._fits(crew)]

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            if self.asks == "walk":
                for crew in self._walkers(day, patrol):
                    stops = plan.stops.get(crew.id, ())
                    given = sum(walks(during(stops, part.slot.span), part.slot) for part in crew.parts)
                    if given < self.min:
                        spot = Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label)
                        yield Violation(spot, self.min - given, asked=self.min, given=given)
                continue
            for slot in plan_slots(self.when, patrol, day):
                yield from self._check_slot(slot, plan, patrol)

    def _check_slot(self, slot: Slot, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        crews = [stops for crew, stops in crews_in(slot, plan, patrol) if self._fits(crew)]
        spot = Spot(day=slot.day, slot=slot)
        if self.asks == "foot":
            given = sum(self._there(stops, slot, patrol) for stops in crews)
            if given < self.min:
                yield Violation(spot, self.min - given, asked=self.min, given=given)
        elif len(crews) >= 2:
            standing = sum(stands(stops, slot) for stops in crews)
            if not standing:
                yield Violation(spot, 1, asked=1, given=0, facts={"standing": True})
            if standing == len(crews):
                yield Violation(spot, 1, asked=1, given=0)

    def say(self, violation: Violation, problem: Problem) -> str:
        numbers = {"given": violation.given, "asked": violation.asked}
        words = plan_words(violation.spot, problem)
        match self.asks:
            case "walk":
                return _("slots on foot of {unit} on {date}: {given} of {asked}").format(**words, **numbers)
            case "foot":
                return _("crews on foot on {date}, {hours}: {given} of {asked}").format(**words, **numbers)
        if violation.facts.get("standing"):
            return _("no unit stands on {date}, {hours}").format(**words)
        return _("no unit is on the move on {date}, {hours}").format(**words)
