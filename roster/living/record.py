"""What officers did, told from the ledger, from workbooks not yet published, and from the table `worked`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from pathlib import Path

from roster.domain.attendance import Attendance, Source, Stint
from roster.domain.clock import Horizon, Span, date_span, joined
from roster.domain.errors import Fault, InputError
from roster.domain.month import PayRules
from roster.domain.pay_month import Dates, cycle_of, pay_month
from roster.domain.people import Absence, Duty, Officer
from roster.domain.problem import Facts
from roster.domain.service import Shift
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.io.ledger import Ledger, ledger_of
from roster.io.ledger.held import Edition, Held, HeldDuty
from roster.io.tables import Tables, facts, pay, read_tables, worked
from roster.rules import Rulebook

HANDED_OVER = "replaced"
LONGEST_PERIOD = 62  # dates of a month sheet
LATEST = dt.date(9999, 12, 31)


@dataclass(frozen=True)
class Record:
    """A brigade's record up to a date: its attendance, and the ledger that it comes from."""

    brigade: Path
    tables: Tables
    ledger: Ledger
    held: Held
    attendance: Attendance
    strangers: tuple[str, ...] = ()  # officers of the ledger who are not in the table
    notes: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        return self.attendance.facts

    @property
    def rulebook(self) -> Rulebook:
        """No rules: a record is what was, whatever they ask."""
        return Rulebook(())

    @property
    def history(self) -> Mapping[str, str]:
        """No past workbooks are read."""
        return {}

    def days(self, dates: Dates) -> range:
        return range(self.facts.horizon.day(dates.first), self.facts.horizon.day(dates.last) + 1)

    @property
    def rules(self) -> PayRules:
        """The settings of pay."""
        row = self.tables.settings
        return PayRules(
            row.pay_from_day,
            row.hours_system,
            row.cycle,
            row.overtime_days_cap,
            row.duty_days_cap,
            row.overtime_hours_cap,
            tuple(_paid_when(self.tables, pay.OVERTIME_DAY, "sworn")),
            tuple(_paid_when(self.tables, pay.REST_DAY_HOUR, "auxiliary")),
        )


def _paid_when(tables: Tables, per: str, category: str) -> Iterator[Dates]:
    for row in tables.pay:
        if row.per == per and row.category in ("", category):
            yield Dates(row.start or dt.date.min, row.end or LATEST)


def dates_of(tables: Tables, ledger: Held, first: dt.date | None, last: dt.date | None) -> Dates:
    """The dates asked for; without any the pay month of the last published date.

    Raises InputError for dates the wrong way round, or more than a sheet holds.
    """
    from_day = tables.settings.pay_from_day
    if first is None:
        ends = [edition.last for edition in ledger.editions]
        known = pay_month(last or max(ends, default=dt.date.today()), from_day)
        first, last = known.first, last or known.last
    dates = Dates(first, last or pay_month(first, from_day).last)
    if not 1 <= dates.days <= LONGEST_PERIOD:
        expected = _("a first and a last date of {days} dates at the most").format(days=LONGEST_PERIOD)
        raise InputError([Fault("--from --to", f"{dates.first} {dates.last}", expected)])
    return dates


def open_record(
    brigade: Path,
    first: dt.date | None,
    last: dt.date | None,
    workbooks: Sequence[Path] = (),
    every: bool = False,
) -> tuple[Record, Dates]:
    """What is known up to the last date asked for, and the dates. Raises InputError with every fault.

    `workbooks` are rosters not yet published, which go before what is; `every` reads the versions of publications
    that no longer hold as well.
    """
    tables = read_tables(brigade)
    ledger = ledger_of(brigade)
    held = ledger.held(every)
    dates = dates_of(tables, held, first, last)
    cycle = cycle_of(dates.last, tables.settings.pay_from_day, tables.settings.cycle)
    begins = min([dates.first, cycle.first, *(edition.start for edition in held.editions)])
    weeks = ceil(Dates(begins, dates.last).days / DAYS_A_WEEK)
    known = facts(replace(tables, history=()), begins, weeks)
    until = dates.last.isoformat()
    strangers = sorted({duty.officer for duty in held.holding if duty.date <= until} - known.officer.keys())
    gone = tuple(Officer(stranger, stranger, "") for stranger in strangers)
    known = replace(known, officers=(*known.officers, *gone))
    known = replace(known, absences=tuple(dict.fromkeys((*known.absences, *_came_between(known, held)))))
    planned = _planned(known, held, until)
    told = {_day_number(known.horizon, date) for date in held.holder if date <= until}
    for file in workbooks:
        covered, found = _of_workbook(file, tables, known)
        told |= covered
        planned = {key: stints for key, stints in planned.items() if key[1] not in covered} | found
    attendance = _with_worked(tables, known, planned, frozenset(told), dates.last)
    notes = [*ledger.notes(held.editions)]
    return Record(brigade, tables, ledger, held, attendance, tuple(strangers), tuple(notes)), dates


