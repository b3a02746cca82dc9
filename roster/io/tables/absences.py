"""The table `absences`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.i18n import N_, _
from roster.io.tables.cells import ID, MOMENT, TEXT, YES_NO, code, column
from roster.io.tables.table import Oddity, TableRow

TITLE = N_("absences")

KINDS = {
    N_("annual"): ("年", "年假", "年休", "年休假", "annual_leave"),
    N_("sick"): ("病", "病假", "sick_leave"),
    N_("personal"): ("事", "事假", "personal_leave"),
    N_("maternity"): ("产", "产假", "maternity_leave"),
    N_("training"): ("训", "培训", "训练"),
    N_("court"): ("庭", "出庭"),
    N_("compensatory"): ("补", "补休", "调休", "compensatory_leave"),
    N_("maintenance"): ("修", "维修", "保养"),
}


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("Leave, sickness, training, court of officers; maintenance of vehicles.")

    id: Annotated[str, ID] = column(
        N_("id"), N_("the officer or the vehicle that is away"), example="007", refers=("officers", "vehicles")
    )
    kind: Annotated[str, code(KINDS)] = column(
        N_("kind"),
        N_("annual, sick, personal, maternity, training, court, compensatory, maintenance, or a word of your own"),
        example="annual",
    )
    start: Annotated[dt.date, MOMENT] = column(
        N_("from"),
        N_("first date, or date and time; without a time from 00:00"),
        example="2026-10-19",
        also=("开始", "开始日期", "开始时间"),
    )
    end: Annotated[dt.date, MOMENT] = column(
        N_("to"),
        N_("last date, or date and time; without a time to 24:00"),
        example="2026-10-21 14:00",
        also=("结束", "结束日期", "结束时间"),
    )
    note: Annotated[str, TEXT] = column(N_("note"), N_("for the reader"), "", example="agreed in August")
    hours_only: Annotated[bool, YES_NO] = column(
        N_("hours_only"),
        N_("costs a longer duty these hours only: somebody may stand in, or another vehicle serve; they count as work"),
        False,
        example="yes",
        also=("仅占时段", "hours only"),
    )

    @property
    def begins(self) -> dt.datetime:
        """The first moment away."""
        return _moment(self.start)

    @property
    def ends(self) -> dt.datetime:
        """The first moment back."""
        if isinstance(self.end, dt.datetime):
            return self.end
        return _moment(self.end) + dt.timedelta(days=1) if self.end < dt.date.max else dt.datetime.max

    def oddities(self) -> Iterator[Oddity]:
        if self.begins >= self.ends:
            expected = _("a moment after {start}, where the absence begins").format(start=_written(self.start))
            yield Oddity("end", f"'{_written(self.end)}'", expected)


def _moment(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time.min)


def _written(value: dt.date) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, dt.datetime) else value.isoformat()
