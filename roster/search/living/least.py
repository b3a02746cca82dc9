"""How many people a repair must disturb at least, and whose roster cannot help, from the linear relaxation.

At the published roster the relaxation's costs are right already and only the rows that the disruption breaks are not,
so that the dual simplex method, started there, needs a few pivots: hundredths of a second, where presolve alone takes
longer. Asking of each officer in turn whether a change of theirs can be among so few leaves a small model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile

import highspy
import numpy as np
from ortools.sat.python import cp_model

from roster.search.highs import SilentHighs
from roster.search.relax import as_program

TOLERANCE = 1e-4


class LeastPeople:
    """The relaxation of a model whose `people` is the sum of the 0-1 variables `changed`; `start` are values by index.

    Depends on no clock. Nothing is told of a model that has no linear form.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        people: cp_model.IntVar,
        changed: Sequence[cp_model.IntVar],
        start: Mapping[int, int],
        workers: int = 2,
    ) -> None:
        self._changed = changed
        self._solvers: list[SilentHighs] = []
        program = as_program(model)
        if program is None:
            return
        program.cost[:] = 0
        program.cost[people.index] = 1
        linear = program.for_highs()
        linear.integrality_ = []
        basis = highspy.HighsBasis()
        status = highspy.HighsBasisStatus
        at_most = np.array([start.get(index, 0) for index in range(len(program.low))]) >= program.high
        basis.col_status = [
            status.kUpper if upper else status.kLower for upper in at_most & (program.low < program.high)
        ]
        basis.row_status = [status.kBasic] * len(program.row_low)
        basis.valid = True
        self._solvers = [solver for _worker in range(workers) if (solver := _simplex(linear, basis)) is not None]

    def bound(self) -> int | None:
        """So many people change at least; None where not even the relaxation has a solution."""
        if not self._solvers:
            return 0
        solver = self._solvers[0]
        status = _run(solver)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            return 0
        return max(0, math.ceil(solver.getInfo().objective_function_value - TOLERANCE))

    def needless(self, most: int, over: Callable[[], bool]) -> list[cp_model.IntVar]:
        """Of `changed` those that are 0 wherever no more than `most` people change; as far as found until `over`."""
        workers = len(self._solvers)
        with ThreadPoolExecutor(max(1, workers)) as pool:
            parts = [
                pool.submit(_needless, solver, self._changed[number::workers], most, over)
                for number, solver in enumerate(self._solvers)
            ]
        return [variable for part in parts for variable in part.result()]


def _simplex(linear: highspy.HighsLp, basis: highspy.HighsBasis) -> SilentHighs | None:
    """The dual simplex method about to start at a basis; None where the program has no linear form."""
    solver = SilentHighs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("solver", "simplex")
    if solver.passModel(linear) != highspy.HighsStatus.kOk:
        return None
    solver.setBasis(basis)
    return solver


def _needless(
    solver: SilentHighs, changed: Sequence[cp_model.IntVar], most: int, over: Callable[[], bool]
) -> list[cp_model.IntVar]:
    """Those of some variables that are 0 wherever no more than `most` people change."""
    solver.setOptionValue("objective_bound", most + TOLERANCE)
    found = []
    for variable in takewhile(lambda _variable: not over(), changed):
        solver.changeColBounds(variable.index, 1.0, 1.0)
        helpless = _exceeds(solver, most)
        solver.changeColBounds(variable.index, 0.0, 0.0 if helpless else 1.0)
        if helpless:
            found.append(variable)
    return found


def _exceeds(solver: SilentHighs, most: int) -> bool:
    """Whether more than `most` people change; the dual simplex method ends as soon as its bound says so."""
    status = _run(solver)
    if status == highspy.HighsModelStatus.kOptimal:
        return bool(solver.getInfo().objective_function_value > most + TOLERANCE)
    return status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)


def _run(solver: SilentHighs) -> highspy.HighsModelStatus:
    solver.run()
    return solver.getModelStatus()
