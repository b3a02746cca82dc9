"""Crews of earlier weeks that are still on duty when the horizon begins: what history tells of where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from roster.domain.clock import Span, calendar_day
from roster.domain.ids import UnitId
from roster.domain.parts import by_part
from roster.domain.people import Duty, Post, Stay
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster, Service, Stand, services
from roster.domain.service import Slot, Unit


def crews_before(problem: Problem) -> tuple[tuple[Crew, ...], tuple[Duty, ...]]:
    """The past crews that stand in the problem's slots, and past duties there of which nobody knows the unit.

    Of a duty of which only the shift is known, the unit's kind is known where one kind alone runs on that shift, and
    its place where that kind has one base alone; so many officers are then at least so many crews as they would fill.
    """
    crews: list[Crew] = []
    unknown: list[Duty] = []
    told: dict[UnitId, list[Duty]] = {}
    untold: dict[tuple[int, str, Span], list[Duty]] = {}
    for duty in problem.history:
        if not _slots(duty.span, problem):
            continue
        last = _last_part(duty, problem)
        if duty.post and duty.post.kind in problem.kind:
            told.setdefault(UnitId(duty.day, last.shift, duty.post.unit), []).append(last)
        else:
            untold.setdefault((duty.day, last.shift, last.span), []).append(last)
    for (day, shift, label), duties in sorted(told.items()):
        post = duties[0].post
        assert post is not None
        stands = _stands(duties[0].span, post, problem)
        members = tuple(Member(duty.officer) for duty in duties)
        crews.append(Crew(Unit(day, shift, post.kind, label), members, post.vehicle, stands))
    for (day, shift, span), duties in sorted(untold.items()):
        post = _likely(shift, span, problem)
        if post is None:
            unknown += duties
            continue
        full = problem.kind[post.kind].crew
        for first in range(0, len(duties), full):
            members = tuple(Member(duty.officer) for duty in duties[first : first + full])
            unit = Unit(day, shift, post.kind, f"{post.unit}{first}")
            crews.append(Crew(unit, members, "", _stands(span, post, problem)))
    return tuple(crews), tuple(unknown)


def _apart(one: Span, other: Span) -> int:
    """By how many minutes the ends of two spans differ."""
    return abs(one.start - other.start) + abs(one.end - other.end)


def _last_part(duty: Duty, problem: Problem) -> Duty:
    """A past duty in parts as its last one, which alone may still go on; its post is the crew of that."""
    shift = problem.shift.get(duty.shift)
    if shift is None or not shift.parts:
        return duty
    return replace(duty, shift=shift.parts[-1].code, span=problem.spans(duty)[-1])


def guest_crews(problem: Problem) -> Iterator[Crew]:
    """The crews of other brigades that are on duty here, as crews that stand where they were asked to."""
    for number, guest in enumerate(problem.guests, start=1):
        kind, lit = problem.kind[guest.kind], bool(problem.kind[guest.kind].vehicle_kinds)
        zone, site = problem.zone_of(guest.place), guest.place if guest.place in problem.site else ""
        slots = [slot for slot in problem.slots if guest.span.covers(slot.span)]
        stands = tuple(Stand(slot, zone, site, kind.mode, lit and problem.lights_on(slot)) for slot in slots)
        vehicle = (guest.vehicle or guest.brigade or guest.kind) if kind.vehicle_kinds else ""
        day = calendar_day(guest.span.start)
        codes = sorted(
            problem.shifts_of(guest.kind), key=lambda code: _apart(problem.shift[code].span(day), guest.span)
        )
        unit = Unit(
            day, next(iter(codes), problem.shift_codes[0]), guest.kind, guest.place, sign=f"{guest.kind}+{number}"
        )
        yield Crew(unit, (), vehicle, stands)


def _slots(span: Span, problem: Problem) -> list[Slot]:
    """The slots within a past duty."""
    return [slot for slot in problem.slots if span.covers(slot.span)] if span.end > 0 else []


def _stands(span: Span, post: Post, problem: Problem) -> tuple[Stand, ...]:
    """Where a past crew is in each slot, which may be cut otherwise than in its own week; nowhere where not known."""
    mode, found = problem.kind[post.kind].mode, []
    for slot in _slots(span, problem):
        stay = max(post.stays, key=lambda stay: stay.span.overlap(slot.span), default=Stay(span, "", "", False))
        found.append(Stand(slot, stay.zone, stay.site, mode, stay.lights))
    return tuple(found)


def _likely(shift: str, span: Span, problem: Problem) -> Post | None:
    """The unit of a past duty of which only the shift is known; None where it may be of several kinds."""
    units = [unit for unit in problem.units if unit.shift == shift and problem.placed(unit.kind)]
    kinds = {unit.kind for unit in units}
    if len(kinds) != 1:
        return None
    (kind,) = kinds
    bases = {unit.base for unit in units}
    if len(bases) > 1 or (problem.kind[kind].moves and not bases <= problem.site.keys()):
        return Post("", kind)
    (base,) = bases
    return Post("", kind, stays=(Stay(span, problem.zone_of(base), base if base in problem.site else "", False),))


def duties_of(roster: Roster, facts: Facts) -> list[Duty]:
    """A roster's duties with the crews in which they are served: what later weeks take as history."""
    found = []
    for service in services(roster):
        duty = facts.duty(service.member.officer, service.crews[0].unit.day, service.shift)
        found.append(replace(duty, shift=duty.whole, post=post_of(service, facts), of=""))
    found += [facts.duty(officer, day, shift) for officer, day, shift in roster.placeless]
    return found


def post_of(service: Service, facts: Facts) -> Post:
    """The crew in which a duty is served, of one in parts that of the last, and where that stands."""
    service = by_part(service, facts)[-1]
    stands = (stand for crew in service.crews for stand in crew.stands)
    stays = tuple(Stay(stand.slot.span, stand.zone, stand.site, stand.lights) for stand in stands)
    unit = service.crews[0].unit
    return Post(service.label, unit.kind, service.crews[0].vehicle, unit.base, service.member.role, stays)


def post_named(label: str, vehicle: str, span: Span, facts: Facts, base: str = "", role: str = "") -> Post:
    """The post that a unit's label names, as `car-Z1-2`; its place is known where it cannot have moved.

    A call sign tells no base: `base` is what is known of it otherwise.
    """
    kind = _kind_named(label, facts)
    known = {zone.id for zone in facts.zones} | facts.site.keys()
    found = label.partition("#")[0].removeprefix(kind).removeprefix("-")
    base = next((place for place in (base, found, found.rpartition("-")[0]) if place in known), "")
    post = Post(label, kind, vehicle, base, role)
    if not base or not kind or (facts.kind[kind].moves and base not in facts.site):
        return post
    site = base if base in facts.site else ""
    lights = vehicle in facts.vehicle and facts.vehicle[vehicle].lights
    return replace(post, stays=(Stay(span, facts.zone_of(base), site, lights),))


def _kind_named(label: str, facts: Facts) -> str:
    """The kind of a unit by its call sign, or by its label; empty where the brigade has no such kind."""
    name = label.partition("#")[0]
    signed = (code for code, kind in facts.kind.items() if kind.is_sign(name))
    kinds = (kind for kind in facts.kind if name == kind or name.startswith(f"{kind}-"))
    return next(signed, "") or max(kinds, key=len, default="")
