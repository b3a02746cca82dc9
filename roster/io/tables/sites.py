"""The table `sites`."""

from __future__ import annotations

from typing import Annotated, ClassVar

from roster.domain.clock import Window
from roster.domain.places import Site
from roster.i18n import N_
from roster.io.tables.cells import HOURS, ID, TEXT, YES_NO, choice, column, decimal, whole
from roster.io.tables.table import TableRow

TITLE = N_("sites")

KINDS = {
    N_("stationing_point"): ("屯警点",),
    N_("guard_post"): ("值守点",),
    N_("checkpoint"): ("必到点",),
    N_("quick_reaction_point"): ("快反点",),
    N_("publicity_point"): ("宣防点",),
}
LATITUDE, LONGITUDE = decimal(-90, 90), decimal(-180, 180)


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "Points on the map: stationing points, guard posts, checkpoints, quick-reaction and publicity points."
    )
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, ID] = column(N_("id"), N_("identifies the site; no zone may have the same"), example="P1")
    name: Annotated[str, TEXT] = column(
        N_("name"), N_("the site's name"), "", example="Market square", empty=N_("the id")
    )
    kind: Annotated[str, choice(KINDS)] = column(N_("kind"), N_("what the site is for"), example="guard_post")
    zone: Annotated[str, ID] = column(N_("zone"), N_("the zone it lies in"), example="Z1", refers=("zones",))
    latitude: Annotated[float, LATITUDE] = column(
        N_("latitude"), N_("how far it lies north of the equator"), example="35.4769", unit=N_("degrees")
    )
    longitude: Annotated[float, LONGITUDE] = column(
        N_("longitude"), N_("how far it lies east of Greenwich"), example="110.4419", unit=N_("degrees")
    )
    tier_minutes: Annotated[int | None, whole(1, 120)] = column(
        N_("tier_minutes"),
        N_("within how long a unit should reach it: 1 core, 3 urban, 5 elsewhere"),
        None,
        example="3",
        unit=N_("minutes"),
        empty=N_("no wish"),
    )
    opening_hours: Annotated[Window | None, HOURS] = column(
        N_("opening_hours"), N_("when it can be visited"), None, example="07:00-23:00", empty=N_("always")
    )

    hot_hours: Annotated[Window | None, HOURS] = column(
        N_("hot_hours"),
        N_("when it is lively and needs extra presence: bars, food stalls, a night market"),
        None,
        example="18:00-02:00",
        empty=N_("never"),
    )
    meals: Annotated[bool, YES_NO] = column(
        N_("meals"),
        N_("crews of its zone take their meal break there; in a zone without such a site wherever they wait"),
        False,
        example="no",
    )
    fuel: Annotated[bool, YES_NO] = column(N_("fuel"), N_("cars can refuel there"), False, example="no")

    def site(self) -> Site:
        return Site(
            self.id,
            self.name or self.id,
            self.kind,
            self.zone,
            self.latitude,
            self.longitude,
            self.tier_minutes,
            self.opening_hours,
            self.hot_hours,
            self.meals,
            self.fuel,
        )
