"""Each officer's balances over some dates: lines, JSON, a sheet and a plot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from roster.domain.errors import OutputError
from roster.i18n import N_, _, language
from roster.io import texts
from roster.io.chinese_fonts import PLAIN, installed
from roster.io.edited import PICTURE_MARK
from roster.io.files import replace_file
from roster.io.ledger.balances import COUNTS, Balance, means
from roster.report import Json
from roster.report.table import Cell, Column, Sheet, Table

TITLE = N_("History")
NAMES = {
    "shifts": N_("Shifts"),
    "hours": N_("Hours"),
    "nights": N_("Nights"),
    "weekends": N_("Weekends"),
    "holidays": N_("Holidays"),
    "recalls": N_("Recalls"),
}
PLOTS = (".png", ".svg", ".pdf")
INCHES_AN_OFFICER = 0.16


def lines(found: Sequence[Balance], first: dt.date, last: dt.date) -> Iterator[str]:
    """Every officer's balances as a table, with the mean of each category."""
    from roster.report.screen import table_lines

    return table_lines(_table(found, _dates(first, last)))


def as_json(found: Sequence[Balance], first: dt.date, last: dt.date) -> Json:
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "officers": [balance._asdict() for balance in found],
        "means": means(found),
    }


def sheet(brigade: str, found: Sequence[Balance], first: dt.date, last: dt.date) -> Sheet:
    from roster.io.styles import widest

    return Sheet(
        _(TITLE),
        brigade,
        _("{brigade}: balances of officers").format(brigade=brigade),
        _dates(first, last),
        [_table(found)],
        [12, widest((balance.name for balance in found), 12, 24), *([12] * _grouped(found)), *[11] * len(COUNTS)],
        frozen="D4" if _grouped(found) else "C4",
        filtered=True,
    )


def _dates(first: dt.date, last: dt.date) -> str:
    return _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())


def _grouped(found: Sequence[Balance]) -> bool:
    """Whether the brigade knows categories."""
    return any(balance.category for balance in found)


def _table(found: Sequence[Balance], title: str = "") -> Table:
    """Balances of officers, and their means; with a column of categories where there are any."""
    grouped = _grouped(found)

    def group(category: str) -> list[str]:
        return [texts.category(category)] if grouped else []

    heading = [Column(_("Category"), "centre")] if grouped else []
    counts = [Column(_(NAMES[count]), "tenths" if count == "hours" else "few") for count in COUNTS]
    return Table(
        [Column(_("ID"), "centre"), Column(_("Name"), "strong"), *heading, *counts],
        [(one.officer, one.name, *group(one.category), *(getattr(one, count) for count in COUNTS)) for one in found],
        title,
        foot=[
            (
                *(Cell(text, "label") for text in ("", _("mean"), *group(category))),
                *(Cell(round(mean[count], 2), "tenths", f"{mean[count]:.1f}") for count in COUNTS),
            )
            for category, mean in means(found).items()
        ],
    )


def draw(file: Path, brigade: str, found: Sequence[Balance], first: dt.date, last: dt.date) -> None:
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
