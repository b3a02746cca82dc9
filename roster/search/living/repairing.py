"""One repair under way: the limits in force, the models made of them, and the clock that all stages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NoReturn

from ortools.sat.python import cp_model

from roster.aggregation import aggregate, seat_units
from roster.decisions import Grain
from roster.domain.errors import InternalError, NoRosterError, OutOfTimeError
from roster.domain.findings import Tier
from roster.domain.pins import AnyPin, Pin
from roster.domain.repair import duty_changes
from roster.domain.roster import Roster
from roster.forms import Expression, Sum
from roster.i18n import _
from roster.model import LARGEST_OBJECTIVE, Model
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit, Linear
from roster.rules.roster.fixed import Fixed
from roster.search.clash import found_clash, worded
from roster.search.engines.cpsat import CpSat
from roster.search.engines.highs import BranchAndCut
from roster.search.lexicographic import lexicographic
from roster.search.living.committed import without_committed
from roster.search.living.fixing import FixedAssignments
from roster.search.living.pins import limit_of, not_kept
from roster.search.living.task import Proof, Repaired, Task
from roster.search.portfolio import Portfolio, solve_model
from roster.search.run import Clock, Options, SolveResult, Stop, Watch
from roster.search.score import values
from roster.search.solution import whatever_broken
from roster.solvers.cpsat import Parameters, Status
from roster.tiers import Limits, all_limits

STAYS = "stays as published"
"""The name of the must that holds what may not change."""


class Repairing:
    """What the stages of a repair share."""

    def __init__(self, task: Task, options: Options, watch: Watch, stop: Stop) -> None:
        self.task, self.options = task, options
        self.problem = task.problem
        self.run = Clock(options, watch, stop)
        self.run.note("model")
        self.fixed = FixedAssignments(self.problem, task.edited, task.typed)
        self.binding = Rulebook(tuple(rule for rule in task.rulebook.rules if rule.must or rule.priority))
        self.weights = dict(task.weights())
        self.pins: dict[AnyPin, Linear] = {pin: limit_of(pin, self.problem) for pin in self.weights}
        self.raw = all_limits(self.problem, task.rulebook)
        self.limits = self._limits()
        self.proof = Proof()

    def _limits(self) -> Limits:
        """Every rule's limits, without what is broken already and has to stay so."""
        found = dict(self.raw)
        value = values(self.problem, self.task.edited)
        spared = self._spared() if self.task.keep_edits else frozenset()
        known = {(exception.rule, exception.officers, exception.day) for exception in self.task.acknowledged}
        for rule in self.task.rulebook.rules:
            if rule.must:
                acknowledged = {
                    id(limit)
                    for limit in found[rule.name]
                    if (rule.name, limit) in spared or (rule.name, limit.spot.officers, limit.spot.on) in known
                }
                found[rule.name] = without_committed(
                    found[rule.name], value, self.task.since, self.problem, acknowledged
                )
        return found

    def _spared(self) -> frozenset[tuple[str, Limit]]:
        """Musts that the hand edits break by themselves: kept as they are."""
        musts = Rulebook(tuple(rule for rule in self.task.rulebook.rules if rule.must))
        limits = all_limits(self.task.before, musts)
        now, then = (
            values(self.task.before, self.task.typed or self.task.edited),
            values(self.task.before, self.task.published),
        )
        broken = (
            (name, limit) for name, group in limits.items() for limit in group if limit.amount(now) > limit.amount(then)
        )
        return frozenset((name, limit) for name, limit in broken if self.task.keep_gaps or self._typed(limit))

    def _typed(self, limit: Limit) -> bool:
        """Whether a limit is about somebody, or a unit, typed by hand; else it speaks of what others may make good."""
        spot, dates = limit.spot, self.task.typed_dates
        if spot.officers:
            return not {officer for officer, _day in dates}.isdisjoint(spot.officers)
        return (spot.day, spot.shift, spot.unit) in self.task.typed_units

    # ----------------------------------------------------------------------------------------------------- the models

    def model(self, grain: Grain, rulebook: Rulebook, more: tuple[Limit, ...] = ()) -> Model:
        """The rulebook's limits, and `more`, with what may not change held."""
        stays = Fixed(rule="fixed", id=STAYS, weight="must")
        held = (*self._begun(), *more)
        rules: tuple[Rule, ...] = (*rulebook.rules, stays)
        return Model(self.problem, Rulebook(rules), {**self.limits, STAYS: held}, grain)

    def _begun(self) -> Iterator[Limit]:
        """What stays as published: what began before, and crews that were cut."""
        yield from self.fixed.history(self.task.since, self.dropped_out())
        yield from self.fixed.cut(self.task.typed_dates)

    def dropped_out(self) -> set[tuple[str, int]]:
        """Officers and days of duties that an absence or a hand edit takes away."""
        dropped = {
            (duty.officer, duty.day)
            for duty in self.task.published.work()
            if self.problem.absent_in(duty.officer, self.problem.shift[duty.shift].served(duty.day))
        }
        return dropped | self.task.typed_dates

    def undone(self, model: Model) -> cp_model.IntVar:
        """How much of the hand edits and of what is handed over is not kept."""
        amounts = []
        for pin, weight in self.weights.items():
            limits: Iterable[Limit] = [self.pins[pin]]
            if model.decisions.grain == "kind" and seat_units(self.pins[pin]) <= self.problem.unit.keys():
                limits = aggregate(limits, self.problem)
            amounts += [(weight, model.forms.amount(limit)[0]) for limit in limits]
        total = model.model.new_int_var(0, max(1, sum(self.weights.values())), "edits undone")
        model.model.add(total == Sum([weight * amount for weight, amount in amounts]))
        return total

    def weight(self) -> int:
        """What a person counts in duties: more than all dates of so many people as may be concerned."""
        concerned = {officer for officer, _day in duty_changes(self.task.published, self.task.edited)}
        concerned |= {officer for officer, _day in self.dropped_out()}
        concerned |= {pin.officer for pin in self.task.handed}
        return self.problem.horizon.days * (4 + 2 * len(concerned))

    # ----------------------------------------------------------------------------------------------------- the stages

    def stage(
        self,
        model: Model,
        objective: Expression,
        most: Mapping[cp_model.IntVar, int],
        share: float,
        phase: str,
        hint: SolveResult | None = None,
        prove: bool = True,
        least: Mapping[cp_model.IntVar, int] | None = None,
    ) -> SolveResult:
        """The objective as small as can be within a share of the time left, totals between `least` and `most`."""
        trial = model.model.clone()
        for total, largest in most.items():
            trial.add(total <= largest)
        for total, smallest in (least or {}).items():
            trial.add(total >= smallest)
        target = objective
        if not isinstance(objective, cp_model.IntVar):
            target = trial.new_int_var(0, LARGEST_OBJECTIVE, "objective")
            trial.add(target == objective)
        trial.minimize(target)
        if hint is None:
            for variable, value in model.decisions.hints(self.task.edited):
                trial.add_hint(variable, value)
        elif hint.values is not None:
            hint = replace(hint, values=hint.values[: len(model.model.proto.variables)])
        limit = self.run.left() * share
        if not prove and model.decisions.grain == "kind":
            quick = self._quick(trial, limit, hint, phase)
            if quick.status in (Status.OPTIMAL, Status.INFEASIBLE):
                return quick
            hint = quick if quick.values is not None else hint
        proving = prove and not self.options.deterministic
        engine = BranchAndCut(trial, limit, self.options.seed) if proving else None
        return solve_model(self.run, trial, limit, hint, phase, second=engine)

    def _quick(self, trial: cp_model.CpModel, limit: float, hint: SolveResult | None, phase: str) -> SolveResult:
        """What a fraction of a second gives on one worker, with hardly any presolve: enough where little is open."""
        parameters = Parameters(limit, self.options.tuning.repairs.quick_work, seed=self.options.seed, light=True)
        engine = CpSat(trial, parameters, self.options.deterministic)
        if hint is not None and hint.values is not None:
            engine.offer(hint.values)
        return Portfolio(self.run, [engine], phase).run()

    def settle(self, model: Model, undone: cp_model.IntVar) -> tuple[dict[cp_model.IntVar, int], SolveResult | None]:
        """Edits undone and each priority's shortfall in turn as small as can be, and the last solution."""
        totals = {**({0: undone} if self.pins else {}), **model.short}

        def minimise(tier: int, held: Mapping[int, int], last: SolveResult | None) -> SolveResult | None:
            most = {totals[settled]: amount for settled, amount in held.items()}
            stage = self.stage(model, totals[tier], most, 0.6 / (len(totals) - len(held)), "shortfalls", last)
            if stage.values is None and last is None:
                if stage.status is not Status.INFEASIBLE:  # a first roster is worth more of the time than its share
                    stage = self.stage(model, totals[tier], most, 0.8, "shortfalls")
                if stage.values is None:
                    self.nothing(stage)
            bound = stage.bound if stage.values is not None else 0
            if tier:
                self.proof.short_bound[tier] = bound
            else:
                self.proof.undone_bound = bound
            return stage if stage.values is not None else None

        settled = lexicographic(list(totals), minimise, lambda stage, tier: stage.value(totals[tier]))
        return {totals[tier]: amount for tier, amount in settled.held.items()}, settled.solution

    def nothing(self, stage: SolveResult | None) -> NoReturn:
        """Raise what there is to say where no roster was found."""
        if stage is None or stage.status is Status.INFEASIBLE:
            history = list(self._begun())
            seconds = max(self.options.tuning.repairs.clash_seconds, self.run.left())
            found = found_clash(self.problem, self.task.rulebook, self.limits, history, seconds)
            sentence, rules, clash = worded(found, self.problem, self.task.rulebook)
            raise NoRosterError(
                _("no lawful roster exists with these changes: history, absences and musts cannot all hold")
                + (f"\n{sentence}" if rules else ""),
                rules,
                clash,
            )
        raise OutOfTimeError(_("the time limit came before any roster was found; give more time"))

    # --------------------------------------------------------------------------------------------------- verification

    def verified(self, roster: Roster) -> Repaired:
        """The roster with the checks' report. Raises InternalError where checks and limits disagree."""
        problem, rulebook = self.problem, self.task.rulebook
        value = values(problem, roster)
        report = whatever_broken(problem, rulebook, self.raw, (), roster).report
        names = [rule.name for rule in rulebook.rules if rule.must]
        if any(limit.amount(value) for name in names for limit in self.limits[name]):
            raise InternalError("\n".join(finding.sentence for finding in report.must_violations))
        changes = duty_changes(self.task.published, roster)
        people, duties = len({officer for officer, _day in changes}), len(changes)
        undone = not_kept(self.pins, roster, value, problem)
        handed = {pin for pin in (*self.task.handed, *self.task.own) if pin not in self.task.pins}
        return Repaired(
            roster=roster,
            report=report,
            tiers=tuple(
                Tier(tier, report.short.get(tier, 0), self.proof.short_bound.get(tier, 0)) for tier in self.proof.short
            ),
            people=people,
            people_bound=min(people, self.proof.people),
            duties=duties,
            duties_bound=self.proof.duties if people == self.proof.people else 0,
            undone=tuple(pin for pin in undone if pin not in handed),
            not_handed=tuple(pin for pin in undone if isinstance(pin, Pin) and pin in self.task.handed),
            undone_proved=sum(self.weights[pin] for pin in undone) <= self.proof.undone_bound,
            notes=self.run.notes(),
        )
