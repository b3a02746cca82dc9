"""Which vehicle each crew takes after a repair: the published one wherever that still fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.parts import with_duties
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.domain.seating import seat
from roster.domain.service import Unit
from roster.rules.limits import UnitId


def keep_vehicles(
    roster: Roster, published: Roster, problem: Problem, chosen: Mapping[UnitId, str] | None = None
) -> Roster:
    """The same roster with crews in their published vehicles, and `chosen` ones first of all.

    A vehicle is only exchanged for another of its group, so that no rule can tell. Where the published vehicle is
    taken, the crew keeps what it has if that is free, else takes any that is. Where that cannot work out, nothing is
    exchanged.
    """
    groups = {v.id: group for group in problem.vehicle_groups for v in group.vehicles}
    wishes = {crew.unit.id: crew.vehicle for crew in published.crews if crew.vehicle}
    wishes.update(chosen or {})
    busy = {vehicle: [Span(-MINUTES_A_DAY, end)] for vehicle, end in problem.busy_before.items()}
    taken: dict[int, str] = {}

    def span(unit: Unit) -> Span:
        return problem.shift[unit.shift].span(unit.day)

    def free(vehicle: str, crew: Crew) -> bool:
        return not any(span(crew.unit).overlap(other) for other in busy.get(vehicle, ()))

    def take(index: int, vehicle: str) -> None:
        taken[index] = vehicle
        busy.setdefault(vehicle, []).append(span(roster.crews[index].unit))

    driven = [index for index, crew in enumerate(roster.crews) if crew.vehicle in groups]
    first = [index for index in driven if roster.crews[index].unit.id in (chosen or {})]
    for index in [*first, *(index for index in driven if index not in first)]:
        crew = roster.crews[index]
        wish = wishes.get(crew.unit.id, "")
        if wish in groups and groups[wish] is groups[crew.vehicle] and free(wish, crew):
            take(index, wish)
    rest = sorted((i for i in driven if i not in taken), key=lambda i: span(roster.crews[i].unit))
    for index in rest:
        crew = roster.crews[index]
        alike = [crew.vehicle, *(vehicle.id for vehicle in groups[crew.vehicle].vehicles)]
        found = next((vehicle for vehicle in alike if free(vehicle, crew)), None)
        if found is None:
            return roster
        take(index, found)
    crews = tuple(
        crew if taken.get(index, crew.vehicle) == crew.vehicle else _with(crew, taken[index], problem)
        for index, crew in enumerate(roster.crews)
    )
    return with_duties(replace(roster, crews=crews), problem)


def _with(crew: Crew, vehicle: str, problem: Problem) -> Crew:
    return replace(crew, vehicle=vehicle, members=seat(crew.unit, crew.officers, vehicle, problem))
