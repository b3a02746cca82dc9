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

from roster.domain.calendar import HOLIDAY, REST_DAY, WORKDAY
from roster.domain.week import DAYS_A_WEEK, SATURDAY_AND_SUNDAY
from roster.io.tables.country import CHINA

if TYPE_CHECKING:
    from holidays import HolidayBase


SUBSTITUTED = "substituted"
"""Part of the name of a day off that is moved from a weekend."""


class DayTypes(NamedTuple):
    """Type of each date asked for, and the dates whose type is a guess: their year is not announced."""

    types: dict[dt.date, str]
    guessed: tuple[dt.date, ...]


def day_types(
    dates: Iterable[dt.date],
    country: str,
    own: Mapping[dt.date, str],
    weekend: frozenset[int] = frozenset(),
) -> DayTypes:
    """Types of these dates in a country (its two-letter code). `own` overrides; up to its last date a year is known.

    A `weekend` of the brigade's own (weekdays, 0 for Monday) takes the place of the country's, and of its make-up
    days; public holidays remain.
    """
    types: dict[dt.date, str] = {}
    guessed: list[dt.date] = []
    known_to = max(own, default=dt.date.min)
    for date in dates:
        if date in own:
            types[date] = own[date]
            continue
        announced = _announced(date) if country == CHINA else None
        kind = announced or _computed(date, country)
        if weekend and kind != HOLIDAY:
            kind = REST_DAY if date.weekday() in weekend else WORKDAY
        types[date] = kind
        if country == CHINA and announced is None and date > known_to:
            guessed.append(date)
    return DayTypes(types, tuple(guessed))


def statutory_dates(dates: Iterable[dt.date], country: str, own: Mapping[dt.date, bool]) -> frozenset[dt.date]:
    """Those of these dates that are statutory holidays in a country (its two-letter code); `own` overrides.

    In China the days that the State Council's regulation (全国年节及纪念日放假办法) names, 13 a year from 2025 on,
    without the other days of a holiday; elsewhere all public holidays, since days in lieu are fixed by law there.
    """
    public = _public(country, observed=country != CHINA)
    return frozenset(date for date in dates if own.get(date, date in public and SUBSTITUTED not in public[date]))


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


def _computed(date: dt.date, country: str) -> str:
    """A date's type by the general rules of a country's public holidays."""
    public = _public(country)
    if date in public:
        return HOLIDAY
    return REST_DAY if public.is_weekend(date) else WORKDAY


def weekend_of(country: str, date: dt.date) -> frozenset[int]:
    """The weekdays of a country's weekend about a date, 0 for Monday."""
    public = _public(country)
    week = (date + dt.timedelta(days=day) for day in range(DAYS_A_WEEK))
    return frozenset(day.weekday() for day in week if public.is_weekend(day)) or SATURDAY_AND_SUNDAY


@cache
def _public(country: str, observed: bool = True) -> HolidayBase:
    import holidays

    language = "en_US" if country == CHINA else None  # in which substituted days are known by name
    return holidays.country_holidays(country, observed=observed, language=language)
