"""When the musts clash: which rules are involved."""

from __future__ import annotations

from ortools.sat.python import cp_model

from roster.domain.problem import Problem
from roster.i18n import _
from roster.model import Model, all_limits
from roster.rules import Rulebook

SECONDS = 30.0


def clashing_rules(problem: Problem, rulebook: Rulebook) -> tuple[str, tuple[str, ...]]:
    """A sentence and the names of musts that cannot all hold, none of them needless.

    Each must is held under a switch; the solver's core (one worker, no objective: with more it may return every
    assumption) is shrunk by leaving out one rule at a time.
    """
    model = Model(problem, rulebook, all_limits(problem, rulebook), switches=True)
    names = sorted(model.switches)
    core = _core(model, names) or names
    for name in list(core):
        rest = [other for other in core if other != name]
        smaller = _core(model, rest)
        if smaller is not None:
            core = smaller
    where = [f"{name} ({rulebook.origin[name]})" if name in rulebook.origin else name for name in core]
    text = _("these musts cannot all hold, so no roster exists: {rules}").format(rules=_(", ").join(where))
    return text, tuple(core)


def _core(model: Model, names: list[str]) -> list[str] | None:
    """Those of the rules that the solver needs to prove a clash; None when they do not clash, or in time unknown."""
    trial = model.model.clone()
    trial.add_assumptions([model.switches[name] for name in names])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = SECONDS
    if solver.solve(trial) != cp_model.INFEASIBLE:
        return None
    found = set(solver.sufficient_assumptions_for_infeasibility())
    return [name for name in names if model.switches[name].index in found] or names
