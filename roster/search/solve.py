"""One problem from nothing to the best roster in the time given: shortfalls by priority, then the wishes.

Two stages share the work. The model by unit kind (who serves in which kind of unit, on which shift) is small: it gives
the bound, and nearly all of the roster. The model by crew seats these people in crews; where that costs more than the
bound, it goes on to look for a better roster as a whole.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import NoReturn

import numpy as np
from ortools.sat.python import cp_model

from roster.decisions import roster_of
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Finding, Outcome, Tier
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Sum
from roster.i18n import _
from roster.model import WISHES, Model, all_limits
from roster.rules import Rulebook, presences
from roster.search.clash import clashing_rules
from roster.search.crew_repair import CrewRepair
from roster.search.found import Found, verified
from roster.search.mending import Mending, Seated
from roster.search.part import Array
from roster.search.provers import LARGEST_PROVED, Provers
from roster.search.relax import relaxation
from roster.search.run import DETERMINISTIC_RATE, VERIFYING_SHARE, Options, Runner, Stage, Stop, Verifying, Watch
from roster.search.seating import Seating, Shift
from roster.search.verify import rule_lines, verify

CHECK_SECONDS, CHECK_SHARE = 4.0, 4.0
"""So often at most a roster that gets better crew by crew is verified, and not before so many times what it takes."""

REPAIR_SECONDS = 10.0
"""Time in which a roster whose people cannot be seated is decided again by crew; half of what is left where less is."""

GRACE = 1.0
"""While there is no roster at all, one is made crew by crew for this share of the limit beyond it."""

NEAREST_SHOWN = 5

AGAIN_SECONDS = 10.0
"""Where crews cannot be made better, a large model by kind is worked on again if so much time is left."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No cyclic garbage is looked for meanwhile: among millions of objects that takes longer than their making."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Search:
    """One run over a problem: the two models, the best roster so far, and what is proved."""

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options, watch: Watch, stop: Stop) -> None:
        self.problem, self.rulebook, self.options = problem, rulebook, options
        self.run = Runner(options, watch, stop)
        self.run.note("model")
        with uncollected():
            self.limits = all_limits(problem, rulebook)
            self.by_kind = Model(problem, rulebook, self.limits, "kind")
            self.seating = Seating(problem, rulebook, self.limits)
        self.priorities = list(self.by_kind.short)
        self.best: Found | None = None
        self.first_seconds = 0.0
        self._check_seconds = 0.0  # how long the latest roster took to be seated and verified
        self._held: dict[int, int] = {}  # priority -> at most so much was short where later ones were proved
        self.tiers: dict[int, int] = {}  # priority -> proven least, once the earlier ones are settled
        self.bound = 0  # of the wishes, while no more is short than `_bounded` says
        self._bounded: Mapping[int, int] = {}
        self._seated: Seated | None = None  # the best roster by kind, and who sits where
        self._nearest: tuple[Finding, ...] = ()  # the musts that a roster made crew by crew still breaks
        self._kept: tuple[int, ...] | None = None  # the latest roster by kind whose people were seated
        self.provers = Provers(self.by_kind, self.limits, options)

    @cached_property
    def by_crew(self) -> Model:
        """The model by crew, made when it is first needed."""
        return Model(self.problem, self.rulebook, self.limits, "crew")

    def go(self) -> None:
        """Fill in the best roster, the tiers and the bound."""
        self.run.note("first roster")
        share = 0.8 if self.provers.in_turn else 0.3
        first = self._stage(self.by_kind, WISHES, self._none_short(), share, phase="first roster", first=True)
        if first.values is not None:
            most = self._none_short()
            self.tiers = dict.fromkeys(self.priorities, 0)
            self.bound = first.bound
            self._seat(first)
        else:
            self.bound = 0  # what was proved is of rosters without any shortfall
            if self.run.stop:
                self._nothing()
            rough = self._rough()
            if rough.status == cp_model.INFEASIBLE:
                self._nothing(rough)
            if rough.values is not None:
                self._seat(rough)
            if self.best is None:
                self._construct()
            if self.best is not None and self.run.over():
                return
            first, most = self._settle_priorities(self.by_kind, rough if rough.values is not None else None)
            if first.values is not None:
                self._seat(first)
            most = self._no_worse(most)
        alone = all(kind.crew == 1 for kind in self.problem.kinds)  # nobody to be seated with
        share, gap = (1.0, self.options.gap) if alone else (0.75 if self.provers.large else 0.7, self.options.gap / 2)
        self._bounded = most
        while True:
            stage = self._stage(self.by_kind, WISHES, most, share, first, "wishes", gap)
            if stage.values is not None:
                self.bound = max(self.bound, stage.bound)
                self._seat(stage)
            self._improve()
            near = stage.values is None or stage.objective - stage.bound <= gap * stage.objective
            if near or not self.provers.large or self.gap() <= self.options.gap or self.run.left() < AGAIN_SECONDS:
                return
            first = stage

    def _rough(self) -> Stage:
        """A roster by kind with few shortfalls, earlier priorities weighed more: a start, not yet in exact order."""
        trial = self.by_kind.model.clone()
        order = reversed(list(self.by_kind.short.values()))
        trial.minimize(Sum([10**position * short for position, short in enumerate(order)]))
        limit = self.run.left() * 0.4
        prover, whole_limit = self.provers.beside(trial, None, {}, limit)
        return self.run(trial, limit, None, "first roster", gap=0.02, prover=prover, whole_limit=whole_limit)

    def _none_short(self) -> dict[int, int]:
        return dict.fromkeys(self.priorities, 0)

    def _nothing(self, stage: Stage | None = None) -> NoReturn:
        """No roster was found; `stage`, which forbids no shortfall, may have shown that there is none."""
        if stage is not None and stage.status == cp_model.INFEASIBLE:
            raise NoRosterError(*clashing_rules(self.problem, self.rulebook))
        text = _("the time limit came before any roster was found ({seconds:.0f} s); give more time")
        lines = [text.format(seconds=self.run.seconds)]
        if self._nearest:
            text = _("the nearest that was made, crew by crew, still breaks {number} musts, as:")
            lines.append(text.format(number=len(self._nearest)))
            lines += [f"  {finding.sentence}" for finding in self._nearest[:NEAREST_SHOWN]]
        raise OutOfTimeError("\n".join(lines))

    def _stage(
        self,
        model: Model,
        tier: int,
        most: Mapping[int, int],
        share: float,
        hint: Stage | None = None,
        phase: str = "",
        gap: float = 0.0,
        first: bool = False,
    ) -> Stage:
        """Minimise one tier of a model while each tier in `most` stays within what is given."""
        trial = model.minimising(tier, most)
        if self.options.deterministic and not first and len(trial.proto.variables) <= LARGEST_PROVED:
            trial.add((model.short[tier] if tier != WISHES else model.wishes) >= relaxation(trial))
        limit = max(0.0, min(self.run.left() * share, self.run.left() - 2 * self._check_seconds))
        prover, whole_limit, verifying = None, None, None
        if model is self.by_kind:
            if tier == WISHES:
                verifying = Verifying(self._keep_between, self._enough, self.bound)
            prover, whole_limit = self.provers.beside(trial, tier, most, limit, first)
        return self.run(trial, limit, hint, phase, gap, first, prover, verifying, whole_limit)

    def _settle_priorities(self, model: Model, last: Stage | None = None) -> tuple[Stage, dict[int, int]]:
        """Each priority in turn as small as can be, the earlier ones held at what was reached; `last` is a hint."""
        most: dict[int, int] = {}
        for position, priority in enumerate(self.priorities):
            share = 1 / (len(self.priorities) - position + 2)
            stage = self._stage(model, priority, most, share, last, f"priority {priority}")
            if stage.values is None and last is None:
                return stage, most
            if stage.values is not None:
                self.tiers[priority] = max(stage.bound, self.tiers.get(priority, 0))
                rest = [model.short[later] for later in self.priorities[position:]]
                if last is None or [*map(stage.value, rest)] < [*map(last.value, rest)]:
                    last = stage  # the one before keeps all that was settled: a worse one never takes its place
            assert last is not None
            most[priority] = last.value(model.short[priority])
            self._held[priority] = min(most[priority], self._held.get(priority, most[priority]))
        if last is None:
            last = self._stage(model, WISHES, most, 0.3, None, "first roster", first=True)
        return last, most

    def _seat(self, stage: Stage) -> None:
        """Seat the people of a roster by kind in crews, shift by shift, and keep the roster if it is the best."""
        if stage.values != self._kept:
            assert stage.values is not None
            self._keep_by_kind(stage.values, lambda: False, self._until(min(REPAIR_SECONDS, self.run.left() / 2)))

    def _keep_between(self, values: tuple[int, ...], bound: int) -> None:
        """Keep a roster by kind that was found in mid-stage, if its people can be seated soon."""
        self.bound = max(self.bound, bound)
        if values != self._kept:
            late = self._until(VERIFYING_SHARE * self.run.left())
            self._keep_by_kind(values, lambda: bool(self.run.stop), late)

    def _until(self, seconds: float) -> Callable[[], bool]:
        """Tells when so many seconds of the limit are over, or only time to verify a roster is left."""
        end = self.run.used + seconds
        return lambda: self._late() or self.run.used > end

    def _keep_by_kind(self, values: tuple[int, ...], stopped: Callable[[], bool], late: Callable[[], bool]) -> None:
        """Keep a roster by kind with its people seated, days decided again where that fails.

        No shift is begun once it is `stopped`, no day decided again when it is `late`.
        """
        self._kept = values
        stage = Stage(cp_model.FEASIBLE, 0, 0, values)
        value = self.by_kind.decisions.reader(stage.value)
        seats, failed = self.seating.seat(value, self.provers.districts(), stopped)
        if not failed:
            self._keep_seated((np.array(values, dtype=float), seats))
            return
        seated = [seat for seat in seats if seat.unit[:2] not in failed]
        partial = roster_of(self.problem, seated, value)
        if self.best is None or self.provers.large:
            self._keep_if_lawful(partial)
        mending = self._mending(late) if not late() else None
        mended = mending.mend(failed, (np.array(values, dtype=float), seats)) if mending else None
        if mended is not None:
            self._keep_seated(mended)
        elif not self.provers.large and not stopped():
            short = [stage.value(total) for total in self.by_kind.short.values()]
            self._decide_again(partial, failed, late, short)

    def _construct(self) -> None:
        """Keep a first roster, made crew by crew from nothing; while there is none, for as long again as the limit."""
        if not self.provers.large:
            half, last = self.run.used + self.run.left() / 2, (1 + GRACE) * self.options.time_limit

            def late() -> bool:
                return bool(self.run.stop) or self.run.used > (last if self.best is None else half)

            self._decide_again(Roster(()), list(self.problem.units_of), late, self._none_short().values())
        if self.best is None:
            self._keep_if_lawful(Roster(()))

    def _decide_again(
        self, roster: Roster, shifts: Collection[Shift], late: Callable[[], bool], short: Iterable[int]
    ) -> None:
        """Keep what becomes of a roster when shifts, their days and more are decided again by crew.

        Ends when it is late, or when no more is short than is given.
        """
        repair, least = self._by_crew_parts, (0, *short)
        values = repair.begin(roster, late)
        if values is None:
            return

        def found(values: Array) -> None:
            if self.best is None and repair.lawful(values):
                self._keep(repair.roster(values))

        found(values)
        values = repair.improved(values, shifts, lambda cost: cost[:-1] <= least, found)
        if repair.lawful(values):
            self._keep(repair.roster(values))
        elif self.best is None:
            self._nearest = verify(self.problem, self.rulebook, repair.roster(values)).must_violations

    @cached_property
    def _by_crew_parts(self) -> CrewRepair:
        rate = DETERMINISTIC_RATE if self.options.deterministic else None
        return CrewRepair(self.by_crew, self.options.seed, rate, self.run.spend)

    def _keep_if_lawful(self, roster: Roster) -> None:
        """Keep a roster that may break musts, if it breaks none and is the best."""
        if not verify(self.problem, self.rulebook, roster).must_violations:
            self._keep(roster)

    def _no_worse(self, most: dict[int, int]) -> dict[int, int]:
        """What may be short by priority, or what the best roster has short where that is less."""
        best = self._short() if self.best is not None else most
        return best if not most or tuple(best.values()) < tuple(most.values()) else most

    def _enough(self, bound: int) -> bool:
        """Whether the best roster is good enough beside a bound."""
        self.bound = max(self.bound, bound)
        return self.gap() <= self.options.gap

    def _mending(self, late: Callable[[], bool]) -> Mending | None:
        """What decides days again with the crews told apart, until it is `late`; None in the deterministic mode."""
        relaxed = self.provers.latest
        if relaxed is None or not (relaxed.guided or relaxed.prepare(late)):
            return None
        return Mending(relaxed, self.by_kind, self.seating, self.options.seed, late)

    def _late(self) -> bool:
        """Whether there is only time left to verify a roster."""
        return self.run.over() or self.run.left() < self._check_seconds

    def _keep_seated(self, seated: Seated) -> None:
        """Keep a roster by kind with its seats, if it is better than the best."""
        values, seats = seated
        began = self.run.seconds
        stage = Stage(cp_model.FEASIBLE, 0, 0, tuple(np.rint(values).astype(int).tolist()))
        self._keep(roster_of(self.problem, seats, self.by_kind.decisions.reader(stage.value)), seated)
        if not self.options.deterministic:  # where nothing follows the clock
            self._check_seconds = self.run.seconds - began

    def _polish(self) -> None:
        """Decide shifts, then days, again with the crews told apart, while that makes the roster better.

        Those whose crews cost most beyond what the model by kind says come first, and shifts only where they cost more.
        """
        mending = self._mending(self._late)
        if mending is None or self._seated is None:
            return
        lost = {shift: mending.lost(shift, self._seated) for shift in self.problem.units_of}
        by_day: dict[int, list[Shift]] = {}
        for shift in lost:
            by_day.setdefault(shift[0], []).append(shift)
        dear = sorted((shift for shift in lost if lost[shift] > 0), key=lambda shift: -lost[shift])
        days = sorted(by_day.values(), key=lambda shifts: -sum(lost[shift] for shift in shifts))
        for parts in ([[shift] for shift in dear], days):
            before = None
            while self.best is not before:
                before, seated, checked = self.best, self._seated, self.run.seconds
                for part in parts:
                    if self.best is None or self._late() or self.gap() <= self.options.gap:
                        break
                    seated = mending.better(part, seated, self.best.cost[-1] - self.bound) or seated
                    if self.run.seconds - checked > max(CHECK_SECONDS, CHECK_SHARE * self._check_seconds):
                        self._keep_seated(seated)
                        checked = self.run.seconds
                if seated is not self._seated:
                    self._keep_seated(seated)

    def _keep(self, roster: Roster, seated: Seated | None = None) -> None:
        """Verify a roster; keep it if it is better than the best. `seated` is the same by kind, and who sits where."""
        found = verified(self.problem, self.rulebook, self.limits, self.priorities, roster)
        if self.best is None:
            self.first_seconds = self.run.seconds
        if self.best is None or found.cost < self.best.cost:
            self.best, self._seated = found, seated
            self.run.best = found.cost[-1]
        self.run.note("crews", self.run.best, self.proved())

    def gap(self) -> float:
        """Of the best roster's wishes, to the bound; infinite while none is found or more is short than need be."""
        if self.best is None or any(tier.short > tier.bound for tier in self.settled()):
            return float("inf")
        return (self.best.cost[-1] - self.proved()) / max(1, self.best.cost[-1])

    def settled(self) -> tuple[Tier, ...]:
        """What the best roster has short, with what is proved of each while the earlier are as small as they were."""
        tiers: list[Tier] = []
        holds = True
        for priority, short in self._short().items():
            tiers.append(Tier(priority, short, self.tiers.get(priority, 0) if holds else 0))
            holds = holds and short <= self._held.get(priority, 0)
        return tuple(tiers)

    def proved(self) -> int:
        """What is proved of the wishes of rosters with as much short as the best has."""
        short = self._short()
        return self.bound if all(short[p] <= self._bounded.get(p, 0) for p in short) else 0

    def _short(self) -> dict[int, int]:
        """What the best roster has short, by priority."""
        assert self.best is not None
        return dict(zip(self.priorities, self.best.cost[:-1], strict=True))

    def _improve(self) -> None:
        """Look for a better roster by crew until it is good enough or the time is up."""
        if self.best is not None and self.gap() == float("inf") and not self.run.over() and not self.provers.large:
            late, least = self._until(self.run.left() / 2), [tier.bound for tier in self.settled()]
            self._decide_again(self.best.roster, list(self.problem.units_of), late, least)
        if self.best is None or (self.gap() == float("inf") and not self.run.over()):
            hint = self._whole(self.best.roster) if self.best else None
            hint = hint if hint and hint.values else None
            stage, _most = self._settle_priorities(self.by_crew, hint)
            if stage.values is not None:
                self._keep(self.by_crew.decisions.read(stage.value))
            elif self.best is None:
                self._nothing(stage)
        assert self.best is not None
        if self.gap() <= self.options.gap or self.run.over():
            return
        self._polish()
        if self.provers.large or self.gap() <= self.options.gap or self.run.over():
            return
        model = self.by_crew
        short = self._short()
        trial = model.minimising(WISHES, short)
        trial.add(model.wishes >= self.proved())
        stage = self.run(trial, self.run.left(), self._whole(self.best.roster), "crews", gap=self.options.gap)
        if stage.values is not None:
            self._keep(model.decisions.read(stage.value))
            if self._short() == short:
                self.bound, self._bounded = max(self.proved(), stage.bound), short

    def _whole(self, roster: Roster) -> Stage:
        """A roster as values of all variables of the model by crew: a hint that leaves nothing to be found."""
        model = self.by_crew
        pinned = model.model.clone()
        for variable, value in model.decisions.hints(roster):
            pinned.add(variable == value)
        pinned.minimize(model.wishes + Sum(list(model.short.values())))
        return self.run(pinned, self.run.left(), None)


