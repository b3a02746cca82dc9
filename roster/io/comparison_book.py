"""Two rosters side by side as a workbook: changed duties, score by rule, each officer's burden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.comparison import Burden, Comparison, Difference, Pair
from roster.domain.errors import OutputError
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.codes import rest_text
from roster.io.edited import sealed
from roster.io.files import replace_file
from roster.io.sheets.heading import put_heading
from roster.io.styles import Value, put, put_row

TITLE = N_("Comparison")
WIDTHS = (18, 16, 10, 14, 14, 14, 14, 12, 12)
LAST = len(WIDTHS)


def write_comparison(file: Path, found: Comparison, problem: Problem, one: Path, other: Path) -> None:
    """Write the comparison as a workbook of one sheet; A is the first roster and B the other. Raises OutputError."""
    if file.suffix.lower() != ".xlsx":
        raise OutputError(_("{file} cannot be written: the name of a workbook ends in .xlsx").format(file=file))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _(TITLE)
    subtitle = _("{one} and {other}, {first} to {last}").format(
        one=f"A: {one.name}", other=f"B: {other.name}", first=found.first, last=found.last
    )
    put_heading(sheet, LAST, problem.settings.name, subtitle)
    names = texts.names(problem)
    duties = [
        _duty(difference, names.get(difference.officer, difference.officer), problem)
        for difference in found.differences
    ]
    headings = [_("Date"), _("Name"), _("ID"), *_both(_("Shift"), _("Crew"))]
    row = _table(sheet, 3, _("Duties and crews that differ"), headings, duties)
    scores: list[Sequence[Value]] = [
        *_stage(_("Roster"), found.of_roster),
        *(_stage(_("Patrol plan"), found.of_plan) if found.of_plan else ()),
        *((rule, "", "", was[0], now[0], was[1], now[1]) for rule, (was, now) in found.scores.items()),
    ]
    row = _table(sheet, row, _("Score by rule"), [_("Rule"), "", "", *_both(_("Amount"), _("Cost"))], scores)
    burdens: list[Sequence[Value]] = [
        (names.get(officer, officer), "", officer, *(value for pair in zip(was, now, strict=True) for value in pair))
        for officer, (was, now) in found.burdens.items()
    ]
    counts = _both(_("Shifts"), _("Hours"), _("Nights"), _("Weekends"))
    row = _table(sheet, row, _("Officers whose burden differs"), [_("Name"), "", _("ID"), *counts], burdens)
    styles.widths(sheet, [*WIDTHS, *[12] * (3 + 2 * len(Burden._fields) - LAST)])
    printing.page(sheet, problem.settings.name, title_rows="1:2")
    replace_file(file, sealed(book))


def _stage(name: str, pair: Pair) -> Iterable[Sequence[Value]]:
    """What both are short of in the roster or in the patrol plan, and what their open wishes cost."""
    yield _("{stage}: short").format(stage=name), "", "", *(sum(report.short.values()) for report in pair)
    yield _("{stage}: wishes").format(stage=name), "", "", "", "", *(report.objective for report in pair)


def _both(*names: str) -> list[str]:
    """Each heading for A and for B."""
    return [f"{name} {side}" for name in names for side in "AB"]


def _duty(difference: Difference, name: str, problem: Problem) -> Sequence[Value]:
    shifts = [shift_text(code, problem) if code else rest_text() for code in (difference.before, difference.after)]
    return (difference.date, name, difference.officer, *shifts, difference.before_unit, difference.after_unit)


def _table(sheet: Worksheet, row: int, title: str, headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> int:
    """One table under its title from a row on; returns the row at which the next begins."""
    put(sheet.cell(row, 1), title, styles.SECTION)
    row += 1
    put_row(sheet, row, headings, styles.HEADER)
    start = row
    for line in lines:
        row += 1
        for column, value in enumerate(line, start=1):
            number = isinstance(value, int | float)
            look = styles.DATE if column == 1 and not isinstance(value, str) else styles.CENTRE
            put(
                sheet.cell(row, column),
                value,
                styles.TENTHS if isinstance(value, float) else styles.WHOLE if number else look,
            )
    if row == start:
        row += 1
        put(sheet.cell(row, 1), _("None."), styles.CENTRE)
    return row + 2
