"""Crews where people by kind cannot be seated, or not well: shifts decided again with their crews told apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from ortools.sat.python import cp_model

from roster.domain.ids import ShiftId
from roster.forms import Expression, Sum
from roster.model import Model
from roster.rules.variables import Seat
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.seating import Seating
from roster.solvers.arrays import Array
from roster.solvers.cpsat import Result

Seated = tuple[Array, set[Seat]]
"""A solution by kind, and who sits where."""


class CrewRefinement:
    """Shifts whose people cannot be seated in crews, or not well, decided again with the crews told apart."""

    def __init__(
        self, relaxed: LinearRelaxation, whole: Model, seating: Seating, seed: int, over: Callable[[], bool]
    ) -> None:
        self._relaxed, self._whole, self._seating, self._seed, self._over = relaxed, whole, seating, seed, over

    def repair(self, shifts: Collection[ShiftId], seated: Seated) -> Seated | None:
        """A solution near this one in which the people of these shifts can be seated; None where none is found."""
        for day in sorted({day for day, _ in shifts}):
            asked = [shift for shift in shifts if shift[0] == day]
            every = [shift for shift in self._whole.problem.units_of if shift[0] == day]
            found = self.refined(asked, seated) or self.refined(every, seated)
            if found is None:
                return None
            seated = found
        return seated

    def aggregation_gap(self, shift: ShiftId, seated: Seated) -> int:
        """By how much the crews of a shift cost more than the model by kind, which knows no crews, says."""
        values, seats = seated
        value = value_in(values)
        by_kind = sum(value(cost) for cost in self._whole.crew_costs.get(shift, ()))
        return self._seating.cost(shift, seats, self._whole.decisions.reader(value)) - by_kind

    def refined(self, shifts: Sequence[ShiftId], seated: Seated, within: float = np.inf) -> Seated | None:
        """The best crews of some shifts of one day, everything else as it is; None where none are found.

        Ways to serve on them with reduced costs up to `within` are open.
        """
        relaxed, problem = self._relaxed, self._whole.problem
        decisions, (values, seats) = self._whole.decisions, seated
        day, codes = shifts[0][0], {code for _, code in shifts}
        free = (relaxed.day == day) & relaxed.sums
        open_to: dict[ShiftId, set[str]] = {shift: set() for shift in shifts}
        for serves, variable in decisions.serving():
            open_way = relaxed.reduced_costs[variable.index] <= within or values[variable.index] > 0
            if open_way and serves.day == day and serves.shift in codes:
                free[variable.index] = True
                open_to[ShiftId(day, serves.shift)].add(serves.officer)
        free = relaxed.with_amounts(free)
        places: dict[Seat, cp_model.IntVar] = {}
        taken: set[Seat] = set()

        def extend(model: cp_model.CpModel, of: Callable[[int], Expression]) -> Expression:
            def here(told: Expression) -> Expression:
                if isinstance(told, int):
                    return told
                flat = cp_model.FlatIntExpr(told)
                terms = [weight * of(v.index) for v, weight in zip(flat.vars, flat.coeffs, strict=True)]
                return Sum(terms) + flat.offset

            costs: list[Expression] = []
            for shift in shifts:
                officers = [officer.id for officer in problem.officers if officer.id in open_to[shift]]
                put, cost = self._seating.put(model, shift, officers, lambda decision: here(decisions.of(decision)))
                places.update(put)
                costs.append(cost)
                costs += [-1 * here(relaxed_cost) for relaxed_cost in self._whole.crew_costs.get(shift, ())]
            for seat, variable in places.items():
                model.add_hint(variable, seat in seats)
            return Sum(costs)

        def extract(result: Result) -> None:
            taken.update(seat for seat, variable in places.items() if result.value(variable))

        limit = relaxed.tuning.crews.refining_seconds
        found = relaxed.submip.solve(
            free, values, limit, self._seed, self._over, 2, (), limit / 2, extend, extract, values
        )
        if found is None:
            return None
        sitting = taken | {seat for seat in seats if seat.unit.start not in shifts}
        return (found, sitting) if self._seating.keeps(sitting, decisions.reader(value_in(found))) else None


def value_in(values: Array) -> Callable[[Expression], int]:
    """The value of an expression where the variables have these values."""

    def value(expression: Expression) -> int:
        if isinstance(expression, int):
            return expression
        flat = cp_model.FlatIntExpr(expression)
        terms = zip(flat.vars, flat.coeffs, strict=True)
        total: float = flat.offset + sum(weight * values[variable.index] for variable, weight in terms)
        return round(total)

    return value
