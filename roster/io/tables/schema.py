"""The one visible list of tables, in the order in which people fill them in, and a brigade's rows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roster.io.places import real
from roster.io.tables import (
    absences,
    accounts,
    before,
    calendar,
    demand,
    fixed,
    guests,
    history,
    officers,
    pay,
    requests,
    routes,
    settings,
    shift_codes,
    shifts,
    sites,
    travel,
    units,
    vehicles,
    worked,
    zones,
)
from roster.io.tables.names import Names
from roster.io.tables.sources import WORKBOOK
from roster.io.tables.table import TableRow

TABLES: tuple[type[TableRow], ...] = (
    settings.Row,
    officers.Row,
    vehicles.Row,
    zones.Row,
    sites.Row,
    routes.Row,
    travel.Row,
    shifts.Row,
    units.Row,
    demand.Row,
    absences.Row,
    requests.Row,
    fixed.Row,
    guests.Row,
    calendar.Row,
    history.Row,
    before.Row,
    worked.Row,
    pay.Row,
    accounts.Row,
    shift_codes.Row,
)


@dataclass(frozen=True)
class Tables:
    """A brigade's rows, validated; each knows its place. Optional tables may be empty."""

    path: Path
    settings: settings.Row
    officers: tuple[officers.Row, ...]
    shifts: tuple[shifts.Row, ...]
    units: tuple[units.Row, ...]
    demand: tuple[demand.Row, ...]
    vehicles: tuple[vehicles.Row, ...] = ()
    zones: tuple[zones.Row, ...] = ()
    sites: tuple[sites.Row, ...] = ()
    routes: tuple[routes.Row, ...] = ()
    travel: tuple[travel.Row, ...] = ()
    absences: tuple[absences.Row, ...] = ()
    requests: tuple[requests.Row, ...] = ()
    fixed: tuple[fixed.Row, ...] = ()
    guests: tuple[guests.Row, ...] = ()
    calendar: tuple[calendar.Row, ...] = ()
    history: tuple[history.Row, ...] = ()
    before: tuple[before.Row, ...] = ()
    worked: tuple[worked.Row, ...] = ()
    pay: tuple[pay.Row, ...] = ()
    accounts: tuple[accounts.Row, ...] = ()
    shift_codes: tuple[shift_codes.Row, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file read, by its name."""
    names: Names = field(default_factory=dict)
    """What a rulebook may name."""
    ignored: tuple[str, ...] = ()
    """Sheets or CSV files that are no table."""

    @property
    def name(self) -> str:
        """What the brigade is called in file names: the folder's name, or that of a workbook with a name of its own."""
        path = real(self.path)
        if path.suffix.lower() != ".xlsx":
            return path.name
        return path.parent.name if path.name.lower() == WORKBOOK else path.stem
