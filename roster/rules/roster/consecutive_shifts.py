"""Days worked in a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from roster.domain.letters import shifts_text
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.shared.in_a_row import InARow
from roster.rules.shared.numbers import bounds_text
from roster.rules.violation import Violation


class ConsecutiveShifts(InARow):
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

    works: ClassVar[bool] = True
    title = N_("Shifts in a row")
    unit_of_amount = N_("dates in a row, missing or too many")
    relaxable = (("max", 1), ("min", -1))

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Dates worked in a row: {bounds}").format(bounds=bounds_text(self.min, self.max))

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{officer} works too few dates in a row ({shifts}), {dates}: {given} of {asked}")
            if violation.too_few
            else _("{officer} works too many dates in a row ({shifts}), {dates}: {given}, at most {asked}")
        )
        return text.format(
            **violation.words(problem),
            shifts=shifts_text(self.when.shifts(problem), problem),
            dates=violation.facts["dates"].text(problem),
        )
