"""Two rosters side by side: duties and crews that differ, shortfalls, the score by rule, each officer's burden."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from roster.domain.findings import Report
from roster.domain.outcome import RuleLine
from roster.domain.paid import paid_minutes
from roster.domain.problem import Problem
from roster.domain.roster import Placeless, Roster


class Side(NamedTuple):
    """A roster with its findings."""

    problem: Problem
    roster: Roster
    report: Report


class Difference(NamedTuple):
    """An officer's date on which the rosters have other shifts, or the same shift in other crews."""

    officer: str
    date: dt.date
    before: str
    after: str
    before_unit: str
    after_unit: str


class Pair(NamedTuple):
    """What both leave open in one stage, the roster or its patrol plan."""

    one: Report
    other: Report


class Burden(NamedTuple):
    """What a roster asks of one officer."""

    shifts: int = 0
    hours: float = 0
    nights: int = 0
    weekends: int = 0


@dataclass(frozen=True)
class Comparison:
    """A second roster against a first, over dates that both have; pairs are of the first and of the second."""

    one: Side
    other: Side
    first: dt.date
    last: dt.date
    rules: tuple[RuleLine, ...] = ()  # the entries of both rulebooks
    plans: tuple[bool, bool] = (False, False)  # which of them have a patrol plan

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """By date and officer."""
        seats = [self._seats(side) for side in (self.one, self.other)]
        keys = sorted(seats[0].keys() | seats[1].keys())
        nothing = ("", "")
        return tuple(
            Difference(officer, date, was[0], now[0], was[1], now[1])
            for date, officer in keys
            for was, now in [(seats[0].get((date, officer), nothing), seats[1].get((date, officer), nothing))]
            if was != now
        )

    @cached_property
    def gone(self) -> tuple[Placeless, ...]:
        """Duties of the first that the second has not, whatever the crew."""
        return tuple(sorted(self._work(self.one) - self._work(self.other)))

    @cached_property
    def new(self) -> tuple[Placeless, ...]:
        """Duties of the second that the first has not; days are those of the first."""
        return tuple(sorted(self._work(self.other) - self._work(self.one)))

    @property
    def officers(self) -> tuple[str, ...]:
        """Whose duties moved."""
        return tuple(sorted({duty.officer for duty in (*self.gone, *self.new)}))

    @property
    def moved(self) -> int:
        """Dates of an officer that are not as they were."""
        return len({(duty.officer, duty.day) for duty in (*self.gone, *self.new)})

    @property
    def gained(self) -> tuple[str, ...]:
        """Shortfalls of the second alone, in sentences."""
        return tuple(sorted(_shortfalls(self.other) - _shortfalls(self.one)))

    @property
    def lost(self) -> tuple[str, ...]:
        """Shortfalls of the first alone, in sentences."""
        return tuple(sorted(_shortfalls(self.one) - _shortfalls(self.other)))

    @property
    def short(self) -> tuple[int, int]:
        """Amount short in all."""
        return sum(self.one.report.short.values()), sum(self.other.report.short.values())

    @property
    def objective(self) -> tuple[int, int]:
        """Cost of the open wishes."""
        return self.one.report.objective, self.other.report.objective

    @cached_property
    def scores(self) -> Mapping[str, tuple[tuple[int, int], tuple[int, int]]]:
        """Of each rule with findings amount and cost in both."""
        scores = [side.report.by_rule() for side in (self.one, self.other)]
        none = (0, 0, 0)
        return {
            name: (scores[0].get(name, none)[1:], scores[1].get(name, none)[1:])
            for name in sorted(scores[0].keys() | scores[1].keys())
        }

    @cached_property
    def by_rule(self) -> Mapping[str, tuple[int, int]]:
        """Of each rule that does not score the same the cost of its open wishes, else the amount that it is short."""
        pairs = {rule: (was[1] or was[0], now[1] or now[0]) for rule, (was, now) in self.scores.items()}
        return {rule: pair for rule, pair in pairs.items() if pair[0] != pair[1]}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people call each rule with findings."""
        one, other = self.one.report, self.other.report
        known = other.by_rule()
        return {rule: (other if rule in known else one).name(rule) for rule in self.scores}

    @cached_property
    def burdens(self) -> Mapping[str, tuple[Burden, Burden]]:
        """Of each officer whose burden is not the same."""
        burdens = [self._burdens(side) for side in (self.one, self.other)]
        people = sorted(burdens[0].keys() | burdens[1].keys())
        pairs = {o: (burdens[0].get(o, Burden()), burdens[1].get(o, Burden())) for o in people}
        return {officer: pair for officer, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def nights(self) -> Mapping[str, tuple[int, int]]:
        """Night duties of each squad."""
        return self._by_squad(night=True)

    @property
    def weekends(self) -> Mapping[str, tuple[int, int]]:
        """Duties of each squad that start at a weekend."""
        return self._by_squad(night=False)

    @property
    def of_roster(self) -> Pair:
        """What both leave open without their patrol plans."""
        return Pair(self._of(self.one, of_plan=False), self._of(self.other, of_plan=False))

    @property
    def of_plan(self) -> Pair | None:
        """What both patrol plans leave open; None where neither has one."""
        return Pair(self._of(self.one, of_plan=True), self._of(self.other, of_plan=True)) if any(self.plans) else None

    def _of(self, side: Side, of_plan: bool) -> Report:
        """The findings of the patrol plan's rules, or those of the others."""
        planned = {line.name for line in self.rules if line.of_plan}
        return Report(tuple(finding for finding in side.report.findings if (finding.rule in planned) is of_plan))

    def _work(self, side: Side) -> set[Placeless]:
        """Duties on common dates, by days of the first roster."""
        horizon = self.one.problem.horizon
        dates = ((duty, side.problem.date(duty.day)) for duty in side.roster.work())
        return {duty._replace(day=horizon.day(date)) for duty, date in dates if self.first <= date <= self.last}

    def _seats(self, side: Side) -> dict[tuple[dt.date, str], tuple[str, str]]:
        """Shift and crew by date and officer."""
        found: dict[tuple[dt.date, str], tuple[str, str]] = {}
        for crew in side.roster.crews:
            date = side.problem.date(crew.unit.day)
            if self.first <= date <= self.last:
                for member in crew.members:
                    found.setdefault((date, member.officer), (member.duty or crew.unit.shift, crew.unit.label))
        for officer, day, shift in side.roster.placeless:
            if self.first <= side.problem.date(day) <= self.last:
                found.setdefault((side.problem.date(day), officer), (shift, ""))
        return found

    def _burdens(self, side: Side) -> dict[str, Burden]:
        problem = side.problem
        found: dict[str, Burden] = {}
        weekends: dict[str, set[int]] = {}
        for officer, day, shift in side.roster.work():
            if not self.first <= problem.date(day) <= self.last:
                continue
            was, duty = found.get(officer, Burden()), problem.duty(officer, day, shift)
            if problem.is_weekend(day):
                weekends.setdefault(officer, set()).add(problem.weekend_of(day)[0])
            hours = was.hours + paid_minutes(duty, problem) / 60
            found[officer] = Burden(was.shifts + 1, hours, was.nights + duty.night, len(weekends.get(officer, ())))
        return found

    def _by_squad(self, night: bool) -> dict[str, tuple[int, int]]:
        one, two = (_count(side, night) for side in (self.one, self.other))
        return {squad: (one[squad], two[squad]) for squad in sorted({o.squad for o in self.one.problem.officers})}


def compare(problem: Problem, before: Roster, said: Report, after: Roster, says: Report) -> Comparison:
    """Two rosters of the same weeks, each with its report."""
    last = problem.date(problem.horizon.days - 1)
    return Comparison(Side(problem, before, said), Side(problem, after, says), problem.date(0), last)


def _shortfalls(side: Side) -> set[str]:
    return {finding.sentence for finding in side.report.shortfalls}


def _count(side: Side, night: bool) -> Counter[str]:
    """Nights, or duties that start at a weekend, by squad."""
    problem = side.problem
    count: Counter[str] = Counter()
    for officer, day, shift in side.roster.work():
        counts = problem.shift[shift].night if night else problem.is_weekend(day)
        if officer in problem.officer:
            count[problem.officer[officer].squad] += counts
    return count
