"""Why a unit can never run: on a date and shift, or in the whole roster; told from tables and musts, without a solver.

    impossible = Impossible(problem, rulebook)    # or Impossible(problem, rulebook, limits), where they are known
    impossible.why("car", day=2, shift="N")       # -> (Hindrance, ...): each alone keeps every car off
    impossible.never()                            # -> (Never, ...): kinds asked for that can run nowhere

Each hindrance is a theorem: under the musts no unit of the kind starts on that date and shift. `rule` names the must
that asks for it, or is empty where the tables and nobody's rule say so (causes `demand`, `shift`, `hours`, `nobody`).
An empty answer promises nothing. `roster.io.hindrance_lines` has the sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from roster.arithmetic.crews import Crews, Need
from roster.arithmetic.quality import PEOPLE
from roster.arithmetic.starts import Person, could, people
from roster.domain.clock import Span
from roster.domain.ids import ShiftId
from roster.domain.places import VehicleGroup
from roster.domain.problem import Problem
from roster.domain.service import DemandLine, Unit, UnitKind
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit

Cause = Literal["demand", "shift", "hours", "nobody", "crew", "members", "driver", "vehicle"]
"""
- `demand`: no row of demand asks for the kind in this shift's hours on this date
- `shift`: the table `units` does not let the kind work this shift
- `hours`: demand asks for the kind, but in no hours that the shift, or any that it may work, covers whole
- `nobody`: nobody could start this shift on this date
- `crew`: more members are asked for than the kind's crew has
- `members`: fewer than asked for of a quality could be there
- `driver`: whichever vehicle the unit takes, nobody who could be there may drive it
- `vehicle`: no vehicle is fit for the unit
"""

Fault = Literal["kind", "seats", "away", "licence"]


class Unfit(NamedTuple):
    """Vehicles that nothing tells apart, and why a unit cannot take them; `row` as `absences.csv:3` where one does."""

    vehicles: tuple[str, ...]
    fault: Fault
    licence: str = ""
    seats: int = 0
    row: str = ""


@dataclass(frozen=True)
class Hindrance:
    """One thing that alone keeps every unit of a kind from running on a date and shift.

    `asked` and `there` count members of `quality`; `reasons` say how many of that quality each rule keeps away.
    """

    cause: Cause
    rule: str = ""
    quality: str = PEOPLE
    asked: int = 0
    there: int = 0
    known: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    unfit: tuple[Unfit, ...] = ()
    source: str = ""  # the row of demand that asks in hours that the shift does not cover

    @property
    def same(self) -> tuple[object, ...]:
        """What tells it from others whatever the date: hindrances alike on several dates are told once."""
        faults = tuple((one.vehicles, one.fault, one.licence) for one in self.unfit)
        return self.cause, self.rule, self.quality, self.asked, self.known, faults


@dataclass(frozen=True)
class Never:
    """A kind that is asked for and can run on no date and shift; `starts` are those on which it would be of use.

    `hindrances` are those of a sort that hold on all of these, else of every sort, each as it is most of the time.
    """

    kind: str
    asked: int  # the most units that a row of demand asks for at once
    starts: tuple[ShiftId, ...]
    hindrances: tuple[Hindrance, ...]
    sources: tuple[str, ...]  # the rows of demand, as `demand.csv:12`


class Impossible:
    """What keeps units of a problem from ever running, as its musts say."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, limits: Mapping[str, Sequence[Limit]] | None = None
    ) -> None:
        self.problem = problem
        musts = [rule for rule in rulebook.rules if rule.must]
        self.held: list[tuple[Rule, Limit]] = [
            (rule, limit) for rule in musts for limit in (limits[rule.name] if limits else rule.limit_all(problem))
        ]
        self.persons: dict[str, Person] = people(problem, self.held)
        self.crews = Crews(problem, self.held)

    def why(self, kind: str, day: int, shift: str) -> tuple[Hindrance, ...]:
        """What keeps every unit of a kind from running on a day and shift; empty where arithmetic finds nothing."""
        units = [unit for unit in self.problem.units_of.get(ShiftId(day, shift), ()) if unit.kind == kind]
        if not units:
            return tuple(self._no_candidate(self.problem.kind[kind], day, shift))
        everyone = [could(person, ShiftId(day, shift)) for person in self.persons.values()]
        if not any(everyone):
            reasons = self._reasons(self.persons, ShiftId(day, shift))
            return (Hindrance("nobody", asked=1, known=len(everyone), reasons=reasons),)
        first, *others = ({found.same: found for found in self._of_unit(unit)} for unit in units)
        return tuple(found for key, found in first.items() if all(key in other for other in others))

    def never(self) -> tuple[Never, ...]:
        """The kinds that a minimum of demand asks for and that can run on no date and shift, in the table's order."""
        return tuple(
            found
            for kind in self.problem.kinds
            if (found := self._never(kind, [x for x in self.problem.lines if x.kind == kind.code and x.minimum]))
        )

    def _never(self, kind: UnitKind, lines: Sequence[DemandLine]) -> Never | None:
        starts = [start for start, units in self.problem.units_of.items() if any(u.kind == kind.code for u in units)]
        wanted = [line for line in lines if line.days & set(self.problem.horizon.range)]
        if not wanted:
            return None
        if not starts:
            return self._told(kind, wanted, (), [Hindrance("hours", source=wanted[0].source)])
        dates: Counter[tuple[object, ...]] = Counter()
        alike: dict[tuple[object, ...], Counter[tuple[object, ...]]] = {}
        shown: dict[tuple[object, ...], Hindrance] = {}
        for day, shift in starts:
            found = self.why(kind.code, day, shift)
            if not found:
                return None
            dates.update({(one.cause, one.rule, one.quality) for one in found})
            for one in found:
                alike.setdefault((one.cause, one.rule, one.quality), Counter())[one.same] += 1
                shown.setdefault(one.same, one)
        always = [sort for sort, number in dates.items() if number == len(starts)]
        told = [shown[alike[sort].most_common(1)[0][0]] for sort in always or [s for s, _n in dates.most_common()]]
        return self._told(kind, wanted, starts, told)

    def _told(
        self, kind: UnitKind, wanted: Sequence[DemandLine], starts: Sequence[ShiftId], told: Sequence[Hindrance]
    ) -> Never:
        sources = tuple(dict.fromkeys(line.source for line in wanted if line.source))
        return Never(kind.code, max(line.minimum for line in wanted), tuple(starts), tuple(told), sources)

    def _no_candidate(self, kind: UnitKind, day: int, shift: str) -> Iterator[Hindrance]:
        """Why the tables make no unit of the kind on a day and shift."""
        problem = self.problem
        span = problem.shift[shift].span(day)
        if shift not in (kind.shifts or problem.line_shifts):
            yield Hindrance("shift")
        asking = [
            line
            for line in problem.lines
            if line.kind == kind.code
            and line.shift in ("", shift)
            and any(line.window.on(d).overlap(span) for d in line.days)
        ]
        if not asking:
            yield Hindrance("demand")
        elif shift in (kind.shifts or problem.line_shifts):
            yield Hindrance("hours", source=asking[0].source)

    def _of_unit(self, unit: Unit) -> Iterator[Hindrance]:
        kind, start, crew = self.problem.kind[unit.kind], unit.id.start, self.crews[unit.id]
        for need in crew.needs:
            able = self.crews.able(unit.id, need.officers, self.persons)
            if need.number > kind.crew:
                yield self._members("crew", need, kind, kind.crew, start)
            elif len(able) < need.number:
                yield self._members("members", need, kind, len(able), start)
        usable = self.crews.usable(unit.id)
        if usable is None:
            return
        rule = crew.rides[0][1]
        driven = [group for group in self.problem.vehicle_groups if group.id in usable]
        barred = {group.id for group in driven if self._undriven(unit, group.id)}
        if len(barred) == len(driven):
            cause: Cause = "driver" if driven else "vehicle"
            yield Hindrance(cause, rule, asked=1, unfit=tuple(self._unfit(unit, kind, barred)))

    def _undriven(self, unit: Unit, group: str) -> bool:
        needs = self.crews[unit.id].licensed.get(group, ())
        return any(not self.crews.able(unit.id, need.officers, self.persons) for need in needs)

    def _unfit(self, unit: Unit, kind: UnitKind, undriven: Iterable[str]) -> Iterator[Unfit]:
        """The fault of each vehicle of the kinds asked for; none where there is no such vehicle."""
        span = self.problem.shift[unit.shift].span(unit.day)
        for group in self.problem.vehicle_groups:
            if group.kind in kind.vehicle_kinds:
                names = tuple(vehicle.id for vehicle in group.vehicles)
                yield Unfit(names, self._fault(group, kind, undriven), group.licence, group.seats,
                            self._row(group, span))  # fmt: skip

    def _fault(self, group: VehicleGroup, kind: UnitKind, undriven: Iterable[str]) -> Fault:
        if group.id in undriven:
            return "licence"
        return "seats" if group.seats < kind.crew else "away"

    def _row(self, group: VehicleGroup, span: Span) -> str:
        rows = (a.source for a in self.problem.maintenance if a.id == group.id and a.span.overlap(span))
        return next(rows, "")

    def _members(self, cause: Cause, need: Need, kind: UnitKind, there: int, start: ShiftId) -> Hindrance:
        made_of = [name for name in (*kind.composition, *sorted(need.names)) if name in need.names]
        quality = made_of[0] if made_of else PEOPLE
        known = len(need.officers)
        reasons = self._reasons(need.officers, start)
        return Hindrance(cause, need.rule, quality, need.number, there, known, reasons)

    def _reasons(self, officers: Iterable[str], start: ShiftId) -> tuple[tuple[str, int], ...]:
        barred = (self.persons[officer].barred.get(start) for officer in officers)
        return tuple(Counter(rule for rule in barred if rule).most_common())
