"""The ledger's database: one file of SQLite, written in whole transactions only.

Who publishes holds the write lock from the look at the last version to the commit, so that two who publish at once get
two versions, one after the other; what a killed process left undone is rolled back when the file is next opened.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from roster.domain.errors import Fault, InputError, OutputError
from roster.i18n import _
from roster.io.ledger.publication import Publication, PublishedChange, PublishedDuty, changes_between
from roster.io.recorded import home_of
from roster.io.tables.sources import LEDGER

FILE = LEDGER
FOLDER = "published"
"""Copies of the published workbooks, from which the ledger can be made anew."""
FORMAT = 1
WAIT_SECONDS = 30.0
"""How long one who publishes waits for another."""


def ledger_of(brigade: Path) -> Ledger:
    """The ledger beside a brigade's inputs."""
    return Ledger(home_of(brigade) / FILE)


class Ledger:
    """All published weeks of one brigade."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size > 0

    def publish(self, publication: Publication, keep: Callable[[Publication], None]) -> tuple[Publication, bool]:
        """Add a week as its next version; `keep` is called with it before it is final.

        Returns the publication as it is kept, with its version and its changes to the version before, and whether it
        is new: the same duties again are no new version. Raises OutputError, InputError.
        """
        with self._open(write=True) as database:
            last = self._last_of(database, publication.start, publication.days)
            if last is not None and last.content == publication.content:
                return last, False
            version = publication.version or (last.version + 1 if last else 1)
            before = last.duties if last else ()
            changes = changes_between(before, publication.duties) if last else ()
            final = replace(publication, version=version, changes=changes)
            keep(final)
            self._insert(database, final)
        return final, True

    def publications(self) -> list[Publication]:
        """Every version of every week, in the order in which they were published."""
        if not self.exists():
            return []
        with self._open() as database:
            return [self._read(database, row) for row in database["publication"].rows_where(order_by="id")]

    def current(self) -> dict[dt.date, list[PublishedDuty]]:
        """What was published last of each date; a date without duties that a week covers has an empty list."""
        dates: dict[dt.date, list[PublishedDuty]] = {}
        for publication in self.publications():
            for offset in range(publication.days):
                dates[publication.start + dt.timedelta(days=offset)] = []
            for duty in publication.duties:
                dates.setdefault(duty.date, []).append(duty)
        return dates

    def replace_all(self, publications: list[Publication]) -> list[Publication]:
        """Make the ledger anew out of these, whole or not at all; returns them with their changes."""
        finals = []
        with self._open(write=True) as database:
            for table in ("change", "duty", "publication"):
                database.execute(f"delete from {table}")
            for publication in publications:
                last = self._last_of(database, publication.start, publication.days)
                changes = changes_between(last.duties, publication.duties) if last else ()
                finals.append(replace(publication, changes=changes))
                self._insert(database, finals[-1])
        return finals

    def _last_of(self, database: Database, start: dt.date, days: int) -> Publication | None:
        rows = database["publication"].rows_where(
            "start = ? and days = ?", [start.isoformat(), days], order_by="version desc", limit=1
        )
        row = next(iter(rows), None)
        return self._read(database, row) if row else None

    def _insert(self, database: Database, publication: Publication) -> None:
        row = {
            "start": publication.start.isoformat(),
            "days": publication.days,
            "version": publication.version,
            "time": publication.time,
            "file": publication.file,
            "sha256": publication.sha256,
            "content": publication.content,
            "hashes": json.dumps(dict(publication.hashes), sort_keys=True),
        }
        number = database.execute(
            "insert into publication (start, days, version, time, file, sha256, content, hashes) values "
            "(:start, :days, :version, :time, :file, :sha256, :content, :hashes) returning id",
            row,
        ).fetchone()[0]
        database.conn.executemany(
            "insert into duty values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, duty.officer, duty.date.isoformat(), *duty[2:]) for duty in publication.duties],
        )
        database.conn.executemany(
            "insert into change values (?, ?, ?, ?, ?)",
            [(number, c.officer, c.date.isoformat(), c.before, c.after) for c in publication.changes],
        )

    def _read(self, database: Database, row: dict[str, object]) -> Publication:
        number = row["id"]
        duties = database.query("select * from duty where publication = ? order by officer, date", [number])
        changes = database.query("select * from change where publication = ? order by date, officer", [number])
        day = dt.date.fromisoformat
        return Publication(
            start=day(str(row["start"])),
            days=int(str(row["days"])),
            version=int(str(row["version"])),
            time=str(row["time"]),
            file=str(row["file"]),
            sha256=str(row["sha256"]),
            duties=tuple(
                PublishedDuty(
                    d["officer"],
                    day(d["date"]),
                    d["shift"],
                    d["start"],
                    d["end"],
                    bool(d["night"]),
                    bool(d["line"]),
                    d["unit"],
                    d["role"],
                    d["vehicle"],
                )
                for d in duties
            ),
            changes=tuple(PublishedChange(c["officer"], day(c["date"]), c["before"], c["after"]) for c in changes),
            hashes=json.loads(str(row["hashes"])),
        )

    @contextmanager
    def _open(self, write: bool = False) -> Iterator[Database]:
        """The database in one transaction: committed at the end of the block, rolled back where it fails."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error, write) from error
        try:
            database = Database(connection)
            connection.execute("pragma synchronous = full")
            connection.execute("begin immediate" if write else "begin")
            if write:
                _create(connection)
            (found,) = connection.execute("pragma user_version").fetchone()
            if found != FORMAT:
                expected = _("format {expected}; use the newer program").format(expected=FORMAT)
                raise InputError([Fault(str(self.path), _("a ledger of format {found}").format(found=found), expected)])
            yield database
            connection.execute("commit")
        except sqlite3.Error as error:
            raise self._unusable(error, write) from error
        finally:
            connection.close()

    def _unusable(self, error: Exception, write: bool) -> InputError | OutputError:
        if write and not isinstance(error, sqlite3.DatabaseError | OSError):
            return OutputError(f"{self.path}: {error}")
        if write and isinstance(error, sqlite3.OperationalError):
            return OutputError(
                _("{file} cannot be written ({reason}); nothing was published").format(file=self.path, reason=error)
            )
        found = _("a ledger that cannot be read ({reason})").format(reason=error)
        expected = _(
            "the ledger as it was written; `roster publish --rebuild` makes it anew from the published workbooks"
        )
        return InputError([Fault(str(self.path), found, expected)])


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables where the file is new."""
    (version,) = connection.execute("pragma user_version").fetchone()
    if version:
        return
    connection.execute(
        "create table publication (id integer primary key autoincrement, start text not null, days integer not null, "
        "version integer not null, time text not null, file text not null, sha256 text not null, "
        "content text not null, hashes text not null, unique (start, days, version))"
    )
    connection.execute(
        "create table duty (publication integer not null references publication (id), officer text not null, "
        "date text not null, shift text not null, start text not null, end text not null, night integer not null, "
        "line integer not null, unit text not null, role text not null, vehicle text not null)"
    )
    connection.execute(
        "create table change (publication integer not null references publication (id), officer text not null, "
        "date text not null, before text not null, after text not null)"
    )
    connection.execute("create index duty_of_publication on duty (publication)")
    connection.execute("create index change_of_publication on change (publication)")
    connection.execute(f"pragma user_version = {FORMAT}")
