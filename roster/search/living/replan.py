"""A published roster made to fit what came between, with as few changes as can be.

In this order: musts, hand edits kept, shortfalls by priority, people disturbed, duties changed, short notice, changes
of crews, and then the wishes. People and duties are minimised by unit kind, where the linear relaxation is nearly
tight: HiGHS proves the bound, which holds for the whole. By crew only the days concerned are then decided again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from ortools.sat.python import cp_model

from roster.decisions import Grain
from roster.domain.errors import InternalError, NoRosterError, OutOfTimeError
from roster.domain.outcome import Report, Tier
from roster.domain.parts import pieces_of
from roster.domain.pins import AnyPin, Pin, PlacePin, VehiclePin
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged, duty_changes
from roster.domain.roster import Roster
from roster.forms import Expression, Sum
from roster.i18n import _
from roster.model import Limits, Model, all_limits
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.fixed import Fixed
from roster.rules.limits import Limit, Work
from roster.search.clash import clashing_rules
from roster.search.living.helpers import cheapest_helpers
from roster.search.living.keeping import Keeping
from roster.search.living.kept import Kept, pin_limit, place_limit, vehicle_limit
from roster.search.living.least import LeastPeople
from roster.search.living.sunk import sorted_out
from roster.search.living.vehicles import keep_vehicles
from roster.search.relax import Prover
from roster.search.run import Options, Runner, Stage, Stop, Watch
from roster.search.score import Score, score, values
from roster.search.verify import verify

STAYS = "stays as published"
"""The name of the must that holds what may not change."""

CREW_SHARE = 0.4
"""Of the time left, for the days concerned to be decided by crew."""


Free = Callable[[str, int], bool]
"""Whether an officer's day may be decided again."""


@dataclass(frozen=True)
class Task:
    """What is to be repaired.

    `problem` has the disruption in it and `problem.published` what people were told; `edited` is the roster as hand
    edits left it, `pins` those edits. `before` is the problem without the disruption.
    """

    problem: Problem
    rulebook: Rulebook
    before: Problem
    edited: Roster
    typed: Roster | None = None  # the same before crews were cut in mid-shift; None where none was
    since: int = 0
    pins: tuple[Pin, ...] = ()
    vehicle_pins: tuple[VehiclePin, ...] = ()
    place_pins: tuple[PlacePin, ...] = ()
    keep_edits: bool = False
    acknowledged: tuple[Acknowledged, ...] = ()  # musts that are broken with the leader's consent

    @property
    def published(self) -> Roster:
        assert self.problem.published is not None
        return self.problem.published


@dataclass(frozen=True)
class Repaired:
    """The roster found, verified, and what is proved of it."""

    roster: Roster
    report: Report
    tiers: tuple[Tier, ...]
    people: int
    people_bound: int
    duties: int
    duties_bound: int
    undone: tuple[AnyPin, ...]
    notes: tuple[str, ...] = ()  # what went wrong beside the search


@dataclass
class _Proof:
    """What is known of the least shortfalls, people and duties."""

    undone: int = 0
    short: dict[int, int] = field(default_factory=dict)
    short_bound: dict[int, int] = field(default_factory=dict)
    people: int = 0
    duties: int = 0


