"""Burdens shared evenly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import lcm
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from roster.domain.calendar import HOLIDAY
from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.paid import paid_minutes
from roster.domain.people import Duty, Officer
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.rules.limits import Limit, Spread
from roster.rules.scopes import ForceRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.periods import alike
from roster.rules.shared.selectors import WEEKDAYS
from roster.rules.shared.words import person
from roster.rules.spot import Spot
from roster.rules.variables import Term, Work
from roster.rules.violation import Violation

WORDS = {
    "nights": N_("nights"),
    "weekends": N_("weekend dates"),
    "holidays": N_("holiday duties"),
    "hours": N_("hours worked"),
    "shifts": N_("shifts"),
    "points": N_("points"),
}


SORTS_OF_DATES = ("weekday", "weekend")


class Fairness(ForceRule):
    """Nights, weekends, holidays, hours, shifts or points are shared evenly among people of the same group.

    Counted per officer, in the horizon and in the last `history_days` dates of known history: duties of night shifts;
    duties that start on a weekend; duties that start on a holiday; hours, each duty's rounded to whole ones;
    duties; or points, of which each duty has the most that fit its date in `points`: a day type, a weekday as `sun`,
    `weekend`, or `weekday` for a date that is none. `when` selects the duties that count. With `by_share: true` counts
    are held against the share of full time that each works (column `share` of the table `officers`): at half time
    half as many are even, and differences are those of full time, rounded up.

    Time away is credited, so that nobody has to make up for a leave: each date that absences take whole, and each
    date before the officer joined, counts as the group's mean in history per date on which its members were there (of
    those dates that matter: weekend dates for weekends, holidays for holidays), rounded half up per officer. With
    `credit_absences: false` only dates before joining are credited, and leave is made up for.

    Left out: officers protected at any time in the horizon, those older than `leave_out_over`, and those absent on more
    than `leave_out_absent_days` dates of history_days and horizon. The amount is, for each group, the largest count
    less the smallest, less `allowed`.

    rule: fairness
    counts: nights
    allowed: 1
    weight: 10
    """

    rule: Literal["fairness"] = "fairness"
    counts: Literal["nights", "weekends", "holidays", "hours", "shifts", "points"]
    points: Mapping[str, NonNegativeInt] = Field(
        default={}, description="date to points, for `counts: points`: `{weekday: 1, weekend: 2, holiday: 3}`"
    )
    allowed: NonNegativeInt = Field(default=0, description="how far apart counts may be")
    by: Literal["category", "squad", "contract", "none"] = Field(default="category", description="what makes a group")
    by_share: bool = Field(default=False, description="whether counts are held against each one's share of full time")
    history_days: NonNegativeInt = Field(default=91, description="dates of history that count")
    credit_absences: bool = Field(default=True, description="whether dates of leave count as the group's mean")
    leave_out_over: PositiveInt | None = Field(default=50, description="leave out officers older than so many years")
    leave_out_absent_days: NonNegativeInt | None = Field(
        default=14, description="leave out officers absent on more dates than this"
    )

    title = N_("Shared alike")
    unit_of_amount = N_("too far apart")
    relaxable = (("allowed", 1),)
    refused = ("where", "when.slot")

    @model_validator(mode="after")
    def _points_counted(self) -> Fairness:
        if (self.counts == "points") != bool(self.points):
            raise ValueError(_("`points` and `counts: points` go together"))
        return self

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield from (("points", "day_type", key) for key in self.points if key not in (*WEEKDAYS, *SORTS_OF_DATES))

    def _points(self, day: int, problem: Problem) -> int:
        """The most points that fit a date."""
        sort = "weekend" if problem.is_weekend(day) else "weekday"
        fitting = (problem.day_type(day), WEEKDAYS[problem.weekday(day)], sort)
        return max((self.points[key] for key in fitting if key in self.points), default=0)

    def _scale(self, group: list[Officer]) -> tuple[int, dict[str, int]]:
        """What one of somebody at full time counts, and one of each officer of a group: exact whole numbers."""
        if not self.by_share:
            return 1, dict.fromkeys((officer.id for officer in group), 1)
        percent = {officer.id: round(100 * officer.share) for officer in group}
        common = lcm(100, *percent.values())
        return common // 100, {officer: common // own for officer, own in percent.items()}

    def _counted(self, duty: Duty, problem: Problem) -> int:
        """By how much a duty counts."""
        if not self._matters(duty.day, problem) or not self.when.matches_duty(duty, problem):
            return 0
        if self.counts == "hours":
            return (paid_minutes(duty, problem) + 30) // 60
        if self.counts == "points":
            return self._points(duty.day, problem)
        return int(duty.night) if self.counts == "nights" else 1

    def _matters(self, day: int, problem: Problem) -> bool:
        """Whether duties on a date can count at all."""
        if self.counts == "weekends" and not problem.is_weekend(day):
            return False
        if self.counts == "holidays" and problem.day_type(day) != HOLIDAY:
            return False
        return self.when.matches_day(day, problem)

    def _groups(self, problem: Problem) -> dict[str, list[Officer]]:
        """The officers compared with each other, for groups to whose counts the horizon can add anything."""
        groups: dict[str, list[Officer]] = {}
        shifts = [(day, code) for day in problem.horizon.range for code in problem.shift_codes]
        if any(self._counted(problem.duty("", day, code), problem) for day, code in shifts):
            for officer in self.officers(problem):
                if not self._left_out(officer, problem):
                    key = "" if self.by == "none" else str(getattr(officer, self.by))
                    groups.setdefault(key, []).append(officer)
        return {key: group for key, group in groups.items() if len(group) > 1}

    def _left_out(self, officer: Officer, problem: Problem) -> bool:
        age = officer.age(problem.horizon.start)
        days = range(-self.history_days, problem.horizon.days)
        limit = self.leave_out_absent_days
        return (
            any(officer.protected(problem.date(day)) for day in problem.horizon.range)
            or (self.leave_out_over is not None and age is not None and age > self.leave_out_over)
            or (limit is not None and sum(_absent(officer, day, problem) for day in days) > limit)
        )

    def _credits(self, group: list[Officer], problem: Problem) -> dict[str, int]:
        """What time away counts as, for each officer of a group."""
        first = self._first(problem)
        days = [day for day in range(first, problem.horizon.days) if self._matters(day, problem)]
        there = {o.id: [day for day in days if self._there(o, day, problem)] for o in group}
        counted = sum(
            self._counted(duty, problem)
            for officer in group
            for duty in problem.past.get(officer.id, {}).values()
            if duty.day >= first
        )
        present = sum(day < 0 for dates in there.values() for day in dates)
        away = {officer.id: len(days) - len(there[officer.id]) for officer in group}
        return {o: (2 * counted * n + present) // (2 * present) if present else 0 for o, n in away.items()}

    def _there(self, officer: Officer, day: int, problem: Problem) -> bool:
        """Whether a date counts as it was worked, and is not credited as time away."""
        away = self.credit_absences and _absent(officer, day, problem)
        return officer.joined_by(problem.date(day)) and not away

    def _first(self, problem: Problem) -> int:
        """The first date of history that counts."""
        return max(-self.history_days, problem.history_start)

    def _already(self, group: list[Officer], problem: Problem) -> dict[str, int]:
        """What each officer of a group has before the horizon, time away credited."""
        credit, first = self._credits(group, problem), self._first(problem)
        return {
            officer.id: credit[officer.id]
            + sum(
                self._counted(duty, problem) for duty in problem.past.get(officer.id, {}).values() if first <= duty.day
            )
            for officer in group
        }

    def tell(self, officers: tuple[str, ...], group: str, days: tuple[int, ...], problem: Problem) -> str:
        known = self._groups(problem).get(group)
        if not known:
            return ""
        already = self._already(known, problem)
        by_count: dict[int, list[str]] = {}
        for officer, count in already.items():
            by_count.setdefault(count, []).append(person(officer, problem))
        text = _("{count} for {people}")
        counts = (text.format(count=n, people=_(", ").join(by_count[n])) for n in sorted(by_count))
        return _("{what} so far: {counts}; in the end they may be {allowed} apart").format(
            what=_(WORDS[self.counts]), counts=_("; ").join(counts), allowed=self.allowed
        )

    def limits(self, problem: Problem) -> Iterator[Limit]:
        for key, group in self._groups(problem).items():
            already, (unit, own) = self._already(group, problem), self._scale(group)
            counts = []
            for officer in group:
                terms: list[Term] = []
                times = own[officer.id]
                for day in problem.horizon.range:
                    duties = {code: problem.duty(officer.id, day, code) for code in problem.shift_codes}
                    counted = {code: self._counted(duty, problem) for code, duty in duties.items()}
                    grouped = alike(counted)
                    terms += [(times * n, Work(officer.id, day, codes)) for n, codes in grouped.items() if n]
                counts.append((officer.id, tuple(terms), times * already[officer.id]))
            yield Spread(Spot(tuple(o.id for o in group), place=key), tuple(counts), unit * self.allowed, per=unit)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        lines = problem.lines_of_work(roster)
        for key, group in self._groups(problem).items():
            credit = self._credits(group, problem)
            totals = {}
            for officer in group:
                duties = [duty for duty in lines[officer.id].values() if duty.day >= self._first(problem)]
                totals[officer.id] = credit[officer.id] + sum(self._counted(duty, problem) for duty in duties)
            unit, own = self._scale(group)
            scaled = {officer: own[officer] * total for officer, total in totals.items()}
            most = max(group, key=lambda officer: scaled[officer.id]).id
            least = min(group, key=lambda officer: scaled[officer.id]).id
            excess = -(-(scaled[most] - scaled[least] - unit * self.allowed) // unit)
            if excess > 0:
                facts = {"group": key, "most": totals[most], "least": totals[least]}
                yield Violation(Spot((most, least)), excess, self.allowed, facts=facts)

    def policy(self, facts: Facts) -> Iterator[str]:
        groups = {
            "category": _("within a category"),
            "squad": _("within a squad"),
            "contract": _("within a contract"),
            "none": _("among all"),
        }
        text = _("How far numbers of {counts} may be apart {group}: {bounds}")
        if self.by_share:
            text = _("How far numbers of {counts}, by each one's share of full time, may be apart {group}: {bounds}")
        yield text.format(counts=_(WORDS[self.counts]), group=groups[self.by], bounds=bounds_text(None, self.allowed))

    def say(self, violation: Violation, problem: Problem) -> str:
        most, least = violation.spot.officers
        text = _("{what}: {most} for {one}, {least} for {other}; {allowed} apart is allowed")
        if self.by_share:
            text = _("{what}: {most} for {one}, {least} for {other}; by their shares {allowed} apart is allowed")
        return text.format(
            what=_(WORDS[self.counts]),
            most=violation.facts["most"],
            one=person(most, problem),
            least=violation.facts["least"],
            other=person(least, problem),
            allowed=violation.asked,
        )


def _absent(officer: Officer, day: int, problem: Problem) -> bool:
    """Whether absences, those that overlap or touch taken together, take the whole date."""
    away = problem.away.get(officer.id)
    if not away:
        return False
    whole = Span(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)
    return any(span.covers(whole) for span in away)
