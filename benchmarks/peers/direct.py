"""The direct model, every officer in a seat of a crew, given whole to a solver: CP-SAT as it comes, and HiGHS.

Shortfalls are forbidden and the wishes' cost is minimised, as in the product's own last stage: the grown brigades have
rosters without shortfall, and one weight over both would spoil the bound. Building the model counts in the time.
"""

from __future__ import annotations

import time

import highspy
import numpy as np
from ortools.sat.python import cp_model

from benchmarks.measure import Found, Point, Task
from roster.forms import Expression
from roster.model import Model, all_limits
from roster.search.apart import SOLVED
from roster.search.relax import as_program


def cp_sat(task: Task) -> Found:
    """CP-SAT with its default parameters."""
    started = time.monotonic()
    model = _model(task)
    built = time.monotonic() - started
    curve: list[Point] = []
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.workers
    solver.parameters.random_seed = task.seed
    solver.parameters.relative_gap_limit = task.gap
    solver.parameters.max_time_in_seconds = max(0.0, task.limit - built)

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            bound = _up(self.best_objective_bound)
            curve.append(Point(time.monotonic() - started, round(self.objective_value), bound))

    def on_bound(bound: float) -> None:
        curve.append(Point(time.monotonic() - started, None, _up(bound)))

    solver.best_bound_callback = on_bound
    status = solver.solve(model.model, Watch())
    if status not in SOLVED:
        return Found(built, tuple(curve), time.monotonic() - started)
    curve.append(
        Point(time.monotonic() - started, round(solver.objective_value), _up(solver.best_objective_bound)),
    )
    return Found(built, tuple(curve), time.monotonic() - started, model.decisions.read(solver.value))


def highs(task: Task) -> Found:
    """HiGHS on the same model as an integer program."""
    started = time.monotonic()
    model = _model(task)
    program = as_program(model.model)
    if program is None:
        raise SystemExit("this rulebook's direct model has no form that HiGHS reads")
    built = time.monotonic() - started
    curve: list[Point] = []
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in {
        "output_flag": False,
        "threads": task.workers,
        "random_seed": task.seed,
        "mip_rel_gap": task.gap,
        "time_limit": max(0.0, task.limit - built),
    }.items():
        solver.setOptionValue(option, setting)
    solver.passModel(program.for_highs())

    def on_node(event: highspy.highs.HighsCallbackEvent) -> None:
        bound = event.data_out.mip_dual_bound
        if np.isfinite(bound) and (not curve or curve[-1].bound != _up(bound)):
            curve.append(Point(time.monotonic() - started, None, _up(bound)))

    def on_solution(event: highspy.highs.HighsCallbackEvent) -> None:
        objective = round(event.data_out.objective_function_value)
        curve.append(Point(time.monotonic() - started, objective, None))

    solver.cbMipInterrupt += on_node
    solver.cbMipImprovingSolution += on_solution
    solver.run()
    seconds = time.monotonic() - started
    found = solver.getInfo()
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Found(built, tuple(curve), seconds)
    bound = _up(found.mip_dual_bound) if np.isfinite(found.mip_dual_bound) else None
    curve.append(Point(seconds, round(found.objective_function_value), bound))
    values = np.rint(solver.getSolution().col_value).astype(int)

    def value(expression: Expression) -> int:
        assert isinstance(expression, cp_model.IntVar)
        return int(values[expression.index])

    return Found(built, tuple(curve), seconds, model.decisions.read(value))


def _model(task: Task) -> Model:
    model = Model(task.problem, task.rulebook, all_limits(task.problem, task.rulebook), "crew")
    for short in model.short.values():
        model.model.add(short == 0)
    model.model.minimize(model.wishes)
    return model


def _up(bound: float) -> int:
    """The whole number that a bound on a whole number proves."""
    return int(np.ceil(bound - 1e-4))
