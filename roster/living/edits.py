"""Edits of a week that are typed and not yet saved: pins exactly as those from cells, judged at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from roster.domain.disruption import NOTHING, Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.findings import Finding, Report
from roster.domain.people import Absence
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, crew_labels
from roster.i18n import _, language, speaking
from roster.io.codes import leave_text, rest_text
from roster.io.disruptions import in_force
from roster.io.read_book import Reading, ReadResult, read_cells
from roster.io.read_book.cell_texts import CellTexts
from roster.io.read_book.grid import Asked
from roster.io.read_book.itinerary import read_plan
from roster.io.read_book.orders import read_orders
from roster.io.read_book.sheet_edit import SheetRead
from roster.io.typed_orders import OrderEdit, order_texts
from roster.living.week import Week
from roster.plan.orders import patrol_of
from roster.plan.verify import verify_plan
from roster.search.recheck import Recheck

Cells = Mapping[tuple[str, dt.date], str]
"""What is typed into cells of the grid: a shift as its code or its letter, a leave's letter, empty for a day off."""
SheetTexts = dict[str, dict[str, str]]
"""Sheet -> cell -> text."""


@dataclass(frozen=True)
class Typed:
    """What is typed in a workbook: into the grid, and about crews into the daily orders."""

    cells: Cells = field(default_factory=dict)
    orders: tuple[OrderEdit, ...] = ()


