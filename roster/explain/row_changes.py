"""Rows changed in what they say: fewer units asked for, a vehicle's maintenance at another time, hours away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.problem import Problem
from roster.explain.candidate import Candidate, Kind
from roster.explain.changes import cell, filled
from roster.explain.row_words import demand_name
from roster.i18n import _
from roster.io.tables import absences, demand
from roster.rules.shared.words import span_text, vehicle, whoever
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


def change_maintenance(
    row: absences.Row, loosens: frozenset[ConstraintGroup], problem: Problem, brigade: Path
) -> Iterator[Candidate]:
    """A vehicle's maintenance by its hours only, or after the date on which the horizon's last duty ends."""
    yield from cost_hours_only(row, loosens, problem, brigade)
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
    yield Candidate(tuple(change for change in changes if change), text, loosens, "vehicle", effort=2)


def cost_hours_only(
    row: absences.Row, loosens: frozenset[ConstraintGroup], problem: Problem, brigade: Path
) -> Iterator[Candidate]:
    """An absence of some hours costs a longer duty these hours, where it bars the whole."""
    if row.hours_only or not (isinstance(row.start, datetime) or isinstance(row.end, datetime)):
        return
    text = _("let the absence of {who}, {dates}, cost a longer duty these hours only").format(
        who=whoever(row.id, problem), dates=span_text(row.start, row.end)
    )
    kind: Kind = "vehicle" if row.id in problem.vehicle else "leave"
    yield Candidate(filled(row, "hours_only", "", "yes", brigade), text, loosens, kind, effort=2)
