"""A workbook of ours read back, also one that was edited by hand: in the grid, the vehicles, the daily orders.

The crews come from the hidden record (from the sheets `HR` and `Slots` where it is lost), the duties from the grid: an
officer whose cell changed leaves the crew or takes a seat in one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from roster.domain.clock import date_span
from roster.domain.errors import Fault, InputError
from roster.domain.people import Absence
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _, every_form
from roster.io.codes import leave_name
from roster.io.fast_reader import every_sheet
from roster.io.files import open_workbook
from roster.io.read_book.contract import read_contract
from roster.io.read_book.grid import Asked, first_and_last_date, read_grid
from roster.io.read_book.orders import read_orders
from roster.io.read_book.recut import recut
from roster.io.read_book.reorder import contradictions, reorder
from roster.io.read_book.reseat import reseat, work_of
from roster.io.read_book.sheet_edit import SheetEdit, SheetRead
from roster.io.read_book.vehicles import read_vehicles
from roster.io.sheets import daily_orders, grid, hr, itinerary, slots, vehicles, written
from roster.io.sheets.written import Written

READ, FOR_OTHERS = (
    {form.casefold() for title in titles for form in every_form(title.TITLE)}
    for titles in ((written, itinerary, grid, vehicles, daily_orders), (hr, slots))
)
"""Titles of the sheets that are read of a workbook that has its hidden record; those that other programs read."""


@dataclass(frozen=True)
class Book:
    """A workbook that was opened: its dates, and its hidden record where it still has one."""

    file: str
    workbook: Workbook
    written: Written | None
    start: dt.date
    days: int
    path: Path = Path()


class Edit(NamedTuple):
    """A cell of the grid that asks for other shifts than were written; none for a day off."""

    cell: str  # "Roster!H12"
    before: tuple[str, ...]
    after: tuple[str, ...]
    officer: str
    day: int
    leave: str = ""  # the kind of a leave that was typed


@dataclass(frozen=True)
class ReadResult:
    """The roster that a workbook asks for, what was edited in its grid, and what could not be read."""

    roster: Roster
    edits: tuple[Edit, ...]
    faults: tuple[Fault, ...]
    cells: Mapping[tuple[str, int], Asked]
    sheet_edits: tuple[SheetEdit, ...] = ()  # in the sheets of vehicles and daily orders
    notes: tuple[str, ...] = ()

    @property
    def leaves(self) -> tuple[Absence, ...]:
        """Absences that were typed into the grid: whole dates."""
        return tuple(
            Absence(edit.officer, edit.leave, date_span(edit.day), edit.cell) for edit in self.edits if edit.leave
        )

    def cell(self, officer: str, day: int) -> str:
        """Where the grid has an officer's day: `Roster!H12`; empty where it has none."""
        asked = self.cells.get((officer, day))
        return asked.cell if asked else ""


def read_book(path: Path, for_others: bool = True) -> Book:
    """Open a workbook of ours and read what it says of itself.

    Without `for_others` the sheets for other programs stay unread where the hidden record says the same: nothing tells
    then whether they agree with the roster. Raises InputError for a file that is no workbook of ours or whose hidden
    record was changed.
    """
    wanted = READ | FOR_OTHERS if for_others else READ
    workbook = open_workbook(path, lambda title: title.strip().casefold() in wanted)
    if written.TITLE in workbook.sheetnames:
        record = written.read(workbook, path.name)
        return Book(path.name, workbook, record, record.start, record.days, path)
    workbook = open_workbook(path, every_sheet)
    dates = first_and_last_date(workbook)
    if dates is None:
        raise InputError([Fault(path.name, _("a workbook without a roster"), _("a workbook that this program wrote"))])
    return Book(path.name, workbook, None, dates[0], (dates[1] - dates[0]).days + 1, path)


@dataclass(frozen=True)
class Reading:
    """What a workbook's cells say, before it is put into one roster: what is typed can be laid over it.

    `known` is the roster as it was written, `cells` are those of the grid, `sheets` what is asked for elsewhere.
    """

    file: str
    known: Roster
    cells: Mapping[tuple[str, int], Asked]
    faults: tuple[Fault, ...]  # of the grid
    sheets: tuple[SheetRead, ...] = ()

    def result(self, problem: Problem) -> ReadResult:
        """The roster that is asked for. Where there are `faults`, the cells at fault count as they were written."""
        before = work_of(self.known)
        faults = list(self.faults)
        if not faults:
            faults += _rows_missing(before, self.cells, self.file, problem)
        leaves = dict(_leaves(self.cells, before, problem))
        edits = tuple(
            Edit(cell.cell, before.get(key, ()), cell.shifts, *key, leaves.get(key, ""))
            for key, cell in self.cells.items()
            if key in leaves or sorted(cell.shifts) != sorted(before.get(key, ()))
        )
        faults += [fault for sheet in self.sheets for fault in sheet.faults]
        sheet_edits = tuple(edit for sheet in self.sheets for edit in sheet.edits)
        faults += contradictions(sheet_edits, before, self.cells, self.file)
        ordered = reorder(self.known, sheet_edits, problem)
        work = before if ordered is self.known else work_of(ordered)
        after = {**work, **{(edit.officer, edit.day): edit.after for edit in edits}}
        roster = recut(reseat(ordered, after, problem), problem)
        notes = [note for sheet in self.sheets for note in sheet.notes]
        notes += _leaves_that_stay(self.cells, before, problem)
        return ReadResult(roster, edits, tuple(faults), self.cells, sheet_edits, tuple(notes))


