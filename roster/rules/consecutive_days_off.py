"""Days off in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
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


class ConsecutiveDaysOff(OfficerRule):
    """An officer has at least `min` and at most `max` days off in a row.

    A day off is a date on which no duty starts; leave counts as days off. The amount is the dates missing or too
    many, per run. A run is counted from known history on; one that reaches the horizon's last date, or whose
    beginning is not known, is not judged for `min`. `when` selects the duties that end a run.

    rule: consecutive_days_off
    min: 2
    weight: 5
    """

    rule: Literal["consecutive_days_off"] = "consecutive_days_off"
    min: PositiveInt | None = Field(default=None, description="dates in a row")
    max: PositiveInt | None = Field(default=None, description="dates in a row")

    unit_of_amount = N_("days off in a row, missing or too many")

    @model_validator(mode="after")
    def _bounds(self) -> ConsecutiveDaysOff:
        require_bounds(self.min, self.max)
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[Limit]:
        run = streak(self, officer, False, problem)
        spot = Spot((officer.id,))
        steps = tuple(Work(officer.id, day, self.codes(day, problem)) for day in run.days)
        if self.max is not None and steps:
            yield Run(spot, steps, when=0, at_most=self.max, before=run.before)
        if self.min is not None and steps:
            yield Run(spot, steps, when=0, at_least=self.min, before=run.before if run.whole else None)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        """Days off lie between two neighbouring duties, or between a duty and an edge of what is judged."""
        first, end = problem.history_start, problem.horizon.days
        if self.when.first is not None:
            first = max(first, problem.horizon.day(self.when.first))
        if self.when.last is not None:
            end = min(end, problem.horizon.day(self.when.last) + 1)
        worked = sorted(d for d, duty in line.items() if first <= d < end and self.when.matches_duty(duty, problem))
        stops = [first - 1, *worked, end]
        for index, (before, after) in enumerate(pairwise(stops)):
            length = after - before - 1
            if length <= 0 or after < 0 or end <= 0:
                continue
            inner = 0 < index < len(stops) - 2
            short = max(0, self.min - length) if self.min is not None and inner else 0
            over = 0
            if self.max is not None:
                past = max(0, min(after, 0) - before - 1) if before < 0 else 0
                over = max(0, length - max(self.max, past))
            if short or over:
                spot = Spot((officer.id,), before + 1)
                asked = self.min if short else self.max
                yield Violation(spot, short + over, asked, length, facts={"dates": Period(before + 1, after - 1)})

    def say(self, violation: Violation, problem: Problem) -> str:
        few = violation.asked is not None and violation.given is not None and violation.given < violation.asked
        text = (
            _("{officer} has too few days off in a row, {dates}: {given} of {asked}")
            if few
            else _("{officer} has too many days off in a row, {dates}: {given}, at most {asked}")
        )
        return text.format(
            officer=person(violation.spot.officers[0], problem),
            given=violation.given,
            dates=violation.facts["dates"].text(problem),
            asked=violation.asked,
        )
