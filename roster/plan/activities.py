"""The activities that a crew may choose from: short tours from one waiting place to the next, with their times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from random import Random

from roster.domain.activity import Activity, leads_through
from roster.domain.clock import Span
from roster.domain.patrol import PUBLICITY_POINT, OnDuty, Patrol
from roster.domain.travel import UNKNOWN
from roster.plan.kept import Kept
from roster.plan.orders import Orders
from roster.plan.placed import no_way, placed, with_meals
from roster.plan.tasks import Task, meals, reliefs, tasks
from roster.plan.timing import WAITS, Timer, Tour

LONGEST = 4
"""Slots that one activity may take."""
MOST_TOURS = 16
"""Of one task, and of two, from which a crew chooses in a slot: another sixteen in the next."""
NEIGHBOURS = 6
"""A tour goes on from a task to one of so many others, the nearest."""


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

    @cached_property
    def _timer(self) -> Timer:
        return Timer(self.patrol, self.orders, self.closed, self.rng, self.wide)

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
            return with_meals(crew, begun, self.patrol, self.orders, self.notes)
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
        known: dict[str, tuple[list[Tour], list[Tour]]] = {}
        for first, part in enumerate(parts[start:], start):
            if part.zone not in known:
                known[part.zone] = self._tours(crew, part.zone)
            short, long = (self._some(tours) for tours in known[part.zone])
            for begins in stays[first]:
                for ends in stays[first + 1]:
                    yield from self._timer.timed_all(crew, first, first, begins, ends, [(), *short, *long])
                if not any(self._way(crew, begins, ends, first) for ends in stays[first + 1]):
                    yield from self._far(crew, first, begins, stays)
            yield from self._long(crew, first, stays, [*short, *long])

    def _some(self, tours: list[Tour]) -> list[Tour]:
        """Of many tours some, drawn for each slot anew; those that are possible at certain hours only are all kept."""
        if self.wide or len(tours) <= MOST_TOURS:
            return tours
        tied = {tour for tour in tours if any(task.hours or task.spans or task.into is not None for task in tour)}
        free = [tour for tour in tours if tour not in tied]
        drawn = {*tied, *self.rng.sample(free, min(len(free), MOST_TOURS))}
        return [tour for tour in tours if tour in drawn]

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
                yield from self._timer.timed_all(crew, first, last, begins, ends, [()])

    def _long(self, crew: OnDuty, first: int, stays: list[tuple[str, ...]], tours: list[Tour]) -> Iterator[Activity]:
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
                        long = self._timer.length(crew, first, begins, ends, tour) > before
                        if (tour, begins, ends) not in done and (long or across):
                            for activity in self._timer.timed_all(crew, first, last, begins, ends, [tour]):
                                if long:
                                    done.add((tour, begins, ends))
                                yield activity

    def _tours(self, crew: OnDuty, zone: str) -> tuple[list[Tour], list[Tour]]:
        """Tours of two tasks in the crew's zone; and single tasks, elsewhere too, which may take several slots."""
        patrol = self.patrol
        own: list[Task] = []
        single: list[Task] = []
        for task in tasks(crew, patrol, self.orders, self.stand_points):
            if zone in patrol.zones_of(task.begins) and zone in patrol.zones_of(task.ends):
                (single if task.mode != crew.mode or task.kind == PUBLICITY_POINT else own).append(task)
            elif task.mode == crew.mode and task.least <= self.orders.elsewhere and self._may_enter(crew, task):
                single.append(task._replace(most=max(task.least, min(task.most, self.orders.elsewhere))))
        needed = (*meals(crew, zone, patrol, self.orders), *reliefs(zone, patrol, self.orders))
        if self.late():
            return [], [(task,) for task in (*own, *single, *needed)]
        pairs = [
            tuple(self.rng.sample((one, other), 2))
            for one, other in combinations(own, 2)
            if one.place != other.place and (self.wide or other in self._nearest(crew, one, own))
        ]
        return pairs, [(task,) for task in (*own, *single, *needed)]

    def _may_enter(self, crew: OnDuty, task: Task) -> bool:
        return self.orders.lent or bool(self.patrol.zones_of(task.begins) & set(crew.zones))

    def _nearest(self, crew: OnDuty, task: Task, tasks: Iterable[Task]) -> list[Task]:
        start = crew.parts[0].slot.start
        far = sorted(tasks, key=lambda other: self.patrol.travel.exact(task.ends, other.begins, crew.mode, start))
        return [other for other in far if other.place != task.place][:NEIGHBOURS]
