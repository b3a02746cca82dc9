"""What an auditor would ask of a record of attendance: each finding with the facts that its sentence needs.

The first four kinds are the audit offices' published mechanical checks of overtime pay; the others follow from what the
record itself says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from roster.domain.attendance import OUTSIDE, Attendance, Source, Stint
from roster.domain.clock import Span
from roster.domain.month import SWORN, Month
from roster.domain.people import LEFT, Officer

DAYS, ON_LEAVE, EQUAL, TWO_DUTIES = "days_beyond_month", "duty_on_leave", "equal_overtime", "two_duties"
BEFORE_JOINING, AFTER_LEAVING, UNKNOWN = "before_joining", "after_leaving", "unknown_officer"
WITHOUT_ROSTER, AFTER_THE_FACT = "without_roster", "changed_after_the_fact"
OVERTIME_CAP, HOURS_CAP, REST = "overtime_over_cap", "hours_over_cap", "rest_too_short"
KINDS = (
    DAYS,
    ON_LEAVE,
    TWO_DUTIES,
    EQUAL,
    BEFORE_JOINING,
    AFTER_LEAVING,
    UNKNOWN,
    WITHOUT_ROSTER,
    AFTER_THE_FACT,
    OVERTIME_CAP,
    HOURS_CAP,
    REST,
)
"""In the order in which they are told."""
LEAST_EQUAL = 3
"""So many people with the same overtime are everybody."""


@dataclass(frozen=True)
class Finding:
    """One thing that an auditor would ask about; `day` is None for one about all dates, `officer` empty for a group."""

    kind: str
    officer: str
    day: int | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    cells: tuple[str, ...] = ()  # of tables
    law: str = ""  # where a rule of the brigade says it


def audited(
    attendance: Attendance, months: Sequence[Month], strangers: Iterable[str], days: range
) -> Iterator[Finding]:
    """Everything that attendance within these days itself tells; rules, caps and publications are asked elsewhere."""
    for month in months:
        yield from _days(month)
    yield from _equal(months)
    unknown = frozenset(strangers)
    for officer in attendance.facts.officers:
        stints = attendance.within(officer.id, days)
        if officer.id in unknown:
            yield from (Finding(UNKNOWN, officer.id, stint.day, {"stint": stint}, (stint.source,)) for stint in stints)
        else:
            yield from _membership(attendance, officer, stints)
        yield from _leave(attendance, stints)
        yield from _at_once(attendance, officer, days)
        yield from _unplanned(attendance, stints)


def _days(month: Month) -> Iterator[Finding]:
    """Days present and days of overtime are more than there are days: some would be counted twice.

    Overtime are the days beyond those due, since in a rota who serves on a Sunday rests on a Tuesday.
    """
    present = len({stint.day for stint in month.stints})
    days, overtime = month.dates.days - month.states[OUTSIDE], max(0, present - month.due)
    if present + overtime > days:
        facts = {"present": present, "overtime": overtime, "due": month.due, "there": days, "dates": month.dates}
        yield Finding(DAYS, month.officer.id, None, facts, _sources(month.stints))


def _equal(months: Sequence[Month]) -> Iterator[Finding]:
    """Everybody of a category has the same overtime."""
    for category in dict.fromkeys(month.officer.category for month in months):
        group = [month for month in months if month.officer.category == category and month.stints]
        amounts = {month.overtime_days if category == SWORN else month.overtime_hours for month in group}
        if len(group) >= LEAST_EQUAL and len(amounts) == 1 and (amount := amounts.pop()) > 0:
            facts = {"category": category, "count": len(group), "amount": amount, "days": category == SWORN}
            yield Finding(EQUAL, "", None, {**facts, "dates": group[0].dates}, _sources(group[0].stints))


def _membership(attendance: Attendance, officer: Officer, stints: Sequence[Stint]) -> Iterator[Finding]:
    for stint in stints:
        date = attendance.facts.date(stint.day)
        if not officer.joined_by(date):
            told = {"stint": stint, "date": officer.joined}
            yield Finding(BEFORE_JOINING, officer.id, stint.day, told, (stint.source,))
        if officer.left and officer.left < date:
            yield Finding(AFTER_LEAVING, officer.id, stint.day, {"stint": stint, "date": officer.left}, (stint.source,))


def _leave(attendance: Attendance, stints: Sequence[Stint]) -> Iterator[Finding]:
    """Work that shares a minute with leave, training or court."""
    for stint in stints:
        absences = attendance.facts.absences_of.get(stint.officer, ())
        met = [
            absence
            for absence in absences
            if absence.kind != LEFT
            and absence.span.overlap(stint.span)
            and not (absence.hours_only and stint.planned and not absence.span.covers(stint.span))
        ]
        if met:
            first = met[0]
            facts = {"stint": stint, "kind": first.kind, "span": first.span}
            cells = tuple(absence.source for absence in met)
            yield Finding(ON_LEAVE, stint.officer, stint.day, facts, (stint.source,), cells)


def _at_once(attendance: Attendance, officer: Officer, days: range) -> Iterator[Finding]:
    """Work that begins before other work of the same officer ends."""
    own = [stint for stints in attendance.of.get(officer.id, {}).values() for stint in stints]
    longest: Stint | None = None
    for stint in sorted(own, key=lambda stint: stint.span):
        if longest and stint.span.start < longest.span.end and stint.day in days:
            facts = {"stint": stint, "other": longest}
            yield Finding(TWO_DUTIES, officer.id, stint.day, facts, _sources((longest, stint)))
        if longest is None or stint.span.end > longest.span.end:
            longest = stint


def _unplanned(attendance: Attendance, stints: Sequence[Stint]) -> Iterator[Finding]:
    """Work that was done and that no roster has."""
    planned = attendance.planned_keys
    for stint in stints:
        if not stint.planned and (stint.officer, stint.day) not in planned:
            facts = {"stint": stint, "published": stint.day in attendance.known}
            yield Finding(WITHOUT_ROSTER, stint.officer, stint.day, facts, (), (stint.source.what,))


def short_rests(
    attendance: Attendance, officer: Officer, days: range, least: int
) -> Iterator[tuple[Stint, Stint, int]]:
    """Two duties of different dates with less rest between them than so many minutes: both, and the rest there was."""
    own = [stint for stints in attendance.of.get(officer.id, {}).values() for stint in stints]
    before: Stint | None = None
    for stint in sorted(own, key=lambda stint: stint.span):
        if before and stint.day in days and stint.day != before.day and before.span.end <= stint.span.start:
            rest = attendance.facts.elapsed(Span(before.span.end, stint.span.start))
            if rest < least:
                yield before, stint, rest
        if before is None or stint.span.end > before.span.end:
            before = stint


def over_cap(month: Month, cap: float) -> Iterator[Finding]:
    """Overtime of an auxiliary above what a pay month may have."""
    if month.officer.category != SWORN and month.beyond_standard > cap:
        facts = {"given": month.beyond_standard, "standard": month.standard, "cap": cap, "dates": month.dates}
        yield Finding(OVERTIME_CAP, month.officer.id, None, facts, _sources(month.stints))


def _sources(stints: Iterable[Stint]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(stint.source for stint in stints))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By kind, person and date."""
    return sorted(findings, key=lambda one: (KINDS.index(one.kind), one.officer, -1 if one.day is None else one.day))
