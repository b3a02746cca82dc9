"""What a patrol plan is made for: the crews of a finished roster, cut into short slots, and the map they move on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from roster.domain.clock import Span
from roster.domain.ids import CrewId
from roster.domain.itinerary import CAR, FOOT, ROUTE, STATIC, ZONE, Stop
from roster.domain.places import Route, Site
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, crew_labels
from roster.domain.service import Slot
from roster.domain.travel import Travel, points_of, route_ends

CHECKPOINT, GUARD_POST, STATIONING_POINT = "checkpoint", "guard_post", "stationing_point"
QUICK_REACTION_POINT, PUBLICITY_POINT = "quick_reaction_point", "publicity_point"
WAITING_PLACES = (
    (QUICK_REACTION_POINT,),
    (STATIONING_POINT,),
    (GUARD_POST,),
)
"""Kinds of site at which a crew without a task waits, those of the first group that its zone has.

No checkpoint is among them: whoever waits there visits it, and at the beginning of each shift at the same time. Where a
zone has none of these its crews wait at the ends of its routes, else they patrol the zone as a whole.
"""
MOST_WAITING = 3
"""A crew chooses among so many of them."""


class Part(NamedTuple):
    """A crew in one slot of the plan: the zone, and the site where it has a fixed one, that the roster gives it."""

    slot: Slot
    zone: str
    site: str


@dataclass(frozen=True)
class OnDuty:
    """A crew of the roster as the plan sees it."""

    id: CrewId
    crew: Crew
    span: Span
    parts: tuple[Part, ...]
    mode: str  # how it travels: car or foot
    roams: bool  # patrols its zone; False: stands where the roster has put it
    zones: tuple[str, ...]  # that its kind serves
    last_place: str = ""  # where it hands over its vehicle; empty: where it likes

    @property
    def kind(self) -> str:
        return self.crew.unit.kind

    @property
    def day(self) -> int:
        """The roster day on which its duty begins, with which it is planned: it may be the one before its date."""
        return max(0, self.parts[0].slot.day)

    def part_at(self, minute: int) -> Part | None:
        """The slot of the plan in which a minute lies."""
        return next((part for part in self.parts if part.slot.start <= minute < part.slot.end), None)


@dataclass(frozen=True)
class Patrol:
    """A roster to be planned: its crews by day, the plan's slots, and how long ways take."""

    problem: Problem
    roster: Roster
    slot_minutes: int

    @cached_property
    def travel(self) -> Travel:
        settings = self.problem.settings
        points = points_of(self.problem.sites, self.problem.routes, self.problem.zones)
        speeds = settings.car_speed, settings.foot_speed
        return Travel(points, *speeds, settings.detour, settings.night, self.problem.travel)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The roster's slots cut into the plan's, none longer than `slot_minutes`."""
        return tuple(piece for slot in self.problem.slots for piece in cut(slot, self.slot_minutes))

    @cached_property
    def slots_of_day(self) -> Mapping[int, tuple[Slot, ...]]:
        found: dict[int, list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.day, []).append(slot)
        return {day: tuple(slots) for day, slots in found.items()}

    def has_minute(self, minute: int) -> bool:
        """Whether a minute lies in one of the plan's slots."""
        index = bisect_right(self._starts, minute) - 1
        return index >= 0 and minute < self._ends[index]

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(slot.start for slot in self.slots)

    @cached_property
    def _ends(self) -> list[int]:
        return sorted(slot.end for slot in self.slots)

    @cached_property
    def route(self) -> Mapping[str, Route]:
        return {route.id: route for route in self.problem.routes}

    @cached_property
    def checkpoints(self) -> tuple[Site, ...]:
        return tuple(site for site in self.problem.sites if site.kind == CHECKPOINT)

    @cached_property
    def crews(self) -> tuple[OnDuty, ...]:
        """Every crew that stands anywhere, by day, shift and label; the duty leaders' are not among them."""
        problem = self.problem
        found = []
        for label, crew in zip(crew_labels(self.roster), self.roster.crews, strict=True):
            unit, kind = crew.unit, problem.kind[crew.unit.kind]
            if not problem.placed(unit.kind) or not crew.stands:
                continue
            parts = tuple(
                Part(piece, stand.zone, stand.site)
                for stand in sorted(crew.stands, key=lambda stand: stand.slot.start)
                for piece in cut(stand.slot, self.slot_minutes)
            )
            zones = {part.zone for part in parts}
            roams = not any(part.site for part in parts) and (kind.mode != STATIC or len(zones) > 1)
            mode = CAR if crew.vehicle else FOOT
            span = problem.shift[unit.shift].span(unit.day)
            key = CrewId(unit.day, unit.shift, label)
            found.append(OnDuty(key, crew, span, parts, mode, roams, problem.bases(kind)))
        return tuple(sorted(self._handed_over(found), key=lambda crew: crew.id))

    def _handed_over(self, crews: list[OnDuty]) -> list[OnDuty]:
        """Crews whose vehicle goes on with another crew at once end where that one begins, if that is not far."""
        begins = {
            (crew.crew.vehicle, crew.parts[0].slot.start): self.home(crew)
            for crew in crews
            if crew.roams and crew.crew.vehicle
        }
        found = []
        for crew in crews:
            last = crew.parts[-1]
            place = begins.get((crew.crew.vehicle, last.slot.end), "") if crew.roams else ""
            if place and place not in self.waiting_places(last.zone):
                ways = [
                    self.travel.whole(wait, place, crew.mode, last.slot.start)
                    for wait in self.waiting_places(last.zone)
                ]
                served = self.zones_of(place)
                if max(ways) >= last.slot.end - last.slot.start or not served & set(crew.zones):
                    place = ""
            found.append(replace(crew, last_place=place) if place else crew)
        return found

    @cached_property
    def leaders(self) -> tuple[tuple[CrewId, Crew, Span], ...]:
        """The duty leaders' crews."""
        problem = self.problem
        return tuple(
            (CrewId(crew.unit.day, crew.unit.shift, label), crew, problem.shift[crew.unit.shift].span(crew.unit.day))
            for label, crew in zip(crew_labels(self.roster), self.roster.crews, strict=True)
            if not problem.placed(crew.unit.kind)
        )

    @cached_property
    def crew(self) -> Mapping[CrewId, OnDuty]:
        return {crew.id: crew for crew in self.crews}

    @cached_property
    def crews_of_day(self) -> Mapping[int, tuple[OnDuty, ...]]:
        """The crews whose duty begins on each roster day."""
        found: dict[int, list[OnDuty]] = {}
        for crew in self.crews:
            found.setdefault(crew.day, []).append(crew)
        return {day: tuple(crews) for day, crews in found.items()}

    def day_of(self, crew: CrewId) -> int:
        """The roster day on which a crew's duty begins."""
        return self.crew[crew].day if crew in self.crew else crew.day

    @cached_property
    def crews_in_slot(self) -> Mapping[Slot, tuple[OnDuty, ...]]:
        """The crews on duty in each slot of the plan."""
        found: dict[Slot, list[OnDuty]] = {}
        for crew in self.crews:
            for part in crew.parts:
                found.setdefault(part.slot, []).append(crew)
        return {slot: tuple(crews) for slot, crews in found.items()}

    @cached_property
    def _waiting(self) -> dict[str, tuple[str, ...]]:
        return {}

    def waiting_places(self, zone: str) -> tuple[str, ...]:
        """The points at which a crew of a zone waits: never empty, the zone itself where nothing else is marked."""
        if zone not in self._waiting:
            sites = [site for site in self.problem.sites if site.zone == zone]
            groups = [tuple(site.id for site in sites if site.kind in kinds) for kinds in WAITING_PLACES]
            groups.append(tuple(point for r in self.problem.routes if zone in r.zones for point in route_ends(r)))
            self._waiting[zone] = next((group for group in groups if group), (zone,))[:MOST_WAITING]
        return self._waiting[zone]

    def meal_places(self, zone: str) -> tuple[str, ...]:
        """The points of a zone at which crews may eat: its sites with meals, else wherever they wait."""
        sites = tuple(site.id for site in self.problem.sites if site.meals and site.zone == zone)
        return sites or self.waiting_places(zone)

    def home(self, crew: OnDuty) -> str:
        """Where a crew begins its shift: the first waiting place of its first zone."""
        first = crew.parts[0]
        return first.site or self.waiting_places(first.zone)[0]

    def zones_of(self, point: str) -> frozenset[str]:
        """The zones in which a point of the map lies; a route's ends lie in all of its zones."""
        if point not in self._zones:
            route = self.route.get(point.partition(":")[0]) or self.route.get(point)
            self._zones[point] = frozenset(route.zones if route else {self.problem.zone_of(point)})
        return self._zones[point]

    @cached_property
    def _zones(self) -> dict[str, frozenset[str]]:
        return {}

    def kind_of(self, place: str) -> str:
        """A site's kind, `route`, or `zone`."""
        if place in self.problem.site:
            return self.problem.site[place].kind
        return ROUTE if place.partition(":")[0] in self.route else ZONE

    def waiting(self, crew: OnDuty, point: str, start: int, end: int, mode: str = "") -> Stop:
        """A crew that waits at a point; one that has only its zone patrols it, as its kind does or by `mode`."""
        kind = self.kind_of(point)
        mode = mode or (self.problem.kind[crew.kind].mode if kind == ZONE else STATIC)
        return Stop(start, end, point.partition(":")[0] if kind == ROUTE else point, kind, mode, point, point)

    @cached_property
    def _memo(self) -> dict[int, tuple[object, dict[Hashable, frozenset[str]]]]:
        return {}

    @cached_property
    def shares(self) -> dict[Hashable, Mapping[int, int]]:
        """How days share the times of visits, as far as that is known already."""
        return {}

    def known(self, asker: object) -> dict[Hashable, frozenset[str]]:
        """What one rule, itself and no other that is like it, has found out about ways already."""
        if id(asker) not in self._memo:
            self._memo[id(asker)] = (asker, {})  # kept, so that its identity stays its own
        return self._memo[id(asker)][1]


def cut(slot: Slot, minutes: int) -> tuple[Slot, ...]:
    """A slot in pieces of so many minutes, the last one shorter where it does not come out even."""
    starts = range(slot.start, slot.end, minutes)
    return tuple(Slot(slot.day, start, min(start + minutes, slot.end)) for start in starts)
