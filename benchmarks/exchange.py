"""Other systems' workbooks filled: how many cells are right, asked about and wrong; and how long a large one takes.

`python -m benchmarks.exchange DIR` takes a folder of `NAME.xlsx|xls|csv` with `NAME.truth.csv` beside each (columns
sheet, cell, status, kind, officer, date, value) and, where a file is to be filled, `NAME.roster.csv` (employee_id,
employee_name, date, shift). Without DIR it fills a workbook of 400 officers and 31 days.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import coordinate_to_tuple

from roster.io.exchange.fill import fill
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.filled import write_filled
from roster.io.exchange.filling import Filling
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.layout import layout_of
from roster.io.exchange.planned import Person, Planned, Word
from roster.io.sheets.hr import HrRow

SHIFTS = {"D": ("白班", "07:00", "15:00"), "E": ("中班", "15:00", "23:00"), "N": ("夜班", "23:00", "07:00")}
DATED = ("shift", "rest", "leave", "punch")
"""Kinds of statements whose cell stands under its date."""


def planned_from(rows: list[dict[str, str]]) -> Planned:
    found = Planned(shifts={code: Word(code, name, (code, name), *hours) for code, (name, *hours) in SHIFTS.items()})
    for row in rows:
        date = dt.date.fromisoformat(row["date"])
        key = row["employee_id"], date
        found.people[row["employee_id"]] = Person(row["employee_id"], row["employee_name"])
        if row["shift"].startswith("leave:"):
            found.leaves[key] = row["shift"].removeprefix("leave:")
        else:
            values: dict[str, Any] = dict.fromkeys(HrRow._fields, "")
            found.duties.setdefault(key, []).append(HrRow(**values | {"date": date, "shift_code": row["shift"]}))
    dates = sorted({date for _officer, date in (*found.duties, *found.leaves)})
    for number in range((dates[-1] - dates[0]).days + 1):
        found.dates[dates[0] + dt.timedelta(number)] = "roster"
    return found


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def places(text: str) -> Iterator[tuple[int, int]]:
    first, _colon, last = text.partition(":")
    top, bottom = coordinate_to_tuple(first), coordinate_to_tuple(last or first)
    yield from ((r, c) for r in range(top[0], bottom[0] + 1) for c in range(top[1], bottom[1] + 1))


def judged(done: Filling, truth: list[dict[str, str]]) -> Counter[str]:
    """Cells right, asked about, wrong, and mute where a question was due."""
    asked = {cell for question in done.questions for cell in question.cells}
    count: Counter[str] = Counter()
    sheet = done.layout.sheet
    for row in truth:
        if row["kind"] != "fill" or row["sheet"] != sheet.title:
            continue
        for place in places(row["cell"]) if row["cell"] else ():
            written, there = done.texts.get(place), sheet.text_at(*place)
            cell = sheet.cell_name(place)
            if row["status"] == "read":
                right = (there if written is None else written) == row["value"]
                count["right" if right else "asked needlessly" if cell in asked else "wrong"] += 1
            elif row["status"] == "ask":
                count["wrong" if written is not None else "asked" if cell in asked else "mute"] += 1
            else:
                count["wrong" if written is not None else "right"] += 1
    return count


def days_found(path: Path, truth: list[dict[str, str]]) -> Iterator[str]:
    """A line for each sheet with a grid: the dates of its cells held against the truth's."""
    for sheet in open_foreign(path).sheets:
        own = [row for row in truth if row["sheet"] == sheet.title and row["kind"] in DATED and row["date"]]
        years = {dt.date.fromisoformat(row["date"][:10]) for row in own if not row["date"].startswith("-")}
        layout = layout_of(sheet, path, years)
        if layout is None:
            continue
        count: Counter[str] = Counter()
        for row in own:
            for place in places(row["cell"]) if row["cell"] else ():
                days = next((b.days for b in layout.blocks if b.first_row <= place[0] <= b.last_row), {})
                date, last = days.get(place[1]), (row.get("until") or row["date"])[:10]
                fits = date is not None and (row["date"][:10] <= str(date) <= last or str(date)[4:] == row["date"][1:])
                count["right" if fits else "month asked" if layout.open_months else "wrong" if date else "none"] += 1
        yield f"{path.name} {sheet.title}: keys {layout.labels}, days {dict(count)}"


def large(people: int, days: int) -> None:
    planned = planned_from(
        [
            {"employee_id": f"{n:04}", "employee_name": f"P{n}", "date": f"2026-10-{d:02}", "shift": "DEN"[(n + d) % 3]}
            for n in range(people)
            for d in range(1, days + 1)
        ]
    )
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2026-10"])
    sheet.append(["工号", "姓名", *range(1, days + 1)])
    for person in planned.people.values():
        sheet.append([person.id, person.name])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "theirs.xlsx"
        book.save(file)
        begin = time.perf_counter()
        done = fill(open_foreign(file), planned, FillMap())
        write_filled(done, Path(folder) / "filled.xlsx")
        seconds = time.perf_counter() - begin
    print(f"{people} x {days}: {len(done.texts)} cells filled, read back and compared in {seconds:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    folder = parser.parse_args().folder
    if folder is None:
        large(400, 31)
        return
    for path in sorted(folder.iterdir()):
        truth = path.with_name(f"{path.stem}.truth.csv")
        roster = path.with_name(f"{path.stem}.roster.csv")
        if not truth.exists():
            continue
        rows = read(truth)
        if roster.exists():
            done = fill(open_foreign(path), planned_from(read(roster)), FillMap())
            with tempfile.TemporaryDirectory() as out:
                write_filled(done, Path(out) / path.name)
            print(f"{path.name}: cells {dict(judged(done, rows))}; questions {len(done.questions)}")
        for line in days_found(path, rows):
            print(line)


if __name__ == "__main__":
    main()
