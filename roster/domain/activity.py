"""What crews may do on one day of a patrol plan: the plan's choices, as plain facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from roster.domain.itinerary import Inspection, Plan, Stop, during
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
        """By place: every stop there that may be made or is settled."""
        found: dict[str, list[tuple[int | None, OnDuty, Stop]]] = {}
        for number, crew, stops in self.done:
            for stop in stops:
                if stop.place:
                    found.setdefault(stop.place, []).append((number, crew, stop))
        return {place: tuple(stops) for place, stops in found.items()}

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
