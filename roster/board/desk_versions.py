"""Versions of a week for the page: published ones and workbooks beside this one; two side by side; files to take."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from roster.domain.errors import Fault, InputError, RosterError
from roster.i18n import _
from roster.io.csv_out import write_rows
from roster.io.files import open_workbook
from roster.io.ledger import ledger_of
from roster.io.places import real
from roster.io.read_book import read_book
from roster.io.recorded import brigade_of
from roster.io.sheets import hr, written
from roster.living import Week, open_week
from roster.living import compare as compared
from roster.report import comparison
from roster.rules.shared.words import date_text, person

Json = dict[str, Any]

MOST_BOOKS = 60
"""So many workbooks of a folder are looked into, the newest first."""


class Version(NamedTuple):
    """One state of a week that is kept in a file."""

    id: str
    name: str
    when: str
    path: Path
    published: bool
    current: bool = False


def known(week: Week) -> list[Version]:
    """The published versions of all weeks, then this brigade's workbooks in the same folder; the newest first."""
    ledger = ledger_of(week.case.brigade)
    found: list[Version] = []
    for one in ledger.publications() if ledger.exists() else ():
        text = _("{first} to {last}, version {version}")
        name = text.format(first=one.start, last=one.last, version=one.version)
        path = ledger.copies.of(one)
        if path.is_file():
            found.append(Version(f"p-{one.start}-{one.days}-{one.version}", name, one.time, path, True))
    found.sort(key=lambda one: one.when, reverse=True)
    return [*found, *_books(week)]


def _books(week: Week) -> list[Version]:
    own = week.checked.book.path
    files = []
    for file in own.parent.glob("*.xlsx"):
        if not file.name.startswith((".", "~$")):
            files.append((file.stat().st_mtime_ns, file))
    found = []
    for stamp, file in sorted(files, reverse=True)[:MOST_BOOKS]:
        dates = _dates(file, stamp, file.stat().st_size)
        if dates is not None and _same_brigade(dates.brigade, week):
            when = dt.datetime.fromtimestamp(stamp // 10**9).isoformat()
            last = dates.start + dt.timedelta(dates.days - 1)
            text = _("{first} to {last}").format(first=dates.start, last=last)
            name = f"{file.name} ({text})"
            key = hashlib.sha256(str(real(file)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
            found.append(Version(f"w-{key}", name, when, file, False, real(file) == real(own)))
    return found


class Dates(NamedTuple):
    """What the hidden record of a workbook says of it."""

    start: dt.date
    days: int
    brigade: str


@lru_cache(maxsize=200)
def _dates(file: Path, _stamp: int, _size: int) -> Dates | None:
    """The dates of a roster of ours; None for any other file."""
    try:
        book = open_workbook(file, lambda title: title == written.TITLE)
        record = written.read(book, file.name)
    except RosterError:
        return None
    return Dates(record.start, record.days, record.brigade)


def _same_brigade(brigade: str, week: Week) -> bool:
    record = week.checked.book.written
    return record is not None and Path(brigade).name == Path(record.brigade).name


def versions(week: Week) -> Json:
    """Every version, with an id that only this desk knows the file of."""
    return {
        "versions": [
            {
                "id": one.id,
                "name": one.name,
                "when": one.when,
                "published": one.published,
                "kind": "published" if one.published else "workbook",
                "current": one.current,
            }
            for one in known(week)
        ]
    }


def _version(week: Week, key: str) -> Version:
    found = next((one for one in known(week) if one.id == key), None)
    if found is None:
        raise InputError([Fault(key, _("no such version"), _("one of the list"))])
    return found


def _opened(week: Week, version: Version) -> Week:
    """A version read; its record may name the brigade from elsewhere."""
    book = read_book(version.path)
    try:
        folder = brigade_of(book)
    except InputError:
        folder = week.case.brigade
    return open_week(book, folder)


def compare(week: Week, one: str, other: str) -> Json:
    """Two versions side by side: sentences, changed dates, and what each officer must be told."""
    sides = [_version(week, key) for key in (one, other)]
    weeks = [_opened(week, side) for side in sides]
    found = compared(*weeks)
    problem = weeks[1].problem
    lines = comparison.lines(found, problem, Path(sides[0].name), Path(sides[1].name))
    told: dict[str, list[str]] = {}
    changes = []
    for change in found.differences:
        name = problem.officer[change.officer].name if change.officer in problem.officer else change.officer
        was, now = (
            f"{shift} {unit}".strip()
            for shift, unit in ((change.before, change.before_unit), (change.after, change.after_unit))
        )
        date = change.date.isoformat()
        changes.append({"officer": change.officer, "name": name, "date": date, "was": was, "now": now})
        told.setdefault(change.officer, []).append(f"{date_text(change.date)}: {was or '-'} -> {now or '-'}")
    return {
        "text": list(lines),
        "changes": changes,
        "told": [
            {"officer": officer, "name": person(officer, problem), "text": _("; ").join(texts)}
            for officer, texts in told.items()
        ],
    }


def download(week: Week, key: str, what: str) -> Json:
    """A file of a version: the workbook itself, the sheet for HR as CSV, or the patrol orders as PDF."""
    version = _version(week, key)
    stem = version.path.stem
    if what == "workbook":
        return {"path": str(real(version.path)), "name": version.path.name, "temporary": False}
    folder = Path(tempfile.mkdtemp(prefix="roster-"))
    opened = _opened(week, version)
    if what == "hr":
        file = write_rows(folder / f"{stem}-hr.csv", hr.HEADER, hr.rows(opened.problem, opened.roster))
    elif what == "orders":
        from roster.living.paper import print_week

        file = folder / f"{stem}-orders.pdf"
        print_week(opened, file, "crews")
    else:
        raise InputError([Fault(what, _("no such file"), "workbook, hr, orders")])
    return {"path": str(file), "name": file.name, "temporary": True}
