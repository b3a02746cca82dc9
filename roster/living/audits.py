"""The audit of a record: what its attendance, its publications, the caps and the brigade's own musts tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from roster.domain.attendance import Attendance, Stint
from roster.domain.audit import (
    AFTER_LEAVING,
    AFTER_THE_FACT,
    BEFORE_JOINING,
    HOURS_CAP,
    REST,
    WITHOUT_ROSTER,
    Finding,
    audited,
    in_order,
    over_cap,
    short_rests,
)
from roster.domain.clock import Span
from roster.domain.month import Month, PayRules, month_of
from roster.domain.pay_month import Dates, cut_by_pay_month
from roster.domain.people import Duty, Line
from roster.domain.problem import Facts, Problem
from roster.io.tables import officers
from roster.living.months import MonthSheet, month_sheet
from roster.living.record import Record, open_record, source_of, stint_of
from roster.rules import Rulebook
from roster.rules.roster.minimum_rest import MinimumRest
from roster.rules.roster.overtime import Overtime
from roster.rules.roster.work_hours import WorkHours
from roster.rules.shared.numbers import minutes_of


@dataclass(frozen=True)
class Audit:
    """The findings over some dates, with the months that they speak of."""

    sheet: MonthSheet
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]  # musts that were asked, as they are called

    @property
    def record(self) -> Record:
        return self.sheet.record

    @property
    def places(self) -> list[str]:
        """Where each finding is in the month sheet of the same dates: the date's cell, else the officer's row."""
        from roster.io.month.sheet import cell_name

        return [cell_name(self.record.facts, self.sheet.months, one.officer, one.day) for one in self.findings]


def audit(
    brigade: Path,
    first: dt.date | None = None,
    last: dt.date | None = None,
    constraints: Sequence[Path] = (),
    workbooks: Sequence[Path] = (),
) -> Audit:
    """Everything that an auditor would ask about these dates. Raises InputError with every fault."""
    from roster.io.recorded import home_of
    from roster.io.rulebook import load_rulebook, rulebook_files

    rulebook = load_rulebook(rulebook_files(home_of(brigade), list(constraints)))
    record, dates = open_record(brigade, first, last, workbooks, every=True)
    sheet = month_sheet(record, dates)
    days, attendance = record.days(dates), record.attendance
    asked = [rule for rule in rulebook.rules if rule.must and isinstance(rule, MinimumRest | Overtime | WorkHours)]
    found = [
        *audited(attendance, sheet.months, record.strangers, days),
        *_publications(record, days),
        *_caps(attendance, sheet.months, dates, record.rules),
        *_rests(attendance, days, rulebook),
        *_hours(attendance, days, rulebook),
    ]
    rows = {row.id: row for row in record.tables.officers}
    found = [replace(one, cells=one.cells or _cells(one, rows)) for one in found]
    return Audit(sheet, tuple(in_order(found)), tuple(rule.spoken for rule in asked))


def _cells(finding: Finding, rows: Mapping[str, officers.Row]) -> tuple[str, ...]:
    """Cells of the table officers that a finding hangs on."""
    column = {BEFORE_JOINING: "joined", AFTER_LEAVING: "left"}.get(finding.kind)
    return (rows[finding.officer].place.cell(column),) if column and finding.officer in rows else ()


def _publications(record: Record, days: range) -> Iterator[Finding]:
    """Duties that began before any roster told of them, and changes that were published after they had begun."""
    facts, held = record.facts, record.held
    told: dict[int, dict[tuple[str, int], list[Stint]]] = {}
    texts = {facts.date(day).isoformat() for day in days}
    sources = [source_of(edition) for edition in held.editions]
    for duty in held.duties:
        if duty.date in texts:
            stint = stint_of(facts.horizon, duty, sources[duty.edition])
            told.setdefault(duty.edition, {}).setdefault((stint.officer, stint.day), []).append(stint)
    before: dict[tuple[str, int], list[Stint]] = {}
    covered: set[int] = set()
    for number, edition in enumerate(held.editions):
        first = facts.horizon.day(edition.start)
        own = range(max(first, days.start), min(first + edition.days, days.stop))
        published = facts.horizon.minute(dt.datetime.fromisoformat(edition.time))
        now = told.get(number, {})
        keys = now.keys() | {key for key in before if key[1] in own}
        for key in sorted(keys):
            if key[1] not in own:
                continue
            old, new = before.get(key, []), now.get(key, [])
            begun = min((stint.span.start for stint in (*old, *new)), default=published)
            if begun < published and _said(old) != _said(new):
                is_change = key[1] in covered
                what = {"old": old, "new": new, "time": edition.time, "published": True, "stint": (*new, *old)[0]}
                kind = AFTER_THE_FACT if is_change else WITHOUT_ROSTER
                was = tuple(stint.source for stint in old)
                yield Finding(kind, *key, what, (*was, sources[number]))
            before[key] = new
        covered |= {*own}


def _said(stints: Sequence[Stint]) -> list[tuple[str, Span]]:
    """What a publication says of an officer's date."""
    return sorted((stint.shift, stint.span) for stint in stints)


