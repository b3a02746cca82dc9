"""A roster put together from the seats that are taken and the values of other decisions."""

from __future__ import annotations

from collections.abc import Iterable

from roster.domain.ids import UnitId
from roster.domain.parts import with_duties
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.seating import hand_out, seat
from roster.domain.service import Slot, Unit
from roster.rules.shared.positions import places
from roster.rules.variables import Seat, Stands, Uses, Valuation


def roster_of(problem: Problem, seats: Iterable[Seat], value: Valuation) -> Roster:
    """The roster in which these seats are taken; `value` tells where units stand and which vehicles they use."""
    members: dict[UnitId, list[str]] = {}
    for taken in seats:
        members.setdefault(taken.unit, []).append(taken.officer)
    units = [problem.unit[unit] for unit in sorted(members)]
    groups = [group.id for group in problem.vehicle_groups]
    used = [(unit, group) for unit in units for group in groups if value(Uses(unit.id, group))]
    vehicle_of = hand_out(used, problem)
    crews: list[Crew] = []
    for unit in units:
        vehicle = vehicle_of.get(unit.id, "")
        stands = tuple(
            _stand(problem, unit, slot, place, vehicle)
            for slot in problem.slots_of(unit)
            for place in places(unit, problem)
            if value(Stands(unit.id, slot, place))
        )
        officers = sorted(members[unit.id])
        for together in [officers] if unit.most == 1 else [[officer] for officer in officers]:
            crews.append(Crew(unit, seat(unit, together, vehicle, problem), vehicle, stands))
    return with_duties(Roster(tuple(crews)), problem)


def _stand(problem: Problem, unit: Unit, slot: Slot, place: str, vehicle: str) -> Stand:
    site = place if place in problem.site else ""
    lights = vehicle in problem.vehicle and problem.vehicle[vehicle].lights and problem.lights_on(slot)
    return Stand(slot, problem.zone_of(place), site, problem.kind[unit.kind].mode, lights)
