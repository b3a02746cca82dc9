"""The findings of an audit as a workbook of one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from roster.domain.audit import Finding
from roster.domain.pay_month import Dates
from roster.domain.problem import Facts
from roster.i18n import N_, _
from roster.io import printing, styles
from roster.io.audit_text import NAMES, law_of, sentence, source_text
from roster.io.edited import sealed
from roster.io.files import replace_file
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged, put_row

TITLE = N_("Audit")
HEADER_ROW = 3
WIDTHS = (6, 22, 12, 14, 12, 60, 44, 44, 66, 24, 18)


def write_audit(
    file: Path,
    findings: Sequence[Finding],
    facts: Facts,
    dates: Dates,
    places: Sequence[str],
    notes: Sequence[str],
) -> None:
    """Write each finding with person, date, law, source and cells. Raises OutputError."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _(TITLE)
    subtitle = _("{first} to {last}, findings: {count}").format(first=dates.first, last=dates.last, count=len(findings))
    put_heading(sheet, len(WIDTHS), _("{brigade}: audit").format(brigade=facts.settings.name), subtitle)
    heads = (
        *(_("No."), _("Finding"), _("ID"), _("Name"), _("Date"), _("In words"), _("Law or check"), _("Evidence")),
        *("SHA-256", _("Cell"), _("Month sheet")),
    )
    put_row(sheet, HEADER_ROW, heads, styles.HEADER)
    for number, (finding, place) in enumerate(zip(findings, places, strict=True), start=1):
        row = HEADER_ROW + number
        known = facts.officer.get(finding.officer)
        values = (
            number,
            _(NAMES[finding.kind]),
            finding.officer,
            known.name if known else "",
            None if finding.day is None else facts.date(finding.day),
            sentence(finding, facts),
            law_of(finding),
            "\n".join(source_text(source) for source in finding.sources),
            "\n".join(source.sha256 for source in finding.sources if source.sha256),
            "\n".join(finding.cells),
            place,
        )
        for column, value in enumerate(values, start=1):
            look = styles.DATE if column == 5 else styles.WHOLE if column == 1 else styles.TEXT
            put(sheet.cell(row, column), value, look)
        texts = [(width, str(value)) for width, value in zip(WIDTHS, values, strict=True) if value]
        styles.fit_height(sheet, row, texts)
    below = HEADER_ROW + len(findings) + 2
    for number, note in enumerate(notes):
        put_merged(sheet, below + number, 1, len(WIDTHS), note, styles.NOTE)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:K{HEADER_ROW + max(1, len(findings))}"
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, facts.settings.name, paper=printing.A3, title_rows=f"1:{HEADER_ROW}")
    replace_file(file, sealed(book))
