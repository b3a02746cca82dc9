"""What a row of a table asks for, as a sentence, and the cell that says it."""

from __future__ import annotations

from roster.domain.clock import Window
from roster.domain.ids import ShiftId
from roster.domain.letters import shift_text
from roster.domain.people import Absence
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.codes import leave_name
from roster.io.selected import listed
from roster.io.tables import absences, demand, fixed, requests
from roster.io.tables.table import TableRow
from roster.rules.base import Rule
from roster.rules.limits import ROWS
from roster.rules.roster.cover import Cover
from roster.rules.shared.words import date_text, kind_name, moments_text, person, place, span_text, whoever
from roster.search.explain.constraint_groups import ConstraintGroup

SAID = "--"
"""How a source begins that is an option of the command line."""


def row_sentence(row: TableRow, rule: Rule, problem: Problem) -> str:
    """What a row asks for, in a rule's sense."""
    match row:
        case fixed.Row():
            who, date = person(row.officer, problem), date_text(row.date)
            if row.off:
                return _("{officer} is fixed to be off on {date}").format(officer=who, date=date)
            shift = " ".join(filter(None, (shift_text(row.shift, problem), row.unit)))
            text = _("{officer} is fixed for {shift} on {date}").format(officer=who, shift=shift, date=date)
            return text + _no_such_unit(row, problem)
        case requests.Row():
            words = {"officer": person(row.officer, problem), "date": date_text(row.date)}
            words["shift"] = shift_text(row.shift, problem) if row.shift else _("any shift")
            if row.wish == "on":
                return _("{officer} asked to work {shift} on {date}").format(**words)
            if row.wish == "free":
                return _("{officer} asked to be free of {shift} all {date}").format(**words)
            return _("{officer} asked not to work {shift} on {date}").format(**words)
        case absences.Row():
            return _("{who} is away ({kind}): {dates}").format(
                who=whoever(row.id, problem), kind=_(row.kind), dates=span_text(row.start, row.end)
            )
        case demand.Row():
            return _asked(row, rule, problem)
    return str(row.place)


def said_absences(member: ConstraintGroup, problem: Problem) -> list[Absence]:
    """Absences that a member is about and that a command said, not a table."""
    sources = member.source.split(ROWS)
    return [one for one in problem.absences if one.source in sources and one.source.startswith(SAID)]


def absence_sentence(absence: Absence, problem: Problem) -> str:
    """Who is away, why and when."""
    begins, ends = (problem.horizon.moment(minute) for minute in (absence.span.start, absence.span.end))
    return _("{who} is away ({kind}): {dates}").format(
        who=whoever(absence.id, problem), kind=leave_name(absence.kind), dates=moments_text(begins, ends)
    )


def _asked(row: demand.Row, rule: Rule, problem: Problem) -> str:
    """What a demand row asks for in a rule's sense: `Car unit at Z1, 18:00-02:00: 2 asked for (fri, sat)`."""
    where = _(" or ").join(place(name, problem) for name in row.places)
    over = isinstance(rule, Cover) and rule.asks == "over"
    if over:
        text = _("{kind} at {place}, {hours}: at most {count}") if where else _("{kind}, {hours}: at most {count}")
    else:
        text = _("{kind} at {place}, {hours}: {count} asked for") if where else _("{kind}, {hours}: {count} asked for")
    told = text.format(
        count=getattr(row, _number(row, rule)),
        kind=kind_name(row.unit_kind, problem),
        place=where,
        hours=_hours(row, problem),
    )
    return _on_days(told, row)


def demand_name(row: demand.Row, problem: Problem) -> str:
    """Which demand a row is: `Car unit at Z1, 18:00-02:00 (fri, sat)`."""
    where = _(" or ").join(place(name, problem) for name in row.places)
    text = _("{kind} at {place}, {hours}") if where else _("{kind}, {hours}")
    told = text.format(kind=kind_name(row.unit_kind, problem), place=where, hours=_hours(row, problem))
    return _on_days(told, row)


def _hours(row: demand.Row, problem: Problem) -> str:
    shifts = _(", ").join(shift_text(code, problem) for code in row.shift)
    return shifts or str(Window(*row.window(problem.settings.day_start)))


def _on_days(told: str, row: demand.Row) -> str:
    days = _(", ").join(_(day) for day in row.day_types)
    return _("{what} ({days})").format(what=told, days=days) if days else told


def _no_such_unit(row: fixed.Row, problem: Problem) -> str:
    """What a fixed duty's shift has instead of its unit; empty where it has the unit."""
    day = (row.date - problem.date(0)).days
    units = problem.units_of.get(ShiftId(day, row.shift), ())
    if not row.unit or any(row.unit in (unit.kind, unit.label) for unit in units):
        return ""
    known = listed(sorted({unit.label for unit in units})) or _("none")
    return _(", which has no unit {unit} on that date (its units: {known})").format(unit=row.unit, known=known)


def _number(row: demand.Row, rule: Rule) -> str:
    """The column of a demand row that a rule speaks of."""
    asks = rule.asks if isinstance(rule, Cover) else "minimum"
    return "target" if asks == "target" or (asks == "over" and row.target > row.minimum) else "minimum"


def cell_of(row: TableRow, rule: Rule) -> str:
    """The cell of a row that says what matters."""
    match row:
        case fixed.Row():
            return row.place.cell("shift")
        case requests.Row():
            return row.place.cell("wish")
        case absences.Row():
            return row.place.cell("start")
        case demand.Row():
            return row.place.cell(_number(row, rule))
    return str(row.place)
