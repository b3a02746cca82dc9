"""The model by crew solved to the end by CP-SAT alone: what any search must agree with."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.forms import Forms
from roster.model import Model
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.tiers import all_limits

IMPOSSIBLE = "impossible"


def direct_optimum(
    problem: Problem,
    rulebook: Rulebook,
    seconds: float = float("inf"),
    workers: int = 2,
    always: Iterable[Limit] = (),
) -> tuple[int, ...] | str | None:
    """Tier after tier, each to optimality: what is short by priority, then the cost of the wishes.

    `always` holds besides the rules. `IMPOSSIBLE` where the musts clash; None where the seconds for each tier were not
    enough.
    """
    model = Model(problem, rulebook, all_limits(problem, rulebook))
    for limit in always:
        model.forms.hold(limit)
    cost: list[int] = []
    for total in (*model.short.values(), model.wishes):
        model.model.minimize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.catch_sigint_signal = False
        if seconds < float("inf"):
            solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(model.model)
        if status == cp_model.INFEASIBLE:
            return IMPOSSIBLE
        if status != cp_model.OPTIMAL:
            return None
        cost.append(round(solver.objective_value))
        model.model.add(total == cost[-1])
    return tuple(cost)


def can_hold(
    problem: Problem, limits: Iterable[Limit], seconds: float = 20.0, decisions: Decisions | None = None
) -> bool | None:
    """Whether some roster keeps all these limits, with every seat decided; None where the seconds were not enough.

    `decisions` are the problem's where they are made already; they stay as they are.
    """
    decisions = decisions or Decisions(problem)
    model = decisions.model.clone()
    forms = Forms(model, decisions.of, decisions.most)
    for limit in limits:
        forms.hold(limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = 0
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None
