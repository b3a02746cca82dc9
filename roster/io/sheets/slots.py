"""The sheet `Slots`: one row per crew and slot, a contract with map and command systems (docs/slots-sheet.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, crew_labels
from roster.io.printing import page
from roster.io.sheets.flat import write_rows

TITLE = "Slots"


class SlotRow(NamedTuple):
    """Where one crew is in one slot; the fields are the header, in order."""

    date: dt.date
    slot_start: dt.datetime
    slot_end: dt.datetime
    shift_code: str
    unit: str
    unit_kind: str
    zone: str
    site: str
    mode: str
    lights: bool
    vehicle_id: str


HEADER = SlotRow._fields


def write(sheet: Worksheet, outcome: Outcome) -> None:
    write_rows(sheet, HEADER, rows(outcome.problem, outcome.roster))
    page(sheet, outcome.problem.settings.name, title_rows="1:1")


def rows(problem: Problem, roster: Roster) -> list[SlotRow]:
    """Every stand of every crew, by time and unit; a crew that stands nowhere has one row for its whole shift."""
    found = (
        row
        for label, crew in zip(crew_labels(roster), roster.crews, strict=True)
        for row in _rows(problem, label, crew)
    )
    return sorted(found, key=lambda row: (row.slot_start, row.date, row.unit_kind, row.unit))


def _rows(problem: Problem, label: str, crew: Crew) -> Iterator[SlotRow]:
    unit, moment = crew.unit, problem.horizon.moment
    date, kind = problem.date(unit.day), problem.kind[unit.kind]
    for slot, zone, site, mode, lights in crew.stands:
        start, end = moment(slot.start), moment(slot.end)
        yield SlotRow(
            date, start, end, problem.shift[unit.shift].whole, label, unit.kind, zone, site, mode, lights, crew.vehicle
        )
    if not crew.stands:
        span = problem.shift[unit.shift].span(unit.day)
        start, end = moment(span.start), moment(span.end)
        yield SlotRow(
            date, start, end, problem.shift[unit.shift].whole, label, unit.kind, "", "", kind.mode, False, crew.vehicle
        )
