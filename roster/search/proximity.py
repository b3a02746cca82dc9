"""The best roster near another one: solved again from it, and of two equally good ones the nearer is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import replace

from ortools.sat.python import cp_model

from roster.aggregation import aggregate
from roster.decisions import roster_of
from roster.domain.ids import ShiftId
from roster.domain.price import Proved
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Expression, Sum
from roster.model import Model
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.variables import Runs, Seat, Serves, Valuation, Work
from roster.search.lexicographic import lexicographic
from roster.search.portfolio import solve_model
from roster.search.proof import proved
from roster.search.run import Clock, Options, SolveResult, Stop, Watch
from roster.search.score import values
from roster.search.seating import Seating
from roster.search.solution import Cost, Solution, if_its_own
from roster.tiers import Limits, all_limits


class ProximitySearch:
    """One problem, searched from a present roster; `always` holds besides the rules."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, present: Roster, always: Iterable[Limit] = (),
        limits: Limits | None = None,
    ) -> None:  # fmt: skip
        self.problem, self.rulebook, self.present = problem, rulebook, present
        self.always = list(always)
        self.limits = all_limits(problem, rulebook) if limits is None else limits
        self.model = Model(problem, rulebook, self.limits, "kind")
        for limit in aggregate(self.always, problem):
            self.model.forms.hold(limit)
        self.seating = Seating(problem, rulebook, self.limits)
        self._present = values(problem, present)
        self.repair_seconds: float | None = None  # for days on which people cannot be seated; None as tuned

    def starting_from(self, present: Roster) -> ProximitySearch:
        """The same problem searched from another roster; nothing is built again."""
        other = copy(self)
        other.present, other._present = present, values(self.problem, present)
        return other

    def cost(self, roster: Roster, own: bool = False) -> Solution | None:
        """A roster with its findings; None where it breaks a must or what always holds.

        One made elsewhere, with officers, units or slots that this problem lacks, is not one of its rosters: None too.
        For one of our `own` that is an internal error.
        """
        value = values(self.problem, roster)
        if any(limit.amount(value) for limit in self.always):
            return None
        return self.unforced(roster, own)

    def unforced(self, roster: Roster, own: bool = False) -> Solution | None:
        """The same, whatever always holds besides the rules."""
        return if_its_own(self.problem, self.rulebook, self.limits, list(self.model.short), roster, strict=own)

    def best(
        self, options: Options, watch: Watch = lambda moment: None, stop: Stop | None = None,
        days: Collection[int] | None = None,
        move_cost: int = 0,
        first: Roster | None = None,
    ) -> Solution | None:  # fmt: skip
        """The best roster in the time given; None where none was found.

        With `days`, duties of other days stay. Each duty moved costs `move_cost`; with 0 wishes come first, and of
        rosters that are equally good the nearest is taken. `first` is a roster known beforehand: it counts as found.
        """
        tuning = options.tuning.proximity
        run = Clock(replace(options, strategies=tuning.strategies), watch, Stop() if stop is None else stop)
        self.seating.threads = options.workers
        begin = first or self.present
        start = self.cost(begin)
        trial = self.model.model.clone()
        self._stay(trial, days)
        for variable, value in self.model.decisions.hints(begin):
            trial.add_hint(variable, value)
        held, stage = dict.fromkeys(self.model.short, 0), None
        if start is None or any(start.cost[:-1]):
            held, stage = self._settled(trial, run)
            if stage is None:
                return start
            trial.clear_hints()  # type: ignore[no-untyped-call]
        self._hold(trial, held)
        trial.minimize(self.model.wishes + move_cost * Sum(self._moves()) if move_cost else self.model.wishes)
        found = solve_model(
            run, trial, run.left() * (1 if move_cost else tuning.improving_share), stage, "wishes", options.gap
        )
        nearest = None if move_cost or found.values is None else self._nearest(trial, found, run)
        stages = [part for part in (nearest, found, stage) if part is not None and part.values is not None]
        known = [roster for roster in (*(self._seated(part, run) for part in stages), start) if roster is not None]
        return min(known, key=lambda roster: self._order(roster, move_cost), default=None)

    def proved(self, found: Solution, seconds: float) -> Proved:
        """What a roster of this problem costs, beside what is proved in some seconds of every one."""
        return proved(self.model, found.report.short, found.report.objective, seconds)

    def _nearest(self, trial: cp_model.CpModel, found: SolveResult, run: Clock) -> SolveResult:
        """As cheap as what was found, with as few moves as can be."""
        closer = trial.clone()
        closer.add(self.model.wishes <= found.objective)
        closer.clear_hints()  # type: ignore[no-untyped-call]
        closer.minimize(Sum(self._moves()))
        return solve_model(run, closer, run.left(), found, "nearest")

    def _order(self, found: Solution, move_cost: int) -> tuple[Cost, int, int]:
        moved = self.moved(found.roster)
        return found.cost[:-1], found.cost[-1] + move_cost * moved, moved

    def moved(self, roster: Roster) -> int:
        """Duties of the present roster that are gone, and new ones."""
        return len(set(self.present.work()) ^ set(roster.work()))

    def _stay(self, trial: cp_model.CpModel, days: Collection[int] | None) -> None:
        """Keep the duties of other days."""
        for taken, variable in self.model.decisions.serving():
            if days is not None and taken.day not in days:
                trial.add(variable == self._present(taken))

    def _settled(self, trial: cp_model.CpModel, run: Clock) -> tuple[dict[int, int], SolveResult | None]:
        """Each priority in turn as little short as can be, and a roster as near the present one as that allows.

        What later priorities lack counts before moves, so that the first stage mostly settles them all.
        """
        short, moves = self.model.short, self._moves()
        part = run.options.tuning.proximity.short_share
        end = run.left() * (1 - part)

        def minimise(priority: int, held: Mapping[int, int], last: SolveResult | None) -> SolveResult | None:
            if last is not None and not last.value(short[priority]):
                return None
            stage = trial.clone()
            self._hold(stage, held)
            later = [one for other, one in short.items() if other not in held and other != priority]
            one_short = len(moves) + 1
            most = 1 + sum(one.proto.domain[-1] for one in later)
            stage.minimize(one_short * (most * short[priority] + Sum(later)) + Sum(moves))
            share = part if later else 1.0
            found = solve_model(run, stage, (run.left() - end) * share, last, "first roster")
            return found if found.values is not None else None

        def value(stage: SolveResult, priority: int) -> int:
            return stage.value(short[priority])

        settled = lexicographic(list(short), minimise, value, over=lambda: run.over() or run.left() <= end)
        stage = settled.solution
        return {} if stage is None else {priority: value(stage, priority) for priority in short}, stage

    def _hold(self, trial: cp_model.CpModel, held: Mapping[int, int]) -> None:
        """No more short than that."""
        for priority, amount in held.items():
            trial.add(self.model.short[priority] <= amount)

    def _moves(self) -> list[Expression]:
        """1 for each duty that is not as it was."""
        moves: list[Expression] = []
        for officer in self.problem.officers:
            for day in self.problem.horizon.range:
                for shift in self.problem.shift_codes:
                    work = Work(officer.id, day, (shift,))
                    variable = self.model.decisions.of(work)
                    if not isinstance(variable, int):
                        moves.append(1 - variable if self._present(work) else variable)
        return moves

    def _seated(self, stage: SolveResult, run: Clock) -> Solution | None:
        """A roster by kind with its people in crews: as they sit now, where the shift is as it was."""
        value = self.model.decisions.reader(stage.value)
        seats, failed = self.seating.seat(value)
        if failed:
            return self._mended(seats, {day for day, _shift in failed}, stage, run)
        fresh = self.cost(roster_of(self.problem, seats, value), own=True)
        kept = self.cost(roster_of(self.problem, self._as_now(seats, value), value))
        return min((r for r in (kept, fresh) if r is not None), key=lambda r: r.cost, default=None)

    def _as_now(self, seats: set[Seat], value: Valuation) -> set[Seat]:
        """These seats, with those of the present roster on each shift on which the same people serve in the same."""
        now: dict[ShiftId, set[Seat]] = {}
        for crew in self.present.crews:
            shift = crew.unit.id.start
            now.setdefault(shift, set()).update(Seat(officer, crew.unit.id) for officer in crew.officers)
        chosen: set[Seat] = set()
        for shift, units in self.problem.units_of.items():
            here = {seat for seat in seats if seat.unit.start == shift}
            before = now.get(shift, set())
            same = all(value(Runs(unit.id)) == self._present(Runs(unit.id)) for unit in units)
            known = {seat.unit for seat in before} <= {unit.id for unit in units}
            chosen |= before if same and known and self._serving(before) == self._serving(here) else here
        return chosen

    def _serving(self, seats: Iterable[Seat]) -> set[Serves]:
        kinds = {unit.id: self.problem.alike[unit.kind] for unit in self.problem.units}
        return {Serves(officer, unit.day, unit.shift, kinds.get(unit, "")) for officer, unit in seats}

    def _mended(self, seats: set[Seat], days: set[int], stage: SolveResult, run: Clock) -> Solution | None:
        """The days on which people cannot be seated, and those beside them, decided again by crew."""
        model = Model(self.problem, self.rulebook, self.limits, "crew")
        for limit in self.always:
            model.forms.hold(limit)
        around = {day + step for day in days for step in (-1, 0, 1)}
        for taken, variable in model.decisions.seats():
            if taken.unit.day not in around:
                model.model.add(variable == int(taken in seats))
        for priority, short in model.short.items():
            model.model.add(short <= stage.value(self.model.short[priority]))
        model.model.minimize(model.wishes)
        tuned = run.options.tuning.proximity.mending_seconds
        seconds = tuned if self.repair_seconds is None else self.repair_seconds
        found = solve_model(run, model.model, max(seconds, run.left()), None)
        return self.cost(model.decisions.read(found.value), own=True) if found.values is not None else None
