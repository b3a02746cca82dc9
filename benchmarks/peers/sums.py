"""Every rule's limits as sums that a local search can keep up to date: what each filled seat adds to which limit.

A seat that is filled adds to the sums of the officer's work, of the officer's unit kind and of the crew's people, a
unit that runs to those of units. Units stand at their base throughout and vehicles are handed out afterwards; limits on
vehicles become one on how many crews drive at once. Limits on one officer's work that read alike for several officers
are kept once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from roster.domain.clock import Span
from roster.domain.problem import Problem
from roster.rules import Rulebook
from roster.rules.limits import AtMostGroups, Forbidden, Limit, Linear, Run, Spread
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Lit, Members, Runs, Seat, Serves, Stands, Term, Uses, Work
from roster.tiers import WISHES, all_limits, tier_of, weight_of

HARD = -1
"""The tier of the musts, beside the wishes and the priorities."""

UNBOUNDED = 10**9
STEP = 100
"""A shortfall counts as much as so many of the next priority."""


class Limited(NamedTuple):
    """A limit on a sum, a number of groups or a spread: each `per` outside low..high costs `price` in its tier."""

    number: int
    tier: int
    price: int
    low: int = -UNBOUNDED
    high: int = UNBOUNDED
    constant: int = 0
    per: int = 1

    def cost(self, total: int) -> int:
        total += self.constant
        return self.price * -(-max(0, self.low - total, total - self.high) // self.per)


class Adds(NamedTuple):
    """What an assignment with this key adds to a limit; in a count of groups, the group that it touches instead."""

    key: int
    limit: int
    weight: int


class Compared(NamedTuple):
    """What history adds to an officer's count, one of those that `limit` wants close together."""

    officer: int
    limit: int
    constant: int


Shape = tuple[Limited, tuple[tuple[int, int], ...]]
"""A limit on one officer's work but for its number, and what each shift adds to it."""


