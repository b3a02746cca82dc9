"""The one visible list of tables, in the order in which people fill them in."""

from __future__ import annotations

from roster.io.tables import (
    absences,
    calendar,
    demand,
    fixed,
    history,
    officers,
    requests,
    routes,
    settings,
    shifts,
    sites,
    units,
    vehicles,
    zones,
)
from roster.io.tables.table import TableRow

TABLES: tuple[type[TableRow], ...] = (
    settings.Row,
    officers.Row,
    vehicles.Row,
    zones.Row,
    sites.Row,
    routes.Row,
    shifts.Row,
    units.Row,
    demand.Row,
    absences.Row,
    requests.Row,
    fixed.Row,
    calendar.Row,
    history.Row,
)
