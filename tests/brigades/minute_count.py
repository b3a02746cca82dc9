"""Asked, given and hours worked, counted minute by minute from a brigade's rows, without the product's clock.

    count = minute_count(brigade.rows, roster, start, days, day_type=problem.day_type)
    count.asked[row, minute], count.given[row, minute]   # of each row of demand, in each minute that counts
    count.hours["A"]                                     # minutes that an officer was at work
    count.on_duty(kind, minute)                          # crews of a kind, each with where it stands

`rows(table)` gives a table's rows as texts by column, as `Brigade.rows` does; rows of demand are numbered as in the
file, the first one 2. Minutes count from 00:00 of `start`, and are local. Of the roster only the crews are read: unit
(date, shift, kind, base), members and vehicle; stands of kinds that move alone. `before` are crews of earlier weeks,
their days counted from the same date. With `step` only every so many minutes are looked at (from 00:00 on), each
standing for the others of its step: exact where all hours are multiples of it. Hours that only a duty of another week
could serve last are that week's: they are not in `asked`. Kinds that stand nowhere (whose shifts are all `line: no`)
are left out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from roster.domain.roster import Crew, Roster

DAY = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Rows = Callable[[str], list[dict[str, str]]]
Key = tuple[int, int]
"""A row of demand and a minute."""


@dataclass
class Place:
    """Where a crew stands in one minute."""

    crew: Crew
    zone: str
    site: str


@dataclass
class Count:
    asked: Counter[Key] = field(default_factory=Counter)
    wished: Counter[Key] = field(default_factory=Counter)  # the target
    given: Counter[Key] = field(default_factory=Counter)
    hours: Counter[str] = field(default_factory=Counter)
    there: dict[tuple[str, int], list[Place]] = field(default_factory=dict)
    last_start: dict[tuple[str, int], int] = field(default_factory=dict)
    days: int = 7
    day_start: int = 0

    def on_duty(self, kind: str, minute: int) -> list[Place]:
        """Crews of a kind that are on duty in a minute."""
        return self.there.get((kind, minute), [])

    def counts(self, kinds: Iterable[str], minute: int) -> bool:
        """Whether the horizon answers for what is asked of these kinds in a minute."""
        starts = [self.last_start[kind, minute] for kind in kinds if (kind, minute) in self.last_start]
        day = max(starts) if starts else (minute - self.day_start) // DAY
        return 0 <= day < self.days


def minute_count(
    rows: Rows,
    roster: Roster,
    start: dt.date,
    days: int,
    day_type: Callable[[int], str] = lambda day: "",
    before: Iterable[Crew] = (),
    step: int = 1,
) -> Count:
    """Everything that the module's text promises, over `days` dates from `start` on."""
    settings = {row["setting"]: row["value"] for row in rows("settings")}
    shifts = {row["code"]: _hours(row["start"], row["end"]) for row in rows("shifts")}
    line = [row["code"] for row in rows("shifts") if row.get("line", "") != "no"]
    units = {row["kind"]: row for row in rows("units")}
    runs_on = {kind: _list(row.get("shifts", "")) or line for kind, row in units.items()}
    zone_of = {row["id"]: row["zone"] for row in rows("sites")} | {row["id"]: row["id"] for row in rows("zones")}
    day_start = _clock(settings["day_start"]) if settings.get("day_start") else min(shifts[code][0] for code in line)
    count = Count(days=days, day_start=day_start % DAY)
    for kind in units:
        if any(code in line for code in runs_on[kind]):
            _note_last_starts(count, kind, [shifts[code] for code in runs_on[kind]], range(-4, days + 4), step)
    zone = ZoneInfo(settings["time_zone"]) if settings.get("time_zone") else None
    for crew in (*roster.crews, *before):
        begin, end = (crew.unit.day * DAY + minute for minute in shifts[crew.unit.shift])
        moves = units[crew.unit.kind].get("moves", "") == "yes"
        for minute in range(begin, end, step):
            where = _place(crew, minute, moves, zone_of)
            count.there.setdefault((crew.unit.kind, minute), []).append(where)
    for crew in roster.crews:
        begin, end = (crew.unit.day * DAY + minute for minute in shifts[crew.unit.shift])
        for member in crew.members:
            count.hours[member.officer] += _passed(start, begin, end, zone)
    for number, row in enumerate(rows("demand"), start=2):
        kind = row["unit_kind"]
        if not any(code in line for code in runs_on[kind]):
            continue
        places = _list(row.get("places", ""))
        for minute in _minutes_asked(row, start, days, count.day_start, day_type, step):
            if not count.counts([kind], minute):
                continue
            key = number, minute
            count.asked[key] += int(row.get("minimum") or 0)
            count.wished[key] += int(row.get("target") or 0)
            count.given[key] += sum(
                not places or one.zone in places or one.site in places for one in count.on_duty(kind, minute)
            )
    return count


