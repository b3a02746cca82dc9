"""Musts under guards: which of them cannot all hold, by a solver that is given nothing else to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

from ortools.sat.python import cp_model

from roster.aggregation import aggregate
from roster.decisions import Decisions, Grain, Physics
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Forms
from roster.model import ruled_out
from roster.rules.limits import Limit
from roster.search.explain.loose import Loose
from roster.search.tuning import DEFAULT, Clashes
from roster.solvers import cpsat
from roster.solvers.cpsat import Parameters, Status

K = TypeVar("K", bound=tuple[object, ...])
"""What names a group of limits that hold or fall together."""


class Answer(NamedTuple, Generic[K]):
    """Whether these can all hold: True, False, or None where the time was too short; and those that clash.

    Where they can, and every seat was decided, the roster in which they do.
    """

    possible: bool | None
    clash: tuple[K, ...] = ()
    roster: Roster | None = None


class Assumptions(Generic[K]):
    """One problem in which each group of limits holds where its guard is true; `always` holds in any case.

    With `physics`, which names its bounds, the physics is under guards too; else it holds in any case.
    At the grain `kind` what is proved impossible is impossible, and what is possible may not be.
    """

    def __init__(
        self,
        problem: Problem,
        groups: Mapping[K, Sequence[Limit]],
        always: Iterable[Limit] = (),
        grain: Grain = "kind",
        physics: Callable[[Physics, int], K] | None = None,
        tuning: Clashes = DEFAULT.clashes,
    ) -> None:
        always = list(always)
        if grain == "kind":
            groups = {key: list(aggregate(limits, problem)) for key, limits in groups.items()}
            always = list(aggregate(always, problem))
        self.problem, self.grain, self._tuning = problem, grain, tuning
        self.guards: dict[K, cp_model.IntVar] = {}
        if physics is None:
            self.decisions = Decisions(problem, ruled_out(always), grain)
        else:
            names = physics

            def guard_of(model: cp_model.CpModel, one: Physics, day: int) -> cp_model.IntVar:
                return self._guard(model, names(one, day))

            self.decisions = Loose(problem, ruled_out(always), grain, guard_of)
        self.physics = tuple(self.guards)
        self.reads = grain == "crew" and physics is None  # a roster against the physics is none
        self.model = self.decisions.model
        forms = Forms(self.model, self.decisions.of, self.decisions.most)
        for limit in always:
            forms.hold(limit)
        for key, limits in groups.items():
            guard = self._guard(self.model, key)
            for limit in limits:
                forms.hold(limit, guard)

    def _guard(self, model: cp_model.CpModel, key: K) -> cp_model.IntVar:
        if key not in self.guards:
            self.guards[key] = model.new_bool_var("/".join(map(str, key)))
        return self.guards[key]

    def check(self, among: Collection[K], seconds: float, core: bool = False, effort: float | None = None) -> Answer[K]:
        """Whether all of `among` can hold, the others left out; None when the effort is spent or the seconds are over.

        No objective and one worker: with either CP-SAT may return every assumption. A core may name a literal that
        nobody assumed, so it is intersected with the guards. Without `core` two workers only look whether.
        """
        trial = self.model.clone()
        chosen = set(among)
        for key, guard in self.guards.items():
            if key not in chosen:
                trial.add(guard == 0)
            elif not core:
                trial.add(guard == 1)
        if core:
            trial.add_assumptions([guard for key, guard in self.guards.items() if key in chosen])
        effort = self._tuning.check_work if effort is None else effort
        full = Parameters(max(0.01, seconds), effort, linearization=2 if core else 1, interleaved=not core)
        light = replace(full, work=self._tuning.quick_work, light=True, interleaved=False)
        result = cpsat.solve(trial, full if core else light, asked=True)
        if result.status is Status.UNKNOWN and not core:
            result = cpsat.solve(trial, full, asked=True)
        if result.solved:
            return Answer(True, roster=self.decisions.read(result.value) if self.reads else None)
        if result.status is Status.UNKNOWN:
            return Answer(None)
        if not core:
            return Answer(False, tuple(among))
        known = (key for key in among if key in self.guards)  # the other grain may have bounds that this one has not
        return Answer(False, tuple(key for key in known if self.guards[key].index in result.core) or tuple(among))


class BothGrains(Generic[K]):
    """The same groups by unit kind, where most of what is impossible is soon seen, and by crew."""

    def __init__(
        self,
        problem: Problem,
        groups: Mapping[K, Sequence[Limit]],
        always: Iterable[Limit] = (),
        physics: Callable[[Physics, int], K] | None = None,
        tuning: Clashes = DEFAULT.clashes,
    ) -> None:
        always = list(always)
        self._by_kind = Assumptions(problem, groups, always, "kind", physics, tuning)
        self._by_crew = Assumptions(problem, groups, always, "crew", physics, tuning)
        self.physics = tuple(dict.fromkeys((*self._by_crew.physics, *self._by_kind.physics)))

    def check(self, among: Collection[K], seconds: float) -> Answer[K]:
        """Whether all of `among` can hold with whole crews.

        By kind nobody can serve twice on a shift, guarded or not: it is asked only where all of the physics holds.
        """
        if not set(self.physics) <= set(among):
            return self._by_crew.check(among, seconds)
        answer = self._by_kind.check(among, seconds / 2)
        return answer if answer.possible is False else self._by_crew.check(among, seconds / 2)

    def core(self, among: Collection[K], held: Collection[K], seconds: float, effort: float) -> tuple[K, ...]:
        """Those of `among`, which cannot all hold, that are seen to clash; all of them where that is not seen soon.

        Those that are `held` are members in any case.
        """
        grains = (self._by_kind, self._by_crew) if set(self.physics) <= set(held) else (self._by_crew,)
        for guarded in grains:
            answer = guarded.check(among, seconds / len(grains), core=True, effort=effort)
            if answer.possible is False:
                return answer.clash
        return tuple(among)
