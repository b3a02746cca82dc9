"""Names that a brigade's tables define, for the rulebook to be held against; also where the tables have faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roster.domain.errors import Fault, InputError
from roster.io.tables import calendar, officers, routes, shifts, sites, units, vehicles, zones
from roster.io.tables.rows import Reading
from roster.io.tables.words import DAY_TYPES, QUALITIES

Names = Mapping[str, set[str]]
"""Kind of thing (officer, squad, contract, qualification, zone, site, place, shift, day_type, ...) to its names."""

KEYS = {"officer": officers, "zone": zones, "site": sites, "route": routes, "unit_kind": units, "shift": shifts}


class TablesError(InputError):
    """Tables with faults, and the names that could be read all the same."""

    def __init__(self, faults: Iterable[Fault], names: Names) -> None:
        super().__init__(faults)
        self.names = names


def names_in(readings: Mapping[str, Reading]) -> Names:
    """The names of each kind; a kind is left out where a table that defines it could not be read to the end."""
    keys = {kind: readings[table.TITLE].keys for kind, table in KEYS.items()}
    names = {kind: set(known) for kind, known in keys.items() if known is not None}
    if "zone" in names and "site" in names:
        names["place"] = names["zone"] | names["site"]
    if not _broken(readings, officers.TITLE):
        people = [row for row in readings[officers.TITLE].rows if isinstance(row, officers.Row)]
        names["squad"] = {row.squad for row in people} - {""}
        names["contract"] = {row.contract for row in people} - {""}
    if not _broken(readings, officers.TITLE, vehicles.TITLE, units.TITLE):
        names["qualification"] = set(QUALITIES)
        for title in (officers.TITLE, vehicles.TITLE, units.TITLE):
            for row in readings[title].rows:
                names["qualification"].update(_qualifications(row))
    if not _broken(readings, calendar.TITLE):
        own = {row.day_type for row in readings[calendar.TITLE].rows if isinstance(row, calendar.Row)}
        names["day_type"] = {*DAY_TYPES, *own}
    return names


def _qualifications(row: object) -> Iterable[str]:
    if isinstance(row, officers.Row):
        return row.qualifications
    if isinstance(row, units.Row):
        return row.composition
    return {row.licence} - {""} if isinstance(row, vehicles.Row) else ()


def _broken(readings: Mapping[str, Reading], *titles: str) -> bool:
    return any(readings[title].faults or readings[title].keys is None for title in titles)
