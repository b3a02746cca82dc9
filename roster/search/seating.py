"""From who works which shift to crews: one small exact model a shift."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from ortools.sat.python import cp_model

from roster.aggregation import seat_units
from roster.domain.hours_away import steady_crews
from roster.domain.ids import ShiftId, UnitId
from roster.domain.parts import pieces_of, runs_over
from roster.domain.problem import Problem
from roster.forms import Expression, Forms, Sum, both, constant
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit
from roster.rules.variables import Decision, Members, Runs, Seat, Serves, Together, Valuation, Work
from roster.search.districts import Districts
from roster.search.run import THREADS
from roster.search.seat_values import STAYING, in_order, people_of, with_seats
from roster.search.tuning import DEFAULT, Crews
from roster.solvers import cpsat
from roster.solvers.relaxation import relaxation_support
from roster.tiers import WISHES, Limits, tier_of, weight_of

NOBODY: Mapping[str, str] = {}


class Seating:
    """Limits that speak of seats, sorted by the dates and shifts that they are about.

    Most are about one of these; a limit that reaches over several binds each of them beside the others as they are.
    """

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        limits: Limits,
        threads: int = THREADS,
        tuning: Crews = DEFAULT.crews,
    ) -> None:
        """Shifts are seated on so many `threads`."""
        self.problem, self.threads, self._tuning = problem, threads, tuning
        self._limits: dict[ShiftId, list[tuple[Rule, Limit, set[UnitId]]]] = {}
        self._reaching: list[tuple[Limit, dict[ShiftId, set[frozenset[str]]]]] = []
        """Musts over the seats of several shifts, with whom they speak of on each: officers who only count together."""
        self._after: dict[ShiftId, tuple[ShiftId, bool]] = {}
        """Pieces of a shift that is cut for hours away, with the one whose crews they have: wholly, or if they can."""
        for day, first, same, away in steady_crews(problem):
            self._after |= {ShiftId(day, piece): (ShiftId(day, first), piece in same) for piece in (*same, *away)}
        for rule in rulebook.rules:
            for limit in limits[rule.name]:
                units = seat_units(limit)
                shifts = {unit.start for unit in units}
                if len(shifts) == 1:
                    self._limits.setdefault(shifts.pop(), []).append((rule, limit, units))
                elif rule.must and shifts:
                    self._reaching.append((limit, people_of(limit)))

    def seat(
        self, value: Valuation, districts: Districts | None = None, over: Callable[[], bool] = lambda: False
    ) -> tuple[set[Seat], set[ShiftId]]:
        """Who sits where, as well as each shift allows by itself, and the shifts whose people cannot be seated.

        `value` gives every decision but the seats. Shortfalls come before wishes. With `districts` people sit in those
        of their own where that can be. Shifts that are not begun before it is `over` count as those that cannot; so do
        the last of those that break a must together.
        """
        seats: set[Seat] = set()
        failed: set[ShiftId] = set()
        for then in (False, True):
            shifts = [shift for shift in self.problem.units_of if (shift in self._after) == then]
            sitting = {(seat.unit.start, seat.officer): seat.unit.label for seat in seats} if then and shifts else {}

            def found_on(shift: ShiftId, sitting: Mapping[tuple[ShiftId, str], str] = sitting) -> set[Seat] | None:
                if over():
                    return None
                first, same = self._after.get(shift, (shift, False))
                stays = {officer: label for (at, officer), label in sitting.items() if at == first}
                if same:
                    return {Seat(officer, UnitId(*shift, label)) for officer, label in stays.items()}
                return self.seat_shift(shift, value, districts, stays)

            with ThreadPoolExecutor(self.threads) as threads:
                by_shift = threads.map(found_on, shifts)
            for shift, found in zip(shifts, by_shift, strict=True):
                if found is None:
                    failed.add(shift)
                else:
                    seats |= found
        return self._together(seats, failed, value, over) if self._reaching else (seats, failed)

    def _together(
        self, seats: set[Seat], failed: set[ShiftId], value: Valuation, over: Callable[[], bool]
    ) -> tuple[set[Seat], set[ShiftId]]:
        """The same with every must that reaches over several shifts kept: these seated again, else failed."""
        for limit, shifts in self._reaching:
            if not limit.amount(with_seats(seats, value)):
                continue
            for shift in shifts:
                if over():
                    break
                working = self._working(shift, value)
                rest = {seat for seat in seats if seat.unit.start != shift}
                now = with_seats(seats, value)
                kept = [other for other in self._touched(shift, set(working)) if not other.amount(now)]
                found = self._seated(shift, working, value, others=(rest, [limit, *kept]))
                if found is not None:
                    seats = rest | found
                    break
        left = {seat for seat in seats if seat.unit.start not in failed}
        for limit, shifts in self._reaching:
            for shift in sorted(shifts, reverse=True):
                if not limit.amount(with_seats(left, value)):
                    break
                failed.add(shift)
                left = {seat for seat in left if seat.unit.start != shift}
        return seats, failed

    def _touched(self, shift: ShiftId, working: set[str]) -> Iterator[Limit]:
        """The musts over several shifts that who sits where on this one can break."""
        for limit, people in self._reaching:
            if any(officers <= working for officers in people.get(shift, ())):
                yield limit

    def keeps(self, seats: Collection[Seat], value: Valuation) -> bool:
        """Whether seats keep the musts that reach over several shifts; the others are kept shift by shift."""
        now = with_seats(seats, value)
        return not any(limit.amount(now) for limit, _ in self._reaching)

    def _working(self, shift: ShiftId, value: Valuation) -> list[str]:
        """The officers who work a shift."""
        return [o.id for o in self.problem.officers if any(value(way) for way in self._ways(o.id, shift))]

    def _ways(self, officer: str, shift: ShiftId) -> list[Work] | list[Serves]:
        """What says that an officer works a shift: the duty, or one that it is part of; of one that is cut, a place."""
        day, code = shift
        if (day, self.problem.shift[code].whole) in pieces_of(self.problem):
            kinds = dict.fromkeys(self.problem.alike[unit.kind] for unit in self.problem.units_of.get(shift, ()))
            return [Serves(officer, day, code, kind) for kind in kinds]
        return [Work(officer, day, (duty,)) for duty in runs_over(self.problem, day, code)]

    def seat_shift(
        self,
        shift: ShiftId,
        value: Valuation,
        districts: Districts | None = None,
        stays: Mapping[str, str] = NOBODY,
    ) -> set[Seat] | None:
        """Who sits where on one shift; None where its people cannot be seated.

        `stays` are officers with the labels of units in which they sit before and after.
        """
        working = self._working(shift, value)
        found = self._by_district(shift, working, value, districts, stays) if districts is not None else None
        return found if found is not None else self._seated(shift, working, value, stays=stays)

    def _by_district(
        self, shift: ShiftId, working: Iterable[str], value: Valuation, districts: Districts, stays: Mapping[str, str]
    ) -> set[Seat] | None:
        """The people of each district seated by themselves, with those of the next one where they cannot be."""
        kinds = dict.fromkeys(self.problem.alike.values())
        ways = (Serves(officer, *shift, kind) for officer in working for kind in kinds)
        running = [(unit, crews) for unit in self.problem.units_of[shift] if (crews := value(Runs(unit.id)))]
        blocks = districts.blocks([way for way in ways if value(way)], running)
        seats: set[Seat] = set()
        while blocks:
            block = blocks.pop()
            found = self._seated(shift, block.officers, value, {unit.id for unit in block.units}, stays=stays)
            if found is not None:
                seats |= found
            elif blocks:
                blocks[-1] += block
            else:
                return None
        now = with_seats(seats, value)
        broken = any(rule.must and limit.amount(now) for rule, limit, _ in self._limits.get(shift, ()))
        return None if broken else seats

    def cost(self, shift: ShiftId, seats: Collection[Seat], value: Valuation) -> int:
        """What a shift's own limits cost its wishes, with people in these seats; `value` tells all but the seats."""
        now, limits = with_seats(seats, value), self._limits.get(shift, ())
        wishes = ((rule, limit) for rule, limit, _ in limits if not rule.must and tier_of(rule, limit) == WISHES)
        return sum(weight_of(rule) * limit.amount(now) for rule, limit in wishes)

    def _seated(
        self,
        shift: ShiftId,
        working: Iterable[str],
        value: Valuation,
        within: Collection[UnitId] | None = None,
        others: tuple[Collection[Seat], Iterable[Limit]] = ((), ()),
        stays: Mapping[str, str] = NOBODY,
    ) -> set[Seat] | None:
        """These people seated in the units of a shift, or in those `within`; None where they cannot be.

        `others` are the seats of other shifts, and musts over these and this one that are to be kept.
        """
        model = cp_model.CpModel()
        seats, costs = self.put(model, shift, working, with_seats(others[0], value), within, others[1], stays)
        if not seats:
            return set()
        model.minimize(costs)
        tuning = self._tuning
        if len(seats) > tuning.most_seats:
            support = relaxation_support(model)
            if support is not None:
                for variable in seats.values():
                    if not support[variable.index]:
                        model.add(variable == 0)
        proving = tuning.few_seats < len(seats) <= tuning.most_seats
        for strategy, work in tuning.strategies if proving else tuning.strategies[1:]:
            result = cpsat.solve(model, cpsat.Parameters(work=work, strategies=(strategy,)))
            if result.solved:
                return {seat for seat, variable in seats.items() if result.value(variable)}
            if result.status is cpsat.Status.INFEASIBLE:
                break
        return None

    def put(
        self,
        model: cp_model.CpModel,
        shift: ShiftId,
        officers: Iterable[str],
        of: Callable[[Decision], Expression],
        within: Collection[UnitId] | None = None,
        held: Iterable[Limit] = (),
        stays: Mapping[str, str] = NOBODY,
    ) -> tuple[dict[Seat, cp_model.IntVar], Expression]:
        """Who of these officers sits where on a shift, as variables of a model, with what the shift's limits cost.

        `of` tells every decision but the shift's seats, as numbers or as expressions of the model. With units `within`
        only these, and the limits that speak of no others. `held` are kept as well.
        """
        units = [unit for unit in self.problem.units_of.get(shift, []) if within is None or unit.id in within]
        running = [(unit, crews) for unit in units if not constant(crews := of(Runs(unit.id))) or crews]
        seats = {
            Seat(officer, unit.id): model.new_bool_var(f"{officer} {unit.label}")
            for officer in officers
            for unit, _ in running
        }
        for officer in officers:
            works = Sum([of(way) for way in self._ways(officer, shift)])
            model.add(Sum([seats[Seat(officer, unit.id)] for unit, _ in running]) == works)
        for unit, crews in running:
            seated = Sum([seats[Seat(officer, unit.id)] for officer in officers])
            model.add(seated <= self.problem.kind[unit.kind].crew * crews)
            model.add(seated >= crews)

        here = set(officers)

        def told(decision: Decision) -> Expression:
            if isinstance(decision, Seat | Members | Together) and decision.unit.start != shift:
                return of(decision)
            if isinstance(decision, Together):
                one, other = (seats.get(seat) for seat in decision.seats)
                return 0 if one is None or other is None else both(model, one, other)
            if isinstance(decision, Members):
                present = here.intersection(decision.officers)
                found = [seats[seat] for o in sorted(present) if (seat := Seat(o, decision.unit)) in seats]
                return Sum(found) if found else 0
            return seats.get(decision, 0) if isinstance(decision, Seat) else of(decision)

        def most(decision: Decision) -> int:
            return len(here.intersection(decision.officers)) if isinstance(decision, Members) else 1

        forms = Forms(model, told, most)
        for limit in held:
            forms.hold(limit)
        at_home = [seat for o, label in stays.items() if (seat := Seat(o, UnitId(*shift, label))) in seats]
        costs: list[tuple[int, Expression, int]] = [(STAYING, 1 - seats[seat], 1) for seat in at_home]
        for rule, limit, about in self._limits.get(shift, ()):
            if within is not None and not about.issubset(within):
                continue
            if rule.must:
                forms.hold(limit)
            else:
                amount, largest = forms.amount(limit)
                if largest:
                    costs.append((tier_of(rule, limit), weight_of(rule) * amount, weight_of(rule) * largest))
        return seats, in_order(costs)
