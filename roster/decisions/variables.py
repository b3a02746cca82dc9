"""Decisions as variables of a CP-SAT model: looked up, listed, hinted and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from ortools.sat.python import cp_model

from roster.decisions.reading import roster_of
from roster.domain.ids import ShiftId, UnitId
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.service import Slot
from roster.forms import Expression, both
from roster.rules.variables import (
    Decision,
    Does,
    Inspects,
    Lit,
    Members,
    Runs,
    Seat,
    Serves,
    Stands,
    Together,
    Uses,
    Valuation,
    Work,
)

Grain = Literal["crew", "kind"]


class Variables:
    """The variables of one problem's decisions; a decision without one is never taken and counts as 0."""

    def __init__(self, problem: Problem, grain: Grain) -> None:
        self.problem = problem
        self.grain = grain
        self.model = cp_model.CpModel()
        self._seat: dict[Seat | Serves, cp_model.IntVar] = {}
        self._work: dict[tuple[str, int, str], Expression] = {}
        self._day: dict[tuple[str, int], Expression] = {}
        self._places: list[tuple[str, int, cp_model.IntVar]] = []  # on a shift that may be part of a longer duty
        self._runs: dict[UnitId, cp_model.IntVar] = {}
        self._stands: dict[tuple[UnitId, Slot, str], cp_model.IntVar] = {}
        self._uses: dict[tuple[UnitId, str], cp_model.IntVar] = {}
        self._lights: dict[UnitId, Expression] = {}
        self._lit: dict[tuple[UnitId, Slot, str], Expression] = {}
        self._together: dict[Together, Expression] = {}

    def of(self, decision: Decision) -> Expression:
        """The expression of a decision; 0 for one that cannot be taken."""
        match decision:
            case Work(officer, day, shifts):
                if len(shifts) == 1:
                    return self._work.get((officer, day, shifts[0]), 0)
                if len(shifts) == len(self.problem.shifts):
                    return self._day.get((officer, day), 0)
                found = [self._work[key] for s in shifts if (key := (officer, day, s)) in self._work]
                return cp_model.LinearExpr.sum(found) if found else 0
            case Seat():
                return self._seat.get(decision, 0)
            case Members():
                found = [self._seat[seat] for seat in decision.seats if seat in self._seat]
                return cp_model.LinearExpr.sum(found) if found else 0
            case Together():
                return self._together_expression(decision)
            case Serves():
                return self._serves(decision)
            case Runs(unit):
                return self._runs.get(unit, 0)
            case Stands(unit, slot, place):
                return self._stands.get((unit, slot, place), 0)
            case Uses(unit, group):
                return self._uses.get((unit, group), 0)
            case Lit():
                return self._lit_expression(decision)
            case Does() | Inspects():  # of the patrol plan, which follows the roster
                return 0

    def most(self, decision: Decision) -> int:
        """The largest value of a decision: 1, or the size of a pooled unit."""
        if isinstance(decision, Runs | Stands | Lit | Uses):
            return self.problem.unit[decision.unit].most
        if isinstance(decision, Members):
            unit = self.problem.unit[decision.unit]
            return min(len(decision.officers), self.problem.kind[unit.kind].crew * unit.most)
        return 1

    def _serves(self, decision: Serves) -> Expression:
        if self.grain == "kind":
            return self._seat.get(decision, 0)
        officer, day, shift, kind = decision
        units = self.problem.units_of.get(ShiftId(day, shift), ())
        alike = self.problem.alike
        seats = [self._seat[s] for u in units if alike[u.kind] == kind and (s := Seat(officer, u.id)) in self._seat]
        return cp_model.LinearExpr.sum(seats) if seats else 0

    def _lit_expression(self, decision: Lit) -> Expression:
        """Standing there and in a vehicle with lights: made when a rule first asks for it."""
        key = (decision.unit, decision.slot, decision.place)
        if key not in self._stands or decision.unit not in self._lights:
            return 0
        if key not in self._lit:
            stands, lights = self._stands[key], self._lights[decision.unit]
            if stands is self._runs[decision.unit]:
                self._lit[key] = lights
            else:
                self._lit[key] = both(self.model, stands, lights, f"lit {key}")
        return self._lit[key]

    def _together_expression(self, decision: Together) -> Expression:
        """Both members of a crew: made when a rule first asks for it. By kind nobody knows, and it counts as 0."""
        one, other = (self._seat.get(seat) for seat in decision.seats)
        if one is None or other is None:
            return 0
        if decision not in self._together:
            self._together[decision] = both(self.model, one, other)
        return self._together[decision]

    def variables(self) -> list[cp_model.IntVar]:
        """The variables that make up a roster, in a fixed order: what to hint and to pin."""
        stands = [s for key, s in self._stands.items() if s is not self._runs[key[0]]]
        return [*self._seat.values(), *self._runs.values(), *stands, *self._uses.values()]

    def sums(self) -> Iterable[tuple[str, int, tuple[str, ...], cp_model.IntVar]]:
        """The variables that are sums over seats: the officer works one of these shifts on this day."""
        own = {variable.index for variable in self._seat.values()}
        every = self.problem.shift_codes
        works = [(officer, day, (shift,), work) for (officer, day, shift), work in self._work.items()]
        days = [(officer, day, tuple(every), work) for (officer, day), work in self._day.items()]
        for officer, day, shifts, work in (*works, *days):
            if isinstance(work, cp_model.IntVar) and work.index not in own:
                yield officer, day, shifts, work

    def seats(self) -> Iterable[tuple[Seat, cp_model.IntVar]]:
        """The variable of each seat that may be taken; by crew only."""
        return [(taken, variable) for taken, variable in self._seat.items() if isinstance(taken, Seat)]

    def serving(self) -> Iterable[tuple[Serves, cp_model.IntVar]]:
        """The variable of each kind of unit in which an officer may serve; by kind only."""
        return [(taken, variable) for taken, variable in self._seat.items() if isinstance(taken, Serves)]

    def of_people(self) -> Iterable[tuple[str, int, cp_model.IntVar]]:
        """The variables about one officer on one day: (officer, day, variable)."""
        for taken, variable in self._seat.items():
            yield taken.officer, taken.unit.day if isinstance(taken, Seat) else taken.day, variable
        works = [(officer, day, work) for (officer, day, _), work in self._work.items()]
        days = [(officer, day, work) for (officer, day), work in self._day.items()]
        for officer, day, work in (*works, *days):
            if isinstance(work, cp_model.IntVar):
                yield officer, day, work
        yield from self._places

    def of_units(self) -> Iterable[tuple[UnitId, cp_model.IntVar]]:
        """The variables about one unit."""
        yield from self._runs.items()
        rest: list[tuple[UnitId, Expression]] = [(key[0], variable) for key, variable in self._stands.items()]
        rest += [(key[0], variable) for key, variable in self._uses.items()]
        rest += [(key[0], expression) for key, expression in self._lit.items()]
        for unit, expression in rest:
            if isinstance(expression, cp_model.IntVar):
                yield unit, expression

    def hints(self, roster: Roster) -> list[tuple[cp_model.IntVar, int]]:
        """Each variable with its value in a roster (of this problem's units)."""
        problem = self.problem
        group_of = {v.id: group.id for group in problem.vehicle_groups for v in group.vehicles}
        seats: set[Seat | Serves] = set()
        uses, stands = set(), set()
        runs: dict[UnitId, int] = {}
        for crew in roster.crews:
            unit = crew.unit.id
            runs[unit] = runs.get(unit, 0) + 1
            for member in crew.members:
                seats |= {
                    Seat(member.officer, unit),
                    Serves(member.officer, unit.day, unit.shift, problem.alike[crew.unit.kind]),
                }
            uses.add((unit, group_of.get(crew.vehicle, "")))
            stands |= {(unit, stand.slot, stand.site or stand.zone) for stand in crew.stands}
        hints = [(variable, int(taken in seats)) for taken, variable in self._seat.items()]
        hints += [(variable, runs.get(unit, 0)) for unit, variable in self._runs.items()]
        hints += [(variable, int(key in uses)) for key, variable in self._uses.items()]
        hints += [
            (variable, int(key in stands))
            for key, variable in self._stands.items()
            if variable is not self._runs[key[0]]
        ]
        return hints

    def read(self, value: Callable[[Expression], int]) -> Roster:
        """The roster that a solution by crew describes."""
        seats = [taken for taken, variable in self._seat.items() if isinstance(taken, Seat) and value(variable)]
        return roster_of(self.problem, seats, self.reader(value))

    def reader(self, value: Callable[[Expression], int]) -> Valuation:
        """A solution's value of each decision."""

        def of(decision: Decision) -> int:
            expression = self.of(decision)
            return expression if isinstance(expression, int) else value(expression)

        return of
