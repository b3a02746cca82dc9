"""From a brigade's rows to one horizon's facts: dates become day numbers, hours become minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from roster.domain.before import post_named
from roster.domain.clock import DAYS_BEFORE, MINUTES_A_DAY, Horizon, Span, hours_asked
from roster.domain.errors import Fault, InputError
from roster.domain.people import LEFT, Absence, Duty, Post, Request
from roster.domain.pins import Pin
from roster.domain.places import Zone
from roster.domain.problem import Facts
from roster.domain.service import DemandLine, Shift, UnitKind
from roster.domain.settings import Settings
from roster.domain.week import DAYS_A_WEEK, Week
from roster.i18n import _
from roster.io.tables import absences, before, demand, history, officers, requests
from roster.io.tables.day_types import DayTypes, day_types, statutory_dates, weekend_of
from roster.io.tables.schema import Tables
from roster.io.tables.shifts import shifts_of
from roster.io.tables.time_zone import jumps_of
from roster.io.tables.times import hours
from roster.io.tables.travel import travel_times
from roster.io.tables.words import WEEKDAYS

WEEKS_AHEAD, DAYS_BACK = 8, 2 * 366
"""Day types are known so far beyond the horizon, for sheets and rules that look ahead, and so far before it."""
FIRST_YEAR, LAST_YEAR = 1950, 2199


def facts(tables: Tables, start: dt.date | None = None, weeks: int = 1, extra_history: Sequence[Duty] = ()) -> Facts:
    """What the tables say about `weeks` weeks from `start` on; by default from the setting `start`.

    `extra_history` are past duties beside those of the table, which they override; their days and minutes count from
    the same first date. Past duties of others than the brigade's officers, and wishes outside the horizon, are passed
    over. Raises InputError where no start is given or the country is unknown.
    """
    horizon = Horizon(_first(tables, start), weeks * DAYS_A_WEEK)
    settings = _settings(tables, horizon.start)
    shifts = shifts_of(tables.shifts)
    kinds = {row.kind: _called(row.unit_kind(), tables.settings.call_sign, shifts) for row in tables.units}
    people = {row.id: row.officer() for row in tables.officers}
    begun = horizon, tables.settings.start
    told = before.duties(tables.before, *begun, shifts)
    known_past = {
        **{(duty.officer, duty.day): duty for duty in told},
        **_past(tables.history, extra_history, horizon, settings, shifts),
    }.values()
    past = tuple(duty for duty in known_past if duty.day < 0 and duty.officer in people)
    first = min((duty.day for duty in past), default=0)
    days = range(-DAYS_BACK, horizon.days + WEEKS_AHEAD * DAYS_A_WEEK + 1)
    clock_from = max(first - 1 - DAYS_BEFORE, -DAYS_BACK)
    types = calendar_of(tables, [horizon.date(day) for day in days]).types
    day_types_by_day = {horizon.day(date): kind for date, kind in types.items()}
    away = [_absence(row, horizon) for row in tables.absences]
    away += [gone for row in tables.officers if (gone := _gone(row, horizon))]
    known = Facts(
        settings=settings,
        horizon=horizon,
        officers=tuple(people.values()),
        shifts=tuple(shifts.values()),
        kinds=tuple(kinds.values()),
        zones=tuple(row.zone() for row in tables.zones) or (Zone("", settings.name),),
        sites=tuple(row.site() for row in tables.sites),
        routes=tuple(row.route(settings.detour) for row in tables.routes),
        vehicles=tuple(row.vehicle() for row in tables.vehicles),
        demand=tuple(
            line
            for row in tables.demand
            for line in _demand(row, horizon, settings.day_start, day_types_by_day, kinds[row.unit_kind], shifts)
        ),
        absences=tuple(absence for absence in away if absence.id in people),
        maintenance=tuple(absence for absence in away if absence.id not in people),
        requests=tuple(_requests(tables, horizon)),
        pins=tuple(_pins(tables, horizon)),
        day_types=day_types_by_day,
        travel=travel_times(tables.travel),
        totals=before.totals(tables.before, *begun),
        known_from=before.known_from(tables.before, *begun),
        statutory=frozenset(map(horizon.day, statutory_of(tables, types))),
        guests=tuple(row.guest(horizon) for row in tables.guests),
        jumps=jumps_of(settings.time_zone, horizon, clock_from, days[-1]) if settings.time_zone else (),
    )
    return replace(known, history=tuple(_with_post(duty, known) for duty in past))


def calendar_of(tables: Tables, dates: Iterable[dt.date]) -> DayTypes:
    """Types of these dates for the brigade's country and own calendar."""
    own = {row.date: row.day_type for row in tables.calendar}
    weekend = _weekdays(tables.settings.weekend)
    return day_types(dates, tables.settings.country, own, weekend)


