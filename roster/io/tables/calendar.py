"""The table `calendar`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from roster.i18n import N_
from roster.io.tables.cells import DATE, TEXT, YES_NO, code, column
from roster.io.tables.table import TableRow
from roster.io.tables.words import DAY_TYPES

TITLE = N_("calendar")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "Dates whose type differs from what the public calendar says, or that it does not know yet."
    )
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date"), example="2026-10-24")
    day_type: Annotated[str, code(DAY_TYPES)] = column(
        N_("day_type"), N_("workday, rest_day, holiday, or a type of your own that demand names"), example="holiday"
    )
    name: Annotated[str, TEXT] = column(N_("name"), N_("for the reader"), "", example="Lantern market")
    statutory: Annotated[bool | None, YES_NO] = column(
        N_("statutory"),
        N_("a statutory holiday, on which work is paid as such; other days off of a holiday are rest days for pay"),
        None,
        example="yes",
        empty=N_("as the country's law has it"),
    )
