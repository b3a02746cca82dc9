"""How long it takes from one point of the map to another, by car or on foot, by day or by night."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean
from typing import NamedTuple

from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.itinerary import FOOT
from roster.domain.places import Route, Site, Zone

EARTH_RADIUS_KM = 6371.0
SPARE = 0.02
"""Minutes that a way over the map is reckoned longer before it is rounded up: others may measure a little otherwise."""
UNKNOWN = 10**7
"""Whole minutes that stand for a way that nobody knows: longer than any horizon."""

Point = tuple[float, float]
"""Latitude and longitude."""


class Way(NamedTuple):
    """What a table of travel times tells a time of: from one point to another, by a mode, by night or by day."""

    start: str
    end: str
    mode: str
    night: bool


def straight_km(start: Point, end: Point) -> float:
    """The straight line between two points (latitude, longitude), in km, by the haversine formula."""
    (north, east), (other_north, other_east) = (map(math.radians, point) for point in (start, end))
    half = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def route_ends(route: Route) -> tuple[str, str]:
    """The names of the points at which a route begins and ends, as a table of travel times has them."""
    return f"{route.id}:start", f"{route.id}:end"


@dataclass(frozen=True)
class Travel:
    """Travel times between points: those of the table, else the straight line times `detour` at the mode's speed."""

    points: Mapping[str, Point]
    car_speed: float
    foot_speed: float
    detour: float
    night: Window
    table: Mapping[Way, float] = field(default_factory=dict)
    _known: dict[Way, float] = field(default_factory=dict)
    _metres: dict[tuple[str, str], int] = field(default_factory=dict)
    _whole: dict[tuple[str, str, bool, bool], int] = field(default_factory=dict)

    def is_night(self, minute: int) -> bool:
        return self._by_night[minute % MINUTES_A_DAY]

    @cached_property
    def _by_night(self) -> tuple[bool, ...]:
        return tuple(self.night.minutes_in(Span(minute, minute + 1)) > 0 for minute in range(MINUTES_A_DAY))

    def exact(self, start: str, end: str, mode: str, minute: int) -> float:
        """Minutes of a way that begins at this minute; infinite where a place is no point of the map."""
        if start == end:
            return 0.0
        way = Way(start, end, FOOT if mode == FOOT else "car", self.is_night(minute))
        if way not in self._known:
            self._known[way] = self.table.get(way, self._straight(way))
        return self._known[way]

    def whole(self, start: str, end: str, mode: str, minute: int) -> int:
        """The same in whole minutes, as a timetable needs them: rounded up; `UNKNOWN` for a way nobody knows."""
        key = start, end, mode == FOOT, self._by_night[minute % MINUTES_A_DAY]
        known = self._whole.get(key)
        if known is None:
            way = Way(start, end, FOOT if mode == FOOT else "car", self.is_night(minute))
            exact = self.exact(start, end, mode, minute)
            if math.isinf(exact):
                known = UNKNOWN
            else:
                known = math.ceil(exact) if way in self.table or not exact else math.ceil(exact + SPARE)
            self._whole[key] = known
        return known

    def metres(self, start: str, end: str) -> int:
        """Metres of a way over the map, detours reckoned in; 0 where a place is no point of the map."""
        if start == end or start not in self.points or end not in self.points:
            return 0
        if (start, end) not in self._metres:
            self._metres[start, end] = round(1000 * straight_km(self.points[start], self.points[end]) * self.detour)
        return self._metres[start, end]

    def along(self, route: Route, mode: str) -> int:
        """Whole minutes that a pass of a route takes."""
        return max(1, math.ceil(60 * route.km / self._speed(mode)))

    def _straight(self, way: Way) -> float:
        if way.start not in self.points or way.end not in self.points:
            return math.inf
        return 60 * straight_km(self.points[way.start], self.points[way.end]) * self.detour / self._speed(way.mode)

    def _speed(self, mode: str) -> float:
        return self.foot_speed if mode == FOOT else self.car_speed


def points_of(sites: tuple[Site, ...], routes: tuple[Route, ...], zones: tuple[Zone, ...] = ()) -> dict[str, Point]:
    """Every point of the map by name; zones of which nothing is known are left out."""
    found: dict[str, Point] = {site.id: (site.latitude, site.longitude) for site in sites}
    for route in routes:
        start, end = route_ends(route)
        found |= {start: route.start, end: route.end}
    return {**found, **middles(sites, routes, zones)}


def middles(sites: tuple[Site, ...], routes: tuple[Route, ...], zones: tuple[Zone, ...]) -> dict[str, Point]:
    """The middle of each zone: as it is told, else of its sites, else of its routes' ends."""
    found: dict[str, Point] = {}
    for zone in zones:
        if zone.latitude is not None and zone.longitude is not None:
            found[zone.id] = (zone.latitude, zone.longitude)
            continue
        points = [(site.latitude, site.longitude) for site in sites if site.zone == zone.id]
        points = points or [end for route in routes if zone.id in route.zones for end in (route.start, route.end)]
        if points:
            found[zone.id] = (fmean(north for north, _east in points), fmean(east for _north, east in points))
    return found
