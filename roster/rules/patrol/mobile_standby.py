"""A reserve that is free to move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from roster.domain.activity import Choice
from roster.domain.itinerary import FOOT, Plan, Stop
from roster.domain.patrol import GUARD_POST, PUBLICITY_POINT, OnDuty, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import count, crews_in, fills, minutes_of_mode, plan_slots, plan_words
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.spot import Spot
from roster.rules.violation import Violation


def tied(stops: tuple[Stop, ...], slot: Slot) -> bool:
    """Whether a crew spends a slot away from its car or at a stand: patrolling and waiting count as standby."""
    at_stand = (GUARD_POST, PUBLICITY_POINT)
    return fills(minutes_of_mode(stops, slot, lambda stop: stop.mode == FOOT or stop.kind in at_stand), slot)


class MobileStandby(PlanRule):
    """Patrolling is standby: no more than a share of the cars is tied to a place at once.

    A car is tied in a slot that its crew spends on foot, at a guard post or at a publicity stand. The share, rounded
    up, is of the cars that patrol zones in that slot; `where` selects their unit kinds, `when` roster days and hours.
    The amount is the cars tied beyond it, slot by slot.

    rule: mobile_standby
    share: 0.5
    weight: 10
    """

    rule: Literal["mobile_standby"] = "mobile_standby"
    share: float = Field(default=0.5, ge=0, le=1, description="of the cars on patrol; 0.5 for half of them")

    title = N_("Patrolling as standby")
    unit_of_amount = N_("cars tied too many, slot by slot")
    refused = ("who", "where.zone", "where.site", *OF_SHIFTS)

    def _is_car(self, crew: OnDuty) -> bool:
        return crew.roams and crew.mode != FOOT and self.where.matches_kind(crew.kind)

    def _most(self, slot: Slot, patrol: Patrol) -> int:
        cars = sum(map(self._is_car, patrol.crews_in_slot.get(slot, ())))
        return -int(-(self.share * cars) // 1)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        for slot in plan_slots(self.when, choice.patrol, choice.day):
            cars = [(n, stops) for n, crew, stops in choice.in_slot.get(slot, ()) if self._is_car(crew)]
            if cars:
                bound = self._most(slot, choice.patrol)
                held = (number for number, stops in cars if tied(stops, slot))
                yield count(Spot(day=choice.day, slot=slot), held, at_most=bound)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            for slot in plan_slots(self.when, patrol, day):
                given = sum(self._is_car(crew) and tied(s, slot) for crew, s in crews_in(slot, plan, patrol))
                asked = self._most(slot, patrol)
                if given > asked:
                    yield Violation(Spot(day=day, slot=slot), given - asked, asked=asked, given=given)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("cars tied to a place on {date}, {hours}: {given}, where {asked} may be").format(
            **plan_words(violation.spot, problem), given=violation.given, asked=violation.asked
        )
