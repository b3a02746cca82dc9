"""Who fills which place in a crew, and which vehicle of its kind a crew takes: told from who and what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roster.domain.clock import Span
from roster.domain.ids import UnitId
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member
from roster.domain.service import Unit

ARMED, DRIVER, LEADER, SWORN, COACH = "armed", "driver", "leader", "sworn", "coach"
SEXES = {"women": "f", "men": "m"}
"""Qualities that are told by the column sex."""
NOT_LEARNT = frozenset({SWORN, "auxiliary", *SEXES})
"""Qualities that are no qualification: nobody can be trained to have them."""


def has(officer: Officer, quality: str) -> bool:
    """Whether an officer counts for a quality: a category, a sex or a qualification; only the sworn count as armed."""
    if quality == ARMED:
        return officer.category == SWORN and ARMED in officer.qualifications
    return quality == officer.category or SEXES.get(quality, "-") == officer.sex or quality in officer.qualifications


def seat(unit: Unit, officers: Iterable[str], vehicle: str, problem: Problem, lead_by: str = "") -> tuple[Member, ...]:
    """The crew's members with their roles, the lead first.

    A sworn officer leads, `lead_by` where that is one of them; the driver holds the vehicle's licence and is another
    than the lead where that is possible; as many permit holders carry arms as the unit kind asks for. The duty leader's
    role is `leader`.
    """
    crew = [problem.officer[officer] for officer in sorted(officers)]
    kind = problem.kind[unit.kind]
    if LEADER in kind.composition:
        return tuple(Member(officer.id, frozenset({LEADER})) for officer in crew)
    roles: dict[str, set[str]] = {officer.id: set() for officer in crew}
    sworn = [officer for officer in crew if has(officer, SWORN)]
    licence = problem.vehicle[vehicle].licence if vehicle in problem.vehicle else ""
    drivers = [officer for officer in crew if has(officer, licence or DRIVER)]
    asks_driver = bool(licence) or DRIVER in kind.composition
    only_driver = drivers[0] if asks_driver and len(drivers) == 1 else None

    def last_to_lead(officer: Officer) -> tuple[object, ...]:
        first = officer.id != lead_by
        return first, officer is only_driver, officer.trainee, COACH not in officer.qualifications, officer.id

    lead = min(sworn, key=last_to_lead, default=None)
    if lead:
        roles[lead.id].add("lead")
    if asks_driver and drivers:
        roles[min(drivers, key=lambda o: (o is lead, o.category == SWORN, o.id)).id].add("driver")
    permits = [officer for officer in crew if has(officer, ARMED)]
    for officer in permits[: kind.composition.get(ARMED, 0)]:
        roles[officer.id].add("armed")
    members = [Member(officer.id, frozenset(roles[officer.id])) for officer in crew]
    return tuple(sorted(members, key=lambda m: ("lead" not in m.roles, "driver" not in m.roles, m.officer)))


def lead_of(crew: Crew, problem: Problem) -> str:
    """Who leads a crew: whose role that is, else the first sworn member, else the first."""
    everybody = [member.officer for member in crew.members]
    leads = [member.officer for member in crew.members if {"lead", LEADER} & member.roles]
    sworn = [officer for officer in everybody if has(problem.officer[officer], SWORN)]
    return next(iter([*leads, *sworn, *everybody]), "")


def hand_out(units: Sequence[tuple[Unit, str]], problem: Problem) -> dict[UnitId, str]:
    """A vehicle for each unit out of its group: the one that last served the same base where it is free.

    `units` are (unit, vehicle group); no group is asked for more vehicles at once than it has. A vehicle that comes
    back at another base at that very moment is taken only if no other stands idle. A unit whose vehicle is not of its
    kind's first choice changes to one that is, alike for every rule, where such a one stands idle.
    """
    groups = {group.id: group for group in problem.vehicle_groups}
    busy_until = dict.fromkeys(problem.vehicle, -(10**9)) | problem.busy_before
    last_base = dict.fromkeys(problem.vehicle, "")
    taken: dict[UnitId, str] = {}

    def span(unit: Unit) -> Span:
        return problem.shift[unit.shift].span(unit.day)

    for unit, group in sorted(units, key=lambda pair: (span(pair[0]), pair[0].id)):
        start = span(unit).start
        free = [v.id for v in groups[group].vehicles if busy_until[v.id] <= start]
        choice = min(free, key=lambda v: (last_base[v] != unit.base, busy_until[v] == start, -busy_until[v], v))
        taken[unit.id] = choice
        busy_until[choice], last_base[choice] = span(unit).end, unit.base
    for unit, _ in units:
        now = problem.vehicle[taken[unit.id]]
        first = problem.kind[unit.kind].vehicle_kinds[:1]
        busy = {taken[other.id] for other, _ in units if span(other).overlap(span(unit))}
        busy |= {vehicle for vehicle, end in problem.busy_before.items() if end > span(unit).start}
        away = {absence.id for absence in problem.maintenance if absence.span.overlap(span(unit))}
        for vehicle in problem.vehicles:
            alike = (vehicle.lights, vehicle.licence) == (now.lights, now.licence) and vehicle.seats >= now.seats
            if now.kind not in first and vehicle.kind in first and alike and vehicle.id not in busy | away:
                taken[unit.id] = vehicle.id
                break
    return taken
