"""What single crews say of all crews of a kind: rows that make the model by kind know which people fit together.

A crew that keeps its unit's musts is a point, over sorts of officers whom these musts do not tell apart. Where people
serve in a kind who are no sum of such points, a separating row exists: `prices x crew >= least` for every lawful crew,
so `prices x everybody who serves >= least x crews that run`. It holds for every roster by crew, and for every date and
shift whose units have the same musts. Dantzig and Wolfe (1960); Boyd (1994), "Fenchel cutting planes for integer
programs".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import gcd

import numpy as np
from ortools.sat.python import cp_model

from roster.aggregation import seat_units
from roster.domain.ids import ShiftId, UnitId
from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.forms import Expression, Forms, Sum
from roster.rules import Rulebook
from roster.rules.limits import AtMostGroups, Limit, Linear
from roster.rules.variables import Decision, Members, Runs, Seat, Serves, Valuation
from roster.search.tuning import DEFAULT, Crews
from roster.solvers import cpsat
from roster.solvers.highs import solve_relaxation
from roster.solvers.program import Program
from roster.tiers import Limits

Place = tuple[int, str, str]
"""A date, a shift and a kind of unit."""

Sort = tuple[tuple[int, int, int], ...]
"""Where an officer stands in a unit's musts: limit, group in it, weight."""


@dataclass(frozen=True)
class Cut:
    """`sum of prices x Serves >= least x Runs` on each of these places; officers without a price have price 0."""

    prices: tuple[tuple[str, int], ...]
    least: int
    places: tuple[Place, ...]


