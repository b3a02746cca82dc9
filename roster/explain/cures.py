"""Cures of clashes and shortfalls: each tried by solving again on the changed files, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from roster import api
from roster.domain.errors import RosterError
from roster.domain.outcome import Outcome
from roster.domain.roster import Roster
from roster.explain.candidate import Candidate
from roster.explain.candidates import Candidates
from roster.explain.trial import Asked, changed
from roster.model import all_limits
from roster.search.explain.clashes import Clash, Explainer, musts
from roster.search.explain.shortfalls import priced
from roster.search.explain.shrink import Clock
from roster.search.near import Near, Neighbour
from roster.search.run import Options

GAP = 0.02
SECONDS_OF_THE_FIRST, SECONDS_A_SOLVE = 12.0, 8.0
SECONDS_TO_LOOK_ON = 6.0
"""For whether the other musts still clash."""
WANTED = 3
DEEPEST = 3
"""So many changes in one cure, where several clashes must be cured at once."""
BRANCHES = 2
"""So many ways to go on from changes that do not suffice."""


@dataclass(frozen=True)
class Cure:
    """A change that was tried: a verified roster came out, with these shortfalls and this cost of wishes.

    `score_change` compares rosters found from the same start in the same time. That of the best rosters lies, as is
    proved where the shortfalls are the same, between `at_least` and `at_most`.
    """

    candidate: Candidate
    short: dict[int, int]
    objective: int
    score_change: int
    at_least: int
    at_most: int

    @property
    def order(self) -> tuple[object, ...]:
        """The cheapest first; what the law speaks against last."""
        return bool(self.candidate.law), _by_priority(self.short), self.objective


def _by_priority(short: dict[int, int]) -> tuple[int, ...]:
    return tuple(short.get(priority, 0) for priority in range(1, 10))


Try = Callable[[Candidate], Neighbour | None]
"""Tries a candidate: the verified roster that comes out, None without one."""


def cures_of_clash(
    asked: Asked,
    case: api.Case,
    explainer: Explainer,
    clash: Clash,
    clock: Clock,
    found_one: Callable[[], object] = lambda: None,
) -> list[Cure]:
    """Up to three cures, the cheapest first; with each there is a roster. `found_one` is called with the first."""

    known: list[Roster] = []

    def tried(candidate: Candidate) -> Neighbour | None:
        start = _start(asked, case, candidate, clock)
        if start is None:
            return None
        if not known:
            found_one()
            known.append(start.roster)
            better = _near(asked, candidate, case, start.roster, clock, SECONDS_OF_THE_FIRST) or start
            known[0] = better.roster
        return (
            _near(asked, candidate, case, known[0], clock) or start
        )  # all from one roster: what differs are the cures

    makers = Candidates(asked, case, explainer.groups)
    found = _try_all(_chains(makers, explainer, clash, clock), tried, clock)
    reports = {id(near): (_by_priority(near.report.short), near.report.objective) for _candidate, near in found}
    cheapest = min((near for _candidate, near in found), key=lambda near: reports[id(near)], default=None)
    return _cures(found, cheapest)


def cures_of_shortfall(
    asked: Asked, outcome: Outcome, case: api.Case, explainer: Explainer, clash: Clash, priority: int, clock: Clock
) -> list[Cure]:
    """Changes that make less short at this priority, and not more at an earlier one, near the present roster."""
    before = outcome.report.short

    def tried(candidate: Candidate) -> Neighbour | None:
        found = _near(asked, candidate, case, outcome.roster, clock)
        if found is None:
            return None
        short = found.report.short
        earlier = all(short.get(p, 0) <= before.get(p, 0) for p in range(1, priority))
        return found if earlier and short.get(priority, 0) < before.get(priority, 0) else None

    makers = Candidates(asked, case, explainer.groups, explainer.always)
    found = _try_all(chain(makers.of(clash), makers.larger(clash)), tried, clock, wanted=2)
    unchanged = _near(asked, None, case, outcome.roster, clock) if found else None
    return _cures(found, unchanged)


def _cures(found: list[tuple[Candidate, Neighbour]], other: Neighbour | None) -> list[Cure]:
    """Cures in order, each compared with another roster."""
    cures = []
    for candidate, near in found:
        cost, known = near.report.objective, other or near
        before = known.report.objective
        least, most = (0, 0) if near is known else (near.bound - before, cost - known.bound)
        cures.append(Cure(candidate, near.report.short, cost, cost - before, least, most))
    return sorted(cures, key=lambda cure: cure.order)


def _try_all(
    candidates: Iterator[Candidate], tried: Try, clock: Clock, wanted: int = WANTED
) -> list[tuple[Candidate, Neighbour]]:
    """Candidates that turned out to be cures; those against the law only where nothing else is one."""
    found: list[tuple[Candidate, Neighbour]] = []
    for candidate in candidates:
        if len(found) >= wanted or clock.over or (candidate.law and found):
            break
        if any(set(known.changes) <= set(candidate.changes) for known, _near in found):
            continue  # a cure, with more than it needs
        result = tried(candidate)
        if result is not None:
            found.append((candidate, result))
    return found


def _chains(makers: Candidates, explainer: Explainer, clash: Clash, clock: Clock) -> Iterator[Candidate]:
    """Candidates for a clash: single changes first, then those with more, as long as other musts still clash."""
    begun: list[tuple[Candidate | None, Clash]] = [(None, clash)]
    for _depth in range(DEEPEST):
        further: list[Candidate] = []
        for so_far, left in begun:
            for candidate in makers.single(left) if so_far is None else makers.of(left)[:BRANCHES]:
                changes = candidate if so_far is None else so_far + candidate
                if clock.over:
                    return
                if candidate.loosens and explainer.clashes(changes.loosens, clock.left(SECONDS_TO_LOOK_ON)):
                    further.append(changes)
                else:
                    yield changes
        begun = [
            (changes, following)
            for changes in further
            if not clock.over and (following := explainer.clash(changes.loosens, clock.left(SECONDS_TO_LOOK_ON)))
        ]


def _start(asked: Asked, case: api.Case, candidate: Candidate, clock: Clock) -> Neighbour | None:
    """A roster that a change allows, made from the changed files and verified: one in which nothing is short, if there
    is one, whatever wishes it leaves open."""
    try:
        with changed(asked, case, candidate.changes) as trial:
            limits = all_limits(trial.problem, trial.rulebook)
            groups = musts(trial.problem, trial.rulebook, limits)
            roster = Explainer(trial.problem, groups).possible(seconds=clock.left(SECONDS_TO_LOOK_ON)).roster
            if roster is None:
                return None
            asked_for = [limit for _rule, _tier, limit in priced(trial.rulebook, limits)]
            full = Explainer(trial.problem, groups, asked_for).possible(seconds=clock.left(SECONDS_TO_LOOK_ON)).roster
            roster = full or roster
            return Near(trial.problem, trial.rulebook, roster, limits=limits).cost(roster)
    except RosterError:  # no roster, none in time, or a change that tables or rules do not allow
        return None


def _near(
    asked: Asked,
    candidate: Candidate | None,
    case: api.Case,
    present: Roster,
    clock: Clock,
    seconds: float = SECONDS_A_SOLVE,
) -> Neighbour | None:
    """The best roster near another one on the changed files."""
    try:
        with changed(asked, case, candidate.changes if candidate else ()) as trial:
            options = Options(time_limit=max(1.0, clock.left(seconds)), gap=GAP)
            return Near(trial.problem, trial.rulebook, present).best(options)
    except RosterError:
        return None
