"""What would be without one member of a clash: a roster in which the others hold, as near to it as can be."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Forms, Sum
from roster.model import ruled_out
from roster.rules.limits import Limit
from roster.search.apart import solve_apart
from roster.search.explain.instances import Groups, Instance

EFFORT = 1.0
"""In the solver's own measure of work."""


def example(
    problem: Problem, groups: Groups, member: Instance, always: Iterable[Limit], seconds: float
) -> Roster | None:
    """A roster in which all groups but that of `member` hold and its limits are broken as little as was found.

    None where none was found in time. Every seat is decided, and nobody is on duty who need not be.
    """
    held = [limit for other, limits in groups.items() if other != member for limit in limits]
    held += always
    decisions = Decisions(problem, ruled_out(held))
    model = decisions.model
    forms = Forms(model, decisions.of, decisions.most)
    for limit in held:
        forms.hold(limit)
    seats = [variable for _seat, variable in decisions.seats()]
    amounts = [amount for amount, _largest in map(forms.amount, groups[member])]
    model.minimize((len(seats) + 1) * Sum(amounts) + Sum(seats))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.max_deterministic_time = EFFORT
    if solve_apart(solver, model, asked=True) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return decisions.read(solver.value)
