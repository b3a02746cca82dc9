"""The table `calendar`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from roster.i18n import N_
from roster.io.tables.cells import DATE, TEXT, Cell, code, column
from roster.io.tables.table import TableRow
from roster.io.tables.words import DAY_TYPES

TITLE = N_("calendar")


class Row(TableRow):
    """Dates whose type differs from what the public calendar says, or that it does not know yet."""

    table: ClassVar[str] = TITLE
    key: ClassVar[tuple[str, ...]] = ("date",)

    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date"), example="2026-10-24")
    day_type: Annotated[str, Cell(N_("word"), code(DAY_TYPES).read, choices=tuple(DAY_TYPES))] = column(
        N_("day_type"), N_("workday, rest_day, holiday, or a type of your own that demand names"), example="holiday"
    )
    name: Annotated[str, TEXT] = column(N_("name"), N_("for the reader"), "", example="Lantern market")
