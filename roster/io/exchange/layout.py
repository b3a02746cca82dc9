"""Where a sheet of another system has its heading, its key, its days and its people: found, not told.

All such grids are columns of labels and one column a day; blocks of days may stand below each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roster.io.exchange.day_marks import Mark, Period, mark_of, period_of
from roster.io.exchange.foreign import ForeignSheet
from roster.io.exchange.labels import FARTHEST_HEADING, KNOWN, NO_PERSON, folded, labels_of
from roster.io.exchange.runs import LONGEST_WORD, Run, runs_of, starts


@dataclass
class Block:
    """One block of days: the rows of its headings and its people, and the date of each of its columns."""

    day_row: int
    first_row: int
    last_row: int
    days: dict[int, dt.date]
    pairs: int = 1
    """Columns a day: above 1 where a day's heading is merged over several."""


@dataclass
class Layout:
    """What was found in a sheet; `labels` are the columns of `id`, `account` and `name` that it has."""

    sheet: ForeignSheet
    blocks: list[Block]
    labels: dict[str, int]
    period: Period | None = None
    inferred: str = ""
    """From what the year was inferred, where no heading and no title says it."""
    open_months: tuple[str, ...] = ()
    """Months of which each would fit the days' headings; none where they are settled."""
    doubtful: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Columns that have one heading."""

    @property
    def dates(self) -> dict[dt.date, int]:
        """How many columns each date has."""
        found: dict[dt.date, int] = {}
        for block in self.blocks:
            for date in block.days.values():
                found[date] = found.get(date, 0) + 1
        return found

    def person_rows(self) -> Iterator[tuple[Block, int]]:
        """Rows that may be somebody's: with a key or a name, no remark over the whole width, no sum."""
        for block in self.blocks:
            for row in range(block.first_row, block.last_row + 1):
                words = [self.sheet.text_at(row, column) for column in self.labels.values()]
                if not any(words) or any(NO_PERSON.match(word) for word in words):
                    continue
                wide = [
                    self.sheet.merge_at(row, column)
                    for column in self.labels.values()
                    if self.sheet.text_at(row, column)
                ]
                if any(m and m[3] >= min(block.days, default=m[3] + 1) for m in wide):
                    continue
                yield block, row


def layout_of(
    sheet: ForeignSheet,
    path: Path,
    dates: Collection[dt.date] = (),
    ids: Collection[str] = (),
    names: Collection[str] = (),
    month: Period | None = None,
) -> Layout | None:
    """Find a sheet's grid; None where there is none.

    `dates`, `ids` and `names` are those of the roster, `month` is what somebody said.
    """
    runs = runs_of(sheet)
    if not runs:
        return _by_place(sheet, path, ids, names, month)
    labels, doubtful = labels_of(sheet, runs, ids, names)
    runs = [run for number, run in enumerate(runs) if not number or _heads_a_block(sheet, run, labels)]
    first_day_row = runs[0][0]
    periods = [month] if month else list(_periods(sheet, first_day_row, path))
    blocks: list[Block] = []
    layout = Layout(sheet, blocks, labels, doubtful=doubtful)
    rows = [row for row, _marks in runs]
    for number, (row, marks) in enumerate(runs):
        checks = _weekday_rows(sheet, row, marks, rows)
        found, period, inferred, months = _settled(marks, checks, periods, dates, blocks)
        layout.period, layout.inferred = layout.period or period, layout.inferred or inferred
        layout.open_months = layout.open_months or months
        if found and period and period.first:
            found = _with_words(sheet, row, found, period, labels)
        last = rows[number + 1] - 1 if number + 1 < len(rows) else sheet.last_row
        first = _first_person_row(sheet, row, labels, list(checks))
        widths = [m[3] - m[1] + 1 for c in (found or marks) if (m := sheet.merge_at(row, c)) and m[1] == c]
        blocks.append(Block(row, first, last, found or {}, max(widths, default=1)))
    if not any(block.days for block in blocks) and not layout.open_months:
        return None
    return layout


def _by_place(
    sheet: ForeignSheet, path: Path, ids: Collection[str], names: Collection[str], month: Period | None
) -> Layout | None:
    """A grid whose days have no headings but merged empty cells, as many beside each other as the period has days."""
    by_row: dict[int, list[tuple[int, int]]] = {}
    for top, left, _bottom, right in sorted(sheet.merged):
        if right > left and not sheet.text_at(top, left):
            by_row.setdefault(top, []).append((left, right))
    for row, areas in by_row.items():
        width = areas[0][1] - areas[0][0] + 1
        first = areas[0][0]
        if any(area != (first + n * width, first + (n + 1) * width - 1) for n, area in enumerate(areas)):
            continue
        for period in [month] if month else list(_periods(sheet, row, path)):
            if period.first and period.last and (period.last - period.first).days + 1 == len(areas):
                days = {left: period.first + dt.timedelta(n) for n, (left, _right) in enumerate(areas)}
                labels, doubtful = labels_of(sheet, [(row, range(first, areas[-1][1] + 1))], ids, names)
                start = _first_person_row(sheet, row, labels, [])
                return Layout(
                    sheet, [Block(row, start, sheet.last_row, days, width)], labels, period, doubtful=doubtful
                )
    return None


