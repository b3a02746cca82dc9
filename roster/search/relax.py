"""A model as an integer program for HiGHS: proves bounds, and finds rosters, from the linear side.

CP-SAT is quick to find rosters and slow to bound them; on the model by unit kind the linear relaxation is nearly tight,
and HiGHS closes what is left with cuts. Huangfu and Hall (2018), "Parallelizing the dual revised simplex method".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roster.search.engine import Engine
from roster.search.highs import SilentHighs

INFINITE = 2**62
ROUNDING = 1e-4
"""Bounds are rounded up to whole numbers after taking off this much, far above the solver's own tolerance."""


@dataclass(frozen=True)
class Program:
    """An integer program: rows `row_low <= A x <= row_high`, kept row by row, over whole numbers within bounds."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    weights: NDArray[np.float64]
    row_low: NDArray[np.float64]
    row_high: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    cost: NDArray[np.float64]

    @property
    def row_of(self) -> NDArray[np.int64]:
        """For each weight, its row."""
        return np.repeat(np.arange(len(self.row_low)), np.diff(self.starts))

    def for_highs(self) -> highspy.HighsLp:
        """The same for HiGHS."""
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.low), len(self.row_low)
        program.col_cost_, program.col_lower_, program.col_upper_ = self.cost, self.low, self.high
        program.row_lower_, program.row_upper_ = self.row_low, self.row_high
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = self.starts.astype(np.int32)
        program.a_matrix_.index_ = self.columns.astype(np.int32)
        program.a_matrix_.value_ = self.weights
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(self.low)
        return program


def as_program(model: cp_model.CpModel) -> Program | None:
    """The same model with linear rows only; None where a constraint has no such form."""
    proto = model.proto
    columns: list[int] = []
    weights: list[int] = []
    ends: list[int] = []
    lows: list[int] = []
    highs: list[int] = []

    def add(own: Sequence[int], factors: Sequence[int], low: int, high: int) -> None:
        columns.extend(own)
        weights.extend(factors)
        ends.append(len(columns))
        lows.append(low)
        highs.append(high)

    for constraint in proto.constraints:
        enforced = constraint.enforcement_literal
        if constraint.has_linear() and not len(enforced):
            linear = constraint.linear
            if len(linear.domain) != 2:
                return None
            add(linear.vars, linear.coeffs, *linear.domain)
        elif constraint.has_bool_or():
            add(*_clause([*constraint.bool_or.literals, *(-1 - literal for literal in enforced)]))
        elif constraint.has_bool_and():
            for literal in constraint.bool_and.literals:
                add(*_clause([literal, *(-1 - on for on in enforced)]))
        else:
            return None
    domains = [variable.domain for variable in proto.variables]
    cost = np.zeros(len(domains))
    cost[list(proto.objective.vars)] = list(proto.objective.coeffs)
    return Program(
        starts=np.array([0, *ends]),
        columns=np.array(columns, dtype=np.int64),
        weights=np.array(weights, dtype=float),
        row_low=_finite(lows),
        row_high=_finite(highs),
        low=np.array([domain[0] for domain in domains], dtype=float),
        high=np.array([domain[len(domain) - 1] for domain in domains], dtype=float),
        cost=cost,
    )


def _clause(literals: list[int]) -> tuple[list[int], list[int], int, int]:
    """At least one literal is true; a literal below 0 is the negation of variable -1 - literal."""
    weights: dict[int, int] = {}
    for literal in set(literals):
        index, weight = (literal, 1) if literal >= 0 else (-1 - literal, -1)
        weights[index] = weights.get(index, 0) + weight
    return list(weights), list(weights.values()), 1 - sum(literal < 0 for literal in set(literals)), INFINITE


def _finite(bounds: list[int]) -> NDArray[np.float64]:
    """Bounds on rows, those that bind nothing as HiGHS writes them."""
    found = np.array(bounds, dtype=float)
    return np.where(np.abs(found) < INFINITE, found, np.copysign(highspy.kHighsInf, found))


def relaxed(program: Program, method: str = "choose", over: Callable[[], bool] | None = None) -> SilentHighs:
    """HiGHS after it has solved a program's linear relaxation by a method; `over` ends that early.

    Its status tells whether there is an optimum.
    """
    linear = program.for_highs()
    linear.integrality_ = []
    solver = SilentHighs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("solver", method)
    solver.passModel(linear)
    if over is not None:
        for event in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
            event += lambda found: found.interrupt() if over() else None
    solver.run()
    return solver


def lowest(solver: SilentHighs) -> int:
    """What a solved relaxation proves of a whole number that is minimised and never below 0."""
    return max(0, int(np.ceil(solver.getInfo().objective_function_value - ROUNDING)))


def relaxation(model: cp_model.CpModel) -> int:
    """What the linear relaxation proves of a model that is minimised; 0 where it has none. Depends on no clock."""
    program = as_program(model)
    solver = relaxed(program) if program is not None else None
    return lowest(solver) if solver is not None and is_optimal(solver) else 0


def taken(model: cp_model.CpModel) -> NDArray[np.bool_] | None:
    """Which variables the linear relaxation of a model that is minimised takes; None where it has none."""
    program = as_program(model)
    solver = relaxed(program, "ipm") if program is not None else None
    if solver is None or not is_optimal(solver):
        return None
    found: NDArray[np.bool_] = np.array(solver.getSolution().col_value) > ROUNDING
    return found


def is_optimal(solver: SilentHighs) -> bool:
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


class Prover(Engine):
    """HiGHS on one thread beside CP-SAT: `bound` rises, `incumbent` is its best solution (objective, values) so far."""

    def __init__(self, model: cp_model.CpModel, limit: float, seed: int, delay: float = 0.0) -> None:
        """It begins after a delay in seconds, as it cannot be stopped while it simplifies its program.

        In that time it looks whether the linear relaxation shows that there is no solution.
        """
        super().__init__()
        self.bound = 0
        self.infeasible = False
        self.incumbent: tuple[int | None, tuple[int, ...]] = (None, ())
        self._halt = threading.Event()
        self._model, self._limit, self._seed, self._delay = model, limit, seed, delay
        self._offered: tuple[int, ...] = ()

    def halt(self) -> None:
        """End soon, and wait for it; what is proved stays."""
        self._halt.set()
        self.join()

    def offer(self, values: tuple[int, ...]) -> None:
        """Begin with a solution found elsewhere; once HiGHS runs it is of no use."""
        self._offered = values

    def work(self) -> None:
        began, program = time.monotonic(), as_program(self._model)
        if program is None or self._halt.is_set():
            return
        if self._delay:
            status = relaxed(program, "ipm", self._halt.is_set).getModelStatus()
            self.infeasible = status == highspy.HighsModelStatus.kInfeasible
            if self.infeasible or self._halt.wait(max(0.0, self._delay - (time.monotonic() - began))):
                return
        solver = SilentHighs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("random_seed", self._seed)
        solver.setOptionValue("time_limit", self._limit)
        if solver.passModel(program.for_highs()) != highspy.HighsStatus.kOk:
            return
        if len(self._offered) == len(program.low):
            known = highspy.HighsSolution()
            known.col_value = list(map(float, self._offered))
            solver.setSolution(known)
        solver.cbSimplexInterrupt += self._on_step
        solver.cbIpmInterrupt += self._on_step
        solver.cbMipInterrupt += self._on_node
        solver.cbMipImprovingSolution += self._on_solution
        solver.run()
        self.infeasible = solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        if not self.infeasible:
            self._raise_bound(solver.getInfo().mip_dual_bound)

    def _on_step(self, event: highspy.highs.HighsCallbackEvent) -> None:
        if self._halt.is_set():
            event.interrupt()

    def _on_node(self, event: highspy.highs.HighsCallbackEvent) -> None:
        self._raise_bound(event.data_out.mip_dual_bound)
        self._on_step(event)

    def _on_solution(self, event: highspy.highs.HighsCallbackEvent) -> None:
        values = tuple(int(value) for value in np.rint(event.data_out.mip_solution))
        objective = self._model.proto.objective
        total = sum(weight * values[index] for index, weight in zip(objective.vars, objective.coeffs, strict=True))
        best, _ = self.incumbent
        if best is None or total < best:
            self.incumbent = (total, values)

    def _raise_bound(self, bound: float) -> None:
        if np.isfinite(bound):
            self.bound = max(self.bound, int(np.ceil(bound - ROUNDING)))
