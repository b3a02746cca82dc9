"""Dates in a row with or without a duty: what the two rules on runs share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from pydantic import Field, PositiveInt, model_validator

from roster.domain.people import Line, Officer
from roster.domain.problem import Problem
from roster.rules.limits import OfficerLimit, Run
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import require_bounds
from roster.rules.shared.periods import Period, first_known, streak
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation


class InARow(OfficerRule):
    """At least `min` and at most `max` dates in a row with a duty that `when` selects, or without one."""

    min: PositiveInt | None = Field(default=None, description="dates in a row")
    max: PositiveInt | None = Field(default=None, description="dates in a row")

    two_sided = True
    works: ClassVar[bool]
    """Whether dates with a duty count, or dates without."""

    @model_validator(mode="after")
    def _bounds(self) -> InARow:
        require_bounds(self.min, self.max)
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        run = streak(self, officer, self.works, problem)
        spot, when = Spot((officer.id,)), int(self.works)
        steps = tuple(Work(officer.id, day, self.codes(day, problem)) for day in run.days)
        if self.max is not None and steps:
            yield Run(spot, steps, when, at_most=self.max, before=run.before, factor=self.factor(few=False))
        if self.min is not None and steps:
            before = run.before if run.whole else None
            yield Run(spot, steps, when, at_least=self.min, before=before, factor=self.factor(few=True))

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        first, last = first_known(self, officer, self.works, problem), problem.horizon.days - 1
        if self.when.last is not None:
            last = min(last, problem.horizon.day(self.when.last))
        counted = {day for day, duty in line.items() if self.when.matches_duty(duty, problem)}
        for works, group in groupby(range(first, last + 1), key=counted.__contains__):
            days = list(group)
            if works != self.works or days[-1] < -1:
                continue
            known_past = sum(day < 0 for day in days)
            short = over = 0
            if self.min is not None and first < days[0] and days[-1] < last:
                short = max(0, self.min - len(days))
            if self.max is not None:
                over = max(0, len(days) - max(self.max, known_past))
            if short or over:
                spot = Spot((officer.id,), days[0])
                asked, times = self.min if short else self.max, self.factor(few=bool(short))
                facts = {"dates": Period(days[0], days[-1])}
                yield Violation(spot, times * (short + over), asked, len(days), facts=facts, factor=times)
