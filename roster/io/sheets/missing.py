"""What is missing, on the sheet Summary: a line for each missing crew, with what follows from it, then the rest."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.findings import Finding
from roster.domain.missing import MissingUnit
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io import missing_lines, styles, texts
from roster.io.sheets import rules
from roster.io.styles import Value, put, put_row

LOOKS = (
    styles.WHOLE,
    styles.TEXT,
    styles.DATE,
    styles.CENTRE,
    styles.TEXT,
    styles.WHOLE,
    styles.WHOLE,
    styles.TEXT,
)
Row = tuple[Value, ...]


def put_missing(sheet: Worksheet, row: int, outcome: Outcome, widths: Sequence[float]) -> int:
    """Write the rows from `row` on, eight columns wide; returns the last one."""
    found, problem = missing_lines.account(outcome), outcome.problem
    parts: list[tuple[tuple[str, ...], list[Row]]] = []
    headings: tuple[str, ...]
    alone = [_alone(finding, problem) for finding in found.alone]
    alone += [_unmeetable(finding, outcome) for finding in found.unmeetable]
    if found.units:
        headings = (
            _("Priority"),
            _("Missing crew"),
            _("Date"),
            _("Hours"),
            _("Place"),
            _("Crew of"),
            _("Rows"),
            _("In words, and what follows from it"),
        )
        parts.append((headings, [_crew(unit, problem) for unit in found.units]))
    if alone:
        headings = (
            _("Priority"),
            _("Rule"),
            _("Date"),
            _("Slot"),
            _("Place"),
            _("Asked"),
            _("Given"),
            _("In words"),
        )
        parts.append((headings, alone))
    for headings, lines in parts:
        put_row(sheet, row, headings, styles.HEADER)
        for line in lines:
            row += 1
            for column, (value, look) in enumerate(zip(line, LOOKS, strict=True), start=1):
                put(sheet.cell(row, column), value, look)
            styles.fit_height(sheet, row, [(widths[at], str(line[at])) for at in (1, 4, 7)])
        row += 1
    return row - 1


def _crew(unit: MissingUnit, problem: Problem) -> Row:
    sizes = [problem.kind[kind].crew for kind in unit.kinds if kind in problem.kind]
    return (
        unit.priority,
        missing_lines.name(unit, problem),
        problem.date(unit.day),
        texts.hours_text(unit.span),
        missing_lines.where_missing(unit, problem),
        min(sizes, default=None),
        len(unit.follows),
        missing_lines.missing_line(unit, problem),
    )


def _alone(finding: Finding, problem: Problem) -> Row:
    return (
        finding.priority,
        finding.name,
        problem.date(finding.day) if finding.day is not None else None,
        rules.slot(finding, problem),
        rules.place(finding, problem),
        finding.asked,
        finding.given,
        finding.sentence,
    )


def _unmeetable(finding: Finding, outcome: Outcome) -> Row:
    """What no roster could meet: nothing of it is counted, and the line of the rulebook that asks for it is told."""
    row = _alone(finding, outcome.problem)
    return *row[:5], None, None, missing_lines.unmeetable_line(finding, outcome)
