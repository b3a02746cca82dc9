"""The ledger made anew from the published workbooks; whatever ledger is there is not read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path

from roster.domain.clock import Horizon
from roster.domain.disruption import NOTHING, Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.io.disruptions import in_force
from roster.io.ledger.copies import NAME
from roster.io.ledger.publication import Publication, absences_of, duties_of
from roster.io.read_book import read_book, read_roster
from roster.io.shifts_then import as_then
from roster.io.tables import Tables, facts
from roster.io.tables.words import SWORN
from roster.rules import Rulebook, pose

Opened = Callable[[Path], tuple[Roster, Problem, Disruption]]


def opened_with(tables: Tables) -> Opened:
    """Reads a published workbook with nothing but a brigade's tables; who has left since is known by id."""

    def opened(file: Path) -> tuple[Roster, Problem, Disruption]:
        book = read_book(file)
        rulebook = Rulebook(())
        known = facts(as_then(tables, book.written).tables, book.start, ceil(book.days / DAYS_A_WEEK))
        work = book.written.roster.work() if book.written else ()
        strangers = sorted({officer for officer, _day, _shift in work} - known.officer.keys())
        officers = (*known.officers, *(Officer(stranger, stranger, SWORN) for stranger in strangers))
        problem = pose(replace(known, horizon=Horizon(book.start, book.days), officers=officers), rulebook)
        if book.written:
            problem = in_force(problem, book.written.disruption, rulebook)
        read = read_roster(book, problem)
        if read.faults:
            raise InputError(read.faults)
        return read.roster, problem, book.written.disruption if book.written else NOTHING

    return opened


def publications_from(files: Sequence[Path], opened: Opened) -> list[Publication]:
    """What was published, told from the workbooks: copies of ours by their names, others by their order.

    One that has the duties of the version before is that version again. Raises InputError with every workbook that
    cannot be read.
    """
    faults: list[Fault] = []
    found: list[Publication] = []
    last: dict[tuple[dt.date, int], Publication] = {}
    for file in sorted(dict.fromkeys(files), key=_order):
        try:
            roster, problem, disruption = opened(file)
            content = file.read_bytes()
        except InputError as error:
            faults += error.faults
            continue
        except OSError as error:
            faults.append(Fault(str(file), str(error.strerror or error), _("a workbook that you may read")))
            continue
        start, days = problem.horizon
        before = last.get((start, days))
        after = before.version + 1 if before else 1
        publication = Publication(
            start,
            days,
            max(after, _named(file)[0]),
            _named(file)[1],
            file.name,
            hashlib.sha256(content).hexdigest(),
            duties_of(roster, problem),
            absences=absences_of(disruption, problem.horizon),
        )
        if before is None or before.content != publication.content:
            last[start, days] = publication
            found.append(publication)
    if faults:
        raise InputError(faults)
    return found


def _order(file: Path) -> tuple[str, int, str]:
    version, time = _named(file)
    return time, version, file.name


def _named(file: Path) -> tuple[int, str]:
    """A workbook's version and when it was published: its name says so; else 0, and when it was last written."""
    named = NAME.fullmatch(file.name)
    if named:
        try:
            return int(named[3]), dt.datetime.strptime(named[4], "%Y%m%dT%H%M%S").isoformat()
        except ValueError:
            pass
    changed = file.stat().st_mtime if file.exists() else 0
    return 0, dt.datetime.fromtimestamp(changed).isoformat(timespec="seconds")
