"""The ledger's tables in SQLite, and a publication as rows of them."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from roster.io.ledger.publication import Publication, PublishedAbsence, PublishedChange, PublishedDuty

FORMAT = 2
OLDER = 1
"""Format 1 knew neither bases of units nor absences; it is read, and made one of format 2 when next written."""
ABSENCE_TABLE = (
    "create table if not exists absence (publication integer not null references publication (id), "
    "officer text not null, kind text not null, start text not null, end text not null, source text not null)"
)
TABLES = (
    "create table publication (id integer primary key autoincrement, start text not null, days integer not null, "
    "version integer not null, time text not null, file text not null, sha256 text not null, "
    "content text not null, hashes text not null, unique (start, days, version))",
    "create table duty (publication integer not null references publication (id), officer text not null, "
    "date text not null, shift text not null, start text not null, end text not null, night integer not null, "
    "line integer not null, unit text not null, role text not null, vehicle text not null, "
    "base text not null default '')",
    "create table change (publication integer not null references publication (id), officer text not null, "
    "date text not null, before text not null, after text not null)",
    ABSENCE_TABLE,
    "create index duty_of_publication on duty (publication)",
    "create index change_of_publication on change (publication)",
    f"pragma user_version = {FORMAT}",
)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables where the file is new; add what an older format lacks."""
    (tables,) = connection.execute("select count(*) from sqlite_master").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    if not tables and not version:
        for statement in TABLES:
            connection.execute(statement)
    elif version == OLDER:
        connection.execute(ABSENCE_TABLE)
        connection.execute("alter table duty add column base text not null default ''")
        connection.execute(f"pragma user_version = {FORMAT}")


def insert(connection: sqlite3.Connection, publication: Publication) -> None:
    """Add a publication with its duties and changes."""
    values = (
        publication.start.isoformat(),
        publication.days,
        publication.version,
        publication.time,
        publication.file,
        publication.sha256,
        publication.content,
        json.dumps(dict(publication.hashes), sort_keys=True),
    )
    number = connection.execute(
        "insert into publication (start, days, version, time, file, sha256, content, hashes) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    ).lastrowid
    connection.executemany(
        "insert into duty values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, duty.officer, duty.date.isoformat(), *duty[2:]) for duty in publication.duties],
    )
    connection.executemany(
        "insert into change values (?, ?, ?, ?, ?)",
        [(number, c.officer, c.date.isoformat(), c.before, c.after) for c in publication.changes],
    )
    connection.executemany(
        "insert into absence values (?, ?, ?, ?, ?, ?)", [(number, *absence) for absence in publication.absences]
    )


def absences(connection: sqlite3.Connection) -> dict[int, tuple[PublishedAbsence, ...]]:
    """Absences by publication; none in a ledger of before."""
    (known,) = connection.execute("select count(*) from sqlite_master where name = 'absence'").fetchone()
    found: dict[int, list[PublishedAbsence]] = {}
    if known:
        columns = "publication, officer, kind, start, end, source"
        for number, *values in connection.execute(f"select {columns} from absence order by officer, start, end, kind"):
            found.setdefault(number, []).append(PublishedAbsence(*values))
    return {number: tuple(sorted(told)) for number, told in found.items()}


def read(connection: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()) -> list[Publication]:
    """Publications in the order in which they were added. Raises ValueError for one that is not as it was written."""
    columns = "id, start, days, version, time, file, sha256, content, hashes"
    rows = connection.execute(f"select {columns} from publication {where} order by id", values).fetchall()
    away = absences(connection)
    return [_publication(connection, row, away.get(row[0], ())) for row in rows]


def _publication(
    connection: sqlite3.Connection, row: tuple[Any, ...], away: tuple[PublishedAbsence, ...]
) -> Publication:
    number, start, days, version, time, file, sha256, content, hashes = row
    day = dt.date.fromisoformat
    (ledger_format,) = connection.execute("pragma user_version").fetchone()
    base = "''" if ledger_format == OLDER else "base"
    duties = connection.execute(
        f"select officer, date, shift, start, end, night, line, unit, role, vehicle, {base} from duty "
        "where publication = ? order by officer, date",
        (number,),
    )
    changes = connection.execute(
        "select officer, date, before, after from change where publication = ? order by date, officer", (number,)
    )
    publication = Publication(
        day(start),
        int(days),
        int(version),
        str(time),
        str(file),
        str(sha256),
        tuple(PublishedDuty._make((d[0], day(d[1]), *d[2:5], bool(d[5]), bool(d[6]), *d[7:])) for d in duties),
        tuple(PublishedChange(c[0], day(c[1]), *c[2:]) for c in changes),
        dict(json.loads(hashes)),
        away,
    )
    if publication.content != content:
        raise ValueError(f"{start} v{version}")
    return publication


def packed(publication: Publication) -> str:
    """A publication as JSON."""
    content = {**vars(publication), "duties": list(publication.duties), "changes": list(publication.changes)}
    content["absences"] = list(publication.absences)
    return json.dumps(content, default=str, ensure_ascii=False)


def unpacked(text: str) -> Publication:
    """The publication that `packed` packed. Raises ValueError, KeyError or TypeError for any other text."""
    content: Mapping[str, Any] = json.loads(text)
    day = dt.date.fromisoformat
    return Publication(
        day(content["start"]),
        int(content["days"]),
        int(content["version"]),
        content["time"],
        content["file"],
        content["sha256"],
        tuple(PublishedDuty(d[0], day(d[1]), *d[2:]) for d in content["duties"]),
        tuple(PublishedChange(c[0], day(c[1]), *c[2:]) for c in content["changes"]),
        dict(content["hashes"]),
        tuple(PublishedAbsence(*one) for one in content.get("absences", ())),
    )
