"""Workbooks of ours as what goes into other systems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roster import api
from roster.io.exchange.planned import Planned, planned_of, together
from roster.io.read_book import Book
from roster.living.week import open_week


def planned_in(
    books: Sequence[Book], homes: Sequence[Path], constraints: Sequence[Path] = (), history: Sequence[Path] = ()
) -> tuple[Planned, api.Case]:
    """What several workbooks plan, as they stand now, and the case of the first. Raises InputError with every fault."""
    weeks = [
        open_week(book, home, constraints, history, itineraries=False) for book, home in zip(books, homes, strict=True)
    ]
    plans = (planned_of(week.problem, week.roster, week.case.tables, week.checked.book.file) for week in weeks)
    return together(plans), weeks[0].case
