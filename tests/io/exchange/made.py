"""Plans and workbooks of other systems, made in a line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from roster.io.exchange.fill import fill
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.filling import Filling
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.planned import Person, Planned, Word
from roster.io.sheets.hr import HrRow

FIRST = dt.date(2026, 11, 1)
WEEKDAYS = "一二三四五六日"
HOURS = {"D": ("07:00", "15:00"), "E": ("15:00", "23:00"), "N": ("23:00", "07:00")}
NAMES = {"D": "白班", "E": "中班", "N": "夜班"}
PEOPLE = {"001": ("甲一", "DDEENN-"), "002": ("乙二", "-DDEENN"), "003": ("丙三", "N-DDEEN")}


def duty(officer: str, name: str, date: dt.date, code: str) -> HrRow:
    begin, end = HOURS[code]
    start = dt.datetime.combine(date, dt.time.fromisoformat(begin))
    stop = dt.datetime.combine(date + dt.timedelta(end <= begin), dt.time.fromisoformat(end))
    values: dict[str, Any] = dict.fromkeys(HrRow._fields, "")
    values |= {"employee_id": officer, "name": name, "date": date, "shift_code": code, "shift_name": NAMES[code]}
    values |= {"start": start, "end": stop, "hours": 8.0, "crosses_midnight": stop.date() > date}
    return HrRow(**values)


def plan(
    people: Mapping[str, tuple[str, str]], leaves: Mapping[tuple[str, int], str] | None = None, first: dt.date = FIRST
) -> Planned:
    """Officers by id with their name and a letter a day: `-` for a day off, `L` for annual leave."""
    found = Planned(brigade="test")
    found.shifts = {code: Word(code, NAMES[code], (code, NAMES[code]), *HOURS[code]) for code in HOURS}
    for officer, (name, letters) in people.items():
        found.people[officer] = Person(officer, name, "auxiliary", "1")
        for number, letter in enumerate(letters):
            date = first + dt.timedelta(number)
            found.dates[date] = "week.xlsx"
            if letter == "L":
                found.leaves[officer, date] = "annual"
            elif letter != "-":
                found.duties[officer, date] = [duty(officer, name, date, letter)]
    return found


def book(path: Path, rows: Sequence[Sequence[Any]], title: str = "排班") -> Path:
    """A workbook of one sheet."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def headings(first: dt.date = FIRST, days: int = 7) -> list[str]:
    """`1\\n星期日` and so on."""
    dates = [first + dt.timedelta(number) for number in range(days)]
    return [f"{date.day}\n星期{WEEKDAYS[date.weekday()]}" for date in dates]


def grid(path: Path, *rows: list[Any], heads: list[Any] | None = None, title: str = "2026年11月排班表") -> Path:
    labels = ["工号", "姓名"]
    return book(path, [[title], [*labels, *(heads or headings())], *rows])


def filled(path: Path, planned: Planned | None = None, overwrite: bool = False, **answers: Any) -> Filling:
    return fill(open_foreign(path), planned or plan(PEOPLE), FillMap(**{"rest": "", **answers}), overwrite)


def row_of(path: Path, row: int, columns: int = 9) -> list[Any]:
    return [cell.value for cell in load_workbook(path).worksheets[0][row][2:columns]]
