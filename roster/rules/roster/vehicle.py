"""The vehicle that a crew takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.clock import Span
from roster.domain.places import VehicleGroup
from roster.domain.problem import Problem
from roster.domain.roster import Crew
from roster.domain.seating import has
from roster.domain.service import Unit
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import CrewRule
from roster.rules.shared.words import spot_words
from roster.rules.spot import Part, Spot
from roster.rules.variables import Members, Runs, Uses
from roster.rules.violation import Violation

NEEDED, OF_KIND, SEATS, AWAY, LICENCE = "needed", "kind", "seats", "away", "licence"
"""Parts of what the rule asks."""


class Vehicle(CrewRule):
    """A crew whose kind drives has a fitting vehicle, not in maintenance, and a driver with its licence.

    The vehicle is of one of the unit kind's vehicle kinds, has seats for the full crew and is not in maintenance at any
    minute of the shift; a maintenance with `hours_only` costs its hours alone, in which another vehicle may serve. A
    member holds the vehicle's licence where it asks for one (`who` limits the drivers who count). The amount is 1 for
    each of these that fails.

    rule: vehicle
    weight: must
    """

    rule: Literal["vehicle"] = "vehicle"

    title = N_("Vehicles and drivers")
    unit_of_amount = N_("vehicles or drivers missing")
    lawful = True
    refused = ("when.slot",)

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        groups = problem.vehicle_groups
        licensed = {
            licence: tuple(officer.id for officer in self.officers(problem) if has(officer, licence))
            for licence in sorted({group.licence for group in groups} - {""})
        }
        for unit in units:
            kind = problem.kind[unit.kind]
            if not kind.vehicle_kinds:
                continue
            spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
            span = problem.shift[unit.shift].span(unit.day)
            uses = {group.id: Uses(unit.id, group.id) for group in groups}
            needed = Part(NEEDED)
            yield Linear(spot, (*((1, use) for use in uses.values()), (-1, Runs(unit.id))), at_least=0, part=needed)
            for group in groups:
                unfit = [
                    group.kind not in kind.vehicle_kinds,
                    group.seats < kind.crew,
                    any(away.overlap(span) for away in group.away),
                ]
                if any(unfit):
                    row = "" if any(unfit[:2]) else _row_of(group, span, problem)
                    part = Part((OF_KIND, SEATS, AWAY)[unfit.index(True)])
                    yield Linear(spot, ((1, uses[group.id]),), at_most=0, factor=sum(unfit), source=row, part=part)
            for licence, drivers in licensed.items():
                asking = [(-1, uses[group.id]) for group in groups if group.licence == licence]
                yield Linear(spot, ((1, Members(drivers, unit.id)), *asking), at_least=0, part=Part(LICENCE, licence))

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        drivers = {officer.id for officer in self.officers(problem)}
        for crew in crews:
            kind = problem.kind[crew.unit.kind]
            if not kind.vehicle_kinds:
                continue
            spot = Spot(tuple(sorted(crew.officers)), crew.unit.day, crew.unit.shift, unit=crew.unit.label)
            vehicle = problem.vehicle.get(crew.vehicle)
            if vehicle is None:
                yield Violation(spot, 1, facts={"fault": "none"})
                continue
            span = problem.shift[crew.unit.shift].span(crew.unit.day)
            faults = []
            if vehicle.kind not in kind.vehicle_kinds:
                faults.append("kind")
            if vehicle.seats < kind.crew:
                faults.append("seats")
            if any(absence.id == vehicle.id and absence.span.overlap(span) for absence in problem.maintenance):
                faults.append("away")
            if vehicle.licence:
                members = [problem.officer[officer] for officer in crew.officers & drivers]
                if not any(has(officer, vehicle.licence) for officer in members):
                    faults.append("licence")
            for fault in faults:
                yield Violation(spot, 1, facts={"fault": fault, "vehicle": vehicle.id, "kind": kind.code})

    def say(self, violation: Violation, problem: Problem) -> str:
        spot, facts = violation.spot, violation.facts
        words = spot_words(spot, problem)
        if facts["fault"] == "none":
            return _("{unit} on {date}, {shift}, has no vehicle").format(**words)
        vehicle = problem.vehicle[facts["vehicle"]]
        words |= {"vehicle": f"{vehicle.id} {vehicle.name}".strip()}
        kind = problem.kind[facts["kind"]]
        match facts["fault"]:
            case "kind":
                return _("{unit} on {date}, {shift}, has {vehicle}, a {kind}; it asks for {asked}").format(
                    **words, kind=vehicle.kind, asked=_(" or ").join(kind.vehicle_kinds)
                )
            case "seats":
                return _("{unit} on {date}, {shift}, has {vehicle} with {given} seats for a crew of {asked}").format(
                    **words, given=vehicle.seats, asked=kind.crew
                )
            case "away":
                return _("{unit} on {date}, {shift}, has {vehicle}, which is in maintenance").format(**words)
        return _("{unit} on {date}, {shift}, has {vehicle} but nobody with its licence {licence}").format(
            **words, licence=_(vehicle.licence)
        )


def _row_of(group: VehicleGroup, span: Span, problem: Problem) -> str:
    """The row by which a group's vehicles are in maintenance during a span."""
    rows = (a.source for a in problem.maintenance if a.id == group.id and a.span.overlap(span))
    return next(rows, "")
