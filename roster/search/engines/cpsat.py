"""CP-SAT on a model: quick to find rosters, slow to bound them."""

from __future__ import annotations

import math

from ortools.sat.python import cp_model

from roster.search.engine import Engine
from roster.search.incumbent import Values
from roster.solvers import cpsat
from roster.solvers.apart import POLL_SECONDS
from roster.solvers.cpsat import Parameters, Result, Status

ROUNDING = 1e-6
"""Bounds are rounded up to whole numbers after taking off this much."""


class CpSat(Engine):
    """One run of CP-SAT; `result` is there once it has ended by itself or was stopped."""

    def __init__(self, model: cp_model.CpModel, parameters: Parameters, by_work: bool = False) -> None:
        """`by_work`: only its answer at the end is a solution.

        Of equal solutions that two workers find in one round chance decides which is told first; the answer at the end
        is the same one every time.
        """
        super().__init__()
        self.result: Result | None = None
        self._model, self._by_work = model, by_work
        self._run = cpsat.Run(model, parameters)

    def offer(self, values: Values) -> None:
        cpsat.hint(self._model, values)

    def stop(self) -> None:
        self.halted.set()
        while self.working:  # what is asked before CP-SAT has begun is not heard
            self._run.stop()
            self.join(POLL_SECONDS)

    @property
    def settled(self) -> bool:
        """Whether it has ended with a proof."""
        return self.result is not None and self.result.status in (Status.OPTIMAL, Status.INFEASIBLE)

    def work(self) -> None:
        result = self._run(self._found, self._proved)
        if result.solved:
            self.incumbent.tell(result.objective, result.values, _rounded(result.bound))
        self.result = result

    def _found(self, objective: int, values: Values, bound: float) -> None:
        self.incumbent.tell(objective, None if self._by_work else values, _rounded(bound))

    def _proved(self, bound: float) -> None:
        self.incumbent.tell(bound=_rounded(bound))


def _rounded(bound: float) -> int:
    return max(0, math.ceil(bound - ROUNDING))
