"""Clock punches of another system's report: rows with a moment each, or a grid with times in the cells of days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.exchange.day_marks import mark_of
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.foreign import ForeignBook, ForeignSheet, Value, text_of
from roster.io.exchange.labels import KNOWN, folded
from roster.io.exchange.layout import Block, Layout, layout_of
from roster.io.exchange.people import Matches, match_people
from roster.io.exchange.planned import Planned

HEADER_AMONG = 8
"""The heads of a report stand among its first rows."""
MOMENTS = (
    "打卡时间",
    "打卡日期时间",
    "刷卡时间",
    "签到时间",
    "punchdtm",
    "punchtime",
    "punch",
    "datetime",
    "clocktime",
    "time",
    "时间",
)
DATES = ("日期", "考勤日期", "打卡日期", "date", "workdate", "punchdate")
RESULTS = ("打卡结果", "结果", "状态", "result", "status")
VOID = re.compile(r"无效|作废|void|invalid|deleted", re.I)
CLOCK = re.compile(r"(次日|第二天|\+1\s*)?(?<![\d:])(\d{1,2})[:：](\d{2})(?::\d{2})?")
MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]+(\d{1,2})[:：](\d{2})")


@dataclass
class Punches:
    """Punches by officer, in order, and what stood in the way of the others."""

    sheet: ForeignSheet
    by_officer: dict[str, list[dt.datetime]] = field(default_factory=dict)
    matches: Matches = field(default_factory=Matches)
    void: list[str] = field(default_factory=list)
    """Cells of punches that the report itself calls void."""
    unread: list[str] = field(default_factory=list)
    """Cells in which a time was expected and none was read."""
    count: int = 0

    def span(self) -> tuple[dt.date, dt.date] | None:
        days = [moment.date() for found in self.by_officer.values() for moment in found]
        return (min(days), max(days)) if days else None


@dataclass
class _Table:
    """A report with a row a punch, or a row a person and date."""

    sheet: ForeignSheet
    header: int
    labels: dict[str, int]
    moments: list[int]
    date: int = 0
    result: int = 0


def read_punches(book: ForeignBook, planned: Planned, answers: FillMap) -> Punches:
    """The punches of a report. Raises InputError where no sheet has any, or none of the roster's dates."""
    sheets = [s for s in book.sheets if (s.title == answers.sheet if answers.sheet else not s.hidden)]
    found: Punches | None = None
    for table in filter(None, map(_table, sheets)):
        found = _of_table(table, book, planned, answers)
        if found.count:
            break
    if found is None or not found.count:
        for sheet in sorted(sheets, key=lambda s: "打卡" not in s.title):
            layout = layout_of(sheet, book.path, planned.dates.keys(), planned.people.keys())
            if layout and layout.labels:
                found = _of_grid(layout, book, planned, answers)
                if found.count:
                    break
    if found is None or not found.count:
        expected = _("a row a punch with who and when, or a grid with times in the cells of days")
        raise InputError([Fault(book.path.name, _("no punches"), expected)])
    if not found.by_officer and not found.matches.questions:
        expected = _("people of the roster, by id, account or name")
        raise InputError([Fault(book.place(found.sheet), _("punches of others only"), expected)])
    span = found.span()
    dates = {day for date in planned.dates for day in (date, date + dt.timedelta(1))}
    if span and not any(m.date() in dates for moments in found.by_officer.values() for m in moments):
        text = _("punches from {first} to {last}").format(first=span[0], last=span[1])
        expected = _("punches of the roster's dates, {first} to {last}").format(
            first=min(planned.dates), last=max(planned.dates)
        )
        raise InputError([Fault(book.place(found.sheet), text, expected)])
    for moments in found.by_officer.values():
        moments.sort()
    return found


