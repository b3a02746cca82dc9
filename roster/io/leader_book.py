"""The duty leader's own workbook: every inspection, also those by surprise, and the patrol plan's seed."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from roster.domain.itinerary import Inspection
from roster.domain.outcome import Outcome, Planned
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.edited import sealed
from roster.io.files import replace_file
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged, put_row

TITLE = N_("Inspections")
WIDTHS = (13, 16, 14, 12, 12, 22, 30, 26)
HEADER_ROW = 6


def write_leader_book(outcome: Outcome, path: Path) -> None:
    """Write it whole, or leave what was there. Raises OutputError."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _(TITLE)
    title = _("{brigade}: the duty leader's inspections").format(brigade=outcome.problem.settings.name)
    put_heading(sheet, len(WIDTHS), title, texts.dates(outcome.problem))
    secret = _("Confidential: for the duty leader only. Those by surprise stand in no other file.")
    put_merged(sheet, 3, 1, len(WIDTHS), secret, styles.STRONG)
    planned = outcome.patrols.planned
    seed = _("Seed of the patrol plan: {seed}").format(seed=planned.seed if planned else _("none"))
    put_merged(sheet, 4, 1, len(WIDTHS), seed, styles.TEXT)
    headings = (_("Date"), _("Leader"), _("Time"), _("Notice"), _("How"), _("Unit"), _("Place"), _("Crew"))
    put_row(sheet, HEADER_ROW, headings, styles.HEADER)
    row = HEADER_ROW
    for check in planned.plan.inspections if planned else ():
        row += 1
        assert planned is not None
        values = inspection_words(check, planned, outcome)
        put(sheet.cell(row, 1), outcome.problem.date(check.start // (24 * 60)), styles.DATE)
        put_row(sheet, row, values, styles.TEXT, first=2)
        if check.surprise:
            put(sheet.cell(row, 4), values[2], styles.WARN_CENTRE)
        styles.fit_height(sheet, row, list(zip(WIDTHS[1:], values, strict=True)))
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, outcome.problem.settings.name, title_rows=f"1:{HEADER_ROW}")
    replace_file(path, sealed(book))


def inspection_words(check: Inspection, planned: Planned, outcome: Outcome) -> tuple[str, ...]:
    """Leader, time, notice, how, unit, place and people of an inspection."""
    problem, names = outcome.problem, texts.names(outcome.problem)
    leader = next((crew for key, crew, _span in planned.patrol.leaders if key == check.leader), None)
    crew = planned.patrol.crew[check.crew]
    return (
        _(", ").join(names.get(member.officer, member.officer) for member in (leader.members if leader else ())),
        texts.hours_text(check.span),
        _("surprise") if check.surprise else _("scheduled"),
        _("on the spot") if check.on_site else _("video"),
        f"{check.crew.shift} {check.crew.label}",
        f"{check.place} {problem.name_of(check.place)}",
        _(", ").join(names.get(member.officer, member.officer) for member in crew.crew.members),
    )
