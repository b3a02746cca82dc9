"""One problem under one rulebook: rules put on the decisions as musts, shortfalls by priority, and wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ortools.sat.python import cp_model

from roster.decisions import Decisions, Grain
from roster.domain.errors import InternalError
from roster.domain.problem import Problem
from roster.forms import Expression, Forms, Sum
from roster.grain import by_kind
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Decision, Limit, Linear, Work

WISHES = 0
"""The tier of the wishes, beside the priorities 1 to 9."""

LARGEST_OBJECTIVE = 2**53
"""Sums above this could not be told apart as floating-point bounds."""

Limits = Mapping[str, Sequence[Limit]]
"""Each rule's limits, by the rule's name."""


def all_limits(problem: Problem, rulebook: Rulebook) -> Limits:
    """What every rule limits in a problem."""
    return {rule.name: tuple(rule.limit_all(problem)) for rule in rulebook.rules}


def tier_of(rule: Rule, limit: Limit) -> int:
    """The tier in which a rule that is no must prices a limit."""
    return (getattr(limit, "priority", None) or rule.priority) if rule.priority else WISHES


def weight_of(rule: Rule) -> int:
    """What one unit of a rule's amount costs in its tier."""
    return rule.weight if isinstance(rule.weight, int) else 1


class Model:
    """The decisions of a problem as a CP-SAT model, with a total for each priority and one for the wishes."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, limits: Limits, grain: Grain = "crew", switches: bool = False
    ) -> None:
        """`switches` holds each must under a literal of its own (`self.switches`) instead of outright."""
        self.problem, self.rulebook = problem, rulebook
        if grain == "kind":
            limits = {name: tuple(by_kind(found, problem)) for name, found in limits.items()}
        held = [limit for rule in rulebook.rules if rule.must and not switches for limit in limits[rule.name]]
        self.decisions = Decisions(problem, ruled_out(held), grain)
        self.model = self.decisions.model
        self.physics_rows = len(self.model.proto.constraints)
        self.forms = Forms(self.model, self.decisions.of, self.decisions.most)
        self.switches: dict[str, cp_model.IntVar] = {}
        self._costs: dict[int, list[Expression]] = {}
        self._bounds: dict[int, int] = {WISHES: 0}
        for rule in rulebook.rules:
            if rule.must:
                guard = self.switches.setdefault(rule.name, self.model.new_bool_var(rule.name)) if switches else None
                for limit in limits[rule.name]:
                    self.forms.hold(limit, guard)
            else:
                for limit in limits[rule.name]:
                    self._price(rule, limit)
        if sum(self._bounds.values()) > LARGEST_OBJECTIVE:
            raise InternalError("the sum of all weights is too large to be compared exactly")
        totals = {tier: self._total(tier) for tier in sorted(self._bounds)}
        self.wishes = totals.pop(WISHES)
        self.short = totals

    def _price(self, rule: Rule, limit: Limit) -> None:
        amount, largest = self.forms.amount(limit)
        if largest:
            tier, weight = tier_of(rule, limit), weight_of(rule)
            self._costs.setdefault(tier, []).append(weight * amount)
            self._bounds[tier] = self._bounds.get(tier, 0) + weight * largest

    def _total(self, tier: int) -> cp_model.IntVar:
        total = self.model.new_int_var(0, self._bounds[tier], f"tier {tier}")
        self.model.add(total == Sum(self._costs.get(tier, [])))
        return total


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
