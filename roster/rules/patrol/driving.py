"""How far a crew drives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from roster.domain.activity import Choice
from roster.domain.itinerary import CAR, FOOT, ROUTE, STATIC, Plan, Stop
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import crews_of, plan_words
from roster.rules.spot import Spot
from roster.rules.variables import Does
from roster.rules.violation import Violation

METRES_A_KM = 1000
LEAST_REFUELLING = 5


class Driving(PlanRule):
    """No crew drives too far, or too long, in one shift; cars get fuel.

    Kilometres are those of the ways from stop to stop and of the routes that are passed by car: the straight line
    times the setting `detour_factor`. Minutes are those on the way, and of passes by car. With `fuel` each crew with a
    vehicle that patrols stops once a shift at a site with `fuel` in the table `sites`, in a zone that it serves.
    `where` selects unit kinds, `when` roster days and shifts. The amount is the kilometres too many, each begun one as
    one, the minutes too many, and the stops for fuel that are missing.

    rule: driving
    km: 40
    weight: 40
    """

    rule: Literal["driving"] = "driving"
    km: PositiveFloat | None = Field(default=None, description="kilometres of a crew in a shift at the most")
    minutes: PositiveInt | None = Field(default=None, description="minutes at the wheel in a shift at the most")
    fuel: bool = Field(default=False, description="whether each crew with a vehicle stops for fuel")

    title = N_("Driving")
    unit_of_amount = N_("kilometres or minutes too many, stops for fuel missing")
    refused = ("who", "where.zone", "where.site", "when.slot")

    @model_validator(mode="after")
    def _asks_something(self) -> Driving:
        if self.km is None and self.minutes is None and not self.fuel:
            raise ValueError(_("give `km`, `minutes` or `fuel`"))
        return self

    def crews(self, day: int, patrol: Patrol) -> Iterator[OnDuty]:
        """The crews of a roster day that drive."""
        return (crew for crew in crews_of(self.where, self.when, day, patrol) if crew.mode != FOOT)

    def _fuels(self, crew: OnDuty, patrol: Patrol) -> bool:
        """Whether a crew is to stop for fuel: only where it can."""
        places = (site for site in patrol.problem.sites if site.fuel and site.zone in crew.zones)
        return self.fuel and crew.roams and any(places)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol = choice.patrol
        own: dict[object, list[tuple[int, tuple[Stop, ...]]]] = {}
        for activity in choice.activities:
            own.setdefault(activity.crew.id, []).append((activity.number, activity.track))
        for crew in self.crews(choice.day, patrol):
            spot = Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label)
            done = own.get(crew.id, ())
            if self.km is not None:
                ways = ((metres_driven(crew, stops, patrol), Does(number)) for number, stops in done)
                terms = tuple(term for term in ways if term[0])
                yield Linear(spot, terms, at_most=round(self.km * METRES_A_KM), per=METRES_A_KM)
            if self.minutes is not None:
                times = ((minutes_driven(crew, stops), Does(number)) for number, stops in done)
                yield Linear(spot, tuple(term for term in times if term[0]), at_most=self.minutes)
            if self._fuels(crew, patrol):
                taken = ((_refuels(stops, patrol), Does(number)) for number, stops in done)
                yield Linear(spot, tuple(term for term in taken if term[0]), at_least=1)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            for crew in self.crews(day, patrol):
                yield from self._faults(crew, plan.stops.get(crew.id, ()), patrol)

    def _faults(self, crew: OnDuty, stops: tuple[Stop, ...], patrol: Patrol) -> Iterator[Violation]:
        spot = Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label)
        if self.km is not None:
            metres, most = metres_driven(crew, stops, patrol), round(self.km * METRES_A_KM)
            if metres > most:
                facts = {"what": "km", "given": metres / METRES_A_KM, "asked": self.km}
                yield Violation(spot, -(-(metres - most) // METRES_A_KM), facts=facts)
        if self.minutes is not None:
            minutes = minutes_driven(crew, stops)
            if minutes > self.minutes:
                facts = {"what": "minutes", "given": minutes, "asked": self.minutes}
                yield Violation(spot, minutes - self.minutes, facts=facts)
        if self._fuels(crew, patrol) and not _refuels(stops, patrol):
            yield Violation(spot, 1, asked=1, given=0, facts={"what": "fuel", "given": 0, "asked": 1})

    def say(self, violation: Violation, problem: Problem) -> str:
        text = {
            "km": _("{unit} on {date} drives {given:.1f} km where {asked:g} are the most"),
            "minutes": _("{unit} on {date} drives for {given} minutes where {asked} are the most"),
            "fuel": _("{unit} on {date} has no stop for fuel"),
        }[violation.facts["what"]]
        numbers = {name: violation.facts[name] for name in ("given", "asked")}
        return text.format(**plan_words(violation.spot, problem), **numbers)


def metres_driven(crew: OnDuty, stops: Iterable[Stop], patrol: Patrol) -> int:
    """Metres that a crew drives from stop to stop and along routes; 0 for ways that nobody knows."""
    if crew.mode == FOOT:
        return 0
    listed = tuple(stops)
    total = sum(patrol.travel.metres(before.ends, after.begins) for before, after in pairwise(listed))
    passes = (stop for stop in listed if stop.kind == ROUTE and stop.mode not in (FOOT, STATIC))
    return total + sum(round(patrol.route[stop.place].km * METRES_A_KM) for stop in passes if stop.begins != stop.ends)


def minutes_driven(crew: OnDuty, stops: Iterable[Stop]) -> int:
    """Minutes that a crew is at the wheel: on its ways, and on passes by car."""
    if crew.mode == FOOT:
        return 0
    listed = tuple(stops)
    ways = sum(after.arrive - before.leave for before, after in pairwise(listed) if before.ends != after.begins)
    return ways + sum(s.span.minutes for s in listed if s.kind == ROUTE and s.mode not in (FOOT, STATIC))


def _refuels(stops: Iterable[Stop], patrol: Patrol) -> int:
    """The stops for fuel, each long enough."""
    sites = patrol.problem.site
    return sum(
        stop.place in sites and sites[stop.place].fuel and stop.span.minutes >= LEAST_REFUELLING
        for stop in stops
        if stop.mode == CAR
    )
