"""A brigade of nine with eight published weeks, for tests of the month sheet and the audit; no solver is needed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from benchmarks import published_year as year
from roster.io.ledger import PublishedDuty

FIRST, LAST = dt.date(2026, 9, 26), dt.date(2026, 10, 25)
SETTINGS = ("pay_from_day,26", "overtime_days_cap,6", "duty_days_cap,20")
STARTS = [dt.date(2026, 8, 31) + dt.timedelta(days=7 * week) for week in range(8)]


def put_table(folder: Path, name: str, text: str) -> None:
    """Write a table of a few lines, blanks around them dropped."""
    (folder / f"{name}.csv").write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", "utf-8")


def duties_of(week: int, officers: int = 9) -> list[PublishedDuty]:
    return year.week_of(range(1, officers + 1), STARTS[week], week)


def put_brigade(folder: Path, settings: tuple[str, ...] = SETTINGS, without: tuple[int, ...] = ()) -> Path:
    """The brigade with its ledger, some weeks unpublished."""
    year.write_tables(folder, 9, settings=settings)
    weeks = [week for week in range(len(STARTS)) if week not in without]
    year.publish_all(folder, [year.publication(STARTS[week], duties_of(week)) for week in weeks])
    return folder
