"""The activities that a crew may choose from: short tours from one waiting place to the next, with their times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import NamedTuple

from roster.domain.activity import Activity, leads_through
from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.itinerary import FOOT, ROUTE, STATIC, ZONE, Stop, joined
from roster.domain.patrol import CHECKPOINT, PUBLICITY_POINT, OnDuty, Patrol
from roster.domain.travel import UNKNOWN, route_ends
from roster.plan.kept import Kept
from roster.plan.orders import Orders
from roster.plan.placed import no_way, placed

LONGEST = 4
"""Slots that one activity may take."""
NEIGHBOURS = 6
"""A tour goes on from a task to one of so many others, the nearest."""
GRID = 5
"""Minutes between the times at which a crew that may do anything reaches a place."""
WAITS = 1
"""Minutes that a tour waits at its end, and at the beginning of a shift."""


class Task(NamedTuple):
    """Something to do at one place, and for how long."""

    place: str
    kind: str
    mode: str
    begins: str
    ends: str
    least: int
    most: int
    hours: tuple[Window, ...] = ()

    def stop(self, arrive: int, minutes: int) -> Stop:
        return Stop(arrive, arrive + minutes, self.place, self.kind, self.mode, self.begins, self.ends)


@dataclass
class Maker:
    """Makes the activities of one day's crews; the times within their slots are drawn by `rng`."""

    patrol: Patrol
    day: int
    orders: Orders
    closed: Mapping[str, frozenset[int]]
    stand_points: frozenset[str]
    rng: Random
    lawful: Callable[[Activity], bool]  # whether an activity keeps what must be kept whatever else is done
    kept: Kept = field(default_factory=Kept)  # of a plan before
    notes: list[str] = field(default_factory=list)  # what cannot be told, as sentences
    late: Callable[[], bool] = lambda: False  # whether there is time for single tasks only
    wide: bool = False  # whether crews may wait, and begin, wherever they can be

    def all(self) -> tuple[Activity, ...]:
        """Every activity of the day's crews, numbered."""
        found: list[Activity] = []
        for crew in self.patrol.crews_of_day.get(self.day, ()):
            found += self._of(crew)
        return tuple(
            Activity(number, a.crew, a.first, a.last, a.begins, a.ends, a.stops) for number, a in enumerate(found)
        )

    def _of(self, crew: OnDuty) -> list[Activity]:
        """What one crew may do: as before where that is kept, else after what it has begun."""
        whole, begun = self.kept.activity(crew), self.kept.begun.get(crew.id)
        if whole is not None:
            return [whole]
        if begun is not None and begun.last + 1 == len(crew.parts):
            return [begun]
        if not crew.roams:
            return [placed(crew, begun, self.patrol, self.notes)]
        made = list(filter(self.lawful, self._roaming(crew, begun)))
        made += [begun] if begun is not None else []
        return made if leads_through(made, len(crew.parts)) else [placed(crew, begun, self.patrol, self.notes)]

    def _roaming(self, crew: OnDuty, begun: Activity | None) -> Iterator[Activity]:
        parts, patrol = crew.parts, self.patrol
        start = begun.last + 1 if begun else 0
        stays = [(patrol.home(crew),), *(self._stays(part.zone) for part in parts)]
        if self.wide:
            stays[0] = tuple(dict.fromkeys((patrol.home(crew), *self._stays(parts[0].zone))))
        if crew.last_place:
            stays[-1] = (crew.last_place,)
        if begun:
            stays[start] = (begun.ends,)
        tasks: dict[str, tuple[list[tuple[Task, ...]], list[tuple[Task, ...]]]] = {}
        for first, part in enumerate(parts[start:], start):
            if part.zone not in tasks:
                tasks[part.zone] = self._tours(crew, part.zone)
            short, long = tasks[part.zone]
            for begins in stays[first]:
                for ends in stays[first + 1]:
                    yield from self._timed_all(crew, first, first, begins, ends, [(), *short, *long])
                if not any(self._way(crew, begins, ends, first) for ends in stays[first + 1]):
                    yield from self._far(crew, first, begins, stays)
            yield from self._long(crew, first, stays, long)

    def _stays(self, zone: str) -> tuple[str, ...]:
        """Where a crew of a zone may wait as a slot ends."""
        places = self.patrol.waiting_places(zone)
        if self.wide and zone in self.patrol.travel.points:
            places = tuple(dict.fromkeys((*places, zone)))
        return places

    def _way(self, crew: OnDuty, begins: str, ends: str, first: int) -> bool:
        slot = crew.parts[first].slot
        return self.patrol.travel.whole(begins, ends, crew.mode, slot.start) + 2 * WAITS <= slot.span.minutes

    def _far(self, crew: OnDuty, first: int, begins: str, stays: list[tuple[str, ...]]) -> Iterator[Activity]:
        """Ways to a next zone that take several slots; where nobody knows one, the rest of the shift is left open."""
        start = crew.parts[first].slot.start
        if all(self.patrol.travel.whole(begins, end, crew.mode, start) >= UNKNOWN for end in stays[first + 1]):
            self.notes.append(no_way(begins, stays[first + 1][0], self.patrol))
            yield Activity(0, crew, first, len(crew.parts) - 1, begins, begins, ())
        for last in range(first + 1, min(first + LONGEST, len(crew.parts))):
            for ends in stays[last + 1]:
                yield from self._timed_all(crew, first, last, begins, ends, [()])

    def _long(
        self, crew: OnDuty, first: int, stays: list[tuple[str, ...]], tours: list[tuple[Task, ...]]
    ) -> Iterator[Activity]:
        """Tours that take more than one slot of one zone, or that just count where two slots meet."""
        zone, done = crew.parts[first].zone, set()
        for last in range(first + 1, min(first + LONGEST, len(crew.parts))):
            if crew.parts[last].zone != zone:
                return
            before = Span(crew.parts[first].slot.start, crew.parts[last].slot.start).minutes
            across = last == first + 1 and (self.wide or bool(self.orders.aims))
            for tour in tours:
                for begins in stays[first]:
                    for ends in stays[last + 1]:
                        long = self._length(crew, first, begins, ends, tour) > before
                        if (tour, begins, ends) not in done and (long or across):
                            for activity in self._timed_all(crew, first, last, begins, ends, [tour]):
                                if long:
                                    done.add((tour, begins, ends))
                                yield activity

    def _tours(self, crew: OnDuty, zone: str) -> tuple[list[tuple[Task, ...]], list[tuple[Task, ...]]]:
        """Tours of two tasks in the crew's zone; and single tasks, elsewhere too, which may take several slots."""
        patrol = self.patrol
        own: list[Task] = []
        single: list[Task] = []
        for task in self._tasks(crew):
            if zone in patrol.zones_of(task.begins) and zone in patrol.zones_of(task.ends):
                (single if task.mode != crew.mode or task.kind == PUBLICITY_POINT else own).append(task)
            elif task.mode == crew.mode and task.least <= self.orders.elsewhere and self._may_enter(crew, task):
                single.append(task._replace(most=max(task.least, min(task.most, self.orders.elsewhere))))
        if self.late():
            return [], [(task,) for task in own]
        pairs = [
            tuple(self.rng.sample((one, other), 2))
            for one, other in combinations(own, 2)
            if one.place != other.place and (self.wide or other in self._nearest(crew, one, own))
        ]
        return pairs, [(task,) for task in (*own, *single)]

    def _may_enter(self, crew: OnDuty, task: Task) -> bool:
        return self.orders.lent or bool(self.patrol.zones_of(task.begins) & set(crew.zones))

    def _nearest(self, crew: OnDuty, task: Task, tasks: Iterable[Task]) -> list[Task]:
        start = crew.parts[0].slot.start
        far = sorted(tasks, key=lambda other: self.patrol.travel.exact(task.ends, other.begins, crew.mode, start))
        return [other for other in far if other.place != task.place][:NEIGHBOURS]

    def _tasks(self, crew: OnDuty) -> Iterator[Task]:
        """Whatever a crew may do anywhere."""
        patrol = self.patrol
        half = -(-patrol.slot_minutes // 2)
        for site in patrol.problem.sites:
            hours = (site.opening,) if site.opening else ()
            if site.kind == CHECKPOINT:
                least, most = self.orders.stay[site.id]
                yield Task(site.id, CHECKPOINT, crew.mode, site.id, site.id, least, most, hours)
                if crew.mode != FOOT:
                    walk = max(least, min(half, most))
                    yield Task(site.id, CHECKPOINT, FOOT, site.id, site.id, walk, most, hours)
            elif site.id in self.stand_points:
                minutes, busy = self.orders.stand[site.id]
                yield Task(site.id, PUBLICITY_POINT, STATIC, site.id, site.id, minutes, minutes, (*hours, busy))
        for route in patrol.problem.routes:
            start, end = route_ends(route)
            for begins, ends in ((start, end), (end, start)):
                minutes = patrol.travel.along(route, crew.mode)
                yield Task(route.id, ROUTE, crew.mode, begins, ends, minutes, minutes)
                if crew.mode != FOOT:
                    both_ways = 2 * patrol.travel.along(route, FOOT)
                    yield Task(route.id, ROUTE, FOOT, begins, begins, both_ways, both_ways)

    def _length(self, crew: OnDuty, first: int, begins: str, ends: str, tour: tuple[Task, ...]) -> int:
        """Minutes that a tour takes at the least."""
        travel, start = self.patrol.travel, crew.parts[first].slot.start
        points = [begins, *(point for task in tour for point in (task.begins, task.ends)), ends]
        ways = zip(points[::2], points[1::2], strict=True)
        waits = WAITS * (2 if first == 0 else 1)
        return waits + sum(task.least for task in tour) + sum(travel.whole(*way, crew.mode, start) for way in ways)

    def _timed_all(
        self, crew: OnDuty, first: int, last: int, begins: str, ends: str, tours: Iterable[tuple[Task, ...]]
    ) -> Iterator[Activity]:
        """The tours that fit into slots, each with times of its own."""
        start, end = crew.parts[first].slot.start, crew.parts[last].slot.end
        for tour in tours:
            if not tour and begins == ends:
                for mode in self._modes(crew, begins):
                    stay = self.patrol.waiting(crew, begins, start, end, mode)
                    yield Activity(0, crew, first, last, begins, ends, (stay,))
                continue
            spare = end - start - self._length(crew, first, begins, ends, tour)
            if spare < 0:
                continue
            for stops in self._times(crew, first, last, begins, ends, tour, spare):
                yield Activity(0, crew, first, last, begins, ends, stops)

    def _modes(self, crew: OnDuty, point: str) -> tuple[str, ...]:
        """How a crew may wait at a point: in its zone as a whole moving, standing, or on foot."""
        if self.patrol.kind_of(point) != ZONE:
            return ("",)
        return tuple(dict.fromkeys((self.patrol.problem.kind[crew.kind].mode, STATIC, FOOT)))

    def _times(
        self, crew: OnDuty, first: int, last: int, begins: str, ends: str, tour: tuple[Task, ...], spare: int
    ) -> Iterator[tuple[Stop, ...]]:
        """A tour's stops at a time that is drawn; single tasks at the times as well at which they may just count."""
        longer, most = [], spare
        for task in tour:
            more = min(spare, task.most - task.least)
            more = more if len(tour) == 1 else self.rng.randint(0, more)
            longer.append(more)
            spare -= more
        start, end, meet = crew.parts[first].slot.start, crew.parts[last].slot.end, crew.parts[last].slot.start
        across = last > first and self._length(crew, first, begins, ends, tour) <= meet - start
        delays = list(range(spare + 1))
        self.rng.shuffle(delays)
        drawn = next(self._at(crew, first, last, begins, ends, tour, longer, delays), None)
        if drawn is not None and not across:
            yield drawn
        if len(tour) == 1:
            reached = start + (WAITS if first == 0 else 0)
            reached += self.patrol.travel.whole(begins, tour[0].begins, crew.mode, reached)
            aims = {minute for minute in range(start, end) if minute % MINUTES_A_DAY in self.orders.aims}
            aims |= set(range(reached, end, GRID)) if self.wide else set()
            aims = {minute for minute in aims if minute < meet} if across else aims
            aimed = [delay for delay in sorted(minute - reached for minute in aims) if 0 <= delay <= most]
            yield from self._at(crew, first, last, begins, ends, tour, [0], aimed)

    def _at(
        self,
        crew: OnDuty,
        first: int,
        last: int,
        begins: str,
        ends: str,
        tour: tuple[Task, ...],
        longer: list[int],
        delays: Iterable[int],
    ) -> Iterator[tuple[Stop, ...]]:
        """A tour's stops, so many minutes late, where its places can and may be reached then."""
        travel = self.patrol.travel
        start, end = crew.parts[first].slot.start, crew.parts[last].slot.end
        for delay in delays:
            now = start + (WAITS if first == 0 else 0) + delay
            stops = [self.patrol.waiting(crew, begins, start, now)]
            point = begins
            for task, more in zip(tour, longer, strict=True):
                now += travel.whole(point, task.begins, crew.mode, now)
                stops.append(task.stop(now, task.least + more))
                now, point = stops[-1].leave, task.ends
            now += travel.whole(point, ends, crew.mode, now)
            if now + WAITS <= end and all(map(self._allowed, stops[1:], tour)):
                yield joined([*stops, self.patrol.waiting(crew, ends, now, end)])

    def _allowed(self, stop: Stop, task: Task) -> bool:
        inside = all(window.minutes_in(stop.span) == stop.span.minutes for window in task.hours)
        return inside and stop.arrive not in self.closed.get(stop.place, frozenset())
