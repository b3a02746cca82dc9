"""What rules on weekends share: which days a weekend has, and how many in a row are worked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from pydantic import Field, PositiveInt, model_validator

from roster.domain.people import Duty, Officer
from roster.domain.problem import Facts, Problem
from roster.domain.week import DAYS_A_WEEK, Week
from roster.i18n import _
from roster.rules.limits import GroupRun, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import require_bounds
from roster.rules.shared.periods import Period
from roster.rules.shared.selectors import WEEKDAYS, Several, Strict, Weekday
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation

Weekend = tuple[int, ...]
"""Its days, in order."""
IN_A_ROW = "in a row"


class WeekendsInARow(Strict):
    """How many weekends in a row are worked."""

    min: PositiveInt | None = None
    max: PositiveInt | None = None

    @model_validator(mode="after")
    def _bounds(self) -> WeekendsInARow:
        require_bounds(self.min, self.max)
        return self


class OfWeekends(OfficerRule):
    """Speaks of weekends: those of the settings, or of the weekdays in `days`."""

    days: Several[Weekday] = Field(default=(), description="the days of a weekend; default: those of the settings")
    in_a_row: WeekendsInARow | None = Field(default=None, description="weekends in a row that are worked")

    @model_validator(mode="after")
    def _not_all_days(self) -> OfWeekends:
        if len(set(self.days)) == DAYS_A_WEEK:
            raise ValueError(_("`days` of a weekend cannot be the whole week"))
        return self

    def _week(self, facts: Facts) -> Week:
        """The week whose weekend this entry speaks of."""
        if not self.days:
            return facts.settings.week
        return Week(frozenset(WEEKDAYS.index(day) for day in self.days))

    def _weekend_of(self, day: int, facts: Facts) -> Weekend:
        return self._week(facts).days_of_weekend(day, facts.date(day))

    def _weekends(self, first: int, last: int, facts: Facts) -> Iterator[Weekend]:
        """The weekends of which a day lies between two days, both included, in order."""
        found = dict.fromkeys(self._weekend_of(day, facts) for day in range(first, last + DAYS_A_WEEK))
        return (days for days in found if any(first <= day <= last for day in days))

    def _works_past(self, officer: Officer, day: int, problem: Problem) -> bool:
        duty = problem.past.get(officer.id, {}).get(day)
        return duty is not None and self.when.matches_duty(duty, problem)

    def _works(self, officer: Officer, weekend: Weekend, problem: Problem) -> tuple[Work, ...]:
        works = [Work(officer.id, day, self.codes(day, problem)) for day in weekend if day in problem.horizon.range]
        return tuple(work for work in works if work.shifts)

    def _in_order(self, worked: Mapping[int, Duty], problem: Problem) -> tuple[list[Weekend], list[Weekend]]:
        """The weekends that rows are told from: those that are settled before the horizon, and the others."""
        found = list(self._weekends(problem.history_start, problem.horizon.days - 1, problem))
        if found and problem.history_start < 0 and found[0][0] < problem.history_start:
            found = found[1:]
        past = {day for day in worked if day < 0}
        settled = [weekend for weekend in found if weekend[-1] < 0 or past & set(weekend)]
        return settled, found[len(settled) :]

    def _judged_for_min(self, weekends: list[Weekend], problem: Problem) -> list[Weekend]:
        """Without a last weekend that the horizon's end cuts."""
        cut = bool(weekends) and weekends[-1][-1] >= problem.horizon.days
        return weekends[:-1] if cut else weekends

    def _rows(self, officer: Officer, row: WeekendsInARow, problem: Problem) -> Iterator[OfficerLimit]:
        past = problem.past.get(officer.id, {})
        worked = {day: duty for day, duty in past.items() if self.when.matches_duty(duty, problem)}
        settled, coming = self._in_order(worked, problem)
        before = 0
        while before < len(settled) and set(settled[-1 - before]) & worked.keys():
            before += 1
        spot, own = Spot((officer.id,)), self._judged_for_min(coming, problem)
        if row.max is not None and coming:
            groups = tuple(self._works(officer, weekend, problem) for weekend in coming)
            yield GroupRun(spot, groups, at_most=row.max, before=before, factor=self.factor(few=False))
        if row.min is not None and own:
            groups = tuple(self._works(officer, weekend, problem) for weekend in own)
            yield GroupRun(
                spot, groups, row.min, before=before if before < len(settled) else None, factor=self.factor(few=True)
            )

    def _check_rows(
        self, officer: Officer, row: WeekendsInARow, worked: Mapping[int, Duty], problem: Problem
    ) -> Iterator[Violation]:
        settled, coming = self._in_order(worked, problem)
        found = [*settled, *coming]
        last = len(self._judged_for_min(found, problem)) - 1
        for works, run in groupby(range(len(found)), key=lambda at: any(day in worked for day in found[at])):
            at = list(run)
            if not works or at[-1] < len(settled) - 1 or not coming:
                continue
            short = max(0, (row.min or 0) - len(at)) if at[0] > 0 and at[-1] < last else 0
            known = sum(number < len(settled) for number in at)
            over = 0 if row.max is None else max(0, len(at) - max(row.max, known))
            if short or over:
                dates = Period(found[at[0]][0], found[at[-1]][-1])
                facts, times = {"what": IN_A_ROW, "dates": dates}, self.factor(few=bool(short))
                asked = row.min if short else row.max
                yield Violation(Spot((officer.id,)), times * (short + over), asked, len(at), facts=facts, factor=times)
