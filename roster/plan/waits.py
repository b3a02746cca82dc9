"""Where crews wait as one slot of the plan ends and the next begins, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from random import Random

from roster.domain.clock import Span
from roster.domain.patrol import OnDuty, Part, Patrol
from roster.plan.orders import Orders
from roster.plan.tuning import DEFAULT, Choices


@dataclass(frozen=True)
class Waits:
    """The points at which a crew may be as two slots meet; `rng` draws checkpoints among them.

    A crew that waits at a checkpoint visits it: it comes early enough in one slot to have visited it as that ends, and
    stays on into the next one, at the most as long as a visit may last. So it is one stop, and one visit.
    """

    patrol: Patrol
    orders: Orders
    rng: Random
    wide: bool
    few: Callable[[], bool] = lambda: False  # whether there is time for few choices only
    tuning: Choices = DEFAULT.choices
    _areas: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def places(self, crew: OnDuty, begins: str) -> list[tuple[str, ...]]:
        """For the beginning of each slot, and for the end of the shift, where a crew may be; at first it `begins`."""
        patrol, parts = self.patrol, crew.parts
        areas = [self.area(crew, part) for part in parts]
        found = [(begins,), *(self._marked(area) for area in areas)]
        if self.wide and begins == patrol.home(crew):
            found[0] = tuple(dict.fromkeys((begins, *self._marked(areas[0]))))
        for number, (before, after) in enumerate(pairwise(areas), 1):
            both = tuple(zone for zone in before if zone in after)
            if both:
                found[number] = self._marked(both)
            if both and not self.wide:
                found[number] += self._drawn(both, parts[number].slot.start)
        if crew.last_place:
            found[-1] = (crew.last_place,)
        return found

    def area(self, crew: OnDuty, part: Part) -> tuple[str, ...]:
        """The zones in which a crew may stay in a slot: the one that the roster gives it, at some hours others near."""
        if not self.orders.is_free(crew, part):
            return (part.zone,)
        key = crew.zones, part.zone, crew.mode
        if key not in self._areas:
            travel, minute = self.patrol.travel, part.slot.start
            ways = {zone: travel.exact(part.zone, zone, crew.mode, minute) for zone in crew.zones}
            near = sorted((zone for zone in crew.zones if isfinite(ways[zone])), key=lambda zone: (ways[zone], zone))
            self._areas[key] = tuple(dict.fromkeys((part.zone, *near[: self.tuning.near])))
        return self._areas[key]

    def _marked(self, zones: Iterable[str]) -> tuple[str, ...]:
        patrol = self.patrol
        places = [point for zone in zones for point in patrol.waiting_places(zone)]
        if self.wide:
            places += [zone for zone in zones if zone in patrol.travel.points]
        return tuple(dict.fromkeys(places))

    def _drawn(self, zones: Collection[str], minute: int) -> tuple[str, ...]:
        """Checkpoints at which a crew may wait then: the one to be reached in the fewest minutes, and others."""
        able = [
            site
            for site in self.patrol.checkpoints
            if site.zone in zones and self.room(site.id) is not None
            if site.opening is None or site.opening.minutes_in(Span(minute - 1, minute + 1)) == 2
        ]
        calls = 1 if self.few() else self.tuning.calls
        if len(able) <= calls:
            return tuple(site.id for site in able)
        self.rng.shuffle(able)
        first = min(able, key=lambda site: site.tier_minutes or self.patrol.slot_minutes)
        others = [site for site in able if site is not first]
        return tuple(site.id for site in (first, *others)[:calls])

    def room(self, point: str) -> tuple[int, int, int] | None:
        """Of a checkpoint: minutes of a wait at the least and at the most in the slot in which a crew comes, and at the
        most in the next one; None where no crew can wait.
        """
        least, most = self.orders.stay.get(point, (1, 0))
        least = max(least, self.orders.standing)
        on = min(self.patrol.slot_minutes // 2, (most - least) // 2)
        return (least, most - on, on) if most >= least else None
