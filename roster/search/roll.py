"""Week by week: each week is solved with the next one as look-ahead, then becomes the next one's history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from roster.domain.outcome import Moment, Outcome, Tier
from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.domain.roster import Roster, later
from roster.rules import Rulebook
from roster.search.run import Options, Stop, Watch
from roster.search.solve import solve
from roster.search.verify import rule_lines, verify

ProblemOf = Callable[[date, int, list[Duty]], Problem]
"""The problem of some weeks from a date on, given the duties since the first date (counted from it)."""

AHEAD = 2  # weeks solved at a time; the first is kept


def roll(
    problem_of: ProblemOf, rulebook: Rulebook, start: date, weeks: int, options: Options, watch: Watch, stop: Stop
) -> Outcome:
    """One roster of many weeks; the time limit holds for each week.

    When asked to stop, the outcome covers the weeks finished so far. Weeks prove nothing about all weeks together:
    the bounds of the whole are 0.
    """
    history: list[Duty] = []
    crews: tuple[Roster, ...] = ()
    curve: list[Moment] = []
    first = seconds = 0.0
    for week in range(weeks):
        problem = problem_of(start + timedelta(weeks=week), AHEAD, history)

        def watch_week(moment: Moment, week: int = week) -> None:
            watch(moment._replace(phase=f"week {week + 1}/{weeks}: {moment.phase}"))

        outcome = solve(problem, rulebook, options, watch_week, stop)
        kept = later(outcome.roster.between(0, 6), 7 * week)
        crews = (*crews, kept)
        history += [problem.duty(officer, day, shift) for officer, day, shift in kept.work()]
        curve += [moment._replace(seconds=seconds + moment.seconds) for moment in outcome.curve]
        first = first or outcome.first_seconds
        seconds += outcome.seconds
        if stop:
            break
    whole = problem_of(start, len(crews), [])
    roster = Roster(tuple(crew for part in crews for crew in part.crews))
    report = verify(whole, rulebook, roster)
    return replace(
        outcome,
        problem=whole,
        roster=roster,
        report=report,
        status="stopped",
        tiers=tuple(Tier(tier.priority, report.short.get(tier.priority, 0), 0) for tier in outcome.tiers),
        objective=report.objective,
        bound=0,
        seconds=seconds,
        first_seconds=first,
        curve=tuple(curve),
        rules=rule_lines(rulebook),
    )
