"""Pins as limits of a model, and whether a finished roster keeps them: a unit that does not run keeps none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from roster.domain.ids import UnitId
from roster.domain.parts import with_duties
from roster.domain.pins import AnyPin, LeadPin, Pin, PlacePin, VehiclePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.domain.seating import SWORN, has, lead_of, seat
from roster.rules.limits import Linear
from roster.rules.spot import Spot
from roster.rules.variables import Runs, Seat, Stands, Uses, Valuation, Work


def limit_of(pin: AnyPin, problem: Problem) -> Linear:
    """A pin as one limit with amount 1 when it is not kept."""
    match pin:
        case Pin():
            spot = Spot((pin.officer,), pin.day, pin.shift, unit=pin.unit)
            if pin.unit:
                return Linear(spot, ((1, Seat(pin.officer, UnitId(pin.day, pin.shift, pin.unit))),), at_least=1)
            if pin.shift:
                return Linear(spot, ((1, Work(pin.officer, pin.day, (pin.shift,))),), at_least=1)
            return Linear(spot, ((1, Work(pin.officer, pin.day, problem.shift_codes)),), at_most=0)
        case VehiclePin():
            return _vehicle_limit(pin, problem)
        case PlacePin():
            day, shift, label = pin.unit
            spot = Spot(day=day, shift=shift, unit=label, slot=pin.slot, place=pin.place)
            return Linear(spot, ((1, Stands(pin.unit, pin.slot, pin.place)),), at_least=1)
        case LeadPin():
            day, shift, label = pin.unit
            spot = Spot((pin.officer,), day, shift, unit=label)
            leads = ((1, Seat(pin.officer, pin.unit)),) if may_lead(pin.officer, problem) else ()
            return Linear(spot, leads, at_least=1)


def _vehicle_limit(pin: VehiclePin, problem: Problem) -> Linear:
    """The unit runs with a vehicle of the same kind and condition, or with none."""
    day, shift, label = pin.unit
    spot = Spot(day=day, shift=shift, unit=label)
    if not pin.vehicle:
        uses = tuple((-1, Uses(pin.unit, group.id)) for group in problem.vehicle_groups)
        return Linear(spot, ((1, Runs(pin.unit)), *uses), at_least=1)
    group = next(group.id for group in problem.vehicle_groups for v in group.vehicles if v.id == pin.vehicle)
    return Linear(spot, ((1, Uses(pin.unit, group)),), at_least=1)


def may_lead(officer: str, problem: Problem) -> bool:
    return has(problem.officer[officer], SWORN)


def not_kept(limits: Mapping[AnyPin, Linear], roster: Roster, value: Valuation, problem: Problem) -> tuple[AnyPin, ...]:
    """Pins that a finished roster does not keep to the letter: this very vehicle, this very lead."""
    crews: dict[UnitId, Crew] = {crew.unit.id: crew for crew in roster.crews if crew.unit.most == 1}

    def kept(pin: AnyPin, limit: Linear) -> bool:
        if isinstance(pin, VehiclePin):
            return pin.unit in crews and crews[pin.unit].vehicle == pin.vehicle
        if isinstance(pin, LeadPin):
            return pin.unit in crews and lead_of(crews[pin.unit], problem) == pin.officer
        return not limit.amount(value)

    return tuple(pin for pin, limit in limits.items() if not kept(pin, limit))


def keep_leads(roster: Roster, before: Roster, pins: Iterable[AnyPin], problem: Problem) -> Roster:
    """The same roster led as before: whoever led a crew and is still in it, and whom a pin names first of all.

    Without a pin nobody leads and drives for it where another might lead.
    """
    typed = {pin.unit: pin.officer for pin in pins if isinstance(pin, LeadPin)}
    old = {crew.unit.id: crew for crew in before.crews if crew.unit.most == 1}

    def led(crew: Crew) -> Crew:
        was = old.get(crew.unit.id)
        wanted = typed.get(crew.unit.id) or (lead_of(was, problem) if was else "")
        if crew.unit.most > 1 or wanted not in crew.officers or lead_of(crew, problem) == wanted:
            return crew
        members = seat(crew.unit, crew.officers, crew.vehicle, problem, wanted)
        drives = any(member.officer == wanted and "driver" in member.roles for member in members)
        same = was is not None and (was.officers, was.vehicle) == (crew.officers, crew.vehicle)
        return crew if drives and not same and crew.unit.id not in typed else replace(crew, members=members)

    return with_duties(replace(roster, crews=tuple(map(led, roster.crews))), problem)
