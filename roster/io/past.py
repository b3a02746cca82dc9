"""Past duties from a roster workbook of ours: what its grid says, also where it was edited by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path

from roster.domain.before import post_of
from roster.domain.clock import Horizon
from roster.domain.errors import InputError
from roster.domain.parts import with_parts
from roster.domain.people import Duty, Officer, Post
from roster.domain.problem import Facts
from roster.domain.roster import services
from roster.domain.units import pose
from roster.domain.week import DAYS_A_WEEK
from roster.io.read_book import Book, read_book
from roster.io.read_book.grid import read_grid
from roster.io.read_book.reseat import work_of
from roster.io.shifts_then import as_then
from roster.io.tables import Tables, facts
from roster.io.tables.words import SWORN


def past_duties(path: Path, tables: Tables, start: date) -> list[Duty]:
    """The duties of a past workbook that began before `start`; their days and minutes count from it.

    They keep the hours under which they were served, also where the table `shifts` has others by now, or no such shift.
    A duty whose shift was not edited in the grid is known with its crew and where that stood.

    Duties of people who are not in the table of officers any more are passed over. Raises InputError for a file that
    is no workbook of ours, and for cells of its grid that cannot be read.
    """
    book = read_book(path)
    known = _as_then(tables, book)
    written = work_of(book.written.roster) if book.written else {}
    strangers = sorted({officer for officer, _day in written} - known.officer.keys())
    officers = (*known.officers, *(Officer(stranger, stranger, SWORN) for stranger in strangers))
    grid = read_grid(
        book.workbook, book.file, pose(replace(known, horizon=Horizon(book.start, book.days), officers=officers))
    )
    if grid.faults:
        raise InputError(grid.faults)
    work = {**written, **{key: asked.shifts for key, asked in grid.cells.items()}}
    posts = {
        (service.member.officer, service.crews[0].unit.day, service.shift): post_of(service, known)
        for service in (services(book.written.roster) if book.written else ())
    }
    offset = (book.start - start).days
    return [
        _as_history(known.duty(officer, day, code), posts.get((officer, day, code))).later(offset)
        for (officer, day), codes in work.items()
        if officer in known.officer and day + offset < 0
        for code in codes
        if code in known.shift
    ]


def _as_then(tables: Tables, book: Book) -> Facts:
    """The facts with the shifts under which a workbook's duties were served, and the crews that were cut."""
    known = facts(as_then(tables, book.written).tables, book.start, ceil(book.days / DAYS_A_WEEK))
    cuts = book.written.disruption.cuts if book.written else ()
    return replace(known, shifts=with_parts(known.shifts, cuts), cuts=cuts)


def _as_history(duty: Duty, post: Post | None) -> Duty:
    """A duty that was served: part of a shift, it is one of that shift with the hours that were worked."""
    return replace(duty, shift=duty.whole, of="", post=post)
