"""The table `requests`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar

from roster.domain.clock import DAYS_RUN_ON, Horizon
from roster.i18n import N_
from roster.io.tables.cells import DATE, ID, choice, column, whole
from roster.io.tables.table import TableRow

TITLE = N_("requests")

WISHES = {N_("on"): ("上", "上班"), N_("off"): ("休", "休息", "不上"), N_("free"): ("全天休", "整天休")}


def reach(row: Row, horizon: Horizon) -> range:
    """The days of a horizon on which a request may be for it to count: a duty may run into a date after the last."""
    return range(horizon.days + DAYS_RUN_ON) if row.wish == "free" else horizon.range


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("The officers' own wishes: to work, or not to work, a shift or any shift on a date.")
    key: ClassVar[tuple[str, ...]] = ("officer", "date", "shift")

    officer: Annotated[str, ID] = column(N_("officer"), N_("the officer's id"), example="007", refers=("officers",))
    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date on which the shift starts"), example="2026-10-24")
    shift: Annotated[str, ID] = column(
        N_("shift"), N_("the shift's code"), "", example="N", empty=N_("any shift"), refers=("shifts",)
    )
    wish: Annotated[str, choice(WISHES)] = column(
        N_("wish"),
        N_(
            "on: wishes to work it; off: wishes that it does not start on the date; free: wishes that no minute of "
            "the date is worked, also not of the night before"
        ),
        example="off",
    )
    weight: Annotated[int, whole(1, 1000)] = column(
        N_("weight"), N_("how much it matters, beside other requests"), 1, example="2"
    )
