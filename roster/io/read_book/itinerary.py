"""The patrol plan as the sheet `Itinerary` tells it, also one that was edited by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import product

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from roster.domain.errors import Fault, InputError
from roster.domain.ids import CrewId
from roster.domain.itinerary import FOOT, ROUTE, STATIC, Itinerary, Plan, Stop
from roster.domain.patrol import Patrol
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.travel import Travel, route_ends
from roster.i18n import _
from roster.io.sheets import itinerary

NONE: Mapping[CrewId, str] = {}
MOMENTS = ("date", "arrive", "leave")


def read_plan(
    book: Workbook, file: str, problem: Problem, roster: Roster, directions: Mapping[CrewId, str] = NONE
) -> Plan | None:
    """The itineraries of the crews that the roster still has; None for a workbook without a patrol plan.

    The ends of routes are as `directions` has them, where the stops are those that it tells of.
    Raises InputError with every cell that cannot be read.
    """
    if itinerary.TITLE not in book.sheetnames or book[itinerary.TITLE].max_row < 2:
        return None
    sheet, faults = book[itinerary.TITLE], list[Fault]()
    columns = {str(cell.value or ""): number for number, cell in enumerate(sheet[1], 1)}
    missing = [name for name in itinerary.HEADER if name not in columns]
    if missing:
        found = _("no column {columns}").format(columns=", ".join(missing))
        expected = _("the columns {columns}").format(columns=", ".join(itinerary.HEADER))
        raise InputError([Fault(f"{file} {itinerary.TITLE}!1:1", found, expected)])
    stops: dict[CrewId, list[Stop]] = {}
    for row in range(2, sheet.max_row + 1):
        values = {name: sheet.cell(row, columns[name]).value for name in itinerary.HEADER}
        if all(value is None for value in values.values()):
            continue
        wrong = [name for name in MOMENTS if not isinstance(values[name], dt.datetime)]
        for name in wrong:
            place = f"{file} {itinerary.TITLE}!{get_column_letter(columns[name])}{row} ({name})"
            faults.append(Fault(place, f"'{values[name] or ''}'", _("a real date")))
        if not wrong:
            crew, stop = _stop(values, problem)
            stops.setdefault(crew, []).append(stop)
    if faults:
        raise InputError(faults)
    patrol = Patrol(problem, roster, problem.horizon.days * 24 * 60)
    return Plan(
        tuple(
            Itinerary(crew, _with_ends(sorted(stops[crew], key=lambda stop: stop.arrive), patrol, crew, directions))
            for crew in sorted(stops)
            if crew in patrol.crew
        )
    )


def _stop(values: Mapping[str, object], problem: Problem) -> tuple[CrewId, Stop]:
    date, arrive, leave = (value for value in (values[name] for name in MOMENTS) if isinstance(value, dt.datetime))
    shift, _slash, label = str(values["unit"] or "").partition("/")
    place, kind, mode = (str(values[name] or "") for name in ("place", "place_kind", "mode"))
    minute = problem.horizon.minute
    crew = CrewId(problem.horizon.day(date.date()), shift, label)
    return crew, Stop(minute(arrive), minute(leave), place, kind, mode, place, place)


def _with_ends(stops: list[Stop], patrol: Patrol, crew: CrewId, directions: Mapping[CrewId, str]) -> tuple[Stop, ...]:
    return itinerary.directed(tuple(stops), directions.get(crew, "")) or _ends(stops, patrol, crew)


def _ends(stops: list[Stop], patrol: Patrol, crew: CrewId) -> tuple[Stop, ...]:
    """The stops with the ends of routes: those by which the crew has the shortest ways."""
    travel, mode = patrol.travel, patrol.crew[crew].mode
    best: dict[str, tuple[float, tuple[Stop, ...]]] = {"": (0.0, ())}
    for stop in stops:
        longer: dict[str, tuple[float, tuple[Stop, ...]]] = {}
        for begins, ends in _directions(stop, patrol, mode):
            for at, (minutes, before) in best.items():
                late = _late(at, begins, before, stop, travel, mode)
                if ends not in longer or minutes + late < longer[ends][0]:
                    longer[ends] = (minutes + late, (*before, stop._replace(begins=begins, ends=ends)))
        best = longer
    return min(best.values(), key=lambda pair: pair[0])[1]


def _late(at: str, begins: str, before: tuple[Stop, ...], stop: Stop, travel: Travel, mode: str) -> float:
    """Minutes by which a way is too long for the time that there is, and a little for its length."""
    if not before:
        return 0.0
    needed = travel.whole(at, begins, mode, before[-1].leave)
    return max(0, needed - (stop.arrive - before[-1].leave)) + needed / 1000


def _directions(stop: Stop, patrol: Patrol, mode: str) -> list[tuple[str, str]]:
    if stop.kind != ROUTE or stop.place not in patrol.route:
        return [(stop.place, stop.place)]
    ends = route_ends(patrol.route[stop.place])
    there_and_back = stop.mode == STATIC or (stop.mode == FOOT and mode != FOOT)
    return [(one, other) for one, other in product(ends, ends) if (one == other) == there_and_back]
