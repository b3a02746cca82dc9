"""Week by week: each week is solved with an eye on the next one, then becomes the next one's history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from roster.domain.before import duties_of
from roster.domain.ending import Ended
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.findings import Report, Tier
from roster.domain.outcome import Moment, Outcome, Proof
from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.domain.roster import Roster, later
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.model import Model
from roster.rules import Rulebook
from roster.search.portfolio import solve_model
from roster.search.run import Clock, Options, Stop, Watch
from roster.search.score import values
from roster.search.solution import whatever_broken
from roster.search.solve import solve
from roster.search.verify import rule_lines, verify
from roster.tiers import all_limits

ProblemOf = Callable[[date, int, list[Duty]], Problem]
"""The problem of some weeks from a date on, given the duties since the first date (counted from it)."""


@dataclass(frozen=True)
class Week:
    """One week's roster, counted from the first date of all weeks, and its duties as the weeks after it know them."""

    roster: Roster
    duties: list[Duty]


def roll(
    problem_of: ProblemOf, rulebook: Rulebook, start: date, weeks: int, options: Options, watch: Watch, stop: Stop
) -> Outcome:
    """One roster of many weeks; the time limit holds for each week.

    Each week is solved by itself, as well as can be. Where the next week cannot go on from it without being shorter
    than need be, both are solved together, and the first is kept. Where a week has no roster beside those before it,
    more and more of these are taken back and solved together with it; what comes after the last week makes it no worse.
    When asked to stop, the outcome covers the weeks finished so far. Weeks prove nothing about all weeks together: the
    bounds of the whole are 0, unless one solve had all of them. The whole is verified once more: where weeks that each
    keep every must break one together, all are solved at once.
    """
    return Rolling(problem_of, rulebook, start, weeks, options, watch, stop).outcome()


