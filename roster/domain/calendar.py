"""What dates are: days counted from the horizon's first, weekdays, weekends, day types, and what passes in a span."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from roster.domain.clock import Horizon, Jump, Span, Window, elapsed
from roster.domain.settings import Settings
from roster.domain.week import DAYS_A_WEEK

WORKDAY, REST_DAY, HOLIDAY = "workday", "rest_day", "holiday"


class Calendar:
    """Dates of a horizon, as a brigade's settings and its own calendar have them."""

    settings: Settings
    horizon: Horizon
    day_types: Mapping[int, str]
    jumps: tuple[Jump, ...]

    def date(self, day: int) -> dt.date:
        return self.horizon.date(day)

    def weekday(self, day: int) -> int:
        """0 for Monday."""
        return self.date(day).weekday()

    def elapsed(self, span: Span) -> int:
        """Minutes that pass in a span of local time: what hours of work and of rest are told in."""
        return elapsed(span, self.jumps) if self.jumps else span.minutes

    def elapsed_in(self, window: Window, span: Span) -> int:
        """Minutes of a span that pass in these hours of the day."""
        return sum(self.elapsed(part) for part in window.parts_of(span))

    def is_weekend(self, day: int) -> bool:
        """Whether a date is one of the country's weekend, or of that which the settings give."""
        return self.weekday(day) in self.settings.week.weekend

    def week_start(self, day: int) -> int:
        """The first day of the calendar week that has a day."""
        return self.settings.week.start(day, self.date(day))

    def weekend_of(self, day: int) -> tuple[int, ...]:
        """The days of the weekend that a day is in or comes before; its first one names it."""
        return self.settings.week.days_of_weekend(day, self.date(day))

    def weekends(self, first: int, last: int) -> Iterator[tuple[int, ...]]:
        """The weekends of which a day lies between two days, both included, in order."""
        found = dict.fromkeys(self.weekend_of(day) for day in range(first, last + DAYS_A_WEEK))
        return (days for days in found if any(first <= day <= last for day in days))

    def day_type(self, day: int) -> str:
        """`workday`, `rest_day`, `holiday` or a type of the brigade's own calendar; weekends rest by default."""
        default = REST_DAY if self.is_weekend(day) else WORKDAY
        return self.day_types.get(day, default)

    def common_day_type(self, day: int) -> str:
        """`workday`, `rest_day` or `holiday`; a day type of the brigade's own counts by its weekday."""
        own = self.day_type(day)
        if own in (WORKDAY, REST_DAY, HOLIDAY):
            return own
        return REST_DAY if self.is_weekend(day) else WORKDAY
