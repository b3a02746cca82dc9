"""One problem from nothing to the best roster in the time given: shortfalls by priority, then the wishes.

Two stages share the work. The model by unit kind (who serves in which kind of unit) is small: it gives the bound and
nearly all of the roster. The model by crew seats these people; where that costs more than the bound, it looks for a
better roster as a whole. Where people cannot be seated, the model by kind learns why (`crew_cuts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roster.domain.ending import Ended
from roster.domain.outcome import Outcome, Policy, Proof, Provenance, SearchRun
from roster.domain.problem import Problem
from roster.model import Model
from roster.rules import Rulebook, presences
from roster.search.by_crew import improve_by_crew, less_short_by_crew, whole_by_crew
from roster.search.hurried import in_order, near_relaxation
from roster.search.lexicographic import lexicographic
from roster.search.nothing import nothing_found
from roster.search.portfolio import Verifying, solve_model
from roster.search.run import Options, SolveResult, Stop, TimeUpError, Watch
from roster.search.state import SearchState
from roster.search.trial import solve_by_trial
from roster.search.verify import rule_lines
from roster.solvers.cpsat import Status
from roster.solvers.relaxation import relaxation_bound
from roster.tiers import WISHES


class Search(SearchState):
    """One run over a problem, stage by stage."""

    _near_relaxation = False
    """Whether the first roster with shortfalls was sought near the relaxation."""

    def go(self) -> None:
        """Fill in the best roster, the tiers and the bound."""
        self.run.note("first roster")
        share = self.tuning.first_share_in_turn if self.engines.in_turn else self.tuning.first_share
        none = dict.fromkeys(self.priorities, 0)
        built = self.construct() if self.hurried else self._seated(self._near_relaxed) if self.engines.bends else None
        if self.best is not None and self.pressed:
            return
        if built is not None and built.status is Status.INFEASIBLE:
            nothing_found(self, built)
        if built is None or self.best is None or any(self.short().values()):
            first = self._seated(
                lambda hint: self._stage(self.by_kind, WISHES, none, share, hint, phase="first roster", first=True)
            )
        else:
            first = built
        if first.values is not None:
            most = none
            self.tiers = dict.fromkeys(self.priorities, 0)
            self.bound = first.bound
        else:
            self.bound = 0  # what was proved is of rosters without any shortfall
            if self.run.stop and self.best is None:
                nothing_found(self)
            rough = self._seated(self._rough)
            if rough.status is Status.INFEASIBLE:
                nothing_found(self, rough)
            if self.best is None:
                self.construct()
            if self.run.over():
                if self.best is None:
                    nothing_found(self)
                return
            last = rough if rough.values is not None else built if built is not None and built.values else None
            if self._far(last) and less_short_by_crew(self, self.tuning.far_share) and self.best is not None:
                known = self.by_kind_as(self.best.roster)
                last = known if known.values is not None else last
            first, most = self._settled(last)
            if less_short_by_crew(self, self.tuning.short_share):
                most = self.no_worse(most)
            others = self.engines.large or self.engines.by_columns  # which begin with windows of their own
            if self.best is not None and not (others or self.run.over()):  # nobody looked at wishes yet
                late = self.until(self.run.left() * self.tuning.warm_share)
                self.decide_again(self.best.roster, list(self.problem.units_of), late, self.short().values(), 0)
        if self.best is not None and self.short() == most and not self.engines.large:
            known = self.by_kind_as(self.best.roster)  # with no amount larger than it is
            first = known if known.values is not None else first
        self._wishes(first, most)

    def _near_relaxed(self, _last: SolveResult | None) -> SolveResult:
        limit = self.run.left() * self.tuning.near_share
        return near_relaxation(self.by_kind, self.run, self.engines, self.made, limit)

    def _seated(self, decide: Callable[[SolveResult | None], SolveResult]) -> SolveResult:
        """A stage, its roster seated; decided again while people cannot be seated and that teaches something."""
        last: SolveResult | None = None
        while True:
            known = self.learnt
            stage = decide(last)
            if stage.values is None:
                if last is not None:
                    self.seat(last, again=False)
                return stage
            self.seat(stage)
            if self.learnt == known or self.run.over():
                return stage
            last = stage

    def _settled(self, last: SolveResult | None, hint: SolveResult | None = None) -> tuple[SolveResult, dict[int, int]]:
        """A roster by kind with each priority as small as can be whose people can be seated, and what is short."""
        first, most = self._in_turn(self.by_kind, last, hint)
        while first.values is not None:
            known = self.learnt
            self.seat(first)
            if self.learnt == known or self.run.over():
                break
            again, least = self._in_turn(self.by_kind, None, first)
            if again.values is None:
                self.seat(first, again=False)
                break
            first, most = again, least
        return first, self.no_worse(most)

    def _wishes(self, first: SolveResult, most: dict[int, int]) -> None:
        """The wishes by kind, no more short than `most`, then by crew; again where that is worth it."""
        alone = all(kind.crew == 1 for kind in self.problem.kinds)  # nobody to be seated with
        seating = self.tuning.wishes_share_large if self.engines.large else self.tuning.wishes_share
        share, gap = (1.0, self.options.gap) if alone else (seating, self.options.gap / 2)
        self.bounded = most
        unseated: SolveResult | None = None
        while True:
            known = self.learnt
            stage = self._stage(self.by_kind, WISHES, most, share, first, "wishes", gap)
            if stage.values is not None:
                self.bound = max(self.bound, stage.bound)
                self.seat(stage)
            elif stage.status is Status.INFEASIBLE and self.learnt and not self.run.over():
                first, most = self._settled(None, first)  # no crews for so little short
                self.bound, self.bounded = 0, most
                continue
            elif unseated is not None:
                self.seat(unseated, again=False)
            if stage.values is not None and self.learnt > known and not self.run.over():
                first = unseated = stage
                continue
            unseated = None
            self._improve()
            near = stage.values is None or stage.objective - stage.bound <= gap * stage.objective
            if (
                near
                or not self.engines.large
                or self.gap() <= self.options.gap
                or self.run.left() < self.tuning.again_seconds
            ):
                return
            first = stage

    def _rough(self, hint: SolveResult | None) -> SolveResult:
        """A roster by kind with few shortfalls, earlier priorities weighed more: a start, not yet in exact order."""
        tuning = self.tuning
        self._near_relaxation = self.engines.near_relaxation(self.run.left() * tuning.near_share)
        near, far = (
            (tuning.near_share, self.options.tuning.haste.near_weight),
            (tuning.rough_share, tuning.rough_weight),
        )
        share, weight = near if self._near_relaxation else far
        trial = in_order(self.by_kind, weight)
        limit = self.run.left() * share
        engine, whole_limit = self.engines.second(trial, None, {}, limit)
        known = self.learnt
        seen = Verifying(lambda values, bound: self.keep_between(values, 0), lambda bound: self.learnt > known)
        stage = solve_model(
            self.run, trial, limit, hint, "first roster", tuning.rough_gap, False, engine, seen, whole_limit
        )
        if stage.values is None and stage.status is Status.UNKNOWN and self._near_relaxation and not self.run.over():
            limit, self._near_relaxation = self.run.left() * tuning.rough_share, False
            stage = solve_model(self.run, trial, limit, hint, "first roster", tuning.rough_gap, False, None, seen)
        return stage

    def _far(self, last: SolveResult | None) -> bool:
        """Whether a rough roster is to be decided again part by part."""
        if last is None or last.objective - last.bound <= self.tuning.rough_gap * last.objective:
            return last is None
        as_it_was = [*self.short().values()] <= [last.value(short) for short in self.by_kind.short.values()]
        return not (self._near_relaxation and as_it_was)

    def _stage(
        self,
        model: Model,
        tier: int,
        most: Mapping[int, int],
        share: float,
        hint: SolveResult | None = None,
        phase: str = "",
        gap: float = 0.0,
        first: bool = False,
    ) -> SolveResult:
        """Minimise one tier of a model while each tier in `most` stays within what is given."""
        trial = model.minimising(tier, most)
        if self.options.deterministic and not first and self.engines.provable(trial):
            trial.add((model.short[tier] if tier != WISHES else model.wishes) >= relaxation_bound(trial))
        limit = max(0.0, min(self.run.left() * share, self.run.left() - 2 * self.check_seconds))
        if model is not self.by_kind:
            return solve_model(self.run, trial, limit, hint, phase, gap, first)
        known, verifying = self.learnt, None
        if tier == WISHES:
            verifying = Verifying(
                self.keep_between, lambda bound: self.enough(bound) or self.learnt > known, self.bound
            )
        return solve_by_trial(self.run, self.engines, trial, tier, most, limit, hint, phase, gap, first, verifying)

    def _in_turn(
        self, model: Model, last: SolveResult | None = None, hint: SolveResult | None = None
    ) -> tuple[SolveResult, dict[int, int]]:
        """Each priority in turn as small as can be, the earlier ones held at what was reached.

        `last` is a roster that counts where none is better; a `hint` need not be one.
        """
        failed: SolveResult | None = None

        def minimise(priority: int, held: Mapping[int, int], best: SolveResult | None) -> SolveResult | None:
            nonlocal failed
            share = 1 / (len(self.priorities) - len(held) + 2)
            stage = self._stage(model, priority, held, share, best or hint, f"priority {priority}")
            if stage.values is None:
                failed = stage
                return None
            self.tiers[priority] = max(stage.bound, self.tiers.get(priority, 0))
            return stage

        def value(stage: SolveResult, priority: int) -> int:
            return stage.value(model.short[priority])

        settled = lexicographic(self.priorities, minimise, value, last, self.run.over)
        held, best = settled.held, settled.solution
        for priority, reached in held.items():
            self.held[priority] = min(reached, self.held.get(priority, reached))
        if best is None:
            return failed or self._stage(
                model, WISHES, held, self.tuning.first_share, None, "first roster", first=True
            ), held
        whole = len(held) == len(self.priorities)
        return best, held if whole else {priority: value(best, priority) for priority in self.priorities}

    def _improve(self) -> None:
        """Look for a better roster by crew until it is good enough or the time is up."""
        less_short_by_crew(self, self.tuning.short_share)
        if self.best is None or (self.gap() == float("inf") and not self.run.over()):
            stage, _most = self._in_turn(self.by_crew, whole_by_crew(self))
            if stage.values is not None:
                self.keep(self.by_crew.decisions.read(stage.value))
            elif self.best is None:
                nothing_found(self, stage)
        improve_by_crew(self)


def solve(
    problem: Problem,
    rulebook: Rulebook,
    options: Options | None = None,
    watch: Watch = lambda moment: None,
    stop: Stop | None = None,
) -> Outcome:
    """The best roster found within the options' limit, verified.

    First all shortfalls are forbidden. Where that is impossible, or not settled in time, each priority's is made as
    small as it can be, in order, before any wish counts.

    Raises NoRosterError (with the rules involved) when the musts clash, OutOfTimeError when the limit came before any
    roster, InternalError when the independent checks disagree with the solver.
    """
    options = options or Options()
    search = Search(problem, rulebook, options, watch, Stop() if stop is None else stop)
    try:
        search.go()
    except (Ended, TimeUpError) as early:  # what is verified stands
        if search.best is None and isinstance(early, Ended):
            raise
        if search.best is None:
            nothing_found(search)
    best, gap = search.best, search.gap()
    assert best is not None
    status = "optimal" if gap <= 0 else "within_gap" if gap <= options.gap else "stopped"
    return Outcome(
        problem=problem,
        roster=best.roster,
        report=best.report,
        proof=Proof(status, search.settled(), min(search.proved(), best.report.objective)),
        run=SearchRun(
            search.run.seconds,
            search.first_seconds,
            options.seed,
            options.workers,
            options.deterministic,
            tuple(search.run.curve),
            search.run.notes(),
        ),
        provenance=Provenance(hashes=dict(rulebook.hashes)),
        policy=Policy(rule_lines(rulebook), presences(rulebook, problem)),
    )
