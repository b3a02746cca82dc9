"""Hand edits of a duty that is under way: what was served until now stays, and who was typed in serves the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from roster.domain.disruption import Disruption, cut_short
from roster.domain.ids import CrewId, ShiftId, UnitId
from roster.domain.parts import cut_roster, pieces_of, with_duties
from roster.domain.people import Absence
from roster.domain.pins import AnyPin, Pin, PlacePin
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, crew_labels
from roster.domain.service import Cut, Unit
from roster.living.week import Week


@dataclass(frozen=True)
class UnderWay:
    """The crews of a week that are on duty at a minute and have other members by hand than were written."""

    week: Week
    minute: int  # in the horizon; 0 where nothing is history

    def between(self, said: Disruption) -> Disruption:
        """What came between, as `cut_short` has it; a leave typed for somebody on duty begins at the minute."""
        week, problem = self.week, self.week.problem
        new = cut_short(said, week.roster, problem, self.minute)
        cuts = (*new.cuts, *(Cut(self._whole(unit), self.minute) for unit in self._units()))
        return replace(new, cuts=tuple(sorted(set(cuts)))) + Disruption(absences=tuple(self._leaves(problem)))

    def roster(self, problem: Problem, typed: Roster) -> Roster:
        """The roster with its crews cut as the problem has them; before the minute with the members then written."""
        changed = self._changed()
        labels = dict(zip(typed.crews, crew_labels(typed), strict=True))
        rest = tuple(crew for crew in typed.crews if self._id(crew.unit, labels[crew]) not in changed)
        now = tuple(crew for crew in typed.crews if crew not in rest)
        before = cut_roster(Roster(tuple(changed.values())), problem).crews
        after = cut_roster(Roster(now), problem).crews
        crews = (
            *cut_roster(replace(typed, crews=rest), problem).crews,
            *(crew for crew in before if self._end(crew, problem) <= self.minute),
            *(crew for crew in after if self._end(crew, problem) > self.minute),
        )
        return with_duties(replace(typed, crews=crews), problem)

    def pins(self, roster: Roster, problem: Problem) -> tuple[AnyPin, ...]:
        """The edits as choices that stand: those of duties under way ask for the part that is left."""
        touched = {(unit.day, problem.shift[unit.shift].whole) for unit in self._units()}
        work = {(d.officer, d.day): d.shift for d in roster.work() if (d.day, problem.shift[d.shift].whole) in touched}
        days = {day for day, _whole in touched}
        return tuple(
            now
            for pin in self.week.checked.pins
            for now in (
                (replace_shift(pin, work[pin.officer, pin.day]),)
                if isinstance(pin, Pin) and pin.day in days and (pin.officer, pin.day) in work
                else self._of_pieces(pin, problem)
            )
        )

    def _of_pieces(self, pin: AnyPin, problem: Problem) -> Iterator[AnyPin]:
        """A pin of a unit; of one that was cut, pins of its pieces that are not over at the minute."""
        cut = pieces_of(problem).get(ShiftId(pin.day, pin.shift) if isinstance(pin, Pin) else pin.unit.start, ())
        units = {cut.unit for cut in problem.cuts}
        if isinstance(pin, Pin) or not cut or pin.unit not in units:
            yield pin
            return
        day, _shift, label = pin.unit
        for piece in cut:
            span = problem.shift[piece].span(day)
            if span.end <= self.minute:
                continue
            if not isinstance(pin, PlacePin):
                yield pin._replace(unit=UnitId(day, piece, label))
                continue
            for slot in problem.slots_of(problem.unit[UnitId(day, piece, label)]):
                if pin.slot.span.overlap(slot.span):
                    yield pin._replace(unit=UnitId(day, piece, label), slot=slot)

    def _leaves(self, problem: Problem) -> Iterator[Absence]:
        """The leaves typed, those of people on duty from the minute on."""
        on_duty = {
            member.officer: problem.duty(member.officer, crew.unit.day, crew.duty_of(member.officer)).span
            for crew in self._changed().values()
            for member in crew.members
        }
        for absence in self.week.checked.read.leaves:
            span = on_duty.get(absence.id)
            begins = self.minute if span and span.overlap(absence.span) else absence.span.start
            yield replace(absence, span=absence.span._replace(start=max(absence.span.start, begins)))

    def _changed(self) -> dict[CrewId, Crew]:
        """Crews on duty at the minute, as written, that have other members by hand."""
        written, roster, problem = self.week.written, self.week.roster, self.week.problem
        now = {self._id(c.unit, label): c for label, c in zip(crew_labels(roster), roster.crews, strict=True)}
        found = {}
        for label, crew in zip(crew_labels(written), written.crews, strict=True):
            span = problem.shift[crew.unit.shift].span(crew.unit.day)
            key = self._id(crew.unit, label)
            same = key in now and now[key].officers == crew.officers
            if span.start < self.minute < span.end and not same:
                found[key] = crew
        return found

    def _units(self) -> list[Unit]:
        return [crew.unit for crew in self._changed().values()]

    def _whole(self, unit: Unit) -> UnitId:
        return UnitId(unit.day, self.week.problem.shift[unit.shift].whole, unit.label)

    @staticmethod
    def _id(unit: Unit, label: str) -> CrewId:
        return CrewId(unit.day, unit.shift, label)

    @staticmethod
    def _end(crew: Crew, problem: Problem) -> int:
        return problem.shift[crew.unit.shift].span(crew.unit.day).end


def replace_shift(pin: Pin, shift: str) -> Pin:
    """The pin for a part of its shift; of which unit is left open."""
    return pin._replace(shift=shift, unit="")