def _note_last_starts(count: Count, kind: str, hours: list[tuple[int, int]], dates: range, step: int) -> None:
    """For each minute the last date on which a duty of this kind begins that is at work then."""
    for date in dates:
        for begin, end in hours:
            for minute in range(date * DAY + begin, date * DAY + end, step):
                count.last_start[kind, minute] = max(date, count.last_start.get((kind, minute), date))


def _minutes_asked(
    row: dict[str, str], start: dt.date, days: int, day_start: int, day_type: Callable[[int], str], step: int
) -> Iterator[int]:
    """Every minute about the horizon for which a row asks.

    A row speaks of roster days. From its first hour on its window runs; hours that it names before `day_start` lie at
    the end of the roster day, on the next date.
    """
    begin = _clock(row.get("from", "")) if row.get("from") else day_start
    end = _clock(row.get("to", "")) if row.get("to") else day_start
    begin, end = begin % DAY, end % DAY
    if end <= begin:
        end += DAY
    for day in range(-3, days + 4):
        if _fits(row, start, day, day_type):
            for clock in range(begin, end, step):
                yield day * DAY + clock + (DAY if clock < day_start else 0)


def _fits(row: dict[str, str], start: dt.date, day: int, day_type: Callable[[int], str]) -> bool:
    words = _list(row.get("day_types", ""))
    return not words or WEEKDAYS[(start + dt.timedelta(days=day)).weekday()] in words or day_type(day) in words


def _place(crew: Crew, minute: int, moves: bool, zone_of: dict[str, str]) -> Place:
    """Where a crew stands: at its base, or where a stand says so for a kind that moves."""
    base = crew.unit.base
    if moves and base == zone_of.get(base):
        stands = [stand for stand in crew.stands if stand.slot.start <= minute < stand.slot.end]
        return Place(crew, stands[0].zone if stands else "", "")
    return Place(crew, zone_of.get(base, ""), "" if zone_of.get(base) == base else base)


def _passed(start: dt.date, begin: int, end: int, zone: ZoneInfo | None) -> int:
    """Minutes that pass between two local times, each the first moment at which the clock shows it or more."""
    if zone is None:
        return end - begin
    first, last = (dt.datetime.combine(start, dt.time()) + dt.timedelta(minutes=minute) for minute in (begin, end))
    around = (first - dt.timedelta(days=1), last + dt.timedelta(days=1))
    if len({moment.replace(tzinfo=zone).utcoffset() for moment in around}) == 1:  # no change anywhere near
        return end - begin
    return round((_moment(last, zone) - _moment(first, zone)).total_seconds() / 60)


def _moment(shown: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """When the clocks of a zone first show a time, or one after it."""
    moment = shown.replace(tzinfo=dt.UTC) - dt.timedelta(hours=16)
    while moment.astimezone(zone).replace(tzinfo=None) < shown:
        moment += dt.timedelta(minutes=5)
    return moment


def _hours(begin: str, end: str) -> tuple[int, int]:
    first, last = _clock(begin), _clock(end)
    return first, last if last > first else last + DAY


def _clock(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _list(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]
