"""Officers' balances as a sheet and as a plot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from roster.domain.errors import OutputError
from roster.i18n import N_, _, language
from roster.io import printing, styles, texts
from roster.io.chinese_fonts import PLAIN, installed
from roster.io.edited import PICTURE_MARK, sealed
from roster.io.files import replace_file
from roster.io.ledger.balances import COUNTS, Balance, means
from roster.io.ledger_text import NAMES
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_row

TITLE = N_("History")
HEADER_ROW = 3
FIRST_COUNT = 4
PLOTS = (".png", ".svg", ".pdf")
INCHES_AN_OFFICER = 0.16


def write_history(file: Path, brigade: str, found: Sequence[Balance], first: dt.date, last: dt.date) -> None:
    """Write balances as a workbook of one sheet. Raises OutputError."""
    if file.suffix.lower() != ".xlsx":
        raise OutputError(_("{file} cannot be written: the name of a workbook ends in .xlsx").format(file=file))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _(TITLE)
    width = FIRST_COUNT + len(COUNTS) - 1
    subtitle = _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())
    put_heading(sheet, width, _("{brigade}: balances of officers").format(brigade=brigade), subtitle)
    names = [_(NAMES[count]) for count in COUNTS]
    put_row(sheet, HEADER_ROW, (_("ID"), _("Name"), _("Category"), *names), styles.HEADER)
    row = HEADER_ROW
    for row, balance in enumerate(found, start=HEADER_ROW + 1):
        put(sheet.cell(row, 1), balance.officer, styles.CENTRE)
        put(sheet.cell(row, 2), balance.name, styles.STRONG)
        put(sheet.cell(row, 3), texts.category(balance.category), styles.CENTRE)
        for column, count in enumerate(COUNTS, start=FIRST_COUNT):
            look = styles.TENTHS if count == "hours" else styles.FEW
            put(sheet.cell(row, column), getattr(balance, count), look)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(width)}{max(row, HEADER_ROW + 1)}"
    for category, mean in means(found).items():
        row += 1
        put_row(sheet, row, ("", _("mean"), texts.category(category)), styles.LABEL)
        put_row(sheet, row, [round(mean[count], 2) for count in COUNTS], styles.TENTHS, first=FIRST_COUNT)
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    styles.widths(sheet, [12, styles.widest((b.name for b in found), 12, 24), 12, *[11] * len(COUNTS)])
    printing.page(sheet, brigade, title_rows=f"1:{HEADER_ROW}")
    replace_file(file, sealed(book))


def draw_history(file: Path, brigade: str, found: Sequence[Balance], first: dt.date, last: dt.date) -> None:
    """Draw hours, and nights with weekends, of every officer, with the mean of the category. Raises OutputError."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    if file.suffix.lower() not in PLOTS:
        expected = _("{file} cannot be drawn: the name of a plot ends in {ends}")
        raise OutputError(expected.format(file=file, ends=_(" or ").join(PLOTS)))
    chinese = next(iter(installed()), None)
    plain = (language() != "en" or not brigade.isascii()) and chinese is None

    def said(message: str) -> str:
        return message if plain else _(message)

    average = means(found)
    places = range(len(found))
    with pyplot.rc_context({"font.sans-serif": [chinese or PLAIN], "font.family": "sans-serif"}):
        figure, axes = pyplot.subplots(2, 1, figsize=(max(8.0, INCHES_AN_OFFICER * len(found)), 7), sharex=True)
        for axis, counts in zip(axes, (("hours",), ("nights", "weekends", "recalls")), strict=True):
            for number, count in enumerate(counts):
                width = 0.8 / len(counts)
                at = [place - 0.4 + width * (number + 0.5) for place in places]
                axis.bar(at, [getattr(b, count) for b in found], width, label=said(NAMES[count]))
            axis.plot(places, [average[b.category][counts[0]] for b in found], "k_", label=said(N_("mean")))
            axis.legend(loc="upper right", fontsize=8)
            axis.margins(x=0.01)
        axes[1].set_xticks(list(places), [b.officer if b.officer.isascii() else str(n) for n, b in enumerate(found, 1)])
        axes[1].tick_params(axis="x", rotation=90, labelsize=7)
        figure.suptitle(
            "" if plain else _("{brigade}: balances of officers").format(brigade=brigade) + f" {first} - {last}"
        )
        figure.tight_layout()

        def save(path: Path) -> None:
            figure.savefig(path, dpi=120, format=file.suffix.lower().lstrip("."), metadata={"Title": PICTURE_MARK})

        try:
            replace_file(file, save)
        finally:
            pyplot.close(figure)
