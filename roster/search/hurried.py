"""A whole first roster where the machine is slow for its limit: near the relaxation, before anything is proved.

All priorities count at once in it, earlier ones more, so that what is short is short because little else can be done.
How long it is made better is measured by what the models took to be made, so that a busy machine has as much work done
as an idle one while the limit allows that.
Berthold (2014), "RENS: the optimal rounding".
"""

from __future__ import annotations

import time

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
from roster.solvers.cpsat import Parameters, solve

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
    """Any roster among the ways to serve that the relaxation takes; from there a better one among all ways.

    Beside that a roster is made day by day, which counts where that fails: after it where there is one thread, and
    before it where others have most of the processors.
    """

    def work(self) -> None:
        relaxed, began, worked = self._relaxed, time.monotonic(), time.thread_time()
        if not relaxed.pose(self._over):
            return
        crowded = time.monotonic() - began > relaxed.tuning.haste.crowded * (time.thread_time() - worked)
        self._by_groups()
        if not len(self._latest):
            if crowded:
                self._day_by_day()
                self._near_relaxation()
            elif relaxed.threads > 1:
                self.at_once(self._near_relaxation, self._day_by_day)
            else:
                self._near_relaxation(relaxed.tuning.haste.alone_share)
                self._day_by_day()
        values = np.array(self.incumbent.values, dtype=float)
        if len(values) and not self.incumbent.closed:
            self._among(np.ones(len(values), dtype=bool), values, self._patience, relaxed.threads)

    def _near_relaxation(self, share: float = 1.0) -> None:
        """A roster among the ways to serve that the relaxation takes, which has a share of the time; else any."""
        relaxed, began = self._relaxed, time.monotonic()
        if not self._prepare(lambda: self._over() or time.monotonic() - began > share * self._limit):
            return
        self._among(relaxed.values >= TAKEN, relaxed.values, 0.0)
        if not len(self._latest):
            self._whole()

    def _day_by_day(self) -> None:
        """A roster made day after day, each beside the days before it, until there is one near the relaxation."""
        relaxed, parts = self._relaxed, self._relaxed.submip

        def over() -> bool:
            return self._over() or len(self._latest) > 0

        values = parts.solve(relaxed.other, None, self._limit, self._seed, over)  # nobody works
        if values is None:
            return
        parameters = Parameters(relaxed.tuning.haste.day_seconds, seed=self._seed, light=True)
        for day in range(relaxed.day.max(initial=-1) + 1):
            if over():
                break
            free = relaxed.with_amounts(~relaxed.other & (relaxed.day == day))
            model, variables, fixed = parts.model(free, values)
            result = solve(model, parameters, over=over)
            if result.solved:
                fixed[free] = result.values[: len(variables)]
                values = fixed
        values = parts.filled(values)
        if parts.kept(values) and not len(self._latest):  # the last days may still lack what a must asks for
            self.incumbent.tell(round(parts.objective(values)), tuple(np.rint(values).astype(int).tolist()))

    def _among(self, ways: Mask, hint: Array, patience: float, workers: int = 1) -> None:
        """Take a roster of these ways to serve if one is found, begun at the hint."""
        relaxed, free = self._relaxed, np.ones(len(ways), dtype=bool)
        free[relaxed.ways] = ways[relaxed.ways]
        limit = self._limit / 2
        found = relaxed.submip.solve(free, None, limit, self._seed, self._over, workers, patience=patience, hint=hint)
        if found is not None:
            self._take(self._latest if len(self._latest) else found, found)


def near_relaxation(model: Model, run: Clock, engines: EngineSelection, made: float, limit: float) -> SolveResult:
    """A roster by kind near the relaxation, within some seconds; `made` tells how many the models took."""
    haste = run.options.tuning.haste
    trial = in_order(model, haste.near_weight)
    engines.latest = LinearRelaxation(model, trial, run.options.workers, run.options.tuning)
    patience = min(haste.patience * made, haste.patience_share * limit)
    engine = InHaste(engines.latest, limit, run.options.seed, patience=patience)
    return solve_model(run, trial, limit, None, "first roster", second=engine, whole_limit=0.0)
