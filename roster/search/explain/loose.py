"""Decisions whose physics depends on guards: that nobody is in two places, and how many vehicles there are."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ortools.sat.python import cp_model

from roster.decisions import Decisions, Grain, Physics
from roster.domain.ids import ShiftId, UnitId
from roster.domain.problem import Problem
from roster.forms import Expression, Sum
from roster.rules.variables import Decision, Seat, Serves, Work

GuardOf = Callable[[cp_model.CpModel, Physics, int], cp_model.IntVar]
"""The guard of one bound of the physics on one day, made in a model when it is first asked for."""


class Loose(Decisions):
    """The same variables as ever; each bound of the physics holds where its guard is true."""

    def __init__(self, problem: Problem, ruled_out: Collection[Decision], grain: Grain, guard_of: GuardOf) -> None:
        self._guard_of = guard_of
        self._any: dict[Work, cp_model.IntVar] = {}
        super().__init__(problem, ruled_out, grain)

    def of(self, decision: Decision) -> Expression:
        """The expression of a decision; one of several shifts is 1 also where more than one of them is worked."""
        expression = super().of(decision)
        if not isinstance(decision, Work) or isinstance(expression, int | cp_model.IntVar):
            return expression
        if decision not in self._any:
            works = [self._work[key] for s in decision.shifts if (key := (*decision[:2], s)) in self._work]
            self._any[decision] = self._or([w for w in works if isinstance(w, cp_model.IntVar)], str(decision))
        return self._any[decision]

    def _bound(self, constraint: cp_model.Constraint, day: int, *physics: Physics) -> None:
        constraint.only_enforce_if([self._guard_of(self.model, one, day) for one in physics])

    def _one_of(self, variables: list[cp_model.IntVar], name: str, day: int, physics: Physics) -> cp_model.IntVar:
        if len(variables) == 1:
            return variables[0]
        self._bound(self.model.add(Sum(variables) <= 1), day, physics)
        return self._or(variables, name)

    def _or(self, variables: list[cp_model.IntVar], name: str) -> cp_model.IntVar:
        found = self.model.new_bool_var(name)
        self.model.add_max_equality(found, variables)
        return found

    def _fill_crews(self) -> None:
        super()._fill_crews()
        for taken, variable in self._seat.items():  # crews may be larger; still nobody sits in one that does not run
            self.model.add(variable <= Sum([self._runs[unit] for unit in self._open(taken)]))

    def _open(self, taken: Seat | Serves) -> list[UnitId]:
        """The units in which somebody who takes this place may be."""
        if isinstance(taken, Seat):
            return [taken.unit]
        units, alike = self.problem.units_of[ShiftId(taken.day, taken.shift)], self.problem.alike
        return [unit.id for unit in units if unit.id in self._runs and alike[unit.kind] == taken.kind]
