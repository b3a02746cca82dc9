"""The sheet `Itinerary`: one row per stop of a crew, a contract with map systems (docs/itinerary-sheet.md)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.itinerary import CrewId
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
    return f"{crew[1]}/{crew[2]}"


def write(sheet: Worksheet, outcome: Outcome) -> None:
    write_rows(sheet, HEADER, rows(outcome))
    page(sheet, outcome.problem.settings.name, title_rows="1:1")


def rows(outcome: Outcome) -> list[ItineraryRow]:
    """Every stop of every crew, by date, unit and time; none without a patrol plan."""
    planned = outcome.planned
    if planned is None:
        return []
    moment, crews = outcome.problem.horizon.moment, planned.patrol.crew
    found = [
        ItineraryRow(
            outcome.problem.date(crew[0]),
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
