"""When clocks change: of a time zone by name, and of the zones that a country has."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from roster.domain.clock import Horizon, Jump
from roster.i18n import _
from roster.io.tables.text import Raw, clean

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
COUNTRIES = "zone.tab"
"""The table of the time zone database that tells the zones of each country."""


def zone_name(value: Raw) -> str:
    """A time zone by its name in the IANA database, as `Europe/Berlin`. Raises ValueError with what is expected."""
    name = clean(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(_("a time zone such as Asia/Shanghai or Europe/Berlin")) from None
    return name


def jumps_of(name: str, horizon: Horizon, first: int, last: int) -> tuple[Jump, ...]:
    """When clocks change in a zone from the day `first` to the day `last` of a horizon, in order."""
    zone = ZoneInfo(name)
    start = dt.datetime.combine(horizon.date(first), dt.time(), dt.UTC) - DAY
    found = []
    for day in range(last - first + 3):
        early, late = start + day * DAY, start + (day + 1) * DAY
        if _offset(early, zone) == _offset(late, zone):
            continue
        while late - early > MINUTE:
            middle = early + (late - early) // 2 // MINUTE * MINUTE
            early, late = (middle, late) if _offset(middle, zone) == _offset(early, zone) else (early, middle)
        old, new = _offset(early, zone), _offset(late, zone)
        found.append(Jump(horizon.minute(late.replace(tzinfo=None) + old), (new - old) // MINUTE))
    return tuple(found)


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset() or dt.timedelta()


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country by its two-letter code; none where the database does not tell."""
    rows = (line.split("\t") for line in _countries().splitlines() if line and not line.startswith("#"))
    return tuple(sorted(row[2] for row in rows if len(row) > 2 and row[0] == country.upper()))


def _countries() -> str:
    """The database's own table of countries; Windows has it in the package `tzdata`."""
    for folder in TZPATH:
        file = Path(folder) / COUNTRIES
        if file.is_file():
            return file.read_text(encoding="utf-8")
    try:
        return (resources.files("tzdata") / "zoneinfo" / COUNTRIES).read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError):
        return ""
