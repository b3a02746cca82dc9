"""Two rosters side by side: which duties differ, the score by rule, and each officer's burden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from roster.domain.outcome import Report, RuleLine
from roster.domain.paid import paid_minutes
from roster.domain.problem import Problem
from roster.domain.roster import Roster

Side = tuple[Problem, Roster, Report]


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
    """The dates that both have, what differs on them, and both scores and burdens as they are."""

    first: dt.date
    last: dt.date
    differences: tuple[Difference, ...]
    scores: Mapping[str, tuple[tuple[int, int], tuple[int, int]]]  # rule -> amount and cost in each
    burdens: Mapping[str, tuple[Burden, Burden]]  # officer -> in each, only where they differ
    of_roster: Pair
    of_plan: Pair | None  # None where neither has a patrol plan
    rules: tuple[RuleLine, ...] = ()


def compared(
    one: Side,
    other: Side,
    first: dt.date,
    last: dt.date,
    rules: tuple[RuleLine, ...] = (),
    plans: tuple[bool, bool] = (False, False),
) -> Comparison:
    """The second roster against the first; `rules` are the entries of both, `plans` says which have a patrol plan."""
    seats = [_seats(problem, roster, first, last) for problem, roster, _report in (one, other)]
    keys = sorted(seats[0].keys() | seats[1].keys())
    nothing = ("", "")
    differences = tuple(
        Difference(officer, date, was[0], now[0], was[1], now[1])
        for date, officer in keys
        for was, now in [(seats[0].get((date, officer), nothing), seats[1].get((date, officer), nothing))]
        if was != now
    )
    scores = [report.by_rule() for _problem, _roster, report in (one, other)]
    planned = {line.name for line in rules if line.of_plan}
    burdens = [_burdens(problem, roster, first, last) for problem, roster, _report in (one, other)]
    people = sorted(burdens[0].keys() | burdens[1].keys())
    pairs = {o: (burdens[0].get(o, Burden()), burdens[1].get(o, Burden())) for o in people}
    none = (0, 0, 0)
    return Comparison(
        first,
        last,
        differences,
        {
            name: (scores[0].get(name, none)[1:], scores[1].get(name, none)[1:])
            for name in sorted(scores[0].keys() | scores[1].keys())
        },
        {officer: pair for officer, pair in pairs.items() if pair[0] != pair[1]},
        Pair(*(_of(report, planned, of_plan=False) for _problem, _roster, report in (one, other))),
        Pair(*(_of(report, planned, of_plan=True) for _p, _r, report in (one, other))) if any(plans) else None,
        rules,
    )


def _of(report: Report, planned: set[str], of_plan: bool) -> Report:
    """The findings of the patrol plan's rules, or those of the others."""
    return Report(tuple(finding for finding in report.findings if (finding.rule in planned) is of_plan))


def _seats(
    problem: Problem, roster: Roster, first: dt.date, last: dt.date
) -> dict[tuple[dt.date, str], tuple[str, str]]:
    """Shift and crew by date and officer."""
    found: dict[tuple[dt.date, str], tuple[str, str]] = {}
    for crew in roster.crews:
        date = problem.date(crew.unit.day)
        if first <= date <= last:
            for member in crew.members:
                found.setdefault((date, member.officer), (member.duty or crew.unit.shift, crew.unit.label))
    for officer, day, shift in roster.placeless:
        if first <= problem.date(day) <= last:
            found.setdefault((problem.date(day), officer), (shift, ""))
    return found


def _burdens(problem: Problem, roster: Roster, first: dt.date, last: dt.date) -> dict[str, Burden]:
    found: dict[str, Burden] = {}
    weekends: dict[str, set[int]] = {}
    for officer, day, shift in roster.work():
        if not first <= problem.date(day) <= last:
            continue
        was, duty = found.get(officer, Burden()), problem.duty(officer, day, shift)
        if problem.is_weekend(day):
            weekends.setdefault(officer, set()).add(problem.weekend_of(day)[0])
        hours = was.hours + paid_minutes(duty, problem) / 60
        found[officer] = Burden(was.shifts + 1, hours, was.nights + duty.night, len(weekends.get(officer, ())))
    return found
