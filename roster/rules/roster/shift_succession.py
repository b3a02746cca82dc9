"""Successions of shifts that are not allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Forbidden, Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.shared.steps import OFF, fits, may_be_off, shifts_named, shifts_of
from roster.rules.shared.words import on_day, spot_words, step_text, steps_text
from roster.rules.spot import Spot
from roster.rules.variables import Term, Work
from roster.rules.violation import Violation

Sequence = Annotated[tuple[str, ...], Field(min_length=2)]


class ShiftSuccession(OfficerRule):
    """Certain shifts do not follow each other on consecutive dates.

    Each entry of `forbidden` lists what starts on consecutive dates: a shift's code, `*` for any shift, `-` for a day
    off; `D|E` for either; `night=yes` for any night shift, `line=no` for any shift off the line. The amount is 1 for
    each occurrence. Occurrences that begin in known history count; one that the horizon's end cuts does not. `when`
    selects the dates on which an occurrence ends.

    rule: shift_succession
    forbidden:
      - [E, D]
      - [N, '-', D]
    weight: 10
    """

    rule: Literal["shift_succession"] = "shift_succession"
    forbidden: Annotated[tuple[Sequence, ...], Field(min_length=1)]

    title = N_("What may follow a shift")
    unit_of_amount = N_("forbidden successions")
    refused = ("where", "when.slot", *OF_SHIFTS)

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        steps = (step for sequence in self.forbidden for step in sequence)
        yield from (("forbidden", "shift", code) for code in shifts_named(steps))

    def missing_subject(self, facts: Facts) -> str:
        met = [all(may_be_off(step) or shifts_of(step, facts) for step in sequence) for sequence in self.forbidden]
        return "" if any(met) else _("no shifts as in `forbidden`")

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        for sequence in self.forbidden:
            for first in range(max(problem.history_start, 1 - len(sequence)), problem.horizon.days):
                last = first + len(sequence) - 1
                if last < problem.horizon.days and self.when.matches_day(last, problem):
                    yield from self._occurrence(officer, first, sequence, problem)

    def _occurrence(
        self, officer: Officer, first: int, sequence: tuple[str, ...], problem: Problem
    ) -> Iterator[OfficerLimit]:
        """Not every step at once: at most one less of them than are open."""
        past = problem.past.get(officer.id, {})
        if any(not fits(past.get(day), step, problem) for day, step in enumerate(sequence, first) if day < 0):
            return
        works: list[Work] = []
        rests: list[Work] = []
        for day, step in enumerate(sequence, first):
            if day < 0:
                continue
            starts = shifts_of(step, problem)
            if may_be_off(step):
                rests.append(Work(officer.id, day, tuple(code for code in problem.shift_codes if code not in starts)))
            elif starts:
                works.append(Work(officer.id, day, starts))
            else:
                return
        spot = Spot((officer.id,), first + len(sequence) - 1)
        if not works:
            yield Linear(spot, tuple((1, work) for work in rests), at_least=1)
        elif len(works) == 2 and not rests:
            yield Forbidden(spot, works[0], works[1])
        else:
            terms: list[Term] = [(1, work) for work in works]
            terms += [(-1, work) for work in rests]
            yield Linear(spot, tuple(terms), at_most=len(works) + len(rests) - 1, constant=len(rests))

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        known = range(problem.history_start, problem.horizon.days)
        for last in problem.horizon.range:
            if not self.when.matches_day(last, problem):
                continue
            for sequence in self.forbidden:
                days = range(last - len(sequence) + 1, last + 1)
                if days[0] in known and all(fits(line.get(d), s, problem) for d, s in zip(days, sequence, strict=True)):
                    worked = [(day, line[day].shift if day in line else OFF) for day in days]
                    yield Violation(Spot((officer.id,), last), 1, facts={"worked": worked})

    def policy(self, facts: Facts) -> Iterator[str]:
        runs = _(", ").join(steps_text(sequence, facts) for sequence in self.forbidden)
        yield _("Never on consecutive dates: {runs}").format(runs=runs)

    def say(self, violation: Violation, problem: Problem) -> str:
        steps = (on_day(step_text(step, problem), day, problem) for day, step in violation.facts["worked"])
        return _("{officer} has {sequence}, which may not follow each other").format(
            **spot_words(violation.spot, problem), sequence=_(", ").join(steps)
        )
