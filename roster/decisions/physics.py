"""The decision variables of a roster and the physics between them; pin, hint and read back.

Physics is only: one place and one crew at a time, one duty start per officer and date, one crew per vehicle.
Variables that a held must rules out are never made.

There are two grains. By *crew*, each officer takes a seat in one unit. By *kind*, each officer serves in some crew of a
unit kind, and who sits with whom is left open: a smaller model whose rosters are relaxed, for bounds and for a start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal, NamedTuple

from ortools.sat.python import cp_model

from roster.decisions.steadiness import Steadiness
from roster.decisions.variables import Grain
from roster.domain.clock import Span
from roster.domain.ids import ShiftId, UnitId
from roster.domain.parts import pieces_of, runs_over
from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.rules.shared.positions import places
from roster.rules.variables import Decision, Runs, Seat, Serves, Uses, Work


class Physics(NamedTuple):
    """One bound that holds whatever the rules say, by what it is about; `about` names an officer, kind or group."""

    name: Literal["one_start", "one_place", "past_duty", "crew_size", "vehicles"]
    about: str = ""


class Decisions(Steadiness):
    """Decisions of one problem as variables of one CP-SAT model, with the physics between them.

    `ruled_out` are decisions that are never taken: their variables are not made and count as 0.
    """

    def __init__(
        self,
        problem: Problem,
        ruled_out: Collection[Decision] = (),
        grain: Grain = "crew",
        look: Callable[[], object] = lambda: None,
    ) -> None:
        """`look` is called for each officer and date: who has no more time raises there."""
        super().__init__(problem, grain)
        self._look = look
        self._make_units(ruled_out)
        self._make_seats(ruled_out)
        self._one_place_at_a_time()
        self._one_crew_per_vehicle()
        self._keep_crews_steady()

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
                self._look()
                served = self._in_pieces(officer.id, day, ruled_out)
                served = self._in_parts(officer.id, day, ruled_out, served) if problem.in_parts else served
                shifts: list[cp_model.IntVar] = []
                for shift in problem.shift_codes:
                    if Work(officer.id, day, (shift,)) in ruled_out:
                        continue
                    if problem.shift[shift].of or problem.in_parts:
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
                joined = self.problem.in_parts and not self.problem.shift[code].parts  # may be part of another duty
                may = self.problem.shift[code].open_to(officer, day)
                alone = may and Work(officer, day, (code,)) not in ruled_out
                if not self.problem.shift[code].parts and (joined or alone):
                    runs[code] = self.model.new_bool_var(f"{officer} serves {day}/{code}")
            for piece in pieces:
                over = [runs[code] for code in runs_over(self.problem, day, piece) if code in runs]
                self.model.add(cp_model.LinearExpr.sum(seats[piece]) == cp_model.LinearExpr.sum(over))
            for code, variable in runs.items():
                served.setdefault(code, []).append(variable)
        return served

    def _in_parts(
        self, officer: str, day: int, ruled_out: Collection[Decision], served: dict[str, list[cp_model.IntVar]]
    ) -> dict[str, list[cp_model.IntVar]]:
        """The same where shifts are worked in parts: a place on a shift belongs to that duty, or to one it is part of.

        `served` are the variables of duties in pieces of a cut shift.
        """
        problem = self.problem
        there: dict[str, list[cp_model.IntVar]] = {}
        for shift in problem.shifts:
            seats = [] if shift.of or shift.parts else self._seats_on(officer, day, shift.code, ruled_out)
            there[shift.code] = [*seats, *served.get(shift.code, ())]
        found: dict[str, list[cp_model.IntVar]] = {}
        for shift in problem.in_parts:
            open_parts = all(there[part.code] for part in shift.parts) and shift.starts_on(day)
            if open_parts and Work(officer, day, (shift.code,)) not in ruled_out:
                found[shift.code] = [self.model.new_bool_var(f"{officer} serves {day}/{shift.code}")]
        for code, seats in there.items():
            longer = [s.code for s in problem.in_parts if s.code in found and any(p.code == code for p in s.parts)]
            alone = problem.shift[code].open_to(officer, day) and Work(officer, day, (code,)) not in ruled_out
            if seats and not longer and alone:
                found[code] = seats
            elif seats:
                own = [self.model.new_bool_var(f"{officer} serves {day}/{code}")] if alone else []
                over = [*own, *(variable for other in longer for variable in found[other])]
                place = self._one_of(seats, f"{officer} is on {day}/{code}", day, Physics("one_place"))
                self._places.append((officer, day, place))
                self.model.add(place == cp_model.LinearExpr.sum(over))
                if own:
                    found[code] = own
        return found

    def _seats_on(self, officer: str, day: int, shift: str, ruled_out: Collection[Decision]) -> list[cp_model.IntVar]:
        """Variables for the places that an officer may take on a shift: units, or unit kinds."""
        units = [u for u in self.problem.units_of.get(ShiftId(day, shift), ()) if u.id in self._runs]
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
                    day = min(unit.day for unit in at_once)
                    self._bound(self.model.add(total <= there), day, Physics("vehicles", group.id))
