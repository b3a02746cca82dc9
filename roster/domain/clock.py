"""Time inside the program: whole minutes of local time since 00:00 of the horizon's first date.

Minutes before the horizon are negative. A date is a day number: 0 is the first, -1 the day before.

A *roster day* begins at the setting `day_start` of its date and lasts 24 hours; day types, weekdays and the hours of
demand speak of roster days. What a person or another program reads is the *calendar date* on which an hour lies.
Nothing outside this module and `units.py` works out which of the two a minute belongs to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

MINUTES_A_DAY = 24 * 60
LONGEST_SHIFT = 48 * 60
"""Of any shift, in minutes."""
DAYS_RUN_ON = LONGEST_SHIFT // MINUTES_A_DAY
"""Dates on which a duty may go on after the one on which it starts."""
DAYS_BEFORE, DAYS_AFTER = 1, 3
"""Roster days beside the horizon in which duties of its dates may serve: before `day_start`, and the longest ones."""


class Span(NamedTuple):
    """A stretch of time, `end` excluded, in minutes."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """Minutes that both have in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


def date_span(day: int) -> Span:
    """A date from 00:00 to 24:00."""
    return Span(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)


def hours_of_day(spans: Iterable[Span]) -> tuple[Window, ...]:
    """The hours of the day in which spans lie, on whatever dates: joined where they touch, also over midnight."""
    parts: list[Span] = []
    for start, end in spans:
        first, minutes = start % MINUTES_A_DAY, min(end - start, MINUTES_A_DAY)
        parts.append(Span(first, min(first + minutes, MINUTES_A_DAY)))
        if first + minutes > MINUTES_A_DAY:
            parts.append(Span(0, first + minutes - MINUTES_A_DAY))
    found = [Window(*part) for part in joined(parts)]
    if len(found) > 1 and (found[0].start, found[-1].end) == (0, MINUTES_A_DAY):
        found[-1] = Window(found[-1].start, found.pop(0).end + MINUTES_A_DAY)
    return tuple(found)


class Jump(NamedTuple):
    """A change of the clocks: at this minute of local time they are put forward by so many minutes, or back."""

    at: int
    by: int  # negative: put back


def elapsed(span: Span, jumps: Iterable[Jump]) -> int:
    """Minutes that pass in a span of local time; more or fewer than it shows where clocks change in it.

    A local time that comes twice is the first of them, one that never comes is the moment of the change.
    """
    minutes = span.minutes
    for at, by in jumps:
        for minute, sign in ((span.end, -1), (span.start, 1)):
            if minute >= at:
                minutes += sign * min(by, minute - at)
    return minutes


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time as spans that neither overlap nor touch, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


