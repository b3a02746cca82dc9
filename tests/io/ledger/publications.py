"""Published weeks of a few duties, for the ledger."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from roster.io.ledger import Publication, PublishedDuty

BOOK = b"a workbook"
MONDAY = dt.date(2026, 11, 2)


def duty(officer: str, day: int = 0, shift: str = "M", hours: tuple[str, str] = ("06:00", "14:00")) -> PublishedDuty:
    date = MONDAY + dt.timedelta(days=day)
    start, end = (f"{date} {hour}" for hour in hours)
    return PublishedDuty(officer, date, shift, start, end, False, True, "walk-main", "member", "")


def week(*duties: PublishedDuty, start: dt.date = MONDAY) -> Publication:
    return Publication(start, 7, 0, "2026-11-01T10:00:00", "week.xlsx", sha256(BOOK).hexdigest(), duties)
