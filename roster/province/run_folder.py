"""The run folder: what stands of a run, whatever becomes of who runs it. One coordinator writes, anybody may read.

`run.sqlite` has a row for each brigade and scenario (`tasks`) and for each result (`results`); a result's bytes lie in
`store/` under its key, which tells what it is a result of. A result is there when its row is: its file is written
first, whole or not at all. The folder must lie on a local disk (SQLite's write-ahead log asks for it).
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from roster.domain.errors import OutputError
from roster.i18n import N_, _
from roster.io.files import replace_file

DATABASE, LOCK, STORE, EARLIER = "run.sqlite", "run.lock", "store", "earlier"
STOP, CANCEL = "STOP", "CANCEL"
"""Files by which another process asks the coordinator to stop, or to cancel."""
WAITING, RUNNING, DONE, STOPPED, CANCELLED = "waiting", "running", "done", "stopped", "cancelled"
OUT_OF_TIME, TOO_SOON = "out_of_time", "stopped_too_soon"
SETTLED = frozenset({DONE, "infeasible", "bad_input"})
STATES = {
    WAITING: N_("waiting"),
    RUNNING: N_("running"),
    DONE: N_("solved"),
    STOPPED: N_("stopped with the best so far"),
    "infeasible": N_("no roster exists"),
    OUT_OF_TIME: N_("out of time"),
    TOO_SOON: N_("stopped before it had a roster"),
    "bad_input": N_("bad input"),
    "lost": N_("its workers died"),
    "failed": N_("failed"),
    CANCELLED: N_("cancelled"),
}
SCHEMA = """
create table if not exists run (name text primary key, value text not null);
create table if not exists tasks (
  name text primary key, brigade text not null, scenario text not null, people integer not null default 0,
  key text not null default '', state text not null, tries integer not null default 0, worker text not null default '',
  changed real not null, phase text not null default '', best integer, bound integer, seconds real not null default 0,
  short text not null default '{}', message text not null default '', file text not null default ''
);
create table if not exists results (
  key text primary key, sha256 text not null, status text not null, made real not null
);
"""
BEGUN = "select 1 from sqlite_master where name = 'results'"


class Row(NamedTuple):
    """One brigade in one scenario, as it stands."""

    name: str
    brigade: str
    scenario: str
    people: int
    key: str
    state: str
    tries: int
    worker: str
    changed: float
    phase: str
    best: int | None
    bound: int | None
    seconds: float
    short: str  # JSON: priority to (amount, proven least)
    message: str
    file: str

    @property
    def shortfalls(self) -> dict[int, tuple[int, int]]:
        """Priority to (amount short, proven least)."""
        return {int(priority): (given[0], given[1]) for priority, given in json.loads(self.short).items()}


COLUMNS = ", ".join(Row._fields)


class RunFolder:
    """A run folder that is open. Raises OutputError where it cannot be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        return (self.path / DATABASE).is_file()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the one coordinator for as long as the block runs. Raises OutputError where another one is."""
        with self._faults():
            self.path.mkdir(parents=True, exist_ok=True)
            lock = sqlite3.connect(self.path / LOCK, timeout=0.2, isolation_level=None)
        try:
            with self._faults():
                try:
                    lock.execute("begin exclusive")
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error):
                        raise
                    text = _("{folder}: another run works in this folder; `roster province status` tells how far it is")
                    raise OutputError(text.format(folder=self.path)) from None
            with self._faults():
                self.database.execute("pragma journal_mode = wal")
                self.database.execute("pragma synchronous = normal")  # a crash of the machine may cost the last rows
                self.database.executescript(SCHEMA)
                self.database.execute(
                    "update tasks set state = ?, worker = '' where state in (?, ?)", (WAITING, RUNNING, CANCELLED)
                )
                self.database.commit()
            for name in (STOP, CANCEL):
                (self.path / name).unlink(missing_ok=True)
            yield
        finally:
            if self._known:
                self._known.close()
                self._known = None
            lock.close()

    @property
    def database(self) -> sqlite3.Connection:
        if self._known is None:
            self._known = sqlite3.connect(self.path / DATABASE, timeout=10)
        return self._known

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Whatever the disk says, as a sentence."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            full = "full" in str(error)
            reason = _("the disk is full") if full else str(error)
            raise OutputError(_("{file} cannot be written: {reason}").format(file=self.path, reason=reason)) from error

    def remember(self, **facts: str) -> None:
        """Note facts of the run as a whole."""
        with self._faults(), self.database as database:
            database.executemany("insert or replace into run values (?, ?)", facts.items())

    def facts(self) -> dict[str, str]:
        """Facts of the run as a whole."""
        with self._reading() as database:
            return dict(database.execute("select name, value from run"))

    def put(self, name: str, **values: Any) -> None:
        """Add a task or change it; what is not given stays."""
        values = {"changed": time.time(), **values}
        with self._faults(), self.database as database:
            columns = ", ".join(f"{column} = ?" for column in values)
            done = database.execute(f"update tasks set {columns} where name = ?", (*values.values(), name))
            if not done.rowcount:
                names, marks = ", ".join(["name", *values]), ", ".join("?" * (len(values) + 1))
                database.execute(f"insert into tasks ({names}) values ({marks})", (name, *values.values()))

    def begin(self, tasks: Mapping[str, tuple[str, str]]) -> list[Row]:
        """Let just these tasks (name to brigade and scenario) wait, with what is known of them. Gives those that go."""
        gone = [row for row in self.rows() if row.name not in tasks]
        with self._faults(), self.database as database:
            database.executemany("delete from tasks where name = ?", [(row.name,) for row in gone])
            database.executemany(
                "insert into tasks (name, brigade, scenario, state, changed) values (?, ?, ?, ?, ?)"
                " on conflict (name) do update set state = excluded.state, changed = excluded.changed",
                [(name, *task, WAITING, time.time()) for name, task in tasks.items()],
            )
        return gone

    def put_aside(self, file: Path) -> None:
        """Move a workbook of an earlier run, and what lies beside it, to where nobody takes it for one of this run."""
        with self._faults():
            for name in (file, file.with_suffix(".json")):
                if (self.path / name).is_file():
                    (self.path / EARLIER / name).parent.mkdir(parents=True, exist_ok=True)
                    (self.path / name).replace(self.path / EARLIER / name)

    def row(self, name: str) -> Row | None:
        """One task; None where there is none of that name."""
        with self._reading() as database:
            found = database.execute(f"select {COLUMNS} from tasks where name = ?", (name,)).fetchone()
        return Row(*found) if found else None

    def counts(self) -> dict[str, int]:
        """How many tasks are in which state."""
        with self._reading() as database:
            return dict(database.execute("select state, count(*) from tasks group by state"))

    def rows(self) -> list[Row]:
        """All tasks by scenario and brigade."""
        with self._reading() as database:
            return [Row(*row) for row in database.execute(f"select {COLUMNS} from tasks order by scenario, brigade")]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that reads; one of its own where nobody holds the folder here."""
        if self._known is not None:
            yield self._known
            return
        none = OutputError(_("{folder}: no run was begun here").format(folder=self.path))
        if not self.exists:
            raise none
        with self._faults():
            database = sqlite3.connect(self.path / DATABASE, timeout=10)
        try:
            with self._faults():
                if not database.execute(BEGUN).fetchone():  # it is just being begun
                    raise none
                yield database
        finally:
            database.close()

    def _file(self, key: str) -> Path:
        return self.path / STORE / key[:2] / key

    def store(self, key: str, content: bytes, status: str) -> None:
        """Keep a result: its file first, then its row."""
        replace_file(self._file(key), _writer(content))
        with self._faults(), self.database as database:
            row = (key, sha256(content).hexdigest(), status, time.time())
            database.execute("insert or replace into results values (?, ?, ?, ?)", row)

    def stored(self, key: str) -> tuple[str, bytes] | None:
        """A result's status and bytes; None where there is none, or its file is not what was written."""
        with self._reading() as database:
            row = database.execute("select sha256, status from results where key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            content = self._file(key).read_bytes()
        except OSError:
            return None
        return (row[1], content) if sha256(content).hexdigest() == row[0] else None

    def ask(self, what: str) -> None:
        """Ask the coordinator, wherever it runs, to stop or to cancel."""
        replace_file(self.path / what, _writer(b""))

    def asked(self) -> str:
        """What was asked for: CANCEL, STOP, or nothing."""
        return next((name for name in (CANCEL, STOP) if (self.path / name).exists()), "")

    def running(self) -> bool:
        """Whether a coordinator works in the folder."""
        if not (self.path / LOCK).exists():
            return False
        with suppress(sqlite3.Error):
            lock = sqlite3.connect(self.path / LOCK, timeout=0.05, isolation_level=None)
            try:
                lock.execute("begin exclusive")
            except sqlite3.OperationalError:
                return True
            finally:
                lock.close()
        return False


def _writer(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write
