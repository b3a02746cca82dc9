"""What the tables rule out without any rule: a problem in which it may be, and the limits that forbid it, by name.

A unit exists where a row of demand asks for it, on a shift of its kind, in a zone of its kind; the search never hears
of others. For an explanation more units exist, and each reason why they may not run is an instance like a rule's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from roster.decisions import Physics
from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.problem import Problem
from roster.domain.service import Shift, Slot, Unit, UnitKind
from roster.domain.units import allowed_at, pooled, runs_on, signed
from roster.rules.limits import ROWS, AllOrNone, AtLeastGroups, GroupRun, Limit, Linear, Run, Spread
from roster.rules.shared.positions import places
from roster.rules.spot import Part, Spot
from roster.rules.variables import Decision, Lit, Members, OfUnit, Runs, Seat, Stands, Together, Work
from roster.search.explain.constraint_groups import ConstraintGroup, Groups

MOST, UNASKED, SHIFTS, ZONES = "most", "unasked", "shifts", "zones"
"""Parts of instances that belong to no rule: what a demand row caps, and why a unit may not run at all."""
HOURS, LIGHTS = "hours", "lights"
"""What no further unit would help: no shift covers these hours, no vehicle has lights."""


@dataclass(frozen=True)
class Needs:
    """How much more could be needed by what clashes: units in one place, people on one shift, and where.

    Only these kinds of units and only these officers can matter to it: others may rest. None means all.
    """

    units: int
    people: int
    places: frozenset[str]
    labels: frozenset[str]
    kinds: frozenset[str] | None
    officers: frozenset[str] | None


def needs(limits: Iterable[Limit], problem: Problem) -> Needs:
    """What limits that cannot hold might need more of, counted generously."""
    units, heads = 0, 0
    named, mentioned, kinds = set[str](), set[str](), set[str]()
    places, labels = set[str](), set[str]()
    everybody, every_kind = False, False
    for limit in limits:
        named.update(limit.spot.officers)
        places.update(limit.spot.place.split(ROWS))
        labels.add(limit.spot.unit)
        decisions = list(limit.decisions)
        if not decisions and limit.spot.slot and not limit.spot.place:  # somewhere among the places of its rule
            places.update(zone.id for zone in problem.zones)
            places.update(site.id for site in problem.sites)
        for decision in decisions:
            mentioned.update(_officers(decision))
        of_units = {problem.unit[decision.unit].kind for decision in decisions if isinstance(decision, OfUnit)}
        least = _least(limit)
        if least and not limit.spot.officers:
            of_people = any(isinstance(decision, Work | Seat | Members | Together) for decision in decisions)
            heads, units = max(heads, least if of_people or not decisions else 0), max(units, least)
        if least:
            seats = all(isinstance(decision, Work | Seat | Members | Together) for decision in decisions)
            everybody = everybody or not decisions or not seats
            every_kind = every_kind or not of_units
        if least or len(of_units) > 1:
            kinds |= of_units
    return Needs(
        units,
        len(named) + heads,
        frozenset(places - {""}),
        frozenset(labels - {""}),
        None if every_kind or not kinds else frozenset(kinds),
        None if everybody else frozenset(mentioned | named),
    )


def _least(limit: Limit) -> int:
    """How much must be decided for a limit to hold; 0 where it holds when nobody works."""
    match limit:
        case Linear():
            return max(0, (limit.at_least or 0) - limit.constant)
        case Run():
            return int(limit.at_least > 1 or (limit.when == 0 and limit.at_most is not None))
        case GroupRun():
            return int(limit.at_least > 1)
        case AtLeastGroups():
            return max(0, limit.at_least - limit.constant)
        case Spread():
            return len(limit.counts)
        case AllOrNone():
            return 1
    return 0


def _officers(decision: Decision) -> tuple[str, ...]:
    match decision:
        case Work(officer) | Seat(officer):
            return (officer,)
        case Members(officers) | Together(officers):
            return officers
    return ()


def wider(problem: Problem, more: Needs) -> tuple[Problem, Groups]:
    """The problem with further units, and by instance the limits under which none of them runs.

    With all of these limits it is the problem as posed, as far as those kinds and officers are concerned that matter.
    """
    if more.officers is not None:
        problem = replace(problem, officers=tuple(o for o in problem.officers if o.id in more.officers))
    kinds = [kind for kind in problem.kinds if more.kinds is None or kind.code in more.kinds]
    units = [unit for unit in problem.units if problem.kind[unit.kind] in kinds]
    groups: Groups = {}
    for day in problem.horizon.range:
        for shift in (shift for shift in problem.crew_shifts if not shift.of):
            for kind in kinds:
                for base, allowed, reasons in _bases(problem, day, shift, kind, more):
                    further = _units(day, shift, kind, base, allowed, _extra(kind, more, problem), problem)
                    units += further
                    terms = tuple((1, Runs(unit.id)) for unit in further)
                    for reason in reasons:
                        spot = Spot(day=day, shift=shift.code, place=base)
                        groups.setdefault(reason, []).append(Linear(spot, terms, at_most=0, part=Part(reason.part)))
    wide = replace(problem, units=tuple(units), kinds=tuple(map(_everywhere, problem.kinds)))
    for kind in problem.kinds:
        if kind.moves and kind.zones:
            for zone, limit in _kept_within(kind, wide):
                groups.setdefault(ConstraintGroup("", kind=kind.code, part=ZONES, of=zone), []).append(limit)
    return wide, groups


def _everywhere(kind: UnitKind) -> UnitKind:
    """The kind as it would be if it could move to any zone."""
    return replace(kind, zones=()) if kind.moves else kind


def _kept_within(kind: UnitKind, wide: Problem) -> Iterator[tuple[str, Limit]]:
    """That units of a kind that moves do not stand in a zone that is not theirs."""
    for unit in wide.units:
        for zone in places(unit, wide) if unit.kind == kind.code else ():
            if zone not in (*kind.zones, unit.base):
                terms = tuple((1, Stands(unit.id, slot, zone)) for slot in wide.slots_of(unit))
                yield zone, Linear(Spot(day=unit.day, shift=unit.shift), terms, at_most=0, part=Part(ZONES))


def lacking(limits: Iterable[Limit], problem: Problem) -> tuple[ConstraintGroup, ...]:
    """Why single limits cannot hold, however many units there are."""
    uncovered: dict[tuple[int, int], None] = {}
    found: dict[ConstraintGroup, None] = {}
    lights = any(vehicle.lights for vehicle in problem.vehicles)
    for limit in limits:
        slot = limit.spot.slot
        if not isinstance(limit, Linear) or not _least(limit):
            continue
        if not limit.terms and slot and not _covered(slot, problem):
            start = slot.start % MINUTES_A_DAY
            uncovered[start, start + slot.end - slot.start] = None
        elif limit.terms and not lights and all(isinstance(decision, Lit) for decision in limit.decisions):
            found[ConstraintGroup("", part=LIGHTS)] = None
    return (*(ConstraintGroup("", part=HOURS, of=str(hours)) for hours in _joined(uncovered)), *found)


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[Window]:
    """Hours of a day, those that adjoin put together."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    yield from (Window(start, end) for start, end in joined)


