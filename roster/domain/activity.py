"""What crews may do on one day of a patrol plan: the plan's choices, as plain facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from roster.domain.ids import CrewId
from roster.domain.itinerary import ROUTE, ZONE, Inspection, Plan, Stop, calls, during
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.service import Slot

NOTHING = Plan(())


@dataclass(frozen=True)
class Activity:
    """What one crew may do in one slot, or in a few slots in a row: its stops, from one waiting place to another."""

    number: int
    crew: OnDuty
    first: int  # index of the crew's slots
    last: int
    begins: str  # the point at which the crew is when the first slot begins
    ends: str
    stops: tuple[Stop, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(part.slot for part in self.crew.parts[self.first : self.last + 1])

    @property
    def calls(self) -> tuple[Stop, ...]:
        """The stops, time at one site in one piece as one."""
        return calls(self.stops)

    @property
    def goes_on(self) -> bool:
        """Whether it begins with more time at the site at which the activity before it has ended."""
        if not self.first or not self.stops or self.stops[0].kind in (ROUTE, ZONE):
            return False
        start = self.crew.parts[self.first].slot.start
        return (self.stops[0].arrive, self.stops[0].begins) == (start, self.begins)

    @property
    def track(self) -> tuple[Stop, ...]:
        """The stops, with the moment at which the crew stands at its first point."""
        start = self.crew.parts[self.first].slot.start
        return (Stop(start, start, "", "", "", self.begins, self.begins), *self.stops)


class Done(NamedTuple):
    """Stops of a crew: of an activity, by its number, or (None) of an itinerary that is settled."""

    activity: int | None
    crew: OnDuty
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Choice:
    """One day's activities and inspections to choose from, and what is settled already."""

    patrol: Patrol
    day: int
    activities: tuple[Activity, ...] = ()
    given: Plan = NOTHING
    stand_days: Mapping[str, frozenset[int]] = field(default_factory=dict)  # publicity point -> days of its stands
    inspections: tuple[Inspection, ...] = ()

    @cached_property
    def done(self) -> tuple[Done, ...]:
        """Every activity of the day, and the itineraries of other crews that are settled."""
        crews = self.patrol.crew
        settled = (Done(None, crews[item.crew], item.stops) for item in self.given.itineraries if item.crew in crews)
        return (*(Done(a.number, a.crew, a.track) for a in self.activities), *settled)

    @cached_property
    def at(self) -> Mapping[str, tuple[tuple[int | None, OnDuty, Stop], ...]]:
        """By place: every call there that may be made or is settled, with the activity in which it begins.

        One that goes on in another activity is told as far as the first one goes: long enough to be a visit. Where a
        crew can begin in one way only, as what it has begun, a call that goes on is told whole, with the second one.
        """
        found: dict[str, list[tuple[int | None, OnDuty, Stop]]] = {}
        left = self._left_open
        for activity in self.activities:
            begun, made = left.get(activity.crew.id), activity.calls
            if begun is not None and not activity.first:
                made = made[:-1]
            elif begun is not None and activity.first == begun.last + 1:
                made = calls((begun.calls[-1], *activity.stops))
            elif activity.goes_on:
                made = made[1:]
            for stop in made:
                found.setdefault(stop.place, []).append((activity.number, activity.crew, stop))
        for number, crew, stops in self.done:
            for stop in calls(stops) if number is None else ():
                found.setdefault(stop.place, []).append((number, crew, stop))
        return {place: tuple(stops) for place, stops in found.items()}

    @cached_property
    def _left_open(self) -> Mapping[CrewId, Activity]:
        """The only first activity of a crew, where it ends at a site at which the crew may go on."""
        firsts: dict[CrewId, list[Activity]] = {}
        for activity in self.activities:
            if not activity.first:
                firsts.setdefault(activity.crew.id, []).append(activity)
        only = {crew: found[0] for crew, found in firsts.items() if len(found) == 1}
        return {
            crew: one
            for crew, one in only.items()
            if one.last + 1 < len(one.crew.parts) and one.stops and one.stops[-1].kind not in (ROUTE, ZONE)
        }

    @cached_property
    def in_slot(self) -> Mapping[Slot, tuple[Done, ...]]:
        """By slot of the plan: what may be done in it or is settled."""
        found: dict[Slot, list[Done]] = {}
        for activity in self.activities:
            track, slots = activity.track, activity.slots
            for slot in slots:
                stops = during(track, slot.span) if len(slots) > 1 else track
                found.setdefault(slot, []).append(Done(activity.number, activity.crew, stops))
        for done in self.done:
            if done.activity is None and done.crew.parts[-1].slot.day >= self.day:
                for part in done.crew.parts:
                    found.setdefault(part.slot, []).append(done._replace(stops=during(done.stops, part.slot.span)))
        return {slot: tuple(done) for slot, done in found.items()}


def leads_through(activities: Iterable[Activity], slots: int) -> bool:
    """Whether activities lead from the first slot of a shift to the end of its last."""
    reached: dict[int, set[str]] = {}
    for activity in sorted(activities, key=lambda activity: activity.first):
        if activity.first == 0 or activity.begins in reached.get(activity.first, ()):
            reached.setdefault(activity.last + 1, set()).add(activity.ends)
    return bool(reached.get(slots))


def numbered(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """The activities with numbers of their own."""
    return tuple(replace(activity, number=number) for number, activity in enumerate(activities))
