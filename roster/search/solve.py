"""One problem from nothing to the best roster in the time given: shortfalls by priority, then the wishes.

Two stages share the work. The model by unit kind (who serves in which kind of unit, on which shift) is small: it gives
the bound, and nearly all of the roster. The model by crew seats these people in crews; where that costs more than the
bound, it goes on to look for a better roster as a whole. Where people by kind cannot be seated, the model by kind is
told what crews there are (`crew_cuts.py`) and solved again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from roster.domain.ending import Ended
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome, Policy, Proof, Provenance, SearchRun
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Sum
from roster.i18n import _
from roster.model import WISHES, Model
from roster.rules import Rulebook, presences
from roster.search.clash import clashing_rules
from roster.search.hurried import NEAR_WEIGHT, in_order
from roster.search.portfolio import Verifying, solve_model
from roster.search.relax import relaxation_bound
from roster.search.run import Options, SolveResult, Stop, Watch
from roster.search.seating import Shift
from roster.search.selection import LARGEST_PROVED
from roster.search.state import SearchState
from roster.search.verify import rule_lines
from roster.solvers.cpsat import Status

CHECK_SECONDS, CHECK_SHARE = 4.0, 4.0
"""So often at most a roster that gets better crew by crew is verified, and not before so many times what it takes."""

ROUGH_SHARE, NEAR_SHARE, ROUGH_GAP = 0.3, 0.4, 0.02
"""Shares of the time for a roster with few shortfalls, before each priority is settled, and the gap that is enough.

