"""Rest between duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.letters import shift_text
from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule, Violation
from roster.rules.limits import Forbidden, Linear, OfficerLimit, Spot
from roster.rules.shared.numbers import bounds_text, hours_up, minutes_of
from roster.rules.shared.periods import alike
from roster.rules.shared.words import on_date, spot_words
from roster.rules.variables import Work


class MinimumRest(OfficerRule):
    """An officer rests at least `hours` between two duties.

    Hours that pass from the end of one duty to the next one's start, across the horizon's edges where history is known.
    The amount is the hours missing, rounded up. `when` selects the duties before which the rest is asked for.

    rule: minimum_rest
    hours: 12
    weight: must
    """

    rule: Literal["minimum_rest"] = "minimum_rest"
    hours: Annotated[float, Field(gt=0, allow_inf_nan=False, description="hours that pass, decimals allowed")]

    title = N_("Rest between duties")
    unit_of_amount = N_("hours of rest missing")
    looser = (("hours", -1),)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        for duty in problem.past.get(officer.id, {}).values():
            for day, missing, codes in self._too_soon(duty.span.end, 0, problem):
                work = Work(officer.id, day, codes)
                yield Linear(Spot((officer.id,), day), ((1, work),), at_most=0, factor=missing)
        ends = alike({shift.code: shift.hours.end for shift in problem.shifts})
        for day in problem.horizon.range:
            for end, firsts in ends.items():
                first = Work(officer.id, day, firsts)
                for later, missing, codes in self._too_soon(day * MINUTES_A_DAY + end, day + 1, problem):
                    yield Forbidden(Spot((officer.id,), later), first, Work(officer.id, later, codes), missing)

    def _too_soon(self, end: int, first: int, problem: Problem) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Shifts from the day `first` on that start too early after a duty that ended at `end`: day, hours, codes."""
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
                if earlier.day < later.day and rest < asked:
                    missing = hours_up(asked - rest)
                    spot = Spot((officer.id,), later.day, later.shift)
                    yield Violation(spot, missing, facts={"rest": rest, "after": earlier})

    def policy(self, facts: Facts) -> Iterator[str]:
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
