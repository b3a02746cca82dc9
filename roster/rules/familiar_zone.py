"""Officers in the zone that they know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.problem import Problem
from roster.domain.roster import Crew
from roster.domain.service import Unit
from roster.i18n import N_, _
from roster.rules.base import CrewRule, Violation
from roster.rules.limits import Limit, Linear, Seat, Spot
from roster.rules.words import on_date, person, place


class FamiliarZone(CrewRule):
    """Officers serve in their home zone.

    A crew serves the zone of its base; officers without a home zone and crews without a base are left out. The amount
    is 1 for each member whose home zone is another.

    rule: familiar_zone
    weight: 2
    """

    rule: Literal["familiar_zone"] = "familiar_zone"

    unit_of_amount = N_("duties outside the home zone")
    refused = ("when.slot",)

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        officers = [officer for officer in self.officers(problem) if officer.home_zone]
        for unit in units:
            zone = problem.zone_of(unit.base)
            strangers = tuple((1, Seat(o.id, unit.id)) for o in officers if o.home_zone != zone)
            if zone and strangers:
                spot = Spot(day=unit.day, shift=unit.shift, place=zone, unit=unit.label)
                yield Linear(spot, strangers, at_most=0)

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        selected = {officer.id for officer in self.officers(problem)}
        for crew in crews:
            base = crew.unit.base
            zone = problem.site[base].zone if base in problem.site else base
            for officer in sorted(crew.officers & selected):
                home = problem.officer[officer].home_zone
                if home and zone and home != zone:
                    spot = Spot((officer,), crew.unit.day, crew.unit.shift, place=zone, unit=crew.unit.label)
                    yield Violation(spot, 1, facts={"home": home})

    def say(self, violation: Violation, problem: Problem) -> str:
        spot = violation.spot
        return _("{officer} serves in {zone} on {date}, {shift}; the home zone is {home}").format(
            officer=person(spot.officers[0], problem),
            zone=place(spot.place, problem),
            date=on_date(spot.day, problem),
            shift=spot.shift,
            home=place(violation.facts["home"], problem),
        )
