"""A workbook that was checked: what its roster breaks, where the workbook shows it, and what was edited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase, digits
from typing import NamedTuple

from roster.domain.findings import Finding, Report
from roster.domain.ids import UnitId
from roster.domain.letters import shifts_text
from roster.domain.pins import AnyPin, LeadPin, Pin, PlacePin
from roster.domain.problem import Problem
from roster.i18n import _, every_form
from roster.io.codes import leave_text, rest_text
from roster.io.read_book import Book, Edit, ReadResult
from roster.io.read_book.agreement import Disagreement, disagreements
from roster.io.sheets import cover, daily_orders, rules
from roster.rules import Rulebook
from roster.rules.patrol.base import PlanRule


class Edited(NamedTuple):
    """A cell and what it said and says."""

    cell: str
    was: str
    now: str


@dataclass(frozen=True)
class BookReport:
    """A workbook's roster as its grid asks for it, every finding in it, and how it differs from what was written."""

    problem: Problem
    book: Book
    read: ReadResult
    report: Report
    notes: tuple[str, ...]  # inputs that are not what they were
    rulebook: Rulebook
    has_plan: bool = False  # whether a patrol plan was read and checked as well

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Cells of the grid that ask for other shifts than were written."""
        return self.read.edits

    @cached_property
    def of_roster(self) -> Report:
        """The findings without those in the patrol plan: what the roster's own score adds up to."""
        return Report(tuple(finding for finding in self.report.findings if finding.rule not in self._plan_rules))

    @cached_property
    def of_plan(self) -> Report:
        """The findings in the patrol plan alone."""
        return Report(tuple(finding for finding in self.report.findings if finding.rule in self._plan_rules))

    @cached_property
    def _plan_rules(self) -> frozenset[str]:
        return frozenset(rule.name for rule in self.rulebook.rules if isinstance(rule, PlanRule))

    @property
    def all_edits(self) -> tuple[Edited, ...]:
        """Every cell that somebody changed, and what it said and says: grid, vehicles, daily orders."""
        grid = (Edited(e.cell, self.shifts(e.before), self._now(e)) for e in self.edits)
        return (*grid, *(Edited(e.cell, e.was, e.now) for e in self.read.sheet_edits))

    @property
    def pins(self) -> tuple[AnyPin, ...]:
        """Each edit as a choice that stands; who left a crew by an order works no other shift that day."""
        found: dict[tuple[object, ...], AnyPin] = {
            (e.officer, e.day): Pin(e.officer, e.day, next(iter(e.after), ""), "", e.cell) for e in self.edits
        }
        work = {(duty.officer, duty.day): duty.shift for duty in self.read.roster.work()}
        written = self.book.written.roster.work() if self.book.written else ()
        was = {(duty.officer, duty.day): duty.shift for duty in written}
        for edit in self.read.sheet_edits:
            for pin in edit.pins:
                found[_about(pin)] = pin
            day = edit.unit.day
            for (officer, at), shift in was.items() if edit.members is not None else ():
                if (at, shift) == edit.unit.start and (officer, at) not in work:
                    found.setdefault((officer, at), Pin(officer, day, "", "", edit.cell))
        return tuple(found.values())

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Sheets for other programs that say something else than the roster as it stands."""
        return tuple(disagreements(self.book.workbook, self.read.roster, self.problem))

    @property
    def stale(self) -> bool:
        """Whether sheets must be written anew for the workbook to say one thing throughout."""
        return bool(self.all_edits or self.disagreements)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, and what does not agree within the workbook."""
        return (*self.notes, *(found.sentence for found in self.disagreements), *self._written_anew())

    def _written_anew(self) -> Iterator[str]:
        if self.stale:
            yield _("other sheets still say what was written; `roster publish` and `roster replan` write them anew")

    def typed(self, finding: Finding) -> str:
        """The cells in which a finding was typed by hand; empty where it was not."""
        pins = self.pins
        own = [pin for pin in pins if isinstance(pin, Pin) and pin.officer in finding.officers]
        cells = [pin.source for pin in own if finding.day in (None, pin.day)] or [pin.source for pin in own]
        for pin in pins:
            if not isinstance(pin, Pin) and _is_about(finding, pin.unit):
                cells.append(pin.source)
        if finding.unit and not any(pin.day == finding.day for pin in own):  # somebody was typed out of the crew
            crews = self.book.written.roster.crews if self.book.written else ()
            start = finding.day, finding.shift, finding.unit
            were = {o for c in crews if (c.unit.day, c.unit.shift, c.unit.label) == start for o in c.officers}
            gone = [p.source for p in pins if isinstance(p, Pin) and p.day == finding.day and p.officer in were]
            cells = [*gone, *cells]
        return _(", ").join(dict.fromkeys(cells))

    def place(self, finding: Finding) -> str:
        """Where the workbook shows a finding: cells of the grid, such as `Roster!H12`, else a date of it or a sheet."""
        cells = [cell for officer in finding.officers if (cell := self._cell(officer, finding.day))]
        if cells:
            return _(", ").join(cells)
        if finding.unit:
            return self._title(daily_orders.TITLE)
        if finding.slot or finding.place:
            return self._title(cover.TITLE)
        return self._column(finding.day) or self._title(rules.TITLE)

    def _cell(self, officer: str, day: int | None) -> str:
        """The cell of an officer's day; the officer's row for a finding that is of no single day."""
        if day is not None and day in self.problem.horizon.range:
            return self.read.cell(officer, day)
        sheet, _mark, address = self.read.cell(officer, 0).rpartition("!")
        row = address.lstrip(ascii_uppercase)
        return f"{sheet}!{row}:{row}" if row else ""

    def _column(self, day: int | None) -> str:
        """The grid's column of a date, for a finding about everybody on it; empty for one that is of no single day."""
        if day is None or day not in self.problem.horizon.range:
            return ""
        shown = (self.read.cell(officer.id, day) for officer in self.problem.officers)
        sheet, _mark, address = next(filter(None, shown), "").rpartition("!")
        column = address.rstrip(digits)
        return f"{sheet}!{column}:{column}" if column else ""

    def _title(self, message: str) -> str:
        """The title that a sheet of ours has in this workbook; empty where it is gone."""
        return next((form for form in every_form(message) if form in self.book.workbook.sheetnames), "")

    def acknowledged(self, finding: Finding) -> bool:
        """Whether a must is broken with the leader's consent."""
        record = self.book.written
        return record is not None and any(exception.spot == finding.spot for exception in record.acknowledged)

    def shifts(self, codes: tuple[str, ...]) -> str:
        """Shifts as the grid shows them."""
        return shifts_text(codes, self.problem) or rest_text()

    def _now(self, edit: Edit) -> str:
        return leave_text(edit.leave, self.problem) if edit.leave else self.shifts(edit.after)


def _is_about(finding: Finding, unit: UnitId) -> bool:
    """Whether a finding is of this unit: on its shift, where the finding names one."""
    return (finding.day, finding.unit) == (unit.day, unit.label) and finding.shift in ("", unit.shift)


def _about(pin: AnyPin) -> tuple[object, ...]:
    """What a pin decides: of two about the same the later one counts."""
    match pin:
        case Pin():
            return pin.officer, pin.day
        case PlacePin():
            return pin.unit, pin.slot
        case LeadPin():
            return pin.unit, "lead"
        case _:
            return (pin.unit,)
