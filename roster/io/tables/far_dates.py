"""Dates that can hardly be meant: another year's, an absence of a year, somebody who joins after the roster ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from roster.domain.errors import Fault
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.tables.schema import Tables
from roster.io.tables.table import TableRow

LONG_ABSENCE = 270
"""Days; longer than a maternity leave anywhere but in a few countries."""
LONG_PROTECTION = 800
"""Days; from month 7 of a pregnancy to the end of a nursing year are some 550."""
AHEAD = 100
"""Days after the roster: wishes and fixed duties are rarely known longer before."""
FAR = 400
"""Days before or after the roster: more than a year."""
NEAR = 21
"""Days around the roster in which the same day and month of another year was probably meant."""
YOUNGEST, OLDEST = 16, 80
FEW = 2
"""So few dates of a year in the table `calendar` beside more of another year were probably meant for that one."""


def far_dates(tables: Tables, problem: Problem) -> Iterator[Fault]:
    """A note for each cell whose date can hardly be meant."""
    yield from _absences(tables, problem)
    for wish in tables.requests:
        yield from _dated(wish, "date", wish.date, problem, AHEAD)
    for pin in tables.fixed:
        yield from _dated(pin, "date", pin.date, problem, AHEAD)
    yield from _calendar(tables, problem)
    for past in tables.history:
        if _days_after(past.date, problem) > AHEAD:
            yield from _dated(past, "date", past.date, problem, AHEAD)
    yield from _officers(tables, problem)


def _absences(tables: Tables, problem: Problem) -> Iterator[Fault]:
    for row in tables.absences:
        begins, ends = row.begins.date(), (row.ends - dt.timedelta(minutes=1)).date()
        days = (ends - begins).days + 1
        if days > LONG_ABSENCE:
            found = _("'{date}', the end of an absence of {days} days").format(date=row.end, days=days)
            yield row.fault("end", found, _("a last date in the same year, if that is a slip"))
            continue
        yield from _dated(row, "start", begins, problem, FAR)


def _dated(row: TableRow, name: str, date: dt.date, problem: Problem, ahead: int) -> Iterator[Fault]:
    """The same date of another year where that lies at the roster, or a date far from it."""
    meant = _other_year(date, problem)
    if meant:
        expected = _("a date in or near this roster; did you mean {date}?").format(date=meant)
        yield row.fault(name, f"'{date}'", expected)
    elif _days_after(date, problem) > ahead:
        first, last = problem.date(0), problem.date(problem.horizon.days - 1)
        expected = _("a date nearer to this roster, {first} to {last}, if that is a slip").format(
            first=first, last=last
        )
        yield row.fault(name, f"'{date}'", expected)


def _days_after(date: dt.date, problem: Problem) -> int:
    """Days from the roster's last date to a date; negative before."""
    return problem.horizon.day(date) - problem.horizon.days + 1


def _other_year(date: dt.date, problem: Problem) -> dt.date | None:
    """The date with the roster's year, where it has another and that one lies near the roster; else None."""
    years = {problem.date(0).year, problem.date(problem.horizon.days - 1).year}
    for year in sorted(years - {date.year}):
        moved = _in_year(date, year)
        day = problem.horizon.day(moved)
        near = -NEAR <= day < problem.horizon.days + NEAR
        if near and abs((moved - date).days) > 2 * NEAR + problem.horizon.days:
            return moved
    return None


def _in_year(date: dt.date, year: int) -> dt.date:
    try:
        return date.replace(year=year)
    except ValueError:  # 29 February
        return date.replace(year=year, day=28)


def _calendar(tables: Tables, problem: Problem) -> Iterator[Fault]:
    """Dates of a year of which the table has hardly any, beside more of the roster's."""
    years = [row.date.year for row in tables.calendar]
    for row in tables.calendar:
        lone = years.count(row.date.year) <= FEW
        if (lone and _other_year(row.date, problem)) or abs(_days_after(row.date, problem)) > 2 * FAR:
            yield from _dated(row, "date", row.date, problem, -2 * FAR)


def _officers(tables: Tables, problem: Problem) -> Iterator[Fault]:
    last = problem.date(problem.horizon.days - 1)
    for row in tables.officers:
        yield from _slip(
            row,
            "joined",
            row.joined if row.joined and row.joined > last else None,
            (_("a first date by {date}; before it no duty is given").format(date=last)),
        )
        if row.birth_date:
            age = problem.date(0).year - row.birth_date.year
            odd = not YOUNGEST <= age <= OLDEST
            yield from _slip(row, "birth_date", row.birth_date if odd else None, _("the birth date of an adult"))
        begin, end = row.protected_from, row.protected_to
        if begin and end and (end - begin).days > LONG_PROTECTION:
            found = _("'{date}', the end of a protection of {days} days").format(date=end, days=(end - begin).days + 1)
            yield row.fault("protected_to", found, _("a last date in the same or the next year, if that is a slip"))
        elif begin and _days_after(begin, problem) > FAR:
            yield from _dated(row, "protected_from", begin, problem, FAR)


def _slip(row: TableRow, name: str, date: dt.date | None, expected: str) -> Iterable[Fault]:
    return [row.fault(name, f"'{date}'", expected)] if date else []