class Rolling:
    """Weeks that are settled one after the other."""

    def __init__(
        self,
        problem_of: ProblemOf,
        rulebook: Rulebook,
        start: date,
        weeks: int,
        options: Options,
        watch: Watch,
        stop: Stop,
    ) -> None:
        self.problem_of, self.rulebook, self.start, self.weeks = problem_of, rulebook, start, weeks
        self.options, self.watch, self.stop = options, watch, stop
        self.ahead = options.tuning.rolling.ahead
        self.settled: list[Week] = []
        self.outcomes: list[Outcome] = []
        """Of every solve whose weeks were settled, in order."""
        self.together = False
        """Whether the last of these had all weeks that are settled."""
        self.notes: dict[str, None] = {}

    def outcome(self) -> Outcome:
        """All weeks. Raises NoRosterError, OutOfTimeError."""
        while len(self.settled) < self.weeks and not (self.stop and self.settled):
            try:
                self._week_more()
            except (OutOfTimeError, Ended):
                if not (self.settled and self.stop):
                    raise
        if self.together:
            return self._with_whole_run(self.outcomes[-1])
        whole = self._problem(0, len(self.settled))
        roster = Roster(tuple(crew for week in self.settled for crew in week.roster.crews))
        report = whatever_broken(whole, self.rulebook, all_limits(whole, self.rulebook), (), roster).report
        if report.must_violations:
            return self._at_once(whole, report)
        priorities = {tier.priority for outcome in self.outcomes for tier in outcome.proof.tiers} | report.short.keys()
        together = replace(
            self.outcomes[-1],
            problem=whole,
            roster=roster,
            report=report,
            proof=Proof(
                "stopped" if report.short or report.objective else "optimal",
                tuple(Tier(priority, report.short.get(priority, 0), 0) for priority in sorted(priorities)),
            ),
            policy=replace(self.outcomes[-1].policy, rules=rule_lines(self.rulebook)),
        )
        return self._with_whole_run(together)

    def _with_whole_run(self, outcome: Outcome) -> Outcome:
        """The same with how all of it was found."""
        run = replace(
            outcome.run,
            seconds=sum(outcome.run.seconds for outcome in self.outcomes),
            first_seconds=self.outcomes[0].run.first_seconds,
            curve=tuple(self._curve()),
            notes=tuple(dict.fromkeys((*(note for one in self.outcomes for note in one.run.notes), *self.notes))),
        )
        return replace(outcome, run=run)

    def _week_more(self) -> None:
        """Settle the next week, by itself or with others. Raises NoRosterError, OutOfTimeError."""
        try:
            self._next()
        except NoRosterError as error:
            self._take_back(error)

    def _next(self) -> None:
        """Settle the next week beside those before it. Raises NoRosterError, OutOfTimeError."""
        week = len(self.settled)
        outcome = self._solved(week, 1)
        both = self._problem(week, self.ahead)
        if not (self.stop or goes_on(both, self.rulebook, outcome, self.options, self._watching(week), self.stop)):
            outcome = self._with_the_next(week, outcome)
        self._settle(week, 1, outcome)

    def _with_the_next(self, week: int, alone: Outcome) -> Outcome:
        """A week solved with the next one; by itself where there is no time for that.

        What comes after the last week is not asked for, so it may make nothing impossible or shorter. Raises
        NoRosterError.
        """
        last = week + 1 == self.weeks
        try:
            outcome = self._solved(week, self.ahead)
        except OutOfTimeError:
            return alone
        except NoRosterError:
            if last:
                return alone
            raise
        if not last:
            return outcome
        short = verify(alone.problem, self.rulebook, outcome.roster.between(0, DAYS_A_WEEK - 1)).short
        worse = any(short.get(level, 0) > alone.report.short.get(level, 0) for level in short)
        return alone if worse else outcome

    def _take_back(self, error: NoRosterError) -> None:
        """Settle the next week, and the one after it, together with as few as can be of those before them.

        Raises NoRosterError where not even all weeks together have a roster.
        """
        week = len(self.settled)
        last = min(week + self.ahead, self.weeks)
        for first, end in _windows(week, last, self.weeks):
            try:
                outcome = self._solved(first, end - first)
            except NoRosterError as wider:
                error = wider
                continue
            self._settle(first, end - first, outcome)
            text = _("{first} to {last}: solved together, since week by week these musts could not be kept: {rules}")
            days = (self.start + timedelta(weeks=first), self.start + timedelta(weeks=end, days=-1))
            self.notes[
                text.format(first=days[0], last=days[1], rules=_(", ").join(map(self.rulebook.spoken, error.rules)))
            ] = None
            return
        raise error

    def _problem(self, first: int, weeks: int) -> Problem:
        """Some weeks from one on, with those settled before it as history."""
        history = [duty for week in self.settled[:first] for duty in week.duties]
        return self.problem_of(self.start + timedelta(weeks=first), weeks, history)

    def _solved(self, first: int, weeks: int) -> Outcome:
        return solve(self._problem(first, weeks), self.rulebook, self.options, self._watching(first), self.stop)

    def _watching(self, week: int) -> Watch:
        def watch(moment: Moment) -> None:
            self.watch(moment._replace(phase=f"week {week + 1}/{self.weeks}: {moment.phase}"))

        vars(watch)["verified"] = getattr(self.watch, "verified", None)
        return watch

    def _settle(self, first: int, weeks: int, outcome: Outcome) -> None:
        """Keep some weeks of an outcome, in place of those that were settled from the first one on."""
        del self.settled[first:]
        for week in range(weeks):
            part = outcome.roster.between(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK - 1)
            kept = later(part, first * DAYS_A_WEEK)
            self.settled.append(Week(kept, duties_of(kept, outcome.problem)))
        self.outcomes.append(outcome)
        self.together = first == 0 and outcome.problem.horizon.days == weeks * DAYS_A_WEEK

    def _curve(self) -> Iterator[Moment]:
        """The steps of all solves, one after the other."""
        seconds = 0.0
        for outcome in self.outcomes:
            yield from (moment._replace(seconds=seconds + moment.seconds) for moment in outcome.run.curve)
            seconds += outcome.run.seconds

    def _at_once(self, whole: Problem, report: Report) -> Outcome:
        """All weeks solved together, where weeks that each keep every must break some together; a note says so."""
        outcome = solve(whole, self.rulebook, self.options, self.watch, self.stop)
        rules = _(", ").join(dict.fromkeys(finding.name for finding in report.must_violations))
        text = _(
            "week by week these musts over several weeks could not be kept: {rules}; all weeks were solved at once"
        )
        run = replace(outcome.run, notes=(*outcome.run.notes, text.format(rules=rules)))
        return replace(outcome, run=run)


def _windows(week: int, last: int, weeks: int) -> Iterator[tuple[int, int]]:
    """From which week to before which one, wider and wider, in the end all of them."""
    back = 1
    while back < week:
        yield week - back, last
        back = 2 * back + 1
    yield 0, last
    if last < weeks:
        yield 0, weeks


def goes_on(both: Problem, rulebook: Rulebook, outcome: Outcome, options: Options, watch: Watch, stop: Stop) -> bool:
    """Whether a week can follow the outcome's week without any shortfall of its own."""
    model = Model(both, rulebook, all_limits(both, rulebook), "kind")
    value = values(both, outcome.roster)
    for serves, variable in model.decisions.serving():
        if serves.day < outcome.problem.horizon.days:
            model.model.add(variable == value(serves))
    for priority, short in model.short.items():
        model.model.add(short <= outcome.report.short.get(priority, 0))
    seconds = options.tuning.rolling.look_seconds
    run = Clock(replace(options, time_limit=seconds), watch, stop)
    return solve_model(run, model.model, seconds, first=True).values is not None
