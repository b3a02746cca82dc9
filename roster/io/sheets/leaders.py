"""The duty leaders, date by date, with the next day free."""

from __future__ import annotations

from collections import Counter

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.domain.service import Unit
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.sheets.grid import header_looks
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_row

TITLE = N_("Leaders")
WIDTHS = (14, 10, 14, 18, 12, 18, 24, 30)
LAST = len(WIDTHS)
HEADER_ROW = 3


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    title = _("{brigade}: duty leaders").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    headings = (
        _("Date"),
        _("Weekday"),
        _("Day type"),
        _("Duty leader"),
        _("ID"),
        _("Hours of duty"),
        _("Signature"),
        _("Remarks"),
    )
    put_row(sheet, HEADER_ROW, headings, styles.HEADER)
    names, count = texts.names(problem), Counter[str]()
    leading = [crew for crew in outcome.roster.crews if problem.leads(crew.unit.kind)]
    row = HEADER_ROW
    for day in problem.horizon.range:
        duties: list[tuple[str, Unit | None]] = [
            (member.officer, crew.unit) for crew in leading if crew.unit.day == day for member in crew.members
        ]
        for officer, unit in duties or [("", None)]:
            row += 1
            weekday_look = header_looks(day, problem)[0]
            put(sheet.cell(row, 1), problem.date(day), styles.DATE)
            put(sheet.cell(row, 2), texts.weekday(day, problem), weekday_look)
            put(sheet.cell(row, 3), texts.day_type(problem.day_type(day)), styles.CENTRE)
            hours = texts.hours_text(problem.shift[unit.shift].span(day)) if unit else ""
            found = names.get(officer, officer) if unit else _("none")
            put(sheet.cell(row, 4), found, styles.STRONG_CENTRE if unit else styles.BAD_CENTRE)
            put_row(sheet, row, (officer, hours, "", ""), styles.CENTRE, first=5)
            sheet.row_dimensions[row].height = 20
            count[officer] += bool(unit)
    row += 2
    if any(count.values()):
        put(sheet.cell(row, 4), _("Days led"), styles.SECTION)
    for officer, days in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])):
        if days:
            row += 1
            put(sheet.cell(row, 4), names.get(officer, officer), styles.CENTRE)
            put(sheet.cell(row, 5), days, styles.WHOLE)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, problem.settings.name, title_rows=f"1:{HEADER_ROW}")
