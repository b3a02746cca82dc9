"""What a patrol plan gives, in figures: who is in reach, what is seen how often, and what one crew's absence costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from roster.domain.clock import Span
from roster.domain.ids import CrewId, ShiftId
from roster.domain.itinerary import FOOT, STATIC, Plan, Stop
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.service import Slot
from roster.rules.patrol.patrolling import calls_at, crews_in, is_pass, is_visit, served_slots
from roster.rules.patrol.response_cover import ResponseCover

LEAST_STAY = 10

FIRST, SECOND = ResponseCover(weight=1), ResponseCover(id="backup", weight=1, backup=True)
"""Response cover of a checkpoint by one unit, and by a second one."""


class Reach(NamedTuple):
    """Of one checkpoint: slots in which a unit is within its minutes, a second one within the next, all slots."""

    covered: int
    backed_up: int
    slots: int
    worst: float | None  # the longest way, in minutes, that the nearest unit has in any slot; None without any unit


class Attention(NamedTuple):
    """Of one checkpoint or route: how often it is seen, and the longest time that it is not, in minutes."""

    times: int
    longest: int


class Loss(NamedTuple):
    """What is lost on a shift if a crew is called away: slots of checkpoints, and zones with nobody in some slot."""

    crew: CrewId
    slots: int
    checkpoints: tuple[str, ...]
    zones: tuple[str, ...]


def reach(plan: Plan, patrol: Patrol) -> Mapping[str, Reach]:
    """Response cover of each checkpoint that asks for it, over all slots that the brigade serves, read by place."""
    sites = [site.id for site in FIRST.sites(patrol)]
    covered, backed, slots = dict.fromkeys(sites, 0), dict.fromkeys(sites, 0), 0
    worst: dict[str, float | None] = dict.fromkeys(sites, 0.0)
    for slot in served_slots(patrol.slots, patrol.problem):
        slots += 1
        crews = list(crews_in(slot, plan, patrol))
        reached = [FIRST.reached(crew, stops, slot, patrol) for crew, stops in crews]
        starts = {
            (stop.begins, FOOT if FOOT in (stop.mode, crew.mode) else crew.mode)
            for crew, stops in crews
            for stop in stops
            if stop.arrive < slot.end and slot.start < stop.leave
        }
        nearly = [SECOND.reached(crew, stops, slot, patrol) for crew, stops in crews]
        for site in sites:
            covered[site] += any(site in found for found in reached)
            backed[site] += sum(site in found for found in nearly) >= SECOND.units
            ways = [patrol.travel.exact(point, site, mode, slot.start) for point, mode in starts]
            ways = [way for way in ways if isfinite(way)]
            known = worst[site]
            worst[site] = max(known, min(ways)) if ways and known is not None else None
    return {site: Reach(covered[site], backed[site], slots, worst[site]) for site in sites}


def attention(plan: Plan, patrol: Patrol) -> Mapping[str, Attention]:
    """For each checkpoint its visits, for each route its passes, and the longest time without one."""
    there = calls_at(plan)
    whole = Span(patrol.slots[0].start, patrol.slots[-1].end) if patrol.slots else Span(0, 0)
    found = {}
    for name in (*(site.id for site in patrol.checkpoints), *patrol.route):
        seen = [stop.span for _crew, stop in there.get(name, ()) if _is_seen(stop, patrol)]
        marks = sorted([Span(whole.start, whole.start), *seen, Span(whole.end, whole.end)])
        longest, until = 0, whole.start
        for before, after in pairwise(marks):
            until = max(until, before.end)
            longest = max(longest, after.start - until)
        found[name] = Attention(len(seen), longest)
    return found


def _is_seen(stop: Stop, patrol: Patrol) -> bool:
    """Whether a stop is a visit or a pass; a crew that waits at a checkpoint visits it only if it stays long enough."""
    least = LEAST_STAY if stop.mode == STATIC else 1
    return is_visit(stop, least, patrol) or is_pass(stop, patrol)


def called_away(plan: Plan, patrol: Patrol) -> Mapping[ShiftId, tuple[Loss, ...]]:
    """For each date and shift, what each of its crews would leave without cover; the worst first (N-1)."""
    slots: dict[CrewId, int] = {}
    places: dict[CrewId, set[str]] = {}
    zones: dict[CrewId, set[str]] = {}
    for slot in patrol.slots:
        crews = list(crews_in(slot, plan, patrol))
        reached = {crew.id: FIRST.reached(crew, stops, slot, patrol) for crew, stops in crews}
        for crew, _stops in crews:
            others = frozenset().union(*(found for key, found in reached.items() if key != crew.id))
            lost = reached[crew.id] - others
            slots[crew.id] = slots.get(crew.id, 0) + len(lost)
            places.setdefault(crew.id, set()).update(lost)
            zones.setdefault(crew.id, set()).update(_alone(crew, [c for c, _stops in crews], slot))
    found: dict[ShiftId, list[Loss]] = {}
    for key in slots:
        loss = Loss(key, slots[key], tuple(sorted(places[key])), tuple(sorted(zones[key])))
        found.setdefault(key.start, []).append(loss)
    return {shift: worst_first({shift: losses}) for shift, losses in sorted(found.items())}


def worst_first(losses: Mapping[ShiftId, Sequence[Loss]]) -> tuple[Loss, ...]:
    """The losses of shifts, the worst case first: the most checkpoint-slots, then the most zones."""
    every = (loss for own in losses.values() for loss in own)
    return tuple(sorted(every, key=lambda loss: (-loss.slots, -len(loss.zones), loss.crew)))


def _alone(crew: OnDuty, crews: list[OnDuty], slot: Slot) -> set[str]:
    """The zone in which a crew is the only one in a slot."""

    def zone(other: OnDuty) -> str:
        part = other.part_at(slot.start)
        return part.zone if part else ""

    own = zone(crew)
    return set() if any(zone(other) == own for other in crews if other.id != crew.id) else {own}
