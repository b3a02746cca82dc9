"""The table `guests`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from roster.domain.clock import Horizon
from roster.domain.service import Guest
from roster.i18n import N_
from roster.io.tables.cells import CLOCK, DATE, ID, SHIFT_END, TEXT, column
from roster.io.tables.table import TableRow
from roster.io.tables.times import hours

TITLE = N_("guests")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "Crews of other brigades on duty here: counted for cover like one's own, and named in the daily orders."
    )

    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date on which they begin"), example="2026-10-24")
    start: Annotated[int, CLOCK] = column(N_("from"), N_("when they begin"), example="18:00")
    end: Annotated[int, SHIFT_END] = column(
        N_("to"), N_("when they leave; on the next date where it is not after `from`"), example="02:00"
    )
    unit_kind: Annotated[str, ID] = column(
        N_("unit_kind"), N_("the kind of unit as which the crew counts"), example="car", refers=("units",)
    )
    spot: Annotated[str, ID] = column(
        N_("place"),
        N_("the zone or site at which it is"),
        "",
        example="Z4",
        empty=N_("anywhere"),
        refers=("zones", "sites"),
    )
    brigade: Annotated[str, TEXT] = column(N_("brigade"), N_("where it comes from"), "", example="hillside")
    vehicle: Annotated[str, TEXT] = column(N_("vehicle"), N_("with which vehicle"), "", example="V02")
    members: Annotated[str, TEXT] = column(N_("members"), N_("who is in it"), "", example="Jiang Yifan, Lin Xiaoman")

    def guest(self, horizon: Horizon) -> Guest:
        """The crew, with minutes from the horizon's first date."""
        span = hours(self.start, self.end).on(horizon.day(self.date))
        return Guest(span, self.unit_kind, self.spot, self.brigade, self.vehicle, self.members, str(self.place))
