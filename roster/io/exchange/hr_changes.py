"""`hr-changes.csv`: what an importer must add, delete and change between two publications (docs/hr-import.md)."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from roster.io.csv_out import field
from roster.io.files import replace_file
from roster.io.ledger.publication import PublishedDuty

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


class HrChange(NamedTuple):
    """One duty that came, went or is another; the fields are the header, in order. Times are local."""

    change: str
    employee_id: str
    date: dt.date
    name: str
    shift_code: str
    start: str
    end: str
    before_shift_code: str
    before_start: str
    before_end: str


HEADER = HrChange._fields
_Said = tuple[str, str, str]
NOTHING: _Said = ("", "", "")


def hr_changes(
    before: Iterable[PublishedDuty],
    after: Iterable[PublishedDuty],
    dates: Collection[dt.date],
    names: Mapping[str, str],
) -> list[HrChange]:
    """Every difference on these dates, by officer and date; of several duties on one date each for itself."""
    old, new = _by_key(before, dates), _by_key(after, dates)
    return [
        HrChange(change, officer, date, names.get(officer, ""), *now, *was)
        for officer, date in sorted(old.keys() | new.keys())
        for change, was, now in _differences(old.get((officer, date), []), new.get((officer, date), []))
    ]


def _by_key(duties: Iterable[PublishedDuty], dates: Collection[dt.date]) -> dict[tuple[str, dt.date], list[_Said]]:
    found: dict[tuple[str, dt.date], list[_Said]] = {}
    for duty in sorted(duties):
        if duty.date in dates:
            said = (duty.shift, duty.start.replace(" ", "T"), duty.end.replace(" ", "T"))
            found.setdefault((duty.officer, duty.date), []).append(said)
    return found


def _differences(old: list[_Said], new: list[_Said]) -> Iterator[tuple[str, _Said, _Said]]:
    gone = [said for said in old if said not in new]
    come = [said for said in new if said not in old]
    for was, now in zip_longest(gone, come, fillvalue=NOTHING):
        yield (ADDED if was == NOTHING else REMOVED if now == NOTHING else CHANGED), was, now


def write_hr_changes(changes: Iterable[HrChange], path: Path) -> None:
    """Write them in the form of `hr.csv`, whole or not at all. Raises OutputError."""
    rows = list(changes)

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows([field(value) for value in row] for row in rows)

    replace_file(path, write)
