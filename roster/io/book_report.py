"""A workbook that was checked: each violation as a sentence with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase, digits
from typing import NamedTuple

from roster.domain.letters import shifts_text
from roster.domain.outcome import Finding, Report
from roster.domain.pins import AnyPin, LeadPin, Pin, PlacePin
from roster.domain.problem import Problem
from roster.i18n import _, every_form
from roster.io import texts
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
            day = edit.unit[0]
            for (officer, at), shift in was.items() if edit.members is not None else ():
                if (at, shift) == edit.unit[:2] and (officer, at) not in work:
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
        cells = [pin.cell for pin in own if finding.day in (None, pin.day)] or [pin.cell for pin in own]
        for pin in pins:
            if not isinstance(pin, Pin) and (pin.unit[0], pin.unit[2]) == (finding.day, finding.unit):
                cells.append(pin.cell)
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

    def lines(self) -> Iterator[str]:
        """The whole report in words: musts, shortfalls by priority, wishes by rule, edits and the score."""
        report = self.report
        yield f"{self.problem.settings.name}, {texts.dates(self.problem)}"
        for note in self.all_notes:
            yield _("note: {note}").format(note=note)
        for finding in report.must_violations:
            words = _("must broken, {where}: {sentence}")
            if self.acknowledged(finding):
                words = _("must broken and acknowledged, {where}: {sentence}")
            yield words.format(where=self._named(finding), sentence=finding.sentence)
        yield from self._open(self.of_roster, _("open wishes by rule:"))
        if self.has_plan:
            yield from self._open(self.of_plan, _("open wishes of the patrol plan by rule:"))
        yield from self.edit_lines()
        yield self._score()
        if self.has_plan:
            short, cost = sum(self.of_plan.short.values()), self.of_plan.objective
            yield _("patrol plan: {short} short, wishes cost {objective}").format(short=short, objective=cost)
        broken = len(report.must_violations)
        yield _("violations of musts: {count}").format(count=broken) if broken else _("no must is broken")

    def _open(self, report: Report, heading: str) -> Iterator[str]:
        """What the roster, or its plan, leaves open: shortfalls one by one, wishes by rule."""
        for finding in report.shortfalls:
            yield _("shortfall of priority {priority}, {where}: {sentence}").format(
                priority=finding.priority, where=self._named(finding), sentence=finding.sentence
            )
        wishes = {rule: (count, cost) for rule, (count, _amount, cost) in report.by_rule().items() if cost}
        if wishes:
            yield heading
        for rule, (count, cost) in sorted(wishes.items(), key=lambda item: -item[1][1]):
            yield _("  {rule}: cost {cost}, findings: {count}").format(rule=report.name(rule), count=count, cost=cost)

    def edit_lines(self) -> Iterator[str]:
        """A line for each cell that somebody changed."""
        for edit in self.all_edits:
            yield _("edited: {cell}: {before} -> {after}").format(cell=edit.cell, before=edit.was, after=edit.now)

    def acknowledged(self, finding: Finding) -> bool:
        """Whether a must is broken with the leader's consent."""
        record = self.book.written
        return record is not None and any(exception.spot == finding.spot for exception in record.acknowledged)

    def _named(self, finding: Finding) -> str:
        """The rule, and where the workbook shows it: `Rest between duties (Roster!H12)`."""
        place = self.place(finding)
        return f"{finding.name} ({place})" if place else finding.name

    def shifts(self, codes: tuple[str, ...]) -> str:
        """Shifts as the grid shows them."""
        return shifts_text(codes, self.problem) or rest_text()

    def _now(self, edit: Edit) -> str:
        return leave_text(edit.leave, self.problem) if edit.leave else self.shifts(edit.after)

    def _score(self) -> str:
        now = _("score: {short} short, wishes cost {objective}").format(
            short=sum(self.of_roster.short.values()), objective=self.of_roster.objective
        )
        record = self.book.written
        if record is None:
            return now
        before = _(" (when it was written: {short} short, wishes cost {objective})")
        return now + before.format(short=sum(record.short.values()), objective=record.objective)


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
