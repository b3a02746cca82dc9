"""What the linear relaxation of a model proves and takes; neither depends on a clock."""

from __future__ import annotations

from ortools.sat.python import cp_model

from roster.solvers.arrays import Mask
from roster.solvers.highs import ROUNDING, solve_relaxation
from roster.solvers.program import as_program


def relaxation_bound(model: cp_model.CpModel) -> int:
    """What the linear relaxation proves of a model that is minimised; 0 where it has none."""
    program = as_program(model)
    solver = solve_relaxation(program) if program is not None else None
    return solver.lowest if solver is not None and solver.optimal else 0


def relaxation_support(model: cp_model.CpModel) -> Mask | None:
    """Which variables the linear relaxation of a model that is minimised takes; None where it has none."""
    program = as_program(model)
    solver = solve_relaxation(program, "ipm") if program is not None else None
    if solver is None or not solver.optimal:
        return None
    found: Mask = solver.values > ROUNDING
    return found
