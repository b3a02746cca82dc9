"""A country's week: which weekdays are its weekend, and on which one its calendar weeks begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

DAYS_A_WEEK = 7
SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True)
class Week:
    """Weekdays as numbers, 0 for Monday."""

    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    begins: int | None = None  # None: on the day after the weekend

    @cached_property
    def after_weekend(self) -> int:
        """The weekday on which the days of one weekend are behind: weekends are told apart there."""

        def spread(first: int) -> int:
            places = [(day - first) % DAYS_A_WEEK for day in self.weekend]
            return max(places) - min(places)

        after = [(day + 1) % DAYS_A_WEEK for day in self.weekend if (day + 1) % DAYS_A_WEEK not in self.weekend]
        return min(after, key=lambda first: (spread(first), first), default=0)

    @cached_property
    def first(self) -> int:
        """The weekday on which calendar weeks begin."""
        return self.after_weekend if self.begins is None else self.begins

    def start(self, day: int, date: dt.date) -> int:
        """The first day of the calendar week of a day, which has this date."""
        return day - (date.weekday() - self.first) % DAYS_A_WEEK

    def days_of_weekend(self, day: int, date: dt.date) -> tuple[int, ...]:
        """The days of the weekend that follows or has a day, which has this date."""
        base = day - (date.weekday() - self.after_weekend) % DAYS_A_WEEK
        return tuple(base + place for place in _places(self.weekend, self.after_weekend))


def _places(weekend: Collection[int], first: int) -> Iterator[int]:
    yield from sorted((day - first) % DAYS_A_WEEK for day in weekend)
