"""The sheet `Itinerary`: one row per stop of a crew, a contract with map systems (docs/itinerary-sheet.md)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.ids import CrewId
from roster.domain.itinerary import ROUTE, Stop
from roster.domain.outcome import Outcome
from roster.io.printing import page
from roster.io.sheets.flat import write_rows

TITLE = "Itinerary"


class ItineraryRow(NamedTuple):
    """One crew at one place; the fields are the header, in order."""

    date: dt.date
    unit: str
    unit_kind: str
    arrive: dt.datetime
    leave: dt.datetime
    place: str
    place_kind: str
    mode: str
    vehicle_id: str


HEADER = ItineraryRow._fields


def unit_text(crew: CrewId) -> str:
    """Shift and label, which name one crew of a date: `E/car-Z1`."""
    return f"{crew.shift}/{crew.label}"


def write(sheet: Worksheet, outcome: Outcome) -> None:
    write_rows(sheet, HEADER, rows(outcome))
    page(sheet, outcome.problem.settings.name, title_rows="1:1")


def rows(outcome: Outcome) -> list[ItineraryRow]:
    """Every stop of every crew, by date, unit and time; none without a patrol plan."""
    planned = outcome.patrols.planned
    if planned is None:
        return []
    moment, crews = outcome.problem.horizon.moment, planned.patrol.crew
    found = [
        ItineraryRow(
            outcome.problem.date(crew.day),
            unit_text(crew),
            crews[crew].kind,
            moment(stop.arrive),
            moment(stop.leave),
            stop.place,
            stop.kind,
            stop.mode,
            crews[crew].crew.vehicle,
        )
        for crew, stop in planned.plan.all_stops()
    ]
    return sorted(found, key=lambda row: (row.date, row.unit, row.arrive))


def directions(outcome: Outcome) -> list[list[object]]:
    """For each crew on routes, by stop, at which end of its route it begins and ends: `se`, two letters a stop.

    `s` is the start, `e` the end, `-` a stop elsewhere. The sheet itself does not tell.
    """
    stops = outcome.patrols.planned.plan.stops if outcome.patrols.planned else {}
    return [[*crew, "".join(map(_letters, own))] for crew, own in stops.items() if any(s.kind == ROUTE for s in own)]


def _letters(stop: Stop) -> str:
    if stop.kind != ROUTE:
        return "--"
    return "".join(point.rpartition(":")[2][:1] for point in (stop.begins, stop.ends))


def directed(stops: tuple[Stop, ...], letters: str) -> tuple[Stop, ...] | None:
    """Stops with the ends of routes as `directions` tells them; None where it tells of other stops."""
    ends = {"s": ":start", "e": ":end"}
    if len(letters) != 2 * len(stops):
        return None
    found = []
    for number, stop in enumerate(stops):
        pair = letters[2 * number : 2 * number + 2]
        if (stop.kind == ROUTE) != (pair != "--") or not set(pair) <= {*ends, "-"}:
            return None
        if stop.kind == ROUTE:
            stop = stop._replace(begins=stop.place + ends[pair[0]], ends=stop.place + ends[pair[1]])
        found.append(stop)
    return tuple(found)
