"""A whole first roster where the machine is slow for its limit: near the relaxation, before anything is proved.

All priorities count at once in it, earlier ones more, so that what is short is short because little else can be done.
Time is measured by what the models took to be made, so that a busy machine has as much work done as an idle one.
Berthold (2014), "RENS: the optimal rounding".
"""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from roster.forms import Sum
from roster.model import Model
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.guide import TAKEN
from roster.search.portfolio import solve_model
from roster.search.run import Clock, SolveResult
from roster.search.selection import EngineSelection
from roster.solvers.arrays import Array, Mask

MOST_WEIGHTS = 10**6
"""What one unit short of the first priority weighs at most beside one of the last: numbers stay small."""


def in_order(model: Model, weight: int) -> cp_model.CpModel:
    """The model with all that is short minimised at once, one unit of each priority at `weight` of the next."""
    trial = model.model.clone()
    order = list(reversed(model.short.values()))
    weight = min(weight, int(MOST_WEIGHTS ** (1 / max(1, len(order) - 1))))
    trial.minimize(Sum([weight**position * short for position, short in enumerate(order)]))
    return trial


class InHaste(LargeNeighbourhoodSearch):
    """Any roster among the ways to serve that the relaxation takes; from there a better one among all ways."""

    def work(self) -> None:
        relaxed = self._relaxed
        if not relaxed.pose():
            return
        self._by_groups()
        if not len(self._latest):
            if not self._prepare():
                return
            self._among(relaxed.values >= TAKEN, relaxed.values, 0.0)
        if not len(self._latest):
            self._whole()
        values = np.array(self.incumbent.values, dtype=float)
        if len(values) and not self.incumbent.closed:
            self._among(np.ones(len(values), dtype=bool), values, self._patience, relaxed.threads)

    def _among(self, ways: Mask, hint: Array, patience: float, workers: int = 1) -> None:
        """Take a roster of these ways to serve if one is found, begun at the hint."""
        relaxed, free = self._relaxed, np.ones(len(ways), dtype=bool)
        free[relaxed.ways] = ways[relaxed.ways]
        limit = self._limit / 2
        found = relaxed.parts.solve(free, None, limit, self._seed, self._over, workers, patience=patience, hint=hint)
        if found is not None:
            self._take(self._latest if len(self._latest) else found, found)


def near_relaxation(model: Model, run: Clock, engines: EngineSelection, made: float, limit: float) -> SolveResult:
    """A roster by kind near the relaxation, within some seconds; `made` tells how many the models took."""
    haste = run.options.tuning.haste
    trial = in_order(model, haste.near_weight)
    engines.latest = LinearRelaxation(model, trial, run.options.workers, run.options.tuning)
    engine = InHaste(engines.latest, limit, run.options.seed, patience=haste.patience * made)
    return solve_model(run, trial, limit, None, "first roster", beside=engine, whole_limit=0.0)
