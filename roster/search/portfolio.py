"""One model worked on by several engines at once: the best roster and the best bound of all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from roster.search.engine import Engine
from roster.search.engines.cpsat import CpSat
from roster.search.incumbent import Incumbent, Values
from roster.search.run import Clock, Options, SolveResult
from roster.solvers.apart import POLL_SECONDS
from roster.solvers.cpsat import Parameters, Status


@dataclass(frozen=True)
class Verifying:
    """How solutions of a relaxed model become verified rosters while it is still worked on."""

    keep: Callable[[Values, int], None]
    """Makes a roster of a solution, given the bound so far, verifies it, and keeps it if it is the best."""

    enough: Callable[[int], bool]
    """Whether the best verified roster is good enough beside a bound."""

    bound: int = 0
    """What is proved of the same model already."""


class Portfolio:
    """Engines on one model, until one has settled it, they are near enough together, or the time is up."""

    def __init__(
        self,
        clock: Clock,
        engines: Sequence[Engine],
        phase: str = "",
        gap: float = 0.0,
        first: bool = False,
        verifying: Verifying | None = None,
        trial_seconds: float = math.inf,
        trial_gap: float | None = None,
    ) -> None:
        """With `first` the first solution is good enough. Without a phase the curve gets nothing.

        After `trial_seconds` they go on only with a gap of at most `trial_gap`: by default that of what is nearly done.
        """
        self._clock, self._engines = clock, engines
        self._phase, self._gap, self._first, self._verifying = phase, gap, first, verifying
        self._checking, nearly_done = clock.options.tuning.checking, clock.options.tuning.selection.nearly_done
        self._trial_gap = nearly_done if trial_gap is None else trial_gap
        self._tried = clock.seconds + trial_seconds
        self._main = next((engine for engine in engines if isinstance(engine, CpSat)), None)
        self._looked_at: int | None = None  # objective of the latest solution that was verified
        self._due = clock.seconds + self._checking.seconds  # when the next one is
        self.incumbent = Incumbent(verifying.bound if verifying is not None else 0)
        self.incumbent.subscribe(self._note)

    def run(self) -> SolveResult:
        """What they came to. An error of CP-SAT is raised, one of another engine noted by the clock."""
        try:
            for engine in self._engines:
                engine.start(self.incumbent)
            while (working := self._working()) is not None:
                working.join(POLL_SECONDS)
                if self._clock.stop or self.enough() or self._failed():
                    break
        finally:
            for engine in self._engines:
                engine.stop()
        for engine in self._engines:
            self._clock.heard(engine.failure, engine is self._main)
        return self._result()

    def _failed(self) -> bool:
        """Whether the trial is over and their gap too large."""
        return self._clock.seconds > self._tried and self.incumbent.gap() > self._trial_gap

    def _working(self) -> Engine | None:
        """An engine to wait for; None where all have ended, or CP-SAT with what settles it."""
        main = self._main
        if main is not None and not main.working and (self._first or main.settled or main.failure):
            return None
        return next((engine for engine in self._engines if engine.working), None)

    def _result(self) -> SolveResult:
        found, status = self.incumbent, Status.UNKNOWN
        if self._main is not None and self._main.result is not None:
            status = self._main.result.status
            self._clock.spend(self._main.result.work_seconds)
        objective, values = found.best
        if objective is None:
            return SolveResult(Status.INFEASIBLE if found.infeasible else status, 0, 0, None)
        return SolveResult(status, objective, min(found.bound, objective), values)

    def enough(self) -> bool:
        """Whether the engines together have closed the gap, or the best verified roster is good enough.

        CP-SAT that works alone is never told so: it ends by itself, and always at the same point of its work.
        """
        alone = self._verifying is None and all(engine is self._main for engine in self._engines)
        if alone or self._clock.options.deterministic:
            return False
        found = self.incumbent
        if found.infeasible or (self._first and found.values):
            return True
        return found.gap() <= self._gap or self._verified()

    def _verified(self) -> bool:
        """Verify the latest solution if that is due; whether the best verified roster is good enough."""
        clock, verifying = self._clock, self._verifying
        if verifying is None:
            return False
        began, (objective, values) = clock.seconds, self.incumbent.best
        if objective is not None and objective != self._looked_at and began > self._due:
            verifying.keep(values, self.incumbent.bound)
            self._looked_at = objective
            took = clock.seconds - began
            # never so late that the last solution could not be verified in time
            self._due = clock.seconds + max(self._checking.seconds, took / self._checking.share)
            if clock.left() - (self._due - clock.seconds) < 2 * took:
                self._due = float("inf")
        return verifying.enough(self.incumbent.bound)

    def _note(self) -> None:
        """A point of the curve: of a relaxed model, one whose solutions are verified, the best verified roster."""
        if self._phase:
            incumbent = self.incumbent
            found = incumbent.objective if self._verifying is None else self._clock.best
            self._clock.note(self._phase, found, incumbent.bound, incumbent.columns)


def solve_model(
    clock: Clock,
    model: cp_model.CpModel,
    limit: float,
    hint: SolveResult | None = None,
    phase: str = "",
    gap: float = 0.0,
    first: bool = False,
    second: Engine | None = None,
    verifying: Verifying | None = None,
    whole_limit: float | None = None,
    trial_seconds: float = math.inf,
    trial_gap: float | None = None,
) -> SolveResult:
    """A model solved within a limit by CP-SAT, and beside it by a `second` engine.

    CP-SAT works on the whole model no longer than `whole_limit` where that is given, and not at all where that is 0.
    After `trial_seconds` all of them end unless their gap is `trial_gap` or less: as in `Portfolio`.
    """
    engines = [] if second is None else [second]
    if whole_limit != 0:
        seconds = limit if whole_limit is None else whole_limit
        parameters = cpsat_parameters(clock.options, seconds, gap, first, alone=first or second is None)
        engines.insert(0, CpSat(model, parameters, clock.options.deterministic))
    if hint is not None and hint.values is not None:
        for engine in engines:
            engine.offer(hint.values)
    return Portfolio(clock, engines, phase, gap, first, verifying, trial_seconds, trial_gap).run()


def cpsat_parameters(options: Options, limit: float, gap: float, first: bool, alone: bool) -> Parameters:
    """How CP-SAT works on a whole model: on every core where it is `alone`, else on all but one.

    A deterministic search for the first solution has one worker, as chance decides which of several is first.
    """
    workers = options.workers if alone else max(1, options.workers - 1)
    workers = 1 if first and options.deterministic else workers
    return Parameters.within(
        limit,
        options.deterministic,
        workers=workers,
        seed=options.seed,
        gap=gap,
        first=first,
        strategies=options.strategies if workers <= 2 and not first else (),
        interleaved=options.deterministic or workers == 1,
    )
