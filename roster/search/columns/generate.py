"""Column generation beside CP-SAT: a rising proven bound, and rosters by diving into the master problem.

Lübbecke and Desrosiers (2005), "Selected topics in column generation"; Joncour et al. (2010), "Column generation based
primal heuristics", for the dive.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import numpy as np
from ortools.sat.python import cp_model

from roster.forms import Sum
from roster.model import Limits, Model
from roster.rules.limits import Serves
from roster.search.columns.diagram import BIG
from roster.search.columns.master import ENOUGH, Array, Line, Master

ROUNDING = 1e-4
"""Bounds are rounded up to whole numbers after taking off this much, far above the arithmetic's own error."""

ROUNDS_A_FIXING = 8
"""How often lines are priced again after each fixing of a dive: fewer gave far worse rosters."""

COMPLETING_SECONDS = 10.0
RESTRICTED_SECONDS = 10.0

NEIGHBOURHOODS = 10
NEIGHBOURHOOD_SECONDS = 3.0

NEARLY_WHOLE = 0.8
"""Columns with at least this share are fixed together."""


class Generator(threading.Thread):
    """Column generation on one thread: `bound` rises, `incumbent` is its best solution of `whole` (objective, values).

    `whole` is the model by unit kind whose wishes are minimised while each priority stays within `most`.
    """

    def __init__(self, whole: Model, limits: Limits, most: Mapping[int, int], limit: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.bound = 0
        self.infeasible = False
        self.incumbent: tuple[int | None, tuple[int, ...]] = (None, ())
        self.columns = 0
        self._whole, self._limits, self._most = whole, limits, most
        self._ends = time.monotonic() + limit
        self._random = np.random.default_rng(seed)
        self._halt = threading.Event()

    def halt(self) -> None:
        """End soon, and wait for it; what is proved stays."""
        self._halt.set()
        self.join()

    def _over(self) -> bool:
        return self._halt.is_set() or time.monotonic() > self._ends

    def run(self) -> None:
        master = Master(self._whole.problem, self._whole.rulebook, self._limits, self._most)
        self._generate(master, (np.zeros(master.rows), np.full(len(master.problem.officers), np.inf)))
        while not self._over() and not self.infeasible:
            self._dive(master)
            self._restricted(master)
            self._neighbourhoods()

    def _generate(self, master: Master, prices: tuple[Array, Array], fixed: Mapping[int, int] | None = None) -> None:
        """Add lines while any has a negative reduced cost; without fixings each round proves a bound."""
        count = 0
        while not self._over() and (fixed is None or count < ROUNDS_A_FIXING):
            duals, own = prices
            proved, values, lines = master.bound(duals)
            if values.max(initial=0.0) >= BIG / 2:
                self.infeasible = True
                return
            if fixed is None:
                self.bound = max(self.bound, int(np.ceil(proved - ROUNDING)))
            wanted = [int(officer) for officer in np.flatnonzero(values < own - ENOUGH)]
            added = sum(master.add(o, lines[o]) for o in wanted if not fixed or o not in fixed)
            self.columns = len(master.columns)
            if not added:
                break
            prices = master.solve()
            count += 1

    def _dive(self, master: Master) -> None:
        """Fix lines one after another, the nearly whole ones first, pricing again after each, until all are fixed."""
        staff = len(master.problem.officers)
        fixed: dict[int, int] = {}
        while len(fixed) < staff and not self._over():
            shares = master.shares()
            free = np.array([column.whole and column.officer not in fixed for column in master.columns])
            noisy = np.where(free, shares * self._random.uniform(0.9, 1.1, len(shares)), -1.0)
            chosen: dict[int, int] = {}
            for index in np.argsort(-noisy):
                officer = master.columns[index].officer
                if not free[index] or (chosen and shares[index] < NEARLY_WHOLE):
                    break
                chosen.setdefault(officer, int(index))
            if not chosen:
                break
            master.fix(chosen)
            fixed |= chosen
            self._generate(master, master.solve(), fixed)
        if len(fixed) == staff:
            self._complete([master.columns[index].line for _, index in sorted(fixed.items())])
        master.release()
        master.solve()

    def _restricted(self, master: Master) -> None:
        """The best roster that can be put together from the lines there are, by CP-SAT."""
        if self._over():
            return
        model = self._model()
        problem = self._whole.problem
        taking: dict[Serves, list[cp_model.IntVar]] = {}
        of_officer: dict[int, list[cp_model.IntVar]] = {}
        for index in master.worthwhile(self.incumbent[0]):
            column = master.columns[index]
            taken = model.new_bool_var("")
            of_officer.setdefault(column.officer, []).append(taken)
            for duty in column.line:
                taking.setdefault(Serves(problem.officers[column.officer].id, *duty), []).append(taken)
        for choice in of_officer.values():
            model.add_exactly_one(choice)
        for serves, variable in self._whole.decisions.serving():
            model.add(variable == Sum(taking.get(serves, [])))
        if self.incumbent[0] is not None:
            for index, value in enumerate(self.incumbent[1]):
                model.add_hint(model.get_int_var_from_proto_index(index), value)
        self._solve(model, RESTRICTED_SECONDS)

    def _neighbourhoods(self) -> None:
        """Decide the whole lines of a few officers, or a few days of everybody, again; the size follows success."""
        officers = [officer.id for officer in self._whole.problem.officers]
        days = self._whole.problem.horizon.days
        size = {"officers": min(4, len(officers)), "days": min(7, days)}
        for kind in ("officers", "days") * NEIGHBOURHOODS:
            best, values = self.incumbent
            if best is None or best <= self.bound or self._over():
                return
            first = int(self._random.integers(0, max(1, days - size["days"] + 1)))
            window = range(first, first + size["days"])
            chosen = set(self._random.choice(officers, size["officers"], replace=False))
            model = self._model()
            for serves, variable in self._whole.decisions.serving():
                if not (serves.officer in chosen if kind == "officers" else serves.day in window):
                    model.add(variable == values[variable.index])
            for index, value in enumerate(values):
                model.add_hint(model.get_int_var_from_proto_index(index), value)
            settled = self._solve(model, NEIGHBOURHOOD_SECONDS)
            largest = len(officers) if kind == "officers" else days
            size[kind] = min(largest, size[kind] + 1) if settled else max(2, size[kind] - 1)

    def _complete(self, lines: list[Line]) -> None:
        """Everything else that belongs to these lines, as well as can be."""
        problem = self._whole.problem
        serving = {
            Serves(officer.id, *duty) for officer, line in zip(problem.officers, lines, strict=True) for duty in line
        }
        model = self._model()
        for serves, variable in self._whole.decisions.serving():
            model.add(variable == int(serves in serving))
        self._solve(model, COMPLETING_SECONDS)

    def _model(self) -> cp_model.CpModel:
        model = self._whole.model.clone()
        for priority, largest in self._most.items():
            model.add(self._whole.short[priority] <= largest)
        model.minimize(self._whole.wishes)
        return model

    def _solve(self, model: cp_model.CpModel, limit: float) -> bool:
        """Solve a model that the whole one is part of, and keep what is better; whether it was settled in time."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.interleave_search = True
        solver.parameters.subsolvers.extend(["max_lp", "lns"])
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = max(0.5, min(limit, self._ends - time.monotonic()))
        solver.best_bound_callback = lambda _: solver.stop_search() if self._over() else None
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            objective = round(solver.objective_value)
            best, _ = self.incumbent
            if best is None or objective < best:
                values = tuple(solver.response_proto.solution)[: len(self._whole.model.proto.variables)]
                self.incumbent = (objective, values)
        return bool(status in (cp_model.OPTIMAL, cp_model.INFEASIBLE))
