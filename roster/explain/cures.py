"""Cures of clashes and shortfalls: each tried by solving again on the changed files, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from roster import api
from roster.domain.errors import RosterError
from roster.domain.outcome import Outcome
from roster.domain.price import Price, Proved, cost_of, price
from roster.domain.roster import Roster
from roster.explain.candidate import Candidate
from roster.explain.candidates import Candidates
from roster.explain.trial import Asked, changed
from roster.search.explain.clashes import Clash, Explainer
from roster.search.explain.shrink import Clock
from roster.search.near import Near, Neighbour
from roster.search.run import Options
from roster.search.solve import solve

GAP = 0.02
SECONDS_OF_THE_FIRST, SECONDS_A_SOLVE = 12.0, 8.0
SECONDS_TO_LOOK_ON = 6.0
"""For whether the other musts still clash."""
SEARCHING = 0.6
"""The part of a solve's time in which a roster is looked for; in the rest its cost is bounded."""
WANTED = 3
DEEPEST = 3
"""So many changes in one cure, where several clashes must be cured at once."""
BRANCHES = 2
"""So many ways to go on from changes that do not suffice."""


@dataclass(frozen=True)
class Cure:
    """A change that was tried: a verified roster came out.

    `cost` says what it costs and what is proved beside it; `price` what it costs more than the unchanged rules, where
    those have a roster.
    """

    candidate: Candidate
    cost: Proved
    price: Price | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """The cheapest first; what the law speaks against last."""
        return bool(self.candidate.law), self.cost.cost, self.cost.least


@dataclass(frozen=True)
class Tried:
    """The roster that comes out with a change, and what is proved of every such roster."""

    near: Neighbour
    proved: Proved


Try = Callable[[Candidate], Tried | None]
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

    def tried(candidate: Candidate) -> Tried | None:
        if not known:
            first = _start(asked, case, candidate, clock)
            if first is not None:
                found_one()
                known.append(first.near.roster)
            return first
        found = _near(asked, candidate, case, known[0], clock)  # all from one roster: what differs are the cures
        return found or _start(asked, case, candidate, clock)

    makers = Candidates(asked, case, explainer)
    found = _try_all(_chains(makers, explainer, clash, clock), tried, clock)
    return sorted((Cure(candidate, one.proved) for candidate, one in found), key=lambda cure: cure.order)


def cures_of_shortfall(
    asked: Asked, outcome: Outcome, case: api.Case, explainer: Explainer, clash: Clash, priority: int, clock: Clock
) -> list[Cure]:
    """Changes that make less short at this priority, and not more at an earlier one, near the present roster."""
    before = outcome.report.short

    def tried(candidate: Candidate) -> Tried | None:
        found = _near(asked, candidate, case, outcome.roster, clock)
        if found is None:
            return None
        short = found.near.report.short
        earlier = all(short.get(p, 0) <= before.get(p, 0) for p in range(1, priority))
        return found if earlier and short.get(priority, 0) < before.get(priority, 0) else None

    makers = Candidates(asked, case, explainer)
    found = _try_all(chain(makers.of(clash), makers.larger(clash)), tried, clock, wanted=2)
    unchanged = _unchanged(outcome, _near(asked, None, case, outcome.roster, clock) if found else None)
    cures = [Cure(candidate, one.proved, price(unchanged, one.proved)) for candidate, one in found]
    return sorted(cures, key=lambda cure: cure.order)


def _unchanged(outcome: Outcome, again: Tried | None) -> Proved:
    """What is known of the unchanged rules: from the search that made the roster, and from one more from there."""
    settled = all(tier.bound == tier.short for tier in outcome.tiers)
    bounds = {tier.priority: tier.bound for tier in outcome.tiers}
    found = Proved(
        cost_of(outcome.report.short, outcome.report.objective), cost_of(bounds, outcome.bound if settled else 0)
    )
    return Proved(min(found.cost, again.proved.cost), max(found.least, again.proved.least)) if again else found


def _try_all(
    candidates: Iterator[Candidate], tried: Try, clock: Clock, wanted: int = WANTED
) -> list[tuple[Candidate, Tried]]:
    """Candidates that turned out to be cures; those against the law only where nothing else is one."""
    found: list[tuple[Candidate, Tried]] = []
    for candidate in candidates:
        if len(found) >= wanted or clock.over or (candidate.law and found):
            break
        if any(set(known.changes) <= set(candidate.changes) for known, _tried in found):
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
                known = explainer if all(one.rule for one in changes.loosens) else explainer.whole(clash)
                if candidate.loosens and known.clashes(changes.loosens, clock.left(SECONDS_TO_LOOK_ON)):
                    further.append(changes)
                else:
                    yield changes
        begun = []
        for changes in further if not clock.over else ():
            known = explainer if all(one.rule for one in changes.loosens) else explainer.whole(clash)
            following = known.clash(changes.loosens, clock.left(SECONDS_TO_LOOK_ON))
            if following:
                begun.append((changes, following))


def _start(asked: Asked, case: api.Case, candidate: Candidate, clock: Clock) -> Tried | None:
    """The best roster that a change allows, made from the changed files and verified, whatever there was before."""
    try:
        with changed(asked, case, candidate.changes) as trial:
            options = Options(time_limit=max(1.0, clock.left(SECONDS_OF_THE_FIRST)), gap=GAP)
            outcome = solve(trial.problem, trial.rulebook, options)
            near = Near(trial.problem, trial.rulebook, outcome.roster).cost(outcome.roster)
            return Tried(near, _unchanged(outcome, None)) if near else None
    except RosterError:  # no roster, none in time, or a change that tables or rules do not allow
        return None


def _near(
    asked: Asked,
    candidate: Candidate | None,
    case: api.Case,
    present: Roster,
    clock: Clock,
) -> Tried | None:
    """The best roster near another one on the changed files, and what is proved of all."""
    try:
        with changed(asked, case, candidate.changes if candidate else ()) as trial:
            near = Near(trial.problem, trial.rulebook, present)
            seconds = max(1.0, clock.left(SECONDS_A_SOLVE))
            found = near.best(Options(time_limit=seconds * SEARCHING, gap=GAP))
            return Tried(found, near.proved(found, seconds * (1 - SEARCHING))) if found else None
    except RosterError:
        return None