def solve(
    problem: Problem,
    rulebook: Rulebook,
    options: Options | None = None,
    watch: Watch = lambda moment: None,
    stop: Stop | None = None,
) -> Outcome:
    """The best roster found within the options' limit, verified.

    First all shortfalls are forbidden. Where that is impossible (or not settled in time) each priority's shortfall is
    made as small as it can be, in order, before any wish counts: exact stages instead of giant weights, so that bounds
    stay meaningful and numbers small.

    Raises NoRosterError (with the rules involved) when the musts clash, OutOfTimeError when the limit came before any
    roster, InternalError when the independent checks disagree with the solver.
    """
    options = options or Options()
    search = Search(problem, rulebook, options, watch, Stop() if stop is None else stop)
    search.go()
    best, gap = search.best, search.gap()
    assert best is not None
    status = "optimal" if gap <= 0 else "within_gap" if gap <= options.gap else "stopped"
    return Outcome(
        problem=problem,
        roster=best.roster,
        report=best.report,
        status=status,
        tiers=search.settled(),
        objective=best.report.objective,
        bound=min(search.proved(), best.report.objective),
        seconds=search.run.seconds,
        first_seconds=search.first_seconds,
        seed=options.seed,
        workers=options.workers,
        deterministic=options.deterministic,
        curve=tuple(search.run.curve),
        hashes=dict(rulebook.hashes),
        rules=rule_lines(rulebook),
        notes=search.run.notes(),
        presence=presences(rulebook, problem),
    )
