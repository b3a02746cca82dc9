"""What no search can mend: demands that more people or vehicles would have to meet than there can be.

Necessary conditions only (Hall's, over qualities and sets of duties; counts over days): passing them is no promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from roster.arithmetic.needs import PEOPLE, Needs
from roster.arithmetic.starts import Person, Start, could, most, people
from roster.domain.problem import Problem
from roster.domain.seating import has
from roster.domain.service import Slot
from roster.rules import Rulebook
from roster.rules.base import CrewRule, Rule
from roster.rules.cover import Cover
from roster.rules.limits import Limit, Linear, Seat, Work

SHORT_SPANS = (2, 3)
"""Days over which duties are counted together, besides weeks."""
WEEK = 7


@dataclass(frozen=True)
class Lack:
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

    @property
    def missing(self) -> int:
        return self.asked - self.there


def lacks(problem: Problem, rulebook: Rulebook) -> list[Lack]:
    """Everything that cannot be met, days before weeks; empty where nothing was found."""
    known = list(_limits(problem, rulebook))
    persons = people(problem, [(rule, limit) for rule, limit in known if rule.must])
    needs = Needs(problem, known)
    found = [*_single(known, persons), *_of_people(problem, needs, persons), *_of_vehicles(problem, needs)]
    return sorted(found, key=lambda lack: (lack.first, lack.last - lack.first))


def _limits(problem: Problem, rulebook: Rulebook) -> Iterator[tuple[Rule, Limit]]:
    """The limits that arithmetic reads. What a crew is made of it takes from its kind, so that seats are left out."""
    units_only = replace(problem, officers=())
    for rule in rulebook.rules:
        if (rule.must or rule.priority) and not isinstance(rule, CrewRule):
            yield from ((rule, limit) for limit in rule.limit_all(units_only if isinstance(rule, Cover) else problem))


def _single(limits: Iterable[tuple[Rule, Limit]], persons: dict[str, Person]) -> Iterator[Lack]:
    """Demands on officers that are not met even if everybody who could did all that counts."""
    for rule, limit in limits:
        if not (rule.must or rule.priority) or not isinstance(limit, Linear) or not limit.at_least:
            continue
        if not limit.terms or not all(isinstance(decision, Work | Seat) for _weight, decision in limit.terms):
            continue
        total = limit.constant + sum(max(0, w) for w, decision in limit.terms if _possible(decision, persons))
        if total < limit.at_least:
            day = limit.spot.day or 0
            barred = {(_starts_of(d)[0], reason) for _w, d in limit.terms for reason in _barred(d, persons)}
            barring = Counter(reason for _officer, reason in sorted(barred))
            shifts = tuple(sorted({shift for _w, d in limit.terms for _day, shift in _starts_of(d)[1]}))
            yield Lack(
                PEOPLE, day, day, shifts, limit.at_least, total, rule=rule.name, officers=limit.spot.officers,
                reasons=tuple(barring.most_common()),
            )  # fmt: skip


def _starts_of(decision: object) -> tuple[str, list[Start]]:
    if isinstance(decision, Work):
        return decision.officer, [(decision.day, shift) for shift in decision.shifts]
    assert isinstance(decision, Seat)
    return decision.officer, [(decision.unit[0], decision.unit[1])]


def _possible(decision: object, persons: dict[str, Person]) -> bool:
    officer, starts = _starts_of(decision)
    return any(could(persons[officer], start) for start in starts)


def _barred(decision: object, persons: dict[str, Person]) -> set[str]:
    officer, starts = _starts_of(decision)
    return {persons[officer].barred[start] for start in starts if start in persons[officer].barred}


def _of_people(problem: Problem, needs: Needs, persons: dict[str, Person]) -> Iterator[Lack]:
    """Hall's condition for every quality over sets of duties: a shift, a date, some days, a week."""
    qualities = {PEOPLE} | {name for kind in problem.kinds for name in kind.composition}
    groups = {
        quality: [officer.id for officer in problem.officers if quality == PEOPLE or has(officer, quality)]
        for quality in sorted(qualities)
    }
    told: list[tuple[str, frozenset[Start]]] = []
    for starts in _sets(problem):
        for quality, asked in needs.people(starts).items():
            if any(known == quality and inner <= starts for known, inner in told):
                continue
            lack = _short_of(quality, asked, starts, groups.get(quality, []), persons)
            if lack is not None:
                told.append((quality, starts))
                yield lack


def _short_of(
    quality: str, asked: int, starts: frozenset[Start], group: list[str], persons: dict[str, Person]
) -> Lack | None:
    free = [officer for officer in group if any(could(persons[officer], start) for start in starts)]
    if len(free) >= asked:
        return None
    there, ordered = 0, sorted(starts)
    for officer in free:
        there += most(persons[officer], ordered)
        if there >= asked:
            return None
    days = [day for day, _shift in starts]
    barring = Counter(_commonest(persons[officer], starts) for officer in group if officer not in free)
    shifts = tuple(sorted({shift for _day, shift in starts}))
    return Lack(
        quality, min(days), max(days), shifts, asked, there, len(free), len(group), tuple(barring.most_common())
    )


def _commonest(person: Person, starts: Iterable[Start]) -> str:
    """The rule that bars an officer from most of these duties."""
    return Counter(person.barred[start] for start in starts if start in person.barred).most_common(1)[0][0]


def _sets(problem: Problem) -> Iterator[frozenset[Start]]:
    """Sets of duties over which is counted, the small ones first."""
    days, codes = problem.horizon.days, problem.shift_codes
    families = [*((code,) for code in codes), codes]
    lengths = [1, *SHORT_SPANS, *range(WEEK, days + 1, WEEK)]
    for length in lengths:
        step = 1 if length < WEEK else WEEK
        for first in range(0, days - length + 1, step):
            for family in families:
                yield frozenset((day, code) for day in range(first, first + length) for code in family)
    for slot in problem.slots:
        covering = [start for start in problem.starts_covering(slot, codes) if start[0] in problem.horizon.range]
        if len(covering) > 1:
            yield frozenset(covering)


def _of_vehicles(problem: Problem, needs: Needs) -> Iterator[Lack]:
    """Vehicles in every slot, for every choice of vehicle kinds that some units depend on."""
    choices = {frozenset(kind.vehicle_kinds) for kind in problem.kinds if kind.vehicle_kinds}
    choices |= {frozenset().union(*choices)} if choices else set()
    told: set[tuple[int, frozenset[str]]] = set()
    for slot in problem.slots:
        units = needs.units_in(slot)
        for choice in sorted(choices, key=lambda names: (len(names), sorted(names))):
            asked = sum(
                units.get(kind.code, 0)
                for kind in problem.kinds
                if kind.vehicle_kinds and choice.issuperset(kind.vehicle_kinds)
            )
            there = sum(vehicle.kind in choice and not _away(problem, vehicle.id, slot) for vehicle in problem.vehicles)
            if asked > there and (slot.day, choice) not in told:
                told.add((slot.day, choice))
                known = sum(vehicle.kind in choice for vehicle in problem.vehicles)
                shown = tuple(sorted(choice))
                yield Lack(
                    "vehicles", slot.calendar_day, slot.calendar_day, shown, asked, there, there, known, slot=slot
                )


def _away(problem: Problem, vehicle: str, slot: Slot) -> bool:
    return any(absence.id == vehicle and absence.span.overlap(slot.span) for absence in problem.maintenance)
