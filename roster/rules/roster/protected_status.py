"""Protection of pregnant and nursing officers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.paid import paid_minutes
from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.domain.settings import NIGHT
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import HourCount, hours_up, minutes_of
from roster.rules.shared.periods import Period, end_of, longer_than, periods, tally
from roster.rules.shared.selectors import Hours
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation


class ProtectedStatus(OfficerRule):
    """A protected officer works no minute of `hours` and, with `no_overtime: true`, no overtime.

    Protection holds from `protected_from` to `protected_to` in the table of officers. A minute is judged by the date
    on which it lies, overtime by the date on which the duty starts: no duty above `normal_day` hours, no calendar week
    above `normal_week` hours on protected dates, history included. The amount is 1 for each duty that meets `hours`,
    and the hours of overtime, rounded up. `when` selects the duties judged.

    rule: protected_status
    hours: 22:00-06:00
    no_overtime: true
    normal_day: 8
    normal_week: 40
    why: special rules for women workers, articles 6 and 9
    weight: must
    """

    rule: Literal["protected_status"] = "protected_status"
    hours: Hours = Field(default=NIGHT, description="hours of the day without work")
    no_overtime: bool = Field(default=False, description="no duty and no week above the normal hours")
    normal_day: HourCount = Field(default=8, description="hours of a duty without overtime")
    normal_week: HourCount = Field(default=40, description="hours of a calendar week without overtime")

    title = N_("Pregnant and nursing officers")
    unit_of_amount = N_("duties in protected hours, or hours of overtime")
    lawful = True

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        if officer.protected_from is None and officer.protected_to is None:
            return
        for day in problem.horizon.range:
            spot = Spot((officer.id,), day)
            codes = self.codes(day, problem)
            met = tuple(code for code in codes if self._meets(officer, problem.shift[code].spans(day), problem))
            if met:
                yield Linear(spot, ((1, Work(officer.id, day, met)),), at_most=0)
            if self.no_overtime and officer.protected(problem.date(day)):
                yield from longer_than(self, officer, minutes_of(self.normal_day), day, problem)
        if self.no_overtime:
            for week in periods("week", problem):
                days = [day for day in week.days if officer.protected(problem.date(day))]
                constant, terms = tally(self, officer, days, problem, paid_minutes)
                if terms:
                    spot = end_of(week, officer, problem)
                    yield Linear(spot, terms, at_most=minutes_of(self.normal_week), constant=constant, per=60)

    def _meets(self, officer: Officer, spans: Iterable[Span], problem: Problem) -> bool:
        """Whether a protected date within the spans has a minute of the hours in it."""
        for span in spans:
            for day in range(span.start // MINUTES_A_DAY, -(-span.end // MINUTES_A_DAY)):
                part = Span(max(span.start, day * MINUTES_A_DAY), min(span.end, (day + 1) * MINUTES_A_DAY))
                if officer.protected(problem.date(day)) and self.hours.minutes_in(part):
                    return True
        return False

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        weeks: dict[int, list[int]] = {}
        for day, duty in sorted(line.items()):
            if not self.when.matches_duty(duty, problem):
                continue
            spot = Spot((officer.id,), day, duty.shift)
            dates = {date for span in problem.spans(duty) for date in self._dates_met(span)}
            if day >= 0 and any(officer.protected(problem.date(date)) for date in dates):
                yield Violation(spot, 1, facts={"about": "hours"})
            if not (self.no_overtime and officer.protected(problem.date(day))):
                continue
            over = hours_up(paid_minutes(duty, problem) - minutes_of(self.normal_day))
            if day >= 0 and over > 0:
                yield Violation(spot, over, facts={"about": "day", "given": paid_minutes(duty, problem)})
            past_and_planned = weeks.setdefault(problem.week_start(day), [0, 0])
            past_and_planned[day >= 0] += paid_minutes(duty, problem)
        for first, (past, planned) in weeks.items():
            over = hours_up(past + planned - max(past, minutes_of(self.normal_week)))
            if over > 0:
                week = Period(first, min(first + 6, problem.horizon.days - 1))
                facts = {"about": "week", "given": past + planned, "dates": week}
                yield Violation(Spot((officer.id,), week.last), over, facts=facts)

    def _dates_met(self, span: Span) -> set[int]:
        """The days on which the span has a minute of the hours."""
        start, end = self.hours
        pieces = (Window(start, min(end, MINUTES_A_DAY)), Window(max(start, MINUTES_A_DAY), end))
        met: set[int] = set()
        for day in range(span.start // MINUTES_A_DAY - 1, span.end // MINUTES_A_DAY + 1):
            for piece in pieces:
                at = piece.on(day)
                if piece.start < piece.end and max(at.start, span.start) < min(at.end, span.end):
                    met.add(max(at.start, span.start) // MINUTES_A_DAY)
        return met

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Protected officers have no duty within {hours}").format(hours=self.hours)
        if self.no_overtime:
            yield _("Protected officers have no overtime")

    def say(self, violation: Violation, problem: Problem) -> str:
        about, facts = violation.facts["about"], violation.facts
        if about == "hours":
            text = _("{officer} is protected and works within {hours} in {shift} on {date}")
        elif about == "day":
            text = _("{officer} is protected and works {given:g} h in {shift} on {date}; {day:g} h are normal")
        else:
            text = _("{officer} is protected and works {given:g} h from {dates}; {week:g} h are normal")
        return text.format(
            **spot_words(violation.spot, problem) | {"hours": str(self.hours)},
            given=facts.get("given", 0) / 60,
            dates=facts["dates"].text(problem) if "dates" in facts else "",
            day=self.normal_day,
            week=self.normal_week,
        )
