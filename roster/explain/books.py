"""Sheets of what was asked: own lines in the roster's workbook, a preview of rules, a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.letters import shift_text
from roster.domain.price import Proved
from roster.domain.problem import Problem
from roster.explain.diff_rules import Preview
from roster.explain.opened import Opened
from roster.explain.own_line import OwnLines
from roster.explain.prices import effect_text
from roster.explain.sweep import Point
from roster.i18n import N_, _, every_form
from roster.io import printing, styles, texts
from roster.io.edited import sealed
from roster.io.files import open_workbook, replace_file
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_row
from roster.rules.shared.words import on_date, person

WHY_TITLE, DIFF_TITLE, SWEEP_TITLE = N_("Why"), N_("Preview"), N_("Sweep")
HEADER_ROW = 4


def add_own_lines(opened: Opened, file: Path) -> None:
    """Add a sheet with a paragraph for each officer to a roster's workbook. Raises OutputError."""
    problem = opened.case.problem
    book = open_workbook(file)
    for form in every_form(WHY_TITLE):
        if form in book.sheetnames:
            book.remove(book[form])
    sheet = book.create_sheet(_(WHY_TITLE))
    own = OwnLines(problem, opened.roster, opened.checked.report)
    put_heading(sheet, 3, _("{brigade}: why").format(brigade=problem.settings.name), texts.dates(problem))
    put_row(sheet, HEADER_ROW, (_("ID"), _("Name"), _("In words")), styles.HEADER)
    for row, officer in enumerate(problem.officers, start=HEADER_ROW + 1):
        text = own.paragraph(officer.id)
        put(sheet.cell(row, 1), officer.id, styles.CENTRE)
        put(sheet.cell(row, 2), officer.name, styles.STRONG)
        put(sheet.cell(row, 3), text, styles.TEXT)
        styles.fit_height(sheet, row, [(110, text)])
    _finish(sheet, problem, (10, 14, 110))
    replace_file(file, sealed(book))


def write_preview(preview: Preview, file: Path) -> None:
    """One sheet: what an edit of the rules changes. Raises OutputError."""
    diff, problem = preview.difference, preview.case.problem
    book, sheet = _book(DIFF_TITLE)
    put_heading(sheet, 4, _("{brigade}: preview of the rules").format(brigade=problem.settings.name),
                texts.dates(problem))  # fmt: skip
    row = _table(sheet, HEADER_ROW, (_("What"), _("Before"), _("After"), ""), [
        (_("Amount short"), *diff.short, ""),
        (_("Cost of open wishes"), *diff.objective, ""),
        (_("Proven bound"), _bound(preview.price.before), _bound(preview.price.after), effect_text(preview.price)),
        (_("Duties moved"), "", diff.moved, ""),
        *((name, *pair, "") for name, pair in diff.by_rule.items()),
        *((_("Nights of squad {squad}").format(squad=squad or "-"), *pair, "") for squad, pair in diff.nights.items()),
        *((_("Weekend duties of squad {squad}").format(squad=squad or "-"), *pair, "")
          for squad, pair in diff.weekends.items()),
        *((_("Short now"), "", "", text) for text in diff.gained),
        *((_("No longer short"), "", "", text) for text in diff.lost),
    ])  # fmt: skip
    moves: dict[tuple[str, int], list[str]] = {}
    for index, duties in enumerate((diff.gone, diff.new)):
        for officer, day, shift in duties:
            moves.setdefault((officer, day), ["-", "-"])[index] = shift_text(shift, problem)
    rows = [(person(officer, problem), *pair, on_date(day, problem)) for (officer, day), pair in sorted(moves.items())]
    _table(sheet, row + 2, (_("Officer"), _("Before"), _("After"), _("Date")), rows)
    _finish(sheet, problem, (34, 12, 12, 70))
    replace_file(file, sealed(book))


def write_sweep(field: str, points: Sequence[Point], problem: Problem, picture: Path, file: Path) -> None:
    """One sheet: a row a value, and the picture. Raises OutputError."""
    from openpyxl.drawing.image import Image

    book, sheet = _book(SWEEP_TITLE)
    title = _("{brigade}: {field}").format(brigade=problem.settings.name, field=field)
    put_heading(sheet, 7, title, texts.dates(problem))
    headings = (
        field, _("Result"), _("Amount short"), _("Cost of open wishes"), _("Proven bound"), _("Mean hours"),
        _("Most hours"),
    )  # fmt: skip
    rows = [
        (p.value, _(p.status), p.cost.short, p.cost.wishes, _bound(p.cost), p.mean_hours, p.most_hours)
        if p.cost
        else (p.value, _(p.status), "", "", "", "", "")
        for p in points
    ]
    last = _table(sheet, HEADER_ROW, headings, rows)
    sheet.add_image(Image(str(picture)), f"A{last + 2}")
    _finish(sheet, problem, (22, 20, 14, 18, 14, 14, 14))
    replace_file(file, sealed(book))


def _bound(cost: Proved) -> styles.Value:
    """What is proved of the wishes; nothing where it is open how much must be short."""
    return cost.least[-1] if cost.short_proved else ""


def _book(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book, book.create_sheet(_(title))


def _table(sheet: Worksheet, row: int, headings: Sequence[str], rows: Sequence[Sequence[styles.Value]]) -> int:
    """A header and its rows; returns the last row."""
    put_row(sheet, row, headings, styles.HEADER)
    for row, values in enumerate(rows, start=row + 1):  # noqa: B020 - the last row is the result
        put_row(sheet, row, values, styles.TEXT)
    return row


def _finish(sheet: Worksheet, problem: Problem, widths: Sequence[float]) -> None:
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    styles.widths(sheet, widths)
    printing.page(sheet, problem.settings.name, title_rows=f"1:{HEADER_ROW}")
