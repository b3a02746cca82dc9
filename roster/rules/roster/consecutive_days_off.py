"""Days off in a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.shared.in_a_row import InARow
from roster.rules.shared.numbers import bounds_text
from roster.rules.violation import Violation


class ConsecutiveDaysOff(InARow):
    """An officer has at least `min` and at most `max` days off in a row.

    A day off is a date on which no duty starts; leave counts as days off, dates before the officer joined do not. The
    amount is the dates missing or too many, per run. A run is counted from known history on; one that reaches the
    horizon's last date, or whose beginning is not known, is not judged for `min`. `when` selects the duties that end
    a run.

    rule: consecutive_days_off
    min: 2
    weight: 5
    """

    rule: Literal["consecutive_days_off"] = "consecutive_days_off"

    works: ClassVar[bool] = False
    title = N_("Days off in a row")
    unit_of_amount = N_("days off in a row, missing or too many")
    relaxable = (("min", -1), ("max", 1))

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Days off in a row: {bounds}").format(bounds=bounds_text(self.min, self.max))

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{officer} has too few days off in a row, {dates}: {given} of {asked}")
            if violation.too_few
            else _("{officer} has too many days off in a row, {dates}: {given}, at most {asked}")
        )
        return text.format(
            **violation.words(problem),
            dates=violation.facts["dates"].text(problem),
        )
