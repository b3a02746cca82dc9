"""The month sheet: every officer's days, hours, overtime and leave over a pay month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from roster.domain.attendance import OUTSIDE
from roster.domain.month import COMPREHENSIVE, Month, month_of
from roster.domain.pay_month import Dates, pay_month
from roster.domain.people import Officer
from roster.i18n import _
from roster.io.ledger.held import Edition
from roster.io.month import contract, pay
from roster.io.month.pay import Paid, paid_in
from roster.io.outputs import Outputs
from roster.living.record import Record, open_record
from roster.rules.shared.words import date_text, span_text

MOST_NAMED = 8


@dataclass(frozen=True)
class MonthSheet:
    """Every officer's month over the same dates."""

    record: Record
    dates: Dates
    months: tuple[Month, ...]
    notes: tuple[str, ...] = ()


def month(
    brigade: Path,
    first: dt.date | None = None,
    last: dt.date | None = None,
    workbooks: Sequence[Path] = (),
) -> MonthSheet:
    """Every officer's month from the record. Raises InputError with every fault."""
    return month_sheet(*open_record(brigade, first, last, workbooks))


def month_sheet(record: Record, dates: Dates) -> MonthSheet:
    """Every officer's month of a record that is open."""
    days, rules = record.days(dates), record.rules
    officers = [officer for officer in record.facts.officers if _belongs(record, officer, days)]
    months = tuple(month_of(record.attendance, officer, dates, rules) for officer in officers)
    return MonthSheet(record, dates, months, (*record.notes, *_notes(record, dates, months)))


def _belongs(record: Record, officer: Officer, days: range) -> bool:
    """Whether an officer has a row: in the brigade on one of these days, or with a duty on one."""
    own = record.attendance.of.get(officer.id, {})
    if any(day in own for day in days):
        return True
    known = officer.id not in record.strangers
    return known and any(record.attendance.state(officer.id, day) != OUTSIDE for day in days)


def _notes(record: Record, dates: Dates, months: Sequence[Month]) -> Iterator[str]:
    """What the reader of a month must know."""
    known, rules = record.attendance.known, record.rules
    unpublished = [record.facts.date(day) for day in record.days(dates) if day not in known]
    if unpublished:
        text = _("no roster was published of {dates} (dates: {count}); nothing planned is counted on them")
        yield text.format(dates=dates_text(unpublished), count=len(unpublished))
    yield from overlap_notes(record, dates)
    if record.strangers:
        text = _("not in the table officers, so of no known category: {officers}")
        yield text.format(officers=_(", ").join(record.strangers[:MOST_NAMED]))
    known_ids = {officer.id for officer in record.facts.officers}
    nobody = {row.officer for row in record.tables.worked if row.officer not in known_ids}
    if nobody:
        text = _("rows of the table worked are passed over, since no table has these people: {officers}")
        yield text.format(officers=_(", ").join(sorted(nobody)[:MOST_NAMED]))
    whole = pay_month(dates.first, rules.from_day)
    if dates != whole:
        text = _("{first} to {last} is no pay month: that begins on day {day} of a month, here {dates}")
        yield text.format(
            first=dates.first, last=dates.last, day=rules.from_day, dates=span_text(whole.first, whole.last)
        )
    planned = sum(month.planned for month in months)
    if planned:
        text = _(
            "planned, not yet known to be done: {planned} of {duties} duties (the table worked tells what was done)"
        )
        yield text.format(planned=planned, duties=sum(len(month.stints) for month in months))
    since = record.facts.date(record.attendance.first)
    if known and since < dates.first:
        yield _("compensatory leave is carried on since {date}").format(date=date_text(since))
    if rules.hours_system == COMPREHENSIVE and months:
        cycle = months[0].cycle.dates
        yield _("auxiliaries: comprehensive working time over {dates}, which the labour office must permit").format(
            dates=span_text(cycle.first, cycle.last)
        )
        missing = [
            day for day in range(record.facts.horizon.day(cycle.first), record.days(dates)[0]) if day not in known
        ]
        if missing:
            text = _("of the cycle no roster is known of {dates}; hours on them are missing in its sum")
            yield text.format(dates=dates_text([record.facts.date(day) for day in missing]))


def overlap_notes(record: Record, dates: Dates) -> Iterator[str]:
    """A sentence for each two weeks that were published with dates in common."""
    for one, other in record.held.overlaps():
        first, last = max(one.start, other.start), min(one.last, other.last)
        if first <= dates.last and last >= dates.first:
            text = _("{dates} was published in two weeks, {one} and {other}; what was published last holds")
            yield text.format(dates=span_text(first, last), one=edition_text(one), other=edition_text(other))


def edition_text(edition: Edition) -> str:
    """A publication by its dates, version and time."""
    return _("{first} to {last} version {version} ({time})").format(
        first=edition.start, last=edition.last, version=edition.version, time=edition.time.replace("T", " ")
    )


def dates_text(dates: Sequence[dt.date]) -> str:
    """Dates in order, those that follow each other as one span."""
    spans: list[tuple[dt.date, dt.date]] = []
    for date in sorted(dates):
        if spans and spans[-1][1] + dt.timedelta(days=1) == date:
            spans[-1] = (spans[-1][0], date)
        else:
            spans.append((date, date))
    shown = [date_text(first) if first == last else span_text(first, last) for first, last in spans[:MOST_NAMED]]
    return _(", ").join(shown) + (" ..." if len(spans) > MOST_NAMED else "")


def paid(sheet: MonthSheet) -> Paid:
    """What everybody gets in a month, by the table `pay`."""
    return paid_in(sheet.record.tables, sheet.record.attendance, sheet.months, sheet.record.rules)


def outputs(
    sheet: MonthSheet,
    file: Path | None,
    folder: Path | None,
    amounts: Paid,
    workbooks: Sequence[Path] = (),
    force: bool = False,
) -> Outputs:
    """The files of a month, to be looked at before they are written."""
    found = Outputs(sheet.record, workbooks, force).add(file, "sheet")
    if folder:
        found.add(folder / contract.FILE, "csv", ",".join(contract.HEADER))
        if amounts.items:
            found.add(folder / pay.FILE, "csv", ",".join(pay.HEADER))
    return found


def write(sheet: MonthSheet, file: Path, amounts: Paid) -> None:
    """Write the month's workbook. Raises OutputError."""
    from roster.io.month.sheet import write_month

    record = sheet.record
    write_month(file, record.attendance, sheet.months, record.rules, amounts, sheet.notes, _sources(sheet))


def write_csv(sheet: MonthSheet, folder: Path, amounts: Paid) -> tuple[Path, ...]:
    """Write `month.csv` and, with a table `pay`, `amounts.csv` into a folder. Raises OutputError."""
    from roster.io.csv_out import write_rows

    rows = [contract.row_of(month, sheet.record.rules) for month in sheet.months]
    files = [write_rows(folder / contract.FILE, contract.HEADER, rows)]
    if amounts.items:
        files.append(write_rows(folder / pay.FILE, pay.HEADER, amounts.amounts))
    return tuple(files)


def _sources(sheet: MonthSheet) -> list[tuple[str, int | str, str, int, str]]:
    """What the duties of a month come from, with how many come from each."""
    counts = Counter(stint.source for month in sheet.months for stint in month.stints)
    return [
        (source.what, source.version or "", source.time.replace("T", " "), count, source.sha256)
        for source, count in sorted(counts.items())
    ]
