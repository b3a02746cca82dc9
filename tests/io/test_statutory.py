"""Statutory holidays against the lists that the State Council publishes, and the days off around them.

2025: 国办发明电〔2024〕12号; 2026: 国办发明电〔2025〕7号, with the 13 days of the regulation of 2024 (国务院令第795号).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roster.io.tables import facts, read_tables
from roster.io.tables.day_types import day_types, statutory_dates
from tests.io.brigade_files import Brigade, faults_of, write_folder

STATUTORY = {
    2025: "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
    2026: "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
}
DAYS_OFF = {
    2025: "01-01..01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
    2026: "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
}


def dates_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=day) for day in range(365)]


def listed(year: int, text: str) -> set[dt.date]:
    found: set[dt.date] = set()
    for part in text.split():
        first, _dots, last = part.partition("..")
        begin, end = (dt.date.fromisoformat(f"{year}-{date}") for date in (first, last or first))
        found |= {begin + dt.timedelta(days=day) for day in range((end - begin).days + 1)}
    return found


@pytest.mark.parametrize("year", STATUTORY)
def test_chinas_statutory_holidays_are_those_that_were_published(year: int) -> None:
    dates = dates_of(year)
    assert statutory_dates(dates, "CN", {}) == listed(year, STATUTORY[year])
    holidays = {date for date, kind in day_types(dates, "CN", {}).types.items() if kind == "holiday"}
    assert holidays == listed(year, DAYS_OFF[year])


def test_a_year_that_is_not_announced_has_its_thirteen_days() -> None:
    assert len(statutory_dates(dates_of(2027), "CN", {})) == 13


def test_other_countries_have_all_their_public_holidays() -> None:
    found = statutory_dates(dates_of(2026), "GB", {})
    assert {dt.date(2026, 12, 25), dt.date(2026, 12, 28)} <= found, (
        "28 December is in lieu of Saturday the 26th, by law"
    )
    assert statutory_dates(dates_of(2026), "DE", {}) >= listed(2026, "01-01 05-01 10-03 12-25 12-26")


def test_the_table_calendar_overrides_what_is_statutory(brigade: Brigade, tmp_path: Path) -> None:
    rows = [["date", "day_type", "statutory"]]
    rows += [["2026-10-02", "holiday", "no"], ["2026-10-20", "holiday", "yes"], ["2026-10-21", "holiday", ""]]
    brigade["calendar"] = rows
    known = facts(read_tables(write_folder(tmp_path, brigade)), dt.date(2026, 9, 28), 4)
    inside = {known.date(day) for day in known.statutory if 0 <= day < 28}
    assert inside == listed(2026, "10-01 10-03 10-20")


def test_breaks_as_long_as_the_shift_are_a_fault(brigade: Brigade, tmp_path: Path) -> None:
    header, day, night = brigade["shifts"]
    brigade["shifts"] = [[*header, "break_minutes"], [*day, "720"], [*night, "719"]]
    found = faults_of(lambda: read_tables(write_folder(tmp_path, brigade)))
    assert found == [
        "shifts.csv:F2 (break_minutes): found breaks of 720 minutes; expected less than the shift's 720 minutes"
    ]
