"""The one door to CP-SAT: how long and how a run searches, who may end it, and what it gives."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from ortools.sat.python import cp_model

from roster.solvers.apart import POLL_SECONDS, run_apart

DETERMINISTIC_RATE = 0.4
"""CP-SAT's deterministic time that passes in about a second on an office laptop's two cores."""

MANY = 2**40
"""More than any row adds up to: an end of a row that has none."""

OnSolution = Callable[[int, tuple[int, ...], float], None]
"""Is told the objective and the values of all variables of each solution, and the bound when it was found."""


class Status(Enum):
    """How a run ended."""

    OPTIMAL = cp_model.OPTIMAL
    FEASIBLE = cp_model.FEASIBLE
    INFEASIBLE = cp_model.INFEASIBLE
    UNKNOWN = cp_model.UNKNOWN

    @property
    def solved(self) -> bool:
        """Whether there is a solution."""
        return self in (Status.OPTIMAL, Status.FEASIBLE)


@dataclass(frozen=True)
class Parameters:
    """How one run searches; what is not given is as CP-SAT has it, but for one worker."""

    seconds: float = math.inf
    work: float = math.inf  # in CP-SAT's deterministic time, which depends on no clock
    workers: int = 1
    seed: int = 1
    gap: float = 0.0
    first: bool = False  # the first solution is good enough
    strategies: tuple[str, ...] = ()  # CP-SAT's own names of subsolvers, beside or instead of the usual ones
    interleaved: bool = False  # workers take turns, so that nothing depends on which is quicker
    linearization: int = 1  # 0: no linear relaxation, 2: as much of one as there is
    light: bool = False  # hardly any presolve and no linear relaxation: for what is mostly feasible

    @classmethod
    def within(cls, seconds: float, by_work: bool, **more: Any) -> Parameters:
        """Some seconds of the clock, or the work that is done in about so many where the clock does not count."""
        limits = (math.inf, seconds * DETERMINISTIC_RATE) if by_work else (seconds, math.inf)
        return cls(*limits, **more)

    def solver(self) -> cp_model.CpSolver:
        """CP-SAT under these parameters; it leaves Ctrl-C to the program."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.catch_sigint_signal = False
        parameters.num_workers, parameters.random_seed = self.workers, self.seed
        parameters.max_time_in_seconds, parameters.max_deterministic_time = self.seconds, self.work
        parameters.relative_gap_limit, parameters.stop_after_first_solution = self.gap, self.first
        parameters.subsolvers.extend(self.strategies)
        parameters.interleave_search = self.interleaved
        parameters.linearization_level = 0 if self.light else self.linearization
        if self.light:
            parameters.cp_model_probing_level = parameters.symmetry_level = 0
            parameters.max_presolve_iterations = 1
        return solver


class Result:
    """What a run gave."""

    def __init__(self, status: Status, solver: cp_model.CpSolver) -> None:
        self.status, self._solver = status, solver

    @property
    def solved(self) -> bool:
        """Whether there is a solution."""
        return self.status.solved

    @property
    def objective(self) -> int:
        """The best solution's."""
        return round(self._solver.objective_value)

    @property
    def bound(self) -> float:
        """No solution has a smaller objective."""
        return self._solver.best_objective_bound

    @property
    def work_seconds(self) -> float:
        """About how many seconds its work takes, whatever the clock says."""
        return self._solver.response_proto.deterministic_time / DETERMINISTIC_RATE

    @cached_property
    def values(self) -> tuple[int, ...]:
        """The best solution's value of each variable, by index; empty without one."""
        return tuple(self._solver.response_proto.solution)

    def value(self, expression: cp_model.LinearExprT) -> int:
        """The value of an expression in the best solution."""
        return self._solver.value(expression)

    @cached_property
    def core(self) -> frozenset[int]:
        """Indices of assumed literals that cannot all be true, where that is why there is no solution."""
        return frozenset(self._solver.sufficient_assumptions_for_infeasibility())


class Run:
    """One run of CP-SAT on a model; `stop` may be called from any thread."""

    def __init__(self, model: cp_model.CpModel, parameters: Parameters) -> None:
        self._model, self._solver = model, parameters.solver()

    def stop(self) -> None:
        """End soon, with what there is."""
        self._solver.stop_search()

    def __call__(
        self,
        on_solution: OnSolution | None = None,
        on_bound: Callable[[float], None] | None = None,
        asked: bool = False,
    ) -> Result:
        """The result. On the main thread signals are answered meanwhile; `asked`: as in `run_apart`."""
        watch = _Watch(on_solution) if on_solution is not None else None
        if on_bound is not None:
            self._solver.best_bound_callback = on_bound
        status = run_apart(lambda: self._solver.solve(self._model, watch), self.stop, asked)
        known = status in {one.value for one in Status}
        return Result(Status(status) if known else Status.UNKNOWN, self._solver)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hands every solution on."""

    def __init__(self, on_solution: OnSolution) -> None:
        super().__init__()
        self._told = on_solution

    def on_solution_callback(self) -> None:
        self._told(round(self.objective_value), tuple(self.response_proto.solution), self.best_objective_bound)


def solve(
    model: cp_model.CpModel,
    parameters: Parameters,
    asked: bool = False,
    over: Callable[[], bool] | None = None,
    patience: float = math.inf,
    on_solution: OnSolution | None = None,
    on_bound: Callable[[float], None] | None = None,
) -> Result:
    """A model solved. It ends early when it is `over`, and after `patience` seconds as soon as there is a solution.

    `asked` as in `run_apart`.
    """
    run = Run(model, parameters)
    if over is None:
        return run(on_solution, on_bound, asked)
    found, done = threading.Event(), threading.Event()
    until = time.monotonic() + patience

    def poll() -> None:
        while not done.wait(POLL_SECONDS):
            if over() or (found.is_set() and time.monotonic() > until):
                run.stop()

    def told(objective: int, values: tuple[int, ...], bound: float) -> None:
        found.set()
        if on_solution is not None:
            on_solution(objective, values, bound)

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        return run(told, on_bound, asked)
    finally:
        done.set()
        thread.join()


def hint(model: cp_model.CpModel, values: Sequence[int]) -> None:
    """Begin at these values of the first variables, in their order."""
    for index, value in enumerate(values):
        model.add_hint(model.get_int_var_from_proto_index(index), value)


def add_row(
    model: cp_model.CpModel, terms: Sequence[tuple[cp_model.IntVar, int]], low: float, high: float
) -> cp_model.Constraint:
    """A row `low <= weights times variables <= high`, whose ends may be infinite."""
    ends = round(low) if math.isfinite(low) else -MANY, round(high) if math.isfinite(high) else MANY
    return model.add_linear_expression_in_domain(weighted(terms), cp_model.Domain(*ends))


def weighted(terms: Sequence[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExprT:
    """The sum of variables times weights."""
    return cp_model.LinearExpr.weighted_sum([variable for variable, _ in terms], [weight for _, weight in terms])
