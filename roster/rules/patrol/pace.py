"""A pace at which people can work."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, NonNegativeInt, model_validator

from roster.domain.activity import Activity, Choice
from roster.domain.itinerary import Plan, Stop
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import Stay, crews_of, plan_words, slot_of, stays_of
from roster.rules.spot import Spot
from roster.rules.variables import Does
from roster.rules.violation import Violation


class Pace(PlanRule):
    """Crews work at a pace that people can keep: few stops, none of them too short.

    A crew makes at most `stops_an_hour`, counted over its whole shift and rounded up; no stop is shorter than
    `least_minutes`; where a crew stands or waits it stays for `standing_minutes` in one piece, or throughout a slot of
    the plan that is shorter. Time at one waiting place is one stop, whatever the crew does there. `where` selects unit
    kinds, `when` roster days and shifts. The amount is the stops too many and the minutes that stops are too short.

    rule: pace
    stops_an_hour: 2.5
    least_minutes: 5
    standing_minutes: 10
    priority: 7
    """

    rule: Literal["pace"] = "pace"
    stops_an_hour: float | None = Field(default=None, gt=0, le=60, description="stops of a crew, over its shift")
    least_minutes: NonNegativeInt = Field(default=0, description="minutes that any stop lasts at the least")
    standing_minutes: NonNegativeInt = Field(
        default=0, description="minutes in one piece at each call of a place where a crew stands"
    )

    title = N_("Pace of patrols")
    unit_of_amount = N_("stops too many, minutes that stops are too short")
    refused = ("who", "where.zone", "where.site", "when.slot")

    @model_validator(mode="after")
    def _asks_something(self) -> Pace:
        if self.stops_an_hour is None and not self.least_minutes and not self.standing_minutes:
            raise ValueError(_("give `stops_an_hour`, `least_minutes` or `standing_minutes`"))
        return self

    @property
    def standing(self) -> int:
        """Minutes in one piece where a crew stands or waits."""
        return max(self.least_minutes, self.standing_minutes)

    def most(self, crew: OnDuty) -> int | None:
        """How many stops a crew may make; None for any number."""
        if self.stops_an_hour is None:
            return None
        minutes = crew.parts[-1].slot.end - crew.parts[0].slot.start
        return math.ceil(self.stops_an_hour * minutes / 60 - 1e-9)

    def crews(self, day: int, patrol: Patrol) -> Iterator[OnDuty]:
        """The crews of a roster day that the entry is about."""
        return crews_of(self.where, self.when, day, patrol)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        by_crew: dict[object, list[Activity]] = {}
        for activity in choice.activities:
            by_crew.setdefault(activity.crew.id, []).append(activity)
        for crew in self.crews(choice.day, choice.patrol):
            own = by_crew.get(crew.id, [])
            spot = Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label)
            known = [(activity, stays_of(activity.stops)) for activity in own]
            most = self.most(crew)
            if most is not None:
                counts = ((self._begun(activity, stays), Does(activity.number)) for activity, stays in known)
                yield Linear(spot, tuple(term for term in counts if term[0]), at_most=most)
            short = [(self._short_within(activity, stays), Does(activity.number)) for activity, stays in known]
            terms = tuple(term for term in short if term[0])
            if terms:
                yield Linear(spot, terms, at_most=0)
            yield from self._short_between(crew, known, spot)

    def _begun(self, activity: Activity, stays: tuple[Stay, ...]) -> int:
        """The stops that an activity adds to those before it."""
        return len(stays) - _goes_on(activity, stays)

    def _short_within(self, activity: Activity, stays: tuple[Stay, ...]) -> int:
        """Minutes missing at an activity's stops, but for those that others may lengthen."""
        first = 1 if activity.first and _waits_first(activity, stays) else 0
        open_end = activity.last + 1 < len(activity.crew.parts) and bool(stays) and stays[-1].waits
        inner = stays[first : len(stays) - 1] if open_end else stays[first:]
        return sum(self._missing(stay, activity.crew) for stay in inner)

    def _missing(self, stay: Stay, crew: OnDuty) -> int:
        if not stay.waits:
            return max(0, self.least_minutes - stay.span.minutes)
        if any(stay.span.covers(part.slot.span) for part in crew.parts):
            return 0
        return max(0, self.standing - stay.span.minutes)

    def _short_between(
        self, crew: OnDuty, known: list[tuple[Activity, tuple[Stay, ...]]], spot: Spot
    ) -> Iterator[Limit]:
        """Waits that one activity begins and the next one ends."""
        least = self.standing
        arriving: dict[tuple[int, str], dict[int, int]] = {}
        for activity, stays in known:
            if activity.last + 1 < len(crew.parts) and stays and stays[-1].waits:
                minutes = least - self._missing(stays[-1], crew)
                arriving.setdefault((activity.last + 1, activity.ends), {})[activity.number] = minutes
        for (slot, point), ends in arriving.items():
            if min(ends.values()) >= least:
                continue
            terms = []
            for activity, stays in known:
                if activity.first < slot <= activity.last + 1:
                    terms.append((ends.get(activity.number, least), Does(activity.number)))
                elif activity.first == slot and activity.begins == point and _waits_first(activity, stays):
                    terms.append((least - self._missing(stays[0], crew), Does(activity.number)))
            yield Linear(spot._replace(place=point), tuple(term for term in terms if term[0]), at_least=least)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            for crew in self.crews(day, patrol):
                yield from self._faults(crew, plan.stops.get(crew.id, ()))

    def _faults(self, crew: OnDuty, stops: tuple[Stop, ...]) -> Iterator[Violation]:
        day, shift, label = crew.id
        stays, most = stays_of(stops), self.most(crew)
        spot = Spot(day=day, shift=shift, unit=label)
        if most is not None and len(stays) > most:
            yield Violation(spot, len(stays) - most, asked=most, given=len(stays))
        for stay in stays:
            missing = self._missing(stay, crew)
            if missing:
                at = spot._replace(place=stay.place, slot=slot_of(stay.span, day))
                yield Violation(at, missing, stay.span.minutes + missing, stay.span.minutes)

    def say(self, violation: Violation, problem: Problem) -> str:
        words = plan_words(violation.spot, problem)
        numbers = {"given": violation.given, "asked": violation.asked}
        if violation.spot.place:
            text = _("{unit} on {date} stays at {place}, {hours}, for {given} min; at least {asked} are asked")
            return text.format(**words, **numbers)
        return _("{unit} on {date} makes {given} stops where {asked} are the most").format(**words, **numbers)


def _waits_first(activity: Activity, stays: tuple[Stay, ...]) -> bool:
    """Whether an activity begins with a wait where the one before it has ended."""
    start = activity.crew.parts[activity.first].slot.start
    return bool(stays) and stays[0].waits and stays[0].span.start == start and stays[0].point == activity.begins


def _goes_on(activity: Activity, stays: tuple[Stay, ...]) -> bool:
    return activity.first > 0 and _waits_first(activity, stays)
