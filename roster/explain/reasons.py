"""Why each shortfall of a roster is there, soonest proved first: arithmetic, then a flow of people, then search.

    found = Reasons(case, limits, rows, outcome).of(every, Clock(40))    # -> a Reason for each shortfall

What is short for a missing crew is settled first by what tables and musts say of such a crew alone, then by counting
people and vehicles and by what must be short of its priority, then by the flow of people through their days, and only
then by search. None is left out: each reason says whether the shortfall is proved unavoidable, can be had after all, or
is open, and what was tried.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Literal

from roster import api
from roster.arithmetic.impossible_units import Impossible
from roster.arithmetic.necessary import deficit_of
from roster.arithmetic.needs import Needs
from roster.domain.outcome import Outcome
from roster.explain.reason_words import ReasonWords
from roster.explain.rows import Rows
from roster.explain.together import Together
from roster.rules.roster.absence import Absence
from roster.search.explain.clashes import Clash
from roster.search.explain.constraint_groups import group_of
from roster.search.explain.flow import Flow, Scarcity
from roster.search.explain.mus import Clock
from roster.search.explain.one_more import OneMore
from roster.search.explain.shortfalls import Binding, Shortfall
from roster.tiers import Limits

Look = Callable[["_Known", Clock, float], None]
Verdict = Literal["unavoidable", "avoidable", "open"]

COUNTING, FLOWING, LINEAR, LONGER, SEARCHING = 0.5, 0.3, 0.5, 0.3, 0.6
"""Parts of what time is left then: for arithmetic, for the flow of people, for what the linear side proves, for more of
the flow, and for search; the rest is for clashes."""
SECONDS_A_CLASH, LEAST_SEARCH = 30.0, 0.5
KNOWN_ONES, SECONDS_A_KNOWN_ONE = 3, 8.0
"""So many clashes of other shortfalls are tried first."""
SHARE = 1.5
"""Of the time that is left, so many times an equal part may go into one shortfall."""
POLL_SECONDS = 0.1
MANY_LINES = 24
"""A clash that was not shortened is not told beside a sentence of arithmetic if it has more members."""


@dataclass(frozen=True)
class Reason:
    """What is known of one shortfall: whether it is proved that no roster closes it beside what else is met.

    `said` are sentences that prove it; shortfalls of one `key` have the same ones. `clash` is the smallest set of musts
    and demands that forces it, where one was found. `facts` tell who is away where nothing is proved. With `together`
    they say how many of the crews that are missing must be.
    """

    verdict: Verdict
    said: tuple[str, ...] = ()
    clash: Clash | None = None
    tried: tuple[str, ...] = ()
    seconds: float = 0.0
    key: object = None
    facts: tuple[str, ...] = ()
    together: bool = False


@dataclass
class _Known:
    """What is found of one shortfall so far."""

    short: Shortfall
    verdict: Verdict = "open"
    said: tuple[str, ...] = ()
    clash: Clash | None = None
    tried: list[str] = field(default_factory=list)
    seconds: float = 0.0
    key: object = None
    flows: bool = True  # whether the flow of people may still show something
    order: int = 0  # of those that are settled, the first ones first
    facts: tuple[str, ...] = ()


class Reasons:
    """Looks for the reasons of what one roster leaves short."""

    def __init__(
        self,
        case: api.Case,
        limits: Limits,
        rows: Rows,
        outcome: Outcome,
        workers: int = 2,
        least: Mapping[int, int] | None = None,
    ) -> None:
        """`least` is what must be short of a priority while all that is as urgent is as well met as in the outcome."""
        self.workers = workers
        self.case, self.binding = case, Binding(case.problem, case.rulebook, limits, outcome.roster)
        rules = [rule for rule in case.rulebook.rules if rule.must]
        self._musts = [(rule, limit) for rule in rules for limit in limits[rule.name]]
        self.flow = Flow(case.problem, self._musts)
        self.impossible = Impossible(case.problem, case.rulebook, limits)
        self.words = ReasonWords(case.problem, case.rulebook, rows, self.flow)
        self._beside = OneMore(case.problem, case.rulebook, limits, outcome.roster)
        self._together = Together(self.binding, outcome, least or {})
        self._settled = 0
        self._scarce: list[Scarcity] = []
        self._clashes: list[Clash] = []

    def of(self, every: Sequence[Shortfall], clock: Clock) -> list[tuple[Shortfall, Reason]]:
        """Each shortfall with its reason, those soonest proved first, and those that nobody could prove last."""
        found = [_Known(short) for short in every]
        for look, share, effort in (
            (self._count, COUNTING, 0.0),
            (self._too_few, 1.0, 0.0),
            (self._flow, FLOWING, self.flow.tuning.flow_work),
            (self._one_more, LINEAR, 0.0),
            (self._flow, LONGER, self.flow.tuning.longer_flow_work),
            (self._search, SEARCHING, 0.0),
        ):
            open_ones = [one for one in found if one.verdict == "open"]
            self._all(open_ones, look, Clock(clock.left() * share), effort)
        told = [one for one in _representatives(found) if one.clash is None and one.short.lack is None]
        for number, one in enumerate(told):
            equal = clock.left() / (len(told) - number)
            self._timed(one, self._clash, Clock(clock.left(min(SECONDS_A_CLASH, 2 * equal))), 0)
        lower = self._together.at_least([one.short for one in found if one.short.unit])
        for one in found:
            if one.verdict == "open" and one.short.unit and one.short.priority in lower:
                one.facts = (self.words.at_least(lower[one.short.priority]),)
        found.sort(key=lambda one: ({"unavoidable": 0, "avoidable": 1, "open": 2}[one.verdict], one.order))
        return [(one.short, self._reason(one)) for one in found]

    def _all(self, ones: Sequence[_Known], look: Look, clock: Clock, effort: float) -> None:
        """Look at each, some side by side; what one leaves of its share the others have."""
        left = len(ones)

        def one_by_one(one: _Known) -> None:
            nonlocal left
            share = SHARE * self.workers / max(1, left)
            self._timed(one, look, Clock(clock.left() * min(1.0, share)), effort)
            left -= 1

        pool = ThreadPoolExecutor(self.workers)
        try:
            waiting = {pool.submit(one_by_one, one) for one in ones}
            while waiting:  # short waits, so that a signal is answered
                done, waiting = wait(waiting, POLL_SECONDS)
                for future in done:
                    future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _reason(self, one: _Known) -> Reason:
        clash = one.clash
        if clash is not None and one.said and not clash.smallest and len(clash.members) > MANY_LINES:
            clash = None
        away = self.words.facts(one.short.unit) if one.short.unit and not one.said and clash is None else ()
        facts = (*one.facts, *away)
        key = one.key if one.key is not None or not (one.said or facts) else (one.verdict, one.said, facts)
        return Reason(one.verdict, one.said, clash, tuple(one.tried), one.seconds, key, facts, bool(one.facts))

    def about(self, short: Shortfall) -> Clash | None:
        """What a missing crew is about, not shown to be smallest nor even a clash: for what might cure it.

        The rows and rules that ask for it, and the leave of those who are away and of a quality that it needs.
        """
        if short.unit is None:
            return None
        asking = dict.fromkeys(group_of(rule, limit, self.case.problem) for rule, limit in short.own)
        away = set(self.words.who_is_away(short.unit))
        absent = {rule.name for rule in self.case.rulebook.rules if rule.must and isinstance(rule, Absence)}
        leave = (instance for instance in self.binding.musts if instance.rule in absent and instance.officer in away)
        return Clash((*asking, *leave), proved=False, named=False)

    def _timed(self, one: _Known, look: Look, clock: Clock, effort: float) -> None:
        began = time.monotonic()
        look(one, clock, effort)
        one.seconds += time.monotonic() - began
        if one.verdict != "open" and not one.order:
            self._settled += 1
            one.order = self._settled

    def _prove(self, one: _Known, said: tuple[str, ...], key: object) -> None:
        one.verdict, one.said, one.key = "unavoidable", said, key

    def needs(self, short: Shortfall) -> Needs:
        """How many crews and people the musts, what is as urgent and met, and a missing crew ask for."""
        rulebook = self.case.rulebook
        asked = [(rulebook[rule], limit) for rule, limit in self.binding.asked(short)]
        return Needs(self.case.problem, [*self._musts, *asked])

    def _count(self, one: _Known, clock: Clock, effort: float) -> None:
        """What is so of any such crew, then what counting shows."""
        unit = one.short.unit
        if one.short.lack is not None:
            self._prove(one, (), one.short.lack)
        if unit is None:
            return
        alone, key = self.words.by_itself(unit, self.impossible)
        if alone:
            self._prove(one, alone, key)
            return
        one.tried.append(self.words.tables())
        if clock.over:
            return
        one.tried.append(self.words.counted())
        needs = self.needs(one.short)
        lack = deficit_of(self.case.problem, needs, self.flow.persons, self.flow.groups, unit)
        if lack is not None:
            key = (lack.quality, lack.first, lack.last, lack.shifts, lack.slot)
            self._prove(one, self.words.counting(lack, unit), key)

    def _flow(self, one: _Known, clock: Clock, effort: float) -> None:
        unit = one.short.unit
        if unit is None or clock.over or not one.flows:
            return
        needs = self.needs(one.short)
        answer = self.flow.scarcity(needs, unit, clock, self._scarce[-KNOWN_ONES:], effort)
        one.flows = answer.possible is None
        if answer.scarce is not None:
            if answer.scarce.key not in {known.key for known in self._scarce}:
                self._scarce.append(answer.scarce)
            self._prove(one, self.words.flowing(answer.scarce, unit), answer.scarce.key)
        else:
            one.tried = [*dict.fromkeys([*one.tried, self.words.flowed()])]

    def _too_few(self, one: _Known, _clock: Clock, _effort: float) -> None:
        """Whether less would be short of its priority than can be."""
        fewest = self._together.too_few(one.short)
        if fewest is not None:
            away = self.words.facts(one.short.unit) if one.short.unit else ()
            self._prove(one, (self.words.too_few(fewest), *away), None)

    def _one_more(self, one: _Known, clock: Clock, _effort: float) -> None:
        """Whether a roster by unit kind can close it."""
        if clock.over:
            return
        possible = self._beside.possible(one.short, clock)
        one.tried.append(self.words.by_kind())
        if possible is False:
            one.verdict = "unavoidable"

    def _search(self, one: _Known, clock: Clock, _effort: float) -> None:
        """Whether a roster can close it, by search."""
        began = clock.left()
        if began < LEAST_SEARCH:
            return
        answer = self.binding.explainer(one.short).possible((), began)
        one.tried.append(self.words.searched(began - clock.left()))
        if answer.possible is not None:
            one.verdict = "avoidable" if answer.possible else "unavoidable"

    def _clash(self, one: _Known, clock: Clock, _effort: float) -> None:
        """The smallest set that forces it, among the members of others' first."""
        if clock.over:
            return
        known = list({clash.members: clash for clash in self._clashes}.values())
        known.sort(key=lambda clash: one.short.day not in {day for days in clash.days.values() for day in days})
        same = (self.binding.same(one.short, clash, clock.left(SECONDS_A_KNOWN_ONE)) for clash in known[:KNOWN_ONES])
        clash = next(filter(None, same), None) or self.binding.clash(one.short, clock.left(SECONDS_A_CLASH))
        if clash is not None:
            one.verdict, one.clash = "unavoidable", clash
            one.key = one.key or clash.members
            self._clashes.append(clash)


def _representatives(found: Sequence[_Known]) -> list[_Known]:
    """One of each reason, and all without one, the most urgent first; of what can be had there is nothing to say."""
    told: dict[object, _Known] = {}
    for number, one in enumerate(found):
        if one.verdict != "avoidable":
            told.setdefault(number if one.key is None else one.key, one)
    return sorted(told.values(), key=lambda one: (one.short.priority, one.verdict == "open"))