def _came_between(known: Facts, held: Held) -> Iterator[Absence]:
    """Absences that publications tell of, on the dates on which these hold; who handed a duty over only rests."""
    dates: dict[int, list[int]] = {}
    for date, number in held.holder.items():
        dates.setdefault(number, []).append(_day_number(known.horizon, date))
    for number, one in held.absences:
        if one.kind == HANDED_OVER or one.officer not in known.officer:
            continue
        begins, ends = (_minute(known.horizon, text) for text in (one.start, one.end))
        days = (date_span(day) for day in dates.get(number, ()))
        pieces = (Span(max(begins, day.start), min(ends, day.end)) for day in days)
        source = source_of(held.editions[number])
        told = f"{source.what} v{source.version} {one.source}".strip()
        yield from (Absence(one.officer, one.kind, span, told) for span in joined(p for p in pieces if p.minutes > 0))


Planned = dict[tuple[str, int], list[Stint]]


def source_of(edition: Edition) -> Source:
    """A publication as the source of a fact."""
    return Source(f"{edition.start}..{edition.last}", edition.version, edition.time, edition.sha256)


def _planned(known: Facts, held: Held, until: str) -> Planned:
    """Duties that hold, by officer and day."""
    sources = [source_of(edition) for edition in held.editions]
    found: Planned = {}
    for duty in held.holding:
        if duty.date <= until:
            stint = stint_of(known.horizon, duty, sources[duty.edition])
            found.setdefault((stint.officer, stint.day), []).append(stint)
    return found


def stint_of(horizon: Horizon, duty: HeldDuty, source: Source) -> Stint:
    """A published duty as planned work."""
    span = Span(_minute(horizon, duty.start), _minute(horizon, duty.end))
    day = _day_number(horizon, duty.date)
    return Stint(duty.officer, day, duty.shift, span, bool(duty.night), bool(duty.line), True, source)


@cache
def _minute(horizon: Horizon, text: str) -> int:
    return horizon.minute(dt.datetime.fromisoformat(text))


@cache
def _day_number(horizon: Horizon, text: str) -> int:
    return horizon.day(dt.date.fromisoformat(text))


def _of_workbook(file: Path, tables: Tables, known: Facts) -> tuple[set[int], Planned]:
    """The days that a workbook tells of, and its duties as its grid stands now."""
    import hashlib

    from roster.io.past import past_duties
    from roster.io.read_book import read_book

    book = read_book(file)
    after = book.start + dt.timedelta(days=book.days)
    offset = known.horizon.day(after)
    source = Source(file.name, 0, "", hashlib.sha256(file.read_bytes()).hexdigest())
    found: Planned = {}
    for duty in past_duties(file, tables, after):
        moved: Duty = duty.later(offset)
        stint = Stint(moved.officer, moved.day, moved.shift, moved.span, moved.night, moved.line, True, source)
        found.setdefault((stint.officer, stint.day), []).append(stint)
    return set(range(offset - book.days, offset)), found


def _with_worked(tables: Tables, known: Facts, planned: Planned, told: frozenset[int], last: dt.date) -> Attendance:
    """Planned work, with what was really done in its place."""
    done: Planned = {}
    missed: dict[tuple[str, int], Source] = {}
    for row in tables.worked:
        if row.officer not in known.officer or row.date > last or row.date < known.horizon.start:
            continue
        key = (row.officer, known.horizon.day(row.date))
        cell = Source(row.place.cell("officer"))
        if row.start is None or row.end is None:
            missed[key] = cell
        else:
            done.setdefault(key, []).append(_done(row, known, planned.get(key, []), cell))
    missed = {key: source for key, source in missed.items() if key not in done}
    replaced = [stint for key in (*done, *missed) for stint in planned.get(key, ())]
    kept = [stint for key, stints in planned.items() if key not in done and key not in missed for stint in stints]
    return Attendance(
        known, (*kept, *(stint for stints in done.values() for stint in stints)), told, missed, tuple(replaced)
    )


def _done(row: worked.Row, known: Facts, instead: Sequence[Stint], source: Source) -> Stint:
    """Work that was done: on the shift that was planned, else on the one whose hours it has most of."""
    from roster.io.tables.times import hours

    assert row.start is not None
    assert row.end is not None
    day = known.horizon.day(row.date)
    span = hours(row.start, row.end).on(day)
    night = 2 * known.elapsed_in(known.settings.night, span) > known.elapsed(span)
    plan = max(instead, key=lambda stint: stint.span.overlap(span), default=None)
    if plan:
        return Stint(row.officer, day, plan.shift, span, plan.night, plan.line, False, source)
    near = max(known.shifts, key=lambda shift: _alike(shift, day, span))
    if _alike(near, day, span) > 0:
        return Stint(row.officer, day, near.code, span, near.night, near.line, False, source)
    return Stint(row.officer, day, "", span, night, True, False, source)


def _alike(shift: Shift, day: int, span: Span) -> float:
    """How much of both spans is common; 1 where they are the same, nothing where less than half is."""
    own = shift.span(day)
    common = own.overlap(span) / max(own.minutes, span.minutes)
    return common if common > 0.5 else 0.0
