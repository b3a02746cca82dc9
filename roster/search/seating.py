"""From who works which shift to crews: one small exact model a shift."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from ortools.sat.python import cp_model

from roster.aggregation import seat_units
from roster.domain.ids import ShiftId, UnitId
from roster.domain.parts import runs_over
from roster.domain.problem import Problem
from roster.forms import Expression, Forms, Sum, both, constant
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit
from roster.rules.variables import Decision, Members, Runs, Seat, Serves, Together, Valuation, Work
from roster.search.districts import Districts
from roster.search.run import THREADS
from roster.search.tuning import DEFAULT, Crews
from roster.solvers import cpsat
from roster.solvers.relaxation import relaxation_support
from roster.tiers import WISHES, Limits, tier_of, weight_of


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
        for rule in rulebook.rules:
            for limit in limits[rule.name]:
                units = seat_units(limit)
                shifts = {unit.start for unit in units}
                if len(shifts) == 1:
                    self._limits.setdefault(shifts.pop(), []).append((rule, limit, units))
                elif rule.must and shifts:
                    self._reaching.append((limit, _people_of(limit)))

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
        shifts = list(self.problem.units_of)
        with ThreadPoolExecutor(self.threads) as threads:
            by_shift = threads.map(lambda shift: None if over() else self.seat_shift(shift, value, districts), shifts)
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
            if not limit.amount(_with_seats(seats, value)):
                continue
            for shift in shifts:
                if over():
                    break
                working = self._working(shift, value)
                rest = {seat for seat in seats if seat.unit[:2] != shift}
                told = _with_seats(seats, value)
                kept = [other for other in self._touched(shift, set(working)) if not other.amount(told)]
                found = self._seated(shift, working, value, beside=(rest, [limit, *kept]))
                if found is not None:
                    seats = rest | found
                    break
        left = {seat for seat in seats if seat.unit[:2] not in failed}
        for limit, shifts in self._reaching:
            for shift in sorted(shifts, reverse=True):
                if not limit.amount(_with_seats(left, value)):
                    break
                failed.add(shift)
                left = {seat for seat in left if seat.unit[:2] != shift}
        return seats, failed

    def _touched(self, shift: ShiftId, working: set[str]) -> Iterator[Limit]:
        """The musts over several shifts that who sits where on this one can break."""
        for limit, people in self._reaching:
            if any(officers <= working for officers in people.get(shift, ())):
                yield limit

    def keeps(self, seats: Collection[Seat], value: Valuation) -> bool:
        """Whether seats keep the musts that reach over several shifts; the others are kept shift by shift."""
        told = _with_seats(seats, value)
        return not any(limit.amount(told) for limit, _ in self._reaching)

    def _working(self, shift: ShiftId, value: Valuation) -> list[str]:
        """The officers who work a shift."""
        duties = self._duties(shift)
        return [o.id for o in self.problem.officers if any(value(Work(o.id, shift[0], (code,))) for code in duties)]

    def _duties(self, shift: ShiftId) -> tuple[str, ...]:
        """The duties in which a shift is worked: itself, and those of which it is a part."""
        day, code = shift
        return (code,) if self.problem.shift[code].of else runs_over(self.problem, day, code)

    def seat_shift(self, shift: ShiftId, value: Valuation, districts: Districts | None = None) -> set[Seat] | None:
        """Who sits where on one shift; None where its people cannot be seated."""
        working = self._working(shift, value)
        found = self._by_district(shift, working, value, districts) if districts is not None else None
        return found if found is not None else self._seated(shift, working, value)

    def _by_district(
        self, shift: ShiftId, working: Iterable[str], value: Valuation, districts: Districts
    ) -> set[Seat] | None:
        """The people of each district seated by themselves, with those of the next one where they cannot be."""
        kinds = dict.fromkeys(self.problem.alike.values())
        ways = (Serves(officer, *shift, kind) for officer in working for kind in kinds)
        running = [(unit, crews) for unit in self.problem.units_of[shift] if (crews := value(Runs(unit.id)))]
        blocks = districts.blocks([way for way in ways if value(way)], running)
        seats: set[Seat] = set()
        while blocks:
            block = blocks.pop()
            found = self._seated(shift, block.officers, value, {unit.id for unit in block.units})
            if found is not None:
                seats |= found
            elif blocks:
                blocks[-1] += block
            else:
                return None
        told = _with_seats(seats, value)
        broken = any(rule.must and limit.amount(told) for rule, limit, _ in self._limits.get(shift, ()))
        return None if broken else seats

    def cost(self, shift: ShiftId, seats: Collection[Seat], value: Valuation) -> int:
        """What a shift's own limits cost its wishes, with people in these seats; `value` tells all but the seats."""
        told, limits = _with_seats(seats, value), self._limits.get(shift, ())
        wishes = ((rule, limit) for rule, limit, _ in limits if not rule.must and tier_of(rule, limit) == WISHES)
        return sum(weight_of(rule) * limit.amount(told) for rule, limit in wishes)

    def _seated(
        self,
        shift: ShiftId,
        working: Iterable[str],
        value: Valuation,
        within: Collection[UnitId] | None = None,
        beside: tuple[Collection[Seat], Iterable[Limit]] = ((), ()),
    ) -> set[Seat] | None:
        """These people seated in the units of a shift, or in those `within`; None where they cannot be.

        `beside` are the seats of other shifts, and musts over these and this one that are to be kept.
        """
        model = cp_model.CpModel()
        seats, costs = self.put(model, shift, working, _with_seats(beside[0], value), within, beside[1])
        if not seats:
            return set()
        model.minimize(costs)
        tuning = self._tuning
        if len(seats) > tuning.most_seats:
            near = relaxation_support(model)
            if near is not None:
                for variable in seats.values():
                    if not near[variable.index]:
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
            works = Sum([of(Work(officer, shift[0], (code,))) for code in self._duties(shift)])
            model.add(Sum([seats[Seat(officer, unit.id)] for unit, _ in running]) == works)
        for unit, crews in running:
            seated = Sum([seats[Seat(officer, unit.id)] for officer in officers])
            model.add(seated <= self.problem.kind[unit.kind].crew * crews)
            model.add(seated >= crews)

        here = set(officers)

        def told(decision: Decision) -> Expression:
            if isinstance(decision, Seat | Members | Together) and decision.unit[:2] != shift:
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
        costs: list[tuple[int, Expression, int]] = []
        for rule, limit, about in self._limits.get(shift, ()):
            if within is not None and not about.issubset(within):
                continue
            if rule.must:
                forms.hold(limit)
            else:
                amount, largest = forms.amount(limit)
                if largest:
                    costs.append((tier_of(rule, limit), weight_of(rule) * amount, weight_of(rule) * largest))
        return seats, _in_order(costs)


def _people_of(limit: Limit) -> dict[ShiftId, set[frozenset[str]]]:
    """Of whom a limit over seats speaks on each shift: officers who only count together."""
    found: dict[ShiftId, set[frozenset[str]]] = {}
    for decision in limit.decisions:
        match decision:
            case Seat(officer, unit):
                groups = [frozenset((officer,))]
            case Together(officers, unit):
                groups = [frozenset(officers)]
            case Members(officers, unit):
                groups = [frozenset((officer,)) for officer in officers]
            case _:
                continue
        found.setdefault(unit.start, set()).update(groups)
    return dict(sorted(found.items()))


def _with_seats(seats: Collection[Seat], value: Valuation) -> Valuation:
    """The value of each decision, those about seats by who sits there."""

    def told(decision: Decision) -> int:
        if isinstance(decision, Members):
            return sum(seat in seats for seat in decision.seats)
        if isinstance(decision, Together):
            return int(all(seat in seats for seat in decision.seats))
        return decision in seats if isinstance(decision, Seat) else value(decision)

    return told


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
