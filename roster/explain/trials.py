"""Changes tried by solving again on the changed files, and what the roster that comes out costs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from roster import api
from roster.domain.errors import OutOfTimeError, RosterError
from roster.domain.findings import Report
from roster.domain.missing import missing
from roster.domain.outcome import Outcome
from roster.domain.price import Proved, cost_of, unproved
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.explain.candidate import Candidate
from roster.explain.changes import Change
from roster.explain.trial import Asked, changed
from roster.search.explain.clashes import Explainer, musts
from roster.search.explain.deadline import Deadline
from roster.search.explain.mus import Clock
from roster.search.explain.shortfalls import Shortfall
from roster.search.proximity import ProximitySearch
from roster.search.run import Options
from roster.search.solution import Solution
from roster.search.solve import solve
from roster.search.tuning import DEFAULT
from roster.tiers import all_limits

GAP = 0.02
SECONDS_OF_THE_FIRST, SECONDS_A_SOLVE, LEAST_SECONDS = 12.0, 8.0, 0.1
SECONDS_TO_SEE = 6.0
"""For whether the musts of the changed files clash."""
SEARCHING = 0.6
"""The part of a solve's time in which a roster is looked for; in the rest its cost is bounded."""
FIRST, NEAR_DAYS = 0.4, 2
"""The part of it for what can be done on the days of a shortfall, and on so many before and after."""
MOST_BY_CREW = 1000
"""Officers times days: of more of them the musts are asked by unit kind only."""


class Tried(NamedTuple):
    """The roster that comes out with a change, in which problem, and what is proved of every such roster."""

    near: Solution
    proved: Proved
    problem: Problem


def known_of(outcome: Outcome) -> Proved:
    """What a search has proved of the rosters of its case."""
    settled = all(tier.bound == tier.short for tier in outcome.proof.tiers)
    bounds = {tier.priority: tier.bound for tier in outcome.proof.tiers}
    return Proved(
        cost_of(outcome.report.short, outcome.report.objective), cost_of(bounds, outcome.proof.bound if settled else 0)
    )


def start(
    asked: Asked, case: api.Case, candidate: Candidate, clock: Clock, found_one: Callable[[], object] = lambda: None
) -> Tried | None:
    """The best roster that a change allows, made from the changed files and verified, whatever there was before.

    `found_one` is called as soon as there is any.
    """
    try:
        with changed(asked, case, candidate.changes) as trial:
            possible, roster = _lawful(trial, clock)
            if possible is False:
                return None
            first = roster and ProximitySearch(trial.problem, trial.rulebook, roster).cost(roster)
            if first is not None:
                found_one()
            seconds = clock.left(SECONDS_OF_THE_FIRST)
            options = Options(time_limit=max(LEAST_SECONDS, seconds), gap=GAP, workers=asked.workers)
            try:
                outcome = solve(trial.problem, trial.rulebook, options, stop=Deadline(clock))
            except OutOfTimeError:
                if not isinstance(first, Solution):
                    return None
                return Tried(first, unproved(first.report.short, first.report.objective), trial.problem)
            if first is None:
                found_one()
            near = ProximitySearch(trial.problem, trial.rulebook, outcome.roster).cost(outcome.roster)
            return Tried(near, known_of(outcome), trial.problem) if near else None
    except RosterError:  # no roster, or a change that tables or rules do not allow
        return None


def _lawful(case: api.Case, clock: Clock) -> tuple[bool | None, Roster | None]:
    """Whether the musts are soon seen to clash: then no roster need be looked for; else one that keeps them, if met."""
    explainer = Explainer(case.problem, musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook)))
    seconds = clock.left(SECONDS_TO_SEE)
    if len(case.problem.officers) * case.problem.horizon.days > MOST_BY_CREW:
        return (False if explainer.clashes((), seconds) else None), None
    answer = explainer.possible((), seconds)
    return answer.possible, answer.roster


