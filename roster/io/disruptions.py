"""What came between, as the command line says it and as a workbook records it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from roster.domain.clock import MINUTES_A_DAY, Horizon, Span, Window
from roster.domain.disruption import Disruption, with_disruption
from roster.domain.errors import Fault, InputError
from roster.domain.ids import UnitId
from roster.domain.people import Absence
from roster.domain.problem import Problem
from roster.domain.service import Cut, DemandLine
from roster.i18n import _
from roster.io.tables.absences import KINDS
from roster.io.tables.cells import spelled
from roster.io.tables.text import half_width
from roster.io.tables.times import clock, day, hours, moment
from roster.rules import Rulebook, pose

BETWEEN = ".."


@dataclass(frozen=True)
class Said:
    """The options of the command line, word for word."""

    absent: Sequence[tuple[str, str, str]] = ()  # officer, from..to, kind
    vehicle_off: Sequence[tuple[str, str]] = ()
    add_demand: Sequence[tuple[str, str, str, str, str]] = ()  # kind, places, dates, hours, units
    hours_only: bool = False  # absences with times cost a longer duty these hours only


def disruption_of(said: Said, problem: Problem) -> Disruption:
    """What the options mean for a roster. Raises InputError with every fault."""
    faults: list[Fault] = []
    absences = [
        _absence("--absent", officer, when, kind, problem, problem.officer.keys(), faults)
        for officer, when, kind in said.absent
    ]
    vehicles = [
        _absence("--vehicle-off", vehicle, when, "maintenance", problem, problem.vehicle.keys(), faults)
        for vehicle, when in said.vehicle_off
    ]
    demand = [line for words in said.add_demand for line in _demand(words, problem, faults)]
    if faults:
        raise InputError(dict.fromkeys(faults))
    people, cars = (
        tuple(replace(one, hours_only=said.hours_only and _by_the_hour(one)) for one in found if one)
        for found in (absences, vehicles)
    )
    return Disruption(people, cars, tuple(demand))


def _by_the_hour(absence: Absence) -> bool:
    """Whether an absence begins or ends within a date."""
    return any(minute % MINUTES_A_DAY for minute in absence.span)


def _absence(
    option: str, name: str, when: str, kind: str, problem: Problem, known: Iterable[str], faults: list[Fault]
) -> Absence | None:
    name = name.strip()
    if name not in known:
        expected = _("the id of an officer") if option == "--absent" else _("the id of a vehicle")
        faults.append(Fault(option, f"'{name}'", expected))
    span = _span(option, when, problem.horizon, faults)
    if not kind.strip():
        faults.append(Fault(option, "''", _("a kind of absence, such as sick")))
    if span is None or name not in known:
        return None
    return Absence(name, spelled(kind, KINDS) or kind.strip(), span, f"{option} {name} {when}")


def _span(option: str, text: str, horizon: Horizon, faults: list[Fault]) -> Span | None:
    """`2026-10-21..2026-10-22`, each with a time or without; one date alone is that whole date."""
    first, _dots, last = half_width(text).partition(BETWEEN)
    try:
        start, end = moment(first.strip()), moment((last or first).strip())
    except ValueError:
        expected = _("dates such as 2026-10-21..2026-10-22, or with times: 2026-10-21 15:00..2026-10-22 12:00")
        faults.append(Fault(option, f"'{text}'", expected))
        return None
    span = Span(minute_of(start, horizon), minute_of(end, horizon) + MINUTES_A_DAY * (not _timed(end)))
    if span.start >= span.end:
        faults.append(Fault(option, f"'{text}'", _("an end after the start")))
        return None
    if not span.overlap(Span(0, (horizon.days + 1) * MINUTES_A_DAY)):
        faults.append(Fault(option, f"'{text}'", _dates_of(horizon)))
        return None
    return span


def _timed(value: dt.date) -> bool:
    return isinstance(value, dt.datetime)


def minute_of(value: dt.date, horizon: Horizon) -> int:
    """The minute of a moment; of a date its 00:00."""
    if isinstance(value, dt.datetime):
        return horizon.minute(value)
    return horizon.day(value) * MINUTES_A_DAY


def _dates_of(horizon: Horizon) -> str:
    first, last = horizon.date(0), horizon.date(horizon.days - 1)
    return _("dates that the roster has: {first} to {last}").format(first=first, last=last)


def _demand(words: tuple[str, str, str, str, str], problem: Problem, faults: list[Fault]) -> Iterable[DemandLine]:
    """Units beyond what is asked for: in each stretch of the hours, more than the lines there ask for together."""
    option = "--add-demand"
    kind, where, dates, times, number = (half_width(word).strip() for word in words)
    before = len(faults)
    if kind not in problem.kind:
        faults.append(Fault(option, f"'{kind}'", _("a unit kind: {kinds}").format(kinds=", ".join(problem.kind))))
    places = () if where in ("", "-") else tuple(where.split(";"))
    for place in places:
        if place not in problem.site and place not in {zone.id for zone in problem.zones}:
            faults.append(Fault(option, f"'{place}'", _("zones or sites with ; between, or - for anywhere")))
    days = _days(option, dates, problem.horizon, faults)
    window = _window(option, times, problem, faults)
    if not number.isdecimal() or not 1 <= int(number) <= 99:
        faults.append(Fault(option, f"'{number}'", _("a number of units from 1 to 99")))
    if len(faults) > before or window is None:
        return
    for date in days:
        for piece in _pieces(window, date, problem):
            asked, priority = _asked(kind, places, piece, date, problem)
            total = asked + int(number)
            yield DemandLine("added", kind, places, piece, frozenset({date}), total, 0, total, priority)


def _days(option: str, text: str, horizon: Horizon, faults: list[Fault]) -> range:
    first, _dots, last = text.partition(BETWEEN)
    try:
        days = range(horizon.day(day(first.strip())), horizon.day(day((last or first).strip())) + 1)
    except ValueError:
        faults.append(Fault(option, f"'{text}'", _("dates such as 2026-10-21..2026-10-22, or one date")))
        return range(0)
    if not days or days[0] < 0 or days[-1] >= horizon.days:
        faults.append(Fault(option, f"'{text}'", _dates_of(horizon)))
    return days


def _window(option: str, text: str, problem: Problem, faults: list[Fault]) -> Window | None:
    start, _dash, end = text.partition("-")
    try:
        window = hours(clock(start.strip()), clock(end.strip()))
    except ValueError:
        faults.append(Fault(option, f"'{text}'", _("hours such as 18:00-02:00")))
        return None
    if window.start < problem.settings.day_start:
        window = Window(window.start + MINUTES_A_DAY, window.end + MINUTES_A_DAY)
    if window.end > problem.settings.day_start + MINUTES_A_DAY:
        end_of_day = problem.settings.day_start % MINUTES_A_DAY
        expected = _("hours within one roster day, which ends at {hour:02d}:{minute:02d}")
        faults.append(Fault(option, f"'{text}'", expected.format(hour=end_of_day // 60, minute=end_of_day % 60)))
        return None
    return window


def _pieces(window: Window, date: int, problem: Problem) -> list[Window]:
    """The window cut where what is asked for changes."""
    offset = date * MINUTES_A_DAY
    cuts = {window.start, window.end}
    cuts |= {slot.start - offset for slot in problem.slots_of_day.get(date, ())}
    inside = sorted(cut for cut in cuts if window.start <= cut <= window.end)
    return [Window(start, end) for start, end in pairwise(inside)]


def _asked(kind: str, places: tuple[str, ...], window: Window, date: int, problem: Problem) -> tuple[int, int | None]:
    """How many units the table's lines ask for there together, and their highest priority."""
    zones = {problem.zone_of(place) for place in places}

    def inside(line: DemandLine) -> bool:
        return bool(line.places) and all(p in places or problem.zone_of(p) in zones for p in line.places)

    lines = [
        line
        for line in problem.lines
        if line.kind == kind
        and not (line.a_day and problem.placed(kind))
        and date in line.days
        and line.window.on(date).overlap(window.on(date))
    ]
    here = [line for line in lines if not places or set(line.places) == set(places) or inside(line)]
    apart, total = set[str](), 0
    for line in sorted(here, key=lambda line: (-line.minimum, len(line.places))):
        if line.places and apart.isdisjoint(line.places):
            apart.update(line.places)
            total += line.minimum
    priorities = [line.priority for line in lines if line.priority]
    return max([total, *(line.minimum for line in here)]), min(priorities, default=None)


