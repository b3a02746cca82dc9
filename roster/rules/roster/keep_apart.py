"""Officers who do not belong in one crew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew
from roster.domain.service import Unit
from roster.domain.units import pooled
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import CrewRule
from roster.rules.shared.selectors import Several
from roster.rules.shared.words import people, spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Seat
from roster.rules.violation import Violation


class KeepApart(CrewRule):
    """No two of these officers sit in one crew.

    The amount is, for each crew, the officers of the list in it, less 1.

    rule: keep_apart
    officers: [A01, A02]
    weight: must
    why: relatives do not serve together
    """

    rule: Literal["keep_apart"] = "keep_apart"
    listed: Annotated[Several[str], Field(alias="officers", min_length=2, description="who sit in different crews")]

    title = N_("Not in one crew")
    unit_of_amount = N_("officers too many in a crew")
    refused = ("who", "when.slot")

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("officers", "officer", name) for name in self.listed)

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        for unit in units:
            if not pooled(problem.kind[unit.kind]):
                seats = tuple((1, Seat(officer, unit.id)) for officer in dict.fromkeys(self.listed))
                spot = Spot(self.listed, unit.day, unit.shift, unit=unit.label)
                yield Linear(spot, seats, at_most=1)

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        for crew in crews:
            found = sorted(crew.officers & set(self.listed))
            if len(found) > 1:
                spot = Spot(tuple(found), crew.unit.day, crew.unit.shift, unit=crew.unit.label)
                yield Violation(spot, len(found) - 1)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Never in one crew: {people}").format(people=people(self.listed, facts))

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{people} sit together in {unit} on {date}, {shift}, and should not").format(
            **spot_words(violation.spot, problem)
        )
