"""A brigade of any size with a year of published weeks in its ledger, invented: for the month sheet and the audit.

Everybody serves by a pattern that keeps every law: five duties of eight hours in a week, in turn by day, in the evening
and by night, with days off in between. Breaches are planted by who asks for them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from roster.io.ledger import FILE, FOLDER, Publication, PublishedDuty
from roster.io.ledger import rows as ledger_rows
from roster.io.ledger.copies import copy_name

SHIFTS = {"D": (7, 15), "E": (15, 23), "N": (23, 31)}
WEEKS_OF_PATTERN = ("DDDDD--", "EEEEE--", "-NN-DDD", "DD--DDD")
"""By week in turn; no rest is shorter than sixteen hours, and after nights a date is free."""


def write_tables(folder: Path, officers: int, country: str = "CN", settings: Sequence[str] = ()) -> None:
    """The tables of an invented brigade; every third officer is an auxiliary."""
    folder.mkdir(parents=True, exist_ok=True)
    people = [
        f"{number:04d},Officer {number},{'auxiliary' if number % 3 == 0 else 'sworn'},{number % 4 + 1}"
        for number in range(1, officers + 1)
    ]
    tables = {
        "settings": ["setting,value", "name,Invented brigade", f"country,{country}", "start,2026-01-05", *settings],
        "officers": ["id,name,category,squad", *people],
        "zones": ["id,name", "Z1,Town"],
        "shifts": [
            "code,name,start,end,night,break_minutes",
            "D,Day,07:00,15:00,no,30",
            "E,Evening,15:00,23:00,no,0",
            "N,Night,23:00,07:00,yes,0",
        ],
        "units": ["kind,name,crew", "foot,Foot patrol,1"],
        "demand": ["unit_kind,places,from,to,minimum", "foot,Z1,07:00,23:00,1"],
    }
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def span_of(date: dt.date, shift: str) -> tuple[dt.datetime, dt.datetime]:
    """When a duty on a shift begins and ends."""
    start, end = (dt.datetime.combine(date, dt.time()) + dt.timedelta(hours=hour) for hour in SHIFTS[shift])
    return start, end


def duty(officer: str, date: dt.date, shift: str) -> PublishedDuty:
    """A duty on one of the shifts, as the ledger keeps it."""
    start, end = span_of(date, shift)
    told = (f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}")
    return PublishedDuty(officer, date, shift, *told, shift == "N", True, f"foot-Z1-{officer}", "member", "")


def week_of(officers: Iterable[int], start: dt.date, number: int) -> list[PublishedDuty]:
    """Everybody's duties in one week of seven dates, by the pattern."""
    found = []
    for officer in officers:
        pattern = WEEKS_OF_PATTERN[(number + officer) % len(WEEKS_OF_PATTERN)]
        for offset, shift in enumerate(pattern):
            if shift != "-":
                found.append(duty(f"{officer:04d}", start + dt.timedelta(days=offset), shift))
    return found


def publish_all(folder: Path, publications: Iterable[Publication]) -> None:
    """Write publications into a ledger beside the tables, each with a copy of its workbook's few bytes."""
    (folder / FOLDER).mkdir(exist_ok=True)
    with sqlite3.connect(folder / FILE) as connection:
        ledger_rows.create(connection)
        for publication in publications:
            ledger_rows.insert(connection, publication)
            (folder / FOLDER / copy_name(publication)).write_bytes(content_of(publication.start, publication.version))
    connection.close()


def content_of(start: dt.date, version: int) -> bytes:
    """What stands for the published workbook."""
    return f"{start} v{version}".encode()


def publication(
    start: dt.date, duties: Sequence[PublishedDuty], version: int = 1, time: dt.datetime | None = None, days: int = 7
) -> Publication:
    """One version of a week, published three days before it begins unless a time is given."""
    when = time or dt.datetime.combine(start, dt.time(9)) - dt.timedelta(days=3)
    digest = hashlib.sha256(content_of(start, version)).hexdigest()
    return Publication(start, days, version, when.isoformat(), f"{start}.xlsx", digest, tuple(sorted(duties)))


def write_year(folder: Path, officers: int, first: dt.date = dt.date(2026, 1, 5), weeks: int = 52) -> None:
    """Tables and a ledger of so many published weeks."""
    write_tables(folder, officers)
    starts = [first + dt.timedelta(days=7 * week) for week in range(weeks)]
    numbers = range(1, officers + 1)
    publish_all(folder, (publication(start, week_of(numbers, start, n)) for n, start in enumerate(starts)))
