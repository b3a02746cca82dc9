"""Days worked in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from pydantic import Field, PositiveInt, model_validator

from roster.domain.people import Line, Officer
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule, Violation
from roster.rules.limits import Limit, Run, Spot, Work
from roster.rules.numbers import require_bounds
from roster.rules.periods import Period, streak
from roster.rules.words import person


class ConsecutiveShifts(OfficerRule):
    """An officer works at least `min` and at most `max` dates in a row.

    Counted are the duties that `when` selects: all, or night shifts with `when: {night: true}`. The amount is the
    dates missing or too many, per run. A run is counted from known history on; one that reaches the horizon's last
    date, or whose beginning is not known, is not judged for `min`.

    rule: consecutive_shifts
    max: 2
    when: {night: true}
    weight: must
    """

    rule: Literal["consecutive_shifts"] = "consecutive_shifts"
    min: PositiveInt | None = Field(default=None, description="dates in a row")
    max: PositiveInt | None = Field(default=None, description="dates in a row")

    unit_of_amount = N_("dates in a row, missing or too many")

    @model_validator(mode="after")
    def _bounds(self) -> ConsecutiveShifts:
        require_bounds(self.min, self.max)
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[Limit]:
        run = streak(self, officer, True, problem)
        spot = Spot((officer.id,))
        steps = tuple(Work(officer.id, day, self.codes(day, problem)) for day in run.days)
        if self.max is not None and steps:
            yield Run(spot, steps, at_most=self.max, before=run.before)
        if self.min is not None and steps:
            yield Run(spot, steps, at_least=self.min, before=run.before if run.whole else None)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        first = problem.history_start
        if self.when.first is not None:
            first = max(first, problem.horizon.day(self.when.first))
        last = problem.horizon.days - 1
        if self.when.last is not None:
            last = min(last, problem.horizon.day(self.when.last))
        if last < 0:
            return
        counted = {day for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        for works, group in groupby(range(first, last + 1), key=counted.__contains__):
            days = list(group)
            if not works or days[-1] < -1:
                continue
            known_past = sum(day < 0 for day in days)
            short = over = 0
            if self.min is not None and first < days[0] and days[-1] < last:
                short = max(0, self.min - len(days))
            if self.max is not None:
                over = max(0, len(days) - max(self.max, known_past))
            if short or over:
                spot = Spot((officer.id,), days[0])
                asked = self.min if short else self.max
                yield Violation(spot, short + over, asked, len(days), facts={"dates": Period(days[0], days[-1])})

    def say(self, violation: Violation, problem: Problem) -> str:
        few = violation.asked is not None and violation.given is not None and violation.given < violation.asked
        text = (
            _("{officer} works too few dates in a row ({shifts}), {dates}: {given} of {asked}")
            if few
            else _("{officer} works too many dates in a row ({shifts}), {dates}: {given}, at most {asked}")
        )
        return text.format(
            officer=person(violation.spot.officers[0], problem),
            given=violation.given,
            shifts="/".join(self.when.shifts(problem)),
            dates=violation.facts["dates"].text(problem),
            asked=violation.asked,
        )