class CrewCuts:
    """The musts of single units, and the rows that follow from them for all units of a kind."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits, tuning: Crews = DEFAULT.crews) -> None:
        self._problem, self._tuning = problem, tuning
        by_unit: dict[UnitId, list[Limit]] = {unit.id: [] for unit in problem.units}
        for rule in rulebook.rules:
            for limit in limits[rule.name] if rule.must else ():
                units = seat_units(limit)
                if len(units) == 1 and isinstance(limit, Linear | AtMostGroups):
                    by_unit[min(units)].append(limit)
        self._musts = by_unit
        self._number: dict[object, int] = {}
        self._sign = {unit: self._signature(unit) for unit in by_unit}
        self._unit_with = {sign: unit for unit, sign in self._sign.items()}  # one that stands for all with its musts
        self._units: dict[Place, list[Unit]] = {}
        for unit in problem.units:
            self._units.setdefault((unit.day, unit.shift, problem.alike[unit.kind]), []).append(unit)
        self._places: dict[frozenset[int], list[Place]] = {}
        for place, found in self._units.items():
            if all(unit.most == 1 for unit in found):
                self._places.setdefault(frozenset(self._sign[unit.id] for unit in found), []).append(place)
        self._found: set[tuple[object, ...]] = set()

    def found(self, shifts: Iterable[ShiftId], value: Valuation) -> Iterator[Cut]:
        """Rows that the people who serve on these shifts break, each once."""
        wanted = set(shifts)
        for signs, places in self._places.items():
            for place in places:
                if place[:2] in wanted:
                    cut = self._separated(place, sorted(signs), places, value)
                    if cut is not None and (key := (signs, cut.prices, cut.least)) not in self._found:
                        self._found.add(key)
                        yield cut

    def _signature(self, unit: UnitId) -> int:
        """A number that units of the same crew under the same musts share; decisions of other sorts by their order."""
        others: dict[Decision, int] = {}

        def anonymous(decision: Decision) -> object:
            match decision:
                case Seat(officer, _):
                    return officer
                case Members(officers, _):
                    return officers
                case Runs(own) if own == unit:
                    return "runs"
                case _:
                    return others.setdefault(decision, len(others))

        told: list[object] = [self._crew(unit)]
        for limit in self._musts[unit]:
            if isinstance(limit, Linear):
                terms = tuple((weight, anonymous(decision)) for weight, decision in limit.terms)
                told.append((terms, limit.at_least, limit.ceiling, limit.constant))
            elif isinstance(limit, AtMostGroups):
                groups = tuple(tuple(map(anonymous, group)) for group in limit.groups)
                told.append((groups, limit.at_most, limit.constant))
        return self._number.setdefault(tuple(told), len(self._number))

    def _crew(self, unit: UnitId) -> int:
        return self._problem.kind[self._problem.unit[unit].kind].crew

    def _sorts(self, units: Iterable[UnitId]) -> dict[Sort, list[str]]:
        """The officers by how they stand in the musts of some units: those of one sort can take each other's place."""
        stand: dict[str, list[tuple[int, int, int]]] = {officer.id: [] for officer in self._problem.officers}
        number = 0
        for unit in units:
            for limit in self._musts[unit]:
                number += 1
                for group, weight, decision in _seats(limit):
                    officers = decision.officers if isinstance(decision, Members) else (decision.officer,)
                    for officer in officers:
                        stand[officer].append((number, group, weight))
        sorts: dict[Sort, list[str]] = {}
        for officer, found in stand.items():
            sorts.setdefault(tuple(sorted(found)), []).append(officer)
        return sorts

    def _separated(self, place: Place, signs: list[int], places: list[Place], value: Valuation) -> Cut | None:
        """The row that the people who serve in a place break most; None where they break none."""
        running = sum(value(Runs(unit.id)) for unit in self._units[place])
        if not running:
            return None
        units = [self._unit_with[sign] for sign in signs]
        sorts = list(self._sorts(units).values())
        serving = [sum(value(Serves(officer, *place)) for officer in officers) for officers in sorts]
        cheapest = [self._cheapest_of(unit, sorts) for unit in units]
        pool: list[list[int]] = []
        for _ in range(self._tuning.cut_rounds):
            prices, least = _prices(pool, serving, running, self._crew(units[0]), self._tuning)
            crews = [crew for find in cheapest if (crew := find(prices)) is not None]
            if not crews:
                return None  # no lawful crew, or too much work
            crew = min(crews, key=lambda crew: _dot(prices, crew))
            if _dot(prices, crew) >= least or crew in pool:
                return self._cut(sorts, prices, _dot(prices, crew), serving, running, places)
            pool += crews
        return None

    def rows(self, cut: Cut, of: Callable[[Decision], Expression]) -> Iterator[cp_model.BoundedLinearExpression]:
        """The row on each of its places, as conditions of a model; `of` tells its expressions."""
        for place in cut.places:
            served = Sum([price * of(Serves(officer, *place)) for officer, price in cut.prices])
            row = served >= cut.least * Sum([of(Runs(unit.id)) for unit in self._units[place]])
            if not isinstance(row, bool):  # something can be decided there
                yield row

    def _cut(
        self,
        sorts: list[list[str]],
        prices: list[int],
        least: int,
        serving: list[int],
        running: int,
        places: list[Place],
    ) -> Cut | None:
        """The row with these prices, if the people who serve break it."""
        if _dot(prices, serving) >= least * running:
            return None
        common = gcd(*prices, least) or 1
        priced = [(officers, price // common) for officers, price in zip(sorts, prices, strict=True) if price]
        told = tuple((officer, price) for officers, price in priced for officer in officers)
        return Cut(told, least // common, tuple(places))

    def _cheapest_of(self, unit: UnitId, sorts: list[list[str]]) -> _Cheapest:
        crew = self._crew(unit)
        return _Cheapest(self._musts[unit], unit, [officers[:crew] for officers in sorts], crew, self._tuning.cut_work)


class _Cheapest:
    """The cheapest lawful crew of a unit by the prices of sorts, of each of which some officers stand for all."""

    def __init__(self, musts: list[Limit], unit: UnitId, sorts: list[list[str]], crew: int, work: float) -> None:
        """Each search for one has so much of CP-SAT's deterministic time for its `work`."""
        self._work = work
        self._model = model = cp_model.CpModel()
        self._sorts = [[model.new_bool_var(officer) for officer in officers] for officers in sorts]
        named = zip(sorts, self._sorts, strict=True)
        seat = {officer: variable for some, own in named for officer, variable in zip(some, own, strict=True)}
        others: dict[Decision, Expression] = {}

        def of(decision: Decision) -> Expression:
            match decision:
                case Seat(officer, _):
                    return seat.get(officer, 0)
                case Members(officers, _):
                    found = [seat[officer] for officer in officers if officer in seat]
                    return Sum(found) if found else 0
                case Runs(own) if own == unit:
                    return 1
                case _:  # whatever else the musts speak of may be as it likes
                    return others.setdefault(decision, model.new_int_var(0, crew, ""))

        members = Sum(list(seat.values()))
        model.add(members >= 1)
        model.add(members <= crew)
        forms = Forms(model, of, lambda decision: crew)
        for limit in musts:
            forms.hold(limit)

    def __call__(self, prices: list[int]) -> list[int] | None:
        """How many of each sort; None where no crew is lawful, or that was not settled with little work."""
        self._model.minimize(Sum([price * Sum(own) for price, own in zip(prices, self._sorts, strict=True)]))
        result = cpsat.solve(self._model, cpsat.Parameters(work=self._work))
        if result.status is not cpsat.Status.OPTIMAL:
            return None
        return [sum(result.value(variable) for variable in own) for own in self._sorts]


def _seats(limit: Limit) -> Iterator[tuple[int, int, Seat | Members]]:
    """The seats of a limit, each with its group and weight."""
    if isinstance(limit, Linear):
        yield from ((0, weight, d) for weight, d in limit.terms if isinstance(d, Seat | Members))
    elif isinstance(limit, AtMostGroups):
        for number, group in enumerate(limit.groups, 1):
            yield from ((number, 1, decision) for decision in group if isinstance(decision, Seat | Members))


def _prices(pool: list[list[int]], serving: list[int], running: int, crew: int, tuning: Crews) -> tuple[list[int], int]:
    """Whole prices at which crews of the pool cost most beside those who serve, and what each costs at least."""
    count = len(serving)
    rows = len(pool)
    present = np.array(serving, dtype=float)
    cost = np.append(np.where(present > 0, present, tuning.cut_lifted), -float(running))
    weights = np.column_stack([np.array(pool, dtype=float).reshape(rows, count), -np.ones(rows)])
    program = Program(
        starts=np.arange(rows + 1, dtype=np.int64) * (count + 1),
        columns=np.tile(np.arange(count + 1, dtype=np.int64), rows),
        weights=weights.ravel(),
        row_low=np.zeros(rows),
        row_high=np.full(rows, np.inf),
        low=np.append(-np.ones(count), -float(crew)),
        high=np.append(np.ones(count), float(crew)),
        cost=cost,
    )
    solver = solve_relaxation(program)
    if not solver.optimal:
        return [0] * count, 0
    found, scale = solver.values, tuning.cut_scale
    return [round(scale * price) for price in found[:count].tolist()], round(scale * float(found[count]))


def _dot(prices: list[int], counts: list[int]) -> int:
    return sum(price * count for price, count in zip(prices, counts, strict=True))
