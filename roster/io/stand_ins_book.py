"""The N-1 table as a sheet: for every duty, whether a single absence can still be covered, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from roster.domain.errors import OutputError
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.edited import sealed
from roster.io.files import replace_file
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_row
from roster.search.living.substitutes import StandIns

TITLE = N_("Stand-ins")
WIDTHS = (13, 10, 8, 18, 16, 10, 18, 10, 48)
LAST = len(WIDTHS)
HEADER_ROW = 3
NAMED = 6


def write_stand_ins(file: Path, found: Sequence[StandIns], problem: Problem) -> None:
    """Write the table as a workbook of one sheet. Raises OutputError."""
    if file.suffix.lower() != ".xlsx":
        raise OutputError(_("{file} cannot be written: the name of a workbook ends in .xlsx").format(file=file))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _(TITLE)
    title = _("{brigade}: who could stand in for whom").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    headings = (
        _("Date"),
        _("Weekday"),
        _("Shift"),
        _("Crew"),
        _("Name"),
        _("ID"),
        _("If absent"),
        _("People"),
        _("Who could stand in, the least burdened first"),
    )
    put_row(sheet, HEADER_ROW, headings, styles.HEADER)
    names, row = texts.names(problem), HEADER_ROW
    for row, one in enumerate(found, start=HEADER_ROW + 1):
        others = _(", ").join(names.get(officer, officer) for officer in one.others[:NAMED])
        state = _("covered") if one.covered else _("nobody could stand in")
        if one.unsettled:
            state = _("not found in the time given")
        if one.reseated:
            state = _("covered, with crews changed")
        put(sheet.cell(row, 1), problem.date(one.day), styles.DATE)
        put(sheet.cell(row, 2), texts.weekday(one.day, problem), styles.CENTRE)
        put(sheet.cell(row, 3), shift_text(one.shift, problem), styles.CENTRE)
        put(sheet.cell(row, 4), one.unit, styles.CENTRE)
        put(sheet.cell(row, 5), names.get(one.officer, one.officer), styles.STRONG)
        put(sheet.cell(row, 6), one.officer, styles.CENTRE)
        look = styles.GOOD_CENTRE if one.covered and not one.reseated else styles.WARN_CENTRE
        put(sheet.cell(row, 7), state, look if one.covered else styles.BAD_CENTRE)
        put(sheet.cell(row, 8), len(one.others), styles.WHOLE)
        put(sheet.cell(row, 9), others, styles.TEXT)
        styles.fit_height(sheet, row, [(WIDTHS[8], others), (WIDTHS[6], state)])
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:I{max(row, HEADER_ROW + 1)}"
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, problem.settings.name, title_rows=f"1:{HEADER_ROW}")
    replace_file(file, sealed(book))
