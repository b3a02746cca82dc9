"""The decision variables of a roster and the physics between them; pin, hint and read back.

Physics is only: one place and one crew at a time, one duty start per officer and date, one crew per vehicle.
Variables that a held must rules out are never made.

There are two grains. By *crew*, each officer takes a seat in one unit. By *kind*, each officer serves in some crew of a
unit kind, and who sits with whom is left open: a smaller model whose rosters are relaxed, for bounds and for a start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

from ortools.sat.python import cp_model

from roster.domain.clock import Span
from roster.domain.parts import pieces_of, runs_over, with_duties
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.seating import hand_out, seat
from roster.domain.service import Slot, Unit
from roster.forms import Expression, both
from roster.rules.limits import (
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
    UnitId,
    Uses,
    Value,
    Work,
)
from roster.rules.standing import places

Grain = Literal["crew", "kind"]


class Physics(NamedTuple):
    """One bound that holds whatever the rules say, by what it is about; `about` names an officer, kind or group."""

    name: Literal["one_start", "one_place", "past_duty", "crew_size", "vehicles"]
    about: str = ""


class Decisions:
    """Decisions of one problem as variables of one CP-SAT model.

    `ruled_out` are decisions that are never taken: their variables are not made and count as 0.
    """

    def __init__(self, problem: Problem, ruled_out: Collection[Decision] = (), grain: Grain = "crew") -> None:
        self.problem = problem
        self.grain = grain
        self.model = cp_model.CpModel()
        self._seat: dict[Seat | Serves, cp_model.IntVar] = {}
        self._work: dict[tuple[str, int, str], Expression] = {}
        self._day: dict[tuple[str, int], Expression] = {}
        self._runs: dict[UnitId, cp_model.IntVar] = {}
        self._stands: dict[tuple[UnitId, Slot, str], cp_model.IntVar] = {}
        self._uses: dict[tuple[UnitId, str], cp_model.IntVar] = {}
        self._lights: dict[UnitId, Expression] = {}
        self._lit: dict[tuple[UnitId, Slot, str], Expression] = {}
        self._together: dict[Together, Expression] = {}
        self._make_units(ruled_out)
        self._make_seats(ruled_out)
        self._one_place_at_a_time()
        self._one_crew_per_vehicle()

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

    def _make_units(self, ruled_out: Collection[Decision]) -> None:
        new_bool = self.model.new_bool_var
        for unit in self.problem.units:
            if Runs(unit.id) in ruled_out:
                continue
            name = f"{unit.day}/{unit.shift}/{unit.label}"
            runs = new_bool(name) if unit.most == 1 else self.model.new_int_var(0, unit.most, name)
            self._runs[unit.id] = runs
            where = places(unit, self.problem)
            for slot in self.problem.slots_of(unit):
                if len(where) == 1:
                    self._stands[unit.id, slot, where[0]] = runs
                    continue
                stands = [new_bool(f"{name} {slot.start} at {place}") for place in where]
                self.model.add(cp_model.LinearExpr.sum(stands) == runs)
                self._stands.update({(unit.id, slot, place): s for place, s in zip(where, stands, strict=True)})
            self._make_uses(unit, runs, ruled_out)

    def _make_uses(self, unit: Unit, runs: cp_model.IntVar, ruled_out: Collection[Decision]) -> None:
        if not self.problem.kind[unit.kind].vehicle_kinds:
            return
        groups = [group for group in self.problem.vehicle_groups if Uses(unit.id, group.id) not in ruled_out]
        uses = {group.id: self.model.new_bool_var(f"{unit.id} uses {group.id}") for group in groups}
        if uses:
            self.model.add(cp_model.LinearExpr.sum(list(uses.values())) <= runs)
        self._uses.update({(unit.id, group): variable for group, variable in uses.items()})
        lights = [uses[group.id] for group in groups if group.lights]
        if lights:
            self._lights[unit.id] = cp_model.LinearExpr.sum(lights)

    def _make_seats(self, ruled_out: Collection[Decision]) -> None:
        problem = self.problem
        for officer in problem.officers:
            for day in problem.horizon.range:
                served = self._in_pieces(officer.id, day, ruled_out)
                shifts: list[cp_model.IntVar] = []
                for shift in problem.shift_codes:
                    if Work(officer.id, day, (shift,)) in ruled_out:
                        continue
                    if problem.shift[shift].of:
                        seats = served.get(shift, [])
                    else:
                        seats = [*self._seats_on(officer.id, day, shift, ruled_out), *served.get(shift, ())]
                    if seats:
                        name = f"{officer.id} works {day}/{shift}"
                        shifts.append(self._one_of(seats, name, day, Physics("one_place")))
                        self._work[officer.id, day, shift] = shifts[-1]
                if shifts:
                    name = f"{officer.id} works {day}"
                    self._day[officer.id, day] = self._one_of(shifts, name, day, Physics("one_start"))
        self._fill_crews()

    def _in_pieces(self, officer: str, day: int, ruled_out: Collection[Decision]) -> dict[str, list[cp_model.IntVar]]:
        """For each duty that is served in pieces of a cut shift, its variable; each piece served is in one of them."""
        served: dict[str, list[cp_model.IntVar]] = {}
        for (at, _whole), pieces in pieces_of(self.problem).items():
            if at != day:
                continue
            seats = {piece: self._seats_on(officer, day, piece, ruled_out) for piece in pieces}
            runs: dict[str, cp_model.IntVar] = {}
            for code in dict.fromkeys(code for piece in pieces for code in runs_over(self.problem, day, piece)):
                if Work(officer, day, (code,)) not in ruled_out:
                    runs[code] = self.model.new_bool_var(f"{officer} serves {day}/{code}")
            for piece in pieces:
                over = [runs[code] for code in runs_over(self.problem, day, piece) if code in runs]
                self.model.add(cp_model.LinearExpr.sum(seats[piece]) == cp_model.LinearExpr.sum(over))
            for code, variable in runs.items():
                served.setdefault(code, []).append(variable)
        return served

    def _seats_on(self, officer: str, day: int, shift: str, ruled_out: Collection[Decision]) -> list[cp_model.IntVar]:
        """Variables for the places that an officer may take on a shift: units, or unit kinds."""
        units = [u for u in self.problem.units_of.get((day, shift), ()) if u.id in self._runs]
        open_units = [unit for unit in units if Seat(officer, unit.id) not in ruled_out]
        places: dict[Seat | Serves, None] = {
            Seat(officer, unit.id)
            if self.grain == "crew"
            else Serves(officer, day, shift, self.problem.alike[unit.kind]): None
            for unit in open_units
        }
        chosen = [taken for taken in places if taken not in ruled_out]
        for taken in chosen:
            self._seat[taken] = self.model.new_bool_var("/".join(map(str, taken)))
        return [self._seat[taken] for taken in chosen]

    def _fill_crews(self) -> None:
        """Nobody sits in a unit that does not run; a unit that runs has somebody, and no more than its crew."""
        members: dict[object, list[cp_model.IntVar]] = {}
        for taken, variable in self._seat.items():
            members.setdefault(taken.unit if isinstance(taken, Seat) else taken[1:], []).append(variable)
        units: dict[object, list[Unit]] = {}
        for unit in self.problem.units:
            if unit.id in self._runs:
                kind = self.problem.alike[unit.kind]
                units.setdefault(unit.id if self.grain == "crew" else (unit.day, unit.shift, kind), []).append(unit)
        for key, alike in units.items():
            seats = cp_model.LinearExpr.sum(members.get(key, []))
            running = cp_model.LinearExpr.sum([self._runs[unit.id] for unit in alike])
            full = self.model.add(seats <= self.problem.kind[alike[0].kind].crew * running)
            kinds = dict.fromkeys(unit.kind for unit in alike)
            self._bound(full, alike[0].day, *(Physics("crew_size", kind) for kind in kinds))
            self.model.add(seats >= running)
            if self.grain == "crew" and alike[0].most == 1:
                for variable in members.get(key, []):
                    self.model.add_implication(variable, self._runs[alike[0].id])

    def _serves(self, decision: Serves) -> Expression:
        if self.grain == "kind":
            return self._seat.get(decision, 0)
        officer, day, shift, kind = decision
        units = self.problem.units_of.get((day, shift), ())
        alike = self.problem.alike
        seats = [self._seat[s] for u in units if alike[u.kind] == kind and (s := Seat(officer, u.id)) in self._seat]
        return cp_model.LinearExpr.sum(seats) if seats else 0

    def _bound(self, constraint: cp_model.Constraint, day: int, *physics: Physics) -> None:
        """A constraint stands: explanations make it depend on a guard."""

    def _one_of(self, variables: list[cp_model.IntVar], name: str, day: int, physics: Physics) -> cp_model.IntVar:
        """One boolean that is the sum of ones of which at most one is true."""
        if len(variables) == 1:
            return variables[0]
        total = self.model.new_bool_var(name)
        self.model.add(cp_model.LinearExpr.sum(variables) == total)
        return total

    def _one_place_at_a_time(self) -> None:
        """No two duties of an officer overlap, those of history included."""
        problem = self.problem
        reach = 1 + max((shift.hours.end // 1440 for shift in problem.shifts), default=0)
        overlapping = {
            code: [
                (later, other)
                for later in range(1, reach + 1)
                for other in problem.shift_codes
                if problem.shift[other].span(later).overlap(problem.shift[code].span(0))
            ]
            for code in problem.shift_codes
        }
        for (officer, day, shift), work in self._work.items():
            past = problem.past.get(officer, {})
            earlier = [past[d].span for d in range(day - reach, 0) if d in past] if past else []
            if earlier:
                span = problem.shift[shift].span(day)
                if any(before.overlap(span) for before in earlier):
                    self._bound(self.model.add(work == 0), day, Physics("past_duty", officer))
            for later, code in overlapping[shift]:
                other = self._work.get((officer, day + later, code))
                if other is not None:
                    self._bound(self.model.add(work + other <= 1), day, Physics("one_place"))

    def _one_crew_per_vehicle(self) -> None:
        """At no moment are more vehicles of a group in use than there are: checked where duties start."""
        problem = self.problem
        spans = {unit.id: problem.shift[unit.shift].span(unit.day) for unit in problem.units}
        by_group: dict[str, list[UnitId]] = {}
        for unit_id, name in self._uses:
            by_group.setdefault(name, []).append(unit_id)
        for group in problem.vehicle_groups:
            users = by_group.get(group.id, [])
            seen: set[tuple[frozenset[UnitId], int]] = set()
            for start in sorted({spans[unit].start for unit in users}):
                moment = Span(start, start + 1)
                at_once = frozenset(unit for unit in users if spans[unit].overlap(moment))
                there = sum(problem.busy_before.get(vehicle.id, 0) <= start for vehicle in group.vehicles)
                if len(at_once) > there and (at_once, there) not in seen:
                    seen.add((at_once, there))
                    total = cp_model.LinearExpr.sum([self._uses[unit, group.id] for unit in sorted(at_once)])
                    day = min(unit[0] for unit in at_once)
                    self._bound(self.model.add(total <= there), day, Physics("vehicles", group.id))

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
            yield taken.officer, taken.unit[0] if isinstance(taken, Seat) else taken.day, variable
        works = [(officer, day, work) for (officer, day, _), work in self._work.items()]
        days = [(officer, day, work) for (officer, day), work in self._day.items()]
        for officer, day, work in (*works, *days):
            if isinstance(work, cp_model.IntVar):
                yield officer, day, work

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
                    Serves(member.officer, unit[0], unit[1], problem.alike[crew.unit.kind]),
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

    def reader(self, value: Callable[[Expression], int]) -> Value:
        """A solution's value of each decision."""

        def of(decision: Decision) -> int:
            expression = self.of(decision)
            return expression if isinstance(expression, int) else value(expression)

        return of


