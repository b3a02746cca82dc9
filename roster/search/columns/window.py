"""The model by unit kind with most of its decisions settled: what is left is decided by CP-SAT."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ortools.sat.python import cp_model

from roster.model import Model
from roster.rules.limits import Serves

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)
SETTLED = (cp_model.OPTIMAL, cp_model.INFEASIBLE)


def decide(
    whole: Model,
    most: Mapping[int, int],
    settled: Callable[[Serves], int | None],
    limit: float,
    halt: Callable[[], bool],
    most_wishes: int | None = None,
    seed: int = 0,
) -> tuple[tuple[int, ...] | None, bool]:
    """The best solution that is found within some seconds (None without one), and whether nothing is left to be found.

    Each priority stays within `most`; `settled` tells which way to serve is taken (1), not taken (0) or open (None).
    """
    model = whole.model.clone()
    for priority, largest in most.items():
        model.add(whole.short[priority] <= largest)
    model.minimize(whole.wishes)
    for serves, variable in whole.decisions.serving():
        value = settled(serves)
        if value is not None:
            domain = model.proto.variables[variable.index].domain
            domain.clear()
            domain.extend([value, value])
    if most_wishes is not None:
        model.add(whole.wishes <= most_wishes)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = limit
    solver.best_bound_callback = lambda _: solver.stop_search() if halt() else None
    solver.parameters.linearization_level = 2  # without it three officers' lines of a quarter are not proved in time
    status = solver.solve(model)
    found = tuple(solver.response_proto.solution) if status in SOLVED else None
    return found, status in SETTLED
