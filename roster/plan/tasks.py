"""What a crew may do at one place: visits, passes, stands, meal breaks, and to relieve a guard post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from roster.domain.clock import Span, Window
from roster.domain.itinerary import CAR, FOOT, MEAL, ROUTE, STATIC, Stop
from roster.domain.patrol import CHECKPOINT, PUBLICITY_POINT, OnDuty, Patrol
from roster.domain.travel import route_ends
from roster.plan.orders import Orders
from roster.rules.patrol.driving import LEAST_REFUELLING

STAND = 25
"""Minutes from which on a crew stands at a checkpoint rather than visits it."""
LINGERS = 10
"""Minutes that a meal break may be longer than it has to."""
SLOWEST, SLOWLY = 20, 4
"""Minutes that a pass by car may be drawn out to, and how many times slower than it could be."""


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
    spans: tuple[Span, ...] | None = None  # in one of which it lies; None: at any time
    into: int | None = None  # how many minutes into a slot it begins; None: at any of them

    def stop(self, arrive: int, minutes: int) -> Stop:
        return Stop(arrive, arrive + minutes, self.place, self.kind, self.mode, self.begins, self.ends)


def tasks(crew: OnDuty, patrol: Patrol, orders: Orders, stand_points: frozenset[str]) -> Iterator[Task]:
    """Whatever a crew may do anywhere, but for meals and relief."""
    half = -(-patrol.slot_minutes // 2)
    for site in patrol.problem.sites:
        hours = (site.opening,) if site.opening else ()
        if site.kind == CHECKPOINT:
            least, most = orders.stay[site.id]
            yield Task(site.id, CHECKPOINT, crew.mode, site.id, site.id, least, most, hours)
            if crew.mode != FOOT:
                walk = max(least, min(half, most))
                yield Task(site.id, CHECKPOINT, FOOT, site.id, site.id, walk, most, hours)
            if most >= STAND:
                stand = max(least, STAND)
                yield Task(site.id, CHECKPOINT, STATIC, site.id, site.id, stand, most, hours)
        elif site.id in stand_points:
            minutes, busy = orders.stand[site.id]
            yield Task(site.id, PUBLICITY_POINT, STATIC, site.id, site.id, minutes, minutes, (*hours, busy))
        if site.fuel and orders.fuel and crew.mode == CAR:
            minutes = max(orders.shortest, LEAST_REFUELLING)
            yield Task(site.id, site.kind, CAR, site.id, site.id, minutes, 2 * minutes, hours)
    for route in patrol.problem.routes:
        start, end = route_ends(route)
        for begins, ends in ((start, end), (end, start)):
            minutes = max(orders.shortest, patrol.travel.along(route, crew.mode))
            slowly = (
                max(minutes, min(SLOWEST, SLOWLY * minutes)) if crew.mode == CAR and orders.shortest > 1 else minutes
            )
            yield Task(route.id, ROUTE, crew.mode, begins, ends, minutes, slowly)
            if crew.mode != FOOT:
                both_ways = max(orders.shortest, 2 * patrol.travel.along(route, FOOT))
                yield Task(route.id, ROUTE, FOOT, begins, begins, both_ways, both_ways)


def meals(crew: OnDuty, zone: str, patrol: Patrol, orders: Orders) -> Iterator[Task]:
    """The meal breaks that a crew may take in a zone."""
    hours = orders.meal.hours(crew) if orders.meal else ()
    minutes = orders.meal.minutes if orders.meal else 0
    for point in patrol.meal_places(zone) if hours else ():
        kind = patrol.kind_of(point)
        place = point.partition(":")[0] if kind == ROUTE else point
        yield Task(place, kind, MEAL, point, point, minutes, minutes + LINGERS, (), hours)


def reliefs(zone: str, patrol: Patrol, orders: Orders) -> Iterator[Task]:
    """The guard posts of a zone that a crew may hold while theirs eats."""
    minutes = orders.meal.minutes if orders.meal and orders.meal.relief else 0
    for post in orders.posts if minutes else ():
        site = patrol.problem.site[post]
        if site.zone == zone:
            yield Task(post, site.kind, STATIC, post, post, minutes, minutes, into=orders.posts[post])