class Window(NamedTuple):
    """Hours of a day, in minutes after midnight; `end` passes 1440 where the window ends on the next date."""

    start: int
    end: int

    def on(self, day: int) -> Span:
        """The window that begins on this day."""
        return Span(day * MINUTES_A_DAY + self.start, day * MINUTES_A_DAY + self.end)

    def minutes_in(self, span: Span) -> int:
        """Minutes of the span that lie in this window, on whatever day."""
        return sum(part.minutes for part in self.parts_of(span))

    def parts_of(self, span: Span) -> Iterator[Span]:
        """The parts of the span that lie in this window, on whatever day."""
        first, last = span.start // MINUTES_A_DAY - 2, span.end // MINUTES_A_DAY + 1
        for at in (self.on(day) for day in range(first, last + 1)):
            if at.overlap(span):
                yield Span(max(at.start, span.start), min(at.end, span.end))

    def days_covering(self, span: Span) -> range:
        """The days on which a window that begins then covers a span whole."""
        return range(-((self.end - span.end) // MINUTES_A_DAY), (span.start - self.start) // MINUTES_A_DAY + 1)

    def in_roster_day(self, day_start: int) -> Window:
        """The same hours counted within a roster day: those before `day_start` come at its end."""
        later = MINUTES_A_DAY * (self.start % MINUTES_A_DAY < day_start)
        start = self.start % MINUTES_A_DAY + later
        return Window(start, start + self.end - self.start)

    def __str__(self) -> str:
        """`22:00-06:00`; of more than a day as it is typed, `08:00-56:00`."""
        start, end = self.start % MINUTES_A_DAY, self.end - self.start // MINUTES_A_DAY * MINUTES_A_DAY
        if end - start > MINUTES_A_DAY:
            return f"{clock_text(start)}-{end // 60:02d}:{end % 60:02d}"
        return f"{clock_text(start)}-{clock_text(end)}"


def calendar_day(minute: int) -> int:
    """The day number of the calendar date on which a minute lies."""
    return minute // MINUTES_A_DAY


def roster_day(minute: int, day_start: int) -> int:
    """The day number of the roster day to which a minute belongs."""
    return (minute - day_start) // MINUTES_A_DAY


def hours_asked(window: Window, day_start: int) -> list[tuple[Window, int]]:
    """The hours of a row of demand, cut at the borders of the roster day, each with how many days later it lies.

    A row speaks of a roster day: its hours before `day_start` are the small hours at that day's end.
    """
    start, end = window
    day_end = day_start + MINUTES_A_DAY
    early = Window(start + MINUTES_A_DAY, min(end, day_start) + MINUTES_A_DAY) if start < day_start else None
    pieces: list[tuple[Window, int]] = []
    if end > day_start:
        start = max(start, day_start)
        pieces.append((Window(start, min(end, day_end)), 0))
        if end > day_end:
            pieces.append((Window(day_start, end - MINUTES_A_DAY), 1))
    if early and pieces and pieces[0][0].end == early.start:
        return [(Window(pieces[0][0].start, early.end), 0)]
    return [*pieces, (early, 0)] if early else pieces


def hours_joined(windows: Iterable[Window], day_start: int) -> Iterator[tuple[Window, int]]:
    """Windows as parts of a roster day: joined where they overlap, cut where it ends.

    Each part comes with how many days later than its window's beginning its roster day is.
    """
    parts: list[tuple[int, int, int]] = []
    for window in windows:
        start, end = window.in_roster_day(day_start)
        day_end, later = day_start + MINUTES_A_DAY, 0
        while end > day_end:
            parts.append((later, start, day_end))
            start, end, later = day_start, end - MINUTES_A_DAY, later + 1
        parts.append((later, start, end))
    joined: list[tuple[int, int, int]] = []
    for later, start, end in sorted(parts):
        if joined and joined[-1][0] == later and start <= joined[-1][2]:
            joined[-1] = (later, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((later, start, end))
    yield from ((Window(start, end), later) for later, start, end in joined)


def clock_text(minute: int) -> str:
    """`420` as `07:00`; minutes past midnight wrap: `1560` is `02:00`; a full day's end stays `24:00`."""
    if minute == MINUTES_A_DAY:
        return "24:00"
    minute %= MINUTES_A_DAY
    return f"{minute // 60:02d}:{minute % 60:02d}"


class Horizon(NamedTuple):
    """The dates that a roster is made for: `days` dates from `start` on."""

    start: dt.date
    days: int

    def date(self, day: int) -> dt.date:
        return self.start + timedelta(days=day)

    def day(self, value: dt.date) -> int:
        """Day number of a date; negative before the horizon, `days` or more after it."""
        return (value - self.start).days

    def moment(self, minute: int) -> datetime:
        """Local date and time of a minute."""
        return datetime(self.start.year, self.start.month, self.start.day) + timedelta(minutes=minute)

    def minute(self, moment: datetime) -> int:
        """Minute of a local date and time."""
        return int((moment - self.moment(0)).total_seconds() // 60)

    @property
    def range(self) -> range:
        return range(self.days)

    @property
    def dates(self) -> frozenset[int]:
        return frozenset(self.range)

    @property
    def around(self) -> tuple[int, ...]:
        """The roster days in which duties of the horizon's dates may serve."""
        return tuple(range(-DAYS_BEFORE, self.days + DAYS_AFTER))
