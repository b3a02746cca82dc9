"""A large model's linear relaxation, and the model as parts about people, units and days."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from ortools.sat.python import cp_model

from roster.model import Model
from roster.search.districts import Districts
from roster.search.groups import Groups
from roster.search.run import THREADS
from roster.search.submip import Extreme, SubMip
from roster.search.tuning import DEFAULT, Tuning
from roster.solvers.arrays import Array, Mask
from roster.solvers.highs import solve_relaxation
from roster.solvers.program import Program, as_program


class LinearRelaxation:
    """A model that is minimised, as parts, with its relaxation; made once, and used by several runs."""

    def __init__(self, whole: Model, trial: cp_model.CpModel, threads: int = THREADS, tuning: Tuning = DEFAULT) -> None:
        """Whoever works on it has so many `threads`."""
        self.threads, self.tuning = threads, tuning
        self._whole, self.trial = whole, trial
        self._program: Program | None = None
        self.posed = self.ready = False
        self.bound = 0
        self.infeasible = False
        self.values: Array = np.zeros(0)
        self.groups: Groups | None = None
        self.by_group: list[Array] = []
        self.extremes: list[Extreme] = []
        self.reduced_costs: Array = np.zeros(0)

    @property
    def guided(self) -> bool:
        """Whether there are values to lead a search, of the relaxation or of those of groups."""
        return len(self.values) > 0

    def pose(self, over: Callable[[], bool] = lambda: False) -> bool:
        """Make the parts, still without the relaxation; False where that cannot be done, or when it is over before."""
        if self.posed:
            return True
        program = as_program(self.trial, over)
        if program is None:
            return False
        self._program = program
        count = len(program.low)
        self.officer, self.day = np.full(count, -1), np.full(count, -1)
        self.unit, self.zone = np.zeros(count, dtype=bool), np.full(count, -1)
        problem, decisions = self._whole.problem, self._whole.decisions
        number = {officer: index for index, officer in enumerate(problem.officer)}
        zones = {zone.id: index for index, zone in enumerate(problem.zones)}
        for officer, day, variable in decisions.of_people():
            self.officer[variable.index], self.day[variable.index] = number[officer], day
        for unit, variable in decisions.of_units():
            if self.officer[variable.index] < 0:
                self.unit[variable.index], self.day[variable.index] = True, unit.day
                self.zone[variable.index] = zones.get(problem.zone_of(problem.unit[unit].base), -1)
        self.other = (self.officer < 0) & ~self.unit
        self.zones = max(1, len(zones))
        self.ways = np.array([variable.index for _, variable in decisions.serving()], dtype=np.int64)
        self.sums = self.officer >= 0  # variables that are sums over ways to serve
        self.sums[self.ways] = False
        self.submip = self.local = SubMip(program, self.officer >= 0, self.tuning.rounding)
        self.posed = True
        return True

    @property
    def program(self) -> Program:
        """The posed model as rows, until the relaxation is solved."""
        assert self._program is not None
        return self._program

    def prepare(self, over: Callable[[], bool]) -> bool:
        """Solve the relaxation; False where that was not done in time or cannot be done."""
        if self.ready:
            return True
        if not self.pose(over):
            return False
        assert self._program is not None
        solver = solve_relaxation(self._program, "ipm", over)
        self.infeasible = solver.infeasible
        if not solver.optimal:
            return False
        self.bound = solver.lowest
        self.values, self.reduced_costs = solver.values, solver.reduced_costs
        self.extremes = self.submip.extremes(self.values)
        self._program, self.ready = None, True
        return True

    def approach(self, over: Callable[[], bool]) -> bool:
        """Solve relaxations of groups instead: values that lead to a roster but prove nothing; False without any."""
        for in_turn in (False, True):
            groups = Groups(self.submip, self.officer, self.zone, self.unit, in_turn)
            if groups.count < 2 or over():
                return False
            parts = [groups.submip(group) for group in range(groups.count)]
            with ThreadPoolExecutor(self.threads) as threads:
                found = list(threads.map(_answer, parts, [over] * groups.count))
            answers = [answer for answer in found if answer is not None]
            if len(answers) == groups.count:
                self.groups, self.by_group = groups, [values for values, _ in answers]
                self.values = groups.joined(self.by_group)
                self.reduced_costs = groups.joined([reduced_costs for _, reduced_costs in answers])
                return True
        return False

    @property
    def crowded(self) -> bool:
        """Whether some shift has too many seats to be decided together: then each district mans its own units."""
        kind = self._whole.problem.kind
        for units in self._whole.problem.units_of.values():
            if len(units) * sum(kind[unit.kind].crew * unit.most for unit in units) > self.tuning.crews.most_seats:
                return True
        return False

    def districts(self) -> Districts | None:
        """The groups as districts of officers and zones; None where there are none."""
        if self.groups is None:
            return None
        problem = self._whole.problem
        officers, zones = list(problem.officer), [zone.id for zone in problem.zones]
        of_officer = {officers[self.officer[at]]: int(self.groups.of[at]) for at in self.ways}
        units = np.flatnonzero(self.zone >= 0)
        of_zone = {zones[self.zone[at]]: int(self.groups.of[at]) for at in units}
        return Districts(problem, of_officer, of_zone)

    def with_amounts(self, free: Mask) -> Mask:
        """The free variables about people and units, with the amounts that follow from them."""
        return self.submip.joined(free, self.other, self.tuning.neighbourhoods.steps)


def _answer(part: tuple[Mask, SubMip], over: Callable[[], bool]) -> tuple[Array, Array] | None:
    """The relaxation of some variables: values and reduced costs; None without an optimum."""
    free, parts = part
    solver = solve_relaxation(parts.program(free), "ipm", over)
    if not solver.optimal:
        return None
    values, reduced_costs = np.zeros(len(free)), np.zeros(len(free))
    values[free], reduced_costs[free] = solver.values, solver.reduced_costs
    return values, reduced_costs
