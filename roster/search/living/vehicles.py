"""Which vehicle each crew takes after a repair: the typed one, else the published one, wherever that still fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.ids import UnitId
from roster.domain.parts import with_duties
from roster.domain.pins import AnyPin, VehiclePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.domain.seating import seat
from roster.search.tuning import DEFAULT
from roster.solvers import cpsat


def keep_vehicles(
    roster: Roster,
    before: Roster,
    problem: Problem,
    pins: Iterable[AnyPin] = (),
    published: Roster | None = None,
    work: float = DEFAULT.repairs.vehicles_work,
) -> Roster:
    """The same roster with crews in the vehicles that pins give them first of all, then in those of `before`.

    `pins` are those that the solution behind the roster keeps, by the vehicle's group. Who loses one to a pin takes
    what that crew had in `published`, where it is free. A vehicle is only exchanged for another of its group, so that
    no rule can tell. Where handing them out one by one does not meet every pin, a group has so much of CP-SAT's `work`.
    """
    groups = {v.id: group.id for group in problem.vehicle_groups for v in group.vehicles}
    chosen = {pin.unit: pin.vehicle for pin in pins if isinstance(pin, VehiclePin) and pin.vehicle}
    lots: dict[str, list[int]] = {}
    for index, crew in enumerate(roster.crews):
        if crew.vehicle in groups:
            lots.setdefault(groups[chosen.get(crew.unit.id, crew.vehicle)], []).append(index)
    of = {group.id: [vehicle.id for vehicle in group.vehicles] for group in problem.vehicle_groups}
    known = {crew.unit.id: crew.vehicle for crew in before.crews if crew.vehicle}
    had = {crew.unit.id: crew.vehicle for crew in (published or before).crews}
    freed = [had[unit] for unit, vehicle in chosen.items() if had.get(unit, vehicle) != vehicle]
    taken: dict[int, str] = {}
    for group, indices in lots.items():
        crews = {index: roster.crews[index] for index in indices}
        first = [vehicle for vehicle in freed if vehicle in of[group]]
        taken |= _Lot(crews, of[group], chosen, known, first, problem, work).hand_out()
    crews_now = tuple(
        crew if taken.get(index, crew.vehicle) == crew.vehicle else _with(crew, taken[index], problem)
        for index, crew in enumerate(roster.crews)
    )
    return with_duties(replace(roster, crews=crews_now), problem)


@dataclass(frozen=True)
class _Lot:
    """Crews by number and the vehicles of the group that they share."""

    crews: Mapping[int, Crew]
    vehicles: list[str]
    chosen: Mapping[UnitId, str]
    known: Mapping[UnitId, str]
    freed: list[str]  # by pins
    problem: Problem
    work: float  # of CP-SAT, where handing them out one by one does not meet every pin

    def hand_out(self) -> dict[int, str]:
        """A vehicle for each crew: one by one, and where a pin is not met so, by an exact model."""
        pinned = {i: v for i, crew in self.crews.items() if (v := self.chosen.get(crew.unit.id, "")) in self.vehicles}
        taken = self._one_by_one(pinned)
        if taken is None or any(taken[index] != vehicle for index, vehicle in pinned.items()):
            taken = self._exactly(pinned)
        return taken

    def _span(self, index: int) -> Span:
        unit = self.crews[index].unit
        return self.problem.shift[unit.shift].span(unit.day)

    def _busy(self) -> dict[str, list[Span]]:
        return {vehicle: [Span(-MINUTES_A_DAY, end)] for vehicle, end in self.problem.busy_before.items()}

    def _one_by_one(self, pinned: Mapping[int, str]) -> dict[int, str] | None:
        """Pins, then what each had, then the rest in order; None where that does not work out."""
        busy, taken = self._busy(), dict[int, str]()

        def take(index: int, vehicles: Iterable[str]) -> bool:
            span = self._span(index)
            free = (v for v in vehicles if not any(span.overlap(other) for other in busy.get(v, ())))
            vehicle = next(free, None)
            if vehicle is not None:
                taken[index] = vehicle
                busy.setdefault(vehicle, []).append(span)
            return vehicle is not None

        for index, vehicle in pinned.items():
            take(index, [vehicle])
        for index, crew in self.crews.items():
            wish = self.known.get(crew.unit.id, "")
            if index not in taken and wish in self.vehicles:
                take(index, [wish])
        rest = sorted((index for index in self.crews if index not in taken), key=self._span)
        done = all(take(index, [*self.freed, self.crews[index].vehicle, *self.vehicles]) for index in rest)
        return taken if done else None

    def _exactly(self, pinned: Mapping[int, str]) -> dict[int, str]:
        """As many pins met as can be, then as many crews in what they had."""
        model, busy = cp_model.CpModel(), self._busy()
        gains, drives = [], dict[tuple[int, str], cp_model.IntVar]()
        lanes: dict[str, list[cp_model.IntervalVar]] = {}
        for index, crew in self.crews.items():
            span = self._span(index)
            for vehicle in self.vehicles:
                if any(span.overlap(other) for other in busy.get(vehicle, ())):
                    continue
                drives[index, vehicle] = var = model.new_bool_var("")
                model.add_hint(var, int(vehicle == crew.vehicle))
                stay = model.new_optional_fixed_size_interval_var(span.start, span.end - span.start, var, "")
                lanes.setdefault(vehicle, []).append(stay)
                gain = (1 + len(self.crews)) * (pinned.get(index) == vehicle) + (
                    self.known.get(crew.unit.id) == vehicle
                )
                gains.append(gain * var)
            model.add_exactly_one([drives[index, v] for v in self.vehicles if (index, v) in drives])
        for intervals in lanes.values():
            model.add_no_overlap(intervals)
        model.maximize(cp_model.LinearExpr.sum(gains))
        result = cpsat.solve(model, cpsat.Parameters(work=self.work))
        if not result.solved:
            return {}
        return {index: vehicle for (index, vehicle), var in drives.items() if result.value(var)}


def _with(crew: Crew, vehicle: str, problem: Problem) -> Crew:
    return replace(crew, vehicle=vehicle, members=seat(crew.unit, crew.officers, vehicle, problem))
