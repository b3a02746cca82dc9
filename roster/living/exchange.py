"""Workbooks of ours as what goes into other systems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from roster import api
from roster.io.exchange.hr_changes import HrChange, hr_changes
from roster.io.exchange.planned import Planned, planned_of, together
from roster.io.ledger import Publication, ledger_of
from roster.io.ledger.publication import PublishedDuty, duties_of
from roster.io.ledger.store import current_of
from roster.io.read_book import Book
from roster.living.week import Week, open_week


def planned_in(
    books: Sequence[tuple[Book, Path]], constraints: Sequence[Path] = (), history: Sequence[Path] = ()
) -> tuple[Planned, api.Case]:
    """What several workbooks plan, as they stand now, and the case of the first; each comes with its brigade.

    Raises InputError with every fault.
    """
    weeks = [open_week(book, home, constraints, history, itineraries=False) for book, home in books]
    plans = (planned_of(week.problem, week.roster, week.case.tables, week.checked.book.file) for week in weeks)
    return together(plans), weeks[0].case


def told_before(week: Week) -> dict[dt.date, list[PublishedDuty]]:
    """What is published of each date of a week now; nothing for dates of which nothing is."""
    ledger = ledger_of(week.case.brigade)
    return current_of(ledger.publications()) if ledger.exists() else {}


def changes_of_publication(
    before: dict[dt.date, list[PublishedDuty]], publication: Publication, week: Week
) -> list[HrChange]:
    """What HR must add, delete and change after a publication."""
    dates = {publication.start + dt.timedelta(number) for number in range(publication.days)}
    duties = [duty for date in dates for duty in before.get(date, ())]
    return hr_changes(duties, publication.duties, dates, _names(week))


def changes_between_weeks(one: Week, other: Week) -> list[HrChange]:
    """What HR must add, delete and change on the dates that two workbooks share."""
    dates = {one.problem.date(day) for day in one.problem.horizon.range}
    dates &= {other.problem.date(day) for day in other.problem.horizon.range}
    before, after = (duties_of(week.roster, week.problem) for week in (one, other))
    return hr_changes(before, after, dates, _names(one) | _names(other))


def _names(week: Week) -> dict[str, str]:
    return {officer.id: officer.name for officer in week.problem.officers}
