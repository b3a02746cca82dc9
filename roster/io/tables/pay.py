"""The table `pay`: what is paid for what is counted. No rate stands anywhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.i18n import N_, _
from roster.io.tables.cells import DATE, TEXT, choice, column, decimal
from roster.io.tables.table import Oddity, TableRow
from roster.io.tables.words import CATEGORIES

TITLE = N_("pay")

OVERTIME_DAY, REST_DAY_HOUR, MONTH = N_("overtime_day"), N_("rest_day_hour"), N_("month")
PER = {
    OVERTIME_DAY: ("加班日",),
    N_("duty_day"): ("执勤日", "出勤日"),
    N_("night"): ("夜班",),
    N_("leader_duty"): ("值班", "带班"),
    N_("hour"): ("工时",),
    N_("night_hour"): ("夜间工时",),
    N_("workday_overtime_hour"): ("工作日加班工时",),
    REST_DAY_HOUR: ("休息日工时", "休息日加班工时"),
    N_("statutory_hour"): ("法定节假日工时", "法定节假日加班工时"),
    MONTH: ("月",),
}
"""What an amount is paid for; `roster.io.month.pay` says which column of the month it counts."""
DEAREST = 1_000_000


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "What is paid for what the month sheet counts: an amount for each item, as formulas that can be followed."
    )
    key: ClassVar[tuple[str, ...]] = ("item", "category", "start")

    item: Annotated[str, TEXT] = column(N_("item"), N_("what it is called on the pay slip"), example="Night allowance")
    category: Annotated[str, choice(CATEGORIES)] = column(
        N_("category"),
        N_("whom it is paid to: sworn or auxiliary"),
        "",
        example="auxiliary",
        empty=N_("everybody"),
    )
    per: Annotated[str, choice(PER)] = column(N_("per"), N_("for each of what it is paid"), example="night")
    rate: Annotated[float, decimal(0, DEAREST)] = column(
        N_("rate"), N_("how much is paid for each, in the country's money"), example="30"
    )
    start: Annotated[dt.date | None, DATE] = column(
        N_("from"), N_("first date on which it holds"), None, example="2026-01-01", empty=N_("from the beginning")
    )
    end: Annotated[dt.date | None, DATE] = column(
        N_("to"), N_("last date on which it holds"), None, example="2026-12-31", empty=N_("no end")
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.start and self.end and self.start > self.end:
            expected = _("a date from {start} on, where it begins to hold").format(start=self.start)
            yield Oddity("end", f"'{self.end}'", expected)
