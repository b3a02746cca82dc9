"""The direct model, every officer in a seat of a crew, given whole to a solver: CP-SAT as it comes, and HiGHS.

Shortfalls are forbidden and the wishes' cost is minimised, as in the product's own last stage: the grown brigades have
rosters without shortfall, and one weight over both would spoil the bound. Only for brigades that must be short there
are such weights, and then no bound. Building the model counts in the time.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.measure import Found, Point, Task
from roster.forms import Expression
from roster.model import Model
from roster.solvers import cpsat
from roster.solvers.arrays import Array
from roster.solvers.highs import Highs
from roster.solvers.program import as_program
from roster.tiers import all_limits

WEIGHTS = 10**12
"""What a unit short of the first of all priorities weighs beside one of the wishes' cost."""


def cp_sat(task: Task, may_be_short: bool = False) -> Found:
    """CP-SAT with its default parameters; where nothing may be short and that cannot be, with shortfalls by weight."""
    started = time.monotonic()
    found = _cp_sat(task, started, weighed=False)
    left = task.limit - (time.monotonic() - started)
    if may_be_short and found.roster is None and left > 0:
        found = _cp_sat(task, started, weighed=True)
        return replace(found, curve=tuple(point._replace(bound=None) for point in found.curve))
    return found


def _cp_sat(task: Task, started: float, weighed: bool) -> Found:
    model = _weighed(task) if weighed else _model(task)
    built = time.monotonic() - started
    curve: list[Point] = []

    def on_solution(objective: int, values: tuple[int, ...], bound: float) -> None:
        curve.append(Point(time.monotonic() - started, objective, _up(bound)))

    def on_bound(bound: float) -> None:
        curve.append(Point(time.monotonic() - started, None, _up(bound)))

    limit = max(0.0, task.limit - built)
    parameters = cpsat.Parameters(limit, workers=task.workers, seed=task.seed, gap=task.gap)
    result = cpsat.Run(model.model, parameters)(on_solution, on_bound)
    if not result.solved:
        return Found(built, tuple(curve), time.monotonic() - started)
    curve.append(Point(time.monotonic() - started, result.objective, _up(result.bound)))
    return Found(built, tuple(curve), time.monotonic() - started, model.decisions.read(result.value))


def highs(task: Task) -> Found:
    """HiGHS on the same model as an integer program."""
    started = time.monotonic()
    model = _model(task)
    program = as_program(model.model)
    if program is None:
        raise SystemExit("this rulebook's direct model has no form that HiGHS reads")
    built = time.monotonic() - started
    curve: list[Point] = []
    limit = max(0.0, task.limit - built)
    solver = Highs(
        program, whole=True, threads=task.workers, random_seed=task.seed, mip_rel_gap=task.gap, time_limit=limit
    )

    def on_bound(bound: float) -> None:
        if np.isfinite(bound) and (not curve or curve[-1].bound != _up(bound)):
            curve.append(Point(time.monotonic() - started, None, _up(bound)))

    def on_solution(values: Array) -> None:
        curve.append(Point(time.monotonic() - started, round(float(program.cost @ values)), None))

    solver.tells(on_bound, on_solution)
    solver.run()
    seconds = time.monotonic() - started
    if not solver.feasible:
        return Found(built, tuple(curve), seconds)
    bound = _up(solver.bound) if np.isfinite(solver.bound) else None
    curve.append(Point(seconds, round(solver.objective), bound))
    values = np.rint(solver.values).astype(int)

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


def _weighed(task: Task) -> Model:
    model = Model(task.problem, task.rulebook, all_limits(task.problem, task.rulebook), "crew")
    weight = round(WEIGHTS ** (1 / max(3, len(model.short))))
    total = sum(weight**order * short for order, short in enumerate(reversed(model.short.values()), start=1))
    model.model.minimize(total + model.wishes)
    return model


def _up(bound: float) -> int:
    """The whole number that a bound on a whole number proves."""
    return int(np.ceil(bound - 1e-4))
