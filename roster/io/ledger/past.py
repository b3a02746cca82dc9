"""Published weeks as the history of later ones; where the table `history` says otherwise, they win."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from roster.domain.clock import Horizon, Span
from roster.domain.people import Duty
from roster.i18n import _
from roster.io.ledger.publication import PublishedDuty
from roster.io.tables import Tables

MOST_NAMED = 5


def ledger_duties(current: Mapping[dt.date, Sequence[PublishedDuty]], start: dt.date) -> list[Duty]:
    """Published duties before a date, with days and minutes counted from it."""
    horizon = Horizon(start, 0)
    return [
        Duty(d.officer, horizon.day(date), d.shift, Span(_minute(d.start, horizon), _minute(d.end, horizon)), *d[5:7])
        for date, duties in sorted(current.items())
        if date < start
        for d in duties
    ]


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
    text = _("the table history and the ledger disagree on {count} dates of officers ({named}); the ledger holds")
    return kept, (text.format(count=len(differ), named=named + (" ..." if len(differ) > MOST_NAMED else "")),)
