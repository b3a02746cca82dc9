"""The fewest people and duties that a repair must change, by unit kind, with what is proved of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from roster.search.living.burden import Burden
from roster.search.living.change_counts import ChangeCounts
from roster.search.living.disruption_bound import DisruptionBound
from roster.search.living.repairing import Repairing
from roster.search.run import SolveResult
from roster.solvers.cpsat import Status


class Fewest:
    """People and duties by kind, where the linear relaxation is nearly tight."""

    def __init__(self, repairing: Repairing) -> None:
        self.repairing = repairing
        self.model = repairing.model("kind", repairing.binding)
        self.counts = ChangeCounts(self.model)
        self.undone = repairing.undone(self.model)
        self.burden = Burden(self.model, self.counts)
        self.least = 0  # so many people change at least
        self._fixable_to_zero: dict[cp_model.IntVar, int] = {}

    def find(self) -> SolveResult:
        """Fewest people, then fewest duties, with shortfalls as small as can be; with what is proved of each."""
        model, people = self.model, self.counts.people
        proof = self.repairing.proof
        most: dict[cp_model.IntVar, int] = {self.undone: 0, **dict.fromkeys(model.short.values(), 0)}
        stage = self._within(most, 0.35)
        unkept = self._unkept() if stage is None or stage.values is None else 0
        if unkept:  # without them there may be no shortfall
            most[self.undone] = proof.undone_bound = unkept
            stage = self._within(most, 0.35)
        if stage is None or stage.values is None:
            most, settled = self.repairing.settle(model, self.undone)
            stage = self._within(most, 0.5)
            if stage is None or stage.values is None:
                if settled is None or (stage is not None and stage.status is Status.INFEASIBLE):
                    self.repairing.nothing(stage)
                stage = replace(settled, bound=0)  # no time to look for fewer changes: as few as were met on the way
        proof.undone = stage.value(self.undone)
        for tier, short in model.short.items():
            proof.short[tier] = stage.value(short)
        self._prove(stage, stage.value(people))
        return self._least_burden(stage, most)

    def _unkept(self) -> int:
        """How much of the pins cannot be kept at least, by the relaxation."""
        start = {v.index: value for v, value in self.model.decisions.hints(self.repairing.task.edited)}
        return DisruptionBound(self.model.model, self.undone, (), start, 1).bound() or 0

    def _within(self, most: Mapping[cp_model.IntVar, int], share: float) -> SolveResult | None:
        """Fewest changes with totals no larger than `most`; None where the relaxation has no such solution.

        As few people as the relaxation allows are tried first, among those whom it does not rule out; then one more.
        """
        stage_of, run = self.repairing.stage, self.repairing.run
        people, objective = self.counts.people, self.repairing.weight() * self.counts.people + self.counts.duties
        trial = self.model.model.clone()
        for total, largest in most.items():
            trial.add(total <= largest)
        start = {v.index: value for v, value in self.model.decisions.hints(self.repairing.task.edited)}
        disruption = DisruptionBound(trial, people, self.counts.changed, start, self.repairing.options.workers)
        fewest = disruption.bound()
        if fewest is None:
            return None
        self._fixable_to_zero = {people: fewest, **dict.fromkeys(disruption.fixable_to_zero(fewest, run.over), 0)}
        self.least = fewest
        few = {**most, **self._fixable_to_zero}
        stage = stage_of(self.model, objective, few, share / 2, "fewest changes", prove=False)
        if stage.values is not None:
            return stage
        self._fixable_to_zero = {}
        if stage.status is Status.INFEASIBLE:
            self.least = fewest + 1
        return stage_of(self.model, objective, most, share, "fewest changes", least={people: self.least})

    def _prove(self, stage: SolveResult, people: int) -> None:
        """The proven least number of people, and of duties where that number is reached.

        A person has at most all dates changed, so that the bound b on weight * people + duties proves people >=
        b / (weight + dates), rounded up.
        """
        proof, weight = self.repairing.proof, self.repairing.weight()
        dates = self.repairing.problem.horizon.days
        proof.people = min(people, max(self.least, -(-stage.bound // (weight + dates))))
        proof.duties = max(0, stage.bound - weight * people) if proof.people == people else 0

    def _least_burden(self, stage: SolveResult, most: Mapping[cp_model.IntVar, int]) -> SolveResult:
        """Of as few changes those that call in whom it burdens least; the changes found where no time is left."""
        people, duties = stage.value(self.counts.people), stage.value(self.counts.duties)
        if not duties or self.repairing.run.over():
            return stage
        held = {**most, **self._fixable_to_zero, self.counts.people: people, self.counts.duties: duties}
        better = self.repairing.stage(
            self.model, self.burden.total(duties), held, 0.2, "fewest changes", stage, prove=False
        )
        return replace(better, bound=stage.bound) if better.values is not None else stage