def statutory_of(tables: Tables, dates: Iterable[dt.date]) -> frozenset[dt.date]:
    """Those of these dates that are statutory holidays, by the country's law and the brigade's own calendar."""
    own = {row.date: row.statutory for row in tables.calendar if row.statutory is not None}
    return statutory_dates(dates, tables.settings.country, own)


def _weekdays(words: Iterable[str]) -> frozenset[int]:
    """Weekdays by number, 0 for Monday."""
    return frozenset(list(WEEKDAYS).index(word) for word in words)


def _week(tables: Tables, first: dt.date) -> Week:
    """The settings' weekend and first weekday, else the country's about the first date."""
    row = tables.settings
    begins = list(WEEKDAYS).index(row.week_start) if row.week_start else None
    return Week(_weekdays(row.weekend) or weekend_of(row.country, first), begins)


def _first(tables: Tables, start: dt.date | None) -> dt.date:
    """The first date: the one given, else the setting."""
    place = tables.settings.place
    expected = _("a first date, in the setting start or on the command line")
    first = start or tables.settings.start
    if first is None:
        raise InputError([Fault(str(place), _("no first date"), expected)])
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        years = _("a first date from {first} to {last}").format(first=FIRST_YEAR, last=LAST_YEAR)
        raise InputError([Fault("--start" if start else place.cell("start"), f"'{first}'", years)])
    return first


def _called(kind: UnitKind, sign: str, shifts: Mapping[str, Shift]) -> UnitKind:
    """A kind with the settings' call sign, if it has none of its own and stands somewhere: a duty leader does not."""
    placed = not kind.shifts or any(shifts[code].line for code in kind.shifts if code in shifts)
    return replace(kind, call_sign=sign) if sign and placed and not kind.call_sign else kind


def _settings(tables: Tables, first: dt.date) -> Settings:
    row = tables.settings
    return Settings(
        name=row.name,
        language=row.language,
        country=row.country,
        night=row.night_hours,
        day_start=_day_start(tables) % MINUTES_A_DAY,
        car_speed=row.car_speed_kmh,
        foot_speed=row.foot_speed_kmh,
        detour=row.detour_factor,
        week=_week(tables, first),
        time_zone=row.time_zone,
    )


def _day_start(tables: Tables) -> int:
    """The setting, else the earliest start of a line shift."""
    if tables.settings.day_start is not None:
        return tables.settings.day_start
    return min((row.start for row in tables.shifts if row.line), default=0)


def _absence(row: absences.Row, horizon: Horizon) -> Absence:
    span = Span(horizon.minute(row.begins), horizon.minute(row.ends))
    return Absence(row.id, row.kind, span, str(row.place), row.hours_only)


def _gone(row: officers.Row, horizon: Horizon) -> Absence | None:
    """The time after an officer has left, as an absence, as far as day types are known; None for who is still there."""
    if row.left is None:
        return None
    first, end = max(horizon.day(row.left) + 1, -DAYS_BACK), horizon.days + WEEKS_AHEAD * DAYS_A_WEEK
    span = Span(first * MINUTES_A_DAY, end * MINUTES_A_DAY)
    return Absence(row.id, LEFT, span, row.place.cell("left")) if first < end else None