def _caps(attendance: Attendance, months: Sequence[Month], dates: Dates, rules: PayRules) -> Iterator[Finding]:
    """Overtime above the cap, in each pay month or the part of it that lies within the dates."""
    pieces = cut_by_pay_month(*dates, rules.from_day)
    for month in months:
        for piece in pieces:
            part = month if piece == dates else month_of(attendance, month.officer, piece, rules)
            yield from over_cap(part, rules.overtime_hours_cap)


def _rests(attendance: Attendance, days: range, rulebook: Rulebook) -> Iterator[Finding]:
    """Rest that is shorter than a must asks for."""
    problem = _problem(attendance.facts)
    for rule in rulebook.rules:
        if not (isinstance(rule, MinimumRest) and rule.must):
            continue
        for officer in rule.officers(problem):
            for before, after, rest in short_rests(attendance, officer, days, minutes_of(rule.hours)):
                if rule.asks_after(_duty(before), problem) and rule.when.matches_duty(_duty(after), problem):
                    told = {"stint": after, "before": before, "rest": rest, "asked": rule.hours}
                    sources = tuple(dict.fromkeys((before.source, after.source)))
                    yield Finding(REST, officer.id, after.day, told, sources, law=rule.why or rule.spoken)


def _hours(attendance: Attendance, days: range, rulebook: Rulebook) -> Iterator[Finding]:
    """Hours above what a must of hours or overtime allows, told by that must itself."""
    asked = [rule for rule in rulebook.rules if rule.must and isinstance(rule, Overtime | WorkHours)]
    problem = _problem(attendance.facts)
    for rule in asked:
        for officer in rule.officers(problem):
            own = attendance.of.get(officer.id, {})
            for violation in rule.check(officer, _line(own), problem):
                day = violation.spot.day
                a_month = violation.facts.get("day") is False  # which the cap on overtime of the pay month is for
                if day is None or day not in days or violation.facts.get("few") or a_month:
                    continue
                sources = tuple(dict.fromkeys(stint.source for stint in own.get(day, ())))
                told = {"sentence": rule.say(violation, problem)}
                yield Finding(HOURS_CAP, officer.id, day, told, sources, law=rule.why or rule.spoken)


def _line(own: dict[int, list[Stint]]) -> Line:
    """An officer's work as rules read it: of several stretches on a date one that lasts as long as all."""
    line: Line = {}
    for day, stints in own.items():
        duty = _duty(stints[0])
        minutes = sum(stint.span.minutes for stint in stints)
        line[day] = replace(duty, span=duty.span._replace(end=duty.span.start + minutes))
    return line


def _duty(stint: Stint) -> Duty:
    return Duty(stint.officer, stint.day, stint.shift, stint.span, stint.night, stint.line)


def _problem(facts: Facts) -> Problem:
    """The facts as rules ask for them; no units and no slots, of which rules of one officer's hours know nothing."""
    return Problem(**{one.name: getattr(facts, one.name) for one in fields(facts)})
