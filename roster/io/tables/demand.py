"""The table `demand`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.i18n import N_, _
from roster.io.tables.cells import CLOCK, ID, IDS, LOOKS_LIKE_A_DATE, RANGE, column, days_of, whole
from roster.io.tables.table import Oddity, TableRow
from roster.io.tables.times import hours
from roster.io.tables.words import DAY_TYPES, WEEKDAYS

TITLE = N_("demand")


def is_dates(word: str) -> bool:
    """Whether an entry of `day_types` is a date, or a range of dates, as the cell is read."""
    return LOOKS_LIKE_A_DATE.match(word) is not None


def _ends(dates: str) -> tuple[str, str]:
    first, _between, last = dates.partition(RANGE)
    return first, last or first


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "What is asked for: so many units of a kind, at certain places, in certain hours, on certain days."
    )
    required: ClassVar[bool] = True

    unit_kind: Annotated[str, ID] = column(
        N_("unit_kind"), N_("the kind of unit asked for"), example="car", refers=("units",)
    )
    places: Annotated[tuple[str, ...], IDS] = column(
        N_("places"),
        N_("zones or sites; a unit at any of them counts"),
        (),
        example="Z1;Z2",
        empty=N_("anywhere"),
        refers=("zones", "sites"),
    )
    start: Annotated[int | None, CLOCK] = column(
        N_("from"),
        N_("from which hour; an hour before the setting day_start belongs to the roster day before"),
        None,
        example="18:00",
        empty=N_("the start of the roster day"),
    )
    end: Annotated[int | None, CLOCK] = column(
        N_("to"),
        N_("to which hour; on the next date where it is not after `from`"),
        None,
        example="02:00",
        empty=N_("the end of the roster day"),
    )
    day_types: Annotated[tuple[str, ...], days_of({**WEEKDAYS, **DAY_TYPES})] = column(
        N_("day_types"),
        N_(
            "on which roster days: weekdays (mon to sun), workday, rest_day, holiday, types of the table calendar, or "
            "dates, as 2026-10-24 or 2026-10-01..2026-10-07; a day that fits any of them counts"
        ),
        (),
        example="fri;sat;holiday",
        empty=N_("every day"),
    )
    minimum: Annotated[int, whole(0, 999)] = column(
        N_("minimum"), N_("units asked for at once; fewer is a shortfall"), example="1", unit=N_("units")
    )
    target: Annotated[int, whole(0, 999)] = column(
        N_("target"), N_("units wished for at once; fewer is no shortfall"), 0, example="2", unit=N_("units")
    )
    most: Annotated[int, whole(0, 999)] = column(
        N_("most"),
        N_("how many may run where that is more than is asked for"),
        0,
        example="3",
        unit=N_("units"),
        empty=N_("as many as asked or wished for"),
    )
    priority: Annotated[int | None, whole(1, 9)] = column(
        N_("priority"),
        N_("1 to 9, the lowest number first when people are short"),
        None,
        example="2",
        empty=N_("that of the rule cover"),
    )

    shift: Annotated[tuple[str, ...], IDS] = column(
        N_("shift"),
        N_("in place of hours: shifts, on each of which so many are asked for; units on other shifts do not count"),
        (),
        example="D;E",
        empty=N_("units on any shift count in the hours `from` and `to`"),
        refers=("shifts",),
    )

    def oddities(self) -> Iterator[Oddity]:
        for field in ("start", "end"):
            if self.shift and getattr(self, field) is not None:
                yield Oddity(field, _("hours beside a shift"), _("either hours or shifts"))
        for field in ("target", "most"):
            value = getattr(self, field)
            if 0 < value < self.minimum:
                yield Oddity(field, f"'{value}'", _("at least the minimum of {minimum}").format(minimum=self.minimum))
        if 0 < self.most < self.target:
            yield Oddity("most", f"'{self.most}'", _("at least the target of {target}").format(target=self.target))

    def asks_on(self, date: dt.date, day_type: str) -> bool:
        """Whether the row asks for anything on a roster day: one that fits a weekday, a type or a date, or any."""
        words = self.day_types
        return (
            not words
            or tuple(WEEKDAYS)[date.weekday()] in words
            or day_type in words
            or any(first <= date.isoformat() <= last for first, last in map(_ends, filter(is_dates, words)))
        )

    def window(self, day_start: int) -> Window:
        """The hours as written; a roster day from `day_start` on where none are."""
        start = day_start if self.start is None else self.start
        end = day_start if self.end is None else self.end
        return hours(start % MINUTES_A_DAY, end % MINUTES_A_DAY)
