"""What rosters say of each officer and date, apart from any file: what goes into another system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from roster.domain.errors import Fault, InputError
from roster.domain.letters import letters
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import LANGUAGES, _, every_form
from roster.io.sheets.hr import HrRow, rows
from roster.io.tables import Tables

Key = tuple[str, dt.date]
"""An officer's id and a date."""


@dataclass(frozen=True)
class Word:
    """A shift as people and systems may name it; times as `07:00`, an end on the next date as in `23:00-07:00`."""

    code: str
    name: str
    forms: tuple[str, ...] = ()
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    category: str = ""
    squad: str = ""

    @property
    def called(self) -> str:
        """Name and id, or the id alone where it has no other name."""
        return f"{self.name} ({self.id})" if self.name not in ("", self.id) else self.id


@dataclass
class Planned:
    """Duties, leaves and dates of one or several rosters; dates without a duty or a leave are days off."""

    people: dict[str, Person] = field(default_factory=dict)
    duties: dict[Key, list[HrRow]] = field(default_factory=dict)
    joined: dict[Key, list[HrRow]] = field(default_factory=dict)
    """Duties in parts as one each, for who has a cell a date."""
    leaves: dict[Key, str] = field(default_factory=dict)
    dates: dict[dt.date, str] = field(default_factory=dict)
    """Every date that is planned, with the file that plans it."""
    shifts: dict[str, Word] = field(default_factory=dict)
    absent: set[Key] = field(default_factory=set)
    """Dates on which somebody does not belong to the brigade yet."""
    accounts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Account by (system, officer); the system folded."""
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    """Code by (system, shift)."""
    brigade: str = ""

    @property
    def in_cells(self) -> dict[Key, list[HrRow]]:
        """Duties by officer and date, those in parts as one each."""
        return {**self.duties, **self.joined}

    def by_name(self) -> Mapping[str, list[Person]]:
        from roster.io.exchange.labels import bare_name

        found: dict[str, list[Person]] = {}
        for person in self.people.values():
            found.setdefault(bare_name(person.name), []).append(person)
        return found


def planned_of(problem: Problem, roster: Roster, tables: Tables, file: str) -> Planned:
    """What one roster says."""
    found = Planned(brigade=problem.settings.name)
    dates = [problem.date(day) for day in problem.horizon.range]
    found.dates = dict.fromkeys(dates, file)
    found.people = {o.id: Person(o.id, o.name, o.category, o.squad) for o in problem.officers}
    for row in rows(problem, roster):
        found.duties.setdefault((row.employee_id, row.date), []).append(row)
    for row in rows(problem, roster, whole=True) if problem.in_parts else ():
        found.joined.setdefault((row.employee_id, row.date), []).append(row)
    for officer in problem.officers:
        for day, date in zip(problem.horizon.range, dates, strict=True):
            leave = problem.leave_on(officer.id, day)
            if leave is not None and (officer.id, date) not in found.duties:
                found.leaves[officer.id, date] = leave.kind
            if not officer.joined_by(date):
                found.absent.add((officer.id, date))
    whole = [shift for shift in problem.shifts if not shift.of]
    spoken = {language: letters(tuple(whole), language) for language in LANGUAGES}
    for shift in whole:
        forms = (shift.code, *every_form(shift.name), *(spoken[language][shift.code] for language in LANGUAGES))
        start, end = shift.hours
        found.shifts[shift.code] = Word(
            shift.code, _(shift.name), tuple(dict.fromkeys(forms)), clock(start), clock(end)
        )
    found.accounts = {(_folded(one.system), one.officer): one.account for one in tables.accounts}
    found.codes = {(_folded(one.system), one.shift): one.code for one in tables.shift_codes}
    return found


def _folded(system: str) -> str:
    return system.strip().casefold()


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def together(plans: Iterable[Planned]) -> Planned:
    """Several rosters as one. Raises InputError where two plan the same date."""
    whole = Planned()
    faults: list[Fault] = []
    for plan in plans:
        twice = [date for date in plan.dates if date in whole.dates]
        if twice:
            file = plan.dates[twice[0]]
            found = _("a roster of {date} again (also in {file})").format(
                date=twice[0].isoformat(), file=whole.dates[twice[0]]
            )
            faults.append(Fault(file, found, _("rosters of different dates")))
        whole.brigade = whole.brigade or plan.brigade
        whole.absent |= plan.absent
        whole.people.update(plan.people)
        whole.duties.update(plan.duties)
        whole.joined.update(plan.joined)
        whole.leaves.update(plan.leaves)
        whole.dates.update(plan.dates)
        whole.shifts.update(plan.shifts)
        whole.accounts.update(plan.accounts)
        whole.codes.update(plan.codes)
    if faults:
        raise InputError(faults)
    return whole


def spans_text(dates: Iterable[dt.date]) -> str:
    """Dates as runs: `2026-11-01..2026-11-07, 2026-11-09`."""
    ordered = sorted(set(dates))
    if not ordered:
        return ""
    runs = [[ordered[0], ordered[0]]]
    for before, after in pairwise(ordered):
        if (after - before).days == 1:
            runs[-1][1] = after
        else:
            runs.append([after, after])
    return ", ".join(str(a) if a == b else f"{a}..{b}" for a, b in runs)
