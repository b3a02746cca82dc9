"""The table `zones`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from roster.domain.places import Zone
from roster.i18n import N_
from roster.io.tables.cells import ID, TEXT, column
from roster.io.tables.table import TableRow

TITLE = N_("zones")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("The patrol districts.")
    required: ClassVar[bool] = True
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, ID] = column(N_("id"), N_("identifies the zone; no site may have the same"), example="Z1")
    name: Annotated[str, TEXT] = column(N_("name"), N_("the zone's name"), "", example="Old town", empty=N_("the id"))

    def zone(self) -> Zone:
        return Zone(self.id, self.name or self.id)
