"""Which week is to be rostered next: the one after the last that was published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.tables import read_tables


@dataclass(frozen=True)
class NextWeek:
    """The first date of the week to be made, the workbook it goes to, and how that was found, in sentences."""

    start: dt.date
    file: Path
    said: tuple[str, ...]


def next_week(
    brigade: Path, outputs: Path, start: dt.date | None = None, days: int = 7, again: bool = False
) -> NextWeek:
    """The week after the last published one, or the one from `start`; without any, the first that the settings name.

    A week whose workbook is in `outputs` already was made and not published: it is named instead of being made anew,
    unless that is asked for (`again`). Raises InputError then, and for tables or a ledger that cannot be read.
    """
    from roster.io.ledger import ledger_of

    tables = read_tables(brigade)
    ledger = ledger_of(brigade)
    publications = ledger.publications()
    said = [*ledger.notes(publications)]
    last = max(publications, key=lambda one: (one.last, one.version), default=None)
    if last is not None:
        said.append(
            _("published last: {first} to {last} ({file}, version {version})").format(
                first=last.start, last=last.last, file=last.file, version=last.version
            )
        )
    else:
        said.append(_("no week was published yet"))
    first = start or (last.last + dt.timedelta(days=1) if last else tables.settings.start)
    if first is None:
        place = tables.settings.place.cell("start")
        raise InputError([Fault(place, _("no first date, and no published week"), _("a first date"))])
    file = outputs / f"{tables.name}-{first}.xlsx"
    if file.exists() and not again:
        found = _("the roster from {start} on, which was made and not published").format(start=first)
        expected = _("`roster publish {file}`, and then the week after; or --again to make it anew").format(file=file)
        raise InputError([Fault(str(file), found, expected)])
    final = first + dt.timedelta(days=days - 1)
    said.append(_("to be made: {first} to {last}").format(first=first, last=final))
    if final < dt.date.today():
        said.append(_("these dates are past: were later weeks made and not published?"))
    return NextWeek(first, file, tuple(said))
