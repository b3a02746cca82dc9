"""Members of clashes that are in no rule, and parts of rules that speak of tables, each as one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from roster.domain.letters import shift_text
from roster.domain.people import Duty
from roster.domain.places import Vehicle
from roster.domain.problem import Problem
from roster.domain.seating import COACH, has
from roster.domain.service import DemandLine, UnitKind
from roster.i18n import _
from roster.rules import Rulebook
from roster.rules.limits import ROWS
from roster.rules.roster.absence import JOINED
from roster.rules.roster.crew import COACHED, LEAST, QUALITY, Crew
from roster.rules.roster.vehicle import LICENCE, NEEDED, OF_KIND, SEATS
from roster.rules.shared.words import date_text, kind_name, people, person, place, vehicle
from roster.search.explain.constraint_groups import ConstraintGroup
from roster.search.explain.past import OVERLAPS, PAST, duties_of
from roster.search.explain.wider import HOURS, LIGHTS, MOST, SHIFTS, UNASKED, ZONES

Members = Sequence[ConstraintGroup]

MOST_NAMED = 3
"""So many of those who may are told by name."""


def sentence(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    """What members of one kind say together; empty where the rule's own policy says it."""
    said = SENTENCES.get(members[0].part)
    return said(members, problem, rulebook) if said else ""


def asking(source: str, problem: Problem) -> list[DemandLine]:
    """The demand lines of these rows."""
    return [line for line in problem.lines if line.source in source.split(ROWS)]


