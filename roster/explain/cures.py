"""Cures of clashes and shortfalls: each tried by solving again on the changed files, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from roster import api
from roster.arithmetic.nature import by_nature
from roster.domain.price import Price, Proved, price
from roster.domain.roster import Roster
from roster.explain.by_kind import ByKind, NoCure
from roster.explain.candidate import FOR_ALL, KINDS, Candidate
from roster.explain.candidates import Candidates
from roster.explain.nature_changes import of_nature
from roster.explain.trial import Asked
from roster.explain.trials import Beside, Tried, start, tried_near
from roster.search.explain.clashes import Clash, Explainer
from roster.search.explain.mus import Clock
from roster.search.explain.shortfalls import Shortfall

SECONDS_TO_LOOK_ON = 6.0
"""For whether the other musts still clash."""
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

    def beside(self, shown: Iterable[Cure]) -> tuple[tuple[Cure, ...], tuple[Cure, ...]]:
        """Those that are not among the ones shown already, and those of these that are the same."""
        known = {cure.candidate.changes: cure for cure in shown}
        new, same = list[Cure](), list[Cure]()
        for cure in self:
            every = (cure, *cure.also)
            same += [known[one.candidate.changes] for one in every if one.candidate.changes in known]
            fresh = [one for one in every if one.candidate.changes not in known]
            if fresh:
                new.append(replace(fresh[0], also=tuple(fresh[1:])))
        return tuple(new), tuple(same)

    def priced(self, before: Proved) -> Cures:
        """The same, each with what it costs more than the unchanged rules."""

        def of(cure: Cure) -> Cure:
            return replace(cure, price=price(before, cure.cost), also=tuple(map(of, cure.also)))

        return Cures(map(of, self), self.missing)


def cures_of_clash(
    asked: Asked,
    case: api.Case,
    explainer: Explainer,
    clash: Clash,
    clock: Clock,
    found_one: Callable[[Candidate], object] = lambda candidate: None,
) -> Cures:
    """The cheapest cure found of each kind; with each there is a roster. `found_one` is told the first at once."""

    known: list[Roster] = []

    def tried(candidate: Candidate) -> Tried | None:
        if not known:
            first = start(asked, case, candidate, clock, lambda: found_one(candidate))
            if first is not None:
                known.append(first.near.roster)
            return first
        found = tried_near(asked, candidate, case, known[0], clock)  # all from one roster: what differs are the cures
        return found or start(asked, case, candidate, clock)

    makers = Candidates(asked, case, explainer, clock)
    further: list[Candidate] = []

    def suffices(candidate: Candidate) -> bool:
        if candidate.loosens and _whole(explainer, clash, candidate).clashes(
            candidate.loosens, clock.left(SECONDS_TO_LOOK_ON)
        ):
            further.append(candidate)
            return False
        return True

    kinds = ByKind(tried, clock)
    about = {member.rule for member in clash.members}
    lacks = [one for one in by_nature(case.problem, case.rulebook) if {one.rule.name} == about]
    easy = [*makers.of(clash), *(candidate for lack in lacks for candidate in of_nature(lack, asked, case))]
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
    asked: Asked,
    case: api.Case,
    explainer: Explainer,
    clash: Clash | None,
    short: Shortfall,
    beside: Beside,
    clock: Clock,
) -> Cures:
    """Of each kind the cheapest change that makes less of a shortfall, and nothing short that is more urgent.

    What lacks by nature needs no `clash`.
    """
    makers = Candidates(asked, case, explainer, clock)
    kinds = ByKind(lambda candidate: beside.tried(candidate, short, clock), clock)
    if short.lack is not None:
        kinds.go(of_nature(short.lack, asked, case))
    elif clash is not None:
        easy = makers.of(clash)
        kinds.go(candidate for candidate in easy if not candidate.law)
        if len(kinds.found) < len(KINDS) and not clock.over:
            kinds.go(candidate for candidate in makers.larger(clash) if not candidate.law)
        if not kinds.found:
            kinds.go(candidate for candidate in (*easy, *makers.larger(clash)) if candidate.law)
        else:
            makers.keep_to_the_law(easy)
    kinds.alternatives(kinds=("vehicle",))
    before = beside.proved(clock) if kinds.found else None
    cheapest = _cheapest(kinds, makers, lambda candidate, one: Cure(candidate, one.proved))
    return cheapest if before is None else cheapest.priced(before)


def _cheapest(kinds: ByKind[Tried], makers: Candidates, cure: Callable[[Candidate, Tried], Cure]) -> Cures:
    """The cheapest of each kind, with the others of it; where costs are equal the one that was tried first."""
    best = []
    for found in kinds.found.values():
        first, *others = sorted((cure(*one) for one in found), key=lambda cure: cure.order)
        as_good = (one for one in others if one.cost.cost[:-1] == first.cost.cost[:-1])  # no shorter at any priority
        best.append(replace(first, also=tuple(as_good)))
    return Cures(sorted(best, key=lambda cure: cure.order), kinds.missing(makers.blocked))


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
                changes = makers.both(clash, so_far, candidate)
                known = _whole(explainer, clash, changes)
                if candidate.loosens and known.clashes(changes.loosens, clock.left(SECONDS_TO_LOOK_ON)):
                    further.append(changes)
                else:
                    yield changes
        begun = further
