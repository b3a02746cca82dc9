"""Stands at the publicity points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.clock import Span, Window
from roster.domain.itinerary import Plan, Stop
from roster.domain.patrol import PUBLICITY_POINT, Patrol
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import calls_at, count, places_of, plan_words
from roster.rules.shared.selectors import Hours
from roster.rules.spot import Spot
from roster.rules.violation import Violation

DAYS_A_WEEK = 7


class Publicity(PlanRule):
    """Each publicity point has a stand every week, at busy hours, by a crew that keeps its other duties.

    A stand lasts `minutes` or more, within `hours` and the point's opening hours. Weeks are counted from the first
    date; `where` selects points; one that is not open for so long at these hours is asked for none. The amount is the
    stands missing.

    rule: publicity
    per_week: 1
    hours: 10:00-20:00
    weight: 30
    """

    rule: Literal["publicity"] = "publicity"
    per_week: PositiveInt = Field(default=1, description="stands a week at each point")
    minutes: PositiveInt = Field(default=20, description="how long a stand lasts at the least")
    hours: Hours = Field(default=Window(10 * 60, 20 * 60), description="busy hours")

    title = N_("Publicity stands")
    unit_of_amount = N_("stands missing")
    refused = ("who", "where.unit_kind", "when")

    def points(self, patrol: Patrol) -> tuple[str, ...]:
        """The publicity points that the entry is about, and at which a stand is possible."""
        found = places_of(self.where, patrol, PUBLICITY_POINT)
        return tuple(point for point in found if self._may_stand(patrol.problem.site[point].opening))

    def _may_stand(self, opening: Window | None) -> bool:
        """Whether a point is open long enough within the busy hours."""
        minutes, both = self.minutes, opening or self.hours
        spans = (Span(start, start + minutes) for start in range(self.hours.start, self.hours.end - minutes + 1))
        return any(both.minutes_in(span) == minutes for span in spans)

    def is_stand(self, stop: Stop, patrol: Patrol) -> bool:
        """Whether a stop is a stand: long enough, and at busy hours."""
        length = stop.span.minutes
        opening = patrol.problem.site[stop.place].opening or self.hours
        return length >= self.minutes and self.hours.minutes_in(stop.span) == opening.minutes_in(stop.span) == length

    def limits(self, choice: Choice) -> Iterator[Limit]:
        """A week's stands, on the last of the days on which the plan may put them; earlier ones are settled."""
        week = range(choice.day - choice.day % DAYS_A_WEEK, choice.day - choice.day % DAYS_A_WEEK + DAYS_A_WEEK)
        for point in self.points(choice.patrol):
            days = [day for day in choice.stand_days.get(point, ()) if day in week] or [week[-1]]
            if choice.day == max(days):
                stands = (
                    number
                    for number, crew, stop in choice.at.get(point, ())
                    if crew.day in week and self.is_stand(stop, choice.patrol)
                )
                yield count(Spot(day=choice.day, place=point), stands, at_least=self.per_week)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        there = calls_at(plan)
        for first in range(0, patrol.problem.horizon.days, DAYS_A_WEEK):
            for point in self.points(patrol):
                given = sum(
                    first <= patrol.day_of(crew) < first + DAYS_A_WEEK and self.is_stand(stop, patrol)
                    for crew, stop in there.get(point, ())
                )
                if given < self.per_week:
                    spot = Spot(day=first, place=point)
                    yield Violation(spot, self.per_week - given, asked=self.per_week, given=given)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("stands at publicity point {place}, week from {date}: {given} of {asked}").format(
            **plan_words(violation.spot, problem), given=violation.given, asked=violation.asked
        )
