"""Qualities that crews are asked for: categories, qualifications, and the one that everybody has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from roster.domain.problem import Problem
from roster.domain.seating import ARMED, DRIVER, SWORN, has
from roster.domain.service import UnitKind

PEOPLE = "people"
"""The quality that everybody has."""

DRIVERS = "licence holders"
"""The quality of everybody who holds a licence that some vehicle asks for, or the qualification `driver`."""

CATEGORIES = ("sworn", "auxiliary")


def qualities(problem: Problem) -> tuple[str, ...]:
    """Every quality that the tables ask for or tell of, `people` first."""
    asked = {name for kind in problem.kinds for name in kind.composition}
    asked |= {vehicle.licence for vehicle in problem.vehicles if vehicle.licence}
    asked |= {name for officer in problem.officers for name in officer.qualifications}
    return (PEOPLE, *CATEGORIES, *sorted(asked - {PEOPLE, *CATEGORIES}))


def members(problem: Problem) -> dict[str, frozenset[str]]:
    """By quality, the officers who have it."""
    found = {
        quality: frozenset(o.id for o in problem.officers if quality == PEOPLE or has(o, quality))
        for quality in qualities(problem)
    }
    licences = {vehicle.licence for vehicle in problem.vehicles if vehicle.licence} | {DRIVER}
    return found | {DRIVERS: frozenset().union(*(found.get(licence, frozenset()) for licence in licences))}


def crew_of(kind: UnitKind) -> Iterator[tuple[str, int]]:
    """What the table says a full crew of a kind is made of, by quality; permit holders are sworn."""
    composition = dict(kind.composition)
    if ARMED in composition:
        composition[SWORN] = max(composition.get(SWORN, 0), composition[ARMED])
    yield PEOPLE, kind.crew
    yield from composition.items()


def names_of(officers: Collection[str], number: int, made_of: Mapping[str, int], problem: Problem) -> frozenset[str]:
    """The qualities of a composition that a limit on so many of these officers speaks of; permit holders are sworn."""
    chosen, groups = set(officers), members(problem)
    named = {name for name, asked in made_of.items() if asked == number and chosen <= groups.get(name, frozenset())}
    return frozenset(named | ({SWORN} if ARMED in named else set()) | ({DRIVERS} if DRIVER in named else set()))
