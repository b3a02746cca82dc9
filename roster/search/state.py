"""The state of a search: its models, the best verified roster, and how rosters by kind become rosters by crew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property

import numpy as np

from roster.decisions import roster_of
from roster.domain.errors import OutOfTimeError
from roster.domain.findings import Finding, Tier
from roster.domain.ids import ShiftId
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _
from roster.model import Model, uncollected
from roster.rules import Rulebook
from roster.rules.variables import Valuation
from roster.search.crew_cuts import CrewCuts
from roster.search.crew_refinement import CrewRefinement, Seated
from roster.search.crew_repair import CrewRepair
from roster.search.hurried import near_relaxation
from roster.search.run import Clock, Options, SolveResult, Stop, TimeUpError, Watch
from roster.search.seating import Seating
from roster.search.selection import EngineSelection
from roster.search.solution import Solution, verified, whatever_broken
from roster.solvers.arrays import Array
from roster.solvers.cpsat import Status
from roster.tiers import all_limits


class SearchState:
    """The two models of a problem, the best roster so far, and what is proved."""

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options, watch: Watch, stop: Stop) -> None:
        self.problem, self.rulebook, self.options = problem, rulebook, options
        self.tuning = options.tuning.stages
        self.run = Clock(options, watch, stop)
        self.best: Solution | None = None
        self.run.note("model")
        try:
            with uncollected():
                self.limits = all_limits(problem, rulebook, self.look)
                self.by_kind = Model(problem, rulebook, self.limits, "kind", self.look)
                self.seating = Seating(problem, rulebook, self.limits, options.workers, options.tuning.crews)
        except TimeUpError:
            text = _("the time limit came while the rules were still made a model ({seconds:.0f} s); give more time")
            raise OutOfTimeError(text.format(seconds=self.run.seconds)) from None
        self.made = self.run.seconds  # how long the models took
        self.priorities = list(self.by_kind.short)
        self.first_seconds = self.check_seconds = 0.0  # the second: the latest roster's, to be seated and verified
        self.held: dict[int, int] = {}  # priority -> at most so much was short where later ones were proved
        self.tiers: dict[int, int] = {}  # priority -> proven least, once the earlier ones are settled
        self.bound = 0  # of the wishes, while no more is short than `bounded` says
        self.bounded: Mapping[int, int] = {}
        self.seated: Seated | None = None  # the best roster by kind, and who sits where
        self.constructed = False  # whether a roster was made crew by crew from nothing
        self.learnt = 0  # what the model by kind was told of crews
        self.nearest: tuple[Finding, ...] = ()  # the musts that the nearest to a roster breaks
        self._kept: tuple[int, ...] | None = None  # the latest roster by kind whose people were seated
        self.engines = EngineSelection(self.by_kind, self.limits, options, self.made)

    @cached_property
    def by_crew(self) -> Model:
        """The model by crew, made when it is first needed."""
        with uncollected():
            return Model(self.problem, self.rulebook, self.limits, "crew", self.look)

    def look(self) -> None:
        """Raise TimeUpError when the limit is over, or what may be beyond it while there is no roster."""
        if self.run.used > (self.run.last if self.best is None else self.options.time_limit):
            raise TimeUpError

    def seat(self, stage: SolveResult, again: bool = True) -> None:
        """Seat the people of a roster by kind in crews, shift by shift, and keep the roster if it is the best.

        Where that fails and teaches the model by kind something, no more is done if that is to be solved `again`.
        """
        if stage.values != self._kept or not again:
            assert stage.values is not None
            self._keep_by_kind(stage.values, lambda: self.run.used > self.run.last, self.seating_late(), again)

    def keep_between(self, values: tuple[int, ...], bound: int) -> None:
        """Keep a roster by kind that was found in mid-stage, if its people can be seated soon."""
        self.bound = max(self.bound, bound)
        if values != self._kept:
            late = self.until(self.options.tuning.checking.share * self.run.left())
            self._keep_by_kind(values, lambda: bool(self.run.stop), late, again=True)

    def seating_late(self) -> Callable[[], bool]:
        """Tells when the time is over in which a roster whose people cannot be seated is decided again."""
        return self.until(min(self.tuning.seating_seconds, self.run.left() / 2))

    def until(self, seconds: float) -> Callable[[], bool]:
        """Tells when so many seconds of the limit are over, or only time to verify a roster is left."""
        end = self.run.used + seconds
        return lambda: self.late() or self.run.used > end

    def _keep_by_kind(
        self, values: tuple[int, ...], stopped: Callable[[], bool], late: Callable[[], bool], again: bool
    ) -> None:
        """Keep a roster by kind with its people seated, days decided again where that fails.

        No shift is begun once it is `stopped`, no day decided again when it is `late`, or when the model by kind knows
        better now and is to be solved `again`.
        """
        self._kept = values
        stage = SolveResult(Status.FEASIBLE, 0, 0, values)
        value = self.by_kind.decisions.reader(stage.value)
        seats, failed = self.seating.seat(value, self.engines.districts(), stopped)
        if not failed:
            self.keep_seated((np.array(values, dtype=float), seats))
            return
        seated = [seat for seat in seats if seat.unit.start not in failed]
        partial = roster_of(self.problem, seated, value)
        if self.best is None or self.engines.large:
            self.keep_if_lawful(partial)
        learnt = not (stopped() or self.engines.large) and self._learn(failed, value)
        if learnt and again and self.run.left() > self.tuning.learning_share * self.options.time_limit:
            return
        refinement = self.refinement(late) if not late() else None
        refined_seats = refinement.repair(failed, (np.array(values, dtype=float), seats)) if refinement else None
        if refined_seats is not None:
            self.keep_seated(refined_seats)
        elif not self.engines.large and not stopped():
            short = [stage.value(total) for total in self.by_kind.short.values()]
            self.decide_again(partial, failed, late, short)

    def _learn(self, failed: Collection[ShiftId], value: Valuation) -> bool:
        """Add what the people who cannot be seated on these shifts tell of crews to the model by kind, if anything."""
        before = self.learnt
        for cut in self._cuts.found(failed, value):
            self.learnt += 1
            for row in self._cuts.rows(cut, self.by_kind.decisions.of):
                self.by_kind.model.add(row)
        if self.learnt > before:
            self.engines.forget()
        return self.learnt > before

    @cached_property
    def _cuts(self) -> CrewCuts:
        return CrewCuts(self.problem, self.rulebook, self.limits, self.options.tuning.crews)

    @property
    def hurried(self) -> bool:
        """Whether the limit is short for this machine: then a whole roster comes before any search that proves."""
        slow = self.options.time_limit < self.options.tuning.haste.slow * self.made
        return slow and not (self.options.deterministic or self.engines.by_columns)

    @property
    def pressed(self) -> bool:
        """Whether so little is left that a stage, which begins with a model of its own, would come to nothing."""
        return self.run.over() or self.run.left() < 2 * self.made * (not self.options.deterministic)

    def construct(self) -> SolveResult | None:
        """Keep a first roster made from nothing: near the relaxation, else crew by crew, every shift in turn.

        Without any the limit is passed by a little (`Clock.last`); in the end one in which nobody works counts if it is
        lawful. Gives the roster by kind, if it was made near the relaxation.
        """
        run, half = self.run, self.run.used + self.run.left() / 2

        def late() -> bool:
            return run.late() or (self._by_crew_parts.passed and run.used > half)

        if self.constructed:
            return None
        self.constructed, stage = True, None
        if not (self.options.deterministic or self.engines.by_columns):
            limit = max(0.0, self.options.tuning.haste.near_share * (run.last - run.used))
            stage = near_relaxation(self.by_kind, run, self.engines, self.made, limit)
            if stage.values is not None:
                self._keep_by_kind(stage.values, run.late, run.late, again=False)
        if self.best is None and not (self.engines.large or run.late()):
            with suppress(TimeUpError):
                self.decide_again(Roster(()), list(self.problem.units_of), late, [0] * len(self.priorities))
        if self.best is None:
            self.keep_if_lawful(Roster(()))
        return stage

    def decide_again(
        self,
        roster: Roster,
        shifts: Collection[ShiftId],
        late: Callable[[], bool],
        short: Iterable[int],
        wishes: float = float("inf"),
    ) -> None:
        """Keep what becomes of a roster when shifts, their days and more are decided again by crew.

        Ends when it is late, when no part gains, or when no more is short, and wishes cost no more, than is given.
        """
        repair, least = self._by_crew_parts, (0, *short, wishes)
        values = repair.begin(roster, late)
        if values is None:
            return

        def found(values: Array) -> None:
            if self.best is None and repair.lawful(values) and (some := repair.roster(values)).crews:
                self.keep(some)

        found(values)
        values = repair.improved(values, shifts, lambda cost: cost <= least, found)
        self.keep_if_lawful(repair.roster(values))

    def by_kind_as(self, roster: Roster) -> SolveResult:
        """A roster as values of all variables of the model by kind: a hint that leaves nothing to be found."""
        repair = self._repair_of(self.by_kind)
        values = repair.begin(roster, self.run.over)
        if values is None or not repair.lawful(values):
            return SolveResult(Status.UNKNOWN, 0, 0, None)
        return SolveResult(Status.FEASIBLE, 0, 0, tuple(np.rint(values).astype(int).tolist()))

    @cached_property
    def _by_crew_parts(self) -> CrewRepair:
        return self._repair_of(self.by_crew)

    def _repair_of(self, model: Model) -> CrewRepair:
        options = self.options
        return CrewRepair(model, options.seed, options.deterministic, self.run.spend, options.tuning)

    def keep_if_lawful(self, roster: Roster) -> None:
        """Keep a roster that may break musts, if it breaks none and is the best."""
        found = whatever_broken(self.problem, self.rulebook, self.limits, self.priorities, roster)
        broken = found.report.must_violations
        if not broken:
            self._keep(found)
        elif not self.nearest or len(broken) < len(self.nearest):
            self.nearest = broken

    def no_worse(self, most: dict[int, int]) -> dict[int, int]:
        """What may be short by priority, or what the best roster has short where that is less."""
        best = self.short() if self.best is not None else most
        return best if not most or tuple(best.values()) < tuple(most.values()) else most

    def enough(self, bound: int) -> bool:
        """Whether the best roster is good enough beside a bound."""
        self.bound = max(self.bound, bound)
        return self.gap() <= self.options.gap

    def refinement(self, late: Callable[[], bool]) -> CrewRefinement | None:
        """What decides days again with the crews told apart, until it is `late`; None in the deterministic mode."""
        relaxed = self.engines.latest
        if relaxed is None or not (relaxed.guided or relaxed.prepare(late)):
            return None
        return CrewRefinement(relaxed, self.by_kind, self.seating, self.options.seed, late)

    def late(self) -> bool:
        """Whether there is only time left to verify a roster."""
        return self.run.over() or self.run.left() < self.check_seconds

    def keep_seated(self, seated: Seated) -> None:
        """Keep a roster by kind with its seats, if it is better than the best."""
        values, seats = seated
        began = self.run.seconds
        stage = SolveResult(Status.FEASIBLE, 0, 0, tuple(np.rint(values).astype(int).tolist()))
        self.keep(roster_of(self.problem, seats, self.by_kind.decisions.reader(stage.value)), seated)
        if not self.options.deterministic:  # where nothing follows the clock
            self.check_seconds = self.run.seconds - began

    def keep(self, roster: Roster, seated: Seated | None = None) -> None:
        """Verify a roster; keep it if it is better than the best. `seated` is the same by kind, and who sits where."""
        self._keep(verified(self.problem, self.rulebook, self.limits, self.priorities, roster), seated)

    def _keep(self, found: Solution, seated: Seated | None = None) -> None:
        """Keep a verified roster if it is better than the best."""
        if self.best is None:
            self.first_seconds = self.run.seconds
        if self.best is None or found.cost < self.best.cost:
            self.best, self.seated = found, seated
            self.run.best = found.cost[-1]
            self.run.verified(self.problem, found.roster)
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
        for priority, short in self.short().items():
            tiers.append(Tier(priority, short, self.tiers.get(priority, 0) if holds else 0))
            holds = holds and short <= self.held.get(priority, 0)
        return tuple(tiers)

    def proved(self) -> int:
        """What is proved of the wishes of rosters with as much short as the best has."""
        short = self.short()
        return self.bound if all(short[p] <= self.bounded.get(p, 0) for p in short) else 0

    def short(self) -> dict[int, int]:
        """What the best roster has short, by priority."""
        assert self.best is not None
        return dict(zip(self.priorities, self.best.cost[:-1], strict=True))
