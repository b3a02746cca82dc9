"""Police that people see by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from roster.domain.clock import Window
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.rules.base import NOWHERE, ForceRule, Violation
from roster.rules.limits import Limit, Linear, Spot, Stands
from roster.rules.selectors import Hours
from roster.rules.standing import chosen_slots, places, standing, units_in_slots
from roster.rules.words import spot_words


class DayPresence(ForceRule):
    """By day people see police: a visible unit stands in every zone at every hour.

    Visible is what the table of unit kinds says: on foot, at a post or in a car; a unit at a site stands in the site's
    zone. `where` selects the zones and the kinds that count. The amount is the slots, zone by zone, without one; a
    brigade without visible kinds is told once, for all slots together.

    rule: day_presence
    hours: 07:00-18:00
    priority: 3
    """

    rule: Literal["day_presence"] = "day_presence"
    hours: Hours = Field(default=Window(7 * 60, 18 * 60), description="hours in which people see police")

    unit_of_amount = N_("zone-slots without a visible unit")
    refused = ("who", "where.site")

    def boundaries(self) -> Iterable[Window]:
        return (*super().boundaries(), self.hours)

    def seen_hours(self) -> Iterable[Window]:
        return (self.hours,)

    def _zones(self, problem: Problem) -> list[str]:
        return [zone.id for zone in problem.zones if self.where.matches_place(zone.id, problem)]

    def _kinds(self, facts: Facts) -> set[str]:
        return {kind.code for kind in facts.kinds if kind.visible and self.where.matches_kind(kind.code)}

    def lacks(self, facts: Facts) -> str:
        return "" if self._kinds(facts) else _("no visible unit kind")

    def limits(self, problem: Problem) -> Iterator[Limit]:
        units, kinds = units_in_slots(problem), self._kinds(problem)
        for slot in chosen_slots(self.when, problem, self.hours):
            seen: dict[str, list[Stands]] = {}
            for unit in units.get(slot, ()):
                if unit.kind in kinds:
                    for where in places(unit, problem):
                        seen.setdefault(problem.zone_of(where), []).append(Stands(unit.id, slot, where))
            for zone in self._zones(problem):
                terms = tuple((1, stands) for stands in seen.get(zone, ()))
                yield Linear(Spot(day=slot.day, slot=slot, place=zone), terms, at_least=1)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        there, kinds = standing(roster), self._kinds(problem)
        for slot in chosen_slots(self.when, problem, self.hours):
            seen = {stand.zone for crew, stand in there.get(slot, ()) if crew.unit.kind in kinds}
            for zone in self._zones(problem):
                if zone not in seen:
                    yield Violation(Spot(day=slot.day, slot=slot, place=zone), 1, asked=1, given=0)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("A visible unit in every zone within {hours}").format(hours=self.hours)

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.spot == NOWHERE:
            return self.say_lack(violation, problem)
        return _("no visible unit in {zone} on {date}, {hours}").format(**spot_words(violation.spot, problem))
