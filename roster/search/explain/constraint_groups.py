"""Instances of rules: what one rule asks of one person, one row of a table, one place or one kind of unit.

The grain in which a clash is told. Single limits would make it long (a rest between any two dates is one), whole rules
would hide whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from roster.domain.ids import UnitId
from roster.domain.problem import Problem
from roster.rules.limits import Limit, Linear
from roster.rules.spot import WHOLE
from roster.rules.variables import OfUnit


class ConstraintGroup(NamedTuple):
    """One rule in one respect; empty parts do not apply. Without a rule: what tables or the physics rule out."""

    rule: str
    officer: str = ""
    source: str = ""  # rows of tables, as `absences.csv:12`, or the rule that asks for units itself
    place: str = ""
    kind: str = ""  # of unit
    part: str = ""  # of what the rule asks: `quality`, `seats` ...
    of: str = ""  # what the part is about: `armed`, a vehicle, a shift


Groups = dict[ConstraintGroup, list[Limit]]
"""Limits by the instance that they belong to, in the rulebook's order."""


def group_of(rule: str, limit: Limit, problem: Problem) -> ConstraintGroup:
    """The instance of a rule that a limit belongs to."""
    spot = limit.spot
    source = limit.source if isinstance(limit, Linear) else ""
    part = limit.part if isinstance(limit, Linear) else WHOLE
    officer = spot.officers[0] if len(spot.officers) == 1 else ""
    if officer or source:
        return ConstraintGroup(rule, officer, source, "", "", *part)
    kinds = {problem.unit[unit].kind for unit in units_in(limit)} if spot.unit else set()
    return ConstraintGroup(rule, "", "", spot.place, kinds.pop() if len(kinds) == 1 else "", *part)


def grouped(rule: str, limits: Iterable[Limit], problem: Problem) -> Groups:
    """The limits of one rule by instance."""
    groups: Groups = {}
    for limit in limits:
        groups.setdefault(group_of(rule, limit, problem), []).append(limit)
    return groups


def units_in(limit: Limit) -> set[UnitId]:
    """The units that a limit speaks of."""
    return {decision.unit for decision in limit.decisions if isinstance(decision, OfUnit)}
