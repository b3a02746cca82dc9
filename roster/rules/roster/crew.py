"""What a crew is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.people import Officer
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew as Team
from roster.domain.seating import COACH, NOT_LEARNT, has
from roster.domain.service import Unit, UnitKind
from roster.domain.units import pooled
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import CrewRule
from roster.rules.spot import Part, Spot
from roster.rules.variables import Members, Runs, Seat
from roster.rules.violation import Violation

QUALITY, LEAST, COACHED = "quality", "least", "coached"
"""Parts of what the rule asks."""


class Crew(CrewRule):
    """A crew that runs has the people that its kind asks for, and a trainee sits with the coach.

    `composition` names qualities (`sworn`, `auxiliary`, `women`, `men` or a qualification) and how many members must
    have each; without it the unit kind's own holds. Only sworn officers count as `armed`. One person may fill several
    places. `who` limits the officers who count. A trainee sits with the coach named in the table, or with any officer
    who has the qualification `coach`. `least: true` asks for the kind's least crew instead. An entry that gives
    `composition` or `least` asks for that alone: for trainees too only with `trainees: true`. The amount is the members
    missing of each quality.

    rule: crew
    composition: {sworn: 1}
    where: {unit_kind: post}
    weight: 30
    why: a sworn officer leads at guard posts
    """

    rule: Literal["crew"] = "crew"
    composition: dict[str, PositiveInt] | None = Field(
        default=None, description="quality and how many; default: the unit kind's own"
    )
    trainees: bool | None = Field(
        default=None,
        description="whether trainees must sit with a coach; default: yes unless composition or least is given",
    )
    least: bool = Field(default=False, description="ask for the kind's least crew")

    title = N_("Who is in a crew")
    unit_of_amount = N_("members missing")
    lawful = True
    refused = ("when.slot",)

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        asked = self.composition or {}
        yield from (("composition", "qualification", name) for name in asked if name not in NOT_LEARNT)

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        everybody = tuple(officer.id for officer in problem.officers)
        able = {
            name: tuple(officer.id for officer in self.officers(problem) if has(officer, name))
            for name in {name for unit in units for name in self._composition(problem.kind[unit.kind])}
        }
        coaches = {trainee.id: self._coaches(trainee, problem) for trainee in self._trainees(problem)}
        for unit in units:
            kind = problem.kind[unit.kind]
            spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
            for name, asked in self._composition(kind).items():
                yield _at_least(asked, able[name], unit, spot, Part(QUALITY, name))
            if self.least:
                yield _at_least(kind.least_crew, everybody, unit, spot, Part(LEAST))
            for trainee, found in coaches.items():
                coached = ((-1, Members(found, unit.id)),) if found and not pooled(kind) else ()
                terms = ((1, Seat(trainee, unit.id)), *coached)
                yield Linear(spot._replace(officers=(trainee,)), terms, at_most=0, part=Part(COACHED))

    def _composition(self, kind: UnitKind) -> Mapping[str, int]:
        if self.composition is None:
            return {} if self.least else kind.composition
        return self.composition

    def _trainees(self, problem: Problem) -> tuple[Officer, ...]:
        by_default = self.composition is None and not self.least
        held = by_default if self.trainees is None else self.trainees
        return tuple(officer for officer in self.officers(problem) if officer.trainee) if held else ()

    def _coaches(self, trainee: Officer, problem: Problem) -> tuple[str, ...]:
        if trainee.coach:
            return (trainee.coach,)
        return tuple(o.id for o in problem.officers if has(o, COACH) and o.id != trainee.id)

    def check(self, crews: list[Team], problem: Problem) -> Iterator[Violation]:
        counted = {officer.id for officer in self.officers(problem)}
        trainees = {officer.id for officer in self._trainees(problem)}
        for crew in crews:
            kind = problem.kind[crew.unit.kind]
            spot = Spot(tuple(sorted(crew.officers)), crew.unit.day, crew.unit.shift, unit=crew.unit.label)
            members = [problem.officer[officer] for officer in sorted(crew.officers)]
            for name, asked in self._composition(kind).items():
                given = sum(officer.id in counted and has(officer, name) for officer in members)
                if given < asked:
                    yield Violation(spot, asked - given, asked, given, facts={"quality": name})
            if self.least and len(members) < kind.least_crew:
                yield Violation(spot, kind.least_crew - len(members), kind.least_crew, len(members))
            for officer in members:
                if officer.id in trainees and not self._coached(officer, members):
                    yield Violation(spot._replace(officers=(officer.id,)), 1, facts={"trainee": True})

    def _coached(self, trainee: Officer, members: list[Officer]) -> bool:
        others = [officer for officer in members if officer.id != trainee.id]
        if trainee.coach:
            return trainee.coach in [officer.id for officer in others]
        return any(has(officer, COACH) for officer in others)

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.composition:
            qualities = _(", ").join(f"{_(name)} {number}" for name, number in self.composition.items())
            yield _("Members of a crew at the least: {qualities}").format(qualities=qualities)
        if self.least:
            yield _("A crew never has fewer people than its kind allows")

    def say(self, violation: Violation, problem: Problem) -> str:
        facts = violation.facts
        if "trainee" in facts:
            text = _("{officer} is a trainee and sits in {unit} on {date}, {shift}, without a coach")
        elif "quality" in facts:
            text = _("{unit} on {date}, {shift}: {given} of {asked} {quality}")
        else:
            text = _("{unit} on {date}, {shift}, runs with {given} of the {asked} people asked for at the least")
        return text.format(
            **violation.words(problem),
            quality=_(facts["quality"]) if "quality" in facts else "",
        )


def _at_least(asked: int, officers: tuple[str, ...], unit: Unit, spot: Spot, part: Part) -> Linear:
    """So many of these officers in each crew of the unit that runs."""
    return Linear(spot, ((1, Members(officers, unit.id)), (-asked, Runs(unit.id))), at_least=0, part=part)
