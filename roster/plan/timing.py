"""When the stops of a tour are made: times drawn within its slots, or those at which something may just count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from roster.domain.activity import Activity
from roster.domain.clock import MINUTES_A_DAY
from roster.domain.itinerary import FOOT, MEAL, STATIC, ZONE, Stop, joined
from roster.domain.patrol import OnDuty, Patrol
from roster.plan.orders import Orders
from roster.plan.tasks import Task
from roster.plan.waits import Waits

GRID = 5
"""Minutes between the times at which a crew that may do anything reaches a place."""
WAITS = 1
"""Minutes that a crew waits at the end of a way to another place where there is no time for more."""

Tour = tuple[Task, ...]


@dataclass
class Timer:
    """Gives tours their times; `rng` draws them."""

    patrol: Patrol
    orders: Orders
    closed: Mapping[str, frozenset[int]]
    rng: Random
    wide: bool
    waits: Waits

    def length(self, crew: OnDuty, first: int, begins: str, ends: str, tour: Tour) -> int:
        """Minutes that a tour takes at the least."""
        travel, start = self.patrol.travel, crew.parts[first].slot.start
        points = [begins, *(point for task in tour for point in (task.begins, task.ends)), ends]
        ways = zip(points[::2], points[1::2], strict=True)
        waits = self.orders.standing * (2 if first == 0 else 1)
        return waits + sum(task.least for task in tour) + sum(travel.whole(*way, crew.mode, start) for way in ways)

    def timed_all(
        self, crew: OnDuty, first: int, last: int, begins: str, ends: str, tours: Iterable[Tour], half: bool = False
    ) -> Iterator[Activity]:
        """The tours that fit into slots, each with times of its own; with `half` such that lie half in each of two."""
        start, end = crew.parts[first].slot.start, crew.parts[last].slot.end
        for tour in tours:
            if not tour and begins == ends and begins in self.orders.stay:
                continue  # nobody stays at a checkpoint for so long
            if not tour and begins == ends:
                for mode in self._modes(crew, begins):
                    stay = self.patrol.waiting(crew, begins, start, end, mode)
                    yield Activity(0, crew, first, last, begins, ends, (stay,))
                continue
            spare = end - start - self.length(crew, first, begins, ends, tour)
            found = self._times(crew, first, last, begins, ends, tour, spare, half) if spare >= 0 else iter(())
            done = False
            for stops in found:
                done = True
                yield Activity(0, crew, first, last, begins, ends, stops)
            if not tour and not done:  # a way that leaves no time to stand
                for stops in self._at(crew, first, last, begins, ends, tour, [], range(WAITS, end - start), WAITS):
                    yield Activity(0, crew, first, last, begins, ends, stops)
                    break

    def _modes(self, crew: OnDuty, point: str) -> tuple[str, ...]:
        """How a crew may wait at a point: in its zone as a whole moving, standing, or on foot."""
        if self.patrol.kind_of(point) != ZONE:
            return ("",)
        return tuple(dict.fromkeys((self.patrol.problem.kind[crew.kind].mode, STATIC, FOOT)))

    def _times(
        self, crew: OnDuty, first: int, last: int, begins: str, ends: str, tour: Tour, spare: int, half: bool
    ) -> Iterator[tuple[Stop, ...]]:
        """A tour's stops at a time that is drawn; single tasks at the times as well at which they may just count."""
        longer, most = [], spare
        for task in tour:
            more = 0 if half else self.rng.randint(0, min(spare, task.most - task.least))
            longer.append(more)
            spare -= more
        start, end, meet = crew.parts[first].slot.start, crew.parts[last].slot.end, crew.parts[last].slot.start
        across = last > first and self.length(crew, first, begins, ends, tour) <= meet - start
        waited = self.orders.standing if first == 0 else 0
        delays = [d for d in range(spare + 1) if first == 0 or not d or d >= self.orders.shortest]
        self.rng.shuffle(delays)
        if half:
            away = self.length(crew, first, begins, ends, tour) - self.orders.standing * (2 if first == 0 else 1)
            delays = [
                d
                for d in delays
                if 2 * (d + waited) >= meet - start and 2 * (end - start - waited - d - away) >= end - meet
            ]
        if tour and tour[0].into is not None:
            reached = self.patrol.travel.whole(begins, tour[0].begins, crew.mode, start) + waited
            delays = [d for d in delays if reached + d == tour[0].into]
        drawn = next(self._at(crew, first, last, begins, ends, tour, longer, delays), None)
        if half:
            if drawn is not None:
                yield drawn
            return
        if drawn is None and any(longer):  # at times when longer visits may not come shorter ones may
            delays = list(range(most + 1))
            self.rng.shuffle(delays)
            if tour[0].into is None:
                drawn = next(self._at(crew, first, last, begins, ends, tour, [0] * len(tour), delays), None)
        if drawn is not None and not across:
            yield drawn
        if len(tour) == 1 and tour[0].into is None and tour[0].mode != MEAL:
            reached = start + waited
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
        tour: Tour,
        longer: list[int],
        delays: Iterable[int],
        standing: int | None = None,
    ) -> Iterator[tuple[Stop, ...]]:
        """A tour's stops, so many minutes late, where its places can and may be reached then."""
        travel = self.patrol.travel
        standing = self.orders.standing if standing is None else standing
        start, end = crew.parts[first].slot.start, crew.parts[last].slot.end
        for delay in delays:
            now = start + (standing if first == 0 else 0) + delay
            stops = [self.patrol.waiting(crew, begins, start, now)]
            point = begins
            for task, more in zip(tour, longer, strict=True):
                now += travel.whole(point, task.begins, crew.mode, now)
                stops.append(task.stop(now, task.least + more))
                now, point = stops[-1].leave, task.ends
            now += travel.whole(point, ends, crew.mode, now)
            last_wait = self.patrol.waiting(crew, ends, now, end)
            waits = self._leaves(stops[0], first) and self._comes(last_wait)
            if now + standing <= end and waits and all(map(self._allowed, stops[1:], tour)):
                yield joined([*stops, last_wait])

    def _leaves(self, wait: Stop, first: int) -> bool:
        """Whether a crew may go on waiting so long where the activity before has ended."""
        room = self.waits.room(wait.place) if first and wait.place in self.orders.stay else None
        return room is None or (wait.span.minutes <= room[2] and self._is_open(wait))

    def _comes(self, wait: Stop) -> bool:
        """Whether a crew may come to wait then."""
        if wait.place not in self.orders.stay:
            return True
        room = self.waits.room(wait.place)
        fits = room is not None and room[0] <= wait.span.minutes <= room[1]
        return fits and self._is_open(wait) and wait.arrive not in self.closed.get(wait.place, frozenset())

    def _is_open(self, wait: Stop) -> bool:
        opening = self.patrol.problem.site[wait.place].opening
        return opening is None or opening.minutes_in(wait.span) == wait.span.minutes

    def _allowed(self, stop: Stop, task: Task) -> bool:
        inside = all(window.minutes_in(stop.span) == stop.span.minutes for window in task.hours)
        at_hours = task.spans is None or any(span.overlap(stop.span) >= task.least for span in task.spans)
        return inside and at_hours and stop.arrive not in self.closed.get(stop.place, frozenset())
