"""Police that people see by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from roster.domain.clock import Window
from roster.domain.presence import SEEN, Presence
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.positions import chosen_slots, given, missing, places, standing, units_in_slots
from roster.rules.shared.selectors import Hours
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Stands
from roster.rules.violation import Violation


class DayPresence(ForceRule):
    """By day people see police: a visible unit stands in every zone at every hour.

    Visible is what the table of unit kinds says: on foot, at a post or in a car; a unit at a site stands in the site's
    zone. `where` selects the zones and the kinds that count. The amount is the slots, zone by zone, without one; a
    brigade without visible kinds, or without a shift then, is told once, for all such slots together.

    rule: day_presence
    hours: 07:00-18:00
    priority: 3
    """

    rule: Literal["day_presence"] = "day_presence"
    hours: Hours = Field(default=Window(7 * 60, 18 * 60), description="hours in which people see police")

    title = N_("Seen by day")
    unit_of_amount = N_("zone-slots without a visible unit")
    refused = ("who", "where.site")

    def boundaries(self) -> Iterable[Window]:
        return (*super().boundaries(), self.hours)

    def _zones(self, problem: Problem) -> list[str]:
        return [zone.id for zone in problem.zones if self.where.matches_place(zone.id, problem)]

    def _kinds(self, facts: Facts) -> set[str]:
        return {kind.code for kind in facts.kinds if kind.visible and self.where.matches_kind(kind.code)}

    def missing_subject(self, facts: Facts) -> str:
        return "" if self._kinds(facts) else _("no visible unit kind")

    def presence(self, problem: Problem) -> Iterator[Presence]:
        kinds = frozenset(self._kinds(problem))
        slots = chosen_slots(self.when, problem, self.hours, kinds)
        for zone in self._zones(problem):
            yield Presence(SEEN, self.name, (zone,), kinds, 1, self.hours, slots, zone)

    def limits(self, problem: Problem) -> Iterator[Limit]:
        units, kinds, before = units_in_slots(problem), self._kinds(problem), standing(None, problem)
        wanted = list(self.presence(problem))
        for slot in wanted[0].slots if wanted else ():
            seen: dict[str, list[Stands]] = {}
            for unit in units.get(slot, ()):
                if unit.kind in kinds:
                    for where in places(unit, problem):
                        seen.setdefault(problem.zone_of(where), []).append(Stands(unit.id, slot, where))
            for one in wanted:
                terms = tuple((1, stands) for stands in seen.get(one.place, ()))
                already = given(one, before.get(slot, ()))
                yield Linear(Spot(day=slot.day, slot=slot, place=one.place), terms, at_least=1, constant=already)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        yield from missing(self.presence(problem), roster, problem)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("A visible unit in every zone within {hours}").format(hours=self.hours)

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        return _("no visible unit in {zone} on {date}, {hours}").format(**spot_words(violation.spot, problem))
