"""What kind of day a date is: from the brigade's own calendar, else from the country's public one.

China's announced holidays and make-up working days come from `chinese_calendar`; a year that is not announced yet, and
other countries, from `holidays`, which knows no make-up days. Every day off that belongs to a public holiday counts
as `holiday`, days in lieu included; other weekends are `rest_day`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from roster.domain.errors import Fault, InputError
from roster.domain.problem import HOLIDAY, REST_DAY, WORKDAY
from roster.domain.week import DAYS_A_WEEK, SATURDAY_AND_SUNDAY
from roster.i18n import _

if TYPE_CHECKING:
    from holidays import HolidayBase

CHINA = "CN"


class DayTypes(NamedTuple):
    """Type of each date asked for, and the dates whose type is a guess: their year is not announced."""

    types: dict[dt.date, str]
    guessed: tuple[dt.date, ...]


def day_types(
    dates: Iterable[dt.date],
    country: str,
    own: Mapping[dt.date, str],
    place: str = "",
    weekend: frozenset[int] = frozenset(),
) -> DayTypes:
    """Types of these dates. `own` overrides; up to its last date a year counts as known.

    A `weekend` of the brigade's own (weekdays, 0 for Monday) takes the place of the country's, and of its make-up
    days; public holidays remain.

    Raises InputError, at `place`, for a country that no calendar knows.
    """
    types: dict[dt.date, str] = {}
    guessed: list[dt.date] = []
    known_to = max(own, default=dt.date.min)
    country = country.upper()
    for date in dates:
        if date in own:
            types[date] = own[date]
            continue
        announced = _announced(date) if country == CHINA else None
        kind = announced or _computed(date, country, place)
        if weekend and kind != HOLIDAY:
            kind = REST_DAY if date.weekday() in weekend else WORKDAY
        types[date] = kind
        if country == CHINA and announced is None and date > known_to:
            guessed.append(date)
    return DayTypes(types, tuple(guessed))


def _announced(date: dt.date) -> str | None:
    """China's type of a date; None for a year that is not announced."""
    import chinese_calendar  # type: ignore[import-untyped]

    try:
        free, name = chinese_calendar.get_holiday_detail(date)
    except NotImplementedError:
        return None
    if free:
        return HOLIDAY if name else REST_DAY
    return WORKDAY


def _computed(date: dt.date, country: str, place: str) -> str:
    """A date's type by the general rules of a country's public holidays."""
    try:
        public = _public(country)
    except NotImplementedError:
        expected = _("a two-letter country code such as CN or FR")
        raise InputError([Fault(place, f"'{country}'", expected)]) from None
    if date in public:
        return HOLIDAY
    return REST_DAY if public.is_weekend(date) else WORKDAY


def weekend_of(country: str, date: dt.date) -> frozenset[int]:
    """The weekdays of a country's weekend about a date, 0 for Monday; Saturday and Sunday of one that is not known."""
    try:
        public = _public(country.upper())
    except NotImplementedError:
        return SATURDAY_AND_SUNDAY
    week = (date + dt.timedelta(days=day) for day in range(DAYS_A_WEEK))
    return frozenset(day.weekday() for day in week if public.is_weekend(day)) or SATURDAY_AND_SUNDAY


@cache
def _public(country: str) -> HolidayBase:
    import holidays

    return holidays.country_holidays(country)
