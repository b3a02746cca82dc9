"""Several days decided together, under every must: so one day's choice never makes a later day impossible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from roster.domain.activity import Activity, Choice
from roster.plan.model import DayModel
from roster.rules.limits import Does, Limit, Linear, Touched
from roster.rules.plan_rule import PlanRule
from roster.search.apart import solve_apart
from roster.search.run import DETERMINISTIC_RATE, SOLVED


def musts(rules: Iterable[PlanRule]) -> tuple[PlanRule, ...]:
    """The rules that must be kept."""
    return tuple(rule for rule in rules if rule.must)


def joint_limits(choice: Choice, days: Iterable[int], rules: Iterable[PlanRule]) -> dict[str, tuple[Limit, ...]]:
    """What rules limit on several days, of a choice that has activities of them; what must be kept between them too."""
    on = [replace(choice, day=day) for day in days]
    return {
        rule.name: (*(limit for one in on for limit in rule.limits(one)), *(rule.ties(choice) if rule.must else ()))
        for rule in rules
    }


def open_limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Those of which something is still to be decided."""

    def is_open(limit: Limit) -> bool:
        if isinstance(limit, Touched):
            return any(limit.groups)
        return isinstance(limit, Linear) and any(isinstance(decision, Does) for _weight, decision in limit.terms)

    return tuple(filter(is_open, limits))


@dataclass(frozen=True)
class Effort:
    """How long CP-SAT may work: seconds, or its own measure of work where no `clock` counts."""

    seconds: float
    seed: int
    clock: bool


def together(
    choice: Choice, days: Sequence[int], rules: Iterable[PlanRule], effort: Effort
) -> tuple[Activity, ...] | None:
    """Activities of some days that keep every must; None where none are found in the time."""
    kept = musts(rules)
    day = DayModel(choice, kept, joint_limits(choice, days, kept))
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = effort.seed
    solver.parameters.num_workers = 1
    solver.parameters.stop_after_first_solution = True
    if effort.clock:
        solver.parameters.max_time_in_seconds = effort.seconds
    else:
        solver.parameters.max_deterministic_time = effort.seconds * DETERMINISTIC_RATE
    if solve_apart(solver, day.model, asked=True) not in SOLVED:
        return None
    return day.chosen(tuple(solver.response_proto.solution))
