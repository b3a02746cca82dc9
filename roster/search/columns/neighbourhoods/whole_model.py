"""The whole model worked on by CP-SAT for a while, from the incumbent on: a neighbourhood that leaves nothing out.

Where counts must be met exactly, or little is gained by one line at a time, that is better than any part.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from roster.search.incumbent import Incumbent, Values
from roster.search.tuning import DEFAULT, Tuning
from roster.solvers import cpsat
from roster.solvers.highs import rounded_up


class WholeModel:
    """Makes the incumbent better by CP-SAT on the whole model, one worker, as long as that gains."""

    def __init__(
        self,
        model: cp_model.CpModel,
        incumbent: Incumbent,
        limit: float,
        settled: Callable[[], bool],
        random: np.random.Generator,
        tuning: Tuning = DEFAULT,
    ) -> None:
        """`limit` is the time of all engines on the model."""
        self._model, self._incumbent, self._limit, self._settled = model, incumbent, limit, settled
        self._random = random
        self._tuning, self._step = tuning.columns, tuning.adaptation.step
        self._share = self._tuning.trial_share

    def __call__(self, values: Values) -> int:
        """Go on from a solution; by how much the incumbent's objective fell. Bounds are told as well."""
        began = latest = time.monotonic()
        tuning, seed = self._tuning, int(self._random.integers(2**31))
        trial, gained = max(tuning.least_seconds, self._share * self._limit), 0

        def found(objective: int, values: Values, bound: float) -> None:
            nonlocal latest, gained
            before, _ = self._incumbent.best
            if self._incumbent.tell(objective, values, rounded_up(bound)):
                gained += 0 if before is None else before - objective
                latest = time.monotonic()

        def over() -> bool:
            now = time.monotonic()
            patience = max(tuning.least_seconds, tuning.patience_share * (now - began)) if gained else trial
            return self._settled() or now - latest > patience

        model = self._model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call]
        cpsat.hint(model, values)
        limit = tuning.most_share * self._limit
        parameters = cpsat.Parameters(limit, seed=seed, strategies=tuning.strategies, interleaved=True)
        result = cpsat.solve(model, parameters, over=over, on_solution=found, on_bound=self._proved)
        if result.status is cpsat.Status.INFEASIBLE:
            self._incumbent.refute()
        elif result.solved:
            found(result.objective, result.values, result.bound)
        if not gained:
            self._share = min(tuning.most_share, self._step * self._share)
        return gained

    def _proved(self, bound: float) -> None:
        self._incumbent.tell(bound=rounded_up(bound))
