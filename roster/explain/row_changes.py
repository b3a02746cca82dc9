"""Rows that are changed in what they say: fewer units asked for, a vehicle's maintenance at another time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.problem import Problem
from roster.explain.candidate import Candidate
from roster.explain.changes import cell
from roster.explain.row_words import demand_name
from roster.i18n import _
from roster.io.tables import absences, demand
from roster.rules.shared.words import span_text, vehicle
from roster.search.explain.constraint_groups import ConstraintGroup


def ask_less(row: demand.Row, heads: int, member: ConstraintGroup, problem: Problem, brigade: Path) -> Candidate | None:
    """So many people fewer, in whole crews; None where that changes nothing, or the table has no such column."""
    units = max(0, row.minimum - -(-heads // problem.kind[row.unit_kind].crew))
    change = cell(row, "minimum", str(row.minimum), str(units), brigade)
    if change is None or units == row.minimum:
        return None
    text = _("{what}: ask for {new} instead of {old}").format(
        what=demand_name(row, problem), new=units, old=row.minimum
    )
    return Candidate((change,), text, frozenset({member}), "demand", effort=3)


def move_maintenance(
    row: absences.Row, loosens: frozenset[ConstraintGroup], problem: Problem, brigade: Path
) -> Candidate:
    """A vehicle's maintenance after the date on which the horizon's last duty ends."""
    ends = max((problem.shift[unit.shift].span(unit.day).end for unit in problem.units), default=0)
    last = problem.date(max(problem.horizon.days - 1, (ends - 1) // MINUTES_A_DAY))
    days = (last - row.begins.date()).days + 1
    begin, end = row.start + timedelta(days=days), row.end + timedelta(days=days)
    changes = (
        cell(row, "start", str(row.start), str(begin), brigade),
        cell(row, "end", str(row.end), str(end), brigade),
    )
    text = _("move the maintenance of {vehicle} to {dates}").format(
        vehicle=vehicle(row.id, problem), dates=span_text(begin, end)
    )
    return Candidate(tuple(change for change in changes if change), text, loosens, "vehicle", effort=2)
