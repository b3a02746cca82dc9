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
from roster.search.explain.clashes import Clash, Explainer, clashes
from roster.search.explain.shrink import Clock
from roster.search.near import Near, Neighbour
from roster.search.run import Options

GAP = 0.02
SECONDS_OF_THE_FIRST, SECONDS_A_SOLVE = 18.0, 8.0
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
        if not known:
            outcome = _solved(asked, case, candidate, clock)
            if outcome is None:
                return None
            known.append(outcome.roster)
            found_one()
        return _near(asked, candidate, case, known[0], clock)  # all from the same roster: what differs are the cures

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
        further: list[tuple[Candidate | None, Clash]] = []
        for so_far, left in begun:
            if clock.over:
                return
            single = chain(makers.of(left), makers.larger(left))
            for candidate in single if so_far is None else makers.of(left)[:BRANCHES]:
                changes = candidate if so_far is None else so_far + candidate
                if clock.over:
                    return
                seconds = clock.left(SECONDS_TO_LOOK_ON)
                following = explainer.clash(changes.loosens, seconds) if candidate.loosens else None
                if following is None:
                    yield changes
                else:
                    further.append((changes, following))
        begun = further


def _solved(asked: Asked, case: api.Case, candidate: Candidate, clock: Clock) -> Outcome | None:
    """The roster that a change allows, made from the changed files and verified; None where there is none."""
    try:
        with changed(asked, case, candidate.changes) as trial:
            if not candidate.loosens and _still_clashes(trial, clock):
                return None
            return api.solve(trial, time_limit=max(1.0, clock.left(SECONDS_OF_THE_FIRST)), gap=GAP, plan_time=0)
    except RosterError:  # no roster, none in time, or a change that tables or rules do not allow
        return None


def _still_clashes(case: api.Case, clock: Clock) -> bool:
    limits = all_limits(case.problem, case.rulebook)
    return bool(clashes(case.problem, case.rulebook, limits, most=1, seconds=clock.left(SECONDS_TO_LOOK_ON)))


def _near(asked: Asked, candidate: Candidate | None, case: api.Case, present: Roster, clock: Clock) -> Neighbour | None:
    """The best roster near another one on the changed files."""
    try:
        with changed(asked, case, candidate.changes if candidate else ()) as trial:
            options = Options(time_limit=max(1.0, clock.left(SECONDS_A_SOLVE)), gap=GAP)
            return Near(trial.problem, trial.rulebook, present).best(options)
    except RosterError:
        return None
