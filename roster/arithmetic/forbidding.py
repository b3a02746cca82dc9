"""Entries that no duty on some shift can keep: as with three hours of overtime a day where a shift lasts twelve.

An entry is told where it, alone and as a must, keeps everybody whom it selects from a shift on every date, and does not
say so itself by naming shifts.
"""

from __future__ import annotations

from typing import NamedTuple

from roster.arithmetic.lacks import Arithmetic
from roster.arithmetic.starts import could, people
from roster.domain.service import Unit
from roster.rules.base import OfficerRule


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
        chosen = [officer.id for officer in rule.officers(known.problem)]
        told: dict[tuple[str, ...], list[str]] = {}
        for code, candidates in units.items():
            starts = {(unit.day, unit.shift) for unit in candidates}
            if not any(could(persons[officer], start) for officer in chosen for start in starts):
                placed = tuple(officer for officer in chosen if any(_has_place(officer, u, known) for u in candidates))
                told.setdefault(placed, []).append(code)
        found += [Forbidding(rule.name, tuple(codes), officers) for officers, codes in told.items() if officers]
    return found


def _has_place(officer: str, unit: Unit, known: Arithmetic) -> bool:
    """Whether a unit's crew has room for an officer beside those that musts and priorities ask for."""
    crew = known.problem.kind[unit.kind].crew
    return all(need.number < crew or officer in need.officers for need in known.needs.crews[unit.id].needs)