def _covered(slot: Slot, problem: Problem) -> bool:
    """Whether a shift lasts through the slot, whatever its kinds."""
    return bool(problem.starts_covering(slot, problem.placed_shifts))


def named(physics: Physics) -> ConstraintGroup:
    """The instance of one bound of the physics."""
    kind = physics.about if physics.name == "crew_size" else ""
    officer = physics.about if physics.name == "past_duty" else ""
    of = physics.about if physics.name == "vehicles" else ""
    return ConstraintGroup("", officer, kind=kind, part=physics.name, of=of)


def _bases(
    problem: Problem, day: int, shift: Shift, kind: UnitKind, more: Needs
) -> Iterator[tuple[str, int, tuple[ConstraintGroup, ...]]]:
    """Where units of a kind might be on a shift: the base, how many may run there, and why no more."""
    asked = allowed_at(problem, day, shift, kind)
    runs = runs_on(kind, shift)
    for base, lines in asked.items() if runs else ():
        most = max(number for number, _line in lines)
        rows = dict.fromkeys(line.source for number, line in lines if number == most)
        yield base, most, (ConstraintGroup("", source=ROWS.join(rows), kind=kind.code, part=MOST),)
    for base in _further(problem, kind, more):
        wanted = base in more.places or _labelled(kind, base, more)
        if runs and asked and (base in asked or not wanted):
            continue
        beyond = bool(kind.zones and base and problem.zone_of(base) not in kind.zones)
        anywhere = any(not line.places for lines in asked.values() for _number, line in lines)
        reasons = []
        if base not in asked and not (beyond and anywhere):
            reasons.append(
                ConstraintGroup("", place=base if asked else "", kind=kind.code, part=UNASKED, of=shift.code)
            )
        if not runs:
            reasons.append(ConstraintGroup("", kind=kind.code, part=SHIFTS, of=shift.code))
        if beyond and base not in asked:
            reasons.append(ConstraintGroup("", kind=kind.code, part=ZONES, of=problem.zone_of(base)))
        yield base, 0, tuple(reasons)


def _further(problem: Problem, kind: UnitKind, more: Needs) -> list[str]:
    """Bases of a kind that are worth a thought: where something is wanted, else the first that is its own."""
    if not problem.placed(kind.code):
        return [""]
    known = [zone.id for zone in problem.zones] + [site.id for site in problem.sites]
    own = list(dict.fromkeys(unit.base for unit in problem.units if unit.kind == kind.code))
    first = (own or list(problem.bases(kind)) or known)[:1]
    wanted = [base for base in known if base in more.places or _labelled(kind, base, more)]
    return list(dict.fromkeys([*first, *wanted]))


def _labelled(kind: UnitKind, base: str, more: Needs) -> bool:
    """Whether something is wanted of a unit of this kind at this base by its label."""
    label = f"{kind.code}-{base}"
    return any(name == label or name.startswith(label + "-") for name in more.labels)


def _extra(kind: UnitKind, more: Needs, problem: Problem) -> int:
    """So many units more than may run: enough for everybody who could be needed on one shift."""
    people = min(more.people, len(problem.officers))
    crews = people if pooled(kind) else min(people, -(-people // kind.crew) + 1)
    return max(1, more.units, crews)


def _units(day: int, shift: Shift, kind: UnitKind, base: str, allowed: int, more: int, problem: Problem) -> list[Unit]:
    """Units beyond those that may run; of a pooled kind one more that stands for all of them."""
    if pooled(kind):
        return [signed(Unit(day, shift.code, kind.code, base, 2, most=more), problem)]
    numbers = range(allowed + 1, allowed + more + 1)
    return [signed(Unit(day, shift.code, kind.code, base, number), problem) for number in numbers]