def _most(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    member = members[0]
    line = next(iter(asking(member.source, problem)))
    kind = problem.kind[member.kind]
    bases = (line.places or problem.bases(kind)) if problem.placed(kind.code) else ()
    wanted = max(line.minimum, line.target, line.most, 1)
    each = -(-wanted // max(1, len(bases)))
    words = {
        "kind": kind_name(kind.code, problem),
        "hours": str(line.window),
        "places": _(", ").join(place(name, problem) for name in bases),
    }
    if len(bases) > 1:
        text = _("{kind}, {hours}: no more units may run than are asked for, at most {count} at each of {places}")
    elif bases and line.places:
        text = _("{kind}, {hours}: no more units may run than are asked for, at most {count} at {places}")
    else:
        text = _("{kind}, {hours}: no more units may run than are asked for, at most {count}")
    return text.format(count=each if len(bases) > 1 else wanted, **words)


def _unasked(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    member = members[0]
    words = {
        "kinds": _(", ").join(kind_name(one.kind, problem) for one in members),
        "shift": shift_text(member.of, problem),
        "place": place(member.place, problem),
    }
    if member.place:
        return _("no demand asks for these units at {place} on shift {shift}: {kinds}").format(**words)
    return _("no demand asks for these units on shift {shift}: {kinds}").format(**words)


def _shifts(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    codes = kind.shifts or problem.line_shifts
    shifts = _(", ").join(shift_text(code, problem) for code in codes) or _("none")
    return _("{kind}: runs on these shifts only: {shifts}").format(kind=kind_name(kind.code, problem), shifts=shifts)


def _zones(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    words = {
        "kind": kind_name(kind.code, problem),
        "zone": place(members[0].of, problem),
        "zones": _(", ").join(place(zone, problem) for zone in kind.zones),
    }
    return _("{kind}: may not stand in {zone}, only in {zones}").format(**words)


def _crew_size(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    return _("{kind}: a crew of {count} at the most").format(kind=kind_name(kind.code, problem), count=kind.crew)


def _one_start(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    text = _("nobody starts two duties on one date; people in all: {count}")
    return text.format(count=len(problem.officers))


def _one_place(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    text = _("nobody has two duties at the same time; people in all: {count}")
    return text.format(count=len(problem.officers))


def _past_duty(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    told = []
    for member in members:
        duty = last_duty(member.officer, problem)
        ends = problem.horizon.moment(duty.span.end)
        told.append(
            _("{officer}: the duty {shift} of {date} ends on {end}").format(
                officer=person(member.officer, problem),
                shift=shift_text(duty.shift, problem),
                date=date_text(problem.date(duty.day)),
                end=f"{date_text(ends.date())} {ends:%H:%M}",
            )
        )
    return _("; ").join(told)


def _past(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    """`Ann (A) has worked E on Sun 2026-11-01 (to 23:00)`; of many duties how many of each shift, and from when on."""
    duties = duties_of(members, problem)
    words = {"officer": person(members[0].officer, problem), "count": len(duties)}
    if len(duties) > MOST_NAMED:
        shifts = Counter(shift_text(duty.shift, problem) for duty in duties)
        return _("{officer} has worked {count} duties that count here, {first} to {last}: {shifts}").format(
            first=date_text(problem.date(duties[0].day)),
            last=date_text(problem.date(duties[-1].day)),
            shifts=_(", ").join(f"{shift} {number}" for shift, number in shifts.items()),
            **words,
        )
    told = [
        _("{shift} on {date} (to {end})").format(
            shift=shift_text(duty.shift, problem),
            date=date_text(problem.date(duty.day)),
            end=f"{problem.horizon.moment(duty.span.end):%H:%M}",
        )
        for duty in duties
    ]
    if len(told) == 1:
        return _("{officer} has worked {duties}").format(duties=told[0], **words)
    return _("{officer} has worked {count} duties that count here: {duties}").format(duties=_(", ").join(told), **words)


def last_duty(officer: str, problem: Problem) -> Duty:
    """The past duty that ends last."""
    return max(problem.past[officer].values(), key=lambda duty: duty.span.end)


def _vehicles(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    group = next(group for group in problem.vehicle_groups if group.id == members[0].of)
    return _("vehicles of kind {kind}: one crew at a time in each; those that are there: {vehicles}").format(
        kind=group.kind, vehicles=_vehicle_names(group.vehicles, problem)
    )


def _quality(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    member = members[0]
    rule, kind = rulebook[member.rule], problem.kind[member.kind]
    asked = rule.composition if isinstance(rule, Crew) and rule.composition is not None else kind.composition
    able = tuple(officer.id for officer in rule.officers(problem) if has(officer, member.of))
    text = _("{kind}: at least {count} {quality} in each crew; {who}")
    who = _who_may(able, problem)
    return text.format(kind=kind_name(kind.code, problem), quality=_(member.of), count=asked[member.of], who=who)


def _who_may(able: tuple[str, ...], problem: Problem) -> str:
    """How many have a quality; a few of them by name."""
    if not able:
        return _("nobody has it")
    if len(able) <= MOST_NAMED:
        return _("only {people} may").format(people=people(able, problem))
    return _("in all: {able}").format(able=len(able))


def _least(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    return _("{kind}: a crew of {count} at the least").format(kind=kind_name(kind.code, problem), count=kind.least_crew)


def _coached(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    told = []
    for member in members:
        trainee = problem.officer[member.officer]
        coaches = [o.id for o in problem.officers if has(o, COACH) and o.id != trainee.id]
        words = {"officer": person(trainee.id, problem), "coach": person(trainee.coach, problem)}
        if trainee.coach:
            text = _("{officer} is a trainee and works only in the crew of {coach}")
        elif coaches:
            words["coach"] = people(tuple(coaches), problem)
            text = _("{officer} is a trainee and works only in the crew of a coach: {coach}")
        else:
            text = _("{officer} is a trainee, and nobody is a coach")
        told.append(text.format(**words))
    return _("; ").join(told)


def _joined(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    told = []
    for member in members:
        joined = problem.officer[member.officer].joined
        words = {"officer": person(member.officer, problem), "date": date_text(joined) if joined else ""}
        told.append(_("{officer} joins on {date}").format(**words))
    return _("; ").join(told)


def _needed(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    kinds = _(" or ").join(kind.vehicle_kinds)
    return _("{kind}: each crew needs a vehicle of kind {kinds}").format(
        kind=kind_name(kind.code, problem), kinds=kinds
    )


def _vehicle_names(vehicles: Sequence[Vehicle], problem: Problem) -> str:
    return _(", ").join(vehicle(known.id, problem) for known in vehicles)


def _of_kind(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    own = [known for known in problem.vehicles if known.kind in kind.vehicle_kinds]
    return _("{kind}: takes vehicles of kind {kinds} only, which are: {vehicles}").format(
        kind=kind_name(kind.code, problem),
        kinds=_(" or ").join(kind.vehicle_kinds),
        vehicles=_vehicle_names(own, problem) or _("none"),
    )


def _seats(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    kind = problem.kind[members[0].kind]
    return _("{kind}: a crew of {count} needs as many seats; too few have: {vehicles}").format(
        kind=kind_name(kind.code, problem),
        count=kind.crew,
        vehicles=_(", ").join(f"{vehicle(one.id, problem)} {one.seats}" for one in cramped(kind, problem)),
    )


def cramped(kind: UnitKind, problem: Problem) -> list[Vehicle]:
    """The vehicles that a unit kind takes but for their seats."""
    own = [known for known in problem.vehicles if known.kind in kind.vehicle_kinds]
    return [known for known in own if known.seats < kind.crew]


def _licence(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    member = members[0]
    rule = rulebook[member.rule]
    able = tuple(officer.id for officer in rule.officers(problem) if has(officer, member.of))
    vehicles = _vehicle_names([known for known in problem.vehicles if known.licence == member.of], problem)
    text = _("the licence '{licence}' is needed to drive {vehicles}; {who}")
    return text.format(vehicles=vehicles, licence=_(member.of), who=_who_may(able, problem))


def _hours(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    hours = _(", ").join(dict.fromkeys(member.of for member in members))
    return _("no shift lasts through all of these hours: {hours}").format(hours=hours)


def _lights(members: Members, problem: Problem, rulebook: Rulebook) -> str:
    return _("no vehicle has a light bar")


SENTENCES: dict[str, Callable[[Members, Problem, Rulebook], str]] = {
    MOST: _most,
    UNASKED: _unasked,
    SHIFTS: _shifts,
    ZONES: _zones,
    HOURS: _hours,
    LIGHTS: _lights,
    "crew_size": _crew_size,
    "one_start": _one_start,
    "one_place": _one_place,
    OVERLAPS: _past_duty,
    PAST: _past,
    "vehicles": _vehicles,
    QUALITY: _quality,
    LEAST: _least,
    COACHED: _coached,
    JOINED: _joined,
    NEEDED: _needed,
    OF_KIND: _of_kind,
    SEATS: _seats,
    LICENCE: _licence,
}
"""By part; a maintenance is told by its row."""
