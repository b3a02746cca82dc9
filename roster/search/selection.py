"""Which engine works on a model by kind beside CP-SAT, or instead of it, by the model's size and shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ortools.sat.python import cp_model

from roster.model import Model, unqualified
from roster.search.columns.automaton import officer_of
from roster.search.districts import Districts
from roster.search.engine import Engine
from roster.search.engines.columns import ColumnGeneration
from roster.search.engines.highs import BranchAndCut
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.run import Options
from roster.tiers import WISHES, Limits


class EngineSelection:
    """Chooses for each stage of one search."""

    def __init__(self, whole: Model, limits: Limits, options: Options, made: float = 0.0) -> None:
        """`whole` is the model by kind; `made` tells how many seconds it took to be made: how fast the machine is."""
        self._made = made
        self._whole, self._limits, self._options = whole, limits, options
        self._tuning = options.tuning.selection
        self._relaxed: dict[tuple[int, tuple[tuple[int, int], ...]], LinearRelaxation] = {}
        self.latest: LinearRelaxation | None = None  # of the last trial

    @cached_property
    def by_columns(self) -> bool:
        """Whether the officers' lines are generated as columns: quick where little ties people together.

        A line has one place a date: where duties have parts there are several.
        """
        if self._whole.problem.in_parts:
            return False
        return self._few_ties if self._options.search == "auto" else self._options.search == "columns"

    @cached_property
    def _few_ties(self) -> bool:
        problem, ties = self._whole.problem, 0
        for rule in self._whole.rulebook.rules:
            found = self._limits[rule.name]
            left = unqualified(found, problem)[0] if rule.must else found  # who is barred from a crew is not tied
            ties += sum(officer_of(limit) is None for limit in left)
        return ties <= self._tuning.most_ties * len(problem.officers) * problem.horizon.days

    @cached_property
    def doubtful(self) -> bool:
        """Whether only a trial tells if lines of work serve: crews of one, but many limits tie people together.

        Where several people make up a crew their seats tie them as well; a trial costs a third of a starved search.
        """
        problem, asked = self._whole.problem, self._options.search == "auto" and not self._options.deterministic
        alone = all(kind.crew == 1 for kind in problem.kinds)
        return asked and alone and not (self._few_ties or problem.in_parts or self._beyond_proof)

    @cached_property
    def in_turn(self) -> bool:
        """Whether the first roster is made officer by officer: CP-SAT finds one of smaller models sooner.

        Where no shortfall is allowed nobody has a line until all have one.
        """
        bends = not self._whole.short
        return bends and self._beyond_proof and self.by_columns and self._few_ties and not self._options.deterministic

    @cached_property
    def bends(self) -> bool:
        """Whether the first roster is sought near the relaxation, as little short as can be: CP-SAT has none soon."""
        large = self._beyond_proof and bool(self._whole.short)
        return large and self.by_columns and self._few_ties and not self._options.deterministic

    @cached_property
    def large(self) -> bool:
        """Whether the model is so large that its relaxation is rounded, and nothing works on it as a whole."""
        if self._options.deterministic or self._options.search == "cpsat" or self.by_columns:
            return False
        return self._beyond_proof

    @cached_property
    def _beyond_proof(self) -> bool:
        return not self.provable(self._whole.model)

    def provable(self, model: cp_model.CpModel) -> bool:
        """Whether a model is so small that HiGHS proves bounds of it in time."""
        return len(model.proto.variables) <= self._tuning.largest_proved

    def forget(self) -> None:
        """Relaxations of the model as it was before something was added are not used again."""
        self._relaxed.clear()

    def districts(self) -> Districts | None:
        """The districts in which people of the latest trial's rosters sit; None where they are seated all together."""
        return self.latest.districts() if self.latest is not None and self.latest.crowded else None

    def near_relaxation(self, limit: float) -> bool:
        """Whether a roster with few shortfalls is sought near the relaxation: where there is time for both."""
        return not (self._options.deterministic or self.large) and limit >= self._tuning.least_near_seconds

    def whole_first(self, trial: cp_model.CpModel, tier: int, limit: float, first: bool) -> Engine | None:
        """What tries a model as a whole beside CP-SAT before lines are generated; None where that is not tried."""
        if not (self.provable(trial) and (self.by_columns or self.doubtful)) or tier != WISHES or first:
            return None
        if self._options.deterministic or self._options.search != "auto":
            return None
        return BranchAndCut(trial, limit, self._options.seed)

    def trial_seconds(self, limit: float) -> float:
        """How long each engine has in a trial: longer where the machine is slow, so that as much work is done."""
        tuning = self._tuning
        return min(tuning.trial_most * limit, max(tuning.trial_share * limit, tuning.trial_times * self._made))

    def lines(self, trial: cp_model.CpModel, most: Mapping[int, int], limit: float) -> Engine:
        """What generates lines for a trial of the model in which each tier in `most` stays within what is given."""
        key = WISHES, tuple(sorted(most.items()))
        relaxed = LinearRelaxation(self._whole, trial, self._options.workers, self._options.tuning)
        self.latest = self._relaxed.setdefault(key, relaxed)
        return ColumnGeneration(self._whole, self._limits, most, limit, self._options.seed, self.latest)

    def second(
        self, trial: cp_model.CpModel, tier: int | None, most: Mapping[int, int], limit: float, first: bool = False
    ) -> tuple[Engine | None, float | None]:
        """What works on a trial of the model, and for how long CP-SAT may work on it as a whole; None for no limit.

        The trial minimises a tier (None: several at once) while the tiers in `most` stay within what is given.
        """
        if self._options.deterministic:
            return None, None
        key = tier or WISHES, tuple(sorted(most.items()))
        known = self._relaxed if tier is not None else {}
        relaxed = LinearRelaxation(self._whole, trial, self._options.workers, self._options.tuning)
        self.latest = known.setdefault(key, relaxed)
        if self.large:
            return LargeNeighbourhoodSearch(self.latest, limit, self._options.seed, first), 0.0
        if self.by_columns and tier == WISHES and (self.in_turn or not first):
            seed, constructing = self._options.seed, not self.in_turn
            lines = ColumnGeneration(self._whole, self._limits, most, limit, seed, self.latest, first, constructing)
            return lines, 0.0
        if not self.provable(trial):
            return None, None
        if tier is None and self.near_relaxation(limit):  # several at once, as something must be short
            patience = self._tuning.rough_patience
            return LargeNeighbourhoodSearch(self.latest, limit, self._options.seed, patience=patience), 0.0
        return BranchAndCut(trial, limit, self._options.seed, self._tuning.first_alone_seconds if first else 0.0), None
