"""Crews where people by kind cannot be seated: the day decided again, with the crews of these shifts told apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from ortools.sat.python import cp_model

from roster.forms import Expression, Sum
from roster.model import Model
from roster.search.part import Array
from roster.search.relaxed import Relaxed
from roster.search.seating import Seating, Shift

MENDING_SECONDS = 10.0


class Mending:
    """Shifts whose people cannot be seated in crews, decided again with the crews told apart."""

    def __init__(self, relaxed: Relaxed, whole: Model, seating: Seating, seed: int, over: Callable[[], bool]) -> None:
        self._relaxed, self._whole, self._seating, self._seed, self._over = relaxed, whole, seating, seed, over

    def mend(self, shifts: Collection[Shift], values: Array) -> Array | None:
        """A solution near this one in which the people of these shifts can be seated; None where none is found."""
        for day in sorted({day for day, _ in shifts}):
            asked = [shift for shift in shifts if shift[0] == day]
            every = [shift for shift in self._whole.problem.units_of if shift[0] == day]
            found = self._decide(asked, values)
            if found is None:
                found = self._decide(every, values)
            if found is None:
                return None
            values = found
        return values

    def better(self, day: int, values: Array, within: float) -> Array | None:
        """A solution in which one day's crews may be better; ways to serve with reduced costs `within` are open."""
        shifts = [shift for shift in self._whole.problem.units_of if shift[0] == day]
        return self._decide(shifts, values, within)

    def _decide(self, shifts: Sequence[Shift], values: Array, within: float = np.inf) -> Array | None:
        """The shifts of one day again, everything else as it is."""
        relaxed, problem = self._relaxed, self._whole.problem
        decisions = self._whole.decisions
        day, codes = shifts[0][0], {code for _, code in shifts}
        free = (relaxed.officer < 0) & ~relaxed.unit
        open_to: dict[Shift, set[str]] = {shift: set() for shift in shifts}
        for serves, variable in decisions.serving():
            open_way = relaxed.reduced_costs[variable.index] <= within or values[variable.index] > 0
            if open_way and serves.day == day and serves.shift in codes:
                free[variable.index] = True
                open_to[day, serves.shift].add(serves.officer)
        free |= (relaxed.day == day) & relaxed.sums

        def also(model: cp_model.CpModel, of: Callable[[int], Expression]) -> Expression:
            def here(told: Expression) -> Expression:
                if isinstance(told, int):
                    return told
                flat = cp_model.FlatIntExpr(told)
                terms = [weight * of(v.index) for v, weight in zip(flat.vars, flat.coeffs, strict=True)]
                return Sum(terms) + flat.offset

            costs: list[Expression] = []
            for shift in shifts:
                officers = [officer.id for officer in problem.officers if officer.id in open_to[shift]]
                costs.append(
                    self._seating.put(model, shift, officers, lambda decision: here(decisions.of(decision)))[1]
                )
                costs += [-1 * here(relaxed_cost) for relaxed_cost in self._whole.crew_costs.get(shift, ())]
            return Sum(costs)

        return relaxed.parts.solve(
            free, values, MENDING_SECONDS, self._seed, self._over, 2, (), MENDING_SECONDS / 2, also
        )
