"""A large model's linear relaxation, and the model as parts about people, units and days."""

from __future__ import annotations

import threading
from collections.abc import Callable

import highspy
import numpy as np
from ortools.sat.python import cp_model

from roster.model import Model
from roster.search.part import Array, Parts
from roster.search.relax import as_program, is_optimal, lowest, relaxed


class Relaxed:
    """A model that is minimised, as parts, with its relaxation; made once, and used by several runs."""

    def __init__(self, whole: Model, trial: cp_model.CpModel) -> None:
        self._whole, self._trial = whole, trial
        self.ready = False
        self.bound = 0
        self.infeasible = False
        self.values: Array = np.zeros(0)
        self.reduced_costs: Array = np.zeros(0)
        self.incumbent: tuple[int | None, tuple[int, ...]] = (None, ())
        self.lock = threading.Lock()

    def prepare(self, over: Callable[[], bool]) -> bool:
        """Solve the relaxation; False where that was not done in time or cannot be done."""
        if self.ready:
            return True
        program = as_program(self._trial)
        if program is None:
            return False
        count = len(program.low)
        self.officer, self.day = np.full(count, -1), np.full(count, -1)
        self.unit = np.zeros(count, dtype=bool)
        number = {officer: index for index, officer in enumerate(self._whole.problem.officer)}
        decisions = self._whole.decisions
        for officer, day, variable in decisions.of_people():
            self.officer[variable.index], self.day[variable.index] = number[officer], day
        for day, variable in decisions.of_units():
            if self.officer[variable.index] < 0:
                self.unit[variable.index], self.day[variable.index] = True, day
        self.ways = np.array([variable.index for _, variable in decisions.serving()], dtype=np.int64)
        self.sums = self.officer >= 0  # variables that are sums over ways to serve
        self.sums[self.ways] = False
        self.parts = Parts(program, self.officer >= 0)
        solver = relaxed(program, "ipm", over)
        self.infeasible = solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        if not is_optimal(solver):
            return False
        self.bound = lowest(solver)
        solution = solver.getSolution()
        self.values, self.reduced_costs = np.array(solution.col_value), np.array(solution.col_dual)
        self.extremes = self.parts.extremes(self.values)
        self.ready = True
        return True
