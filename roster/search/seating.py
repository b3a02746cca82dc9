"""From who works which shift to crews: one small exact model a shift."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.forms import Expression, Forms, Sum
from roster.grain import seat_units
from roster.model import Limits, tier_of, weight_of
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Decision, Limit, Runs, Seat, Value, Work

SECONDS_A_SHIFT = 2.0
Shift = tuple[int, str]


class Seating:
    """Limits that speak of seats, sorted by the one date and shift that each of them is about."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits) -> None:
        self.problem = problem
        self._limits: dict[Shift, list[tuple[Rule, Limit]]] = {}
        for rule in rulebook.rules:
            for limit in limits[rule.name]:
                shifts = {(unit[0], unit[1]) for unit in seat_units(limit)}
                if len(shifts) == 1:
                    self._limits.setdefault(shifts.pop(), []).append((rule, limit))

    def seat(self, value: Value) -> tuple[set[Seat], set[Shift]]:
        """Who sits where, as well as each shift allows by itself, and the shifts whose people cannot be seated.

        `value` gives every decision but the seats. Shortfalls come before wishes.
        """
        seats: set[Seat] = set()
        failed: set[Shift] = set()
        for shift, units in self.problem.units_of.items():
            found = self._seat_shift(shift, units, value)
            if found is None:
                failed.add(shift)
            else:
                seats |= found
        return seats, failed

    def seat_shift(self, shift: Shift, value: Value) -> set[Seat] | None:
        """Who sits where on one shift; None where its people cannot be seated."""
        return self._seat_shift(shift, self.problem.units_of.get(shift, []), value)

    def _seat_shift(self, shift: Shift, units: list[Unit], value: Value) -> set[Seat] | None:
        model = cp_model.CpModel()
        running = [(unit, crews) for unit in units if (crews := value(Runs(unit.id)))]
        working = [o.id for o in self.problem.officers if value(Work(o.id, shift[0], (shift[1],)))]
        variables = {
            Seat(officer, unit.id): model.new_bool_var(f"{officer} {unit.label}")
            for officer in working
            for unit, _ in running
        }
        for officer in working:
            model.add_exactly_one(variables[Seat(officer, unit.id)] for unit, _ in running)
        for unit, crews in running:
            seated = Sum([variables[Seat(officer, unit.id)] for officer in working])
            model.add(seated <= self.problem.kind[unit.kind].crew * crews)
            model.add(seated >= crews)
        if not variables:
            return set()

        def of(decision: Decision) -> Expression:
            if isinstance(decision, Seat):
                return variables.get(decision, 0)
            return value(decision)

        forms = Forms(model, of, lambda decision: 1)
        costs: list[tuple[int, Expression, int]] = []
        for rule, limit in self._limits.get(shift, ()):
            if rule.must:
                forms.hold(limit)
            else:
                amount, largest = forms.amount(limit)
                if largest:
                    costs.append((tier_of(rule, limit), weight_of(rule) * amount, weight_of(rule) * largest))
        model.minimize(_in_order(costs))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_deterministic_time = SECONDS_A_SHIFT
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return {seat for seat, variable in variables.items() if solver.value(variable)}


def _in_order(costs: Iterable[tuple[int, Expression, int]]) -> Expression:
    """One sum in which an earlier tier outweighs all later ones: numbers stay small within one shift."""
    by_tier: dict[int, list[Expression]] = {}
    largest: dict[int, int] = {}
    for tier, cost, most in costs:
        order = tier or 10
        by_tier.setdefault(order, []).append(cost)
        largest[order] = largest.get(order, 0) + most
    total: Expression = 0
    scale = 1
    for order in sorted(by_tier, reverse=True):
        total += scale * Sum(by_tier[order])
        scale *= largest[order] + 1
    return total
