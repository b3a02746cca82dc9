"""How many units and people are asked for at the least: per slot, per shift, over days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from roster.arithmetic.starts import Start
from roster.domain.clock import DAYS_AFTER, DAYS_BEFORE
from roster.domain.problem import Problem
from roster.domain.seating import ARMED, SWORN
from roster.domain.service import Slot, UnitKind
from roster.rules.base import Rule
from roster.rules.limits import Decision, Limit, Linear, Runs, Seat, Stands

PEOPLE = "people"
"""The quality that everybody has."""


@dataclass(frozen=True)
class Ask:
    """At least `units` units of a kind that start one of these duties, because of limits on one slot or date."""

    kind: str
    starts: frozenset[Start]
    units: int
    slot: Slot | None
    day: int


class Needs:
    """What the musts and priorities of a problem ask for."""

    def __init__(self, problem: Problem, limits: Iterable[tuple[Rule, Limit]]) -> None:
        self.problem = problem
        self._raw: dict[tuple[str, Slot | None, int], list[tuple[frozenset[Decision], int]]] = {}
        for rule, limit in limits:
            if (rule.must or rule.priority) and isinstance(limit, Linear) and (limit.at_least or 0) > limit.constant:
                self._note(limit)

    def _note(self, limit: Linear) -> None:
        """Keep a limit that asks for units of one kind in one slot or on one date."""
        decisions = [decision for weight, decision in limit.terms if weight == 1]
        if len(decisions) != len(limit.terms) or not decisions:
            return
        if not all(isinstance(decision, Stands | Runs | Seat) for decision in decisions):
            return
        kinds = {self.problem.unit[d.unit].kind for d in decisions if isinstance(d, Stands | Runs | Seat)}
        if len(kinds) != 1 or limit.spot.day is None:
            return
        kind = kinds.pop()
        asked = (limit.at_least or 0) - limit.constant
        if isinstance(decisions[0], Seat):
            asked = -(-asked // self.problem.kind[kind].crew)
            decisions = [Runs(d.unit) for d in decisions if isinstance(d, Seat)]
        self._raw.setdefault((kind, limit.spot.slot, limit.spot.day), []).append((frozenset(decisions), asked))

    @cached_property
    def asks(self) -> dict[str, list[Ask]]:
        """By kind, in the order of time. Limits without a decision in common ask for different units."""
        found: dict[str, list[Ask]] = {}
        for (kind, slot, day), parts in self._raw.items():
            total, taken = 0, set[Decision]()
            for decisions, asked in sorted(parts, key=lambda part: (len(part[0]), -part[1])):
                if taken.isdisjoint(decisions):
                    taken |= decisions
                    total += asked
            units = {d.unit for decisions, _asked in parts for d in decisions if isinstance(d, Stands | Runs)}
            starts = frozenset((unit[0], unit[1]) for unit in units)
            found.setdefault(kind, []).append(Ask(kind, starts, total, slot, day))
        for asks in found.values():
            asks.sort(key=lambda ask: (ask.day, ask.slot.start if ask.slot else 0))
        return found

    def units(self, kind: str, starts: frozenset[Start]) -> int:
        """The least number of units of a kind that start duties among these, whatever the others are.

        Through the hours in order, whatever is missing starts with the duty that lasts longest.
        """
        days = {day for day, _shift in starts}
        span = range(min(days) - DAYS_BEFORE, max(days) + DAYS_AFTER)
        chosen: dict[Start, int] = {}
        for ask in self.asks.get(kind, ()):
            if ask.day in span and ask.starts <= starts:
                have = sum(chosen.get(start, 0) for start in ask.starts)
                if have < ask.units:
                    latest = max(ask.starts, key=lambda start: (self._end(start), start))
                    chosen[latest] = chosen.get(latest, 0) + ask.units - have
        return sum(chosen.values())

    def _end(self, start: Start) -> int:
        return self.problem.shift[start[1]].span(start[0]).end

    def people(self, starts: frozenset[Start]) -> dict[str, int]:
        """How many people of each quality units need that start among these duties, with full crews."""
        total: dict[str, int] = {}
        for kind in self.problem.kinds:
            units = self.units(kind.code, starts)
            for quality, number in crew_of(kind) if units else ():
                total[quality] = total.get(quality, 0) + units * number
        return total

    def units_in(self, slot: Slot) -> dict[str, int]:
        """Units of each kind that are asked for in a slot."""
        return {kind: sum(ask.units for ask in asks if ask.slot == slot) for kind, asks in self.asks.items()}


def crew_of(kind: UnitKind) -> Iterator[tuple[str, int]]:
    """What a full crew of a kind is made of, by quality; permit holders are sworn."""
    composition = dict(kind.composition)
    if ARMED in composition:
        composition[SWORN] = max(composition.get(SWORN, 0), composition[ARMED])
    yield PEOPLE, kind.crew
    yield from composition.items()
