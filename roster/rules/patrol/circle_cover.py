"""Units at the centres of the quick-reaction circles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.itinerary import FOOT, Plan, Stop
from roster.domain.patrol import QUICK_REACTION_POINT, STATIONING_POINT, OnDuty, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import count, crews_in, near_for, places_of, plan_slots, plan_words
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.spot import Spot
from roster.rules.violation import Violation


class CircleCover(PlanRule):
    """Each quick-reaction circle has a unit at or near its centre, in every slot of the plan.

    The centres are the stationing points and the quick-reaction points; near is within `minutes` of travel for half of
    the slot or more. `where` selects centres and unit kinds, `when` roster days and hours. The amount is the circles
    without a unit, slot by slot.

    rule: circle_cover
    minutes: 3
    weight: 3
    """

    rule: Literal["circle_cover"] = "circle_cover"
    minutes: PositiveInt = Field(default=3, description="minutes from the centre that still count as near")

    title = N_("Quick-reaction circles")
    unit_of_amount = N_("circles without a unit, slot by slot")
    refused = ("who", *OF_SHIFTS)

    def centres(self, patrol: Patrol) -> tuple[str, ...]:
        """The circles that the entry is about, by their centres."""
        kinds = (STATIONING_POINT, QUICK_REACTION_POINT)
        return tuple(site for kind in kinds for site in places_of(self.where, patrol, kind))

    def _near(self, crew: OnDuty, stop: Stop, point: str, minute: int, patrol: Patrol) -> frozenset[str]:
        mode = FOOT if FOOT in (stop.mode, crew.mode) else crew.mode
        known, key = patrol.known(self), (point, mode, patrol.travel.is_night(minute))
        if key not in known:
            known[key] = frozenset(
                centre
                for centre in self.centres(patrol)
                if patrol.travel.exact(point, centre, mode, minute) <= self.minutes
            )
        return known[key]

    def _held(self, crew: OnDuty, stops: tuple[Stop, ...], slot: Slot, patrol: Patrol) -> frozenset[str]:
        """The circles in which a crew is for most of a slot."""
        if not self.where.matches_kind(crew.kind):
            return frozenset()
        half = -(-(slot.end - slot.start) // 2)
        known, night = patrol.known(self), patrol.travel.is_night(slot.start)

        def near(stop: Stop, point: str) -> frozenset[str]:
            found = known.get((point, FOOT if stop.mode == FOOT else crew.mode, night))
            return self._near(crew, stop, point, slot.start, patrol) if found is None else found

        return near_for(stops, slot, half, near)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol = choice.patrol
        centres = self.centres(patrol)
        for slot in plan_slots(self.when, patrol, choice.day):
            held: dict[str, list[int | None]] = {centre: [] for centre in centres}
            for number, crew, stops in choice.in_slot.get(slot, ()):
                for centre in self._held(crew, stops, slot, patrol):
                    held[centre].append(number)
            for centre, done in held.items():
                yield count(Spot(day=choice.day, slot=slot, place=centre), done, at_least=1)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        centres = self.centres(patrol)
        for day in patrol.problem.horizon.range:
            for slot in plan_slots(self.when, patrol, day):
                held = [self._held(crew, stops, slot, patrol) for crew, stops in crews_in(slot, plan, patrol)]
                for centre in centres:
                    if not any(centre in found for found in held):
                        yield Violation(Spot(day=day, slot=slot, place=centre), 1, asked=1, given=0)

    def say(self, violation: Violation, problem: Problem) -> str:
        text = _("no unit in the circle of {place} on {date}, {hours}")
        return text.format(**plan_words(violation.spot, problem))
