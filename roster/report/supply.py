"""Supply against demand, date by date and shift by shift: lines."""

from __future__ import annotations

from collections.abc import Iterator

from roster.arithmetic.necessary import Arithmetic
from roster.arithmetic.supply import supply
from roster.domain.letters import shift_text
from roster.i18n import _
from roster.io.tables.text import text_width


def lines(known: Arithmetic) -> Iterator[str]:
    """What is there and what is asked for, with an exclamation mark where it is short."""
    yield _("supply against demand: there / asked at the least; ! where it is short")
    headings = (_("heads"), _("sworn"), _("permits"), _("drivers"), _("vehicles"))
    told = supply(known)
    shown = [0, *(at for at in range(1, len(headings)) if any(one.available[at] or one.asked[at] for one in told))]
    cut = {one.unit.day for one in known.problem.cuts}
    rows = []
    for one in told:
        figures = zip(one.available, one.asked, one.missing, strict=True)
        cells = [f"{there}/{asked}" + ("!" if missing else "") for there, asked, missing in figures]
        whole = _("all stretches") if one.day in cut else _("all")  # who serves several counts for each
        shift = shift_text(one.shift, known.problem) if one.shift else whole
        rows.append([one.date.isoformat(), shift, *(cells[at] for at in shown)])
    rows.insert(0, [_("date"), _("shift"), *(headings[at] for at in shown)])
    widths = [max(text_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:  # by hand: `rich` would be a tenth of the command's time
        padded = [cell + " " * (width - text_width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(padded).rstrip()
