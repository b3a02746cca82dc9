"""The table `vehicles`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from roster.domain.places import Vehicle
from roster.i18n import N_
from roster.io.tables.cells import ID, TEXT, YES_NO, code, column, whole
from roster.io.tables.table import TableRow
from roster.io.tables.words import QUALIFICATIONS

TITLE = N_("vehicles")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("The brigade's vehicles.")
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, ID] = column(N_("id"), N_("identifies the vehicle; text for ever"), example="V1")
    name: Annotated[str, TEXT] = column(N_("name"), N_("name or number plate"), "", example="Car 1", empty=N_("the id"))
    kind: Annotated[str, ID] = column(
        N_("kind"), N_("kind of vehicle, a word of your own that the table units uses"), example="patrol_car"
    )
    seats: Annotated[int, whole(1, 99)] = column(
        N_("seats"), N_("seats, the driver's included"), example="5", unit=N_("people")
    )
    lights: Annotated[bool, YES_NO] = column(N_("lights"), N_("has a light bar"), True, example="yes")
    licence: Annotated[str, code(QUALIFICATIONS, offered=False)] = column(
        N_("licence"),
        N_("the qualification that its driver must have"),
        "",
        example="driver",
        empty=N_("nobody needs one"),
    )

    def vehicle(self) -> Vehicle:
        return Vehicle(self.id, self.name or self.id, self.kind, self.seats, self.lights, self.licence)
