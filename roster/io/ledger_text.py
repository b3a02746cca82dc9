"""What the commands about the ledger say: publications, balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from roster.i18n import N_, _
from roster.io import texts
from roster.io.ledger.balances import COUNTS, Balance, means
from roster.io.ledger.publication import Publication
from roster.io.outcome_json import Json

NAMES = {
    "shifts": N_("Shifts"),
    "hours": N_("Hours"),
    "nights": N_("Nights"),
    "weekends": N_("Weekends"),
    "holidays": N_("Holidays"),
    "recalls": N_("Recalls"),
}
WIDTH = 110


def published_line(publication: Publication, new: bool, ledger: Path) -> str:
    """One line on what was published."""
    words = _("published: {first} to {last}, version {version}, duties: {duties}, changed: {changes}; in {ledger}")
    if not new:
        words = _("already published: {first} to {last}, version {version}, duties: {duties}; in {ledger}")
    return words.format(
        first=publication.start,
        last=publication.last,
        version=publication.version,
        duties=len(publication.duties),
        changes=len(publication.changes),
        ledger=ledger,
    )


def rebuilt_lines(found: Sequence[Publication], ledger: Path) -> Iterator[str]:
    """A line for each publication in a ledger that was made anew."""
    yield from (published_line(publication, True, ledger) for publication in found)
    yield _("the ledger was made anew from workbooks ({count}): {ledger}").format(count=len(found), ledger=ledger)


def publication_as_json(publication: Publication) -> Json:
    """A publication for other programs."""
    return {
        "start": publication.start.isoformat(),
        "days": publication.days,
        "version": publication.version,
        "time": publication.time,
        "file": publication.file,
        "sha256": publication.sha256,
        "content": publication.content,
        "duties": len(publication.duties),
        "changes": [
            {"officer": c.officer, "date": c.date.isoformat(), "before": c.before, "after": c.after, "recall": c.recall}
            for c in publication.changes
        ],
    }


def balance_table(found: Sequence[Balance], first: dt.date, last: dt.date) -> str:
    """Every officer's balances as a table of text, with the mean of each category."""
    title = _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())
    table = Table(title=title, box=None, pad_edge=False)
    for heading in (_("ID"), _("Name"), _("Category")):
        table.add_column(heading)
    for count in COUNTS:
        table.add_column(_(NAMES[count]), justify="right")
    for balance in found:
        numbers = [_number(getattr(balance, count)) for count in COUNTS]
        table.add_row(balance.officer, balance.name, texts.category(balance.category), *numbers)
    for category, mean in means(found).items():
        numbers = [f"{mean[count]:.1f}" for count in COUNTS]
        table.add_row("", _("mean"), texts.category(category), *numbers)
    console = Console(width=WIDTH, record=False, file=None)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def balances_as_json(found: Sequence[Balance], first: dt.date, last: dt.date) -> Json:
    """Balances for other programs."""
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "officers": [balance._asdict() for balance in found],
        "means": means(found),
    }


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
