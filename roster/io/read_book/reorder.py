"""What the sheets of vehicles and daily orders ask for, put into the roster as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from roster.domain.errors import Fault
from roster.domain.ids import UnitId
from roster.domain.parts import with_duties
from roster.domain.pins import PlacePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, crew_labels
from roster.domain.seating import lead_of, seat
from roster.i18n import _
from roster.io.read_book.grid import Asked
from roster.io.read_book.sheet_edit import SheetEdit


def reorder(roster: Roster, edits: Iterable[SheetEdit], problem: Problem) -> Roster:
    """The roster with the members, leads and vehicles that the edits give to crews.

    Who joins a crew leaves any other of that shift; a crew that is left without members is gone.
    """
    edits = list(edits)
    if not edits:
        return with_duties(roster, problem)
    members = {edit.unit: edit.members for edit in edits if edit.members is not None}
    vehicles = {edit.unit: edit.vehicle for edit in edits if edit.vehicle is not None}
    leads = {edit.unit: edit.lead for edit in edits if edit.lead is not None}
    places = [pin for edit in edits for pin in edit.places]
    crews = []
    for label, crew in zip(crew_labels(roster), roster.crews, strict=True):
        unit = UnitId(crew.unit.day, crew.unit.shift, label)
        people = frozenset((members[unit] or ()) if unit in members else crew.officers)
        if unit not in members:
            people -= _joined_elsewhere(unit, members)
        vehicle = vehicles.get(unit, crew.vehicle)
        if people:
            moved = _moved(crew, [pin for pin in places if pin.unit == unit], problem)
            crews.append(_changed(moved, people, vehicle, problem, leads.get(unit)))
    return with_duties(replace(roster, crews=tuple(crews)), problem)


def _moved(crew: Crew, pins: Sequence[PlacePin], problem: Problem) -> Crew:
    """The crew at the places that it was given, slot by slot."""
    stands = list(crew.stands)
    for number, stand in enumerate(stands):
        for pin in pins:
            if pin.slot.start <= stand.slot.start < pin.slot.end:
                site = pin.place if pin.place in problem.site else ""
                stands[number] = stand._replace(zone=problem.zone_of(pin.place), site=site)
    return replace(crew, stands=tuple(stands))


def _joined_elsewhere(unit: UnitId, members: Mapping[UnitId, tuple[str, ...] | None]) -> set[str]:
    return {o for other, people in members.items() if other[:2] == unit.start and other != unit for o in people or ()}


def _changed(crew: Crew, people: frozenset[str], vehicle: str, problem: Problem, lead: str | None) -> Crew:
    if lead is None and (people, vehicle) == (crew.officers, crew.vehicle):
        return crew
    known = problem.vehicle.get(vehicle)
    stands = tuple(
        stand._replace(lights=known is not None and known.lights and problem.lights_on(stand.slot))
        for stand in crew.stands
    )
    members = seat(crew.unit, people, vehicle, problem, lead or lead_of(crew, problem))
    return replace(crew, vehicle=vehicle, members=members, stands=stands)


def contradictions(
    edits: Iterable[SheetEdit],
    before: Mapping[tuple[str, int], tuple[str, ...]],
    cells: Mapping[tuple[str, int], Asked],
    file: str,
) -> list[Fault]:
    """Members that the orders ask for on a shift and whose cell of the grid was changed to something else."""
    faults = []
    for edit in edits:
        for pin in edit.pins:
            asked = cells.get((getattr(pin, "officer", ""), edit.unit.day))
            if asked is None or edit.members is None:
                continue
            key = (getattr(pin, "officer", ""), edit.unit.day)
            if sorted(asked.shifts) not in (sorted(before.get(key, ())), [edit.unit.shift]):
                found = _("{officer} with {shift}").format(officer=key[0], shift=edit.unit.shift)
                expected = _("the same as {cell}, which says {says}").format(
                    cell=asked.cell, says="/".join(asked.shifts) or "-"
                )
                faults.append(Fault(f"{file} {edit.cell}", found, expected))
    return faults
