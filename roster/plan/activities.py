"""The activities that a crew may choose from: short tours from one waiting place to the next, with their times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from random import Random
from typing import NamedTuple

from roster.domain.activity import Activity, leads_through
from roster.domain.clock import Span
from roster.domain.patrol import PUBLICITY_POINT, OnDuty, Patrol
from roster.domain.travel import UNKNOWN
from roster.plan.frozen import Frozen
from roster.plan.orders import Orders
from roster.plan.placed import no_way, placed, with_meals
from roster.plan.tasks import Task, meals, reliefs, tasks
from roster.plan.timing import WAITS, Timer, Tour
from roster.plan.tuning import DEFAULT, Choices
from roster.plan.waits import Waits


class Tours(NamedTuple):
    """What a crew may do in a zone, before it has times."""

    pairs: list[Tour]
    single: list[Tour]
    elsewhere: list[Tour]


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
    frozen: Frozen = field(default_factory=Frozen)  # of a plan before
    notes: list[str] = field(default_factory=list)  # what cannot be told, as sentences
    late: Callable[[], bool] = lambda: False  # whether there is time for few choices only
    wide: bool = False  # whether crews may wait, and begin, wherever they can be
    tuning: Choices = DEFAULT.choices
    _decks: dict[tuple[Tour, ...], list[Tour]] = field(default_factory=dict)

    @cached_property
    def _waits(self) -> Waits:
        return Waits(self.patrol, self.orders, self.rng, self.wide, self.late, self.tuning)

    @cached_property
    def _timer(self) -> Timer:
        return Timer(self.patrol, self.orders, self.closed, self.rng, self.wide, self._waits)

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
        whole, begun = self.frozen.activity(crew), self.frozen.begun.get(crew.id)
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
        stays = self._waits.places(crew, patrol.home(crew))
        if begun:
            stays[start] = (begun.ends,)
        known: dict[tuple[str, ...], Tours] = {}
        for first, part in enumerate(parts[start:], start):
            area = self._waits.area(crew, part)
            if area not in known:
                known[area] = self._tours(crew, area)
            drawn = self._some(known[area])
            for begins in stays[first]:
                for ends in stays[first + 1]:
                    yield from self._timer.timed_all(crew, first, first, begins, ends, [()])
                if not any(self._way(crew, begins, ends, first) for ends in stays[first + 1]):
                    yield from self._far(crew, first, begins, stays)
            for tour in (*drawn.pairs, *drawn.single, *drawn.elsewhere):
                for begins, ends in self._between(crew, tour, stays[first], stays[first + 1], part.slot.start):
                    yield from self._timer.timed_all(crew, first, first, begins, ends, [tour])
            yield from self._long(crew, first, stays, drawn)

    def _between(
        self, crew: OnDuty, tour: Tour, begins: tuple[str, ...], ends: tuple[str, ...], minute: int
    ) -> list[tuple[str, str]]:
        """Where a tour may begin and end: at the nearest places, and at others that are drawn."""
        travel = self.patrol.travel
        begins = tuple(point for point in begins if point != tour[0].place or point not in self.orders.stay)
        ends = tuple(point for point in ends if point != tour[-1].place or point not in self.orders.stay)
        if self.wide or len(begins) * len(ends) <= self.tuning.between:
            return [(one, other) for one in begins for other in ends]
        first = min(begins, key=lambda point: travel.whole(point, tour[0].begins, crew.mode, minute))
        last = min(ends, key=lambda point: travel.whole(tour[-1].ends, point, crew.mode, minute))
        drawn = [(self.rng.choice(begins), self.rng.choice(ends))] if len(tour) == 1 and not self.late() else []
        return list(dict.fromkeys([(first, last), *drawn]))

    def _some(self, tours: Tours) -> Tours:
        """Of many tours some, drawn for each slot anew."""
        if self.wide:
            return tours
        numbers = self.tuning.few if self.late() else self.tuning.most
        return Tours(*(self._of_many(own, most) for own, most in zip(tours, numbers, strict=True)))

    def _of_many(self, tours: list[Tour], most: int) -> list[Tour]:
        """Of many tours so many; those that are possible at certain hours only are all kept."""
        if len(tours) <= most:
            return tours
        tied = {tour for tour in tours if any(task.hours or task.spans or task.into is not None for task in tour)}
        free = [tour for tour in tours if tour not in tied]
        drawn = {*tied, *self._dealt(free, most)}
        return [tour for tour in tours if tour in drawn]

    def _dealt(self, tours: list[Tour], most: int) -> list[Tour]:
        """So many of the tours, as cards are dealt: none comes again before all others have come."""
        deck = self._decks.setdefault(tuple(tours), [])
        while len(deck) < min(most, len(tours)):
            deck[:0] = self.rng.sample(tours, len(tours))
        return [deck.pop() for _one in range(min(most, len(tours)))]

    def _way(self, crew: OnDuty, begins: str, ends: str, first: int) -> bool:
        slot = crew.parts[first].slot
        return self.patrol.travel.whole(begins, ends, crew.mode, slot.start) + 2 * WAITS <= slot.span.minutes

    def _far(self, crew: OnDuty, first: int, begins: str, stays: list[tuple[str, ...]]) -> Iterator[Activity]:
        """Ways to a next zone that take several slots; where nobody knows one, the rest of the shift is left open."""
        start = crew.parts[first].slot.start
        if all(self.patrol.travel.whole(begins, end, crew.mode, start) >= UNKNOWN for end in stays[first + 1]):
            self.notes.append(no_way(begins, stays[first + 1][0], self.patrol))
            yield Activity(0, crew, first, len(crew.parts) - 1, begins, begins, ())
        for last in range(first + 1, min(first + self.tuning.longest, len(crew.parts))):
            for ends in stays[last + 1]:
                yield from self._timer.timed_all(crew, first, last, begins, ends, [()])

    def _long(self, crew: OnDuty, first: int, stays: list[tuple[str, ...]], tours: Tours) -> Iterator[Activity]:
        """Tours that take more than one slot of one zone, that just count where two slots meet, or that lie half in
        each of two: so a crew that goes elsewhere is in its zone for half of both.
        """
        area, start = self._waits.area(crew, crew.parts[first]), crew.parts[first].slot.start
        done: set[tuple[Tour, str, str]] = set()
        elsewhere = frozenset(() if self.wide else tours.elsewhere)
        for last in range(first + 1, min(first + self.tuning.longest, len(crew.parts))):
            if self._waits.area(crew, crew.parts[last]) != area:
                return
            before = Span(start, crew.parts[last].slot.start).minutes
            across = last == first + 1 and (self.wide or bool(self.orders.aims))
            for tour in (*tours.pairs, *tours.single, *tours.elsewhere):
                for begins, ends in self._between(crew, tour, stays[first], stays[last + 1], start):
                    long = self._timer.length(crew, first, begins, ends, tour) > before
                    half: list[Activity] = []
                    if last == first + 1 and tour in elsewhere:
                        half = list(self._timer.timed_all(crew, first, last, begins, ends, [tour], half=True))
                        yield from half
                    if (tour, begins, ends) not in done and (long or across):
                        for activity in half or self._timer.timed_all(crew, first, last, begins, ends, [tour]):
                            if long:
                                done.add((tour, begins, ends))
                            if not half:
                                yield activity

    def _tours(self, crew: OnDuty, area: tuple[str, ...]) -> Tours:
        """Tours of two tasks in a crew's zones; single tasks there, and tours elsewhere."""
        patrol = self.patrol
        own: list[Task] = []
        single: list[Task] = []
        elsewhere: list[Task] = []
        for task in tasks(crew, patrol, self.orders, self.stand_points):
            if all(not patrol.zones_of(point).isdisjoint(area) for point in (task.begins, task.ends)):
                (single if task.mode != crew.mode or task.kind == PUBLICITY_POINT else own).append(task)
            elif task.mode == crew.mode and task.least <= self.orders.elsewhere and self._may_enter(crew, task):
                elsewhere.append(task._replace(most=max(task.least, min(task.most, self.orders.elsewhere))))
        needed = [task for zone in area for task in meals(crew, zone, patrol, self.orders)]
        needed += [task for zone in area for task in reliefs(zone, patrol, self.orders)]
        singles: list[Tour] = [(task,) for task in (*own, *single, *needed)]
        if self.late():
            return Tours([], singles, [(task,) for task in elsewhere])
        pairs = [
            tuple(self.rng.sample((one, other), 2))
            for one, other in combinations(own, 2)
            if one.place != other.place and (self.wide or other in self._nearest(crew, one, own))
        ]
        return Tours(pairs, singles, [(task,) for task in elsewhere] + self._both(crew, elsewhere))

    def _both(self, crew: OnDuty, elsewhere: list[Task]) -> list[Tour]:
        """Two tasks elsewhere on one way, where both may be done in the minutes that a crew may be there."""
        short = [task._replace(most=task.least) for task in elsewhere]
        found: list[Tour] = []
        for one in short:
            able = [t for t in short if t.place != one.place and one.least + t.least <= self.orders.elsewhere]
            found += [(one, other) for other in self._nearest(crew, one, able)[: self.tuning.paired]]
        return found

    def _may_enter(self, crew: OnDuty, task: Task) -> bool:
        return self.orders.lent or bool(self.patrol.zones_of(task.begins) & set(crew.zones))

    def _nearest(self, crew: OnDuty, task: Task, tasks: Iterable[Task]) -> list[Task]:
        start = crew.parts[0].slot.start
        far = sorted(tasks, key=lambda other: self.patrol.travel.exact(task.ends, other.begins, crew.mode, start))
        return [other for other in far if other.place != task.place][: self.tuning.neighbours]
