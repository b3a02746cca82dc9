"""Officers in the zone that they know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.people import Officer
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew
from roster.domain.service import Unit
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import CrewRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.spot import Spot
from roster.rules.variables import Members, Runs
from roster.rules.violation import Violation


class FamiliarZone(CrewRule):
    """Crews know the zone that they serve.

    A crew serves the zone of its base; crews without a base are left out. An officer knows the home zone, and one
    without a home zone knows them all. With `members: n` a crew has at least so many who know its zone, and the amount
    is those missing; without it all members know the zone, and the amount is those who do not.

    rule: familiar_zone
    members: 1
    weight: 2
    """

    rule: Literal["familiar_zone"] = "familiar_zone"
    members: PositiveInt | None = Field(default=None, description="how many members know the zone; default: all")

    title = N_("Crews know their zone")
    unit_of_amount = N_("members who know the zone missing")
    relaxable = (("members", -1),)
    refused = ("when.slot",)

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        officers = self.officers(problem)
        zones = {zone for unit in units if (zone := problem.zone_of(unit.base))}
        knowing = {zone: tuple(o.id for o in officers if _knows(o, zone)) for zone in zones}
        strange = {zone: tuple(o.id for o in officers if not _knows(o, zone)) for zone in zones}
        for unit in units:
            zone = problem.zone_of(unit.base)
            if not zone:
                continue
            spot = Spot(day=unit.day, shift=unit.shift, place=zone, unit=unit.label)
            if self.members:
                at_home = 1, Members(knowing[zone], unit.id)
                yield Linear(spot, (at_home, (-self.members, Runs(unit.id))), at_least=0)
            else:
                yield Linear(spot, ((1, Members(strange[zone], unit.id)),), at_most=0)

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        selected = {officer.id for officer in self.officers(problem)}
        for crew in crews:
            base = crew.unit.base
            zone = problem.site[base].zone if base in problem.site else base
            if not zone:
                continue
            members = sorted(crew.officers & selected)
            strangers = tuple(o for o in members if problem.officer[o].home_zone not in ("", zone))
            knowing = len(members) - len(strangers)
            missing = len(strangers) if self.members is None else self.members - knowing
            if missing > 0:
                spot = Spot(strangers, crew.unit.day, crew.unit.shift, place=zone, unit=crew.unit.label)
                yield Violation(spot, missing, knowing + missing, knowing)

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.members is not None:
            yield _("Members of a crew who know its zone: {bounds}").format(bounds=bounds_text(self.members))

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{people} of {unit} on {date}, {shift}, do not know {zone}")
            if self.members is None
            else _("members of {unit} on {date}, {shift}, who know {zone}: {given} of {asked}")
        )
        return text.format(**violation.words(problem))


def _knows(officer: Officer, zone: str) -> bool:
    return officer.home_zone in ("", zone)
