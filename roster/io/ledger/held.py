"""The ledger as a record of what held: for each date the duties of the publication that was the last to tell of it.

Reads rows and makes no publications of them, so that a year of 400 officers is read in a second; each publication that
is read is checked against the hash of its duties all the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from roster.io.ledger import rows
from roster.io.ledger.publication import Publication, PublishedAbsence


class Edition(NamedTuple):
    """One version of a week, without its duties."""

    start: dt.date
    days: int
    version: int
    time: str
    file: str
    sha256: str
    content: str = ""

    @property
    def last(self) -> dt.date:
        return self.start + dt.timedelta(days=self.days - 1)

    @property
    def week(self) -> tuple[dt.date, int]:
        """What its versions have in common."""
        return self.start, self.days

    def __str__(self) -> str:
        return f"{self.start}..{self.last} v{self.version}"


class HeldDuty(NamedTuple):
    """A published duty as the ledger's database has it; `edition` is a number in the record's list."""

    edition: int
    officer: str
    date: str
    shift: str
    start: str
    end: str
    night: int
    line: int
    unit: str
    role: str
    vehicle: str


@dataclass(frozen=True)
class Held:
    """Editions in the order in which they were published, and the duties of those that were read."""

    editions: tuple[Edition, ...]
    duties: tuple[HeldDuty, ...]  # of all editions that were read, also those that no longer hold
    absences: tuple[tuple[int, PublishedAbsence], ...] = ()  # by the edition that told of them

    @cached_property
    def holder(self) -> dict[str, int]:
        """For each date the edition that holds."""
        return holders(self.editions)

    @cached_property
    def holding(self) -> list[HeldDuty]:
        """The duties that hold."""
        holder = self.holder
        return [duty for duty in self.duties if holder.get(duty.date) == duty.edition]

    def overlaps(self) -> list[tuple[Edition, Edition]]:
        """Weeks of which some dates were published within another week as well: the earlier and the later edition."""
        last = {edition.week: edition for edition in self.editions}
        found = sorted(last.values(), key=self.editions.index)
        return [
            (one, other)
            for number, other in enumerate(found)
            for one in found[:number]
            if one.start <= other.last and other.start <= one.last
        ]


def holders(editions: Sequence[Edition]) -> dict[str, int]:
    """For each date, as ISO text, the number of the last edition that has it."""
    found: dict[str, int] = {}
    for number, edition in enumerate(editions):
        for offset in range(edition.days):
            found[(edition.start + dt.timedelta(days=offset)).isoformat()] = number
    return found


def read_held(connection: sqlite3.Connection, unfinished: Publication | None, every: bool = False) -> Held:
    """The record in a ledger's database; `every` reads the duties of editions that no longer hold as well.

    `unfinished` is what was published without the ledger being told. Raises ValueError where duties are not those that
    were written.
    """
    known = connection.execute(
        "select id, start, days, version, time, file, sha256, content from publication order by id"
    ).fetchall()
    editions = [Edition(dt.date.fromisoformat(row[1]), int(row[2]), int(row[3]), *row[4:]) for row in known]
    if unfinished and not any((one.week, one.version) == (_week(unfinished), unfinished.version) for one in editions):
        told = unfinished
        editions.append(Edition(told.start, told.days, told.version, told.time, told.file, told.sha256, told.content))
    else:
        unfinished = None
    wanted = set(range(len(editions))) if every else set(holders(editions).values())
    number = {row[0]: at for at, row in enumerate(known)}
    read: dict[int, list[HeldDuty]] = {at: [] for at in sorted(wanted)}
    columns = "publication, officer, date, shift, start, end, night, line, unit, role, vehicle"
    for row in connection.execute(f"select {columns} from duty order by publication, officer, date"):
        at = number.get(row[0], -1)
        if at in read:
            read[at].append(HeldDuty(at, *row[1:]))
    for at, duties in read.items():
        if at < len(known) and _content(duties) != editions[at].content:
            raise ValueError(f"{editions[at].start} v{editions[at].version}")
    away = [(number[at], one) for at, told in rows.absences(connection).items() for one in told if at in number]
    if unfinished:
        at = len(editions) - 1
        read[at] = [HeldDuty(at, one.officer, one.date.isoformat(), *one[2:-1]) for one in unfinished.duties]
        away += [(at, absence) for absence in unfinished.absences]
    return Held(tuple(editions), tuple(duty for duties in read.values() for duty in duties), tuple(away))


def _week(publication: Publication) -> tuple[dt.date, int]:
    return publication.start, publication.days


def _content(duties: Iterable[HeldDuty]) -> str:
    """The hash that `Publication.content` has for these duties."""
    rows: list[list[Any]] = sorted(
        [d.officer, d.date, d.shift, d.start, d.end, str(bool(d.night)), str(bool(d.line)), d.unit, d.role, d.vehicle]
        for d in duties
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
