"""A rotation: the same pattern of shifts again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from roster.domain.calendar import WORKDAY
from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.domain.service import Shift
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.shared.steps import OFF, may_be_off, shifts_named, shifts_of
from roster.rules.shared.words import on_day, person, spot_words, step_text, steps_text
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation


class Rotation(OfficerRule):
    """Officers follow a repeating pattern of shifts, each squad with its own offset.

    `pattern` has one entry a date: a shift's code, `*` for any shift, `-` for a day off; `D|O` for either;
    `night=yes` for any night shift. On the date `start` an offset of 0 is at the first entry, 1 at the second. With
    `offsets` only the squads named there rotate, without it everyone does, at offset 0. A date is skipped where an
    absence meets every shift that the pattern has for it, and before the officer joined. The amount is 1 for each date
    off the pattern. `when` selects the dates. With `over: working_days` the pattern has an entry a working day of the
    calendar: Monday's follows Friday's, and on rest days and holidays nothing is asked.

    rule: rotation
    pattern: [D, D, E, E, '-', N, N, '-']
    start: 2026-10-19
    offsets: {A: 0, B: 2, C: 4, D: 6}
    weight: 5
    """

    rule: Literal["rotation"] = "rotation"
    pattern: Annotated[tuple[str, ...], Field(min_length=1)]
    start: dt.date
    offsets: Mapping[str, int] = Field(default={}, description="squad: entries ahead of the first on the date `start`")

    over: Literal["every_date", "working_days"] = Field(
        default="every_date",
        description="dates that have an entry: `every_date`, or `working_days` of the calendar",
    )

    title = N_("Rotation")
    unit_of_amount = N_("dates off the pattern")
    refused = ("where", "when.slot", *OF_SHIFTS)

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("pattern", "shift", code) for code in shifts_named(self.pattern))
        yield from (("offsets", "squad", squad) for squad in self.offsets)

    def _rotates(self, officer: Officer) -> bool:
        return not self.offsets or officer.squad in self.offsets

    def _judged(self, officer: Officer, day: int, problem: Problem) -> bool:
        return self.when.matches_day(day, problem) and officer.joined_by(problem.date(day))

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        if not self._rotates(officer):
            return
        for day, entry in self._entries(officer, problem):
            codes = self._shifts(entry, problem)
            spot = Spot((officer.id,), day)
            if not self._judged(officer, day, problem):
                continue
            if may_be_off(entry):
                others = tuple(code for code in problem.shift_codes if code not in codes)
                yield Linear(spot, ((1, Work(officer.id, day, others)),), at_most=0)
            elif not all(problem.absent_in(officer.id, problem.shift[code].served(day)) for code in codes):
                yield Linear(spot, ((1, Work(officer.id, day, codes)),), at_least=1)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        if not self._rotates(officer):
            return
        own = [absence.span for absence in problem.absences if absence.id == officer.id]
        for day, entry in self._entries(officer, problem):
            duty, codes = line.get(day), self._shifts(entry, problem)
            fits = may_be_off(entry) if duty is None else duty.shift in codes
            if fits or not self._judged(officer, day, problem):
                continue
            spans = [problem.shift[code].served(day) for code in codes]
            met = [parts for parts in spans if any(span.overlap(absence) for span in parts for absence in own)]
            if may_be_off(entry) or len(met) < len(spans):
                found = line[day].shift if day in line else ""
                yield Violation(Spot((officer.id,), day, found), 1, facts={"entry": entry})

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Shifts follow the pattern {run}").format(run=steps_text(self.pattern, facts))

    def tell(self, officers: tuple[str, ...], group: str, days: tuple[int, ...], problem: Problem) -> str:
        told = []
        for officer in officers if days else ():
            entries = dict(self._entries(problem.officer[officer], problem))
            steps = (on_day(step_text(entries[day], problem), day, problem) for day in days if day in entries)
            text = _("{officer}: the rotation has {steps}")
            told.append(text.format(officer=person(officer, problem), steps=_(", ").join(steps)))
        return _("; ").join(told)

    def _shifts(self, entry: str, facts: Facts) -> tuple[str, ...]:
        """The shifts that an entry allows; one in parts is more than its parts, and named by itself."""
        named = {*shifts_named((entry,))}
        return tuple(code for code in shifts_of(entry, facts) if _alone(facts.shift[code], named))

    def _entries(self, officer: Officer, problem: Problem) -> Iterator[tuple[int, str]]:
        """The steps of an officer's pattern, by the horizon's days that have one."""
        start, ahead = problem.horizon.day(self.start), self.offsets.get(officer.squad, 0)
        if self.over == "working_days":
            between = range(start, 0) if start < 0 else range(start)
            count = sum(problem.common_day_type(day) == WORKDAY for day in between)
            at = ahead + (count if start < 0 else -count)
            for day in problem.horizon.range:
                if problem.common_day_type(day) == WORKDAY:
                    yield day, self.pattern[at % len(self.pattern)]
                    at += 1
        else:
            yield from ((d, self.pattern[(d - start + ahead) % len(self.pattern)]) for d in problem.horizon.range)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{officer} has {found} on {date}; the rotation has {entry}").format(
            **spot_words(violation.spot, problem),
            found=step_text(violation.spot.shift or OFF, problem),
            entry=step_text(violation.facts["entry"], problem),
        )


def _alone(shift: Shift, named: set[str]) -> bool:
    """Whether a shift is meant itself, and not only by the name of a part."""
    return shift.whole in named or named.isdisjoint(shift.names)
