"""Crews with their seats, places and stops, and the map they move on, for a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.ids import CrewId
from roster.domain.itinerary import Plan, Stop
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Roster, crew_labels
from roster.i18n import N_, _
from roster.io import texts
from roster.io.sheets.order_rows import stretches
from roster.rules.shared.positions import places
from roster.rules.shared.words import kind_name

Json = dict[str, object]

ROLES = {
    "lead": N_("lead"),
    "driver": N_("driver"),
    "armed": N_("armed"),
    "member": N_("member"),
    "leader": N_("Duty leader"),
}


class Named(NamedTuple):
    """A crew with the name that no other crew of the roster has: `2026-10-19/D/car-Z1`."""

    id: str
    label: str
    crew: Crew


def named_crews(problem: Problem, roster: Roster) -> list[Named]:
    """Every crew, in the roster's order."""
    return [
        Named(crew_id(crew.unit.day, crew.unit.shift, label, problem), label, crew)
        for label, crew in zip(crew_labels(roster), roster.crews, strict=True)
    ]


def crew_id(day: int, shift: str, label: str, problem: Problem) -> str:
    """The name of one crew in the whole roster."""
    return f"{problem.date(day).isoformat()}/{shift}/{label}"


def crews(problem: Problem, named: list[Named], plan: Plan | None) -> list[Json]:
    """Every crew: where, in which vehicle, who in which seat, and its stops; minutes count from 00:00 of its date."""
    stops = plan.stops if plan else {}
    return [_crew(one, problem, stops) for one in named]


def _crew(one: Named, problem: Problem, stops: Mapping[CrewId, tuple[Stop, ...]]) -> Json:
    unit, crew = one.crew.unit, one.crew
    midnight = unit.day * MINUTES_A_DAY
    span = problem.shift[unit.shift].span(unit.day)
    stand = crew.main_stand
    kind = problem.kind[unit.kind]
    return {
        "id": one.id,
        "name": one.label,
        "kind": unit.kind,
        "kind_name": kind_name(unit.kind, problem),
        "date": problem.date(unit.day).isoformat(),
        "shift": problem.shift[unit.shift].whole,
        "from": span.start - midnight,
        "to": span.end - midnight,
        "zone": stand.zone if stand else problem.zone_of(unit.base),
        "site": stand.site if stand else (unit.base if unit.base in problem.site else ""),
        "vehicle": crew.vehicle or None,
        "needs_vehicle": bool(kind.vehicle_kinds),
        "full": kind.crew,
        "pooled": unit.most > 1,
        "may_stand": list(places(unit, problem)) if unit.most == 1 else [],
        "seats": [_seat(member) for member in crew.members],
        "stands": [
            {
                "from": stretch.span.start - midnight,
                "to": stretch.span.end - midnight,
                "zone": stretch.zone,
                "site": stretch.site,
                "mode": texts.mode(stretch.mode),
                "lights": [at - midnight for at in stretch.lit] if stretch.lit else None,
            }
            for stretch in stretches(crew, problem)
        ],
        "stops": [
            {
                "from": stop.arrive - midnight,
                "to": stop.leave - midnight,
                "site": stop.place,
                "kind": stop.kind,
                "mode": stop.mode,
                "does": texts.mode(stop.mode),
            }
            for stop in stops.get(CrewId(unit.day, unit.shift, one.label), ())
        ],
    }


def _seat(member: Member) -> Json:
    return {
        "role": member.role,
        "roles": sorted(member.roles),
        "role_name": _(ROLES[member.role]),
        "officer": member.officer,
        "armed": "armed" in member.roles,
    }


def vehicles(problem: Problem) -> list[Json]:
    """Every vehicle, with the dates on which it is away for most of the day."""
    away: dict[str, list[str]] = {}
    for absence in problem.maintenance:
        for day in problem.horizon.range:
            span = absence.span
            overlap = min(span.end, (day + 1) * MINUTES_A_DAY) - max(span.start, day * MINUTES_A_DAY)
            if overlap > 0:
                away.setdefault(absence.id, []).append(problem.date(day).isoformat())
    return [
        {
            "id": vehicle.id,
            "name": texts.vehicle_name(vehicle.id, problem),
            "kind": vehicle.kind,
            "seats": vehicle.seats,
            "lights": vehicle.lights,
            "away": sorted(set(away.get(vehicle.id, ()))),
        }
        for vehicle in problem.vehicles
    ]


def zones(problem: Problem) -> list[Json]:
    """The zones of the table; none where the brigade has no such table, and is one place."""
    return [
        {"id": zone.id, "name": zone.name, "x": zone.longitude, "y": zone.latitude} for zone in problem.zones if zone.id
    ]


def sites(problem: Problem) -> list[Json]:
    """Sites with degrees of longitude as `x` and of latitude as `y`."""
    return [
        {
            "id": site.id,
            "name": site.name,
            "zone": site.zone,
            "x": site.longitude,
            "y": site.latitude,
            "kind": site.kind,
            "minutes": site.tier_minutes,
        }
        for site in problem.sites
    ]


def routes(problem: Problem) -> list[Json]:
    """Street segments from one end to the other, in degrees."""
    return [
        {
            "id": route.id,
            "name": route.name,
            "zones": list(route.zones),
            "from": {"x": route.start[1], "y": route.start[0]},
            "to": {"x": route.end[1], "y": route.end[0]},
        }
        for route in problem.routes
    ]
