"""One problem under one rulebook: rules put on the decisions as musts, shortfalls by priority, and wishes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from ortools.sat.python import cp_model

from roster.aggregation import aggregate
from roster.decisions import Decisions, Grain
from roster.domain.errors import InternalError
from roster.domain.ids import ShiftId
from roster.domain.problem import Problem
from roster.forms import Expression, Forms, Sum
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Forbidden, Limit, Linear
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Members, Runs, Seat, Serves, Work
from roster.tiers import WISHES, Limits, Look, tier_of, watched, weight_of

LARGEST_OBJECTIVE = 2**53
"""Sums above this could not be told apart as floating-point bounds."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No cyclic garbage is looked for meanwhile: among millions of objects that takes longer than their making."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Model:
    """The decisions of a problem as a CP-SAT model, with a total for each priority and one for the wishes."""

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        limits: Limits,
        grain: Grain = "crew",
        look: Look = lambda: None,
    ) -> None:
        self.problem, self.rulebook = problem, rulebook
        tiers = {tier_of(rule, limit) for rule in rulebook.rules if not rule.must for limit in limits[rule.name]}
        musts = {rule.name for rule in rulebook.rules if rule.must}
        barred: set[Decision] = set()
        for name in musts:
            left, seats = unqualified(limits[name], problem)
            limits, barred = {**limits, name: left}, barred | seats
        if grain == "kind":
            limits = {name: tuple(aggregate(watched(found, look), problem)) for name, found in limits.items()}
        held = [limit for rule in rulebook.rules if rule.must for limit in limits[rule.name]]
        self.decisions = Decisions(problem, ruled_out(held) | barred, grain, look)
        self.model = self.decisions.model
        self.physics_rows = len(self.model.proto.constraints)
        self.forms = Forms(self.model, self.decisions.of, self.decisions.most)
        self._costs: dict[int, list[Expression]] = {}
        self.crew_costs: dict[ShiftId, list[Expression]] = {}  # wishes about crews, by day and shift; by kind
        self._bounds: dict[int, int] = {WISHES: 0, **dict.fromkeys(tiers, 0)}  # also of what only crews can tell
        for limit in watched(cliques(held), look):
            self.forms.hold(limit)
        for rule in rulebook.rules:
            if not rule.must:
                for limit in watched(limits[rule.name], look):
                    self._price(rule, limit)
        if sum(self._bounds.values()) > LARGEST_OBJECTIVE:
            raise InternalError("the sum of all weights is too large to be compared exactly")
        totals = {tier: self._total(tier) for tier in sorted(self._bounds)}
        self.wishes = totals.pop(WISHES)
        self.short = totals

    def minimising(self, tier: int, most: Mapping[int, int]) -> cp_model.CpModel:
        """A copy in which a tier is minimised while each priority in `most` stays within what is given."""
        trial = self.model.clone()
        for priority, largest in most.items():
            trial.add(self.short[priority] <= largest)
        trial.minimize(self.wishes if tier == WISHES else self.short[tier])
        return trial

    def _price(self, rule: Rule, limit: Limit) -> None:
        amount, largest = self.forms.amount(limit)
        if largest:
            tier, weight = tier_of(rule, limit), weight_of(rule)
            self._costs.setdefault(tier, []).append(weight * amount)
            self._bounds[tier] = self._bounds.get(tier, 0) + weight * largest
            seats = isinstance(limit, Linear) and any(isinstance(decision, Serves) for _, decision in limit.terms)
            if seats and tier == WISHES and limit.spot.day is not None:
                self.crew_costs.setdefault(ShiftId(limit.spot.day, limit.spot.shift), []).append(weight * amount)

    def _total(self, tier: int) -> cp_model.IntVar:
        total = self.model.new_int_var(0, self._bounds[tier], f"tier {tier}")
        self.model.add(total == Sum(self._costs.get(tier, [])))
        return total


def cliques(limits: Iterable[Limit]) -> Iterator[Limit]:
    """The same limits, those that forbid pairs of shifts on two days of an officer put together.

    As nobody starts two duties on one date, all shifts that the same second ones may not follow bind as one sum. That
    is stronger for the linear relaxation, and there are fewer of them.
    """
    pairs: dict[tuple[str, int, int], dict[str, set[str]]] = {}
    for limit in limits:
        if not isinstance(limit, Forbidden):
            yield limit
            continue
        first, second = limit.first, limit.second
        before = pairs.setdefault((first.officer, first.day, second.day), {})
        for shift in second.shifts:
            before.setdefault(shift, set()).update(first.shifts)
    for (officer, day, later), before in pairs.items():
        for firsts in {frozenset(found): None for found in before.values()}:
            seconds = tuple(shift for shift, found in before.items() if found >= firsts)
            one, other = Work(officer, day, tuple(sorted(firsts))), Work(officer, later, seconds)
            yield Forbidden(Spot((officer,), day), one, other)


def unqualified(limits: Iterable[Limit], problem: Problem) -> tuple[tuple[Limit, ...], set[Decision]]:
    """The seats that held limits leave to nobody else, where as many of these officers are asked for as a crew has.

    With them the limits that say nothing more: those over a crew of one.
    """
    left: list[Limit] = []
    barred: set[Decision] = set()
    for limit in limits:
        able = _whole_crew(limit, problem)
        if able is not None:
            known = set(able.officers)
            barred.update(Seat(o.id, able.unit) for o in problem.officers if o.id not in known)
        if able is None or problem.kind[problem.unit[able.unit].kind].crew > 1:
            left.append(limit)
    return tuple(left), barred


def _whole_crew(limit: Limit, problem: Problem) -> Members | None:
    """Of whom a limit asks for a whole crew wherever the unit runs; None where it asks for anything else."""
    if not isinstance(limit, Linear) or len(limit.terms) != 2 or limit.at_least != 0 or limit.constant:
        return None
    (weight, able), (asked, runs) = limit.terms
    if weight != 1 or limit.ceiling is not None or not (isinstance(able, Members) and isinstance(runs, Runs)):
        return None
    whole = able.unit == runs.unit and -asked == problem.kind[problem.unit[able.unit].kind].crew
    return able if whole else None


def ruled_out(limits: Iterable[Limit]) -> set[Decision]:
    """Decisions that a held limit forbids whatever else is decided, one shift at a time for work."""
    found: set[Decision] = set()
    for limit in limits:
        if isinstance(limit, Linear) and limit.ceiling is not None and all(weight >= 0 for weight, _ in limit.terms):
            for weight, decision in limit.terms:
                if weight and weight + limit.constant > limit.ceiling:
                    if isinstance(decision, Work):
                        found.update(decision._replace(shifts=(shift,)) for shift in decision.shifts)
                    else:
                        found.add(decision)
    return found
