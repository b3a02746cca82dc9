"""The table `history`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.i18n import N_
from roster.io.tables.cells import CLOCK, DATE, ID, choice, column
from roster.io.tables.table import Oddity, TableRow, half_of
from roster.io.tables.words import ROLES

TITLE = N_("history")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "Past duties, for rest, runs of days, hours and fairness across the roster's first date."
    )
    key: ClassVar[tuple[str, ...]] = ("officer", "date")

    officer: Annotated[str, ID] = column(
        N_("officer"), N_("the officer's id; rows of people who have left are passed over"), example="007"
    )
    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date on which the duty started"), example="2026-10-16")
    shift: Annotated[str, ID] = column(
        N_("shift"), N_("the shift's code; one that the table shifts lacks needs start and end"), example="N"
    )
    start: Annotated[int | None, CLOCK] = column(
        N_("start"), N_("when it started"), None, example="23:00", empty=N_("as the shift")
    )
    end: Annotated[int | None, CLOCK] = column(
        N_("end"),
        N_("when it ended; on the next date where it is not after the start"),
        None,
        example="07:30",
        empty=N_("as the shift"),
    )

    unit: Annotated[str, ID] = column(
        N_("unit"),
        N_("the unit in which it was served, as car-Z2 or a call sign; who have the same one were a crew"),
        "",
        example="car-Z2",
        empty=N_("not known"),
    )
    zone: Annotated[str, ID] = column(
        N_("zone"),
        N_("the zone or site that was the unit's base"),
        "",
        example="Z2",
        empty=N_("as the unit's name tells"),
    )
    role: Annotated[str, choice(ROLES)] = column(
        N_("role"), N_("the officer's role in that crew"), "", example="driver", empty=N_("not known")
    )

    def oddities(self) -> Iterator[Oddity]:
        yield from half_of(self.start, self.end)
