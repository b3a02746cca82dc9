"""The table `fixed`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from roster.i18n import N_
from roster.io.tables.cells import DATE, ID, code, column
from roster.io.tables.table import TableRow
from roster.io.tables.words import OFF, OFF_SPELLINGS

TITLE = N_("fixed")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("Duties and days off that are settled before the roster is made.")
    key: ClassVar[tuple[str, ...]] = ("officer", "date")

    officer: Annotated[str, ID] = column(N_("officer"), N_("the officer's id"), example="007", refers=("officers",))
    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date on which the shift starts"), example="2026-10-20")
    shift: Annotated[str, code(OFF_SPELLINGS, offered=False)] = column(
        N_("shift"), N_("the shift's code, or off for a day on which no duty starts"), example="D"
    )
    unit: Annotated[str, ID] = column(
        N_("unit"),
        N_("a kind of unit, or one unit such as car-Z2: kind and place"),
        "",
        example="car-Z2",
        empty=N_("any unit"),
    )

    @property
    def off(self) -> bool:
        """Whether it is a day off."""
        return self.shift == OFF
