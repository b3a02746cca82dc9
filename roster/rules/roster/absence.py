"""No duty during leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.clock import Span
from roster.domain.people import Line, Officer
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import ROWS, Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.words import date_text, spot_words
from roster.rules.spot import WHOLE, Part, Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation

JOINED = "joined"
"""The part of the rule that speaks of dates before the officer joined."""


class Absence(OfficerRule):
    """A duty shares no minute with an absence of its officer.

    Every minute counts: a night that ends inside a leave is forbidden. A leave without times lasts from 00:00 of its
    first date to 24:00 of its last. Dates before the officer joined count as absent. One with `hours_only` in the table
    `absences` leaves the rest of a duty, which is served without it. The amount is 1 for each duty. `when` selects the
    duties judged.

    rule: absence
    weight: must
    """

    rule: Literal["absence"] = "absence"

    title = N_("Leave and other absences")
    unit_of_amount = N_("duties during an absence")

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        if officer.id not in problem.absences_of and officer.joined is None:
            return
        for day in problem.horizon.range:
            part = WHOLE if officer.joined_by(problem.date(day)) else Part(JOINED)
            away: dict[str, tuple[str, ...]] = {}
            spans = {code: problem.shift[code].served(day) for code in self.codes(day, problem)}
            times = [span for at_work in spans.values() for span in at_work]
            ends = Span(min((s.start for s in times), default=0), max((s.end for s in times), default=0))
            near = [absence for absence in problem.absences_of.get(officer.id, ()) if absence.span.overlap(ends)]
            for code, at_work in spans.items():
                rows = [absence.source for absence in near if any(map(absence.span.overlap, at_work)) and not part.name]
                if rows or part.name:
                    source = ROWS.join(filter(None, rows))
                    away[source] = (*away.get(source, ()), code)
            for source, codes in away.items():
                terms = ((1, Work(officer.id, day, codes)),)
                yield Linear(Spot((officer.id,), day), terms, at_most=0, source=source, part=part)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        own = [absence for absence in problem.absences if absence.id == officer.id]
        own.sort(key=lambda absence: (-absence.span.start, absence.span.end))  # what began last is named
        for duty in line.values():
            if duty.day < 0 or not self.when.matches_duty(duty, problem):
                continue
            spot = Spot((officer.id,), duty.day, duty.shift)
            if not officer.joined_by(problem.date(duty.day)):
                yield Violation(spot, 1, facts={"joined": officer.joined})
                continue
            for absence in own:
                if any(
                    max(absence.span.start, at.start) < min(absence.span.end, at.end) for at in problem.served(duty)
                ):
                    yield Violation(spot, 1, facts={"kind": absence.kind})
                    break

    def say(self, violation: Violation, problem: Problem) -> str:
        words = spot_words(violation.spot, problem)
        if "joined" in violation.facts:
            return _("{officer} works {shift} on {date} but joins on {joined}").format(
                **words, joined=date_text(violation.facts["joined"])
            )
        return _("{officer} works {shift} on {date} during an absence ({kind})").format(
            **words, kind=_(violation.facts["kind"])
        )
