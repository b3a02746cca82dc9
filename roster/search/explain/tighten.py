"""A roster of which nothing more that is short can be had beside what is met, and the proof of that.

Priority after priority, as little short as can be while every demand that is as urgent stays as well met as it is: a
small question beside the least that can be short at all, and the one that matters to whoever misses a crew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from roster.aggregation import aggregate
from roster.decisions import roster_of
from roster.domain.findings import Report, Tier
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.model import Model
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.variables import Valuation
from roster.search.crew_cuts import Cut
from roster.search.engines.highs import BranchAndCut
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.explain.shortfalls import as_met, priced
from roster.search.hurried import in_order
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.portfolio import Verifying, solve_model
from roster.search.run import Options, SolveResult, Stop, Watch
from roster.search.score import values
from roster.search.state import SearchState
from roster.solvers.relaxation import relaxation_bound


class Latest:
    """The solutions of a step as they come: whether there is a better one than at first, and for how long."""

    def __init__(self, objective: int, first: int, resting: float) -> None:
        self._resting = resting
        self._objective, self._first, self._least, self._since = objective, first, first, time.monotonic()

    def see(self, solution: tuple[int, ...], _bound: int) -> None:
        """One more solution, given as values of all variables."""
        if solution[self._objective] < self._least:
            self._least, self._since = solution[self._objective], time.monotonic()

    def rests(self) -> bool:
        """Whether a better one was found, and nothing since for some seconds."""
        return self._least < self._first and time.monotonic() - self._since > self._resting


def tightened(
    problem: Problem, rulebook: Rulebook, outcome: Outcome, options: Options, watch: Watch, stop: Stop
) -> tuple[Outcome, dict[int, int]]:
    """The outcome with less short where that was found, and what is proved of each priority: no roster has less short
    in which all that is asked for as urgently is as well met as there.
    """
    search = Tightening(problem, rulebook, outcome.roster, options, watch, stop)
    search.go()
    best = search.best
    assert best is not None
    tiers = tuple(search.proofs(_with_less(outcome.proof.tiers, best.report)))
    proof = replace(outcome.proof, tiers=tiers)
    return replace(outcome, roster=best.roster, report=best.report, proof=proof), search.least


def _with_less(tiers: Iterable[Tier], report: Report) -> tuple[Tier, ...]:
    """What a better roster has short; a bound was proved for rosters with no more of the earlier priorities short."""
    found: list[Tier] = []
    holds = True
    for tier in tiers:
        short = report.short.get(tier.priority, 0)
        found.append(Tier(tier.priority, short, tier.bound if holds else 0))
        holds = holds and short <= tier.short
    return tuple(found)


class Tightening(SearchState):
    """A search that begins at a roster; `least` is what it proves of each priority."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, roster: Roster, options: Options, watch: Watch, stop: Stop
    ) -> None:
        super().__init__(problem, rulebook, options, watch, stop)
        self.least: dict[int, int] = {}
        self._held: dict[int, list[tuple[str, Limit]]] = {}  # what each of these was proved beside
        self._known: list[Cut] = []
        self.keep(roster)

    def go(self) -> None:
        """All at once; then the most urgent priority that is not settled, as long as that finds a better roster or
        teaches something.
        """
        tuning = self.options.tuning.tightening
        self._at_once(self.until(self.run.left() * tuning.at_once_share))
        tried: set[int] = set()
        ends: dict[int, float] = {}  # by priority, the seconds that are left of the run when its turn is over
        rounds = tuning.rounds
        while rounds and not self.run.over():
            left = [priority for priority in self.priorities if self._open(priority) and priority not in tried]
            if not left:
                rounds, tried, ends = rounds - 1, set(), {}
                continue
            before, known = self.best, len(self._known)
            end = ends.setdefault(left[0], self.run.left() * (1 - 1 / len(left)))
            self._tighten(left[0], max(tuning.least_seconds, self.run.left() - end))
            if self.best is not before:
                tried = {priority for priority in tried if priority < left[0] and priority in self.least}
            if self.run.left() <= end or (self.best is before and len(self._known) == known):
                tried.add(left[0])

    def proofs(self, tiers: Iterable[Tier]) -> Iterator[Tier]:
        """The tiers with what the linear relaxation proves of each while no more of the earlier ones is short."""
        most: dict[int, int] = {}
        for tier in tiers:
            bound = tier.bound
            if tier.short > bound and not (self.engines.large or self.run.stop):
                bound = max(bound, relaxation_bound(self.by_kind.minimising(tier.priority, most)))
            most[tier.priority] = tier.short
            yield tier._replace(bound=bound)

    def _at_once(self, late: Callable[[], bool]) -> None:
        """A roster near the least of all priorities together, each far dearer than the next, until it is `late`.

        Branch and cut soon finds it where people are short all week: the linear relaxation knows how they are best
        shared out, which no search near a roster does. Beside a poor one hardly any crew could be proved.
        """
        if not any(self.short().values()) or self.engines.large:
            return
        while not late():
            assert self.best is not None
            trial, known = in_order(self.by_kind, self.options.tuning.haste.near_weight), self.learnt
            tuning = self.options.tuning.tightening
            limit = self.run.left() * tuning.at_once_share
            engine = BranchAndCut(trial, limit, self.options.seed)
            hint = self.by_kind_as(self.best.roster)
            stage = solve_model(self.run, trial, limit, hint, "shortfalls", tuning.at_once_gap, second=engine)
            if stage.values is not None:
                self.seat(stage)
            if self.learnt == known:
                return

    def _open(self, priority: int) -> bool:
        return self.short()[priority] > self.least.get(priority, 0)

    def _tighten(self, priority: int, limit: float) -> None:
        """One priority beside the others as they are met, in so many seconds."""
        assert self.best is not None
        held = self._as_met(priority)
        model = self._model(priority, held)
        for stage in self._stages(priority, model, limit):
            self.least[priority] = max(self.least.get(priority, 0), stage.bound)
            self._held[priority] = held
            if stage.values is not None and stage.objective < self.short()[priority]:
                self._take(model.decisions.reader(stage.value))
                self._forget()
                return
            if not self._open(priority):
                return

    def _stages(self, priority: int, model: Model, limit: float) -> Iterator[SolveResult]:
        """What is near the linear relaxation, which soon finds a better roster; then the whole, for a proof."""
        assert self.best is not None
        until, phase = self.run.left() - limit, f"priority {priority}"

        tuning = self.options.tuning.tightening

        def seen() -> Verifying:
            latest = Latest(model.short[priority].index, self.short()[priority], tuning.resting)
            return Verifying(latest.see, lambda _bound: latest.rests())

        trial = model.minimising(priority, {})
        if len(trial.proto.variables) > tuning.small:
            near = min(tuning.near_seconds, limit / 2)
            search = LargeNeighbourhoodSearch(
                LinearRelaxation(model, trial, self.options.workers, self.options.tuning),
                near,
                self.options.seed,
                patience=tuning.near_patience,
            )
            yield solve_model(self.run, trial, near, None, phase, second=search, verifying=seen(), whole_limit=0.0)
        limit = self.run.left() - until
        if limit <= 0:
            return
        for variable, value in model.decisions.hints(self.best.roster):
            trial.add_hint(variable, value)
        proved = self.engines.provable(trial)
        engine = BranchAndCut(trial, limit, self.options.seed) if proved else None
        yield solve_model(self.run, trial, limit, None, phase, second=engine, verifying=seen())

    def _forget(self) -> None:
        """What was proved beside demands that are less well met now does not hold any more."""
        assert self.best is not None
        value = values(self.problem, self.best.roster)
        for priority, held in self._held.items():
            if any(limit.amount(value) for _rule, limit in held):
                self.least.pop(priority, None)

    def _model(self, priority: int, held: Iterable[tuple[str, Limit]]) -> Model:
        """By kind: the musts, what else is as urgent as well met as it is, and what is short of one priority."""
        assert self.best is not None
        value = values(self.problem, self.best.roster)
        short: dict[str, list[Limit]] = {rule.name: [] for rule in self.rulebook.rules}
        for rule, tier, limit in priced(self.rulebook, self.limits):
            if tier == priority and limit.amount(value):
                short[rule].append(limit)
        rules = [rule for rule in self.rulebook.rules if rule.must or short[rule.name]]
        limits = {rule.name: self.limits[rule.name] if rule.must else short[rule.name] for rule in rules}
        model = Model(self.problem, replace(self.rulebook, rules=tuple(rules)), limits, "kind")
        kept: dict[str, list[Limit]] = {}
        for rule, limit in held:
            kept.setdefault(rule, []).append(limit)
        for found in kept.values():
            for limit in aggregate(found, self.problem):
                model.forms.hold(limit)
        for cut in self._known:
            for row in self._cuts.rows(cut, model.decisions.of):
                model.model.add(row)
        return model

    def _take(self, value: Valuation) -> None:
        """Keep a roster by kind, its people seated; what cannot be seated teaches, or is decided again by crew."""
        seats, failed = self.seating.seat(value, None, lambda: bool(self.run.stop))
        roster = roster_of(self.problem, [seat for seat in seats if seat.unit.start not in failed], value)
        cuts = list(self._cuts.found(failed, value)) if failed else []
        self._known += cuts
        if failed and not cuts:
            late = self.seating_late()
            self.decide_again(roster, failed, late, [0 for _priority in self.priorities])
        elif not failed:
            self.keep(roster)

    def _as_met(self, priority: int) -> list[tuple[str, Limit]]:
        """What is asked for at least as urgently, as well met as it is, with its rule."""
        assert self.best is not None
        value = values(self.problem, self.best.roster)
        asked = (
            (rule, as_met(limit, value)) for rule, tier, limit in priced(self.rulebook, self.limits) if tier <= priority
        )
        return [(rule, limit) for rule, limit in asked if limit is not None]
