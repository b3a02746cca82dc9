"""The whole model worked on by CP-SAT for a while, from the incumbent on: a neighbourhood that leaves nothing out.

Where counts must be met exactly, or little is gained by one line at a time, that is better than any part.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from roster.search.incumbent import Incumbent, Values
from roster.search.neighbourhoods.adaptive import STEP
from roster.solvers import cpsat
from roster.solvers.highs import rounded_up

TRIAL_SHARE, MOST_SHARE, LEAST_SECONDS = 0.1, 0.3, 2.0
"""Shares of the time that it has until it gains something, at first and in the end, and the least of it."""

PATIENCE_SHARE = 0.5
"""It goes on while its latest gain is no longer ago than this share of its time."""

STRATEGIES = ("max_lp", "lns")


class WholeModel:
    """Makes the incumbent better by CP-SAT on the whole model, one worker, as long as that gains."""

    def __init__(
        self, model: cp_model.CpModel, incumbent: Incumbent, limit: float, settled: Callable[[], bool]
    ) -> None:
        """`limit` is the time of all engines on the model."""
        self._model, self._incumbent, self._limit, self._settled = model, incumbent, limit, settled
        self._share = TRIAL_SHARE

    def work(self, values: Values, seed: int) -> int:
        """Go on from a solution; by how much the incumbent's objective fell. Bounds are told as well."""
        began = latest = time.monotonic()
        trial, gained = max(LEAST_SECONDS, self._share * self._limit), 0

        def found(objective: int, values: Values, bound: float) -> None:
            nonlocal latest, gained
            before, _ = self._incumbent.best
            if self._incumbent.tell(objective, values, rounded_up(bound)):
                gained += 0 if before is None else before - objective
                latest = time.monotonic()

        def over() -> bool:
            now = time.monotonic()
            patience = max(LEAST_SECONDS, PATIENCE_SHARE * (now - began)) if gained else trial
            return self._settled() or now - latest > patience

        model = self._model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call]
        cpsat.hint(model, values)
        parameters = cpsat.Parameters(MOST_SHARE * self._limit, seed=seed, strategies=STRATEGIES, interleaved=True)
        result = cpsat.solve(model, parameters, over=over, on_solution=found, on_bound=self._proved)
        if result.status is cpsat.Status.INFEASIBLE:
            self._incumbent.refute()
        elif result.solved:
            found(result.objective, result.values, result.bound)
        if not gained:
            self._share = min(MOST_SHARE, STEP * self._share)
        return gained

    def _proved(self, bound: float) -> None:
        self._incumbent.tell(bound=rounded_up(bound))
