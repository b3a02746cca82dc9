"""How many units and people are asked for at the least: per slot, per shift, over days.

Every number is a lower bound on any roster that keeps these limits: asks are added up only where no unit could meet two
of them, and a crew counts only members whom a limit asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from roster.arithmetic.crews import Crews
from roster.arithmetic.quality import DRIVERS, PEOPLE
from roster.domain.clock import DAYS_AFTER, DAYS_BEFORE
from roster.domain.ids import ShiftId, UnitId
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.rules.base import Rule
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Decision, Lit, Runs, Seat, Stands

FAR = 40
"""Of asks in the order of time, so many before one are looked at singly for a unit that could meet both."""


@dataclass(frozen=True)
class Ask:
    """At least `units` units of a kind that start one of these duties, because of limits on one slot or date."""

    kind: str
    starts: frozenset[ShiftId]
    units: int
    slot: Slot | None
    day: int


class Needs:
    """What these limits, of musts and priorities, ask for in units, and in members of each crew."""

    def __init__(self, problem: Problem, limits: Iterable[tuple[Rule, Limit]]) -> None:
        self.problem = problem
        known = list(limits)
        self.crews = Crews(problem, known)
        self._raw: dict[tuple[str, Slot | None, int], list[tuple[frozenset[Decision], int]]] = {}
        self._members: dict[tuple[str, ShiftId, str], int] = {}
        for _rule, limit in known:
            if isinstance(limit, Linear) and (limit.at_least or 0) > limit.constant and limit.spot.day is not None:
                self._note(limit, limit.spot.day)

    def _note(self, limit: Linear, day: int) -> None:
        """Keep a limit that asks for units of one kind in one slot or on one date."""
        decisions = [_there(decision) for weight, decision in limit.terms if weight == 1]
        if len(decisions) != len(limit.terms) or not decisions:
            return
        asked, slots = (limit.at_least or 0) - limit.constant, {getattr(d, "slot", None) for d in decisions}
        units = [d.unit for d in decisions if isinstance(d, Stands | Runs | Seat)]
        kinds = {self.problem.unit[unit].kind for unit in units}
        if len(units) < len(decisions) or len({type(d) for d in decisions}) > 1 or len(kinds) > 1 or len(slots) > 1:
            return
        kind = kinds.pop()
        if isinstance(decisions[0], Seat):
            asked = -(-asked // self.problem.kind[kind].crew)
            decisions = [Runs(unit) for unit in units]
        self._raw.setdefault((kind, slots.pop(), day), []).append((frozenset(decisions), asked))

    @cached_property
    def asks(self) -> dict[str, list[Ask]]:
        """By kind, in the order of time, one for each slot or date."""
        found: dict[str, list[Ask]] = {}
        for (kind, slot, day), parts in self._raw.items():
            apart: dict[frozenset[ShiftId], int] = {}
            for one, number in _nested(parts).items():
                starts: frozenset[ShiftId] = frozenset(d.unit.start for d in one if isinstance(d, Stands | Runs))
                apart[starts] = apart.get(starts, 0) + number
            together: frozenset[ShiftId] = frozenset(start for one in apart for start in one)
            if slot is not None or len(together) < sum(map(len, apart)):  # else they are of different shifts
                apart = {together: sum(apart.values())}
            for starts, number in apart.items():
                found.setdefault(kind, []).append(Ask(kind, starts, number, slot, slot.day if slot else day))
        for asks in found.values():
            asks.sort(key=lambda ask: (ask.day, ask.slot.start if ask.slot else ask.day * 1440))
        return found

    @cached_property
    def _by_day(self) -> dict[tuple[str, int], list[Ask]]:
        found: dict[tuple[str, int], list[Ask]] = {}
        for kind, asks in self.asks.items():
            for ask in asks:
                found.setdefault((kind, ask.day), []).append(ask)
        return found

    def units(self, kind: str, starts: Collection[ShiftId]) -> int:
        """The least number of units of a kind that start duties among these, whatever the others are.

        The most that asks add up to of which no two can be met by one unit: they have no duty in common.
        """
        if not starts:
            return 0
        inside, days = frozenset(starts), [day for day, _shift in starts]
        largest: dict[frozenset[ShiftId], int] = {}
        for day in range(min(days) - DAYS_BEFORE, max(days) + DAYS_AFTER + 1):
            for ask in self._by_day.get((kind, day), ()):
                if ask.starts <= inside:
                    largest[ask.starts] = max(ask.units, largest.get(ask.starts, 0))
        return _apart(list(largest.items()))

    def members(self, kind: str, starts: Collection[ShiftId], quality: str) -> int:
        """How many officers of a quality each unit of a kind has that starts one of these duties, at the least."""
        return min((self._of_start(kind, start, quality) for start in starts if start in self._starts[kind]), default=0)

    @cached_property
    def _starts(self) -> dict[str, set[ShiftId]]:
        found: dict[str, set[ShiftId]] = {kind.code: set() for kind in self.problem.kinds}
        for unit in self.problem.units:
            found[unit.kind].add(unit.id.start)
        return found

    def _of_start(self, kind: str, start: ShiftId, quality: str) -> int:
        key = (kind, start, quality)
        if key not in self._members:
            units = [unit.id for unit in self.problem.units_of[start] if unit.kind == kind]
            self._members[key] = min(self._of_unit(unit, quality) for unit in units)
        return self._members[key]

    def _of_unit(self, unit: UnitId, quality: str) -> int:
        needs = self.crews[unit].needs
        if quality == PEOPLE:
            return max([need.number for need in needs], default=1)  # a unit that runs has somebody
        drivers = self.crews.drivers(unit)
        driven = drivers is not None and quality == DRIVERS
        return max([int(driven), *(need.number for need in needs if quality in need.names)])

    def people(self, starts: Collection[ShiftId]) -> dict[str, int]:
        """By quality, how many of these duties officers of it must start, at the least; only what is asked for."""
        total: dict[str, int] = {}
        for kind in self.problem.kinds:
            units = self.units(kind.code, starts)
            for quality in self._qualities[kind.code] if units else ():
                number = units * self.members(kind.code, starts, quality)
                if number:
                    total[quality] = total.get(quality, 0) + number
        return total

    @cached_property
    def _qualities(self) -> dict[str, list[str]]:
        """What any crew of each kind is asked for."""
        found: dict[str, set[str]] = {kind.code: {PEOPLE} for kind in self.problem.kinds}
        for unit in self.problem.units:
            found[unit.kind].update(name for need in self.crews[unit.id].needs for name in need.names)
            if self.crews[unit.id].rides:
                found[unit.kind].add(DRIVERS)
        return {kind: sorted(names) for kind, names in found.items()}

    def rides(self, kind: str, starts: Iterable[ShiftId]) -> frozenset[str] | None:
        """The vehicle groups that units of a kind could take which start one of these duties.

        None where one of them needs no vehicle.
        """
        found: set[str] = set()
        for start in starts:
            for unit in self.problem.units_of.get(start, ()):
                if unit.kind == kind:
                    usable = self.crews.usable(unit.id)
                    if usable is None:
                        return None
                    found |= usable
        return frozenset(found)

    @cached_property
    def in_slots(self) -> dict[Slot, list[Ask]]:
        """What is asked for in each slot, one ask a kind."""
        found: dict[Slot, list[Ask]] = {}
        for asks in self.asks.values():
            for ask in asks:
                if ask.slot is not None:
                    found.setdefault(ask.slot, []).append(ask)
        return found


def _there(decision: Decision) -> Decision:
    """What a decision asks for at the least: whose lights are on at a place stands there."""
    return Stands(*decision) if isinstance(decision, Lit) else decision


def _nested(parts: Iterable[tuple[frozenset[Decision], int]]) -> dict[frozenset[Decision], int]:
    """Sets of decisions without one in common, each with how many of them are taken at the least.

    Of one slot: a unit stands at one place at a time, so that sets without a decision in common count different units;
    of one date likewise. A set that has others inside counts for all of them where it asks for more than they do.
    """
    taken: dict[frozenset[Decision], int] = {}
    for decisions, asked in sorted(parts, key=lambda part: (len(part[0]), -part[1])):
        meeting = [known for known in taken if not known.isdisjoint(decisions)]
        if all(known <= decisions for known in meeting) and asked > sum(taken[known] for known in meeting):
            taken = {known: number for known, number in taken.items() if known not in meeting} | {decisions: asked}
    return taken


def _apart(asks: list[tuple[frozenset[ShiftId], int]]) -> int:
    """The most that asks add up to of which no two have a duty in common; asks in the order of time.

    Exact where each duty meets asks next to each other in time, as shifts do; never too much.
    """
    bit = {start: 1 << n for n, start in enumerate(dict.fromkeys(start for starts, _units in asks for start in starts))}
    best: list[tuple[int, int]] = []  # of chains that end with each ask: their sum, and the duties in them
    before = [(0, 0)]  # the best chain among the first so many asks
    for index, (starts, units) in enumerate(asks):
        mask = sum(bit[start] for start in starts)
        far = max(0, index - FAR)
        chains = [*best[far:], before[far], (0, 0)]
        total, taken = max((chain for chain in chains if not chain[1] & mask), key=lambda chain: chain[0])
        best.append((total + units, taken | mask))
        before.append(max(before[-1], best[-1], key=lambda chain: chain[0]))
    return before[-1][0]
