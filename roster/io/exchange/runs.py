"""Rows of day headings: cells that go on from day to day, found among all rows of a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from roster.io.exchange.day_marks import Mark, Period, dated, mark_of
from roster.io.exchange.foreign import ForeignSheet
from roster.io.exchange.labels import KNOWN, folded

LEAST_DAYS, LEAST_OF_REST = 5, 2
"""Days that make a block; that make the last of several, under the columns of the first."""
LONGEST_WORD = 8
LONGEST_GAP = 7
"""Days that may be missing between two columns: weekends, holidays."""

Run = tuple[int, dict[int, Mark | None]]


def runs_of(sheet: ForeignSheet) -> list[Run]:
    """The rows of day headings: of rows near each other the one that says most."""
    candidates: list[tuple[int, int, Run]] = []
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(sheet.values):
        by_row.setdefault(row, []).append(column)
    for row, columns in by_row.items():
        marks = _best_stretch(sheet, row, columns)
        known = [mark for mark in marks.values() if mark]
        if len(known) < LEAST_DAYS:
            numbered = [mark for mark in known if mark.strong]
            large = [run for _row, _strength, run in candidates if len(run[1]) >= LEAST_DAYS]
            if len(numbered) < LEAST_OF_REST or len(numbered) < len(marks) or not large:
                continue
            if min(marks) != min(large[-1][1]) or not _continues(large[-1][1], marks):
                continue
        if not _goes_on(marks):
            continue
        strength = sum(2 if mark.strong else 1 for mark in known) + 3 * sum(mark.date is not None for mark in known)
        candidates.append((row, strength, (row, marks)))
    found: list[Run] = []
    best: list[tuple[int, int]] = []
    for row, strength, run in candidates:
        if found and row - found[-1][0] <= 2 and set(run[1]) & set(found[-1][1]):
            if strength > best[-1][1]:
                found[-1], best[-1] = run, (row, strength)
            continue
        found.append(run)
        best.append((row, strength))
    strong = [run for run in found if any(mark and mark.strong for mark in run[1].values())]
    return strong or found[:1]


def _best_stretch(sheet: ForeignSheet, row: int, columns: list[int]) -> dict[int, Mark | None]:
    """The longest stretch of a row's cells that are marks, with at most three words between two of them."""
    best: dict[int, Mark | None] = {}
    own: dict[int, Mark | None] = {}
    words: list[int] = []
    for column in columns:
        mark = mark_of(sheet.values[row, column])
        text = sheet.text_at(row, column)
        if mark is None:
            words.append(column)
            if len(words) > 3 or len(text) > LONGEST_WORD or KNOWN.get(folded(text)) is not None:
                own, words = {}, []
            continue
        if own and not _may_follow(own, mark, len(words)):
            own = {}
        if own:
            own.update(dict.fromkeys(words))
        words = []
        own[column] = mark
        if sum(m is not None for m in own.values()) > sum(m is not None for m in best.values()):
            best = dict(own)
    return best


def _may_follow(own: Mapping[int, Mark | None], mark: Mark, words: int) -> bool:
    """Whether a mark may be a day after the last one: numbers that stand still or jump about are no days."""
    last = next(m for m in reversed(list(own.values())) if m is not None)
    days = {d for _y, _m, d in last.dates}, {d for _y, _m, d in mark.dates}
    if None in days[0] or None in days[1]:
        return True
    steps = range(1, LONGEST_GAP + words + 1)
    return any(b == a + n or b <= n for a in days[0] for b in days[1] for n in steps if a is not None and b is not None)


def _continues(before: Mapping[int, Mark | None], marks: Mapping[int, Mark | None]) -> bool:
    """Whether marks begin with the day after the last of other marks."""
    one = next((m for m in reversed(list(before.values())) if m is not None), None)
    other = next((m for m in marks.values() if m is not None), None)
    days = (dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(366))  # a leap year: every day of every month
    return any(one.fits(day) and other.fits(day + dt.timedelta(1)) for day in days) if one and other else False


def _goes_on(marks: Mapping[int, Mark | None]) -> bool:
    """Whether marks go on from day to day from some first day on."""
    return any(True for _date in starts(marks, (), ()))


def starts(
    marks: Mapping[int, Mark | None], periods: Collection[Period], years: Collection[int]
) -> Iterator[dict[int, dt.date]]:
    """Every reading of the marks that begins in one of the periods, else in one of the years; else in any year."""
    first = next((mark for mark in marks.values() if mark is not None), None)
    if first is None:
        return
    if first.date:
        days: Iterator[dt.date] = iter((first.date,))
    elif periods and all(p.first for p in periods):
        days = (
            p.first + dt.timedelta(n) for p in periods if p.first and p.last for n in range((p.last - p.first).days + 1)
        )
    else:
        days = (
            dt.date(year, 1, 1) + dt.timedelta(n) for year in (sorted(years) or range(2024, 2032)) for n in range(366)
        )
    for day in days:
        if first.fits(day) and (not periods or first.date or any(p.holds(day) for p in periods)):
            found = dated(marks.items(), day, LONGEST_GAP)
            if found is not None:
                yield found
