"""A rotation: the same pattern of shifts again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule, Violation
from roster.rules.limits import Limit, Linear, Spot, Work
from roster.rules.words import on_date, person

ANY, OFF = "*", "-"


class Rotation(OfficerRule):
    """Officers follow a repeating pattern of shifts, each squad with its own offset.

    `pattern` has one entry a date: a shift's code, `*` for any shift, `-` for a day off; `D|O` for either. On the
    date `start` an offset of 0 is at the first entry, 1 at the second. With `offsets` only the squads named there
    rotate, without it everyone does, at offset 0. A date is skipped where an absence meets every shift that the
    pattern has for it. The amount is 1 for each date off the pattern. `when` selects the dates.

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

    unit_of_amount = N_("dates off the pattern")
    refused = ("where", "when.slot", "when.shift", "when.night")

    def names(self, facts: Facts) -> Iterator[tuple[str, str, str]]:
        yield from super().names(facts)
        for entry in dict.fromkeys(self.pattern):
            yield from (("pattern", "shift", code) for code in entry.split("|") if code not in (ANY, OFF))
        yield from (("offsets", "squad", squad) for squad in self.offsets)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[Limit]:
        if self.offsets and officer.squad not in self.offsets:
            return
        ahead = self.offsets.get(officer.squad, 0) - problem.horizon.day(self.start)
        for day in problem.horizon.range:
            entry = self.pattern[(day + ahead) % len(self.pattern)].split("|")
            codes = tuple(code for code in problem.shift_codes if code in entry or ANY in entry)
            spot = Spot((officer.id,), day)
            if not self.when.matches_day(day, problem):
                continue
            if OFF in entry:
                others = tuple(code for code in problem.shift_codes if code not in codes)
                yield Linear(spot, ((1, Work(officer.id, day, others)),), at_most=0)
            elif not all(problem.absent(officer.id, problem.shift[code].span(day)) for code in codes):
                yield Linear(spot, ((1, Work(officer.id, day, codes)),), at_least=1)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        if self.offsets and officer.squad not in self.offsets:
            return
        own = [absence.span for absence in problem.absences if absence.id == officer.id]
        for day in problem.horizon.range:
            since = (problem.date(day) - self.start).days
            entry = self.pattern[(since + self.offsets.get(officer.squad, 0)) % len(self.pattern)]
            choices = entry.split("|")
            found = line[day].shift if day in line else OFF
            kept = found in choices or (ANY in choices and found != OFF)
            if kept or not self.when.matches_day(day, problem):
                continue
            spans = [shift.span(day) for shift in problem.shifts if shift.code in choices or ANY in choices]
            met = [span for span in spans if any(span.overlap(absence) for absence in own)]
            if OFF in choices or len(met) < len(spans):
                yield Violation(Spot((officer.id,), day, "" if found == OFF else found), 1, facts={"entry": entry})

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{officer} has {found} on {date}; the rotation has {entry}").format(
            officer=person(violation.spot.officers[0], problem),
            found=violation.spot.shift or OFF,
            date=on_date(violation.spot.day, problem),
            entry=violation.facts["entry"],
        )
