"""Which duties each officer could start, and how many of a set of them at most, as the musts over one person say.

Every bound is a relaxation: an officer may turn out to be able to do less, never more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from roster.domain.ids import ShiftId
from roster.domain.parts import served_in
from roster.domain.problem import Problem
from roster.rules.base import Rule
from roster.rules.limits import Forbidden, Limit, Linear, Run
from roster.rules.variables import Work

T = TypeVar("T")

Days = tuple[tuple[int, tuple[str, ...]], ...]
"""Days in order, each with the shifts that may start on it."""

NOTHING = ""
"""In place of a shift: a day off, or a duty that is not counted."""


class Cap(NamedTuple):
    """At most so many days in a row with one of these shifts."""

    days: frozenset[int]
    shifts: frozenset[str]
    at_most: int


class Count(NamedTuple):
    """Duties on these days weigh so much each, at the least; `room` is what all may weigh together."""

    weights: dict[int, int]
    shifts: dict[int, set[str]]
    room: int


class Rules(NamedTuple):
    """What forbids one duty after another; the same for many officers."""

    after: frozenset[tuple[ShiftId, str]]
    caps: tuple[Cap, ...]


@dataclass
class Person:
    """What holds one officer back: duties ruled out, what may follow what, counts over days."""

    barred: dict[ShiftId, str] = field(default_factory=dict)  # start -> the rule that bars it
    after: set[tuple[ShiftId, str]] = field(default_factory=set)  # start, and what cannot follow the day after
    caps: list[Cap] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)

    def rules_on(self, days: tuple[int, ...]) -> Rules:
        """What forbids one duty after another on these days, which count from the first of them.

        What speaks of other days, or of too few of these to forbid anything, is left out.
        """
        found = self._rules.get(days)
        if found is None:
            after, by_day = self._by_day[:2]
            own = [
                (ShiftId(day - days[0], shift), later) for day in days for (_day, shift), later in after.get(day, ())
            ]
            caps = (
                Cap(frozenset(day - days[0] for day in days if day in cap.days), cap.shifts, cap.at_most)
                for cap in _once(by_day, days)
            )
            binding = dict.fromkeys(cap for cap in caps if len(cap.days) > cap.at_most)
            found = self._rules[days] = Rules(frozenset(own), tuple(binding))
        return found

    def counts_on(self, days: tuple[int, ...]) -> list[Count]:
        """The counts that duties on all of these days together could exceed."""
        found = self._counts.get(days)
        if found is None:
            every = _once(self._by_day[2], days)
            found = [count for count in every if sum(count.weights.get(day, 0) for day in days) > count.room]
            self._counts[days] = found
        return found

    @cached_property
    def _rules(self) -> dict[tuple[int, ...], Rules]:
        return {}

    @cached_property
    def _counts(self) -> dict[tuple[int, ...], list[Count]]:
        return {}

    @cached_property
    def _by_day(
        self,
    ) -> tuple[dict[int, list[tuple[ShiftId, str]]], dict[int, list[Cap]], dict[int, list[Count]]]:
        """What follows what, caps and counts by the days of which they speak."""
        after: dict[int, list[tuple[ShiftId, str]]] = {}
        caps: dict[int, list[Cap]] = {}
        counts: dict[int, list[Count]] = {}
        for pair in self.after:
            after.setdefault(pair[0][0], []).append(pair)
        for cap in self.caps:
            for day in cap.days:
                caps.setdefault(day, []).append(cap)
        for count in self.counts:
            for day in count.weights:
                counts.setdefault(day, []).append(count)
        return after, caps, counts


def _once(by_day: Mapping[int, list[T]], days: Iterable[int]) -> list[T]:
    """Everything that speaks of one of these days, each once, in order."""
    return list({id(one): one for day in days for one in by_day.get(day, ())}.values())


def people(problem: Problem, limits: Iterable[tuple[Rule, Limit]]) -> dict[str, Person]:
    """Each officer under those of these limits that speak of one officer's work alone and only forbid.

    `limits` are those of musts. What is of no form that is known here is left out.
    """
    found = {officer.id: Person() for officer in problem.officers}
    for rule, limit in limits:
        officer = limit.spot.officers[0] if len(limit.spot.officers) == 1 else ""
        if officer in found and all(isinstance(d, Work) and d.officer == officer for d in _decisions(limit)):
            _add(found[officer], rule, limit)
    for day in problem.horizon.range if problem.in_parts or problem.cuts else ():
        # a place in a crew may be part of a duty that is not barred
        for code, served in served_in(problem, day).items():
            for person in found.values():
                if (day, code) not in person.barred:
                    for part in served:
                        person.barred.pop(ShiftId(day, part), None)
    return found


def counted(starts: Collection[ShiftId], problem: Problem) -> dict[ShiftId, int]:
    """For how many of these duties each start counts: one in parts, or in pieces, for those that it is made of."""
    found = dict.fromkeys(starts, 1)
    inside = frozenset(starts)
    for day in {day for day, _shift in starts} if problem.in_parts or problem.cuts else ():
        for code, served in served_in(problem, day).items():
            if parts := sum((day, part) in inside for part in served):
                found[ShiftId(day, code)] = parts
    return found


def most_counted(person: Person, starts: Mapping[ShiftId, int]) -> int:
    """How many duties an officer could do at the most whose starts count for so many each."""
    number = most(person, sorted(starts))
    if max(starts.values(), default=1) == 1:
        return number
    best: dict[int, int] = {}
    for start, parts in starts.items():
        if could(person, start):
            best[start[0]] = max(parts, best.get(start[0], 0))
    return sum(sorted(best.values(), reverse=True)[:number])


def _decisions(limit: Limit) -> list[object]:
    match limit:
        case Linear(terms=terms):
            return [decision for _weight, decision in terms]
        case Forbidden(first=first, second=second):
            return [first, second]
        case Run(steps=steps):
            return list(steps)
    return [None]


def _add(person: Person, rule: Rule, limit: Limit) -> None:
    match limit:
        case Linear(ceiling=int(ceiling)):
            _add_count(person, rule, limit, ceiling - limit.constant)
        case Forbidden(first=first, second=second) if second.day == first.day + 1:
            person.after.update((ShiftId(first.day, shift), later) for shift in first.shifts for later in second.shifts)
        case Run(at_most=int(at_most), when=1) if len({step.shifts for step in limit.steps}) == 1:
            first = limit.steps[0]
            person.caps.append(Cap(frozenset(step.day for step in limit.steps), frozenset(first.shifts), at_most))
            if (limit.before or 0) >= at_most:
                person.barred.update({ShiftId(first.day, shift): rule.name for shift in first.shifts})


def _add_count(person: Person, rule: Rule, limit: Linear, room: int) -> None:
    """A count over one officer's work: what alone is too much is barred.

    Duties that weigh less than nothing (a day off in a succession is `1 - work`) make room for others: all that they
    can, but for those of the same date that cannot be started as well.
    """
    relief = [(-weight, decision) for weight, decision in limit.terms if isinstance(decision, Work) and weight < 0]
    weights: dict[int, int] = {}
    shifts: dict[int, set[str]] = {}
    for weight, decision in limit.terms:
        if not isinstance(decision, Work) or weight <= 0:
            continue
        beside = sum(w for w, d in relief if d.day != decision.day or not set(d.shifts).isdisjoint(decision.shifts))
        if weight > room + beside:
            person.barred.update({ShiftId(decision.day, shift): rule.name for shift in decision.shifts})
        weights[decision.day] = min(weight, weights.get(decision.day, weight))
        shifts.setdefault(decision.day, set()).update(decision.shifts)
    room += sum(weight for weight, _decision in relief)
    if sum(weights.values()) > room and len(weights) > 1:
        person.counts.append(Count(weights, shifts, room))


def could(person: Person, start: ShiftId) -> bool:
    """Whether an officer could start this duty at all."""
    return start not in person.barred


def most(person: Person, starts: Iterable[ShiftId]) -> int:
    """How many of these duties, given in the order of their days, an officer could start at the most."""
    by_day: dict[int, list[str]] = {}
    barred = person.barred
    for start in starts:
        if start not in barred:
            by_day.setdefault(start[0], []).append(start[1])
    if len(by_day) <= 1:
        return len(by_day)
    days = tuple(by_day)
    bound = _longest(person.rules_on(days), tuple((day - days[0], tuple(shifts)) for day, shifts in by_day.items()))
    for count in person.counts_on(days):
        bound = min(bound, _within(count, by_day))
    return bound


@lru_cache(maxsize=20_000)
def _longest(rules: Rules, days: Days) -> int:
    """The longest line of these duties in which no two next to each other and no run of them are forbidden."""
    caps = [cap for cap in rules.caps if any(day in cap.days for day, _shifts in days)]
    none = (0,) * len(caps)
    previous: dict[tuple[str, tuple[int, ...]], int] = {(NOTHING, none): 0}
    last = days[0][0] - 1
    for day, codes in days:
        rested = {(NOTHING, none): max(previous.values())}
        best = dict(rested)
        for (shift, lengths), count in (previous if day == last + 1 else rested).items():
            for code in codes:
                if shift and ((last, shift), code) in rules.after:
                    continue
                runs = tuple(
                    length + 1 if code in cap.shifts and day in cap.days else 0
                    for cap, length in zip(caps, lengths, strict=True)
                )
                kept = all(length <= cap.at_most for cap, length in zip(caps, runs, strict=True))
                if kept and best.get((code, runs), -1) < count + 1:
                    best[code, runs] = count + 1
        previous, last = best, day
    return max(previous.values())


def _within(count: Count, by_day: dict[int, list[str]]) -> int:
    """How many of these duties a count over days allows: the lightest ones, and all that are not counted."""
    inside = [count.weights[day] for day in by_day.keys() & count.weights if count.shifts[day].issuperset(by_day[day])]
    allowed, room = len(by_day) - len(inside), count.room
    for weight in sorted(inside):
        room -= weight
        if room < 0:
            break
        allowed += 1
    return allowed
