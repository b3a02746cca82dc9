"""By how much one member of a clash would have to give way for the others to hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from roster.aggregation import aggregate
from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.forms import Forms, Sum
from roster.rules.limits import Limit
from roster.rules.variables import Together
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.tuning import DEFAULT, Clashes
from roster.solvers import cpsat

MOST_FEW = 4
"""Of more instances nobody would call it few."""


class Excess(NamedTuple):
    """What has to give way: which instances, and by how much at the most; with `each`, how much each of them."""

    amount: int
    giving: frozenset[ConstraintGroup] = frozenset()
    each: Mapping[ConstraintGroup, int] = MappingProxyType({})


def least_excess(
    problem: Problem,
    groups: Groups,
    giving: Collection[ConstraintGroup],
    always: Iterable[Limit] = (),
    few: bool = False,
    each: bool = False,
    tuning: Clashes = DEFAULT.clashes,
) -> Excess | None:
    """The smallest amount found by which limits of `giving` are broken while all others hold; None where none was.

    With `few`, as few instances as can be are broken, and no more than MOST_FEW; with `each`, all together as little as
    can be. Decided by unit kind, so that it may be too small for whole crews; by crew where partners have to give way.
    """
    speaking = (decision for one in giving for limit in groups.get(one, ()) for decision in limit.decisions)
    by_crew = any(isinstance(decision, Together) for decision in speaking)
    decisions = Decisions(problem, (), "crew" if by_crew else "kind")
    model = decisions.model
    forms = Forms(model, decisions.of, decisions.most)
    held = [limit for instance, limits in groups.items() if instance not in giving for limit in limits]

    def told(limits: Iterable[Limit]) -> Iterable[Limit]:
        return limits if by_crew else aggregate(limits, problem)

    for limit in told([*held, *always]):
        forms.hold(limit)
    amounts = [
        (instance, amount, bound)
        for instance in groups
        if instance in giving
        for amount, bound in map(forms.amount, told(groups[instance]))
        if bound
    ]
    if not amounts:
        return None
    most = max((bound for _instance, _amount, bound in amounts), default=0)
    worst = model.new_int_var(0, most, "worst")
    gives = {instance: model.new_bool_var("/".join(instance)) for instance, _amount, _bound in amounts}
    own = {instance: model.new_int_var(0, most, "/".join(instance)) if each else worst for instance in gives}
    for instance, amount, bound in amounts:
        model.add(own[instance] >= amount)
        model.add(amount <= bound * gives[instance])
    if few:
        model.add(Sum(list(gives.values())) <= MOST_FEW)
    total = Sum(list(own.values())) if each else worst
    model.minimize((most + 1) * Sum(list(gives.values())) + worst if few else total)
    parameters = cpsat.Parameters(tuning.excess_seconds, tuning.excess_work, strategies=("no_lp",))
    result = cpsat.solve(model, parameters, asked=True)
    if not result.solved:
        return None
    giving = frozenset(instance for instance, given in gives.items() if result.value(given))
    if not each:
        return Excess(result.value(worst), giving)
    found = {instance: result.value(own[instance]) for instance in giving}
    return Excess(max(found.values(), default=0), giving, found)
