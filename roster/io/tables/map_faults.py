"""What is wrong on the map: points far from all others, two sites in one place, routes that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from roster.domain.clock import Span
from roster.domain.errors import Fault
from roster.domain.patrol import CHECKPOINT
from roster.domain.travel import Point, straight_km
from roster.i18n import _
from roster.io.tables import routes, shifts, sites, zones

FARTHEST_KM = 300.0
"""From the middle of a brigade's map."""
LEAST_POINTS = 3
"""Points from which the middle can be told."""
SAME_PLACE_KM = 0.002


def map_faults(
    known_sites: Sequence[sites.Row],
    known_routes: Sequence[routes.Row],
    known_zones: Sequence[zones.Row],
    known_shifts: Sequence[shifts.Row],
) -> Iterator[Fault]:
    """Every fault of sites, routes and zones on the map, and checkpoints that are open when nobody is on duty."""
    yield from _far(known_sites, known_routes, known_zones)
    yield from _same_place(known_sites)
    yield from _no_length(known_routes)
    yield from _never_open(known_sites, known_shifts)


def _far(
    known_sites: Sequence[sites.Row], known_routes: Sequence[routes.Row], known_zones: Sequence[zones.Row]
) -> Iterator[Fault]:
    points: list[tuple[sites.Row | routes.Row | zones.Row, str, Point]] = [
        (site, "latitude", (site.latitude, site.longitude)) for site in known_sites
    ]
    for route in known_routes:
        points.append((route, "start_latitude", (route.start_latitude, route.start_longitude)))
        points.append((route, "end_latitude", (route.end_latitude, route.end_longitude)))
    for zone in known_zones:
        if zone.latitude is not None and zone.longitude is not None:
            points.append((zone, "latitude", (zone.latitude, zone.longitude)))
    if len(points) < LEAST_POINTS:
        return
    middle = median(point[0] for _r, _f, point in points), median(point[1] for _r, _f, point in points)
    for row, field, (north, east) in points:
        km = straight_km(middle, (north, east))
        if km > FARTHEST_KM:
            found = _("{latitude}, {longitude}, {km:,.0f} km from the middle of the map").format(
                latitude=north, longitude=east, km=km
            )
            expected = _("a place within {km:.0f} km of the others").format(km=FARTHEST_KM)
            if abs(east) <= 90 and straight_km(middle, (east, north)) <= FARTHEST_KM:
                expected = _("latitude first, then longitude: they seem to be swapped")
            yield row.fault(field, found, expected)


def _same_place(known_sites: Sequence[sites.Row]) -> Iterator[Fault]:
    """Sites of one kind that lie on each other."""
    seen: dict[tuple[str, int, int], sites.Row] = {}
    for site in known_sites:
        key = (site.kind, round(site.latitude * 100_000), round(site.longitude * 100_000))
        first = seen.setdefault(key, site)
        if (
            first is not site
            and straight_km((first.latitude, first.longitude), (site.latitude, site.longitude)) < SAME_PLACE_KM
        ):
            found = _("'{site}' in the place of '{other}' ({place})").format(
                site=site.id, other=first.id, place=first.place.cell("latitude")
            )
            yield site.fault("latitude", found, _("sites of one kind in different places"))


def _no_length(known_routes: Sequence[routes.Row]) -> Iterator[Fault]:
    for route in known_routes:
        start, end = (route.start_latitude, route.start_longitude), (route.end_latitude, route.end_longitude)
        if route.km is None and straight_km(start, end) < SAME_PLACE_KM:
            found = _("a route that ends where it begins")
            yield route.fault("end_latitude", found, _("two different ends, or the length in km"))


def _never_open(known_sites: Sequence[sites.Row], known_shifts: Sequence[shifts.Row]) -> Iterator[Fault]:
    hours = [row.shift().span(day) for row in known_shifts if row.line and not row.parts for day in (-1, 0, 1)]
    for site in known_sites:
        if site.kind == CHECKPOINT and site.opening_hours and hours:
            opening = [site.opening_hours.on(day) for day in (0, 1)]
            if not any(Span(*one).overlap(other) for one in opening for other in hours):
                found = _("'{hours}', when no shift is on duty").format(hours=site.opening_hours)
                yield site.fault("opening_hours", found, _("hours that a shift of the table shifts covers in part"))
