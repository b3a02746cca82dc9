"""A workbook of ours with everything that it was made from, as it stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from roster import api
from roster.domain.disruption import NOTHING, Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.findings import Report
from roster.domain.itinerary import Plan
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged
from roster.domain.roster import Crew, Roster
from roster.i18n import _
from roster.io.book_report import BookReport
from roster.io.read_book import Book
from roster.io.read_book.itinerary import read_plan
from roster.io.read_book.recut import recut

if TYPE_CHECKING:
    from roster.io.typed_orders import OrderEdit


@dataclass(frozen=True)
class Week:
    """A workbook of ours with everything that it was made from, as it stands now."""

    case: api.Case
    checked: BookReport

    @property
    def problem(self) -> Problem:
        """The facts, with what the workbook says came between."""
        return self.checked.problem

    @property
    def roster(self) -> Roster:
        """The roster as its sheets ask for it now."""
        return self.checked.read.roster

    @property
    def written(self) -> Roster:
        """The roster as it was written; as it stands where the record of that is lost."""
        record = self.checked.book.written
        return recut(record.roster, self.problem) if record else self.roster

    @cached_property
    def report_as_written(self) -> Report:
        """Every rule's check over the roster as it was written."""
        if self.written == self.roster:
            return self.checked.of_roster
        return api.verify(replace(self.case, problem=self.problem), self.written)

    @cached_property
    def plan(self) -> Plan | None:
        """The patrol plan that the sheet `Itinerary` tells, with the inspections announced; None without one.

        Raises InputError with every cell that cannot be read.
        """
        book = self.checked.book
        if book.written is None:
            return read_plan(book.workbook, book.file, self.problem, self.written)
        found = read_plan(book.workbook, book.file, self.problem, self.written, book.written.directions)
        return replace(found, inspections=book.written.inspections) if found else None

    @property
    def recorded(self) -> Disruption:
        """What came between, as the record tells it."""
        record = self.checked.book.written
        return record.disruption if record else NOTHING

    @property
    def typed(self) -> Disruption:
        """The leaves that were typed into the grid."""
        return Disruption(absences=self.checked.read.leaves)

    @property
    def disruption(self) -> Disruption:
        """What came between: what the record tells, and the leaves that were typed into the grid."""
        return self.recorded + self.typed

    def edited(self, cells: Mapping[tuple[str, dt.date], str], orders: Sequence[OrderEdit] = ()) -> Week:
        """The week as it would be read from the workbook with these cells typed; nothing is written.

        `cells` are by officer and date: a shift's code or letter, a leave's letter, empty for a day off; `orders` are
        members, leads, vehicles and places of crews. For one state after the other keep an `Editor`.
        Raises InputError with every fault.
        """
        from roster.living.edits import Editor, Typed

        return Editor(self).edited(Typed(cells, tuple(orders)))

    @property
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        record = self.checked.book.written
        return record.acknowledged if record else ()


def open_week(
    file: api.PathLike | Book,
    brigade: api.PathLike | None = None,
    constraints: Sequence[api.PathLike] = (),
    history: Sequence[api.PathLike] = (),
    itineraries: bool = True,
) -> Week:
    """A workbook read and checked, also one that was edited by hand; with `itineraries` its patrol plan as well.

    Raises InputError with every fault.
    """
    case, checked = api.open_book(file, brigade, constraints, history, itineraries)
    return Week(case, checked)


def crew_of(week: Week, officer: str, date: dt.date, shift: str = "") -> Crew:
    """The crew in which an officer serves on a date. Raises InputError where there is none, or no such officer."""
    problem = week.problem
    day = problem.horizon.day(date)
    file = week.checked.book.file
    if officer not in problem.officer:
        raise InputError([Fault(file, f"'{officer}'", _("the id of an officer"))])
    if day not in problem.horizon.range:
        first, last = problem.date(0), problem.date(problem.horizon.days - 1)
        expected = _("dates that the roster has: {first} to {last}").format(first=first, last=last)
        raise InputError([Fault(file, date.isoformat(), expected)])
    crews = [crew for crew in week.roster.crews if crew.unit.day == day and officer in crew.officers]
    found = next((crew for crew in crews if shift in ("", crew.duty_of(officer))), None)
    if found is None:
        has = ", ".join(dict.fromkeys(crew.duty_of(officer) for crew in crews)) or "-"
        expected = _("a date on which {officer} has that duty; on this one: {has}").format(officer=officer, has=has)
        raise InputError([Fault(file, f"{officer} {date} {shift}".strip(), expected)])
    return found


def crew_or_none(week: Week, officer: str, date: dt.date) -> Crew | None:
    """The crew in which an officer serves on a date; None on a day off. Raises InputError as `crew_of` does."""
    day = week.problem.horizon.day(date)
    if officer in week.problem.officer and day in week.problem.horizon.range:
        working = {(duty.officer, duty.day) for duty in week.roster.work()}
        if (officer, day) not in working:
            return None
    return crew_of(week, officer, date)
