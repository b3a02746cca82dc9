"""Visits of past workbooks: what their sheet `Itinerary` tells, of the weeks that count."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook

from roster.io.past_visits import later, past_visits
from roster.io.sheets import itinerary

MONDAY = dt.date(2026, 10, 19)


def book(file: Path, *visits: tuple[dt.date, str, dt.time], kind: str = "checkpoint") -> Path:
    made = Workbook()
    sheet = made.active
    sheet.title = itinerary.TITLE
    sheet.append(itinerary.HEADER)
    for day, place, time in visits:
        arrive = dt.datetime.combine(day, time)
        row = {"date": dt.datetime.combine(day, dt.time()), "unit": "D/car", "arrive": arrive, "place": place}
        sheet.append([(row | {"place_kind": kind}).get(name) for name in itinerary.HEADER])
    made.save(file)
    return file


def test_visits_of_the_weeks_that_count_in_minutes_before_the_first_date(tmp_path: Path) -> None:
    sunday, before = MONDAY - dt.timedelta(days=1), MONDAY - dt.timedelta(days=9)
    file = book(
        tmp_path / "a.xlsx", (sunday, "C1", dt.time(7, 30)), (before, "C1", dt.time(8)), (MONDAY, "C1", dt.time(9))
    )
    assert past_visits([file], MONDAY, 0) == {"C1": (-1440 + 450,)}
    assert past_visits([file], MONDAY, 2) == {"C1": (-9 * 1440 + 480, -1440 + 450)}
    assert past_visits([file], MONDAY, -1) == {}
    assert later(past_visits([file], MONDAY, 0), 1440) == {"C1": (-2880 + 450,)}


def test_the_last_file_that_tells_of_a_date_holds_and_other_places_do_not_count(tmp_path: Path) -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    first = book(tmp_path / "a.xlsx", (sunday, "C1", dt.time(7, 30)))
    second = book(tmp_path / "b.xlsx", (sunday, "C2", dt.time(8)))
    routes = book(tmp_path / "c.xlsx", (sunday, "R1", dt.time(8)), kind="route")
    assert past_visits([first, second, routes], MONDAY, 1) == {"C2": (-1440 + 480,)}
