"""A finished patrol plan: where each crew is, from when to when, and when the duty leader looks in on whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from roster.domain.clock import Span
from roster.domain.ids import CrewId

ROUTE, ZONE = "route", "zone"
"""Kinds of place beside those of sites: a street segment, and a whole zone in which nothing is marked."""
STATIC, FOOT, CAR, MEAL = "static", "foot", "car", "meal"
"""Modes of a stop: standing, on foot, by car, and a meal break, in which a crew stands as well."""


class Stop(NamedTuple):
    """A crew at one place from `arrive` to `leave`; on a route it begins at one point and ends at another."""

    arrive: int
    leave: int
    place: str  # a site, route or zone
    kind: str  # a site's kind, `route` or `zone`
    mode: str
    begins: str  # the points of the map where the stop begins and ends
    ends: str

    @property
    def span(self) -> Span:
        return Span(self.arrive, self.leave)


@dataclass(frozen=True)
class Itinerary:
    """One crew's stops, in order of time; between two stops the crew is on its way."""

    crew: CrewId
    stops: tuple[Stop, ...]


class Inspection(NamedTuple):
    """The duty leader looks in on a crew: on the spot or by video, announced or by surprise."""

    leader: CrewId
    crew: CrewId
    start: int
    end: int
    place: str
    on_site: bool
    surprise: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Demand(NamedTuple):
    """Passes of a route or visits of a checkpoint in one window: so many are asked for, so many given."""

    place: str
    day: int
    span: Span
    asked: int
    given: int


@dataclass(frozen=True)
class Plan:
    """All itineraries of a roster, and the duty leaders' inspections."""

    itineraries: tuple[Itinerary, ...]
    inspections: tuple[Inspection, ...] = field(default=())

    @cached_property
    def stops(self) -> Mapping[CrewId, tuple[Stop, ...]]:
        """Each crew's stops."""
        return {itinerary.crew: itinerary.stops for itinerary in self.itineraries}

    def all_stops(self) -> Iterator[tuple[CrewId, Stop]]:
        """Every stop with its crew."""
        for itinerary in self.itineraries:
            yield from ((itinerary.crew, stop) for stop in itinerary.stops)

    @property
    def announced(self) -> Plan:
        """The part that everybody may know: without the inspections by surprise."""
        return Plan(self.itineraries, tuple(check for check in self.inspections if not check.surprise))


def joined(stops: Iterator[Stop] | list[Stop] | tuple[Stop, ...]) -> tuple[Stop, ...]:
    """Stops in order, those of no length left out, those that go on at the same place in the same mode as one."""
    found: list[Stop] = []
    for stop in stops:
        if stop.leave <= stop.arrive:
            continue
        before = found[-1] if found else None
        same = before and (before.place, before.mode, before.leave) == (stop.place, stop.mode, stop.arrive)
        if before and same and (stop.kind != ROUTE or stop.mode == STATIC):
            found[-1] = before._replace(leave=stop.leave, ends=stop.ends)
        else:
            found.append(stop)
    return tuple(found)


def calls(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Stops in order, those at which a crew goes on at the site where it is as one: a visit and a wait are one call."""
    found: list[Stop] = []
    for stop in stops:
        before = found[-1] if found else None
        if before and stop.kind not in (ROUTE, ZONE) and (before.place, before.leave) == (stop.place, stop.arrive):
            found[-1] = before._replace(leave=stop.leave)
        else:
            found.append(stop)
    return tuple(found)


def during(stops: tuple[Stop, ...], span: Span) -> tuple[Stop, ...]:
    """The stops that a crew makes in a stretch of time, the last one before it and the first one after it."""
    before = sum(stop.leave <= span.start for stop in stops)
    begun = sum(stop.arrive < span.end for stop in stops)
    return stops[max(0, before - 1) : begun + 1]
