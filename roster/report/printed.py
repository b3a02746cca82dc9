"""What a printed roster has, and whether it may be signed: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roster.i18n import _
from roster.io.pdf.document import Printed
from roster.living.week import Week
from roster.report import Json


def lines(printed: Printed, week: Week, target: Path) -> Iterator[str]:
    """Cells that were edited since the workbook was written, then the pages of each sheet, and of all."""
    edited = _("note: {cell} was edited; the pages show the roster as it stands there now")
    yield from (edited.format(cell=edit.cell) for edit in week.checked.all_edits)
    page = _("  {sheet}: pages {pages}")
    yield from (page.format(sheet=title, pages=pages) for title, pages in printed.pages.items())
    yield _("written: {file} (pages: {pages})").format(file=target, pages=printed.total)


def as_json(printed: Printed, week: Week, target: Path, audience: str) -> Json:
    """The same for other programs."""
    return {"file": str(target), "for": audience, "pages": printed.pages, "must_violations": broken(week)}


def broken(week: Week) -> int:
    """How many musts the roster breaks without anybody's consent."""
    return sum(not week.checked.acknowledged(one) for one in week.checked.report.must_violations)


def warning(week: Week, file: Path) -> str:
    """That the roster may not be signed."""
    text = _("this roster breaks musts ({count}); what they are: roster verify {file}")
    return text.format(count=broken(week), file=file)
