"""Solver runs that share one clock, one curve and one request to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from roster.domain.outcome import WISHES_PHASES, Moment
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Expression
from roster.i18n import _
from roster.search.engine import Engine
from roster.search.race import Beside, Race, Verifying
from roster.solvers import cpsat
from roster.solvers.apart import POLL_SECONDS
from roster.solvers.cpsat import Parameters, Result, Status

Watch = Callable[[Moment], None]
"""Told each step of a search; one that has a method `verified(problem, roster)` is told each better roster as well."""
RAISE_FAILURES = False
"""Whether an error on a thread beside the search is raised as well as told: so in tests."""


@dataclass(frozen=True)
class Options:
    """How long and how to search; with `deterministic` seconds are the solver's own measure of work."""

    time_limit: float = 60.0
    gap: float = 0.0
    workers: int = 2
    seed: int = 1
    deterministic: bool = False
    search: Literal["auto", "cpsat", "columns"] = "auto"
    strategies: tuple[str, ...] = ("max_lp", "lns")
    """CP-SAT's own names of what one or two workers do once there is a roster."""


class Stop:
    """A request to end the search with the best roster so far; safe to call from a signal handler."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()


@dataclass(frozen=True)
class Stage:
    """What one solver run gave: `values` of all variables by index, None without a solution."""

    status: Status
    objective: int
    bound: int
    values: tuple[int, ...] | None

    def value(self, expression: Expression) -> int:
        """The value of a variable."""
        assert self.values is not None
        assert isinstance(expression, cp_model.IntVar)
        return self.values[expression.index]


class Runner:
    """Runs one model after another against the same limit."""

    def __init__(self, options: Options, watch: Watch, stop: Stop) -> None:
        self.options, self.stop = options, stop
        self.curve: list[Moment] = []
        self.best: int | None = None  # cost of the best verified roster's wishes
        self.failures: list[Exception] = []  # what ended engines beside CP-SAT early
        self._watch = watch
        self._started = time.monotonic()
        self._spent = 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def used(self) -> float:
        """Seconds since the start; of deterministic time when that is what counts."""
        return self._spent if self.options.deterministic else self.seconds

    def spend(self, seconds: float) -> None:
        """Count so many seconds of deterministic time."""
        self._spent += seconds

    def left(self) -> float:
        """Seconds of the limit that are left; of deterministic time when that is what counts."""
        return max(0.0, self.options.time_limit - self.used)

    def over(self) -> bool:
        """Whether the time is up or a stop was asked for."""
        return bool(self.stop) or self.left() <= 0

    def heard(self, engine: Engine) -> None:
        """Take down what ended an engine early, if anything did."""
        failure = engine.failure
        if failure is not None and failure not in self.failures:
            self.failures.append(failure)
            if RAISE_FAILURES:
                raise failure

    def notes(self) -> tuple[str, ...]:
        """What went wrong beside the search, as sentences."""
        text = _("a part of the search ended early by a fault of the program ({error}); the rest went on without it")
        return tuple(dict.fromkeys(text.format(error=f"{type(f).__name__}: {f}"[:200]) for f in self.failures))

    def note(
        self, phase: str, incumbent: int | None = None, bound: int | None = None, columns: int | None = None
    ) -> None:
        """Add a point to the curve and tell whoever watches, unless all is as at the point before."""
        if incumbent is None and phase in WISHES_PHASES:
            incumbent = self.best
        moment = Moment(self.seconds, phase, incumbent, bound, columns)
        if not self.curve or self.curve[-1][1:] != moment[1:]:
            self.curve.append(moment)
            self._watch(moment)

    def verified(self, problem: Problem, roster: Roster) -> None:
        """Tell whoever watches, and asks for it, of a verified roster that is better than the ones before."""
        tell = getattr(self._watch, "verified", None)
        if tell is not None:
            tell(problem, roster)

    def __call__(
        self,
        model: cp_model.CpModel,
        limit: float,
        hint: Stage | None,
        phase: str = "",
        gap: float = 0.0,
        first: bool = False,
        prover: Beside | None = None,
        verifying: Verifying | None = None,
        whole_limit: float | None = None,
    ) -> Stage:
        """Solve a model within a limit.

        `first` ends with the first solution, `prover` runs beside CP-SAT, which works on the whole model no longer than
        `whole_limit` where that is given, and not at all where that is 0. Without a phase the curve gets nothing. Of a
        relaxed model, one with `verifying`, it gets the bound, beside the best verified roster so far; solutions are
        verified now and then, except where only deterministic time counts.
        """
        if hint is not None and hint.values is not None:
            cpsat.hint(model, hint.values)
            if prover is not None:
                prover.offer(hint.values)
        race = Race(self, phase, gap, prover, verifying, first)
        status = Status.UNKNOWN
        if whole_limit == 0:
            self._wait(race)
        else:
            seconds = limit if whole_limit is None else whole_limit
            parameters = self._parameters(seconds, gap, first, alone=first or prover is None)
            result = self._solve(cpsat.Run(model, parameters), race, first)
            status = result.status
            self._spent += result.work_seconds
            if result.solved:
                race.found(result.objective, result.values)
                race.on_bound(result.bound)
        if race.values is None:
            return Stage(Status.INFEASIBLE if race.infeasible else status, 0, 0, None)
        return Stage(status, race.objective, min(race.bound, race.objective), race.values)

    def _parameters(self, limit: float, gap: float, first: bool, alone: bool) -> Parameters:
        options = self.options
        workers = options.workers if alone else max(1, options.workers - 1)
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

    def _wait(self, race: Race) -> None:
        """Let the prover work alone."""
        race.start()
        try:
            while race.goes_on() and not (self.stop or race.won()):
                time.sleep(POLL_SECONDS)
        finally:
            race.end()

    def _solve(self, solver: cpsat.Run, race: Race, first: bool) -> Result:
        """Solve in a thread of its own, so that this one can answer a request to stop."""
        result: list[Result] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                result.append(solver(race.on_solution, race.on_bound))
            except BaseException as error:  # handed to the caller's thread
                failure.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        race.start()
        try:
            while thread.is_alive():
                thread.join(POLL_SECONDS)
                if self.stop or race.won():
                    solver.stop()
            settled = first or (result and result[0].status in (Status.OPTIMAL, Status.INFEASIBLE))
            while not (failure or settled or self.stop or race.won()) and race.goes_on():
                time.sleep(POLL_SECONDS)
        finally:
            solver.stop()
            thread.join()
            race.end()
        if failure:
            raise failure[0]
        return result[0]
