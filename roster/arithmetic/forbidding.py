"""Entries that no duty on some shift can keep: as with three hours of overtime a day where a shift lasts twelve.

An entry is told where it, alone and as a must, keeps everybody whom it selects from a shift on every date, and does not
say so itself by naming shifts. What only rows about single officers bring about (leave, past duties) is not meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from roster.arithmetic.necessary import Arithmetic
from roster.arithmetic.starts import Person, could, people
from roster.domain.people import Officer
from roster.domain.service import Unit
from roster.rules.scopes import OfficerRule

NOBODY = "\0"
"""The id of an officer whom no table has."""


class Forbidding(NamedTuple):
    """An entry, the shifts that nobody whom it selects may ever work, and who they are."""

    rule: str
    shifts: tuple[str, ...]
    officers: tuple[str, ...]


def forbidding(known: Arithmetic) -> list[Forbidding]:
    """Every such entry, in the rulebook's order; shifts are left out on which nobody whom it selects has a place."""
    units: dict[str, list[Unit]] = {}
    for unit in known.problem.units:
        units.setdefault(unit.shift, []).append(unit)
    found = []
    for rule in known.musts:
        if not isinstance(rule, OfficerRule) or not rule.when.any_shift:
            continue
        persons = people(known.problem, [(rule, limit) for other, limit in known.limits if other is rule])
        selected = rule.officers(known.problem)
        chosen = [officer.id for officer in selected]
        anybody = _anybody(rule, selected[0], known) if selected else Person()
        told: dict[tuple[str, ...], list[str]] = {}
        for code, candidates in units.items():
            starts = {unit.id.start for unit in candidates}
            whoever = not any(could(anybody, start) for start in starts)
            if whoever and not any(could(persons[officer], start) for officer in chosen for start in starts):
                placed = tuple(officer for officer in chosen if any(_has_place(officer, u, known) for u in candidates))
                told.setdefault(placed, []).append(code)
        found += [Forbidding(rule.name, tuple(codes), officers) for officers, codes in told.items() if officers]
    return found


def _anybody(rule: OfficerRule, officer: Officer, known: Arithmetic) -> Person:
    """What the entry says of an officer of whom no row tells: neither leave nor past duties, joining or protection."""
    problem = known.problem
    blank = replace(officer, id=NOBODY, joined=None, protected_from=None, protected_to=None)
    limits = [(rule, limit) for limit in rule.limits(blank, problem)]
    return people(replace(problem, officers=(blank,)), limits)[NOBODY]


def _has_place(officer: str, unit: Unit, known: Arithmetic) -> bool:
    """Whether a unit's crew has room for an officer beside those that musts and priorities ask for."""
    crew = known.problem.kind[unit.kind].crew
    return all(need.number < crew or officer in need.officers for need in known.needs.crews[unit.id].needs)
