"""The duty leader's inspections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from roster.domain.activity import Choice
from roster.domain.ids import CrewId
from roster.domain.itinerary import Inspection, Plan
from roster.domain.patrol import Patrol
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import plan_words
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.spot import Spot
from roster.rules.variables import Inspects
from roster.rules.violation import Violation

ASKED: dict[str, Callable[[Inspection], bool]] = {
    N_("scheduled"): lambda check: not check.surprise,
    N_("surprise"): lambda check: check.surprise,
    N_("on_site"): lambda check: check.on_site,
    N_("video"): lambda check: not check.on_site,
}


class Supervision(PlanRule):
    """The duty leader looks in on crews, announced and by surprise, by video and on the spot.

    Each leader on duty makes so many inspections of each sort, of `minutes` each, while the crew stands at a place; on
    the spot the leader gets from one to the next in time. Those by surprise stand only in the leader's own workbook.
    `when` selects the dates. The amount is the inspections missing, sort by sort.

    rule: supervision
    scheduled: 1
    surprise: 1
    on_site: 1
    weight: 30
    """

    rule: Literal["supervision"] = "supervision"
    scheduled: NonNegativeInt = Field(default=1, description="announced inspections a day")
    surprise: NonNegativeInt = Field(default=1, description="inspections by surprise a day")
    on_site: NonNegativeInt = Field(default=1, description="of all of them so many on the spot")
    video: NonNegativeInt = Field(default=0, description="of all of them so many by video")
    minutes: PositiveInt = Field(default=10, description="how long an inspection takes")

    title = N_("The duty leader's checks")
    unit_of_amount = N_("inspections missing")
    refused = ("who", "where", *OF_SHIFTS, "when.slot")

    def asked(self, sort: str) -> int:
        """How many inspections of a sort a leader makes in a day."""
        number: int = getattr(self, sort)
        return number

    def leaders(self, day: int, patrol: Patrol) -> list[CrewId]:
        """The leaders on duty from a day on."""
        if not self.when.matches_day(day, patrol.problem):
            return []
        return [leader for leader, _crew, _span in patrol.leaders if leader[0] == day]

    def limits(self, choice: Choice) -> Iterator[Limit]:
        for leader in self.leaders(choice.day, choice.patrol):
            own = [(number, check) for number, check in enumerate(choice.inspections) if check.leader == leader]
            for sort, fits in ASKED.items():
                terms = tuple((1, Inspects(n)) for n, check in own if fits(check) and self._long_enough(check))
                spot = Spot(day=choice.day, shift=leader[1], unit=leader[2], place=sort)
                yield Linear(spot, terms, at_least=self.asked(sort))

    def _long_enough(self, check: Inspection) -> bool:
        return check.span.minutes >= self.minutes

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            for leader in self.leaders(day, patrol):
                own = [check for check in plan.inspections if check.leader == leader and self._long_enough(check)]
                for sort, fits in ASKED.items():
                    given = sum(map(fits, own))
                    if given < self.asked(sort):
                        spot = Spot(day=day, shift=leader[1], unit=leader[2], place=sort)
                        yield Violation(spot, self.asked(sort) - given, asked=self.asked(sort), given=given)

    def say(self, violation: Violation, problem: Problem) -> str:
        words = {**plan_words(violation.spot, problem), "sort": _(violation.spot.place)}
        return _("inspections ({sort}) by the duty leader {unit} on {date}: {given} of {asked}").format(
            **words, given=violation.given, asked=violation.asked
        )
