"""Hours of work within a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from roster.domain.calendar import HOLIDAY, WORKDAY
from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.paid import paid_minutes
from roster.domain.people import Duty, Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.shared.numbers import HourCount, bounds_text, hours_up, minutes_of, require_bounds
from roster.rules.shared.periods import (
    Per,
    WithOpening,
    complete,
    end_of,
    period_text,
    periods,
    tally,
)
from roster.rules.shared.words import spot_words
from roster.rules.violation import Violation


class WorkHours(WithOpening):
    """An officer works at least `min` and at most `max` hours in each period.

    A duty's hours belong to the date on which it starts. Towards `min` only, each working day of leave counts
    `leave_hours`, or what the absence lasts where that is less (`leave_on: every_date` counts rest days and holidays
    as well), and each public holiday from Monday to Friday `holiday_hours`; leave on a holiday counts as the more of
    the two. A period is judged for `max` on what is known of it, history included, and for `min` only where it lies in
    the horizon and known history. The amount is hours, rounded up. `when` selects the duties, and the dates of leave
    and the holidays, that count.

    Hours are those that count as work: a shift's unpaid breaks are left out, and of time on call its paid share counts
    (`break_minutes` and `paid_share` of the table `shifts`).

    rule: work_hours
    max: 40
    per: week
    who: {category: sworn}
    weight: 20
    """

    rule: Literal["work_hours"] = "work_hours"
    min: HourCount | None = Field(default=None, description="hours, decimals allowed")
    max: HourCount | None = Field(default=None, description="hours, decimals allowed")
    per: Per
    by_share: bool = Field(
        default=False, description="whether `min` and `max` are those of full time, of which each works the own share"
    )
    leave_hours: HourCount = Field(default=8, description="hours that a date of leave counts towards `min`")
    leave_on: Literal["working_days", "every_date"] = Field(
        default="working_days",
        description="the dates of leave that count: `working_days` of the calendar, or `every_date`",
    )
    holiday_hours: HourCount = Field(
        default=0, description="hours that a public holiday from Monday to Friday counts towards `min`, worked or not"
    )

    title = N_("Hours worked")
    unit_of_amount = N_("hours missing or too many")
    two_sided = True
    total = "hours"
    relaxable = (("max", 1), ("min", -1))

    @model_validator(mode="after")
    def _bounds(self) -> WorkHours:
        require_bounds(self.min, self.max)
        return self

    def _asked(self, hours: float, officer: Officer) -> int:
        """Minutes that a bound asks of an officer."""
        return minutes_of(hours * officer.share) if self.by_share else minutes_of(hours)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        few, many = self.factor(few=True), self.factor(few=False)
        for period in periods(self.per, problem):
            spot = end_of(period, officer, problem)
            worked, terms = tally(self, officer, period.days, problem, paid_minutes)
            worked += minutes_of(self.opened(officer, period, problem))
            if self.max is not None and terms:
                yield Linear(spot, terms, at_most=self._asked(self.max, officer), constant=worked, per=60, factor=many)
            if self.min is not None and complete(self, officer, period, problem):
                leave = sum(self._leave(officer, day, problem) for day in period.days)
                yield Linear(
                    spot, terms, at_least=self._asked(self.min, officer), constant=worked + leave, per=60, factor=few
                )

    def _leave(self, officer: Officer, day: int, problem: Problem) -> int:
        """Minutes that a date of leave, or a public holiday, counts."""
        if not self.when.matches_day(day, problem):
            return 0
        date = Span(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)
        absent = sum(span.overlap(date) for span in problem.on_leave.get(officer.id, ()))
        leave = min(absent, minutes_of(self.leave_hours)) if self._leave_counts(day, problem) else 0
        return max(leave, self._holiday(day, problem))

    def _leave_counts(self, day: int, problem: Problem) -> bool:
        return self.leave_on == "every_date" or problem.common_day_type(day) == WORKDAY

    def _holiday(self, day: int, problem: Problem) -> int:
        free = problem.common_day_type(day) == HOLIDAY and not problem.is_weekend(day)
        return minutes_of(self.holiday_hours) if free else 0

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        few, many = self.factor(few=True), self.factor(few=False)
        counted = {d.day: paid_minutes(d, problem) for d in line.values() if self.when.matches_duty(d, problem)}
        leave = self._leave_by_date(officer, problem) if self.min is not None else {}
        for period in periods(self.per, problem):
            spot = end_of(period, officer, problem)
            opening = minutes_of(self.opened(officer, period, problem))
            given = opening + sum(counted.get(day, 0) for day in period.days)
            if self.max is not None:
                past = opening + sum(counted.get(day, 0) for day in period.days if day < 0)
                over = hours_up(given - max(past, self._asked(self.max, officer)))
                if over > 0:
                    facts = {"dates": period, "given": given, "leave": 0, "few": False}
                    yield Violation(spot, many * over, facts=facts, factor=many)
            if self.min is not None and complete(self, officer, period, problem):
                off = sum(leave.get(day, 0) for day in period.days)
                short = hours_up(self._asked(self.min, officer) - given - off)
                if short > 0:
                    facts = {"dates": period, "given": given, "leave": off, "few": True}
                    yield Violation(spot, few * short, facts=facts, factor=few)

    def worked(self, duties: Iterable[Duty], facts: Facts) -> float:
        return sum(paid_minutes(duty, facts) for duty in duties) / 60

    def _leave_by_date(self, officer: Officer, problem: Problem) -> dict[int, int]:
        """Minutes that count by day: leave is read off stretches between the absences' ends; then come holidays."""
        spans = [away.span for away in problem.absences if away.id == officer.id and not away.hours_only]
        midnights = {
            d * MINUTES_A_DAY for s in spans for d in range(s.start // MINUTES_A_DAY, s.end // MINUTES_A_DAY + 1)
        }
        cuts = sorted({time for span in spans for time in span} | midnights)
        found: dict[int, int] = {}
        for piece in (Span(start, end) for start, end in pairwise(cuts)):
            day = piece.start // MINUTES_A_DAY
            if self._leave_counts(day, problem) and any(span.covers(piece) for span in spans):
                found[day] = found.get(day, 0) + piece.minutes
        found = {day: min(absent, minutes_of(self.leave_hours)) for day, absent in found.items()}
        first, last = problem.history_start - 31, problem.horizon.days + 31
        for day in range(first, last + 1) if self.holiday_hours else ():
            found[day] = max(found.get(day, 0), self._holiday(day, problem))
        return {day: counted for day, counted in found.items() if self.when.matches_day(day, problem)}

    def policy(self, facts: Facts) -> Iterator[str]:
        bounds = bounds_text(self.min, self.max)
        yield _("Hours of work {period}: {bounds}").format(period=period_text(self.per), bounds=bounds)

    def _few_text(self) -> str:
        if self.holiday_hours:
            return _(
                "{officer} works {given:g} h and has {leave:g} h of leave and holidays from {dates}; "
                "at least {asked:g} h are asked"
            )
        return _(
            "{officer} works {given:g} h and has {leave:g} h of leave from {dates}; at least {asked:g} h are asked"
        )

    def say(self, violation: Violation, problem: Problem) -> str:
        facts, officer = violation.facts, problem.officer[violation.spot.officers[0]]
        text = (
            self._few_text()
            if facts["few"]
            else _("{officer} works {given:g} h from {dates}; at most {asked:g} h are allowed")
        )
        return text.format(
            **spot_words(violation.spot, problem),
            given=facts["given"] / 60,
            leave=facts["leave"] / 60,
            dates=facts["dates"].text(problem),
            asked=self._asked((self.min if facts["few"] else self.max) or 0, officer) / 60,
        )
