"""Officers who belong in one crew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt, model_validator

from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew
from roster.domain.service import Unit
from roster.domain.units import pooled
from roster.i18n import N_, _
from roster.rules.limits import AtMostGroups, Limit, Linear
from roster.rules.scopes import CrewRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.selectors import Several
from roster.rules.shared.words import people, person, spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Members, Seat
from roster.rules.violation import Violation


class KeepTogether(CrewRule):
    """Officers who work the same shift sit in one crew, or a crew comes from one squad.

    Give either `officers`, who then share a crew whenever two or more of them work the same shift of a date (the amount
    is the crews that they are spread over, less `most`), or `same: squad`, so that the members of a crew whom `who`
    selects come from one squad (the amount is the squads in the crew, less `most`; officers without a squad do not
    count). `most` is 1 unless it is given. With `whole: true` the listed officers serve all together or not at all: on
    each shift all of them are on duty, in whatever crews, or none (the amount is who does otherwise than the first).

    rule: keep_together
    same: squad
    most: 2
    weight: 3
    """

    rule: Literal["keep_together"] = "keep_together"
    listed: Several[str] = Field(default=(), alias="officers", description="who sit in one crew")
    same: Literal["squad"] | None = Field(default=None, description="what the members of a crew share")
    whole: bool = Field(default=False, description="the listed officers serve a shift all together or not at all")
    most: PositiveInt = Field(default=1, description="crews, or squads in a crew, at most")

    title = N_("Kept together")
    unit_of_amount = N_("crews or squads too many, or members who do otherwise")
    relaxable = (("most", 1),)
    refused = ("when.slot",)

    @model_validator(mode="after")
    def _says_who(self) -> KeepTogether:
        if (self.same is None) == (not self.listed):
            raise ValueError(_("give either `officers` or `same: squad`"))
        if self.listed and len(set(self.listed)) < 2:
            raise ValueError(_("`officers` names two or more"))
        if self.whole and not self.listed:
            raise ValueError(_("`whole` goes with `officers`"))
        return self

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("officers", "officer", name) for name in self.listed)

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        day, shift = units[0].day, units[0].shift
        if self.whole:
            first, *others = dict.fromkeys(self.listed)
            for officer in others:
                own = tuple((1, Seat(officer, unit.id)) for unit in units)
                terms = (*own, *((-1, Seat(first, unit.id)) for unit in units))
                yield Linear(Spot((first, officer), day, shift), terms, at_least=0, at_most=0)
            return
        if self.listed:
            groups: list[tuple[Decision, ...]] = []
            for unit in units:
                seats = tuple(Seat(officer, unit.id) for officer in dict.fromkeys(self.listed))
                groups += [(seat,) for seat in seats] if pooled(problem.kind[unit.kind]) else [seats]
            yield AtMostGroups(Spot(self.listed, day, shift), tuple(groups), at_most=self.most)
            return
        squads: dict[str, list[str]] = {}
        for one in self.officers(problem):
            if one.squad:
                squads.setdefault(one.squad, []).append(one.id)
        together = [tuple(squad) for squad in squads.values()]
        for unit in units:
            if not pooled(problem.kind[unit.kind]):
                groups = [(Members(squad, unit.id),) for squad in together]
                yield AtMostGroups(Spot(day=day, shift=shift, unit=unit.label), tuple(groups), at_most=self.most)

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        day, shift = crews[0].unit.day, crews[0].unit.shift
        if self.whole:
            there = {officer for crew in crews for officer in crew.officers}
            first, *others = dict.fromkeys(self.listed)
            for officer in others:
                if (officer in there) != (first in there):
                    there_first = (first, officer) if first in there else (officer, first)
                    yield Violation(Spot((first, officer), day, shift), 1, facts={"pair": there_first})
            return
        if self.listed:
            spread = [crew for crew in crews if crew.officers & set(self.listed)]
            if len(spread) > self.most:
                found = sorted(officer for crew in spread for officer in crew.officers & set(self.listed))
                yield Violation(Spot(tuple(found), day, shift), len(spread) - self.most)
            return
        selected = {officer.id for officer in self.officers(problem)}
        for crew in crews:
            squads = {problem.officer[officer].squad for officer in crew.officers & selected} - {""}
            if len(squads) > self.most:
                spot = Spot(tuple(sorted(crew.officers)), day, shift, unit=crew.unit.label)
                yield Violation(spot, len(squads) - self.most, facts={"squads": sorted(squads)})

    def policy(self, facts: Facts) -> Iterator[str]:
        bounds = bounds_text(None, self.most)
        if self.whole:
            yield _("On duty all together or not at all: {people}").format(people=people(self.listed, facts))
        elif self.same == "squad":
            yield _("Squads in a crew: {bounds}").format(bounds=bounds)
        else:
            names = people(self.listed, facts)
            yield _("Crews of {people} on one shift: {bounds}").format(people=names, bounds=bounds)

    def say(self, violation: Violation, problem: Problem) -> str:
        words = spot_words(violation.spot, problem)
        if self.whole:
            one, other = violation.facts["pair"]
            return _(
                "{one} works {shift} on {date} and {other} does not, though they serve together or not at all"
            ).format(**words, one=person(one, problem), other=person(other, problem))
        if self.listed:
            return _("{people} sit in {given} crews on {date}, {shift}; at most {most} is asked for").format(
                **words, given=violation.amount + self.most, most=self.most
            )
        return _("{unit} on {date}, {shift}, mixes the squads {squads}").format(
            **words, squads=_(", ").join(violation.facts["squads"])
        )
