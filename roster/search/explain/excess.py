"""By how much one member of a clash would have to give way for the others to hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.forms import Forms
from roster.grain import by_kind
from roster.rules.limits import Limit
from roster.search.explain.instances import Groups, Instance

SECONDS = 4.0


def least_excess(
    problem: Problem, groups: Groups, giving: Collection[Instance], always: Iterable[Limit] = ()
) -> int | None:
    """The smallest amount by which any limit of `giving` is broken while all others hold; None where it is unknown.

    Decided by unit kind, so that it may be too small, never too large.
    """
    held = [
        limit for instance, limits in groups.items() if instance not in giving for limit in by_kind(limits, problem)
    ]
    decisions = Decisions(problem, (), "kind")
    forms = Forms(decisions.model, decisions.of, decisions.most)
    for limit in [*held, *by_kind(always, problem)]:
        forms.hold(limit)
    amounts = [
        forms.amount(limit) for instance in groups if instance in giving for limit in by_kind(groups[instance], problem)
    ]
    worst = decisions.model.new_int_var(0, max((most for _, most in amounts), default=0), "worst")
    for amount, _most in amounts:
        decisions.model.add(worst >= amount)
    decisions.model.minimize(worst)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = SECONDS
    if solver.solve(decisions.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return round(solver.objective_value)
