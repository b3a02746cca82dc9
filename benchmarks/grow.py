"""The bundled brigade grown to a city: so many districts, each with people, vehicles, zones and sites of its own.

District 1 is the bundled brigade as it is. Each further one has fresh people with new names; their leave and past
duties, permits, ages, squads, home zones and wishes are dealt out anew, so that no two districts are alike. Supply and
demand of a district stay those of the brigade, so a city has no shortfall where the brigade has none.

A city is *one* force: everybody may serve in every district, and one group shares nights and weekends. What grows, and
what a rule that speaks of "one in the brigade" becomes:

- Cars keep to their district: each has a car kind of its own that serves its four zones, since no patrol crosses a city
  between two slots. Armed units, posts and leaders are of one kind each.
- Night cars asked for anywhere are asked for anywhere in their district: else they could all stand in one of them.
- `armed_minimum`, `duty_leader` and `heads` ask for so many as there are districts. `night_lights` and `day_presence`
  speak of zones and `fairness` of a spread between people: they are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.hancheng_people import GIVEN_NAMES, SURNAMES
from roster import api
from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.people import Absence, Officer, Request
from roster.domain.problem import Facts, Problem
from roster.domain.seating import LEADER
from roster.domain.service import UnitKind
from roster.rules import Rulebook, pose
from roster.rules.base import Rule
from roster.rules.roster.armed_minimum import ArmedMinimum
from roster.rules.roster.duty_leader import DutyLeader
from roster.rules.roster.heads import Heads

T = TypeVar("T")
FOLDER = Path(__file__).resolve().parent.parent / "inputs" / "hancheng"
ONE_IN_THE_BRIGADE: dict[type[Rule], str] = {ArmedMinimum: "units", DutyLeader: "each_day", Heads: "min"}
DEALT = (("birth_date", "joined"), ("squad",), ("home_zone",), ("qualifications",))
"""What is dealt out anew, each on its own."""

DEGREES_APART = 0.1
"""Between two districts on the map."""


def grown(factor: int, weeks: int = 1, seed: int = 1) -> tuple[Problem, Rulebook]:
    """The bundled brigade times `factor` over some weeks; the same seed gives the same city."""
    case = api.load(FOLDER, weeks=weeks)
    facts = grown_facts(Facts(**{f.name: getattr(case.problem, f.name) for f in fields(Facts)}), factor, seed)
    rulebook = grown_rules(case.rulebook, factor)
    return pose(facts, rulebook), rulebook


def grown_rules(rulebook: Rulebook, factor: int) -> Rulebook:
    """The same rules, asking `factor` times for what the brigade needs one of."""

    def times(rule: Rule) -> Rule:
        field = ONE_IN_THE_BRIGADE.get(type(rule))
        return rule.model_copy(update={field: factor * getattr(rule, field)}) if field else rule

    return replace(rulebook, rules=tuple(times(rule) for rule in rulebook.rules))


def grown_facts(brigade: Facts, factor: int, seed: int) -> Facts:
    """The facts of `factor` districts as those of one force."""
    if factor == 1:
        return brigade
    districts = [district(brigade, number, seed) for number in range(1, factor + 1)]

    def joined(part: Callable[[Facts], Iterable[T]]) -> tuple[T, ...]:
        return tuple(thing for facts in districts for thing in part(facts))

    kinds: dict[str, UnitKind] = {}
    for kind in joined(lambda facts: facts.kinds):
        zones = (*kinds[kind.code].zones, *kind.zones) if kind.code in kinds else kind.zones
        kinds[kind.code] = replace(kind, zones=zones)
    return replace(
        brigade,
        settings=replace(brigade.settings, name=f"{brigade.settings.name}, {factor} times"),
        officers=joined(lambda facts: facts.officers),
        kinds=tuple(kinds.values()),
        zones=joined(lambda facts: facts.zones),
        sites=joined(lambda facts: facts.sites),
        routes=joined(lambda facts: facts.routes),
        vehicles=joined(lambda facts: facts.vehicles),
        demand=joined(lambda facts: facts.demand),
        absences=joined(lambda facts: facts.absences),
        maintenance=joined(lambda facts: facts.maintenance),
        requests=joined(lambda facts: facts.requests),
        pins=joined(lambda facts: facts.pins),
        history=joined(lambda facts: facts.history),
    )


def district(brigade: Facts, number: int, seed: int) -> Facts:
    """The brigade as district `number`: names of its own, and from the second on people dealt out anew."""
    rng = Random(f"{seed}/{number}")
    people = _fresh_people(brigade, rng) if number > 1 else brigade
    return _renamed(people, "" if number == 1 else f".{number:02d}", (number - 1) * DEGREES_APART)


def _fresh_people(brigade: Facts, rng: Random) -> Facts:
    """The same numbers of people with the same needs in all, dealt out anew among those of one category."""
    officers: dict[str, Officer] = {}
    times: dict[str, str] = {}  # whose leave, past duties and fixed dates each one takes over
    for _category, group in groupby(sorted(brigade.officers, key=_group), key=_group):
        members = list(group)
        dealt = [o for o in members if not (o.trainee or o.coach or o.protected_from or _is_coach(o, brigade))]
        times |= dict(zip((o.id for o in dealt), _shuffled([o.id for o in dealt], rng), strict=True))
        officers |= {officer.id: officer for officer in members}
        for names in DEALT:
            values = _shuffled([{name: getattr(o, name) for name in names} for o in dealt], rng)
            officers |= {o.id: replace(officers[o.id], **new) for o, new in zip(dealt, values, strict=True)}
    taker = {old: new for new, old in times.items()}
    facts = replace(
        brigade,
        officers=tuple(_fresh_name(officers[officer.id], rng) for officer in brigade.officers),
        absences=tuple(replace(absence, id=taker.get(absence.id, absence.id)) for absence in brigade.absences),
        history=tuple(replace(duty, officer=taker.get(duty.officer, duty.officer)) for duty in brigade.history),
        pins=tuple(pin._replace(officer=taker.get(pin.officer, pin.officer)) for pin in brigade.pins),
        maintenance=_swapped_maintenance(brigade, rng),
    )
    return replace(facts, requests=tuple(_fresh_requests(facts, rng)))


def _group(officer: Officer) -> tuple[str, bool]:
    return officer.category, LEADER in officer.qualifications


def _is_coach(officer: Officer, brigade: Facts) -> bool:
    return any(officer.id == other.coach for other in brigade.officers)


def _fresh_name(officer: Officer, rng: Random) -> Officer:
    """The same officer with another name, born up to three months earlier or later."""
    name = rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES[officer.sex or "m"].split())
    birth = officer.birth_date and officer.birth_date + timedelta(days=rng.randint(-90, 90))
    return replace(officer, name=name, birth_date=birth)


def _shuffled(values: Iterable[T], rng: Random) -> list[T]:
    found = list(values)
    rng.shuffle(found)
    return found


def _swapped_maintenance(brigade: Facts, rng: Random) -> tuple[Absence, ...]:
    """The same stretches of maintenance, for other vehicles of the same kind."""
    taker: dict[str, str] = {}
    for kind in sorted({vehicle.kind for vehicle in brigade.vehicles}):
        alike = [vehicle.id for vehicle in brigade.vehicles if vehicle.kind == kind]
        taker |= dict(zip(alike, _shuffled(alike, rng), strict=True))
    return tuple(replace(absence, id=taker[absence.id]) for absence in brigade.maintenance)


def _fresh_requests(facts: Facts, rng: Random) -> Iterable[Request]:
    """As many wishes with the same shifts and weights, from other people on other dates, none on a day of leave."""
    able = [o for o in facts.officers if LEADER not in o.qualifications and not o.protected(facts.date(0))]
    taken = {(pin.officer, pin.day) for pin in facts.pins}
    for request in facts.requests:
        while True:
            officer, day = rng.choice(able).id, rng.choice(facts.horizon.range)
            day_of = Span(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)
            if (officer, day) not in taken and not facts.absent(officer, day_of):
                break
        taken.add((officer, day))
        yield replace(request, officer=officer, day=day)


def _renamed(facts: Facts, mark: str, east: float) -> Facts:
    """The same facts with a mark behind every id but those of shifts, and a place of their own on the map."""

    def name(text: str) -> str:
        return f"{text}{mark}" if text else ""

    moving = {kind.code for kind in facts.kinds if kind.moves}

    def kind_name(code: str) -> str:
        return name(code) if code in moving else code

    def there(point: tuple[float, float]) -> tuple[float, float]:
        return point[0], point[1] + east

    all_zones = tuple(name(zone.id) for zone in facts.zones)
    return replace(
        facts,
        officers=tuple(
            replace(o, id=name(o.id), squad=name(o.squad), home_zone=name(o.home_zone), coach=name(o.coach))
            for o in facts.officers
        ),
        kinds=tuple(
            replace(k, code=kind_name(k.code), zones=tuple(map(name, k.zones)) or all_zones) for k in facts.kinds
        ),
        zones=tuple(replace(zone, id=name(zone.id), name=name(zone.name)) for zone in facts.zones),
        sites=tuple(
            replace(s, id=name(s.id), name=name(s.name), zone=name(s.zone), longitude=s.longitude + east)
            for s in facts.sites
        ),
        routes=tuple(
            replace(
                r,
                id=name(r.id),
                name=name(r.name),
                zones=tuple(map(name, r.zones)),
                start=there(r.start),
                end=there(r.end),
            )
            for r in facts.routes
        ),
        vehicles=tuple(replace(v, id=name(v.id), name=name(v.name)) for v in facts.vehicles),
        demand=tuple(
            replace(
                line,
                id=name(line.id),
                kind=kind_name(line.kind),
                places=tuple(map(name, line.places)) or all_zones,
            )
            for line in facts.demand
        ),
        absences=tuple(replace(absence, id=name(absence.id)) for absence in facts.absences),
        maintenance=tuple(replace(absence, id=name(absence.id)) for absence in facts.maintenance),
        requests=tuple(replace(request, officer=name(request.officer)) for request in facts.requests),
        pins=tuple(
            pin._replace(
                officer=name(pin.officer), unit=kind_name(pin.unit) if pin.unit in facts.kind else name(pin.unit)
            )
            for pin in facts.pins
        ),
        history=tuple(replace(duty, officer=name(duty.officer)) for duty in facts.history),
    )
