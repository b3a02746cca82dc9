"""Clock times, dates and moments as people and Excel write them; `clock` alone knows what 24:00 looks like."""

from __future__ import annotations

import datetime as dt
import re

from roster.domain.clock import LONGEST_SHIFT, MINUTES_A_DAY, Window
from roster.i18n import _
from roster.io.tables.text import Raw, half_width

LATEST_HOUR = 48
LATEST_END = MINUTES_A_DAY + LONGEST_SHIFT
SERIALS = range(10_000, 80_000)
"""Excel's day numbers of the years 1927 to 2119."""

_EXCEL_DAY_ZERO = dt.datetime(1899, 12, 30)
_EXCEL_TIMES_BEGIN = dt.datetime(1899, 12, 31)
"""A time of 24 hours and more reaches us as a date: 24:00 as 1900-01-01 00:00."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?")
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")
_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))")


def clock(value: Raw) -> int:
    """Minutes after midnight of `7:00`, `24:00`, `26:00` (02:00 on the next date) or of a time cell of Excel's.

    Takes text, `time`, `timedelta`, the `datetime(1900, 1, 1)` that Excel makes of 24:00, and fractions of a day.
    Raises ValueError with what is expected.
    """
    minutes = _minutes(value)
    if minutes is None or not 0 <= minutes <= LATEST_HOUR * 60:
        raise ValueError(_("a time such as 07:00, or 24:00"))
    return minutes


def shift_end(value: Raw) -> int:
    """As `clock`, up to the end of the longest shift that begins before 24:00. Raises ValueError."""
    minutes = _minutes(value)
    if minutes is None or not 0 <= minutes <= LATEST_END:
        expected = _("a time such as 07:00, or 24:00; 56:00 for 08:00 two dates later; {hours} hours at most")
        raise ValueError(expected.format(hours=LONGEST_SHIFT // 60))
    return minutes


def _minutes(value: Raw) -> int | None:
    match value:
        case str():
            found = _CLOCK.fullmatch(half_width(value).strip())
            if found and int(found[2]) < 60 and int(found[3] or 0) == 0:
                return int(found[1]) * 60 + int(found[2])
            return None
        case dt.time():
            return value.hour * 60 + value.minute
        case dt.datetime():
            return round((value - _EXCEL_TIMES_BEGIN).total_seconds() / 60)
        case dt.timedelta():
            return round(value.total_seconds() / 60)
        case float() | int() if not isinstance(value, bool) and 0 <= value <= LATEST_END / MINUTES_A_DAY:
            return round(value * MINUTES_A_DAY)
    return None


def day(value: Raw) -> dt.date:
    """The date that a cell holds: `2026-10-19`, `2026/10/19`, `2026年10月19日`, `20261019` or Excel's day number.

    Raises ValueError with what is expected.
    """
    if isinstance(value, dt.datetime):
        if value.time() == dt.time.min:
            return value.date()
    elif isinstance(value, dt.date):
        return value
    else:
        found = _day(_MIDNIGHT.sub("", value) if isinstance(value, str) else value)
        if found is not None:
            return found
    raise ValueError(_("a date such as 2026-10-19"))


def _day(value: Raw) -> dt.date | None:
    text = half_width(value).strip() if isinstance(value, str) else _digits(value)
    if re.fullmatch(r"\d{5}", text) and int(text) in SERIALS:
        return (_EXCEL_DAY_ZERO + dt.timedelta(days=int(text))).date()
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, date = (int(part) for part in found.groups() if part and part.isdigit())
    try:
        return dt.date(year, month, date)
    except ValueError:
        return None


def _digits(value: Raw) -> str:
    return str(int(value)) if isinstance(value, int | float) and value == int(value) else ""


def moment(value: Raw) -> dt.date:
    """A date, or a date and time: a `datetime` where a time is given, a `date` where it is not.

    `2026-10-19 24:00` is the next midnight. Raises ValueError with what is expected.
    """
    if isinstance(value, dt.datetime):
        return _to_minute(value)
    found = value if isinstance(value, dt.date) else _day(value) or _moment(value)
    if found is None:
        raise ValueError(_("a date such as 2026-10-19, or a date and time such as 2026-10-19 14:00"))
    return found


def _moment(value: Raw) -> dt.datetime | None:
    if isinstance(value, float) and int(value) in SERIALS:
        return _to_minute(_EXCEL_DAY_ZERO + dt.timedelta(days=value))
    if not isinstance(value, str):
        return None
    date, _blank, time = half_width(value).strip().replace("T", " ").partition(" ")
    found = _day(date)
    minutes = _minutes(time)
    if found is None or minutes is None or minutes > MINUTES_A_DAY:
        return None
    try:
        return dt.datetime.combine(found, dt.time.min) + dt.timedelta(minutes=minutes)
    except OverflowError:
        return None


def _to_minute(value: dt.datetime) -> dt.datetime:
    """The nearest whole minute; Excel's fractions of a day are not exact."""
    late = value.second >= 30 and value < dt.datetime.max - dt.timedelta(minutes=1)
    return value.replace(second=0, microsecond=0) + dt.timedelta(minutes=int(late))


def window(value: Raw) -> Window:
    """`22:00-06:00` as minutes after midnight; the end passes 24:00 where it is not after the start.

    Raises ValueError with what is expected.
    """
    if isinstance(value, str):
        parts = re.split(r"\s*[-–—~至到]\s*", half_width(value).strip())
        try:
            start, end = (clock(part) for part in parts)
        except ValueError:
            pass
        else:
            return hours(start, end)
    raise ValueError(_("hours such as 22:00-06:00"))


def hours(start: int, end: int) -> Window:
    """The window between two clock times; the end is on the next date where it is not after the start."""
    return Window(start, end if end > start else end + MINUTES_A_DAY)