def _heads_a_block(sheet: ForeignSheet, run: Run, labels: Mapping[str, int]) -> bool:
    """Whether a row like that of days stands over a block of its own: no row of somebody's numbers, none of sums."""
    row, marks = run
    kinds = [KNOWN.get(folded(text)) for column in labels.values() if (text := sheet.text_at(row, column))]
    if not all(kinds):
        return False
    near = (sheet.text_at(r, column) for r in (row - 1, row, row + 1) for column in labels.values())
    return any(KNOWN.get(folded(text)) for text in near) or bool(_weekday_rows(sheet, row, marks, ()))


def _settled(
    marks: Mapping[int, Mark | None],
    checks: Mapping[int, Mapping[int, int]],
    periods: list[Period],
    dates: Collection[dt.date],
    before: list[Block],
) -> tuple[dict[int, dt.date] | None, Period | None, str, tuple[str, ...]]:
    """The dates of a run, the period that settled them, from what the year was inferred, or the months left open."""
    after = max((date for block in before for date in block.days.values()), default=None)

    def readings(within: Collection[Period], years: Collection[int]) -> list[dict[int, dt.date]]:
        found = {tuple(one.items()): one for one in starts(marks, within, years) if _agrees(one, checks)}
        several = list(found.values())
        if len(several) > 1 and after:
            several = [one for one in several if min(one.values()) > after] or several
        return several

    settled = readings((), ()) if all(m is None or m.date for m in marks.values()) else []
    if len(settled) == 1:
        return settled[0], None, "", ()
    said = next((period for period in periods if period.first), None)
    if said:
        settled = readings((said,), ())
        if len(settled) == 1:
            return settled[0], said, "", ()
    years = {date.year for date in dates}
    named = [period for period in periods if not period.first]
    possible = readings(named, years) if years else []
    holding = [one for one in possible if set(one.values()) & set(dates)]
    if len(holding) == 1 and not said and (checks or any(m and m.weekday is not None for m in marks.values())):
        return holding[0], None, "weekdays", ()
    left = holding or possible or readings(named, ())
    return None, None, "", tuple(sorted({f"{min(one.values()):%Y-%m}" for one in left})[:6])


def _agrees(found: Mapping[int, dt.date], checks: Mapping[int, Mapping[int, int]]) -> bool:
    return all(
        found[column].weekday() == weekday
        for row in checks.values()
        for column, weekday in row.items()
        if column in found
    )


def _weekday_rows(
    sheet: ForeignSheet, row: int, marks: Mapping[int, Mark | None], day_rows: Collection[int]
) -> dict[int, dict[int, int]]:
    """Rows beside the days' headings that say the weekday of most of them."""
    found: dict[int, dict[int, int]] = {}
    for near in (row - 2, row - 1, row + 1, row + 2):
        if near < 1 or near in day_rows:
            continue
        days: dict[int, int] = {}
        for column in marks:
            mark = mark_of(sheet.values.get((near, column)))
            if mark is None:
                continue
            weekday = mark.date.weekday() if mark.date else mark.weekday
            if weekday is not None:
                days[column] = weekday
        if len(days) >= 0.8 * len(marks):
            found[near] = days
    return found


def _periods(sheet: ForeignSheet, day_row: int, path: Path) -> Iterator[Period]:
    """What is said of the period: above the days, in the sheet's name, in the file's name; in this order."""
    found: list[Period] = []
    for (row, column), value in sorted(sheet.values.items()):
        if row <= day_row and isinstance(value, str):
            period = period_of(value, sheet.cell_name((row, column)))
            if period:
                found.append(period)
    found += filter(None, (period_of(sheet.title, sheet.title), period_of(path.stem, path.name)))
    yield from found


def _with_words(
    sheet: ForeignSheet, row: int, days: dict[int, dt.date], period: Period, labels: Mapping[str, int]
) -> dict[int, dt.date]:
    """The days, with columns before the first and behind the last that have a word (a holiday's name) for a day."""
    assert period.first is not None
    assert period.last is not None
    found = dict(days)
    for step in (-1, 1):
        column = min(found) if step < 0 else max(found)
        date = found[column]
        while True:
            column, date = column + step, date + dt.timedelta(step)
            text = sheet.text_at(row, column)
            if not text or not period.first <= date <= period.last or column in labels.values():
                break
            if len(text) > LONGEST_WORD or folded(text) in KNOWN or NO_PERSON.match(text):
                break
            found[column] = date
    return dict(sorted(found.items()))


def _first_person_row(sheet: ForeignSheet, row: int, labels: Mapping[str, int], checks: list[int]) -> int:
    """The first row below the headings, merged ones and the weekdays included."""
    last = max([row, *[check for check in checks if check <= row + 2]])
    for column in labels.values():
        for near in range(max(1, row - FARTHEST_HEADING), row + FARTHEST_HEADING):
            if KNOWN.get(folded(sheet.text_at(near, column))) is not None:
                merge = sheet.merge_at(near, column)
                last = max(last, near, merge[2] if merge else 0)
    for near in range(row + 1, last + 3):  # a second row of headings: in and out below each day
        words = [sheet.text_at(near, column) for column in labels.values()]
        if near == last + 1 and not any(words) and any(r == near for r, _c in sheet.values):
            last = near
    return last + 1
