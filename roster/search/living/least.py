"""How many people a repair must disturb at least, and whose roster cannot help, from the linear relaxation.

At the published roster the relaxation's costs are right already and only the rows that the disruption breaks are not,
so that the dual simplex method, started there, needs a few pivots: hundredths of a second, where presolve alone takes
longer. Asking of each officer in turn whether a change of theirs can be among so few leaves a small model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

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
    ) -> None:
        self._changed = changed
        self._solver: SilentHighs | None = None
        program = as_program(model)
        if program is None:
            return
        program.cost[:] = 0
        program.cost[people.index] = 1
        linear = program.for_highs()
        linear.integrality_ = []
        solver = SilentHighs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("solver", "simplex")
        if solver.passModel(linear) != highspy.HighsStatus.kOk:
            return
        basis = highspy.HighsBasis()
        status = highspy.HighsBasisStatus
        at_most = np.array([start.get(index, 0) for index in range(len(program.low))]) >= program.high
        basis.col_status = [
            status.kUpper if upper else status.kLower for upper in at_most & (program.low < program.high)
        ]
        basis.row_status = [status.kBasic] * len(program.row_low)
        basis.valid = True
        solver.setBasis(basis)
        self._solver = solver

    def bound(self) -> int | None:
        """So many people change at least; None where not even the relaxation has a solution."""
        if self._solver is None:
            return 0
        status = self._run()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            return 0
        return max(0, math.ceil(self._solver.getInfo().objective_function_value - TOLERANCE))

    def needless(self, most: int) -> Iterator[cp_model.IntVar]:
        """Of `changed` those that are 0 wherever no more than `most` people change."""
        solver = self._solver
        if solver is None:
            return
        solver.setOptionValue("objective_bound", most + TOLERANCE)
        for variable in self._changed:
            solver.changeColBounds(variable.index, 1.0, 1.0)
            helpless = self._exceeds(most)
            solver.changeColBounds(variable.index, 0.0, 0.0 if helpless else 1.0)
            if helpless:
                yield variable

    def _exceeds(self, most: int) -> bool:
        """Whether more than `most` people change; the dual simplex method ends as soon as its bound says so."""
        assert self._solver is not None
        status = self._run()
        if status == highspy.HighsModelStatus.kOptimal:
            return bool(self._solver.getInfo().objective_function_value > most + TOLERANCE)
        return status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)

    def _run(self) -> highspy.HighsModelStatus:
        assert self._solver is not None
        self._solver.run()
        return self._solver.getModelStatus()
