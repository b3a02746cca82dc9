"""How many people a repair must disturb at least, and whose roster cannot help, from the linear relaxation.

At the published roster the relaxation's costs are right already and only the rows that the disruption breaks are not,
so that the dual simplex method, started there, needs a few pivots: hundredths of a second, where presolve alone takes
longer. Asking of each officer in turn whether a change of theirs can be among so few leaves a small model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile

import numpy as np
from ortools.sat.python import cp_model

from roster.solvers.highs import ROUNDING, Highs
from roster.solvers.program import as_program


class DisruptionBound:
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
        self._solvers: list[Highs] = []
        program = as_program(model)
        if program is None:
            return
        program.cost[:] = 0
        program.cost[people.index] = 1
        at_most = np.array([start.get(index, 0) for index in range(len(program.low))]) >= program.high
        solvers = [Highs(program, presolve="off", solver="simplex") for _worker in range(workers)]
        self._solvers = [solver for solver in solvers if solver.taken]
        for solver in self._solvers:
            solver.begin_at_ends(at_most & (program.low < program.high))

    def bound(self) -> int | None:
        """So many people change at least; None where not even the relaxation has a solution."""
        if not self._solvers:
            return 0
        solver = self._solvers[0]
        solver.run()
        if solver.infeasible:
            return None
        return solver.lowest if solver.optimal else 0

    def fixable_to_zero(self, most: int, over: Callable[[], bool]) -> list[cp_model.IntVar]:
        """Of `changed` those that are 0 wherever no more than `most` people change; as far as found until `over`.

        After `bound` reduced costs tell it of some; the others are asked of in turn.
        """
        found, open_yet = self._fixed_by_reduced_cost(most) if not over() else [], self._changed
        if found:
            known = {variable.index for variable in found}
            open_yet = [variable for variable in self._changed if variable.index not in known]
            for solver in self._solvers:
                for index in known:
                    solver.bind(index, 0.0, 0.0)
        workers = len(self._solvers)
        with ThreadPoolExecutor(max(1, workers)) as pool:
            asked = [
                pool.submit(_fixable_to_zero, solver, open_yet[number::workers], most, over)
                for number, solver in enumerate(self._solvers)
            ]
        return [*found, *(variable for part in asked for variable in part.result())]

    def _fixed_by_reduced_cost(self, most: int) -> list[cp_model.IntVar]:
        """Those whose change would take the optimal relaxation beyond `most`: reduced-cost fixing."""
        if not self._solvers or not self._solvers[0].optimal:
            return []
        costs = self._solvers[0].objective + self._solvers[0].reduced_costs
        return [variable for variable in self._changed if costs[variable.index] > most + ROUNDING]


def _fixable_to_zero(
    solver: Highs, changed: Sequence[cp_model.IntVar], most: int, over: Callable[[], bool]
) -> list[cp_model.IntVar]:
    """Those of some variables that are 0 wherever no more than `most` people change."""
    solver.set(objective_bound=most + ROUNDING)
    found, may_help = [], set[int]()
    for variable in takewhile(lambda _variable: not over(), changed):
        if variable.index in may_help:
            continue
        solver.bind(variable.index, 1.0, 1.0)
        helpless = _exceeds(solver, most)
        if not helpless and solver.optimal:
            changes = solver.values > 1 - ROUNDING
            may_help |= {other.index for other in changed if changes[other.index]}
        solver.bind(variable.index, 0.0, 0.0 if helpless else 1.0)
        if helpless:
            found.append(variable)
    return found


def _exceeds(solver: Highs, most: int) -> bool:
    """Whether more than `most` people change; the dual simplex method ends as soon as its bound says so."""
    solver.run()
    return solver.objective > most + ROUNDING if solver.optimal else solver.infeasible or solver.beyond
