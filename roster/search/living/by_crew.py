"""Seats for the changes that were found by kind: only the days concerned are decided again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ortools.sat.python import cp_model

from roster.domain.errors import OutOfTimeError
from roster.domain.ids import ShiftId
from roster.domain.parts import pieces_of
from roster.domain.pins import Pin
from roster.domain.repair import duty_changes
from roster.i18n import _
from roster.model import Model
from roster.rules.variables import Work
from roster.search.living.burden import Burden
from roster.search.living.change_counts import ChangeCounts
from roster.search.living.fewest import Fewest
from roster.search.living.helpers import cheapest_helpers
from roster.search.living.pins import keep_leads
from roster.search.living.repairing import Repairing
from roster.search.living.task import Repaired
from roster.search.living.vehicles import keep_vehicles
from roster.search.run import SolveResult
from roster.search.verify import verify

Free = Callable[[str, int], bool]
"""Whether an officer's day may be decided again."""


class ByCrew:
    """The crews of a repair."""

    def __init__(self, repairing: Repairing) -> None:
        self.repairing, self.task, self.problem = repairing, repairing.task, repairing.problem

    def seated(self, stage: SolveResult, fewest: Fewest) -> Repaired:
        """Seats for what was found by kind: of those concerned alone, of everybody on their days, of the whole."""
        cells, shifts = self._concerned(fewest.model, stage)
        people, duties = stage.value(fewest.counts.people), stage.value(fewest.counts.duties)
        officers, days = {officer for officer, _day in cells}, {day for day, _shift in shifts}
        on_days = {ShiftId(day, shift) for day in days for shift in self.problem.shift_codes}
        everything = {ShiftId(day, shift) for day in self.problem.horizon.range for shift in self.problem.shift_codes}

        for free, open_shifts, least in (
            (lambda officer, day: officer in officers and day in days, shifts, (people, duties)),
            (lambda officer, day: day in days, on_days, (people, duties)),
            (lambda officer, day: True, everything, None),
        ):
            found = self._seats(free, open_shifts, least)
            if found is not None:
                return found
        raise OutOfTimeError(_("the time limit came before any roster was found; give more time"))

    def _concerned(self, kind: Model, stage: SolveResult) -> tuple[set[tuple[str, int]], set[ShiftId]]:
        """Officers' days and shifts that are not as published: by kind, by hand, for want of a vehicle or of cover."""
        problem, edited, work = self.problem, self.task.edited, self.repairing.fixed.work
        value = kind.decisions.reader(stage.value)
        cells: set[tuple[str, int]] = set()
        shifts: set[ShiftId] = set()
        for officer in problem.officers:
            for day, code in ((day, code) for day in problem.horizon.range for code in problem.shift_codes):
                was = work.get((officer.id, day)) == code
                if value(Work(officer.id, day, (code,))) != was:
                    cells.add((officer.id, day))
                    shifts.add(ShiftId(day, code))
        published = duty_changes(self.task.published, edited)
        cells |= published.keys()
        shifts |= {
            ShiftId(day, shift) for (_o, day), both in published.items() for pair in both for shift in pair.split("/")
        }
        gone = {key for key in self.repairing.dropped_out() if key in work}
        cells |= gone
        shifts |= {ShiftId(day, work[officer, day]) for officer, day in gone}
        shifts |= {pin.unit.start for pin in self.task.pins if not isinstance(pin, Pin)}
        shifts |= set(self._without_vehicle())
        for (day, _whole), pieces in pieces_of(problem).items():
            shifts |= {ShiftId(day, piece) for piece in pieces}
            cells |= {(member, day) for crew in edited.crews for member in crew.officers if crew.unit.day == day}
        report = verify(problem, self.repairing.binding, edited)
        found = [f for f in (*report.must_violations, *report.shortfalls) if f.duty_day is not None]
        shifts |= {
            ShiftId(day, code)
            for f in found
            for code in problem.shift_codes
            if f.shift in ("", code)
            for day in [f.duty_day or 0]
        }
        return cells, {shift for shift in shifts if shift.shift in problem.shift}

    def _without_vehicle(self) -> Iterator[ShiftId]:
        """Shifts on which a crew's vehicle is away."""
        for crew in self.task.edited.crews:
            span = self.problem.shift[crew.unit.shift].span(crew.unit.day)
            if any(a.id == crew.vehicle and a.span.overlap(span) for a in self.problem.maintenance):
                yield crew.unit.id.start

    def _seats(self, free: Free, open_shifts: Collection[ShiftId], least: tuple[int, int] | None) -> Repaired | None:
        """What is free decided by crew, the rest as published; within so many people and duties where they are given.

        None where that has no solution.
        """
        repairing, proof = self.repairing, self.repairing.proof
        share = repairing.options.tuning.repairs.crew_share
        model = repairing.model("crew", self.task.rulebook, tuple(repairing.fixed.outside(free, open_shifts)))
        counts, undone = ChangeCounts(model), repairing.undone(model)
        most: dict[cp_model.IntVar, int] = {undone: proof.undone}
        known = set(proof.short)
        most |= {total: proof.short[tier] for tier, total in model.short.items() if tier in known}
        people, duties = least if least is not None else self._fewest(model, counts, undone, most)
        most |= {counts.people: people, counts.duties: duties}
        for tier, total in model.short.items():
            if tier not in known:  # what only seats tell, as who sits with whom: no bound by kind
                stage = repairing.stage(model, total, most, share / 2, "shortfalls", prove=False)
                if stage.values is None:
                    return None
                most[total] = proof.short[tier] = stage.value(total)
        called = Burden(model, counts)
        burden = model.model.new_int_var(0, called.largest(duties), "burden")
        model.model.add(burden == called.total(duties))
        crews = 1 + len(self.problem.units) * 8
        best = repairing.stage(model, crews * burden + counts.crews, most, share, "crews", prove=False)
        if best.values is None:
            return None
        most |= {burden: best.value(burden), counts.crews: best.value(counts.crews)}
        wishes = repairing.stage(model, model.wishes, most, share, "wishes", best, prove=False)
        return self._finished(model, wishes if wishes.values is not None else best)

    def _finished(self, model: Model, stage: SolveResult) -> Repaired:
        """The roster of a solution, with vehicles, helpers and leads as near to what was published as can be."""
        task, value = self.task, model.decisions.reader(stage.value)
        met = [pin for pin in task.pins if not self.repairing.pins[pin].amount(value)]
        roster = keep_vehicles(
            model.decisions.read(stage.value),
            task.edited,
            self.problem,
            met,
            task.published,
            self.repairing.options.tuning.repairs.vehicles_work,
        )
        pinned = task.typed_dates | {(pin.officer, pin.day) for pin in task.handed}
        roster = cheapest_helpers(roster, task.published, self.problem, task.rulebook, self.repairing.raw, pinned)
        return self.repairing.verified(keep_leads(roster, task.edited, task.pins, self.problem))

    def _fewest(
        self, model: Model, counts: ChangeCounts, undone: cp_model.IntVar, most: dict[cp_model.IntVar, int]
    ) -> tuple[int, int]:
        """People and duties where crews need more changes, or more shortfalls, than kinds do."""
        repairing = self.repairing
        objective = repairing.weight() * counts.people + counts.duties
        found = repairing.stage(model, objective, most, 0.5, "fewest changes", prove=False)
        if found.values is None:
            most.clear()
            most |= repairing.settle(model, undone)[0]
            found = repairing.stage(model, objective, most, 0.6, "fewest changes", prove=False)
        if found.values is None:
            repairing.nothing(found)
        for tier, total in model.short.items():
            repairing.proof.short[tier] = found.value(total)
        return found.value(counts.people), found.value(counts.duties)
