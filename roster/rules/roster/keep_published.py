"""The roster that people were told stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from roster.domain.ids import UnitId
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.positions import places
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Runs, Seat, Stands, Term, Uses, Work
from roster.rules.violation import Violation


class KeepPublished(ForceRule):
    """The published roster changes as little as it can.

    A date of an officer is changed when another shift, or none, starts on it than was published. `counts: duties` has
    an amount of 1 for each changed date; `people` 1 for each officer with any changed date; `notice` for each changed
    date more the sooner it comes, from 1 for the last date up to the number of dates for the first; `crews` 1 for
    each member of a crew who works the published shift in another crew, for each unit that runs with a vehicle of
    another kind than published, and for each slot that it spends elsewhere. `who` selects officers and `when` dates.
    Without a published roster nothing is counted.

    rule: keep_published
    counts: duties
    weight: 5
    """

    rule: Literal["keep_published"] = "keep_published"
    counts: Literal["people", "duties", "notice", "crews"] = Field(
        default="duties", description="what is counted: people, duties, duties weighed by notice, or changes of crews"
    )

    title = N_("Published roster kept")
    unit_of_amount = N_("changes to the published roster")
    refused = ("where", "when.slot", *OF_SHIFTS)

    def _published(self, problem: Problem) -> dict[tuple[str, int], str]:
        """The published shift by officer and day."""
        roster = problem.published or Roster(())
        return {(duty.officer, duty.day): duty.shift for duty in roster.work()}

    def _days(self, problem: Problem) -> list[int]:
        if problem.published is None:
            return []
        return [day for day in problem.horizon.range if self.when.matches_day(day, problem)]

    def limits(self, problem: Problem) -> Iterator[Limit]:
        if self.counts == "crews":
            yield from self._crew_limits(problem)
            return
        days, published = self._days(problem), self._published(problem)
        for officer in self.officers(problem) if days else ():
            if self.counts == "people":
                yield self._any_change(officer, days, published, problem)
                continue
            for day in days:
                shift = published.get((officer.id, day), "")
                factor = problem.horizon.days - day if self.counts == "notice" else 1
                spot = Spot((officer.id,), day, shift)
                if shift:
                    yield Linear(spot, ((1, Work(officer.id, day, (shift,))),), at_least=1, factor=factor)
                else:
                    term = (1, Work(officer.id, day, problem.shift_codes))
                    yield Linear(spot, (term,), at_most=0, factor=factor)

    def _any_change(
        self, officer: Officer, days: list[int], published: dict[tuple[str, int], str], problem: Problem
    ) -> Linear:
        """However many dates change, the amount is 1: what is missing is divided by their number and rounded up."""
        terms: list[Term] = []
        for day in days:
            shift = published.get((officer.id, day), "")
            codes = (shift,) if shift else problem.shift_codes
            terms.append((1 if shift else -1, Work(officer.id, day, codes)))
        kept = sum(weight == 1 for weight, _ in terms)
        return Linear(Spot((officer.id,)), tuple(terms), at_least=kept, per=len(days))

    def _crew_limits(self, problem: Problem) -> Iterator[Limit]:
        chosen = {officer.id for officer in self.officers(problem)}
        group_of = {v.id: group.id for group in problem.vehicle_groups for v in group.vehicles}
        for crew in self._published_crews(problem):
            unit = crew.unit
            spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
            for officer in sorted(crew.officers & chosen):
                work = Work(officer, unit.day, (unit.shift,))
                yield Linear(spot._replace(officers=(officer,)), ((1, Seat(officer, unit.id)), (-1, work)), at_least=0)
            if unit.most == 1 and crew.vehicle in group_of:
                uses = Uses(unit.id, group_of[crew.vehicle])
                yield Linear(spot, ((1, uses), (-1, Runs(unit.id))), at_least=0)
            if unit.most == 1 and len(places(unit, problem)) > 1:
                for stand in crew.stands:
                    here = Stands(unit.id, stand.slot, stand.site or stand.zone)
                    yield Linear(spot._replace(slot=stand.slot), ((1, here), (-1, Runs(unit.id))), at_least=0)

    def _published_crews(self, problem: Problem) -> Iterator[Crew]:
        """Published crews of units that may still run, on the dates selected."""
        days = set(self._days(problem))
        for crew in problem.published.crews if problem.published and days else ():
            if crew.unit.day in days and crew.unit.id in problem.unit:
                yield crew

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        if self.counts == "crews":
            yield from self._crew_check(roster, problem)
            return
        published, days = self._published(problem), self._days(problem)
        given = {(duty.officer, duty.day): duty.shift for duty in roster.work()}
        for officer in self.officers(problem):
            changed = [day for day in days if given.get((officer.id, day)) != published.get((officer.id, day))]
            if self.counts == "people" and changed:
                yield Violation(Spot((officer.id,)), 1, facts={"dates": len(changed)})
            elif self.counts != "people":
                for day in changed:
                    before, after = (work.get((officer.id, day), "") for work in (published, given))
                    amount = problem.horizon.days - day if self.counts == "notice" else 1
                    yield Violation(Spot((officer.id,), day, before), amount, facts={"after": after})

    def _crew_check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        chosen = {officer.id for officer in self.officers(problem)}
        works = {(duty.officer, duty.day, duty.shift) for duty in roster.work()}
        now: dict[UnitId, list[Crew]] = {}
        for crew in roster.crews:
            now.setdefault(crew.unit.id, []).append(crew)
        kind_of = {v.id: group.id for group in problem.vehicle_groups for v in group.vehicles}
        for crew in self._published_crews(problem):
            unit = crew.unit
            spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
            running = now.get(unit.id, [])
            seated = {officer for other in running for officer in other.officers}
            for officer in sorted(crew.officers & chosen):
                if (officer, unit.day, unit.shift) in works and officer not in seated:
                    yield Violation(spot._replace(officers=(officer,)), 1, facts={"moved": True})
            if not running or unit.most > 1:
                continue
            if crew.vehicle in kind_of and kind_of[crew.vehicle] != kind_of.get(running[0].vehicle):
                yield Violation(spot, 1, facts={"vehicle": running[0].vehicle})
            stands = {(stand.slot, stand.site or stand.zone) for stand in running[0].stands}
            if len(places(unit, problem)) > 1:
                for stand in crew.stands:
                    if (stand.slot, stand.site or stand.zone) not in stands:
                        yield Violation(spot._replace(slot=stand.slot), 1, facts={"elsewhere": True})

    def say(self, violation: Violation, problem: Problem) -> str:
        facts, words = violation.facts, spot_words(violation.spot, problem)
        if "dates" in facts:
            return _("{officer}: published dates that change: {dates}").format(**words, dates=facts["dates"])
        if "moved" in facts:
            return _("{officer} works {shift} on {date} in another crew than {unit} as published").format(**words)
        if "vehicle" in facts:
            return _("{unit} on {date}, {shift}, has another vehicle than published: {vehicle}").format(
                **words, vehicle=facts["vehicle"] or "-"
            )
        if "elsewhere" in facts:
            return _("{unit} on {date}, {hours}, is elsewhere than published").format(**words)
        return _("{officer} on {date}: {before} was published, now {after}").format(
            **words, before=violation.spot.shift or "-", after=facts["after"] or "-"
        )
