"""What stays of a patrol plan when its roster changes: itineraries that still fit, and what has begun of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from roster.domain.activity import Activity
from roster.domain.ids import CrewId
from roster.domain.itinerary import STATIC, ZONE, Inspection, Itinerary, Plan, joined
from roster.domain.patrol import OnDuty, Patrol
from roster.plan.verify import crew_faults, inspection_stands


@dataclass(frozen=True)
class Frozen:
    """Itineraries that stay as they are, what has begun of others, and announced inspections; minutes of the roster.

    What began before `since` is history.
    """

    since: int = 0
    whole: Mapping[CrewId, Itinerary] = field(default_factory=dict)
    begun: Mapping[CrewId, Activity] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()

    def activity(self, crew: OnDuty) -> Activity | None:
        """The whole of a crew's shift as the one thing that it may do; None for a crew that is planned again."""
        itinerary = self.whole.get(crew.id)
        if itinerary is None:
            return None
        stops = itinerary.stops
        return Activity(0, crew, 0, len(crew.parts) - 1, stops[0].begins, stops[-1].ends, stops)

    def after(self, day: int, patrol: Patrol) -> Iterator[Itinerary]:
        """What later days keep."""
        yield from (itinerary for key, itinerary in self.whole.items() if patrol.crew[key].day > day)
        yield from (Itinerary(key, done.stops) for key, done in self.begun.items() if done.crew.day > day)

    def is_past(self, crew: OnDuty) -> bool:
        """Whether every slot of a crew began before `since`."""
        return crew.parts[-1].slot.start < self.since

    def without_day(self, day: int, patrol: Patrol) -> Frozen:
        """The same without what a day's crews have yet to do."""
        crews = patrol.crew
        again = {key for key in self.whole if crews[key].day == day and not self.is_past(crews[key])}
        begun = {key: done for key in again if (done := begun_part(self.whole[key], crews[key], self.since, patrol))}
        rest = {key: itinerary for key, itinerary in self.whole.items() if key not in again}
        left = Plan((*rest.values(), *(Itinerary(key, done.stops) for key, done in begun.items())))
        stand = tuple(c for c in self.inspections if c.crew not in again or inspection_stands(c, left, patrol))
        return replace(self, whole=rest, begun={**self.begun, **begun}, inspections=stand)


NOTHING_FROZEN = Frozen()


def frozen_part(plan: Plan, before: Patrol, after: Patrol, since: int = 0) -> Frozen:
    """What a changed roster leaves of the plan of the one before.

    A crew keeps its itinerary where its hours, places and ways of going are as they were, whoever its members are; of
    another one the slots that began before `since` stay, as far as the next place where it waits.
    """
    whole: dict[CrewId, Itinerary] = {}
    begun: dict[CrewId, Activity] = {}
    for itinerary in plan.itineraries:
        was, now = before.crew.get(itinerary.crew), after.crew.get(itinerary.crew)
        if was is None or now is None or not itinerary.stops:
            continue
        past = now.parts[-1].slot.start < since
        if past or (_as_it_was(was, now) and not any(crew_faults(now, itinerary, after))):
            whole[now.id] = itinerary
        elif done := begun_part(itinerary, now, since, after):
            begun[now.id] = done
    kept = Plan(tuple(whole.values()))
    inspections = tuple(check for check in plan.inspections if inspection_stands(check, kept, after))
    return Frozen(since, whole, begun, inspections)


def _as_it_was(was: OnDuty, now: OnDuty) -> bool:
    def task(crew: OnDuty) -> tuple[object, ...]:
        return crew.kind, crew.span, crew.parts, crew.mode, crew.roams, crew.zones, crew.last_place

    return task(was) == task(now)


def begun_part(itinerary: Itinerary, crew: OnDuty, since: int, patrol: Patrol) -> Activity | None:
    """What a crew has done when the first of its slots begins that may be decided again; None where none has begun.

    Slots that began are history; so is what they lead into, until the crew waits somewhere as a slot begins.
    """
    if crew.parts[0].slot.start >= since:
        return None
    for number, part in enumerate(crew.parts):
        now = part.slot.start
        if now < since or not number:
            continue
        for stop in itinerary.stops:
            waits = stop.begins == stop.ends and (stop.mode == STATIC or stop.kind == ZONE)
            if stop.arrive < now <= stop.leave and waits:
                done = joined([s._replace(leave=min(s.leave, now)) for s in itinerary.stops if s.arrive < now])
                return Activity(0, crew, 0, number - 1, patrol.home(crew), stop.ends, done)
    stops = itinerary.stops
    return Activity(0, crew, 0, len(crew.parts) - 1, stops[0].begins, stops[-1].ends, stops)
