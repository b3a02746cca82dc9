"""The table `worked`: what was really done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.domain.clock import clock_text
from roster.i18n import N_
from roster.io.tables.cells import CLOCK, DATE, ID, SHIFT_END, TEXT, column
from roster.io.tables.table import Oddity, TableRow, half_of

TITLE = N_("worked")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "What was really done: an officer's rows of a date take the place of what was planned to begin on it."
    )
    key: ClassVar[tuple[str, ...]] = ("officer", "date", "start")

    officer: Annotated[str, ID] = column(
        N_("officer"),
        N_("the officer's id; rows of people who have left are passed over"),
        example="007",
        also=("警号", "工号", "员工编号", "人员编号"),
    )
    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date on which the work began"), example="2026-10-16")
    start: Annotated[int | None, CLOCK] = column(
        N_("start"),
        N_("when it began"),
        None,
        example="23:05",
        empty=N_("with end: nothing was done on the date"),
        also=("开始", "开始时间", "上班", "上班时间"),
    )
    end: Annotated[int | None, SHIFT_END] = column(
        N_("end"),
        N_("when it ended; on the next date where it is not after the start"),
        None,
        example="07:30",
        empty=N_("with start: nothing was done on the date"),
        also=("结束", "结束时间", "下班", "下班时间"),
    )
    note: Annotated[str, TEXT] = column(N_("note"), N_("for the reader"), "", example="relieved late")

    @property
    def key_values(self) -> tuple[object, ...]:
        return self.officer, self.date, "" if self.start is None else clock_text(self.start)

    def oddities(self) -> Iterator[Oddity]:
        yield from half_of(self.start, self.end)
