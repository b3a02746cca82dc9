"""When checkpoints were visited in the weeks before: what the sheet `Itinerary` of past workbooks tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from roster.domain.patrol import CHECKPOINT
from roster.domain.week import DAYS_A_WEEK
from roster.rules import Rulebook
from roster.rules.patrol.unpredictability import Unpredictability

MINUTE = timedelta(minutes=1)
Visits = dict[str, tuple[int, ...]]


def weeks_that_count(rulebook: Rulebook) -> int:
    """How many weeks before the horizon the rules on unpredictability look back; -1 where none does."""
    return max((r.weeks for r in rulebook.rules if isinstance(r, Unpredictability) and r.asks == "copies"), default=-1)


def past_visits(files: Iterable[Path], start: date, weeks: int) -> Visits:
    """The visits of each checkpoint in so many weeks and a day before `start`, in minutes from 00:00 of that date.

    Of dates that several files tell of the last one holds. Cells that are no times are passed over.
    """
    since = start - timedelta(days=DAYS_A_WEEK * weeks + 1)
    dates: dict[date, list[tuple[str, int]]] = {}
    for file in files if weeks >= 0 else ():
        told: dict[date, list[tuple[str, int]]] = {}
        for day, place, arrive in _checkpoints(file):
            if since <= day < start:
                told.setdefault(day, []).append((place, (arrive - dt.datetime.combine(start, dt.time())) // MINUTE))
        dates.update(told)
    found: dict[str, list[int]] = {}
    for visits in dates.values():
        for place, moment in visits:
            found.setdefault(place, []).append(moment)
    return {place: tuple(sorted(moments)) for place, moments in sorted(found.items())}


def _checkpoints(file: Path) -> Iterable[tuple[date, str, dt.datetime]]:
    """Date, place and time of every stop at a checkpoint that a workbook tells of."""
    from roster.io.fast_reader import read_workbook  # checks of tables need no workbooks
    from roster.io.sheets import itinerary

    with file.open("rb") as stream:
        book = read_workbook(stream, lambda title: title == itinerary.TITLE)
    if itinerary.TITLE not in book.sheetnames:
        return
    rows = book[itinerary.TITLE].iter_rows(values_only=True)
    header = {str(name): column for column, name in enumerate(next(rows, ()))}
    if not {"date", "arrive", "place", "place_kind"} <= header.keys():
        return
    for row in rows:
        day, arrive = row[header["date"]], row[header["arrive"]]
        if row[header["place_kind"]] == CHECKPOINT and isinstance(day, dt.datetime) and isinstance(arrive, dt.datetime):
            yield day.date(), str(row[header["place"]]), arrive


def later(visits: Mapping[str, tuple[int, ...]], minutes: int) -> Visits:
    """The same visits, told from a first date so many minutes later."""
    return {place: tuple(moment - minutes for moment in moments) for place, moments in visits.items()}
