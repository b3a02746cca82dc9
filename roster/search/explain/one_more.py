"""Whether one more of what is short can be had at all: from the linear side, where it is soon seen that it cannot.

The model by unit kind with the musts, and all that is asked for at least as urgently as well met as in a roster. It is
a relaxation: what has no solution here has none with whole crews. CP-SAT hardly ever proves that of people who are
short all week; the linear relaxation, and branch and cut after it, often do.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace

from roster.aggregation import aggregate
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Forms
from roster.model import Model
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.variables import Valuation
from roster.search.explain.mus import Clock
from roster.search.explain.shortfalls import Shortfall, as_met, priced
from roster.search.score import values
from roster.solvers.highs import Highs
from roster.solvers.program import as_program
from roster.tiers import Limits


class OneMore:
    """One roster of a problem; a model for each priority, made when it is first needed. Threads may share it."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits, roster: Roster) -> None:
        self._problem, self._rulebook, self._limits = problem, rulebook, limits
        self._value = values(problem, roster)
        self._models: dict[int, Model] = {}
        self._lock = threading.Lock()

    def possible(self, short: Shortfall, clock: Clock) -> bool | None:
        """Whether a roster by unit kind has what a shortfall asks for beside the rest; None where nobody knows."""
        with self._lock:
            if short.priority not in self._models and not clock.over:
                self._models[short.priority] = self._model(short.priority)
            model = self._models.get(short.priority)
        if model is None or clock.over:
            return None
        trial = model.model.clone()
        forms = Forms(trial, model.decisions.of, model.decisions.most)
        for limit in aggregate(list(short.limits), self._problem):
            forms.hold(limit)
        program = as_program(trial)
        if program is None:
            return None
        solver = Highs(program, whole=True, time_limit=clock.left())
        if not solver.taken:
            return None
        solver.ends_when(lambda: clock.over)
        solver.run()
        return False if solver.infeasible else True if solver.optimal else None

    def _model(self, priority: int) -> Model:
        musts = replace(self._rulebook, rules=tuple(rule for rule in self._rulebook.rules if rule.must))
        model = Model(self._problem, musts, self._limits, "kind")
        for limit in held(self._problem, self._rulebook, self._limits, self._value, priority):
            model.forms.hold(limit)
        return model


def held(problem: Problem, rulebook: Rulebook, limits: Limits, value: Valuation, priority: int) -> Iterable[Limit]:
    """What is asked for at least as urgently as a priority, as well met as it is, by unit kind."""
    kept: dict[str, list[Limit]] = {}
    for rule, tier, limit in priced(rulebook, limits):
        asked = as_met(limit, value) if tier <= priority else None
        if asked is not None:
            kept.setdefault(rule, []).append(asked)
    for found in kept.values():
        yield from aggregate(found, problem)
