"""Time inside the program: whole minutes of local time since 00:00 of the horizon's first date.

Minutes before the horizon are negative. A date is a day number: 0 is the first, -1 the day before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

MINUTES_A_DAY = 24 * 60


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
        first, last = span.start // MINUTES_A_DAY - 2, span.end // MINUTES_A_DAY + 1
        return sum(self.on(day).overlap(span) for day in range(first, last + 1))

    def __str__(self) -> str:
        return f"{clock_text(self.start % MINUTES_A_DAY)}-{clock_text(self.end)}"


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
