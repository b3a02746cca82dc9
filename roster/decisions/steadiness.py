"""Crews that change in the hours in which somebody is away, and are the same before and after."""

from __future__ import annotations

from ortools.sat.python import cp_model

from roster.decisions.variables import Variables
from roster.domain.hours_away import steady_crews
from roster.domain.ids import ShiftId, UnitId
from roster.rules.variables import Seat, Serves

CHANGES_EACH = 2
"""Who may join another crew for each who is away: one who stands in, and one who takes that one's place."""


class Steadiness(Variables):
    """What ties the pieces of a shift that is cut for hours away."""

    def _keep_crews_steady(self) -> None:
        """In hours in which nobody is away crews and vehicles are the same; in the others no more change than must."""
        for steady in steady_crews(self.problem):
            places = {piece: self._places_on(steady.day, piece) for piece in (steady.first, *steady.same, *steady.away)}
            units = [unit.id for unit in self.problem.units_of.get(ShiftId(steady.day, steady.first), ())]
            first = places[steady.first]
            for piece in steady.same:
                for key in first.keys() | places[piece].keys():
                    self.model.add(first.get(key, 0) == places[piece].get(key, 0))
                for unit in units:
                    self._same_unit(unit, UnitId(steady.day, piece, unit.label))
            for piece, away in steady.away.items():
                here, joins = places[piece], []
                for key, seat in here.items():
                    joins.append(self.model.new_bool_var(f"{key} joins {steady.day}/{piece}"))
                    self.model.add(joins[-1] >= seat - first.get(key, 0))
                running: list[tuple[UnitId, UnitId]] = [(u, UnitId(steady.day, piece, u.label)) for u in units]
                total = cp_model.LinearExpr.sum
                gone = total([variable for (officer, _place), variable in first.items() if officer in away])
                stopped, changed, lost = [], [], []
                span = self.problem.shift[piece].span(steady.day)
                for unit, now in running:
                    for group in self.problem.vehicle_groups:
                        before, then = self._uses.get((unit, group.id), 0), self._uses.get((now, group.id), 0)
                        if any(gone.overlap(span) for gone in group.away):
                            lost.append(before)
                        elif not isinstance(then, int):
                            changed.append(self.model.new_bool_var(f"{now} changes to {group.id}"))
                            self.model.add(changed[-1] >= then - before)
                    if unit in self._runs and now in self._runs:
                        crew = self.problem.kind[self.problem.unit[unit].kind].crew
                        self.model.add(self._runs[now] <= self._runs[unit])
                        stopped += [crew * self._runs[unit], -crew * self._runs[now]]
                self.model.add(total(joins) <= CHANGES_EACH * gone + total(stopped))
                idle = []
                for officer in dict.fromkeys(officer for officer, _place in first if officer not in away):
                    was, is_there = ([v for (o, _), v in at.items() if o == officer] for at in (first, here))
                    idle.append(self.model.new_bool_var(f"{officer} idle {steady.day}/{piece}"))
                    self.model.add(idle[-1] >= total(was) - total(is_there))
                self.model.add(total(idle) <= total(stopped))
                self.model.add(total(changed) <= CHANGES_EACH * total(lost))

    def _same_unit(self, one: UnitId, other: UnitId) -> None:
        self.model.add(self._runs.get(one, 0) == self._runs.get(other, 0))
        for group in self.problem.vehicle_groups:
            uses = [self._uses.get((unit, group.id), 0) for unit in (one, other)]
            if any(not isinstance(use, int) for use in uses):
                self.model.add(uses[0] == uses[1])

    def _places_on(self, day: int, piece: str) -> dict[tuple[str, str], cp_model.IntVar]:
        """Each place in a crew, or by kind in a kind of unit, on a piece by the officer and what it is called."""
        found = {}
        for taken, variable in self._seat.items():
            match taken:
                case Seat(officer, unit) if unit.start == (day, piece):
                    found[officer, unit.label] = variable
                case Serves(officer, on, shift, kind) if (on, shift) == (day, piece):
                    found[officer, kind] = variable
        return found