class Editor:
    """A week into which somebody types: each state is judged from the one before it."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.book = week.checked.book
        record = self.book.written
        self._without_leaves = in_force(week.case.problem, record.disruption if record else NOTHING, week.case.rulebook)
        self._reading = read_cells(self.book, self._without_leaves)
        self._language = record.language if record else language()
        self._problems: dict[tuple[Absence, ...], Problem] = {}
        self._rechecks: dict[tuple[tuple[Absence, ...], str], Recheck] = {}
        self._plans: dict[object, tuple[Finding, ...]] = {}
        self._orders: dict[object, SheetRead] = {}
        self._before: dict[str, object] = {}  # cells of the daily orders as they are in the file

    @property
    def known(self) -> Roster:
        """The roster as it was written: what orders of crews speak of."""
        return self._reading.known

    # -------------------------------------------------------------------------------------------------------- reading

    def texts(self, typed: Typed) -> SheetTexts:
        """The cells of the workbook that what is typed changes, with what they are to say, in its own language.

        Raises InputError with every fault: an officer or date that the grid does not have, a text that says nothing.
        """
        found: SheetTexts = {}
        faults: list[Fault] = []
        problem, file = self._without_leaves, self.book.file
        texts = CellTexts(problem)
        for (officer, date), text in typed.cells.items():
            day = problem.horizon.day(date)
            asked = self._reading.cells.get((officer, day))
            if asked is None:
                faults.append(Fault(file, f"{officer} {date}", _("an officer and a date that the grid has")))
                continue
            said = texts.read(text, officer, day)
            if said.expected:
                faults.append(Fault(f"{file} {asked.cell}", said.found, said.expected))
            else:
                sheet, _mark, address = asked.cell.rpartition("!")
                found.setdefault(sheet, {})[address] = self._spelled(said.shifts, said.leave, officer, day)
        if typed.orders:
            try:
                title, cells = self._order_texts(typed.orders)
                found.setdefault(title, {}).update(cells)
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(faults)
        return found

    def _order_texts(self, orders: Sequence[OrderEdit]) -> tuple[str, dict[str, str]]:
        self._lay_over("", {})
        with speaking(self._language):
            return order_texts(orders, self.book.workbook, self.book.file, self._reading.known, self._without_leaves)

    def _spelled(self, shifts: Sequence[str], leave: str, officer: str, day: int) -> str:
        """What a cell says in the workbook's language."""
        from roster.domain.letters import shifts_text

        problem = self._without_leaves
        with speaking(self._language):
            if shifts:
                return shifts_text(shifts, problem)
            known = problem.leave_on(officer, day)
            kind = leave or (known.kind if known else "")
            return leave_text(kind, problem) if kind else rest_text()

    def _lay_over(self, title: str, cells: Mapping[str, str]) -> None:
        """Put texts into a sheet as it was opened, in place of those that were put there before."""
        book = self.book.workbook
        for name, value in self._before.items():
            sheet, _mark, address = name.rpartition("!")
            book[sheet][address].value = value
        self._before = {f"{title}!{address}": book[title][address].value for address in cells}
        for address, text in cells.items():
            book[title][address].value = text

    def reading(self, texts: SheetTexts) -> Reading:
        """The workbook's cells with these texts in them."""
        problem = self._without_leaves
        places = {asked.cell: key for key, asked in self._reading.cells.items()}
        read = CellTexts(problem)
        cells = dict(self._reading.cells)
        rest: SheetTexts = {}
        for title, own in texts.items():
            for address, text in own.items():
                key = places.get(f"{title}!{address}")
                if key is None:
                    rest.setdefault(title, {})[address] = text
                else:
                    said = read.read(text, *key)
                    cells[key] = Asked(f"{title}!{address}", said.shifts, said.leave)
        return replace(self._reading, cells=cells, sheets=self._sheets(rest))

    def _sheets(self, texts: SheetTexts) -> tuple[SheetRead, ...]:
        """What is asked for outside the grid."""
        record = self.book.written
        if not texts or record is None:
            return self._reading.sheets
        ((title, cells),) = texts.items()
        key = (tuple(sorted(cells.items())), language())
        if key not in self._orders:
            self._lay_over(title, cells)
            found = read_orders(
                self.book.workbook, self.book.file, record.roster, record.fingerprints, self._without_leaves
            )
            self._orders = {key: found}
        return (*self._reading.sheets[:1], self._orders[key])

    # -------------------------------------------------------------------------------------------------------- judging

    def edited(self, typed: Typed) -> Week:
        """The week with what is typed, checked as `open_week` would check it from the saved workbook.

        Raises InputError with every fault.
        """
        *_, last = self.steps(self.texts(typed))
        assert isinstance(last, Week)
        return last

    def steps(self, texts: SheetTexts) -> Iterator[Report | Week | None]:
        """The same in steps that may be left at any time: the findings of lines that changed, None, ..., the week."""
        read = self.reading(texts).result(self._without_leaves)
        if read.faults:
            raise InputError(read.faults)
        problem, recheck = self._known(read.leaves)
        lines = recheck.lines(read.roster)
        yield Report(tuple(finding for own in lines.values() for finding in own))
        report = Report(())
        for step in recheck.steps(read.roster):
            report = step or report
            yield None
        if self.week.checked.has_plan:
            report = Report((*report.findings, *self._plan_findings(problem, read.roster)))
        yield self._week(problem, read, report)

    def _known(self, leaves: tuple[Absence, ...]) -> tuple[Problem, Recheck]:
        """The problem with leaves that are typed, and the check of its rosters."""
        if leaves not in self._problems:
            self._problems = {key: self._problems[key] for key in list(self._problems)[-1:]}
            disruption = Disruption(absences=leaves)
            self._problems[leaves] = in_force(self._without_leaves, disruption, self.week.case.rulebook)
        key = (leaves, language())
        if key not in self._rechecks:
            self._rechecks = {known: one for known, one in self._rechecks.items() if known[0] in self._problems}
            self._rechecks[key] = Recheck(self._problems[leaves], self.week.case.rulebook)
        return self._problems[leaves], self._rechecks[key]

    def _plan_findings(self, problem: Problem, roster: Roster) -> tuple[Finding, ...]:
        """What rules of the patrol plan find: they know of crews, and not of who sits in them."""
        crews: tuple[Crew, ...] = tuple(replace(crew, members=()) for crew in roster.crews)
        key = (crew_labels(roster), crews, problem.absences, language())
        if key not in self._plans:
            record = self.book.written
            directions = record.directions if record else {}
            plan = read_plan(self.book.workbook, self.book.file, problem, roster, directions)
            found: tuple[Finding, ...] = ()
            if plan is not None:
                patrol = patrol_of(problem, roster, self.week.case.rulebook)
                found = verify_plan(plan, patrol, self.week.case.rulebook, announced=True).findings
            self._plans = {known: self._plans[known] for known in list(self._plans)[-3:]} | {key: found}
        return self._plans[key]

    def _week(self, problem: Problem, read: ReadResult, report: Report) -> Week:
        before = self.week.checked
        notes = tuple(note for note in before.notes if note not in before.read.notes)
        checked = replace(before, problem=problem, read=read, report=report, notes=(*notes, *read.notes))
        return Week(self.week.case, checked)

    def saved(self, texts: SheetTexts, week: Week) -> None:
        """These texts are now in the file: they are what the workbook says."""
        self._reading = self.reading(texts)
        self._before = {}
        self.week = week
