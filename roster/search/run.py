"""Solver runs that share one clock, one curve and one request to stop."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from roster.domain.outcome import Moment
from roster.forms import Expression

Watch = Callable[[Moment], None]
SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Options:
    """How long and how to search. With `deterministic` the limit counts the solver's own time, not the clock's."""

    time_limit: float = 60.0
    gap: float = 0.0
    workers: int = 2
    seed: int = 1
    deterministic: bool = False


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

    status: cp_model.CpSolverStatus
    objective: int
    bound: int
    values: tuple[int, ...] | None

    def value(self, expression: Expression) -> int:
        """The value of a variable."""
        assert self.values is not None
        assert isinstance(expression, cp_model.IntVar)
        return self.values[expression.index]


class _OnSolution(cp_model.CpSolverSolutionCallback):
    def __init__(self, note: Callable[[int, int], None]) -> None:
        super().__init__()
        self._note = note

    def on_solution_callback(self) -> None:
        self._note(round(self.objective_value), _up(self.best_objective_bound))


def _up(bound: float) -> int:
    """The whole number that a bound on a whole number proves."""
    return max(0, math.ceil(bound - 1e-6))


class Run:
    """Runs one model after another against the same limit."""

    def __init__(self, options: Options, watch: Watch, stop: Stop) -> None:
        self.options, self.stop = options, stop
        self.curve: list[Moment] = []
        self._watch = watch
        self._started = time.monotonic()
        self._spent = 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def left(self) -> float:
        """Seconds of the limit that are left; of deterministic time when that is what counts."""
        return max(0.0, self.options.time_limit - (self._spent if self.options.deterministic else self.seconds))

    def over(self) -> bool:
        """Whether the time is up or a stop was asked for."""
        return bool(self.stop) or self.left() <= 0

    def note(self, phase: str, incumbent: int | None = None, bound: int | None = None) -> None:
        """Add a point to the curve and tell whoever watches."""
        moment = Moment(self.seconds, phase, incumbent, bound)
        self.curve.append(moment)
        self._watch(moment)

    def __call__(
        self,
        model: cp_model.CpModel,
        limit: float,
        hint: Stage | None,
        phase: str,
        gap: float = 0.0,
        first: bool = False,
    ) -> Stage:
        """Solve a model within a limit; `first` ends with the first solution."""
        if hint is not None and hint.values is not None:
            for index, value in enumerate(hint.values):
                model.add_hint(model.get_int_var_from_proto_index(index), value)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.options.seed
        parameters.num_workers = self.options.workers
        parameters.relative_gap_limit = gap
        parameters.stop_after_first_solution = first
        parameters.catch_sigint_signal = False
        if self.options.deterministic:
            parameters.interleave_search = True
            parameters.max_deterministic_time = limit
        else:
            parameters.max_time_in_seconds = limit
        if self.options.workers == 2 and not first:
            parameters.subsolvers.extend(["max_lp", "lns"])
        best: list[int | None] = [None]

        def note(objective: int, bound: int) -> None:
            best[0] = objective
            self.note(phase, objective, bound)

        solver.best_bound_callback = lambda bound: self.note(phase, best[0], _up(bound))
        status = self._solve(solver, model, _OnSolution(note))
        self._spent += solver.response_proto.deterministic_time
        if status not in SOLVED:
            return Stage(status, 0, 0, None)
        objective = round(solver.objective_value)
        bound = min(_up(solver.best_objective_bound), objective)
        return Stage(status, objective, bound, tuple(solver.response_proto.solution))

    def _solve(
        self, solver: cp_model.CpSolver, model: cp_model.CpModel, on_solution: _OnSolution
    ) -> cp_model.CpSolverStatus:
        """Solve in a thread of its own, so that this one can answer a request to stop."""
        result: list[cp_model.CpSolverStatus] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                result.append(solver.solve(model, on_solution))
            except BaseException as error:  # handed to the caller's thread
                failure.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(POLL_SECONDS)
            if self.stop:
                solver.stop_search()
        if failure:
            raise failure[0]
        return result[0]
