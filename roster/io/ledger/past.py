"""Published weeks as the history of later ones; where the table `history` says otherwise, they win."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from roster.domain.before import post_named
from roster.domain.clock import Horizon, Span
from roster.domain.people import Duty
from roster.domain.problem import Facts
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.io.ledger.publication import PublishedDuty
from roster.io.ledger.store import ledger_of
from roster.io.places import is_folder
from roster.io.tables import Tables
from roster.io.tables.sources import PUBLISHED

MOST_NAMED = 5


def ledger_duties(current: Mapping[dt.date, Sequence[PublishedDuty]], facts: Facts) -> list[Duty]:
    """Published duties before the horizon, with the crews in which they were served."""
    return [
        duty_of(published, facts)
        for date, duties in sorted(current.items())
        if date < facts.horizon.start
        for published in duties
    ]


def itineraries_of(brigade: Path, start: dt.date, weeks: int) -> list[Path]:
    """The copies of weeks published before `start` whose patrols lie in so many weeks and a day before it."""
    folder = brigade if is_folder(brigade) else brigade.parent
    if not any(folder.glob(f"*{PUBLISHED}")):
        return []
    ledger, since = ledger_of(brigade), start - dt.timedelta(days=DAYS_A_WEEK * weeks + 1)
    recent = (one for one in ledger.publications() if since <= one.last and one.start < start)
    return [file for file in map(ledger.copies.of, recent) if file.is_file()]


def duty_of(published: PublishedDuty, facts: Facts) -> Duty:
    """A published duty with its days and minutes counted from the horizon's first date."""
    horizon = facts.horizon
    span = Span(_minute(published.start, horizon), _minute(published.end, horizon))
    post = None
    if published.unit:
        post = post_named(published.unit, published.vehicle, span, facts, published.base, published.role)
    day, night, line = horizon.day(published.date), published.night, published.line
    return Duty(published.officer, day, published.shift, span, night, line, post)


def _minute(text: str, horizon: Horizon) -> int:
    return horizon.minute(dt.datetime.fromisoformat(text))


def without_covered(
    tables: Tables, current: Mapping[dt.date, Sequence[PublishedDuty]]
) -> tuple[Tables, tuple[str, ...]]:
    """The tables without the rows of history on published dates, and a warning where these said something else."""
    covered = [row for row in tables.history if row.date in current]
    if not covered:
        return tables, ()
    known = {row.id for row in tables.officers}
    dates = {row.date for row in covered}
    table = {(row.officer, row.date, row.shift) for row in covered if row.officer in known}
    ledger = {(d.officer, d.date, d.shift) for date in dates for d in current[date] if d.officer in known}
    differ = sorted({(date, officer) for officer, date, _shift in table ^ ledger})
    kept = replace(tables, history=tuple(row for row in tables.history if row.date not in current))
    if not differ:
        return kept, ()
    named = _(", ").join(f"{officer} {date}" for date, officer in differ[:MOST_NAMED])
    text = _("the table history and the ledger disagree on duties ({count}): {named}; the ledger holds")
    return kept, (text.format(count=len(differ), named=named + (" ..." if len(differ) > MOST_NAMED else "")),)
