"""Police lights that people see by night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.clock import Window
from roster.domain.presence import LIT, Presence
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.positions import chosen_slots, given, missing, places, standing, units_in_slots
from roster.rules.shared.selectors import Hours
from roster.rules.spot import Spot
from roster.rules.variables import Lit
from roster.rules.violation import Violation


class NightLights(ForceRule):
    """By night people see police lights: a vehicle with its light bar on stands in every zone.

    With `zones_per_vehicle` 2 or more, one vehicle for so many zones (rounded up), in any of them, is enough. `where`
    selects the zones and the unit kinds that count. The amount is the vehicles missing, slot by slot; a brigade without
    vehicles with lights, units that drive, or a shift then, is told once, for all such slots together.

    rule: night_lights
    hours: 18:00-02:00
    zones_per_vehicle: 1
    priority: 2
    """

    rule: Literal["night_lights"] = "night_lights"
    hours: Hours = Field(default=Window(18 * 60, 26 * 60), description="hours in which people see lights")
    zones_per_vehicle: PositiveInt = Field(default=1, description="1: one in every zone; n: one for n zones, anywhere")

    title = N_("Lights by night")
    unit_of_amount = N_("lit vehicles missing, slot by slot")
    refused = ("who", "where.site")

    def boundaries(self) -> Iterable[Window]:
        return (*super().boundaries(), self.hours)

    def light_hours(self) -> Iterable[Window]:
        return (self.hours,)

    def presence(self, problem: Problem) -> Iterator[Presence]:
        kinds = frozenset(self._kinds(problem))
        slots = chosen_slots(self.when, problem, self.hours, kinds)
        zones = tuple(zone.id for zone in problem.zones if self.where.matches_place(zone.id, problem))
        if self.zones_per_vehicle == 1:
            for zone in zones:
                yield Presence(LIT, self.name, (zone,), kinds, 1, self.hours, slots, zone)
        elif zones:
            number = -(-len(zones) // self.zones_per_vehicle)
            yield Presence(LIT, self.name, zones, kinds, number, self.hours, slots)

    def _kinds(self, facts: Facts) -> set[str]:
        return {kind.code for kind in facts.kinds if kind.vehicle_kinds and self.where.matches_kind(kind.code)}

    def missing_subject(self, facts: Facts) -> str:
        lit = any(vehicle.lights for vehicle in facts.vehicles)
        return "" if self._kinds(facts) and lit else _("no vehicle with lights that a unit drives")

    def limits(self, problem: Problem) -> Iterator[Limit]:
        units, before, wanted = units_in_slots(problem), standing(None, problem), list(self.presence(problem))
        for slot in wanted[0].slots if wanted else ():
            lights = [
                (problem.zone_of(where), Lit(unit.id, slot, where))
                for unit in units.get(slot, ())
                if self.where.matches_kind(unit.kind)
                for where in places(unit, problem)
            ]
            for one in wanted:
                terms = tuple((1, lit) for zone, lit in lights if zone in one.places)
                spot = Spot(day=slot.day, slot=slot, place=one.place)
                yield Linear(spot, terms, at_least=one.asked, constant=given(one, before.get(slot, ())))

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        yield from missing(self.presence(problem), roster, problem)

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.zones_per_vehicle == 1:
            yield _("A vehicle with its lights on in every zone within {hours}").format(hours=self.hours)
        else:
            yield _("A vehicle with its lights on for every {zones} zones within {hours}").format(
                zones=self.zones_per_vehicle, hours=self.hours
            )

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        text = (
            _("no police lights in {zone} on {date}, {hours}")
            if violation.spot.place
            else _("lit vehicles on {date}, {hours}: {given} of {asked}")
        )
        return text.format(**violation.words(problem))
