"""Cures of clashes and shortfalls: each tried by solving again on the changed files, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from roster import api
from roster.domain.errors import OutOfTimeError, RosterError
from roster.domain.outcome import Outcome
from roster.domain.price import Price, Proved, cost_of, price
from roster.domain.roster import Roster
from roster.explain.by_kind import ByKind, NoCure
from roster.explain.candidate import FOR_ALL, KINDS, Candidate
from roster.explain.candidates import Candidates
from roster.explain.trial import Asked, changed
from roster.model import all_limits
from roster.search.explain.clashes import Clash, Explainer, musts
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
MOST_BY_CREW = 1000
"""Officers times days: of more of them the musts are asked by unit kind only."""
DEEPEST = 3
"""So many changes in one cure, where several clashes must be cured at once."""
BRANCHES = 2
"""So many ways to go on from changes that do not suffice."""


@dataclass(frozen=True)
class Cure:
    """A change that was tried: a verified roster came out.

    `cost` says what it costs and what is proved beside it; `price` what it costs more than the unchanged rules, where
    those have a roster; `also` are others of its kind that do as well.
    """

    candidate: Candidate
    cost: Proved
    price: Price | None = None
    also: tuple[Cure, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """The cheapest first; then what changes a rule for everybody, and what the law speaks against last."""
        kind = self.candidate.kind
        return bool(self.candidate.law), kind in FOR_ALL, self.cost.cost, self.cost.least, list(KINDS).index(kind)


class Cures(list[Cure]):
    """Cures, the best first: one of each kind; `missing` says of every other kind why it has none."""

    def __init__(self, cures: Iterable[Cure] = (), missing: tuple[NoCure, ...] = ()) -> None:
        super().__init__(cures)
        self.missing = missing


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
) -> Cures:
    """The cheapest cure found of each kind; with each there is a roster. `found_one` is called with the first."""

    known: list[Roster] = []

    def tried(candidate: Candidate) -> Tried | None:
        if not known:
            first = _start(asked, case, candidate, clock, found_one)
            if first is not None:
                known.append(first.near.roster)
            return first
        found = _near(asked, candidate, case, known[0], clock)  # all from one roster: what differs are the cures
        return found or _start(asked, case, candidate, clock)

    makers = Candidates(asked, case, explainer)
    further: list[Candidate] = []

    def suffices(candidate: Candidate) -> bool:
        if candidate.loosens and _whole(explainer, clash, candidate).clashes(
            candidate.loosens, clock.left(SECONDS_TO_LOOK_ON)
        ):
            further.append(candidate)
            return False
        return True

    kinds = ByKind(tried, clock)
    easy = makers.of(clash)
    kinds.go((candidate for candidate in easy if not candidate.law), suffices)
    if len(kinds.found) < len(KINDS) and not clock.over:
        kinds.go((candidate for candidate in makers.larger(clash) if not candidate.law), suffices)
    if not kinds.found or kinds.ample:  # several changes at once, of kinds of which one does not help
        kinds.go(_chains(makers, explainer, clash, kinds.lacking(further), clock))
    if not kinds.found:  # what the law speaks against only where nothing else helps
        kinds.go((candidate for candidate in (*easy, *makers.larger(clash)) if candidate.law), suffices)
    else:
        makers.keep_to_the_law(easy)
    kinds.alternatives(suffices)
    return _cheapest(kinds, makers, lambda candidate, one: Cure(candidate, one.proved))


def cures_of_shortfall(
    asked: Asked, outcome: Outcome, case: api.Case, explainer: Explainer, clash: Clash, priority: int, clock: Clock
) -> Cures:
    """Of each kind the cheapest change that makes less short at this priority, and not more at an earlier one."""
    before = outcome.report.short

    def tried(candidate: Candidate) -> Tried | None:
        found = _near(asked, candidate, case, outcome.roster, clock)
        if found is None:
            return None
        short = found.near.report.short
        earlier = all(short.get(p, 0) <= before.get(p, 0) for p in range(1, priority))
        return found if earlier and short.get(priority, 0) < before.get(priority, 0) else None

    makers = Candidates(asked, case, explainer)
    kinds = ByKind(tried, clock)
    easy = makers.of(clash)
    kinds.go(candidate for candidate in easy if not candidate.law)
    if len(kinds.found) < len(KINDS) and not clock.over:
        kinds.go(candidate for candidate in makers.larger(clash) if not candidate.law)
    if not kinds.found:
        kinds.go(candidate for candidate in (*easy, *makers.larger(clash)) if candidate.law)
    else:
        makers.keep_to_the_law(easy)
    kinds.alternatives(kinds=("vehicle",))
    unchanged = _unchanged(outcome, _near(asked, None, case, outcome.roster, clock) if kinds.found else None)
    return _cheapest(kinds, makers, lambda candidate, one: Cure(candidate, one.proved, price(unchanged, one.proved)))


def _cheapest(kinds: ByKind[Tried], makers: Candidates, cure: Callable[[Candidate, Tried], Cure]) -> Cures:
    """The cheapest of each kind, with the others of it; where costs are equal the one that was tried first."""
    best = []
    for found in kinds.found.values():
        first, *others = sorted((cure(*one) for one in found), key=lambda cure: cure.order)
        as_good = (one for one in others if one.cost.cost[:-1] == first.cost.cost[:-1])  # no shorter at any priority
        best.append(replace(first, also=tuple(as_good)))
    return Cures(sorted(best, key=lambda cure: cure.order), kinds.missing(makers.blocked))


def _unchanged(outcome: Outcome, again: Tried | None) -> Proved:
    """What is known of the unchanged rules: from the search that made the roster, and from one more from there."""
    settled = all(tier.bound == tier.short for tier in outcome.tiers)
    bounds = {tier.priority: tier.bound for tier in outcome.tiers}
    found = Proved(
        cost_of(outcome.report.short, outcome.report.objective), cost_of(bounds, outcome.bound if settled else 0)
    )
    return Proved(min(found.cost, again.proved.cost), max(found.least, again.proved.least)) if again else found


def _whole(explainer: Explainer, clash: Clash, changes: Candidate) -> Explainer:
    """The explainer in which everything that is loosened has its limits."""
    return explainer if all(one.rule for one in changes.loosens) else explainer.whole(clash)


def _chains(
    makers: Candidates, explainer: Explainer, clash: Clash, begun: list[Candidate], clock: Clock
) -> Iterator[Candidate]:
    """Two changes and more, where after each that has `begun` other musts still clash."""
    for _depth in range(1, DEEPEST):
        further: list[Candidate] = []
        for so_far in begun if not clock.over else ():
            left = _whole(explainer, clash, so_far).clash(so_far.loosens, clock.left(SECONDS_TO_LOOK_ON))
            lawful = [one for one in makers.of(left) if not one.law] if left and not clock.over else []
            of_its_kind = [one for one in lawful if one.kind == so_far.kind]
            for candidate in (of_its_kind or lawful)[:BRANCHES]:
                changes = so_far + candidate
                known = _whole(explainer, clash, changes)
                if candidate.loosens and known.clashes(changes.loosens, clock.left(SECONDS_TO_LOOK_ON)):
                    further.append(changes)
                else:
                    yield changes
        begun = further


def _start(
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
            lawful = None
            if roster is not None:
                lawful = Near(trial.problem, trial.rulebook, roster).cost(roster)
            if lawful is not None:
                found_one()
            seconds = max(1.0, clock.left(SECONDS_OF_THE_FIRST))
            options = Options(time_limit=seconds, gap=GAP, workers=asked.workers)
            try:
                outcome = solve(trial.problem, trial.rulebook, options)
            except OutOfTimeError:
                if lawful is None:
                    return None
                return Tried(lawful, Proved(lawful.cost, cost_of({}, 0)))
            if lawful is None:
                found_one()
            near = Near(trial.problem, trial.rulebook, outcome.roster).cost(outcome.roster)
            return Tried(near, _unchanged(outcome, None)) if near else None
    except RosterError:  # no roster, none in time, or a change that tables or rules do not allow
        return None


def _lawful(case: api.Case, clock: Clock) -> tuple[bool | None, Roster | None]:
    """Whether the musts are soon seen to clash: then no roster need be looked for; else one that keeps them, if met."""
    explainer = Explainer(case.problem, musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook)))
    seconds = clock.left(SECONDS_TO_LOOK_ON)
    if len(case.problem.officers) * case.problem.horizon.days > MOST_BY_CREW:
        return (False if explainer.clashes((), seconds) else None), None
    answer = explainer.possible((), seconds)
    return answer.possible, answer.roster


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
            found = near.best(Options(time_limit=seconds * SEARCHING, gap=GAP, workers=asked.workers))
            return Tried(found, near.proved(found, seconds * (1 - SEARCHING))) if found else None
    except RosterError:
        return None
