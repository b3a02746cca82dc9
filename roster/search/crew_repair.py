"""A lawful roster by crew made from any part of one: shifts, days and stretches of days decided again, the rest fixed.

What is on hand keeps every must, with as few crews as that takes (none at all, if need be); each step decides a part
anew in an exact model cut out of the model by crew, and is taken where less is short, or as little and wishes are
cheaper. So there is a roster at any moment, and more time never gives a worse one.
Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from dataclasses import replace
from typing import Literal

import numpy as np

from roster.domain.ids import ShiftId
from roster.domain.roster import Roster
from roster.model import Model
from roster.rules.variables import Seat
from roster.search.crew_refinement import value_in
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.submip import SubMip
from roster.search.tuning import DEFAULT, Tuning
from roster.solvers import cpsat
from roster.solvers.arrays import Array, Index, Mask
from roster.solvers.program import Program
from roster.tiers import WISHES

LARGEST_WEIGHT = 10**12
"""Of one unit short of the first priority, so that sums stay exact."""


class CrewRepair:
    """Rosters of one model by crew as vectors of all its variables, improved part by part from where they begin."""

    def __init__(
        self, whole: Model, seed: int, by_work: bool, spent: Callable[[float], None], tuning: Tuning = DEFAULT
    ) -> None:
        """`by_work`: solver's work counts and not the clock; then `spent` is told the seconds that each part took."""
        self._whole, self._seed, self._by_work, self._spent = whole, seed, by_work, spent
        self._tuning, self._steps = tuning.crews, tuning.neighbourhoods.steps
        self._over: Callable[[], bool] = lambda: False
        self.passed = False  # whether every shift that was to be decided again has been
        exact = LinearRelaxation(whole, whole.minimising(WISHES, {}), tuning=tuning)
        self._usable = exact.pose()
        if not self._usable:
            return
        decisions = whole.decisions
        self._program, self._officer, self._day, self._unit = exact.program, exact.officer, exact.day, exact.unit
        self._codes = {code: number for number, code in enumerate(whole.problem.shift_codes)}
        self._shift = np.full(len(exact.officer), -1)
        for seat, variable in decisions.seats():
            self._shift[variable.index] = self._codes[seat.unit[1]]
        for unit, variable in decisions.of_units():
            self._shift[variable.index] = self._codes[unit[1]]
        self._sums = {variable.index: (day, shifts) for _o, day, shifts, variable in decisions.sums()}
        self._short = np.array([variable.index for variable in whole.short.values()], dtype=np.int64)
        self._wishes = whole.wishes.index
        self._no_room: dict[str, SubMip] = {}

    def begin(self, roster: Roster, over: Callable[[], bool]) -> Array | None:
        """A roster as values of all variables; what it breaks of the musts is made good before anything else counts.

        None where that cannot be said. `over` tells when the time for it, and for what follows, is up.
        """
        self._over, self.passed = over, False
        if not self._usable:
            return None
        count = len(self._program.low)
        values, decided = self._decided_values(roster, count)
        rows, missing = _broken(self._program, values, decided)
        self._parts = {} if len(rows) else self._no_room
        self._elastic = _with_room(self._program, rows, missing)
        self._room = np.arange(count, count + len(rows))
        self._broken_at = set(self._shifts_in(rows))
        self._decided = np.append(decided, np.zeros(len(rows), dtype=bool))
        return self._amounts(np.append(values, np.zeros(len(rows))))

    def _shifts_in(self, rows: Index) -> Iterator[ShiftId]:
        """The shifts of which rows speak: where what they miss can be made good."""
        codes = list(self._codes)
        for column in np.unique(self._program.columns[np.isin(self._program.row_of, rows)]).tolist():
            if column in self._sums:
                day, shifts = self._sums[column]
                yield from (ShiftId(day, code) for code in shifts)
            elif self._shift[column] >= 0:
                yield ShiftId(int(self._day[column]), codes[self._shift[column]])

    def _submip(self, name: Literal["short", "wishes", "all"]) -> SubMip:
        """The model as parts that minimise what is broken and short, the wishes, or all amounts; made when needed."""
        if name not in self._parts:
            count, tiers = len(self._elastic.low), len(self._short)
            cost = np.zeros(count)
            if name == "short":
                base = min(self._tuning.earlier_weight, int(LARGEST_WEIGHT ** (1 / max(1, tiers))))
                cost[self._room] = float(base) ** tiers
                cost[self._short] = [float(base) ** place for place in reversed(range(tiers))]
            elif name == "wishes":
                cost[self._wishes] = 1.0
            else:
                cost[[*self._room, *self._short, self._wishes]] = 1.0
            people = np.append(self._officer >= 0, np.zeros(len(self._room), dtype=bool))
            self._parts[name] = SubMip(replace(self._elastic, cost=cost), people)
        return self._parts[name]

    def _decided_values(self, roster: Roster, count: int) -> tuple[Array, Mask]:
        """The values of what is decided by itself in a roster, sums of it included, and which variables these are."""
        decisions = self._whole.decisions
        values, decided = np.zeros(count), np.zeros(count, dtype=bool)
        for variable, value in decisions.hints(roster):
            values[variable.index], decided[variable.index] = value, True
        works = {(duty.officer, duty.day): duty.shift for duty in roster.work()}
        for officer, day, shifts, variable in decisions.sums():
            values[variable.index], decided[variable.index] = works.get((officer, day)) in shifts, True
        return values, decided

    def cost(self, values: Array) -> tuple[int, ...]:
        """What is broken of musts, amounts short by priority, then the wishes."""
        broken = round(float(values[self._room].sum()))
        return (broken, *(round(float(values[index])) for index in (*self._short, self._wishes)))

    def lawful(self, values: Array) -> bool:
        """Whether no must is broken."""
        return not values[self._room].sum() > 0.5

    def _amounts(self, values: Array) -> Array | None:
        """What is decided with the amounts that follow; None where it breaks a must."""
        found = self._solved(self._submip("all"), ~self._decided, values, None)
        return found if found is not None and self._submip("all").kept(found) else None

    def roster(self, values: Array) -> Roster:
        """The roster of these values."""
        return self._whole.decisions.read(value_in(values))

    def seats(self, values: Array) -> set[Seat]:
        """Who sits where."""
        return {seat for seat, variable in self._whole.decisions.seats() if values[variable.index] > 0.5}

    def improved(
        self,
        values: Array,
        shifts: Collection[ShiftId],
        target: Callable[[tuple[int, ...]], bool],
        found: Callable[[Array], None] = lambda values: None,
    ) -> Array:
        """The values with these shifts decided again, then their days, then longer stretches of days.

        Ends when the cost is on `target`, when no step gains any more, or when the time is up. `found` is told of each
        stretch's gain.
        """
        while True:
            before = self.cost(values)
            for number, free in enumerate(self._neighbourhoods(shifts)):
                self.passed = self.passed or number >= len(shifts)
                if self._over() or target(self.cost(values)):
                    return values
                better = self.decided_again(values, free)
                if better is not None and self.cost(better) < self.cost(values):
                    values = better
                    found(values)
            if self.cost(values) >= before:
                return values

    def decided_again(self, values: Array, free: Mask) -> Array | None:
        """The best values of a part, the rest as it is: as little short as can be, then the cheapest wishes."""
        more = len(self._room)
        others = np.append((self._officer < 0) & ~self._unit, np.ones(more, dtype=bool))
        free = self._submip("all").joined(np.append(free, np.zeros(more, dtype=bool)), others, self._steps)
        free[[*self._short, self._wishes]] = True
        now = values
        if self.cost(values)[:-1] != (0,) * (1 + len(self._short)):
            found = self._solved(self._submip("short"), free, values, values)
            now = values if found is None else found
        wishes = copy(self._submip("wishes"))
        wishes.high = wishes.high.copy()
        limited = [*self._room, *self._short]
        wishes.high[limited] = now[limited]
        found = self._solved(wishes, free, now, now)
        return self._amounts(now) if found is None and now is not values else found

    def _neighbourhoods(self, shifts: Collection[ShiftId]) -> Iterator[Mask]:
        """Each shift, first those that make good what is broken, each day, then more and more days in a row."""
        days, count = sorted({day for day, _ in shifts}), self._whole.problem.horizon.days
        for day, code in sorted(shifts, key=lambda shift: (shift not in self._broken_at, shift)):
            yield self._free([day], [code])
        seen: set[tuple[int, int]] = set()
        for length in range(1, count + 1):
            for day in days:
                first = max(0, min(count - length, day - (length - 1) // 2))
                if (first, length) not in seen:
                    seen.add((first, length))
                    yield self._free(range(first, first + length))

    def _free(self, days: Iterable[int], codes: Iterable[str] | None = None) -> Mask:
        """Everybody's seats and all units on some days, or on some shifts of them, and what adds them up."""
        here = np.isin(self._day, list(days))
        if codes is not None:
            here &= np.isin(self._shift, [-1, *(self._codes[code] for code in codes)])
        free: Mask = here & ((self._officer >= 0) | self._unit)
        return free

    def _solved(self, parts: SubMip, free: Mask, values: Array, hint: Array | None) -> Array | None:
        """The best values of the free variables that were found; None without any."""
        model, variables, fixed = parts.model(free, values, hint)
        seconds = self._tuning.step_seconds
        if self._by_work:
            result = cpsat.solve(model, cpsat.Parameters.within(seconds, by_work=True, seed=self._seed))
            self._spent(result.work_seconds)
        else:
            result = cpsat.solve(model, cpsat.Parameters(seed=self._seed), over=self._over, patience=seconds)
        if not result.solved:
            return None
        fixed[free] = result.values[: len(variables)]
        return parts.filled(fixed)


def _broken(program: Program, values: Array, known: Mask) -> tuple[Index, Array]:
    """The rows over known values alone that these break, and by how much: above 0 where they are too low."""
    row = program.row_of
    count = len(program.row_low)
    total = np.bincount(row, program.weights * values[program.columns], count)
    all_known = np.bincount(row, ~known[program.columns], count) == 0
    short, over = np.maximum(0.0, program.row_low - total), np.maximum(0.0, total - program.row_high)
    rows = np.flatnonzero(all_known & (short + over > 0.5))
    return rows, (short - over)[rows]


def _with_room(program: Program, rows: Index, missing: Array) -> Program:
    """The program with a variable more for each of these rows that makes up for what is missing or too much."""
    count = len(program.low)
    row_of = np.append(program.row_of, rows)
    columns = np.append(program.columns, np.arange(count, count + len(rows)))
    weights = np.append(program.weights, np.sign(missing))
    order = np.argsort(row_of, kind="stable")
    return replace(
        program,
        starts=np.append(0, np.cumsum(np.bincount(row_of, minlength=len(program.row_low)))),
        columns=columns[order],
        weights=weights[order],
        low=np.append(program.low, np.zeros(len(rows))),
        high=np.append(program.high, np.abs(missing)),
        cost=np.append(program.cost, np.zeros(len(rows))),
    )
