"""Qualities that crews are asked for: categories, qualifications, and the one that everybody has."""

from __future__ import annotations

from collections.abc import Collection

from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.seating import has

PEOPLE = "people"
"""The quality that everybody has."""

CATEGORIES = ("sworn", "auxiliary")


def holds(officer: Officer, quality: str) -> bool:
    """Whether an officer has a quality."""
    return quality == PEOPLE or has(officer, quality)


def qualities(problem: Problem) -> tuple[str, ...]:
    """Every quality that the tables ask for or tell of, `people` first."""
    asked = {name for kind in problem.kinds for name in kind.composition}
    asked |= {vehicle.licence for vehicle in problem.vehicles if vehicle.licence}
    asked |= {name for officer in problem.officers for name in officer.qualifications}
    return (PEOPLE, *CATEGORIES, *sorted(asked - {PEOPLE, *CATEGORIES}))


def members(problem: Problem) -> dict[str, frozenset[str]]:
    """By quality, the officers who have it."""
    return {
        quality: frozenset(officer.id for officer in problem.officers if holds(officer, quality))
        for quality in qualities(problem)
    }


def quality_of(officers: Collection[str], problem: Problem, likely: Collection[str] = ()) -> str:
    """The quality that names these officers best: that of the fewest people among those that all of them have.

    `likely` qualities go first, as several may name the same people, or nobody.
    """
    chosen, groups = set(officers), members(problem)
    if likely and not chosen:
        groups = {**dict.fromkeys(likely, frozenset()), **groups}
    fitting = [
        (len(group - chosen), name not in likely, name == PEOPLE, name)
        for name, group in groups.items()
        if chosen <= group
    ]
    return min(fitting)[-1]