def _table(sheet: ForeignSheet) -> _Table | None:
    """The heads of a report in rows; None for a sheet that is none."""
    for row in range(1, HEADER_AMONG + 1):
        heads = {column: folded(sheet.text_at(row, column)) for column in range(1, sheet.last_column + 1)}
        labels: dict[str, int] = {}
        for column, head in heads.items():
            kind = KNOWN.get(head)
            if kind:
                labels.setdefault(kind, column)
        if not labels:
            continue
        moments = [c for word in MOMENTS for c, head in heads.items() if head == word]
        clocks = [
            c
            for c, head in heads.items()
            if re.search(r"打卡时间|上班时间|下班时间|clockin|clockout|timein|timeout|^in$|^out$", head)
        ]
        dates = [c for word in DATES for c, head in heads.items() if head == word]
        results = [c for word in RESULTS for c, head in heads.items() if head == word]
        columns = list(dict.fromkeys(moments[:1] or clocks)) if moments else clocks
        if columns and any(sheet.merge_at(row, c) and sheet.merge_at(row, c)[3] > c for c in columns):  # type: ignore[index]
            continue  # a heading over a grid of days
        if columns:
            return _Table(sheet, row, labels, columns, next(iter(dates), 0), next(iter(results), 0))
    return None


def _of_table(table: _Table, book: ForeignBook, planned: Planned, answers: FillMap) -> Punches:
    sheet = table.sheet
    found = Punches(sheet)
    first: dict[tuple[str, ...], int] = {}
    rows: list[tuple[int, tuple[str, ...]]] = []
    for row in range(table.header + 1, sheet.last_row + 1):
        key = tuple(sheet.text_at(row, column) for column in table.labels.values())
        if any(key):
            first.setdefault(key, row)
            rows.append((row, key))
    blocks = [Block(table.header, row, row, {}) for row in first.values()]
    found.matches = match_people(Layout(sheet, blocks, table.labels), book, planned, answers)
    officers = {key: found.matches.officer.get((n, row)) for n, (key, row) in enumerate(first.items())}
    for row, key in rows:
        void = bool(table.result) and bool(VOID.search(sheet.text_at(row, table.result)))
        for column in table.moments:
            value = sheet.values.get((row, column))
            if value is None:
                continue
            cell = sheet.cell_name((row, column))
            moments = list(_moments(value, _date(sheet, table, row)))
            if void:
                found.void.append(cell)
            elif not moments:
                found.unread.append(cell)
            else:
                found.count += len(moments)
                officer = officers[key]
                if officer:
                    found.by_officer.setdefault(officer, []).extend(moments)
    return found


def _date(sheet: ForeignSheet, table: _Table, row: int) -> dt.date | None:
    mark = mark_of(sheet.values.get((row, table.date))) if table.date else None
    return mark.date if mark else None


def _moments(value: Value, date: dt.date | None) -> Iterator[dt.datetime]:
    """The moments that a cell tells: in full, or times of a date, `次日07:05` of the next one."""
    if isinstance(value, dt.datetime):
        if value.time() != dt.time.min or date is None:
            yield value.replace(second=0, microsecond=0, tzinfo=None)
        return
    if isinstance(value, dt.time) and date:
        yield dt.datetime.combine(date, value.replace(second=0, microsecond=0))
        return
    if isinstance(value, float) and date and 0 <= value < 1:
        yield dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=round(value * 24 * 60))
        return
    text = text_of(value)
    whole = list(MOMENT.finditer(text))
    for match in whole:
        try:
            yield dt.datetime(*map(int, match.groups()))  # type: ignore[arg-type]
        except ValueError:
            continue
    if whole or date is None:
        return
    for match in CLOCK.finditer(text):
        hour, minute = int(match[2]), int(match[3])
        if hour <= 24 and minute < 60:
            yield dt.datetime.combine(date, dt.time()) + dt.timedelta(days=bool(match[1]), hours=hour, minutes=minute)


def _of_grid(layout: Layout, book: ForeignBook, planned: Planned, answers: FillMap) -> Punches:
    found = Punches(layout.sheet, matches=match_people(layout, book, planned, answers))
    for number, block in enumerate(layout.blocks):
        for row in range(block.first_row, block.last_row + 1):
            officer = found.matches.officer.get((number, row))
            for column, date in block.days.items():
                cells = (layout.sheet.text_at(row, column + n) for n in range(block.pairs))
                moments = [moment for text in cells for moment in _moments(text, date)]
                found.count += len(moments)
                if officer:
                    found.by_officer.setdefault(officer, []).extend(moments)
    return found
