"""People of a kind on every shift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import PositiveInt

from roster.domain.ids import ShiftId
from roster.domain.parts import pieces_of, runs_over
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.selectors import Where
from roster.rules.spot import Spot
from roster.rules.variables import Seat, Term, Work
from roster.rules.violation import Violation


class Heads(ForceRule):
    """At least `min` officers of a kind work each of these shifts.

    `who` says of which kind, `when` on which shifts and dates; a shift on which no unit may run on a date is left out.
    With `where` only members of the units that it selects count. The amount is the officers missing, shift by shift;
    a brigade that has nobody of the kind is told once, for all shifts together.

    rule: heads
    min: 1
    who: {sex: f}
    when: {shift: [E, O]}
    weight: 20
    why: a search of a woman needs one
    """

    rule: Literal["heads"] = "heads"
    min: PositiveInt

    title = N_("People on each shift")
    unit_of_amount = N_("officers missing, shift by shift")
    relaxable = (("min", -1),)
    refused = ("when.slot",)

    def missing_subject(self, facts: Facts) -> str:
        return "" if self.officers(facts) else _("nobody whom `who` selects")

    def _judged_on(self, day: int, shift: str, problem: Problem) -> tuple[str, ...]:
        """The duties that count on a shift; none where its pieces are judged in its place."""
        if (day, shift) in pieces_of(problem):
            return ()
        return runs_over(problem, day, shift) if problem.shift[shift].of else (shift,)

    def limits(self, problem: Problem) -> Iterator[Limit]:
        officers = self.officers(problem)
        for (day, shift), candidates in problem.units_of.items():
            codes = self._judged_on(day, shift, problem)
            units = [unit for unit in candidates if self.selects(unit, problem)]
            if not units or not codes:
                continue
            whole = problem.shift[shift].of
            beside = problem.units_of.get(ShiftId(day, whole), ()) if whole else ()
            units += [unit for unit in beside if self.selects(unit, problem)]
            terms: list[Term] = [(1, Seat(o.id, unit.id)) for unit in units for o in officers]
            if self.where == Where():
                terms = [(1, Work(o.id, day, codes)) for o in officers]
            yield Linear(Spot(day=day, shift=shift), tuple(terms), at_least=self.min)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        wanted = {officer.id for officer in self.officers(problem)}
        asked = {(unit.day, unit.shift) for unit in problem.units if self.selects(unit, problem)}
        for day, shift in sorted(asked):
            codes = self._judged_on(day, shift, problem)
            if not codes:
                continue
            if self.where == Where():
                present = {duty.officer for duty in roster.work() if duty.day == day and duty.shift in codes}
            else:
                here = {shift, problem.shift[shift].of}
                crews = [crew for crew in roster.crews if crew.unit.day == day and crew.unit.shift in here]
                present = {o for crew in crews if self.selects(crew.unit, problem) for o in crew.officers}
            given = len(present & wanted)
            if given < self.min:
                yield Violation(Spot(day=day, shift=shift), self.min - given, asked=self.min, given=given)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Officers on each shift: {bounds}").format(bounds=bounds_text(self.min))

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        return _("{rule}: {given} of {asked} on {date}, {shift}").format(**violation.words(problem), rule=self.spoken)
