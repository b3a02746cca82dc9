"""Passes of the routes that must be patrolled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.clock import Window
from roster.domain.itinerary import Demand, Plan
from roster.domain.patrol import Patrol
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import (
    calls_at,
    count,
    is_pass,
    plan_words,
    slot_of,
    told_at_once,
    unserved_windows,
    windows_on,
)
from roster.rules.shared.selectors import OF_SHIFTS, Hours, Several
from roster.rules.spot import Spot
from roster.rules.violation import Violation

SHIFT_HOURS = (Window(7 * 60, 15 * 60), Window(15 * 60, 23 * 60), Window(23 * 60, 31 * 60))


class RoutePasses(PlanRule):
    """Each route is passed so many times in each of the windows, by any unit on duty.

    A pass takes the route's length at the speed of the unit's mode, from one end to the other; on foot with a vehicle
    left behind, there and back. It counts in the window in which it begins, if its unit has come on duty by the end of
    that roster day. `route` or `where.zone` select routes, `when` roster days. The amount is the passes missing; those
    of windows in which the brigade has no shift are told once.

    rule: route_passes
    min: 1
    priority: 5
    """

    rule: Literal["route_passes"] = "route_passes"
    min: PositiveInt = Field(default=1, description="passes in each window")
    windows: Several[Hours] = Field(default=SHIFT_HOURS, description="hours such as 07:00-15:00, one or several")
    route: Several[str] = Field(default=(), description="these routes; default: every route")

    title = N_("Passes of routes")
    unit_of_amount = N_("passes missing")
    refused = ("who", "where.site", "where.unit_kind", *OF_SHIFTS, "when.slot")

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("route", "route", name) for name in self.route)

    def routes(self, problem: Problem) -> list[str]:
        zones = set(self.where.zone)
        return [
            route.id
            for route in problem.routes
            if (not self.route or route.id in self.route) and (not zones or zones & set(route.zones))
        ]

    def limits(self, choice: Choice) -> Iterator[Limit]:
        problem = choice.patrol.problem
        for span in windows_on(self.windows, self.when, choice.day, choice.patrol):
            for route in self.routes(problem):
                done = (
                    number
                    for number, crew, stop in choice.at.get(route, ())
                    if crew.day <= choice.day and span.start <= stop.arrive < span.end
                    if is_pass(stop, choice.patrol)
                )
                spot = Spot(day=choice.day, slot=slot_of(span, choice.day), place=route)
                yield count(spot, done, at_least=self.min)

    def demands(self, plan: Plan, patrol: Patrol) -> Iterator[Demand]:
        """What is asked for and given, window by window."""
        problem, there = patrol.problem, calls_at(plan)
        for day in problem.horizon.range:
            for span in windows_on(self.windows, self.when, day, patrol):
                for route in self.routes(problem):
                    begun = [
                        stop.arrive
                        for crew, stop in there.get(route, ())
                        if patrol.day_of(crew) <= day and is_pass(stop, patrol)
                    ]
                    yield Demand(route, day, span, self.min, sum(span.start <= moment < span.end for moment in begun))

    def unserved(self, problem: Problem) -> tuple[Window, ...]:
        return unserved_windows(self.windows, problem) if self.routes(problem) else ()

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        yield from told_at_once(self._missed(plan, patrol), patrol.problem)

    def _missed(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for place, day, span, asked, given in self.demands(plan, patrol):
            if given < asked:
                yield Violation(Spot(day=day, slot=slot_of(span, day), place=place), asked - given, asked, given)

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        return _("passes of route {place} on {date}, {hours}: {given} of {asked}").format(
            **plan_words(violation.spot, problem), given=violation.given, asked=violation.asked
        )