def _requests(tables: Tables, horizon: Horizon) -> Iterator[Request]:
    for row in tables.requests:
        day = horizon.day(row.date)
        if day in requests.reach(row, horizon):
            free = row.wish == "free"
            yield Request(row.officer, day, row.shift, row.wish == "on", row.weight, str(row.place), free)


def _pins(tables: Tables, horizon: Horizon) -> Iterator[Pin]:
    for row in tables.fixed:
        day = horizon.day(row.date)
        if day in horizon.range:
            yield Pin(row.officer, day, "" if row.off else row.shift, row.unit, str(row.place))


def _past(
    rows: Sequence[history.Row],
    extra: Sequence[Duty],
    horizon: Horizon,
    settings: Settings,
    shifts: Mapping[str, Shift],
) -> dict[tuple[str, int], Duty]:
    """Past duties by officer and day."""
    past: dict[tuple[str, int], Duty] = {}
    for row in rows:
        day = horizon.day(row.date)
        shift = shifts.get(row.shift)
        given = row.start is not None and row.end is not None
        window = hours(row.start or 0, row.end or 0) if given or shift is None else shift.hours
        span = window.on(day)
        night = shift.night if shift else 2 * settings.night.minutes_in(span) > span.minutes
        post = Post(row.unit, "", base=row.zone, role=row.role) if row.unit or row.zone else None
        past[row.officer, day] = Duty(
            row.officer, day, row.shift, span, night, shift.line_work if shift else True, post
        )
    past.update({(duty.officer, duty.day): duty for duty in extra})
    return past


def _with_post(duty: Duty, facts: Facts) -> Duty:
    """A past duty with what the name of its unit tells, where nothing else does."""
    if duty.post is None or duty.post.kind or not duty.post.unit:
        return duty
    post = duty.post
    return replace(duty, post=post_named(post.unit, post.vehicle, duty.span, facts, post.base, post.role))


def _demand(
    row: demand.Row,
    horizon: Horizon,
    day_start: int,
    types: Mapping[int, str],
    kind: UnitKind,
    shifts: Mapping[str, Shift],
) -> Iterator[DemandLine]:
    """The row's demand line; two where its hours run from one roster day into the next."""
    if row.shift:
        yield from _by_shift(row, horizon, types, shifts)
        return
    placed = not kind.shifts or any(shifts[code].line for code in kind.shifts)
    pieces = hours_asked(row.window(day_start), day_start) if placed else [(row.window(day_start), 0)]
    days = horizon.around if placed else tuple(horizon.range)
    for number, (window, later) in enumerate(pieces, start=1):
        yield DemandLine(
            id=f"demand:{row.place.row}" + (f".{number}" if number > 1 else ""),
            kind=row.unit_kind,
            places=row.places,
            window=window,
            days=frozenset(day for day in days if row.asks_on(horizon.date(day - later), types.get(day - later, ""))),
            minimum=row.minimum,
            target=row.target,
            most=row.most,
            priority=row.priority,
            source=str(row.place),
        )


def _by_shift(
    row: demand.Row, horizon: Horizon, types: Mapping[int, str], shifts: Mapping[str, Shift]
) -> Iterator[DemandLine]:
    """A line for each shift that a row names; its days are the dates on which the shift starts."""
    days = frozenset(day for day in horizon.range if row.asks_on(horizon.date(day), types.get(day, "")))
    for number, code in enumerate(row.shift, start=1):
        yield DemandLine(
            id=f"demand:{row.place.row}" + (f".{number}" if number > 1 else ""),
            kind=row.unit_kind,
            places=row.places,
            window=shifts[code].hours,
            days=days,
            minimum=row.minimum,
            target=row.target,
            most=row.most,
            priority=row.priority,
            source=str(row.place),
            shift=code,
        )
