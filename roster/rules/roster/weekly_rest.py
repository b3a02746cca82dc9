"""A long rest within a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from roster.domain.clock import DAYS_RUN_ON, MINUTES_A_DAY, Span, joined
from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import AtMostGroups, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import bounds_text, minutes_of
from roster.rules.shared.periods import Period, Rolling, period_text, periods
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation

Group = tuple[tuple[int, tuple[str, ...]], ...]
"""Duties that interrupt a rest: dates, each with its shifts."""

Known = dict[tuple[Period, tuple[Span, ...]], tuple[Group, ...]]


class WeeklyRest(OfficerRule):
    """An officer has a rest of at least `hours` in one piece in any seven consecutive dates.

    It begins on one of these dates and may end after them; of one that began before, what lies from 00:00 of the first
    date on counts. Leave is rest. `per` tells other dates: `week` for each calendar week, `{days: 14}` for any
    fourteen. History counts; dates that are not known, before history or after the horizon, are rest, and what history
    alone lacks is not counted again. The amount is 1 for each stretch of dates without such a rest. `when` selects the
    duties that interrupt a rest.

    rule: weekly_rest
    hours: 35
    why: working time directive 2003/88/EC, article 5
    weight: must
    """

    rule: Literal["weekly_rest"] = "weekly_rest"
    hours: Annotated[float, Field(gt=0, allow_inf_nan=False, description="hours that pass, decimals allowed")]
    per: Literal["week"] | Rolling = Field(
        default=Rolling(days=7), description="`week` (calendar), or `{days: n}`: any n consecutive dates"
    )

    title = N_("Weekly rest")
    unit_of_amount = N_("stretches of dates without the rest")
    lawful = True

    @model_validator(mode="after")
    def _fits_in(self) -> WeeklyRest:
        if self.hours > 24 * (self.per.days if isinstance(self.per, Rolling) else 7):
            raise ValueError(_("`hours` is more than the dates of `per` have"))
        return self

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        yield from self._limits(officer, problem, {})

    def limit_all(self, problem: Problem) -> Iterator[OfficerLimit]:
        known: Known = {}
        for officer in self.officers(problem):
            yield from self._limits(officer, problem, known)

    def _limits(self, officer: Officer, problem: Problem, known: Known) -> Iterator[OfficerLimit]:
        """`known` is what interrupts the rests of a period, by the past duties that reach into it: anybody's."""
        past = self._past(officer, problem)
        for period in self._periods(problem):
            start = _span(period).start
            reaching = tuple(sorted(span for span in past if span.end > start))
            if (period, reaching) not in known:
                free = (rest for rest in self._rests(period, reaching, problem) if not any(map(rest.overlap, reaching)))
                rests = [self._interrupting(rest, problem) for rest in free]
                known[period, reaching] = _fewest(rests) if rests and all(rests) else ()
            if found := known[period, reaching]:
                groups = tuple(tuple(Work(officer.id, day, codes) for day, codes in group) for group in found)
                yield AtMostGroups(self._spot(officer, period, problem), groups, len(groups) - 1)

    def _periods(self, facts: Facts) -> Iterator[Period]:
        """Those that end in the horizon or, by weeks, have a date in it; before them those whose rest may reach it."""
        found = list(periods(self.per, facts))
        length, apart = len(found[0].days), 1 if isinstance(self.per, Rolling) else 7
        last = found[0].last - apart
        while (last + 1) * MINUTES_A_DAY + minutes_of(self.hours) > 0 and last - length + 1 >= facts.history_start:
            found.insert(0, Period(last - length + 1, last))
            last -= apart
        yield from found

    def _spot(self, officer: Officer, period: Period, facts: Facts) -> Spot:
        return Spot((officer.id,), max(0, min(period.last, facts.horizon.days - 1)))

    def _past(self, officer: Officer, problem: Problem) -> list[Span]:
        """When past duties were that interrupt a rest."""
        duties = problem.past.get(officer.id, {}).values()
        return [duty.span for duty in duties if self.when.matches_duty(duty, problem)]

    def _rests(self, period: Period, past: Iterable[Span], problem: Problem) -> Iterator[Span]:
        """The rests that may be the one: they begin with the dates, or when a duty ends."""
        dates = _span(period)
        ends = {span.end for span in past}
        for day in range(max(0, period.first - DAYS_RUN_ON), min(period.last + 1, problem.horizon.days)):
            ends |= {problem.shift[code].span(day).end for code in self.codes(day, problem)}
        for start in sorted({dates.start, *(end for end in ends if dates.start < end < dates.end)}):
            yield Span(start, self._over(start, problem))

    def _over(self, start: int, problem: Problem) -> int:
        """When a rest that begins at a minute has lasted long enough."""
        asked = minutes_of(self.hours)
        end = start + asked - sum(abs(jump.by) for jump in problem.jumps)
        while (passed := problem.elapsed(Span(start, end))) < asked:
            end += 1 if problem.jumps else asked - passed
        return end

    def _interrupting(self, rest: Span, problem: Problem) -> Group:
        """The duties of the horizon that would share a minute with a rest."""
        found = []
        first, last = rest.start // MINUTES_A_DAY - DAYS_RUN_ON, (rest.end - 1) // MINUTES_A_DAY
        for day in range(max(0, first), min(last + 1, problem.horizon.days)):
            codes = tuple(c for c in self.codes(day, problem) if problem.shift[c].span(day).overlap(rest))
            found += [(day, codes)] if codes else []
        return tuple(found)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        counted = [duty for duty in line.values() if self.when.matches_duty(duty, problem)]
        before = joined(duty.span for duty in counted if duty.day < 0)
        worked = joined(duty.span for duty in counted)
        for period in self._periods(problem):
            longest = self._longest(worked, period, problem)
            if longest < minutes_of(self.hours) <= self._longest(before, period, problem):
                facts = {"dates": period, "longest": longest}
                yield Violation(self._spot(officer, period, problem), 1, facts=facts)

    def _longest(self, worked: Iterable[Span], period: Period, facts: Facts) -> int:
        """Minutes of the longest stretch without work that begins in a period, or reaches into it."""
        dates, never = _span(period), (facts.horizon.days + 366) * MINUTES_A_DAY
        marks = [Span(dates.start, dates.start), *(s for s in worked if s.end > dates.start), Span(never, never)]
        pairs = ((one.end, other.start) for one, other in pairwise(marks) if one.end < dates.end)
        return max((facts.elapsed(Span(end, start)) for end, start in pairs if end < start), default=0)

    def policy(self, facts: Facts) -> Iterator[str]:
        bounds = bounds_text(self.hours)
        yield _("Hours of rest in one piece {period}: {bounds}").format(period=period_text(self.per), bounds=bounds)

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{officer} rests {longest:g} h in one piece at the most, {dates}; {asked:g} h are asked").format(
            **spot_words(violation.spot, problem),
            longest=violation.facts["longest"] / 60,
            dates=violation.facts["dates"].text(problem),
            asked=self.hours,
        )


def _span(period: Period) -> Span:
    return Span(period.first * MINUTES_A_DAY, (period.last + 1) * MINUTES_A_DAY)


def _fewest(rests: Iterable[Group]) -> tuple[Group, ...]:
    """What interrupts each rest, without rests that more would interrupt than another."""
    kept: list[Group] = []
    starts = {group: {(day, code) for day, codes in group for code in codes} for group in rests}
    for group, own in sorted(starts.items(), key=lambda item: len(item[1])):
        if not any(starts[other] <= own for other in kept):
            kept.append(group)
    return tuple(sorted(kept))