def in_force(problem: Problem, disruption: Disruption, rulebook: Rulebook) -> Problem:
    """The problem with what came between."""
    if not disruption:
        return problem
    changed = pose(with_disruption(problem, disruption), rulebook)
    assert isinstance(changed, Problem)
    return changed


def packed(disruption: Disruption) -> dict[str, Any]:
    """As JSON; minutes count from the roster's first date."""
    return {
        "absences": [_told(absence) for absence in disruption.absences],
        "vehicles": [_told(absence) for absence in disruption.vehicles],
        "demand": [
            [d.kind, list(d.places), *d.window, sorted(d.days), d.minimum, d.priority] for d in disruption.demand
        ],
        "cuts": [[*cut.unit, cut.minute] for cut in disruption.cuts],
    }


def _told(absence: Absence) -> list[object]:
    return [absence.id, absence.kind, *absence.span, absence.source, *([True] if absence.hours_only else [])]


def unpacked(content: dict[str, Any]) -> Disruption:
    """The disruption that `packed` packed."""

    def absences(name: str) -> tuple[Absence, ...]:
        return tuple(Absence(who, kind, Span(start, end), *said) for who, kind, start, end, *said in content[name])

    lines = [
        DemandLine("added", kind, tuple(places), Window(start, end), frozenset(days), least, 0, least, priority)
        for kind, places, start, end, days, least, priority in content["demand"]
    ]
    cuts = tuple(Cut(UnitId(day, shift, label), minute) for day, shift, label, minute in content.get("cuts", ()))
    return Disruption(absences("absences"), absences("vehicles")) + Disruption(demand=tuple(lines), cuts=cuts)
