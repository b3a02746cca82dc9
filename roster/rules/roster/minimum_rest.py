"""Rest between duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.letters import shift_text
from roster.domain.people import Duty, Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Forbidden, Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import bounds_text, hours_up, minutes_of
from roster.rules.shared.periods import alike
from roster.rules.shared.selectors import Several
from roster.rules.shared.steps import fits, may_be_off, shifts_named
from roster.rules.shared.words import on_date, spot_words, step_text
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation

TooSoon = tuple[int, int, tuple[str, ...]]
"""A day, the hours that are missing there, and the shifts on which they are."""

Known = dict[tuple[int, int], list[TooSoon]]


class MinimumRest(OfficerRule):
    """An officer rests at least `hours` between two duties.

    Hours that pass from the end of one duty to the next one's start, across the horizon's edges where history is known.
    The amount is the hours missing, rounded up. `when` selects the duties before which the rest is asked for, `after`
    the shifts after which it is: codes, or `night=yes` for any night shift (as in a `rotation`); by default all.

    rule: minimum_rest
    hours: 12
    weight: must
    """

    rule: Literal["minimum_rest"] = "minimum_rest"
    hours: Annotated[float, Field(gt=0, allow_inf_nan=False, description="hours that pass, decimals allowed")]
    after: Several[str] = Field(default=(), description="shifts after which this rest is asked for; default: any")

    title = N_("Rest between duties")
    unit_of_amount = N_("hours of rest missing")
    relaxable = (("hours", -1),)

    @model_validator(mode="after")
    def _after_shifts(self) -> MinimumRest:
        if any(may_be_off(step) for step in self.after):
            raise ValueError(_("`after` takes shifts, and no day off"))
        return self

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("after", "shift", code) for code in shifts_named(self.after))

    def asks_after(self, duty: Duty, facts: Facts) -> bool:
        """Whether this rest is asked for after a duty."""
        return not self.after or any(fits(duty, step, facts) for step in self.after)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        yield from self._limits(officer, problem, {})

    def limit_all(self, problem: Problem) -> Iterator[OfficerLimit]:
        known: Known = {}
        for officer in self.officers(problem):
            yield from self._limits(officer, problem, known)

    def _limits(self, officer: Officer, problem: Problem, known: Known) -> Iterator[OfficerLimit]:
        """`known` is what starts too early after a duty that ended at a minute, from a day on: anybody's."""
        for duty in problem.past.get(officer.id, {}).values():
            if not self.asks_after(duty, problem):
                continue
            for day, missing, codes in self._too_soon(duty.span.end, 0, problem, known):
                work = Work(officer.id, day, codes)
                yield Linear(Spot((officer.id,), day), ((1, work),), at_most=0, factor=missing)
        duties = [problem.duty("", 0, code) for code in problem.shift_codes]
        ends = alike({duty.shift: duty.span.end for duty in duties if self.asks_after(duty, problem)})
        for day in problem.horizon.range:
            for end, firsts in ends.items():
                first = Work(officer.id, day, firsts)
                for later, missing, codes in self._too_soon(day * MINUTES_A_DAY + end, day + 1, problem, known):
                    yield Forbidden(Spot((officer.id,), later), first, Work(officer.id, later, codes), missing)

    def _too_soon(self, end: int, first: int, problem: Problem, known: Known) -> list[TooSoon]:
        """Shifts from the day `first` on that start too early after a duty that ended at `end`."""
        if (end, first) not in known:
            known[end, first] = list(self._soon(end, first, problem))
        return known[end, first]

    def _soon(self, end: int, first: int, problem: Problem) -> Iterator[TooSoon]:
        asked = minutes_of(self.hours)
        latest = end + asked + sum(jump.by for jump in problem.jumps if jump.by > 0)
        for day in range(first, min(-(-latest // MINUTES_A_DAY), problem.horizon.days)):
            rest = {code: Span(end, problem.shift[code].span(day).start) for code in self.codes(day, problem)}
            missing = alike({code: hours_up(asked - problem.elapsed(span)) for code, span in rest.items()})
            yield from ((day, hours, soon) for hours, soon in missing.items() if hours > 0)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        asked = minutes_of(self.hours)
        for later in line.values():
            if later.day < 0 or not self.when.matches_duty(later, problem):
                continue
            for earlier in line.values():
                rest = problem.elapsed(Span(earlier.span.end, later.span.start))
                if earlier.day < later.day and rest < asked and self.asks_after(earlier, problem):
                    missing = hours_up(asked - rest)
                    spot = Spot((officer.id,), later.day, later.shift)
                    yield Violation(spot, missing, facts={"rest": rest, "after": earlier})

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.after:
            shifts = _(", ").join(step_text(step, facts) for step in self.after)
            yield _("Hours of rest after {shifts}: {bounds}").format(shifts=shifts, bounds=bounds_text(self.hours))
        else:
            yield _("Hours of rest between two duties: {bounds}").format(bounds=bounds_text(self.hours))

    def say(self, violation: Violation, problem: Problem) -> str:
        earlier = violation.facts["after"]
        return _(
            "{officer} has {rest:g} h of rest between {earlier} on {earlier_date} and {shift} on {date}; "
            "{asked:g} h are asked"
        ).format(
            **spot_words(violation.spot, problem),
            rest=max(0, violation.facts["rest"]) / 60,
            earlier=shift_text(earlier.shift, problem),
            earlier_date=on_date(earlier.day, problem),
            asked=self.hours,
        )