def tried_near(
    asked: Asked,
    candidate: Candidate | None,
    case: api.Case,
    present: Roster,
    clock: Clock,
    days: Collection[int] | None = None,
) -> Tried | None:
    """The best roster near another one on the changed files, and what is proved of all; the unchanged without one.

    With `days` it is first looked for with all duties of other days as they are.
    """
    try:
        with changed(asked, case, candidate.changes if candidate else ()) as trial:
            around = ProximitySearch(trial.problem, trial.rulebook, present)
            seconds = clock.left(SECONDS_A_SOLVE)
            if not seconds:
                return None
            left, first = seconds * SEARCHING, None
            around.repair_seconds = min(seconds, DEFAULT.proximity.mending_seconds)
            if days is not None:
                first = around.best(Options(time_limit=left * FIRST, gap=GAP, workers=asked.workers), days=days)
                left *= 1 - FIRST
            found = around.best(
                Options(time_limit=left, gap=GAP, workers=asked.workers), first=first.roster if first else None
            )
            if first is not None and (found is None or first.cost < found.cost):
                found = first
            if found is None:
                return None
            return Tried(found, around.proved(found, seconds * (1 - SEARCHING)), trial.problem)
    except RosterError:
        return None


class Beside:
    """Changes of one case tried near its roster, each once; and the unchanged case searched once more from there.

    What a change is good for is told beside the best roster known of the unchanged case.
    """

    def __init__(self, asked: Asked, case: api.Case, outcome: Outcome) -> None:
        self._asked, self._case, self._outcome = asked, case, outcome
        self._tried: dict[tuple[Change, ...], Tried | None] = {}
        self._again: Tried | None = None
        self._looked = False

    def tried(self, candidate: Candidate, short: Shortfall, clock: Clock) -> Tried | None:
        """What comes out with a change; None where no less is short with it, or none of it is this.

        Less than in the best roster known without the change: proved of all of those, or there where the shortfall is.
        """
        known = candidate.changes in self._tried
        if not known:
            self._tried[candidate.changes] = tried_near(
                self._asked, candidate, self._case, self._outcome.roster, clock, self._days(short)
            )
        found = self._tried[candidate.changes]
        if found is None or not _less(short.priority, self._outcome.report, found.near.report):
            return None
        before = self._best(clock)
        if not _less(short.priority, before, found.near.report):
            return None
        if found.proved.cost[: short.priority] < self.proved(clock).least[: short.priority]:
            return found  # that less is short is due to the change; which crew of several is missing can be chosen
        after = missed(short, found.near.report, found.problem)
        return found if after < missed(short, before, self._case.problem) else None

    def _days(self, short: Shortfall) -> range | None:
        """The days of a shortfall, where it is of one, and those beside it."""
        if short.day is None:
            return None
        last = self._case.problem.horizon.days
        return range(max(0, short.day - NEAR_DAYS), min(last, short.day + NEAR_DAYS + 1))

    def proved(self, clock: Clock) -> Proved:
        """What is known of the unchanged case."""
        found = known_of(self._outcome)
        self._best(clock)
        if self._again is None:
            return found
        return Proved(min(found.cost, self._again.proved.cost), max(found.least, self._again.proved.least))

    def _best(self, clock: Clock) -> Report:
        """The findings of the best roster known of the unchanged case."""
        if not self._looked and not clock.over:
            self._looked = True
            self._again = tried_near(self._asked, None, self._case, self._outcome.roster, clock)
        again = self._again
        if again is not None and again.near.cost < known_of(self._outcome).cost:
            return again.near.report
        return self._outcome.report


def _less(priority: int, before: Report, after: Report) -> bool:
    """Whether less is short at a priority, and not more at an earlier one."""
    earlier = all(after.short.get(p, 0) <= before.short.get(p, 0) for p in range(1, priority))
    return earlier and after.short.get(priority, 0) < before.short.get(priority, 0)


def missed(short: Shortfall, report: Report, problem: Problem) -> int:
    """How much a roster misses of what a shortfall is about: its crew in its hours, or what its rule asks then."""
    crew = short.unit
    if crew is None:
        same_rule = [finding for finding in report.shortfalls if finding.rule == short.instance.rule]
        return sum(finding.amount for finding in same_rule if short.day in (None, finding.day))
    units = missing(problem, report.shortfalls).units
    same = [unit for unit in units if set(unit.kinds) & set(crew.kinds) and unit.span.overlap(crew.span)]
    return sum({id(finding): finding.amount for unit in same for finding in unit.follows}.values())
