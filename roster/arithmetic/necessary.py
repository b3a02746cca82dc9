"""What no search can mend: demands that more people or vehicles would have to meet than there can be.

Necessary conditions only (Hall's, over qualities and sets of duties; counts over days): passing them is no promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from roster.arithmetic.needs import Needs
from roster.arithmetic.quality import PEOPLE, members
from roster.arithmetic.starts import Person, could, counted, most_counted, people
from roster.domain.clock import Span
from roster.domain.ids import ShiftId
from roster.domain.missing import MissingUnit, duties
from roster.domain.parts import served_in
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Seat, Work

SHORT_SPANS = (2, 3)
"""Days over which duties are counted together, besides weeks."""
WEEK = 7


@dataclass(frozen=True)
class Deficit:
    """More is asked for than there can be. `reasons`: how many people each rule keeps from all these duties."""

    quality: str  # a category, a qualification, `people`, or `vehicles`
    first: int
    last: int
    shifts: tuple[str, ...]
    asked: int
    there: int
    free: int = 0  # people who could start at least one of these duties
    known: int = 0  # people of this quality
    reasons: tuple[tuple[str, int], ...] = ()
    slot: Slot | None = None
    rule: str = ""  # of a single demand that cannot be met
    officers: tuple[str, ...] = ()
    per: int = 1  # asked and there are in units of this: 60 for hours in minutes
    starts: frozenset[ShiftId] = frozenset()  # the duties that are counted
    limit: Limit | None = None  # the single demand

    @property
    def missing(self) -> int:
        return self.asked - self.there


class Arithmetic:
    """The limits of musts and priorities as arithmetic reads them: what holds people back, and what is asked for."""

    def __init__(self, problem: Problem, rulebook: Rulebook) -> None:
        self.problem = problem
        self.musts = [rule for rule in rulebook.rules if rule.must]
        self.limits: list[tuple[Rule, Limit]] = [
            (rule, limit) for rule in rulebook.rules if rule.must or rule.priority for limit in rule.limit_all(problem)
        ]
        self.persons = people(problem, [(rule, limit) for rule, limit in self.limits if rule.must])
        self.needs = Needs(problem, self.limits)
        self.groups = members(problem)


def deficits(problem: Problem, rulebook: Rulebook, known: Arithmetic | None = None) -> list[Deficit]:
    """Everything that cannot be met, days before weeks; empty where nothing was found."""
    known = known or Arithmetic(problem, rulebook)
    found = [
        *_single(known.limits, known.persons, problem),
        *_of_people(known),
        *_joined(_of_vehicles(problem, known.needs)),
    ]
    return sorted(found, key=lambda lack: (lack.first, lack.last - lack.first))


def _single(limits: Iterable[tuple[Rule, Limit]], persons: dict[str, Person], problem: Problem) -> Iterator[Deficit]:
    """Demands on officers that are not met even if everybody who could did all that counts."""
    for rule, limit in limits:
        if not isinstance(limit, Linear) or limit.at_least is None:
            continue
        if not limit.terms or not all(isinstance(decision, Work | Seat) for _weight, decision in limit.terms):
            continue
        total = limit.constant + _most(limit, persons, problem)
        if total < limit.at_least:
            day = limit.spot.day or 0
            barred = {(_starts_of(d)[0], reason) for _w, d in limit.terms for reason in _barred(d, persons)}
            barring = Counter(reason for _officer, reason in sorted(barred))
            shifts = tuple(sorted({shift for _w, d in limit.terms for _day, shift in _starts_of(d)[1]}))
            yield Deficit(
                PEOPLE, day, day, shifts, limit.at_least, total, rule=rule.name, officers=limit.spot.officers,
                reasons=tuple(barring.most_common()), per=limit.per, limit=limit,
            )  # fmt: skip


def _starts_of(decision: object) -> tuple[str, list[ShiftId]]:
    if isinstance(decision, Work):
        return decision.officer, [ShiftId(decision.day, shift) for shift in decision.shifts]
    assert isinstance(decision, Seat)
    return decision.officer, [decision.unit.start]


def _most(limit: Linear, persons: dict[str, Person], problem: Problem) -> int:
    """What the terms add up to at the most: an officer starts one duty a date, with one place on each shift."""
    worth: dict[tuple[str, int], dict[ShiftId, int]] = {}
    seats: dict[tuple[str, int], dict[ShiftId, int]] = {}
    for weight, decision in limit.terms:
        officer, starts = _starts_of(decision)
        for start in starts:
            if could(persons[officer], start):
                kept = worth if isinstance(decision, Work) else seats
                of_day = kept.setdefault((officer, start[0]), {})
                more = of_day.get(start, 0) + weight
                of_day[start] = more if isinstance(decision, Work) else max(weight, of_day.get(start, 0))
    total = 0
    days = {day for _officer, day in worth.keys() | seats.keys()} if problem.in_parts or problem.cuts else ()
    longer = {day: served_in(problem, day) for day in days}
    for officer, day in worth.keys() | seats.keys():
        own, sits = worth.get((officer, day), {}), seats.get((officer, day), {})
        each = {start: own.get(start, 0) + sits.get(start, 0) for start in own.keys() | sits.keys()}
        for code, served in longer.get(day, {}).items():
            start = ShiftId(day, code)
            if could(persons[officer], start):
                here = sum(sits.get(ShiftId(day, part), 0) for part in served)
                each[start] = own.get(start, 0) + max(here, sits.get(start, 0))
        total += max(0, *each.values())
    return total


def _barred(decision: object, persons: dict[str, Person]) -> set[str]:
    officer, starts = _starts_of(decision)
    return {persons[officer].barred[start] for start in starts if start in persons[officer].barred}


def _of_people(known: Arithmetic) -> Iterator[Deficit]:
    """Hall's condition for every quality over sets of duties: a shift, a date, some days, a week.

    What lacks in some duties is not told of more of them again, nor of another quality that the same people have.
    """
    told: list[tuple[str, frozenset[str], frozenset[ShiftId]]] = []
    for starts in sorted(_sets(known.problem), key=len):
        for quality, asked in known.needs.people(starts).items():
            group = known.groups[quality]
            if any(inner <= starts and (before == quality or same == group) for before, same, inner in told):
                continue
            lack = _short_of(quality, asked, starts, group, known.persons, known.problem)
            if lack is not None:
                told.append((quality, group, starts))
                yield lack


def _short_of(
    quality: str,
    asked: int,
    starts: frozenset[ShiftId],
    group: frozenset[str],
    persons: dict[str, Person],
    problem: Problem,
) -> Deficit | None:
    each = counted(starts, problem)
    free = [officer for officer in sorted(group) if any(could(persons[officer], start) for start in each)]
    if len(free) >= asked:
        return None
    there = 0
    for officer in free:
        there += most_counted(persons[officer], each)
        if there >= asked:
            return None
    days = [day for day, _shift in starts]
    barring = Counter(_commonest(persons[officer], starts) for officer in group if officer not in free)
    shifts = tuple(sorted({shift for _day, shift in starts}))
    reasons = tuple(barring.most_common())
    return Deficit(quality, min(days), max(days), shifts, asked, there, len(free), len(group), reasons, starts=starts)


def _commonest(person: Person, starts: Iterable[ShiftId]) -> str:
    """The rule that bars an officer from most of these duties."""
    return Counter(person.barred[start] for start in starts if start in person.barred).most_common(1)[0][0]


def _sets(problem: Problem) -> Iterator[frozenset[ShiftId]]:
    """Sets of duties over which is counted, the small ones first: dates, days, then weeks, twice as many each time.

    All numbers of weeks would take as long as the cube of the horizon.
    """
    days, codes = problem.horizon.days, problem.shift_codes
    families = [*((code,) for code in codes), codes]
    lengths = [1, *SHORT_SPANS]
    weeks = WEEK
    while weeks < days:
        lengths.append(weeks)
        weeks *= 2
    lengths.append(days)
    for length in dict.fromkeys(lengths):
        step = 1 if length < WEEK else WEEK
        for first in range(0, days - length + 1, step):
            for family in families:
                yield frozenset(ShiftId(day, code) for day in range(first, first + length) for code in family)
    for slot in problem.slots:
        covering = [start for start in problem.starts_covering(slot, codes) if start[0] in problem.horizon.range]
        if len(covering) > 1:
            yield frozenset(covering)


def deficit_of(
    problem: Problem, needs: Needs, persons: dict[str, Person], groups: Mapping[str, frozenset[str]], unit: MissingUnit
) -> Deficit | None:
    """Why a crew cannot be had beside what is asked for, by counting over the smallest set of duties that shows it.

    `needs` ask for the crew as well, and for all that is not to be given up for it. The crew itself may run below its
    full strength.
    """
    own = duties(unit, problem)
    fewer = max((problem.kind[kind].crew - 1 for kind in unit.kinds if kind in problem.kind), default=0)
    for starts in sorted(_sets(problem), key=len):
        if starts.isdisjoint(own):
            continue
        for quality, asked in needs.people(starts).items():
            least = asked - fewer * len(starts & own) if quality == PEOPLE else asked
            lack = _short_of(quality, least, starts, groups[quality], persons, problem)
            if lack is not None:
                return lack
    of_vehicles = _of_vehicles(problem, needs, unit.span)
    return next(_joined(of_vehicles), None)


def _of_vehicles(problem: Problem, needs: Needs, within: Span | None = None) -> Iterator[Deficit]:
    """Vehicles in every slot (of those within a span), for every choice of vehicles that some units depend on.

    What lacks of some vehicles is not told again of more of them, where that is no less.
    """
    size = {group.id: len(group.vehicles) for group in problem.vehicle_groups}
    for slot, asks in sorted(needs.in_slots.items()):
        if within is not None and not within.covers(slot.span):
            continue
        rides = [(ask, needs.rides(ask.kind, ask.starts)) for ask in asks]
        driven = [(ask, groups) for ask, groups in rides if groups is not None and ask.units]
        choices = {groups for _ask, groups in driven}
        choices |= {frozenset().union(*choices)} if choices else set()
        told: list[tuple[frozenset[str], int]] = []
        for choice in sorted(choices, key=lambda names: (len(names), sorted(names))):
            units = [ask for ask, groups in driven if groups <= choice]
            asked, there = sum(ask.units for ask in units), sum(size[group] for group in choice)
            if asked <= there or any(fewer <= choice and lacking >= asked - there for fewer, lacking in told):
                continue
            told.append((choice, asked - there))
            shown = tuple(sorted({name for ask in units for name in problem.kind[ask.kind].vehicle_kinds}))
            known = max(there, sum(vehicle.kind in shown for vehicle in problem.vehicles))
            starts, day = frozenset(start for ask in units for start in ask.starts), slot.calendar_day
            yield Deficit("vehicles", day, day, shown, asked, there, there, known, slot=slot, starts=starts)


def _joined(found_in: Iterable[Deficit]) -> Iterator[Deficit]:
    """Lacks of slots, one for all slots of a roster day that follow each other and lack the same."""
    found: dict[object, list[Deficit]] = {}
    for lack in found_in:
        assert lack.slot is not None
        of_day = found.setdefault((lack.slot.day, lack.shifts, lack.asked, lack.there), [])
        last = of_day[-1] if of_day else None
        if last is not None and last.slot is not None and last.slot.end == lack.slot.start:
            whole = Slot(lack.slot.day, last.slot.start, lack.slot.end)
            of_day[-1] = replace(last, slot=whole, starts=last.starts | lack.starts)
        else:
            of_day.append(lack)
    yield from (lack for of_day in found.values() for lack in of_day)
