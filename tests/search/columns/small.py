"""A small instance in the public format, and the optimum of the direct model."""

from __future__ import annotations

from ortools.sat.python import cp_model

from roster.model import Model
from roster.tiers import WISHES
from tests.paths import ROOT

SMALL = ROOT / "tests" / "benchmarks" / "small.txt"


def least(model: Model, tiers: dict[int, int]) -> int | None:
    """The least cost of the wishes by the direct model, while shortfalls stay within the tiers."""
    solver = cp_model.CpSolver()
    return round(solver.objective_value) if solver.solve(model.minimising(WISHES, tiers)) == cp_model.OPTIMAL else None
