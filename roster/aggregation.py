"""Limits by crew relaxed to limits by unit kind: a smaller problem whose bound holds for the whole.

Units of one kind on one shift are taken together, and so are those of kinds alike. Limits of a rule that say the same
of each of them are added up, those over the same officers by themselves; an officer's seats in them become one
decision, *serves in this kind*, with the coefficient that makes the sum weakest. Whatever a roster pays by crew, it
pays at least as much as its relaxed self pays here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from roster.domain.ids import ShiftId, UnitId
from roster.domain.problem import Problem
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Decision, Members, Seat, Serves, Term, Together

MOST_SHARED = 0.1
"""Limits over different officers are told apart while no more than this share of them is in several."""


def aggregate(limits: Iterable[Limit], problem: Problem) -> Iterator[Limit]:
    """One rule's limits as limits without seats; those that cannot be told without seats are left out."""
    groups: dict[tuple[object, ...], list[Linear]] = {}
    seen: dict[UnitId, int] = {}
    for limit in limits:
        units = seat_units(limit)
        if not units:
            yield limit
        elif isinstance(limit, Linear) and not any(isinstance(decision, Together) for _, decision in limit.terms):
            for part in _sides(limit):
                unit = min(units)
                seen[unit] = position = seen.get(unit, 0) + 1
                kinds = tuple(sorted({(u[0], u[1], problem.alike[problem.unit[u].kind]) for u in units}))
                same = (kinds, position if len(units) == 1 else unit, part.at_least is None, part.per)
                groups.setdefault((*same, part.factor, part.priority), []).append(part)
    for group in groups.values():
        for alike in _apart(group):
            yield _sum(alike, problem)


def _apart(limits: list[Linear]) -> list[list[Linear]]:
    """The limits over the same officers by themselves, where few officers are in several: else all together."""
    parts: dict[tuple[tuple[int, tuple[str, ...]], ...], list[Linear]] = {}
    for limit in limits:
        seats = tuple(
            (weight, seat.officers if isinstance(seat, Members) else (seat.officer,))
            for weight, seat in limit.terms
            if isinstance(seat, Seat | Members)
        )
        parts.setdefault(seats, []).append(limit)
    found = Counter(officer for seats in parts for _, officers in seats for officer in officers)
    shared = sum(times > 1 for times in found.values())
    return list(parts.values()) if shared <= MOST_SHARED * len(found) else [limits]


def seat_units(limit: Limit) -> set[UnitId]:
    """The units in which a limit speaks of seats."""
    return {decision.unit for decision in limit.decisions if isinstance(decision, Seat | Members | Together)}


def _sides(limit: Linear) -> Iterator[Linear]:
    """A limit with two bounds as two limits with one each; the amounts add up."""
    if limit.at_least is not None:
        yield replace(limit, at_most=None)
    if limit.at_most is not None:
        yield replace(limit, at_least=None)


def _sum(limits: list[Linear], problem: Problem) -> Linear:
    """One limit that the limits' sum implies, in which an officer's seats of a kind are one decision."""
    low = limits[0].at_least is not None
    members: dict[tuple[str, ...], dict[UnitId, int]] = {}
    others: dict[Decision, int] = {}
    for limit in limits:
        for weight, decision in limit.terms:
            if isinstance(decision, Seat | Members):
                officers = decision.officers if isinstance(decision, Members) else (decision.officer,)
                by_unit = members.setdefault(officers, {})
                by_unit[decision.unit] = by_unit.get(decision.unit, 0) + weight
            else:
                others[decision] = others.get(decision, 0) + weight
    terms: list[Term] = [(weight, decision) for decision, weight in others.items()]
    terms += [(weight, serves) for serves, weight in _weakest(members, low, problem).items() if weight]
    bounds = [limit.at_least if low else limit.ceiling for limit in limits]
    total = sum(bound for bound in bounds if bound is not None)
    return Linear(
        limits[0].spot,
        tuple(terms),
        at_least=total if low else None,
        at_most=None if low else total,
        constant=sum(limit.constant for limit in limits),
        per=limits[0].per,
        factor=limits[0].factor,
        priority=limits[0].priority,
    )


def _weakest(members: Mapping[tuple[str, ...], Mapping[UnitId, int]], low: bool, problem: Problem) -> dict[Serves, int]:
    """For each officer's seats in units alike one weight: the largest of theirs below a bound, else the least."""
    parts: dict[Serves, list[Mapping[UnitId, int]]] = {}
    for officers, by_unit in members.items():
        groups: dict[tuple[int, str, str], dict[UnitId, int]] = {}
        for unit, weight in by_unit.items():
            group = unit.day, unit.shift, problem.alike[problem.unit[unit].kind]
            groups.setdefault(group, {})[unit] = weight
        for group, weights in groups.items():
            for officer in officers:
                parts.setdefault(Serves(officer, *group), []).append(weights)
    known: dict[tuple[int, ...], int] = {}  # the weight, by which parts it comes from
    for serves, found in parts.items():
        key = tuple(map(id, found))
        if key not in known:
            units = problem.units_of[ShiftId(serves.day, serves.shift)]
            alike = [unit.id for unit in units if problem.alike[unit.kind] == serves.kind]
            totals = [sum(weights.get(unit, 0) for weights in found) for unit in alike]
            known[key] = max(totals) if low else min(totals)
    return {serves: known[tuple(map(id, found))] for serves, found in parts.items()}
