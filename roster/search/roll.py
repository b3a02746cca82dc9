"""Week by week: each week is solved with an eye on the next one, then becomes the next one's history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from roster.domain.before import duties_of
from roster.domain.errors import OutOfTimeError
from roster.domain.outcome import Moment, Outcome, Report, Tier
from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.domain.roster import Roster, later
from roster.i18n import _
from roster.model import Model, all_limits
from roster.rules import Rulebook
from roster.search.run import Options, Runner, Stop, Watch
from roster.search.score import values
from roster.search.solve import solve
from roster.search.verify import rule_lines, verify

ProblemOf = Callable[[date, int, list[Duty]], Problem]
"""The problem of some weeks from a date on, given the duties since the first date (counted from it)."""

AHEAD = 2
"""Weeks looked at together; the first is kept."""
LOOK_SECONDS = 20.0
"""Time to find any roster of the next week that goes on from this one."""


def roll(
    problem_of: ProblemOf, rulebook: Rulebook, start: date, weeks: int, options: Options, watch: Watch, stop: Stop
) -> Outcome:
    """One roster of many weeks; the time limit holds for each week.

    Each week is solved by itself, as well as can be. Where the next week cannot go on from it without being shorter
    than need be, both are solved together, and the first is kept. When asked to stop, the outcome covers the weeks
    finished so far. Weeks prove nothing about all weeks together: the bounds of the whole are 0. The whole is
    verified once more: where weeks that each keep every must break one together, all are solved at once.
    """
    history: list[Duty] = []
    crews: tuple[Roster, ...] = ()
    curve: list[Moment] = []
    first = seconds = 0.0
    notes: dict[str, None] = {}
    priorities: set[int] = set()
    for week in range(weeks):
        monday = start + timedelta(weeks=week)

        def watch_week(moment: Moment, week: int = week) -> None:
            watch(moment._replace(phase=f"week {week + 1}/{weeks}: {moment.phase}"))

        try:
            outcome = solve(problem_of(monday, 1, history), rulebook, options, watch_week, stop)
            both = problem_of(monday, AHEAD, history)
            if not stop and not goes_on(both, rulebook, outcome, options, watch_week, stop):
                outcome = solve(both, rulebook, options, watch_week, stop)
        except OutOfTimeError:
            if not crews or not stop:
                raise
            break
        kept = later(outcome.roster.between(0, 6), 7 * week)
        crews = (*crews, kept)
        history += duties_of(kept, both)
        curve += [moment._replace(seconds=seconds + moment.seconds) for moment in outcome.curve]
        first = first or outcome.first_seconds
        seconds += outcome.seconds
        notes |= dict.fromkeys(outcome.notes)
        priorities |= {tier.priority for tier in outcome.tiers}
        if stop:
            break
    whole = problem_of(start, len(crews), [])
    roster = Roster(tuple(crew for part in crews for crew in part.crews))
    report = verify(whole, rulebook, roster)
    if report.must_violations:
        return _at_once(whole, rulebook, report, options, watch, stop)
    return replace(
        outcome,
        problem=whole,
        roster=roster,
        report=report,
        status="stopped",
        tiers=tuple(
            Tier(priority, report.short.get(priority, 0), 0) for priority in sorted({*priorities, *report.short})
        ),
        objective=report.objective,
        bound=0,
        seconds=seconds,
        first_seconds=first,
        curve=tuple(curve),
        rules=rule_lines(rulebook),
        notes=tuple(notes),
    )


def _at_once(whole: Problem, rulebook: Rulebook, report: Report, options: Options, watch: Watch, stop: Stop) -> Outcome:
    """All weeks solved together, where weeks that each keep every must break some together; a note says so."""
    outcome = solve(whole, rulebook, options, watch, stop)
    rules = ", ".join(dict.fromkeys(finding.rule for finding in report.must_violations))
    text = _("week by week these musts over several weeks could not be kept: {rules}; all weeks were solved at once")
    return replace(outcome, notes=(*outcome.notes, text.format(rules=rules)))


def goes_on(both: Problem, rulebook: Rulebook, outcome: Outcome, options: Options, watch: Watch, stop: Stop) -> bool:
    """Whether a week can follow the outcome's week without any shortfall of its own."""
    model = Model(both, rulebook, all_limits(both, rulebook), "kind")
    value = values(both, outcome.roster)
    for serves, variable in model.decisions.serving():
        if serves.day < outcome.problem.horizon.days:
            model.model.add(variable == value(serves))
    for priority, short in model.short.items():
        model.model.add(short <= outcome.report.short.get(priority, 0))
    run = Runner(replace(options, time_limit=LOOK_SECONDS), watch, stop)
    return run(model.model, LOOK_SECONDS, None, first=True).values is not None
