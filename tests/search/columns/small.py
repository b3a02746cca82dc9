"""A small instance in the public format, and the optimum of the direct model."""

from __future__ import annotations

from functools import cache

from ortools.sat.python import cp_model

from benchmarks.shift_scheduling.problem import load
from roster.model import Model
from roster.tiers import WISHES, Limits, all_limits
from tests.paths import ROOT

SMALL = ROOT / "tests" / "benchmarks" / "small.txt"


@cache
def small() -> tuple[Model, Limits]:
    problem, rulebook = load(SMALL)
    limits = all_limits(problem, rulebook)
    return Model(problem, rulebook, limits, "kind"), limits


def least(model: Model, tiers: dict[int, int]) -> int | None:
    """The least cost of the wishes by the direct model, while shortfalls stay within the tiers."""
    solver = cp_model.CpSolver()
    return round(solver.objective_value) if solver.solve(model.minimising(WISHES, tiers)) == cp_model.OPTIMAL else None
