"""The table `routes`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from roster.domain.places import Route
from roster.domain.travel import straight_km
from roster.i18n import N_
from roster.io.tables.cells import ID, IDS, TEXT, column, decimal
from roster.io.tables.sites import LATITUDE, LONGITUDE
from roster.io.tables.table import TableRow

TITLE = N_("routes")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("Street segments that must be patrolled.")
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, ID] = column(N_("id"), N_("identifies the route"), example="R1")
    name: Annotated[str, TEXT] = column(
        N_("name"), N_("the route's name"), "", example="Station road", empty=N_("the id")
    )
    zones: Annotated[tuple[str, ...], IDS] = column(
        N_("zones"), N_("the zones it runs through"), example="Z1;Z2", refers=("zones",)
    )
    start_latitude: Annotated[float, LATITUDE] = column(
        N_("start_latitude"), N_("where it begins, north"), example="35.4769", unit=N_("degrees")
    )
    start_longitude: Annotated[float, LONGITUDE] = column(
        N_("start_longitude"), N_("where it begins, east"), example="110.4419", unit=N_("degrees")
    )
    end_latitude: Annotated[float, LATITUDE] = column(
        N_("end_latitude"), N_("where it ends, north"), example="35.4801", unit=N_("degrees")
    )
    end_longitude: Annotated[float, LONGITUDE] = column(
        N_("end_longitude"), N_("where it ends, east"), example="110.4602", unit=N_("degrees")
    )
    km: Annotated[float | None, decimal(0.01, 500)] = column(
        N_("km"),
        N_("length"),
        None,
        example="2.4",
        unit="km",
        empty=N_("the straight line times the setting detour_factor"),
    )

    def route(self, detour: float) -> Route:
        """The route; its length, where none is given, is the straight line times `detour`."""
        start, end = (self.start_latitude, self.start_longitude), (self.end_latitude, self.end_longitude)
        km = self.km if self.km is not None else straight_km(start, end) * detour
        return Route(self.id, self.name or self.id, self.zones, start, end, km)