The larger one is for a roster near the relaxation. One further from its bound is decided again part by part first, but
for one near the relaxation whose people could be seated as they were.
"""

ROUGH_WEIGHT = 10
"""What one unit short of an earlier priority weighs beside one of the next, in a roster not near the relaxation."""

FAR_SHARE = 0.7
"""Share of what is left for that."""

WARM_SHARE = 0.3
"""Share of the time in which a roster with as little short as can be gets better part by part, before it is a hint."""

FAR = 0.1
"""A roster whose wishes are further from the bound is decided again part by part before it is as a whole."""

NEAREST_SHOWN = 5

AGAIN_SECONDS = 10.0
"""Where crews cannot be made better, a large model by kind is worked on again if so much time is left."""


class Search(SearchState):
    """One run over a problem, stage by stage."""

    _near = False
    """Whether the first roster with shortfalls was sought near the relaxation."""

    def go(self) -> None:
        """Fill in the best roster, the tiers and the bound."""
        self.run.note("first roster")
        share = 0.8 if self.engines.in_turn else 0.3
        none = self._none_short()
        built = self.construct() if self.hurried else None
        if self.best is not None and self.run.over():
            return
        if built is not None and built.status is Status.INFEASIBLE:
            self._nothing(built)
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
                self._nothing()
            rough = self._seated(self._rough)
            if rough.status is Status.INFEASIBLE:
                self._nothing(rough)
            if self.best is None:
                self.construct()
            if self.run.over():
                if self.best is None:
                    self._nothing()
                return
            last = rough if rough.values is not None else None
            if self._far(last) and self._decided_again(FAR_SHARE) and self.best is not None:
                known = self.by_kind_as(self.best.roster)
                last = known if known.values is not None else last
            first, most = self._settled(last)
            if self._decided_again():
                most = self.no_worse(most)
            if self.best is not None and not (self.engines.large or self.run.over()):  # nobody looked at wishes yet
                late = self.until(self.run.left() * WARM_SHARE)
                self.decide_again(self.best.roster, list(self.problem.units_of), late, self.short().values(), 0)
        if self.best is not None and self.short() == most and not self.engines.large:
            known = self.by_kind_as(self.best.roster)  # with no amount larger than it is
            first = known if known.values is not None else first
        self._wishes(first, most)

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

    def _decided_again(self, share: float = 0.5) -> bool:
        """Decide parts of the best roster again by crew if too much is short in it; whether that made it better."""
        best = self.best
        if best is None or self.gap() < float("inf") or self.engines.large or self.run.over():
            return False
        late, least = self.until(self.run.left() * share), [tier.bound for tier in self.settled()]
        self.decide_again(best.roster, list(self.problem.units_of), late, least)
        return self.best is not best

    def _settled(self, last: SolveResult | None, hint: SolveResult | None = None) -> tuple[SolveResult, dict[int, int]]:
        """A roster by kind with each priority as small as can be whose people can be seated, and what is short."""
        first, most = self._settle_priorities(self.by_kind, last, hint)
        while first.values is not None:
            known = self.learnt
            self.seat(first)
            if self.learnt == known or self.run.over():
                break
            again, least = self._settle_priorities(self.by_kind, None, first)
            if again.values is None:
                self.seat(first, again=False)
                break
            first, most = again, least
        return first, self.no_worse(most)

    def _wishes(self, first: SolveResult, most: dict[int, int]) -> None:
        """The wishes by kind, no more short than `most`, then by crew; again where that is worth it."""
        alone = all(kind.crew == 1 for kind in self.problem.kinds)  # nobody to be seated with
        share, gap = (1.0, self.options.gap) if alone else (0.75 if self.engines.large else 0.7, self.options.gap / 2)
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
            if near or not self.engines.large or self.gap() <= self.options.gap or self.run.left() < AGAIN_SECONDS:
                return
            first = stage

    def _rough(self, hint: SolveResult | None) -> SolveResult:
        """A roster by kind with few shortfalls, earlier priorities weighed more: a start, not yet in exact order."""
        self._near = self.engines.near(self.run.left() * NEAR_SHARE)
        share, weight = (NEAR_SHARE, NEAR_WEIGHT) if self._near else (ROUGH_SHARE, ROUGH_WEIGHT)
        trial = in_order(self.by_kind, weight)
        limit = self.run.left() * share
        engine, whole_limit = self.engines.beside(trial, None, {}, limit)
        known = self.learnt
        seen = Verifying(lambda values, bound: self.keep_between(values, 0), lambda bound: self.learnt > known)
        stage = solve_model(self.run, trial, limit, hint, "first roster", ROUGH_GAP, False, engine, seen, whole_limit)
        if stage.values is None and stage.status is Status.UNKNOWN and self._near and not self.run.over():
            limit, self._near = self.run.left() * ROUGH_SHARE, False
            stage = solve_model(self.run, trial, limit, hint, "first roster", ROUGH_GAP, False, None, seen)
        return stage

    def _far(self, last: SolveResult | None) -> bool:
        """Whether a rough roster is to be decided again part by part."""
        if last is None or last.objective - last.bound <= ROUGH_GAP * last.objective:
            return last is None
        as_it_was = [*self.short().values()] <= [last.value(short) for short in self.by_kind.short.values()]
        return not (self._near and as_it_was)

    def _none_short(self) -> dict[int, int]:
        return dict.fromkeys(self.priorities, 0)

    def _nothing(self, stage: SolveResult | None = None) -> NoReturn:
        """No roster was found; `stage`, which forbids no shortfall, may have shown that there is none."""
        if stage is not None and stage.status is Status.INFEASIBLE:
            raise NoRosterError(*clashing_rules(self.problem, self.rulebook))
        text = _("the time limit came before any roster was found ({seconds:.0f} s); give more time")
        lines = [text.format(seconds=self.run.seconds), _("tried: {ways}").format(ways=_(", ").join(self._tried()))]
        if self.nearest:
            text = _("the nearest that was made still breaks musts ({number}), as:")
            lines.append(text.format(number=len(self.nearest)))
            lines += [f"  {finding.sentence}" for finding in self.nearest[:NEAREST_SHOWN]]
        raise OutOfTimeError("\n".join(lines))

    def _tried(self) -> list[str]:
        """The ways in which a roster was looked for, as far as the search came."""
        asked = {moment.phase for moment in self.run.curve}
        ways = [
            _("people by kind of unit, all shortfalls forbidden"),
            _("people by kind of unit, as little short as can be"),
        ]
        if self.constructed:
            ways.append(_("in haste, then crew by crew, shift after shift"))
        if any(phase.startswith("priority") for phase in asked):
            ways.append(_("each priority in turn"))
        return ways

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
        if self.options.deterministic and not first and len(trial.proto.variables) <= LARGEST_PROVED:
            trial.add((model.short[tier] if tier != WISHES else model.wishes) >= relaxation_bound(trial))
        limit = max(0.0, min(self.run.left() * share, self.run.left() - 2 * self.check_seconds))
        engine, whole_limit, verifying = None, None, None
        if model is self.by_kind:
            if tier == WISHES:
                known = self.learnt
                verifying = Verifying(
                    self.keep_between, lambda bound: self.enough(bound) or self.learnt > known, self.bound
                )
            engine, whole_limit = self.engines.beside(trial, tier, most, limit, first)
        return solve_model(self.run, trial, limit, hint, phase, gap, first, engine, verifying, whole_limit)

    def _settle_priorities(
        self, model: Model, last: SolveResult | None = None, hint: SolveResult | None = None
    ) -> tuple[SolveResult, dict[int, int]]:
        """Each priority in turn as small as can be, the earlier ones held at what was reached.

        `last` is a roster that counts where none is better; a `hint` need not be one.
        """
        most: dict[int, int] = {}
        for position, priority in enumerate(self.priorities):
            if last is not None and self.run.over():
                return last, {settled: last.value(model.short[settled]) for settled in self.priorities}
            share = 1 / (len(self.priorities) - position + 2)
            stage = self._stage(model, priority, most, share, last or hint, f"priority {priority}")
            if stage.values is None and last is None:
                return stage, most
            if stage.values is not None:
                self.tiers[priority] = max(stage.bound, self.tiers.get(priority, 0))
                rest = [model.short[later] for later in self.priorities[position:]]
                if last is None or [*map(stage.value, rest)] < [*map(last.value, rest)]:
                    last = stage  # the one before keeps all that was settled: a worse one never takes its place
            assert last is not None
            most[priority] = last.value(model.short[priority])
            self.held[priority] = min(most[priority], self.held.get(priority, most[priority]))
        if last is None:
            last = self._stage(model, WISHES, most, 0.3, None, "first roster", first=True)
        return last, most

    def _polish(self) -> None:
        """Decide shifts, then days, again with the crews told apart, while that makes the roster better.

        Those whose crews cost most beyond what the model by kind says come first, and shifts only where they cost more.
        """
        mending = self.mending(self.late)
        if mending is None or self.seated is None:
            return
        lost = {shift: mending.lost(shift, self.seated) for shift in self.problem.units_of}
        by_day: dict[int, list[Shift]] = {}
        for shift in lost:
            by_day.setdefault(shift[0], []).append(shift)
        dear = sorted((shift for shift in lost if lost[shift] > 0), key=lambda shift: -lost[shift])
        days = sorted(by_day.values(), key=lambda shifts: -sum(lost[shift] for shift in shifts))
        for parts in ([[shift] for shift in dear], days):
            before = None
            while self.best is not before:
                before, seated, checked = self.best, self.seated, self.run.seconds
                for part in parts:
                    if self.best is None or self.late() or self.gap() <= self.options.gap:
                        break
                    seated = mending.better(part, seated, self.best.cost[-1] - self.bound) or seated
                    if self.run.seconds - checked > max(CHECK_SECONDS, CHECK_SHARE * self.check_seconds):
                        self.keep_seated(seated)
                        checked = self.run.seconds
                if seated is not self.seated:
                    self.keep_seated(seated)

    def _improve(self) -> None:
        """Look for a better roster by crew until it is good enough or the time is up."""
        self._decided_again()
        if self.best is None or (self.gap() == float("inf") and not self.run.over()):
            hint = self._whole(self.best.roster) if self.best else None
            hint = hint if hint and hint.values else None
            stage, _most = self._settle_priorities(self.by_crew, hint)
            if stage.values is not None:
                self.keep(self.by_crew.decisions.read(stage.value))
            elif self.best is None:
                self._nothing(stage)
        assert self.best is not None
        if self.gap() <= self.options.gap or self.run.over():
            return
        self._polish()
        if self.engines.large or self.gap() <= self.options.gap or self.run.over():
            return
        if self.gap() > FAR:
            late, enough = self.until(self.run.left() / 2), self.proved() / max(0.01, 1 - self.options.gap)
            self.decide_again(self.best.roster, list(self.problem.units_of), late, self.short().values(), enough)
        if self.gap() <= self.options.gap or self.run.over():
            return
        model = self.by_crew
        short = self.short()
        trial = model.minimising(WISHES, short)
        trial.add(model.wishes >= self.proved())
        known = self._whole(self.best.roster)
        stage = solve_model(self.run, trial, self.run.left(), known, "crews", gap=self.options.gap)
        if stage.values is not None:
            self.keep(model.decisions.read(stage.value))
            if self.short() == short:
                self.bound, self.bounded = max(self.proved(), stage.bound), short

    def _whole(self, roster: Roster) -> SolveResult:
        """A roster as values of all variables of the model by crew: a hint that leaves nothing to be found."""
        model = self.by_crew
        pinned = model.model.clone()
        for variable, value in model.decisions.hints(roster):
            pinned.add(variable == value)
        pinned.minimize(model.wishes + Sum(list(model.short.values())))
        return solve_model(self.run, pinned, self.run.left())


def solve(
    problem: Problem,
    rulebook: Rulebook,
    options: Options | None = None,
    watch: Watch = lambda moment: None,
    stop: Stop | None = None,
) -> Outcome:
    """The best roster found within the options' limit, verified.

    First all shortfalls are forbidden. Where that is impossible (or not settled in time) each priority's shortfall is
    made as small as it can be, in order, before any wish counts: exact stages instead of giant weights, so that bounds
    stay meaningful and numbers small.

    Raises NoRosterError (with the rules involved) when the musts clash, OutOfTimeError when the limit came before any
    roster, InternalError when the independent checks disagree with the solver.
    """
    options = options or Options()
    search = Search(problem, rulebook, options, watch, Stop() if stop is None else stop)
    try:
        search.go()
    except Ended:  # asked a second time: what is verified stands
        if search.best is None:
            raise
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