def read_roster(book: Book | Path, problem: Problem) -> ReadResult:
    """The roster that a workbook's grid asks for, with crews, vehicles and stands as they were written.

    `problem` must begin on the workbook's first date and have its days. Where `faults` is not empty, the cells at fault
    count as they were written. Raises InputError for a workbook that says nothing of its crews.
    """
    return read_cells(read_book(book) if isinstance(book, Path) else book, problem).result(problem)


def read_cells(book: Book, problem: Problem) -> Reading:
    """What the cells of a workbook say. Raises InputError as `read_roster` does."""
    horizon = problem.horizon
    if (horizon.start, horizon.days) != (book.start, book.days):
        found = _("a roster of {days} days from {start}").format(days=book.days, start=book.start)
        expected = _("one of {days} days from {start}").format(days=horizon.days, start=horizon.start)
        raise InputError([Fault(book.file, found, expected)])
    known = book.written.roster if book.written else read_contract(book.workbook, book.file, problem)
    strangers = list(_strangers(known, book.file, problem))
    if strangers:
        raise InputError(strangers)
    asked = read_grid(book.workbook, book.file, problem)
    sheets: list[SheetRead] = []
    if book.written:
        for read in (read_vehicles, read_orders):
            sheets.append(read(book.workbook, book.file, known, book.written.fingerprints, problem))
    return Reading(book.file, known, asked.cells, asked.faults, tuple(sheets))


def _leaves(
    cells: Mapping[tuple[str, int], Asked], before: Mapping[tuple[str, int], tuple[str, ...]], problem: Problem
) -> Iterator[tuple[tuple[str, int], str]]:
    """The kinds of leave that were typed, by officer and day: those that are no known absence."""
    for key, cell in cells.items():
        if not cell.leave:
            continue
        officer, day = key
        known = problem.leave_on(officer, day)
        same = known is not None and known.kind == cell.leave
        if not same or (before.get(key) and known and not known.span.covers(date_span(day))):
            yield key, cell.leave


def _leaves_that_stay(
    cells: Mapping[tuple[str, int], Asked], before: Mapping[tuple[str, int], tuple[str, ...]], problem: Problem
) -> Iterator[str]:
    """Cells that say a day off where an absence is known: the grid cannot end one."""
    for key, cell in cells.items():
        known = problem.leave_on(*key)
        if known is not None and not cell.shifts and not cell.leave and not before.get(key):
            words = _("{cell}: a day off was typed over an absence ({kind}), which stays; it ends in {source}")
            source = known.source if not known.source.startswith("--") else ""
            source = source or _("a new solve or replan: it was said with --absent")
            yield words.format(cell=cell.cell, kind=leave_name(known.kind), source=source)


def _rows_missing(
    before: Mapping[tuple[str, int], tuple[str, ...]],
    cells: Mapping[tuple[str, int], Asked],
    file: str,
    problem: Problem,
) -> Iterator[Fault]:
    """Officers who had duties and whose row is gone."""
    present = {officer for officer, _day in cells}
    for officer in sorted({officer for officer, _day in before} - present):
        found = _("no row for officer {officer} {name}").format(officer=officer, name=problem.officer[officer].name)
        yield Fault(file, found, _("a row in the grid for everyone who had a duty"))


def _strangers(roster: Roster, file: str, problem: Problem) -> Iterator[Fault]:
    """What the roster names and the tables do not know (any more)."""
    officers = {officer for officer, _day, _shift in roster.work()}
    shifts = {shift for _officer, _day, shift in roster.work()}
    kinds = {crew.unit.kind for crew in roster.crews}
    vehicles = {crew.vehicle for crew in roster.crews if crew.vehicle}
    expected = _("only what the brigade's tables have; were they changed?")
    on_duty = _(
        "a row in the table officers as long as there are duties; `roster replan --replace {id} OTHER` hands them over"
    )
    strangers = (
        (_("officer '{id}'"), officers - problem.officer.keys(), on_duty),
        (_("shift '{id}'"), shifts - problem.shift.keys(), expected),
        (_("unit kind '{id}'"), kinds - problem.kind.keys(), expected),
        (_("vehicle '{id}'"), vehicles - problem.vehicle.keys(), expected),
    )
    for words, ids, asked in strangers:
        yield from (Fault(file, words.format(id=one), asked.format(id=one)) for one in sorted(ids))
