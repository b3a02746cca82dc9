"""A workbook that was checked: each violation as a sentence with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase, digits

from roster.domain.outcome import Finding, Report
from roster.domain.problem import Problem
from roster.i18n import _, every_form
from roster.io import texts
from roster.io.codes import rest_text, shift_text
from roster.io.read_book import Book, Edit, ReadResult
from roster.io.sheets import cover, daily_orders, rules
from roster.rules import Rulebook


@dataclass(frozen=True)
class BookReport:
    """A workbook's roster as its grid asks for it, every finding in it, and how it differs from what was written."""

    problem: Problem
    book: Book
    read: ReadResult
    report: Report
    notes: tuple[str, ...]  # inputs that are not what they were
    rulebook: Rulebook

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Cells of the grid that ask for other shifts than were written."""
        return self.read.edits

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
        for note in self.notes:
            yield _("note: {note}").format(note=note)
        for finding in report.must_violations:
            yield _("must broken, {where}: {sentence}").format(where=self._named(finding), sentence=finding.sentence)
        for finding in report.shortfalls:
            yield _("shortfall of priority {priority}, {where}: {sentence}").format(
                priority=finding.priority, where=self._named(finding), sentence=finding.sentence
            )
        wishes = {rule: (count, cost) for rule, (count, _amount, cost) in report.by_rule().items() if cost}
        if wishes:
            yield _("open wishes by rule:")
        for rule, (count, cost) in sorted(wishes.items(), key=lambda item: -item[1][1]):
            yield _("  {rule}: cost {cost}, findings: {count}").format(rule=rule, count=count, cost=cost)
        for edit in self.edits:
            yield _("edited: {cell}: {before} -> {after}").format(
                cell=edit.cell, before=self.shifts(edit.before), after=self.shifts(edit.after)
            )
        yield self._score()
        broken = len(report.must_violations)
        yield _("violations of musts: {count}").format(count=broken) if broken else _("no must is broken")

    def _named(self, finding: Finding) -> str:
        """The rule, and where the workbook shows it: `minimum_rest (Roster!H12)`."""
        place = self.place(finding)
        return f"{finding.rule} ({place})" if place else finding.rule

    def shifts(self, codes: tuple[str, ...]) -> str:
        """Shifts as the grid shows them."""
        return "/".join(shift_text(code, self.problem) for code in codes) or rest_text()

    def _score(self) -> str:
        now = _("score: {short} short, wishes cost {objective}").format(
            short=sum(self.report.short.values()), objective=self.report.objective
        )
        record = self.book.written
        if record is None:
            return now
        before = _(" (when it was written: {short} short, wishes cost {objective})")
        return now + before.format(short=sum(record.short.values()), objective=record.objective)
