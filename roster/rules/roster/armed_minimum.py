"""Armed units on the street."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.presence import ARMED as ARMED_UNITS
from roster.domain.presence import Presence
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.domain.seating import ARMED
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.positions import chosen_slots, given, missing, places, standing, units_in_slots
from roster.rules.spot import Spot
from roster.rules.variables import Stands
from roster.rules.violation import Violation


class ArmedMinimum(ForceRule):
    """At least `units` armed units are on the street at every hour.

    An armed unit is one of a kind whose composition asks for permit holders (`armed`). `where` selects the places and
    kinds that count, `when` the hours. The amount is the units missing, slot by slot; a brigade without such kinds,
    or without a shift then, is told once, for all such slots together.

    rule: armed_minimum
    units: 1
    priority: 1
    """

    rule: Literal["armed_minimum"] = "armed_minimum"
    units: PositiveInt = Field(default=1, description="armed units in every slot")

    title = N_("Armed units")
    unit_of_amount = N_("armed units missing, slot by slot")
    relaxable = (("units", -1),)
    refused = ("who",)

    def _kinds(self, facts: Facts) -> set[str]:
        return {k.code for k in facts.kinds if k.composition.get(ARMED) and self.where.matches_kind(k.code)}

    def missing_subject(self, facts: Facts) -> str:
        return "" if self._kinds(facts) else _("no unit kind that asks for permit holders")

    def presence(self, problem: Problem) -> Iterator[Presence]:
        kinds = frozenset(self._kinds(problem))
        slots = chosen_slots(self.when, problem, kinds=kinds)
        yield Presence(ARMED_UNITS, self.name, (*self.where.zone, *self.where.site), kinds, self.units, None, slots)

    def limits(self, problem: Problem) -> Iterator[Limit]:
        units, before = units_in_slots(problem), standing(None, problem)
        for wanted in self.presence(problem):
            for slot in wanted.slots:
                terms = tuple(
                    (1, Stands(unit.id, slot, where))
                    for unit in units.get(slot, ())
                    if unit.kind in wanted.kinds
                    for where in places(unit, problem)
                    if self.where.matches_place(where, problem)
                )
                already = given(wanted, before.get(slot, ()))
                yield Linear(Spot(day=slot.day, slot=slot), terms, at_least=self.units, constant=already)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        yield from missing(self.presence(problem), roster, problem)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Armed units on the street at every hour: {bounds}").format(bounds=bounds_text(self.units))

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        return _("armed units on the street on {date}, {hours}: {given} of {asked}").format(**violation.words(problem))
