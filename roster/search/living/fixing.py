"""What may not change, as limits: history, and days that are left as they were published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from roster.domain.ids import ShiftId, UnitId
from roster.domain.parts import cut_roster, pieces_of
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.domain.service import Unit
from roster.rules.limits import Limit, Linear
from roster.rules.shared.positions import places
from roster.rules.spot import Spot
from roster.rules.variables import Runs, Seat, Stands, Uses, Work


def exactly(spot: Spot, decision: Work | Seat | Runs | Stands | Uses, value: int) -> Iterator[Limit]:
    """The decision has this value."""
    if value:
        yield Linear(spot, ((1, decision),), at_least=value, at_most=value)
    else:
        yield Linear(spot, ((1, decision),), at_most=0)


class FixedAssignments:
    """Limits that leave a part of a published roster as it is."""

    def __init__(self, problem: Problem, published: Roster, typed: Roster | None = None) -> None:
        """`typed` is the roster before crews were cut in mid-shift, where any were."""
        self.problem = problem
        self.crews = _by_unit(published)
        self.whole = _by_unit(cut_roster(typed, problem, away_too=True)) if typed else self.crews
        self.work = {(duty.officer, duty.day): duty.shift for duty in published.work()}
        self._group = {v.id: group.id for group in problem.vehicle_groups for v in group.vehicles}

    def history(self, since: int, dropping: Collection[tuple[str, int]]) -> Iterator[Limit]:
        """What began before a minute stays, but for the officers' days in `dropping` and slots that are yet to come.

        Where somebody drops out of a duty under way, others may take the place.
        """
        for unit in self.problem.units:
            span = self.problem.shift[unit.shift].span(unit.day)
            if span.start < since:
                gone = {officer for officer, day in dropping if day == unit.day} if span.end > since else set()
                yield from self._unit(unit, {o for o in gone if not self._in_another_part(o, unit)}, until=since)

    def _in_another_part(self, officer: str, unit: Unit) -> bool:
        """Whether who drops out of a duty in parts is away in a part that is not served in this unit."""
        problem, day = self.problem, unit.day
        if not problem.in_parts or problem.absent(officer, problem.shift[unit.shift].span(day)):
            return False
        whole = problem.shift[unit.shift].whole
        longer = (shift for shift in problem.in_parts if not shift.of and whole in shift.names)
        return any(problem.absent_in(officer, shift.spans(day)) for shift in longer)

    def cut(self, pinned: Collection[tuple[str, int]]) -> Iterator[Limit]:
        """Of a crew cut in mid-shift the pieces before somebody drops out stay, and who served one serves the next.

        A crew that cannot go on without who dropped out may end there. `pinned` are officers and days of hand edits.
        """
        for unit in self.problem.units:
            of, pieces = self.problem.shift[unit.shift].of, pieces_of(self.problem)
            if not of:
                continue
            row, free = pieces[ShiftId(unit.day, of)], {officer for officer, day in pinned if day == unit.day}
            at = row.index(unit.shift)
            here, lost = self._people(unit, row[at : at + 1]), [piece for piece in row if self._loses(unit, piece)]
            if lost and row.index(lost[0]) > at:
                yield from self._unit(unit, free, until=None)
            elif at:
                spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
                running = ((-1, Runs(unit.id)),) if unit.most == 1 else ()
                for officer in sorted((self._people(unit, row[at - 1 : at]) & here) - free):
                    stays = ((1, Seat(officer, unit.id)), *running)
                    yield Linear(spot._replace(officers=(officer,)), stays, at_least=0 if running else 1)

    def _people(self, unit: Unit, pieces: Sequence[str]) -> set[str]:
        crews = (crew for piece in pieces for crew in self.crews.get(UnitId(unit.day, piece, unit.label), ()))
        return {officer for crew in crews for officer in crew.officers}

    def _loses(self, unit: Unit, piece: str) -> bool:
        """Whether somebody of the unit drops out in a piece, or before it: who was in it is away."""
        crews = self.whole.get(UnitId(unit.day, piece, unit.label), ())
        members = {officer for crew in crews for officer in crew.officers}
        return not members <= self._people(unit, [piece])

    def outside(self, free: Callable[[str, int], bool], open_shifts: Collection[ShiftId]) -> Iterator[Limit]:
        """Officers' days that are not free stay, and so do crews on shifts that are not open."""
        for officer in self.problem.officers:
            for day in self.problem.horizon.range:
                if not free(officer.id, day):
                    yield from self._work(officer.id, day)
        for unit in self.problem.units:
            if unit.id.start not in open_shifts:
                yield from self._unit(unit, set(), until=None)

    def _work(self, officer: str, day: int) -> Iterator[Limit]:
        shift = self.work.get((officer, day), "")
        others = tuple(code for code in self.problem.shift_codes if code != shift)
        spot = Spot((officer,), day, shift)
        yield Linear(spot, ((1, Work(officer, day, others)),), at_most=0)
        if shift:
            yield Linear(spot, ((1, Work(officer, day, (shift,))),), at_least=1)

    def _unit(self, unit: Unit, gone: Collection[str], until: int | None) -> Iterator[Limit]:
        """A unit's crews, vehicle and places (those of slots before `until`) as published; who is `gone` leaves."""
        crews = self.crews.get(unit.id, [])
        spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
        members = {officer for crew in crews for officer in crew.officers}
        vacant = bool(members.intersection(gone))
        if not vacant:
            yield from exactly(spot, Runs(unit.id), len(crews))
        for officer in self.problem.officers:
            if officer.id in gone or (vacant and officer.id not in members):
                continue
            seat = Seat(officer.id, unit.id)
            yield from exactly(spot._replace(officers=(officer.id,)), seat, int(officer.id in members))
        if not crews or unit.most > 1:
            return
        crew, where = crews[0], places(unit, self.problem)
        if crew.vehicle in self._group and not vacant and not self._off(crew):
            for group in self.problem.vehicle_groups:
                yield from exactly(spot, Uses(unit.id, group.id), int(group.id == self._group[crew.vehicle]))
        if len(where) > 1:
            for stand in crew.stands:
                if until is None or stand.slot.start < until:
                    for place in where:
                        here = int(place == (stand.site or stand.zone))
                        if not (vacant and here):  # it may be given up; elsewhere it has not been
                            yield from exactly(spot, Stands(unit.id, stand.slot, place), here)

    def _off(self, crew: Crew) -> bool:
        """Whether the crew's vehicle is away during its shift."""
        span = self.problem.shift[crew.unit.shift].span(crew.unit.day)
        return any(a.id == crew.vehicle and a.span.overlap(span) for a in self.problem.maintenance)


def _by_unit(roster: Roster) -> dict[UnitId, list[Crew]]:
    found: dict[UnitId, list[Crew]] = {}
    for crew in roster.crews:
        found.setdefault(crew.unit.id, []).append(crew)
    return found
