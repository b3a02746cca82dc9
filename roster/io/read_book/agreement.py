"""Whether sheets for other programs say what the grid says: `HR`, `Slots` and `Itinerary` against the roster."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.ids import CrewId
from roster.domain.problem import Problem
from roster.domain.roster import Roster, crew_labels
from roster.i18n import _
from roster.io.sheets import hr, itinerary, slots

DUTY = ("employee_id", "date", "shift_code", "start", "end", "hours", "unit", "zone", "site", "vehicle_id")
"""Columns of `HR` that are compared; the others follow from these and from the table of officers."""
PLACE = ("date", "shift_code", "unit", "zone", "site", "vehicle_id")
"""Columns of `Slots` by which stretches of time are compared, however these are cut."""


class Disagreement(NamedTuple):
    """A sheet that does not say what the roster is: in so many rows, the first of them."""

    sheet: str
    rows: int
    first: str

    @property
    def sentence(self) -> str:
        return _("{sheet} does not say what the grid says (rows: {rows}), first: {first}").format(**self._asdict())


def disagreements(book: Workbook, roster: Roster, problem: Problem) -> Iterator[Disagreement]:
    """Each sheet whose rows are not those of the roster; one that is missing, or not ours any more, is passed over."""
    duties = ({name: _plain(getattr(row, name)) for name in DUTY} for row in hr.rows(problem, roster))
    yield from _compared(book, hr.TITLE, DUTY, (tuple(row.values()) for row in duties))
    asked = [tuple(_plain(value) for value in row) for row in slots.rows(problem, roster)]
    names = slots.HEADER
    order = [names.index(name) for name in ("slot_start", "slot_end", *PLACE)]
    stretches = _stretches([tuple(row[at] for at in order) for row in asked])
    said = _rows(book, slots.TITLE, ("slot_start", "slot_end", *PLACE))
    if said is not None:
        yield from _differ(slots.TITLE, _stretches(said), stretches)
    yield from _itineraries(book, roster, problem)


def _itineraries(book: Workbook, roster: Roster, problem: Problem) -> Iterator[Disagreement]:
    """Itineraries of crews that the roster has no more."""
    running = {
        (_plain(problem.date(crew.unit.day)), itinerary.unit_text(CrewId(crew.unit.day, crew.unit.shift, label)))
        for label, crew in zip(crew_labels(roster), roster.crews, strict=True)
    }
    gone = [row for row in _rows(book, itinerary.TITLE, ("date", "unit")) or () if row not in running]
    if gone:
        yield Disagreement(itinerary.TITLE, len(gone), " ".join(map(str, gone[0])))


def _compared(
    book: Workbook, title: str, names: tuple[str, ...], asked: Iterable[tuple[object, ...]]
) -> Iterator[Disagreement]:
    said = _rows(book, title, names)
    if said is not None:
        yield from _differ(title, said, list(asked))


def _differ(title: str, said: list[tuple[object, ...]], asked: list[tuple[object, ...]]) -> Iterator[Disagreement]:
    more, fewer = Counter(said) - Counter(asked), Counter(asked) - Counter(said)
    if more or fewer:
        first = min((*more, *fewer), key=lambda row: tuple(map(str, row)))
        rows = max(more.total(), fewer.total())
        yield Disagreement(title, rows, " ".join(str(value) for value in first if value != ""))


def _rows(book: Workbook, title: str, names: tuple[str, ...]) -> list[tuple[object, ...]] | None:
    """The columns of a sheet, row by row; None where it has not all of them."""
    if title not in book.sheetnames:
        return None
    sheet: Worksheet = book[title]
    columns = {str(cell.value or ""): number for number, cell in enumerate(sheet[1])}
    if not columns.keys() >= set(names):
        return None
    found = []
    for row in sheet.iter_rows(min_row=2, values_only=True):
        values = tuple(_plain(row[columns[name]]) for name in names)
        if any(value != "" for value in values):
            found.append(values)
    return found


def _plain(value: object) -> object:
    """A value in one spelling: dates with their time as text, numbers to a hundredth."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(seconds=30)  # a spreadsheet keeps times as fractions of a day
        return f"{rounded:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d} 00:00"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.2f}"
    return str(value)


def _stretches(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows of a start, an end and a place, those that touch at one place joined."""
    found: list[tuple[object, ...]] = []
    ordered = sorted(rows, key=lambda row: (tuple(map(str, row[2:])), str(row[0])))
    for place, group in groupby(ordered, key=lambda row: row[2:]):
        start = end = None
        for row in group:
            if start is not None and row[0] == end:
                end = row[1]
                continue
            if start is not None:
                found.append((start, end, *place))
            start, end = row[0], row[1]
        found.append((start, end, *place))
    return found
