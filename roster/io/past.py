"""Past duties from a roster workbook of ours: what its grid says, also where it was edited by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path

from roster.domain.before import duties_of
from roster.domain.clock import Horizon
from roster.domain.errors import InputError
from roster.domain.people import Duty, Officer
from roster.domain.units import pose
from roster.io.read_book import read_book
from roster.io.read_book.grid import read_grid
from roster.io.read_book.reseat import work_of
from roster.io.tables import Tables, facts
from roster.io.tables.facts import DAYS_A_WEEK
from roster.io.tables.words import SWORN


def past_duties(path: Path, tables: Tables, start: date) -> list[Duty]:
    """The duties of a past workbook that began before `start`; their days and minutes count from it.

    A duty whose shift was not edited in the grid is known with its crew and where that stood.

    Duties of people who are not in the table of officers any more are passed over. Raises InputError for a file that
    is no workbook of ours, and for cells of its grid that cannot be read.
    """
    book = read_book(path)
    known = facts(tables, book.start, ceil(book.days / DAYS_A_WEEK))
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
        (duty.officer, duty.day, duty.shift): duty.post
        for duty in (duties_of(book.written.roster, known) if book.written else ())
    }
    offset = (book.start - start).days
    return [
        replace(known.duty(officer, day, code), post=posts.get((officer, day, code))).later(offset)
        for (officer, day), codes in work.items()
        if officer in known.officer and day + offset < 0
        for code in codes
        if code in known.shift
    ]
