"""The PDF of a roster: the pages that some people need, numbered throughout."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.io.files import replace_file
from roster.io.pdf.canvas import Canvas
from roster.io.pdf.cover_map import CoverMap
from roster.io.pdf.crew_pages import CrewPages
from roster.io.pdf.pages import ALL, CREWS, LEADER, sheets_for
from roster.io.pdf.sheet import SheetPages, footer
from roster.io.sheets import daily_orders, grid


class Printed(NamedTuple):
    """Pages of a document by what they show, in order."""

    pages: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.pages.values())


def write_pdf(
    path: Path, outcome: Outcome, audience: str = ALL, crew_pages: bool = False, changes: Worksheet | None = None
) -> Printed:
    """Write the pages for an audience whole, or leave what was there; fonts are embedded.

    Raises OutputError where the file cannot be written, or no font has the letters of the roster.
    """
    brigade = outcome.problem.settings.name
    canvas = Canvas(brigade)
    crews = CrewPages(outcome) if crew_pages and audience in (CREWS, ALL) else None
    parts: list[SheetPages | CrewPages | CoverMap] = []
    for sheet in sheets_for(audience, outcome, changes, crew_pages):
        parts.append(SheetPages(sheet))
        if crews is not None and sheet.title == _(daily_orders.TITLE):
            parts.append(crews)
        if audience in (LEADER, ALL) and sheet.title == _(grid.TITLE):
            parts.append(CoverMap(outcome))
    total, number = sum(map(len, parts)), 0
    for part in parts:
        for paper in part.draw(canvas):
            number += 1
            text = _("Page {page} of {pages}").format(page=number, pages=total)
            footer(canvas, f"{brigade} · {part.title}", text, paper)
    replace_file(path, canvas.save)
    return Printed({part.title: len(part) for part in parts})