@dataclass
class Sums:
    """The limits, and by kind of key what adds to them."""

    problem: Problem
    limits: list[Limited] = field(default_factory=list)
    by_work: list[Adds] = field(default_factory=list)  # officer and shift: `work_key`
    by_service: list[Adds] = field(default_factory=list)  # officer, shift and unit kind: `service_key`
    by_people: list[Adds] = field(default_factory=list)  # unit and group of officers: `people_key`
    by_unit: list[Adds] = field(default_factory=list)  # unit, once a crew
    touched: list[Adds] = field(default_factory=list)  # by people
    shared: list[Limited] = field(default_factory=list)  # limits on the work of each officer in a group
    by_shared_work: list[Adds] = field(default_factory=list)  # shift and group of officers: `shared_key`
    spreads: list[Limited] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    by_compared_work: list[Adds] = field(default_factory=list)  # shift
    groups: dict[frozenset[str], int] = field(default_factory=dict)  # whom crews are asked for
    shared_groups: dict[frozenset[str], int] = field(default_factory=dict)
    unable: dict[int, set[str]] = field(default_factory=dict)  # shift: officers whom a must alone keeps from it
    _shapes: dict[Shape, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem = self.problem
        kinds = [kind.code for kind in problem.kinds]
        shifts = [(day, code) for day in problem.horizon.range for code in problem.shift_codes]
        self.officer = {officer.id: number for number, officer in enumerate(problem.officers)}
        self.shift = {shift: number for number, shift in enumerate(shifts)}
        self.unit = {unit.id: number for number, unit in enumerate(problem.units)}
        self.service = {(*shift, kind): n for n, (shift, kind) in enumerate((s, k) for s in shifts for k in kinds)}

    def work_key(self, officer: str, day: int, shift: str) -> int:
        return self.officer[officer] * len(self.shift) + self.shift[day, shift]

    def service_key(self, officer: str, day: int, shift: str, kind: str) -> int:
        return self.officer[officer] * len(self.service) + self.service[day, shift, kind]

    def people_key(self, unit: tuple[int, str, str], officers: Iterable[str]) -> int:
        """Groups are numbered as they come, so that no key needs to know how many there will be."""
        return self.unit[unit] + len(self.unit) * _number(officers, self.groups)

    def shared_key(self, shift: int, officers: Iterable[str]) -> int:
        return shift + len(self.shift) * _number(officers, self.shared_groups)

    def scale(self) -> dict[int, int]:
        """What one unit of each tier counts beside the others of its kind: musts, shortfalls, wishes."""
        tiers = {limit.tier for limit in (*self.limits, *self.shared, *self.spreads)} - {HARD, WISHES}
        return {HARD: 1, WISHES: 1} | {tier: STEP**place for place, tier in enumerate(sorted(tiers, reverse=True))}

    def put(self, limit: Limit, tier: int, price: int) -> None:
        """Take a limit in. Raises NotImplementedError for a form that has no such sum."""
        match limit:
            case Linear():
                self._linear(limit, tier, price)
            case Forbidden(spot, first, second, factor):
                self._linear(Linear(spot, ((1, first), (1, second)), at_most=1), tier, price * factor)
            case Run(when=1, at_least=1, at_most=int()):
                for window in windows(limit):
                    self._linear(window, tier, price * limit.factor)
            case AtMostGroups():
                high = max(limit.at_most, limit.constant)
                self.limits.append(
                    Limited(len(self.limits), tier, price * limit.factor, -UNBOUNDED, high, limit.constant)
                )
                for group, decisions in enumerate(limit.groups):
                    for key in self._people(decisions):
                        self.touched.append(Adds(key, self.limits[-1].number, group))
            case Spread():
                self._spread(limit, tier, price)
            case _:
                raise NotImplementedError(f"{type(limit).__name__} has no form as a sum")

    def _spread(self, limit: Spread, tier: int, price: int) -> None:
        number = len(self.spreads)
        self.spreads.append(Limited(number, tier, price * limit.factor, high=limit.allowed))
        duties: list[set[tuple[int, int]]] = []
        for officer, terms, constant in limit.counts:
            self.compared.append(Compared(self.officer[officer], number, constant))
            duties.append(set(self._shifts(terms)))
        if any(one != duties[0] for one in duties):
            raise NotImplementedError("a duty counts alike for all who are compared")
        self.by_compared_work += [Adds(shift, number, weight) for shift, weight in sorted(duties[0])]

    def _shifts(self, terms: Iterable[Term]) -> Iterator[tuple[int, int]]:
        """What each shift adds: (number of the shift, weight)."""
        for weight, decision in terms:
            assert isinstance(decision, Work)
            yield from ((self.shift[decision.day, code], weight) for code in decision.shifts)

    def _linear(self, limit: Linear, tier: int, price: int) -> None:
        if any(isinstance(decision, Uses) for _, decision in limit.terms):
            return
        low = -UNBOUNDED if limit.at_least is None else limit.at_least
        high = UNBOUNDED if limit.ceiling is None else limit.ceiling
        plain = Limited(0, tier, price * limit.factor, low, high, limit.constant, limit.per)
        officers = {decision.officer if isinstance(decision, Work) else "" for _, decision in limit.terms}
        if len(officers) == 1 and "" not in officers and not plain.cost(0):
            self._shapes.setdefault((plain, tuple(sorted(self._shifts(limit.terms)))), []).extend(officers)
            return
        self.limits.append(plain._replace(number=len(self.limits)))
        number = self.limits[-1].number
        seats: dict[int, list[Seat | Members]] = {}
        for weight, decision in limit.terms:
            match decision:
                case Work(officer, day, shifts):
                    keys = [self.work_key(officer, day, shift) for shift in shifts]
                    self.by_work += [Adds(key, number, weight) for key in keys]
                case Serves(officer, day, shift, kind):
                    self.by_service.append(Adds(self.service_key(officer, day, shift, kind), number, weight))
                case Seat() | Members():
                    seats.setdefault(weight, []).append(decision)
                case _ if self._holds(decision):
                    self.by_unit.append(Adds(self.unit[decision.unit], number, weight))
        for weight, some in seats.items():
            self.by_people += [Adds(key, number, weight) for key in self._people(some)]

    def finish(self) -> None:
        """Put down the limits that several officers share."""
        for (plain, terms), officers in self._shapes.items():
            if plain.tier == HARD and all(plain.cost(weight) for _shift, weight in terms):
                for shift, _weight in terms:
                    self.unable.setdefault(shift, set()).update(officers)
                continue
            self.shared.append(plain._replace(number=len(self.shared)))
            number = self.shared[-1].number
            self.by_shared_work += [Adds(self.shared_key(shift, officers), number, weight) for shift, weight in terms]
        self._shapes.clear()

    def _people(self, seats: Iterable[Decision]) -> Iterator[int]:
        """The keys of groups of officers in units."""
        units: dict[tuple[int, str, str], list[str]] = {}
        for seat in seats:
            if not isinstance(seat, Seat | Members):
                raise NotImplementedError("a count of groups speaks of crews")
            officers = seat.officers if isinstance(seat, Members) else (seat.officer,)
            units.setdefault(seat.unit, []).extend(officers)
        yield from (self.people_key(unit, officers) for unit, officers in units.items())

    def _holds(self, decision: Runs | Stands | Lit | Uses) -> bool:
        """Whether a unit that runs takes this decision: it stands at its base."""
        unit = self.problem.unit[decision.unit]
        driven = self.problem.kind[unit.kind].vehicle_kinds
        lights = any(vehicle.lights for vehicle in self.problem.vehicles if vehicle.kind in driven)
        return isinstance(decision, Runs) or (
            isinstance(decision, Stands | Lit)
            and decision.place == unit.base
            and (isinstance(decision, Stands) or lights)
        )


def _number(officers: Iterable[str], groups: dict[frozenset[str], int]) -> int:
    return groups.setdefault(frozenset(officers), len(groups))


def sums(problem: Problem, rulebook: Rulebook) -> Sums:
    """All limits of a rulebook, and physics: one duty a date, no two at once, no more crews driving than vehicles.

    Raises NotImplementedError, naming the rule, for a rule with a limit that has no form as a sum.
    """
    found, limits = Sums(problem), all_limits(problem, rulebook)
    for rule in rulebook.rules:
        for limit in limits[rule.name]:
            try:
                found.put(limit, HARD if rule.must else tier_of(rule, limit), 1 if rule.must else weight_of(rule))
            except NotImplementedError as error:
                raise NotImplementedError(f"{rule.name}: {error}") from None
    for limit in (*_one_duty(problem), *_driving(problem)):
        found.put(limit, HARD, 1)
    found.finish()
    return found


def windows(run: Run) -> Iterator[Linear]:
    """A run of at most n days as windows of n + 1 days: a run breaks one of them for each day too many."""
    most = run.at_most or 0
    for last in range(len(run.steps)):
        first = last - most
        if first >= -min(run.before or 0, most):
            terms = tuple((1, step) for step in run.steps[max(0, first) : last + 1])
            yield Linear(run.spot, terms, at_most=most, constant=max(0, -first))


def _one_duty(problem: Problem) -> Iterator[Limit]:
    spot = Spot()
    for officer in problem.officers:
        for day in problem.horizon.range:
            yield Linear(spot, ((1, Work(officer.id, day, problem.shift_codes)),), at_most=1)
        for day in problem.horizon.range[1:]:
            for one in problem.shifts:
                for other in problem.shifts:
                    if one.span(day - 1).overlap(other.span(day)):
                        first, second = (Work(officer.id, d, (s.code,)) for d, s in ((day - 1, one), (day, other)))
                        yield Forbidden(spot, first, second)


def _driving(problem: Problem) -> Iterator[Limit]:
    """For the crews that may drive the same kinds of vehicle: at each start, as many as there are vehicles."""
    for kinds in dict.fromkeys(kind.vehicle_kinds for kind in problem.kinds if kind.vehicle_kinds):
        units = [unit for unit in problem.units if problem.kind[unit.kind].vehicle_kinds == kinds]
        spans = {unit: problem.shift[unit.shift].span(unit.day) for unit in units}
        for span in sorted(set(spans.values())):
            at_once = [unit for unit in units if spans[unit].overlap(Span(span.start, span.start + 1))]
            free = [v for v in problem.vehicles if v.kind in kinds and not _away(problem, v.id, span)]
            yield Linear(Spot(), tuple((1, Runs(unit.id)) for unit in at_once), at_most=len(free))


def _away(problem: Problem, vehicle: str, span: Span) -> bool:
    return any(absence.id == vehicle and absence.span.overlap(span) for absence in problem.maintenance)
