"""Crews that stay in their zone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.positions import chosen_slots, places
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Stands
from roster.rules.violation import Violation


class SteadyZone(ForceRule):
    """A unit that may change its zone stays in its base zone.

    `where` selects units by kind and base, `when` the hours. The amount is the slots that a unit stands elsewhere.

    rule: steady_zone
    weight: 1
    """

    rule: Literal["steady_zone"] = "steady_zone"

    title = N_("One zone all shift")
    unit_of_amount = N_("slots outside the base zone")
    refused = ("who",)

    def limits(self, problem: Problem) -> Iterator[Limit]:
        chosen = set(chosen_slots(self.when, problem))
        for unit in problem.units:
            if not self.where.matches_unit(unit, problem):
                continue
            elsewhere = tuple(
                (1, Stands(unit.id, slot, where))
                for slot in problem.slots_of(unit)
                if slot in chosen
                for where in places(unit, problem)
                if where != unit.base
            )
            if elsewhere:
                yield Linear(Spot(day=unit.day, shift=unit.shift, unit=unit.label), elsewhere, at_most=0)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        chosen = set(chosen_slots(self.when, problem))
        for crew in roster.crews:
            unit = crew.unit
            if not (problem.kind[unit.kind].moves and self.where.matches_unit(unit, problem)):
                continue
            for stand in crew.stands:
                where = stand.site or stand.zone
                if stand.slot in chosen and where != unit.base:
                    yield Violation(Spot((), unit.day, unit.shift, stand.slot, where, unit.label), 1)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{unit} on {date}, {shift}, stands in {zone} at {hours}").format(**spot_words(violation.spot, problem))