class Replan:
    """One repair: the limits in force, and the stages one after another."""

    def __init__(self, task: Task, options: Options, watch: Watch, stop: Stop) -> None:
        self.task, self.options = task, options
        self.problem = task.problem
        self.run = Runner(options, watch, stop)
        self.run.note("model")
        self.kept = Kept(self.problem, task.edited, task.typed)
        self.binding = Rulebook(tuple(rule for rule in task.rulebook.rules if rule.must or rule.priority))
        self.pins: dict[AnyPin, Limit] = {pin: pin_limit(pin, self.problem) for pin in task.pins}
        self.pins.update({pin: vehicle_limit(pin, self.problem) for pin in task.vehicle_pins})
        self.pins.update({pin: place_limit(pin) for pin in task.place_pins})
        self.raw = all_limits(self.problem, task.rulebook)
        self.limits = self._limits()
        self.proof = _Proof()
        self.least = 0  # so many people change at least

    def _limits(self) -> Limits:
        """Every rule's limits, without what is broken already and has to stay so."""
        found = dict(self.raw)
        value = values(self.problem, self.task.edited)
        spared = self._spared() if self.task.keep_edits else frozenset()
        known = {(exception.rule, exception.officers, exception.day) for exception in self.task.acknowledged}
        for rule in self.task.rulebook.rules:
            if rule.must:
                kept = {
                    id(limit)
                    for limit in found[rule.name]
                    if (rule.name, limit) in spared or (rule.name, limit.spot.officers, limit.spot.on) in known
                }
                found[rule.name] = sorted_out(found[rule.name], value, self.task.since, self.problem, kept)
        return found

    def _spared(self) -> frozenset[tuple[str, Limit]]:
        """Musts that the hand edits break by themselves: kept as they are."""
        musts = Rulebook(tuple(rule for rule in self.task.rulebook.rules if rule.must))
        limits = all_limits(self.task.before, musts)
        now, then = (
            values(self.task.before, self.task.typed or self.task.edited),
            values(self.task.before, self.task.published),
        )
        return frozenset(
            (name, limit) for name, group in limits.items() for limit in group if limit.amount(now) > limit.amount(then)
        )

    def _model(self, grain: Grain, rulebook: Rulebook, more: tuple[Limit, ...] = ()) -> Model:
        stays = Fixed(rule="fixed", id=STAYS, weight="must")
        held = (*self._begun(), *more)
        rules: tuple[Rule, ...] = (*rulebook.rules, stays)
        return Model(self.problem, Rulebook(rules), {**self.limits, STAYS: held}, grain)

    def _begun(self) -> Iterator[Limit]:
        """What stays as published: what began before, and crews that were cut."""
        yield from self.kept.history(self.task.since, self._dropped_out())
        yield from self.kept.cut({(pin.officer, pin.day) for pin in self.task.pins})

    def _dropped_out(self) -> set[tuple[str, int]]:
        """Officers and days of duties that an absence or a hand edit takes away."""
        dropped = {
            (duty.officer, duty.day)
            for duty in self.task.published.work()
            if self.problem.absent(duty.officer, self.problem.shift[duty.shift].span(duty.day))
        }
        return dropped | {(pin.officer, pin.day) for pin in self.task.pins}

    # ------------------------------------------------------------------------------------------ by kind: the bounds

    def go(self) -> Repaired:
        """All stages. Raises NoRosterError, OutOfTimeError, InternalError.

        Where the time comes before any of them has a roster, the roster as it stands is one if it keeps the musts.
        """
        kind = self._model("kind", self.binding)
        keeping = Keeping(kind)
        undone = self._undone(kind)
        try:
            stage = self._fewest(kind, keeping, undone)
            return self._by_crew(stage, kind, keeping)
        except OutOfTimeError:
            report = verify(self.problem, self.task.rulebook, self.task.edited)
            if report.must_violations:
                raise
            self.proof = _Proof(short={tier: report.short.get(tier, 0) for tier in kind.short})
            return self._verified(self.task.edited, ())

    def _undone(self, model: Model) -> cp_model.IntVar:
        """How many hand edits are not kept."""
        amounts = [model.forms.amount(limit) for limit in self.pins.values()]
        total = model.model.new_int_var(0, max(1, len(amounts)), "edits undone")
        model.model.add(total == Sum([amount for amount, _ in amounts]))
        return total

    def _fewest(self, model: Model, keeping: Keeping, undone: cp_model.IntVar) -> Stage:
        """Fewest people, then fewest duties, with shortfalls as small as can be; with what is proved of each."""
        people = keeping.people
        weight = self._weight()
        none = {undone: 0, **dict.fromkeys(model.short.values(), 0)}
        stage = self._fewest_within(model, keeping, none, 0.35)
        if stage is None or stage.values is None:
            most, settled = self._settle(model, undone)
            stage = self._fewest_within(model, keeping, most, 0.5)
            if stage is None or stage.values is None:
                if settled is None or (stage is not None and stage.status == cp_model.INFEASIBLE):
                    self._nothing(stage)
                stage = replace(settled, bound=0)  # no time to look for fewer changes: as few as were met on the way
        self.proof.undone = stage.value(undone)
        for tier, short in model.short.items():
            self.proof.short[tier] = stage.value(short)
        self._prove(stage, weight, stage.value(people))
        return stage

    def _fewest_within(
        self, model: Model, keeping: Keeping, most: Mapping[cp_model.IntVar, int], share: float
    ) -> Stage | None:
        """Fewest changes with totals no larger than `most`; None where the relaxation has no such solution.

        As few people as the relaxation allows are tried first, among those whom it does not rule out; then one more.
        """
        people, objective = keeping.people, self._weight() * keeping.people + keeping.duties
        trial = model.model.clone()
        for total, largest in most.items():
            trial.add(total <= largest)
        start = {variable.index: value for variable, value in model.decisions.hints(self.task.edited)}
        relaxed = LeastPeople(trial, people, keeping.changed, start, self.options.workers)
        fewest = relaxed.bound()
        if fewest is None:
            return None
        few = {people: fewest, **dict.fromkeys(relaxed.needless(fewest, self.run.over), 0)}
        self.least = fewest
        stage = self._stage(model, objective, {**most, **few}, share / 2, "fewest changes", prove=False)
        if stage.values is not None:
            return stage
        if stage.status == cp_model.INFEASIBLE:
            self.least = fewest + 1
        return self._stage(model, objective, most, share, "fewest changes", least={people: self.least})

    def _weight(self) -> int:
        """What a person counts in duties: more than all dates of so many people as may be concerned."""
        concerned = {officer for officer, _day in duty_changes(self.task.published, self.task.edited)}
        concerned |= {officer for officer, _day in self._dropped_out()}
        return self.problem.horizon.days * (4 + 2 * len(concerned))

    def _prove(self, stage: Stage, weight: int, people: int) -> None:
        """The proven least number of people, and of duties where that number is reached.

        A person has at most all dates changed, so that the bound b on weight * people + duties proves people >=
        b / (weight + dates), rounded up.
        """
        self.proof.people = min(people, max(self.least, -(-stage.bound // (weight + self.problem.horizon.days))))
        self.proof.duties = max(0, stage.bound - weight * people) if self.proof.people == people else 0

    def _settle(self, model: Model, undone: cp_model.IntVar) -> tuple[dict[cp_model.IntVar, int], Stage | None]:
        """Edits undone and each priority's shortfall in turn as small as can be, and the last solution."""
        most: dict[cp_model.IntVar, int] = {}
        last: Stage | None = None
        totals = [*([(0, undone)] if self.pins else []), *model.short.items()]
        for position, (tier, total) in enumerate(totals):
            stage = self._stage(model, total, most, 0.6 / (len(totals) - position), "shortfalls", last)
            if stage.values is None and last is None:
                if stage.status != cp_model.INFEASIBLE:  # a first roster is worth more of the time than its share
                    stage = self._stage(model, total, most, 0.8, "shortfalls")
                if stage.values is None:
                    self._nothing(stage)
            last = stage if stage.values is not None else last
            assert last is not None
            most[total] = last.value(total)
            if tier:
                self.proof.short_bound[tier] = stage.bound if stage.values is not None else 0
        return most, last

    def _stage(
        self,
        model: Model,
        objective: Expression,
        most: Mapping[cp_model.IntVar, int],
        share: float,
        phase: str,
        hint: Stage | None = None,
        prove: bool = True,
        least: Mapping[cp_model.IntVar, int] | None = None,
    ) -> Stage:
        trial = model.model.clone()
        for total, largest in most.items():
            trial.add(total <= largest)
        for total, smallest in (least or {}).items():
            trial.add(total >= smallest)
        target = objective
        if not isinstance(objective, cp_model.IntVar):
            target = trial.new_int_var(0, 2**40, "objective")
            trial.add(target == objective)
        trial.minimize(target)
        if hint is None:
            for variable, value in model.decisions.hints(self.task.edited):
                trial.add_hint(variable, value)
        elif hint.values is not None:
            hint = replace(hint, values=hint.values[: len(model.model.proto.variables)])
        limit = self.run.left() * share
        prover = Prover(trial, limit, self.options.seed) if prove and not self.options.deterministic else None
        return self.run(trial, limit, hint, phase, prover=prover)

    def _nothing(self, stage: Stage | None) -> NoReturn:
        if stage is None or stage.status == cp_model.INFEASIBLE:
            history = list(self._begun())
            sentence, rules = clashing_rules(self.problem, self.task.rulebook, self.limits, history)
            raise NoRosterError(
                _("no lawful roster exists with these changes: history, absences and musts cannot all hold")
                + (f"\n{sentence}" if rules else ""),
                rules,
            )
        raise OutOfTimeError(_("the time limit came before any roster was found; give more time"))

    # ------------------------------------------------------------------------------------------------ by crew: seats

    def _by_crew(self, stage: Stage, kind: Model, keeping: Keeping) -> Repaired:
        """Seats for what was found by kind: of those concerned alone, of everybody on their days, of the whole."""
        cells, shifts = self._concerned(kind, stage)
        people, duties = stage.value(keeping.people), stage.value(keeping.duties)
        officers, days = {officer for officer, _day in cells}, {day for day, _shift in shifts}
        near = {(day, shift) for day in days for shift in self.problem.shift_codes}
        everything = {(day, shift) for day in self.problem.horizon.range for shift in self.problem.shift_codes}

        for free, open_shifts, least in (
            (lambda officer, day: officer in officers and day in days, shifts, (people, duties)),
            (lambda officer, day: day in days, near, (people, duties)),
            (lambda officer, day: True, everything, None),
        ):
            found = self._seats(free, open_shifts, least)
            if found is not None:
                return found
        raise OutOfTimeError(_("the time limit came before any roster was found; give more time"))

    def _concerned(self, kind: Model, stage: Stage) -> tuple[set[tuple[str, int]], set[tuple[int, str]]]:
        """Officers' days and shifts that are not as published: by kind, by hand, for want of a vehicle or of cover."""
        problem, edited = self.problem, self.task.edited
        value = kind.decisions.reader(stage.value)
        cells: set[tuple[str, int]] = set()
        shifts: set[tuple[int, str]] = set()
        for officer in problem.officers:
            for day, code in ((day, code) for day in problem.horizon.range for code in problem.shift_codes):
                was = self.kept.work.get((officer.id, day)) == code
                if value(Work(officer.id, day, (code,))) != was:
                    cells.add((officer.id, day))
                    shifts.add((day, code))
        published = duty_changes(self.task.published, edited)
        cells |= published.keys()
        shifts |= {(day, shift) for (_o, day), both in published.items() for pair in both for shift in pair.split("/")}
        gone = {key for key in self._dropped_out() if key in self.kept.work}
        cells |= gone
        shifts |= {(day, self.kept.work[officer, day]) for officer, day in gone}
        shifts |= (
            {pin.unit[:2] for pin in self.task.vehicle_pins}
            | {pin.unit[:2] for pin in self.task.place_pins}
            | set(self._without_vehicle())
        )
        for (day, _whole), pieces in pieces_of(problem).items():
            shifts |= {(day, piece) for piece in pieces}
            cells |= {(member, day) for crew in edited.crews for member in crew.officers if crew.unit.day == day}
        report = verify(problem, self.binding, edited)
        found = [f for f in (*report.must_violations, *report.shortfalls) if f.duty_day is not None]
        shifts |= {
            (day, code)
            for f in found
            for code in problem.shift_codes
            if f.shift in ("", code)
            for day in [f.duty_day or 0]
        }
        return cells, {(day, shift) for day, shift in shifts if shift in problem.shift}

    def _without_vehicle(self) -> Iterator[tuple[int, str]]:
        """Shifts on which a crew's vehicle is away."""
        for crew in self.task.edited.crews:
            span = self.problem.shift[crew.unit.shift].span(crew.unit.day)
            if any(a.id == crew.vehicle and a.span.overlap(span) for a in self.problem.maintenance):
                yield crew.unit.day, crew.unit.shift

    def _seats(
        self, free: Free, open_shifts: Collection[tuple[int, str]], least: tuple[int, int] | None
    ) -> Repaired | None:
        """What is free decided by crew, the rest as published; within so many people and duties where they are given.

        None where that has no solution.
        """
        more = tuple(self.kept.outside(free, open_shifts))
        model = self._model("crew", self.task.rulebook, more)
        keeping, undone = Keeping(model), self._undone(model)
        most: dict[cp_model.IntVar, int] = {undone: self.proof.undone}
        known = set(self.proof.short)
        most |= {total: self.proof.short[tier] for tier, total in model.short.items() if tier in known}
        people, duties = least if least is not None else self._fewest_by_crew(model, keeping, undone, most)
        most |= {keeping.people: people, keeping.duties: duties}
        for tier, total in model.short.items():
            if tier not in known:  # what only seats tell, as who sits with whom: no bound by kind
                stage = self._stage(model, total, most, CREW_SHARE / 2, "shortfalls", prove=False)
                if stage.values is None:
                    return None
                most[total] = self.proof.short[tier] = stage.value(total)
        scale = 1 + len(self.problem.units) * 8
        best = self._stage(model, scale * keeping.notice + keeping.crews, most, CREW_SHARE, "crews", prove=False)
        if best.values is None:
            return None
        most |= {keeping.notice: best.value(keeping.notice), keeping.crews: best.value(keeping.crews)}
        wishes = self._stage(model, model.wishes, most, CREW_SHARE, "wishes", best, prove=False)
        last = wishes if wishes.values is not None else best
        chosen = {pin.unit: pin.vehicle for pin in self.task.vehicle_pins}
        roster = keep_vehicles(model.decisions.read(last.value), self.task.edited, self.problem, chosen)
        pinned = {(pin.officer, pin.day) for pin in self.task.pins}
        roster = cheapest_helpers(roster, self.task.published, self.problem, self.task.rulebook, self.raw, pinned)
        value = values(self.problem, roster)
        return self._verified(roster, tuple(pin for pin, limit in self.pins.items() if limit.amount(value)))

    def _fewest_by_crew(
        self, model: Model, keeping: Keeping, undone: cp_model.IntVar, most: dict[cp_model.IntVar, int]
    ) -> tuple[int, int]:
        """People and duties where crews need more changes, or more shortfalls, than kinds do."""
        objective = self._weight() * keeping.people + keeping.duties
        found = self._stage(model, objective, most, 0.5, "fewest changes", prove=False)
        if found.values is None:
            most.clear()
            most |= self._settle(model, undone)[0]
            found = self._stage(model, objective, most, 0.6, "fewest changes", prove=False)
        if found.values is None:
            self._nothing(found)
        for tier, total in model.short.items():
            self.proof.short[tier] = found.value(total)
        return found.value(keeping.people), found.value(keeping.duties)

    # -------------------------------------------------------------------------------------------------- verification

    def _verified(self, roster: Roster, undone: tuple[AnyPin, ...]) -> Repaired:
        """The roster with the checks' report. Raises InternalError where checks and limits disagree."""
        problem, rulebook = self.problem, self.task.rulebook
        report = verify(problem, rulebook, roster)
        whole = score(problem, rulebook, self.raw, roster)
        musts = sum(f.amount for f in report.must_violations)
        if Score(report.short, report.objective, musts) != whole:
            raise InternalError(f"checks say {report.short}, {report.objective}, {musts}; limits say {whole}")
        edited = verify(problem, rulebook, self.task.edited) if report.must_violations else Report(())
        allowed = {finding.spot for finding in edited.must_violations}
        worse = [finding for finding in report.must_violations if finding.spot not in allowed]
        if worse:
            raise InternalError("\n".join(finding.sentence for finding in worse))
        changes = duty_changes(self.task.published, roster)
        people, duties = len({officer for officer, _day in changes}), len(changes)
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
            undone=undone,
            notes=self.run.notes(),
        )


def replan(
    task: Task, options: Options | None = None, watch: Watch = lambda moment: None, stop: Stop | None = None
) -> Repaired:
    """The repair with the fewest changes that was found within the limit, verified."""
    return Replan(task, options or Options(), watch, Stop() if stop is None else stop).go()
