"""The table `zones`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.domain.places import Zone
from roster.i18n import N_, _
from roster.io.tables.cells import ID, TEXT, column, decimal
from roster.io.tables.table import Oddity, TableRow

TITLE = N_("zones")
LATITUDE, LONGITUDE = decimal(-90, 90), decimal(-180, 180)


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("The patrol districts.")
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, ID] = column(N_("id"), N_("identifies the zone; no site may have the same"), example="Z1")
    name: Annotated[str, TEXT] = column(N_("name"), N_("the zone's name"), "", example="Old town", empty=N_("the id"))
    latitude: Annotated[float | None, LATITUDE] = column(
        N_("latitude"),
        N_("how far the zone's middle lies north of the equator, from which ways to and from the zone are reckoned"),
        None,
        example="35.4769",
        unit=N_("degrees"),
        empty=N_("the middle of its sites, else of its routes"),
    )
    longitude: Annotated[float | None, LONGITUDE] = column(
        N_("longitude"),
        N_("how far the zone's middle lies east of Greenwich"),
        None,
        example="110.4419",
        unit=N_("degrees"),
        empty=N_("the middle of its sites, else of its routes"),
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.latitude is None and self.longitude is not None:
            yield Oddity("latitude", _("an empty cell beside a longitude"), _("both or neither"))
        if self.longitude is None and self.latitude is not None:
            yield Oddity("longitude", _("an empty cell beside a latitude"), _("both or neither"))

    def zone(self) -> Zone:
        return Zone(self.id, self.name or self.id, self.latitude, self.longitude)
