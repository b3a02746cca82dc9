"""The ledger's database: one file of SQLite, written in whole transactions only.

Who publishes holds the write lock from the look at the last version to the commit, so that two who publish at once get
two versions, one after the other. A week is published when its copy has its name (see `copies.py`); what a killed
process left undone is finished, or rolled back, when the file is next opened.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from roster.domain.ending import uninterrupted
from roster.domain.errors import Fault, InputError, OutputError
from roster.i18n import _
from roster.io.files import replace_file
from roster.io.ledger import rows
from roster.io.ledger.copies import Copies
from roster.io.ledger.held import Edition, Held, read_held
from roster.io.ledger.publication import Publication, PublishedDuty, changes_between
from roster.io.ledger.rows import packed
from roster.io.recorded import home_of
from roster.io.tables.sources import LEDGER, PUBLISHED

FILE, FOLDER = LEDGER, PUBLISHED
WAIT_SECONDS = 10.0
"""How long one who publishes waits for another."""
REBUILD_WAIT_SECONDS = 2.0
JOURNALS = ("-journal", "-wal", "-shm")
"""Files of SQLite's beside a database, which belong to that one only."""
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
UNWRITABLE = (*BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def ledger_of(brigade: Path) -> Ledger:
    """The ledger beside a brigade's inputs."""
    home = home_of(brigade)
    if home.suffix.lower() == ".xlsx" and not home.is_dir():  # a workbook among others: all beside it is by its name
        return Ledger(home.with_name(f"{home.stem}.{FILE}"), home.with_name(f"{home.stem}.{FOLDER}"))
    return Ledger(home / FILE)


class Ledger:
    """All published weeks of one brigade."""

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self.path = path
        self.copies = Copies(folder or path.parent / FOLDER)

    def exists(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size > 0

    def publish(self, publication: Publication, content: bytes) -> tuple[Publication, bool]:
        """Add a week as its next version, and keep its workbook's `content`.

        Returns the publication as it is kept, with its version and its changes to the version before, and whether it
        is new: the same duties again are no new version, unless more absences came between. Killed at any moment, the
        week is published or is not.
        Raises OutputError, InputError.
        """
        if self._is_gone():
            found = _("no ledger, though there are published workbooks ({count})").format(
                count=len(self.copies.files())
            )
            expected = _("the ledger; `roster publish --rebuild` makes it anew from the published workbooks")
            raise InputError([Fault(str(self.path), found, expected)])
        with uninterrupted(), self._open(write=True) as connection:
            self._finish(connection)
            last = self._last_of(connection, publication.start, publication.days)
            if last is not None and last.content == publication.content and publication.away <= last.away:
                return last, False
            version = publication.version or (last.version + 1 if last else 1)
            changes = changes_between(last.duties, publication.duties) if last else ()
            final = replace(publication, version=version, changes=changes)
            self.copies.intend(final)
            try:
                self.copies.keep(final, content)
                rows.insert(connection, final)
                connection.execute("commit")
            except BaseException:
                with suppress(OSError):
                    self.copies.withdraw(final)
                raise
            with suppress(OSError, sqlite3.Error):  # else whoever publishes next removes it
                connection.execute("begin immediate")  # what another one is writing meanwhile is left alone
                if self.copies.intended() == packed(final):
                    self.copies.settled()
        return final, True

    def publications(self) -> list[Publication]:
        """Every version of every week, in the order in which they were published.

        Raises InputError for a ledger that cannot be read, or that does not say what was written.
        """
        found: list[Publication] = []
        if self.exists():
            with self._open() as connection:
                found = rows.read(connection)
        unfinished = self.copies.unfinished()
        if unfinished and not any(_same(unfinished, known) for known in found):
            found.append(unfinished)
        return found

    def held(self, every: bool = False) -> Held:
        """What held on each date, as it was published; `every`: also the duties of versions that no longer hold.

        Raises InputError for a ledger that cannot be read, or that does not say what was written.
        """
        unfinished = self.copies.unfinished()
        if self.exists():
            with self._open() as connection:
                return read_held(connection, unfinished, every)
        with closing(sqlite3.connect(":memory:")) as empty:
            rows.create(empty)
            return read_held(empty, unfinished, every)

    def notes(self, publications: Sequence[Publication | Edition]) -> list[str]:
        """A sentence for whatever the ledger and the published workbooks do not agree on."""
        if self._is_gone():
            return [
                _(
                    "the ledger {file} is gone, though there are published workbooks ({count}), and counts as empty; "
                    "`roster publish --rebuild` makes it anew"
                ).format(file=self.path, count=len(self.copies.files()))
            ]
        return list(self.copies.differences(publications))

    def _is_gone(self) -> bool:
        """Workbooks were published and the ledger is not there.

        In the order in which a first week is published: whoever publishes beside this one has told the ledger before
        there is a copy of which nothing is unfinished.
        """
        return bool(self.copies.files()) and self.copies.unfinished() is None and not self.exists()

    def current(self) -> dict[dt.date, list[PublishedDuty]]:
        """What was published last of each date; a date without duties that a week covers has an empty list."""
        return current_of(self.publications())

    def replace_all(self, publications: list[Publication]) -> list[Publication]:
        """Make the ledger anew out of these, whole or not at all; returns them with their changes.

        What is there is not read; it is kept as `.bak`. Raises OutputError.
        """
        finals: list[Publication] = []
        last: dict[tuple[dt.date, int], Publication] = {}
        for publication in publications:
            before = last.get((publication.start, publication.days))
            changes = changes_between(before.duties, publication.duties) if before else ()
            finals.append(replace(publication, changes=changes))
            last[publication.start, publication.days] = finals[-1]

        def write(temporary: Path) -> None:
            connection = sqlite3.connect(temporary, isolation_level=None)
            try:
                connection.execute("pragma journal_mode = off")
                connection.execute("begin")
                rows.create(connection)
                for publication in finals:
                    rows.insert(connection, publication)
                connection.execute("commit")
            finally:
                connection.close()
            for ending in JOURNALS:  # of the database that is replaced: nothing of it may be played back into this one
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

        with uninterrupted(), self._others_out():
            if self.exists():
                replace_file(self.path.with_name(f"{self.path.name}.bak"), lambda path: _copy(self.path, path))
            replace_file(self.path, write)
            with suppress(OSError):
                self.copies.settled()
        return finals

    @contextmanager
    def _others_out(self) -> Iterator[None]:
        """Whoever publishes waits; a ledger that cannot be locked, whatever it is, keeps nobody from mending it."""
        connection: sqlite3.Connection | None = None
        if self.exists():
            with suppress(sqlite3.Error, OSError):
                connection = sqlite3.connect(self.path, timeout=REBUILD_WAIT_SECONDS, isolation_level=None)
                connection.execute("begin immediate")
        try:
            yield
        finally:
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()

    def _last_of(self, connection: sqlite3.Connection, start: dt.date, days: int) -> Publication | None:
        found = rows.read(connection, "where start = ? and days = ?", (start.isoformat(), days))
        return max(found, key=lambda publication: publication.version, default=None)

    def _finish(self, connection: sqlite3.Connection) -> None:
        """Tell the ledger what a killed process published without telling it."""
        unfinished = self.copies.unfinished()
        if unfinished is None:
            with suppress(OSError):
                self.copies.settled()
            return
        known = rows.read(connection, "where start = ? and days = ?", (unfinished.start.isoformat(), unfinished.days))
        if not any(_same(unfinished, publication) for publication in known):
            rows.insert(connection, unfinished)
            connection.execute("commit")
            connection.execute("begin immediate")
        with suppress(OSError):
            self.copies.settled()

    @contextmanager
    def _open(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """The database in one transaction: committed at the end of the block, rolled back where it fails."""
        connection: sqlite3.Connection | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
            connection.execute("pragma synchronous = full")
            connection.execute("begin immediate" if write else "begin")
            if write:
                rows.create(connection)
            (found,) = connection.execute("pragma user_version").fetchone()
            if found not in (rows.OLDER, rows.FORMAT):
                raise self._refusal(_("a ledger of format {found}").format(found=found))
            (sound,) = connection.execute("pragma quick_check(1)").fetchone()
            if sound != "ok":
                raise self._refusal(_("a ledger that is damaged"))
            yield connection
            if connection.in_transaction:
                connection.execute("commit")
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error, write) from error
        except (ValueError, TypeError, OverflowError) as error:
            raise self._refusal(
                _("a ledger whose duties are not those that were written ({where})").format(where=error)
            ) from error
        finally:
            if connection is not None:
                connection.close()

    def _unusable(self, error: Exception, write: bool) -> InputError | OutputError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what SQLite adds to its primary codes
        reason = getattr(error, "strerror", None) or error
        if code in BUSY:
            reason = _("another program is using it")
        if write and (isinstance(error, OSError) or code in UNWRITABLE):
            return OutputError(
                _("{file} cannot be written ({reason}); nothing was published").format(file=self.path, reason=reason)
            )
        return self._refusal(_("a ledger that cannot be read ({reason})").format(reason=reason))

    def _refusal(self, found: str) -> InputError:
        expected = _(
            "the ledger as it was written; `roster publish --rebuild` makes it anew from the published workbooks"
        )
        return InputError([Fault(str(self.path), found, expected)])


def current_of(publications: list[Publication]) -> dict[dt.date, list[PublishedDuty]]:
    """What was published last of each date; a date without duties that a week covers has an empty list."""
    dates: dict[dt.date, list[PublishedDuty]] = {}
    for publication in publications:
        for offset in range(publication.days):
            dates[publication.start + dt.timedelta(days=offset)] = []
        for duty in publication.duties:
            dates.setdefault(duty.date, []).append(duty)
    return dates


def _same(one: Publication, other: Publication) -> bool:
    return (one.start, one.days, one.version) == (other.start, other.days, other.version)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