def roster_of(problem: Problem, seats: Iterable[Seat], value: Value) -> Roster:
    """The roster in which these seats are taken; `value` tells where units stand and which vehicles they use."""
    members: dict[UnitId, list[str]] = {}
    for taken in seats:
        members.setdefault(taken.unit, []).append(taken.officer)
    units = [problem.unit[unit] for unit in sorted(members)]
    groups = [group.id for group in problem.vehicle_groups]
    used = [(unit, group) for unit in units for group in groups if value(Uses(unit.id, group))]
    vehicle_of = hand_out(used, problem)
    crews: list[Crew] = []
    for unit in units:
        vehicle = vehicle_of.get(unit.id, "")
        stands = tuple(
            _stand(problem, unit, slot, place, vehicle)
            for slot in problem.slots_of(unit)
            for place in places(unit, problem)
            if value(Stands(unit.id, slot, place))
        )
        officers = sorted(members[unit.id])
        for together in [officers] if unit.most == 1 else [[officer] for officer in officers]:
            crews.append(Crew(unit, seat(unit, together, vehicle, problem), vehicle, stands))
    return with_duties(Roster(tuple(crews)), problem)


def _stand(problem: Problem, unit: Unit, slot: Slot, place: str, vehicle: str) -> Stand:
    site = place if place in problem.site else ""
    lights = vehicle in problem.vehicle and problem.vehicle[vehicle].lights and problem.lights_on(slot)
    return Stand(slot, problem.zone_of(place), site, problem.kind[unit.kind].mode, lights)
