"""Supply against demand: who and what is there on each date and shift, and how much is asked for at the least.

Plain arithmetic, before any search. *Available* on a shift is everybody without an absence in its hours; one person
counts on every shift of a date, so the line of the whole date, on which a person counts once, is the one that tells.
*Asked* is the least number of units that meets the minima of the demand lines: through the hours in order, whatever
is missing is added on the shift that lasts longest. Rest, hours and days off are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from roster.domain.clock import Span
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.service import DemandLine, Slot, UnitKind
from roster.i18n import _
from roster.io.tables.text import text_width

ShiftStart = tuple[int, str]
"""Day and shift code."""


class Count(NamedTuple):
    """People and vehicles; a permit holder is sworn, a driver has a licence that one of the vehicles asks for."""

    heads: int = 0
    sworn: int = 0
    permits: int = 0
    drivers: int = 0
    vehicles: int = 0


@dataclass(frozen=True)
class Supply:
    """What is there and what is asked for on one date and shift; with an empty shift, on the whole date.

    The vehicles of a whole date are those of the hours in which the fewest are to spare.
    """

    day: int
    date: date
    shift: str
    available: Count
    asked: Count

    @property
    def missing(self) -> Count:
        return Count(*(max(0, asked - there) for asked, there in zip(self.asked, self.available, strict=True)))


def supply(problem: Problem) -> tuple[Supply, ...]:
    """A line for each date and shift on which anything is asked for, then one for the whole date."""
    units = least_units(problem)
    lines: list[Supply] = []
    for day in problem.horizon.range:
        shifts = [shift for shift in problem.shifts if units.get((day, shift.code))]
        for shift in shifts:
            span = shift.span(day)
            available = _people(problem, [span])._replace(vehicles=_vehicles(problem, span))
            asked = _asked(problem, units[day, shift.code])
            lines.append(Supply(day, problem.date(day), shift.code, available, asked))
        asked = _sum(line.asked for line in lines if line.day == day)
        people = _people(problem, [shift.span(day) for shift in shifts or problem.shifts])
        there, used = _tightest(problem, day, units)
        lines.append(Supply(day, problem.date(day), "", people._replace(vehicles=there), asked._replace(vehicles=used)))
    return tuple(lines)


def least_units(problem: Problem) -> dict[ShiftStart, dict[str, int]]:
    """The least number of units of each kind on each date and shift that meets every minimum at once.

    Demand that no shift covers is left out.
    """
    units: dict[ShiftStart, dict[str, int]] = {}

    def add(start: ShiftStart, kind: str, number: int) -> None:
        counts = units.setdefault(start, {})
        counts[kind] = counts.get(kind, 0) + number

    for kind in problem.kinds:
        lines = [line for line in problem.lines if line.kind == kind.code and line.minimum]
        codes = kind.shifts or problem.line_shifts
        if not problem.placed(kind.code):
            for line in lines:
                for day in sorted(line.days):
                    window = line.window.on(day)
                    fitting = [code for code in codes if problem.shift[code].span(day).overlap(window)]
                    have = units.get((day, fitting[0]), {}).get(kind.code, 0) if fitting else 0
                    if fitting and line.minimum > have:
                        add((day, fitting[0]), kind.code, line.minimum - have)
            continue
        for slot in problem.slots:
            asked = _at_once([line for line in lines if problem.asks(line, slot)])
            covering = _covering(problem, slot, codes)
            have = sum(units.get(start, {}).get(kind.code, 0) for start in covering)
            if asked > have and covering:
                latest = max(covering, key=lambda start: problem.shift[start[1]].span(start[0]).end)
                add(latest, kind.code, asked - have)
    return units


def _at_once(lines: list[DemandLine]) -> int:
    """Units that lines of one kind ask for together; a unit at a place that two of them name counts for both."""
    total = 0
    counted: list[tuple[set[str], int]] = []
    for line in sorted(lines, key=lambda line: (not line.places, len(line.places))):
        places = set(line.places)
        already = sum(number for known, number in counted if not places or known & places)
        more = max(0, line.minimum - already)
        if more:
            counted.append((places, more))
            total += more
    return total


def _covering(problem: Problem, slot: Slot, codes: Iterable[str]) -> list[ShiftStart]:
    """The shifts, of the horizon, that cover a slot whole."""
    return [start for start in problem.starts_covering(slot, codes) if start[0] in problem.horizon.range]


def _asked(problem: Problem, units: dict[str, int]) -> Count:
    return _sum(
        Count(*(number * part for part in _unit(problem, problem.kind[kind]))) for kind, number in units.items()
    )


def _unit(problem: Problem, kind: UnitKind) -> Count:
    """What one full unit of a kind takes."""
    armed = kind.composition.get("armed", 0)
    usable = [vehicle for vehicle in problem.vehicles if vehicle.kind in kind.vehicle_kinds]
    driven = bool(usable) and all(vehicle.licence for vehicle in usable)
    return Count(
        heads=kind.crew,
        sworn=max(kind.composition.get("sworn", 0), armed),
        permits=armed,
        drivers=max(kind.composition.get("driver", 0), int(driven)),
        vehicles=int(bool(kind.vehicle_kinds)),
    )


def _people(problem: Problem, spans: list[Span]) -> Count:
    """Everybody who could work at least one of the spans."""
    licences = {vehicle.licence for vehicle in problem.vehicles if vehicle.licence} | {"driver"}
    there = [o for o in problem.officers if any(problem.absent(o.id, span) is None for span in spans)]

    def sworn(officer: Officer) -> bool:
        return officer.category == "sworn"

    return Count(
        heads=len(there),
        sworn=sum(map(sworn, there)),
        permits=sum(sworn(officer) and "armed" in officer.qualifications for officer in there),
        drivers=sum(not licences.isdisjoint(officer.qualifications) for officer in there),
    )


def _vehicles(problem: Problem, span: Span) -> int:
    """Vehicles of any use to a unit that are not in maintenance."""
    wanted = {kind for unit in problem.kinds for kind in unit.vehicle_kinds}
    away = {absence.id for absence in problem.maintenance if absence.span.overlap(span)}
    return sum(vehicle.kind in wanted and vehicle.id not in away for vehicle in problem.vehicles)


def _tightest(problem: Problem, day: int, units: dict[ShiftStart, dict[str, int]]) -> tuple[int, int]:
    """Vehicles there and in use in the slot of a day in which the fewest are to spare."""
    found = [
        (_vehicles(problem, slot.span), _in_use(problem, slot, units)) for slot in problem.slots_of_day.get(day, ())
    ]
    return min(found, key=lambda pair: pair[0] - pair[1], default=(0, 0))


def _in_use(problem: Problem, slot: Slot, units: dict[ShiftStart, dict[str, int]]) -> int:
    starts = _covering(problem, slot, problem.shift_codes)
    return sum(_asked(problem, units.get(start, {})).vehicles for start in starts)


def _sum(counts: Iterable[Count]) -> Count:
    return Count(*(sum(column) for column in zip(Count(), *counts, strict=True)))


def supply_lines(problem: Problem) -> Iterator[str]:
    """The comparison as lines of text: available and asked, with an exclamation mark where it is short."""
    yield _("supply against demand: there / asked at the least; ! where it is short")
    header = [_("date"), _("shift"), _("heads"), _("sworn"), _("permits"), _("drivers"), _("vehicles")]
    rows = [header]
    for line in supply(problem):
        figures = zip(line.available, line.asked, line.missing, strict=True)
        cells = [f"{there}/{asked}" + ("!" if missing else "") for there, asked, missing in figures]
        rows.append([line.date.isoformat(), line.shift or _("all"), *cells])
    widths = [max(text_width(row[column]) for row in rows) for column in range(len(header))]
    for row in rows:
        padded = [cell + " " * (width - text_width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(padded).rstrip()
