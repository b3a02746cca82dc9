"""The table `before`: past duties in short form, a row an officer, in place of a row a duty of the table `history`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from roster.domain.clock import Horizon
from roster.domain.people import Duty, Totals
from roster.domain.service import Shift
from roster.i18n import N_, _
from roster.io.tables.cells import DATE, ID, column, decimal, whole
from roster.io.tables.table import Oddity, TableRow

TITLE = N_("before")
LONGEST, MOST = 366, 100_000


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "Past duties in short form, a row an officer: the last shift, days in a row, days off since, and totals."
    )
    key: ClassVar[tuple[str, ...]] = ("officer",)

    officer: Annotated[str, ID] = column(N_("officer"), N_("the officer's id"), example="007", refers=("officers",))
    until: Annotated[dt.date | None, DATE] = column(
        N_("until"),
        N_("the last date of which the row tells"),
        None,
        example="2026-10-18",
        empty=N_("the date before the setting start"),
    )
    last_shift: Annotated[str, ID] = column(
        N_("last_shift"),
        N_("the shift of the last duty"),
        "",
        example="N",
        empty=N_("no duty of late"),
        refers=("shifts",),
    )
    days_in_a_row: Annotated[int, whole(1, LONGEST)] = column(
        N_("days_in_a_row"), N_("dates in a row with a duty, up to the last one"), 1, example="3", unit=N_("days")
    )
    same_shift: Annotated[int | None, whole(1, LONGEST)] = column(
        N_("same_shift"),
        N_("how many of these, the last ones, were on the last shift"),
        None,
        example="2",
        unit=N_("days"),
        empty=N_("all of them"),
    )
    days_off: Annotated[int, whole(0, LONGEST)] = column(
        N_("days_off"), N_("dates without a duty since the last one"), 0, example="0", unit=N_("days")
    )
    shifts: Annotated[int | None, whole(0, MOST)] = column(
        N_("shifts"),
        N_("shifts worked so far in the period that a rule counts from a date on (`per` with `from`), these included"),
        None,
        example="12",
        empty=N_("not told; a rule's `opening` may"),
    )
    hours: Annotated[float | None, decimal(0, MOST)] = column(
        N_("hours"),
        N_("hours worked so far in such a period"),
        None,
        example="96",
        unit=N_("h"),
        empty=N_("not told; a rule's `opening` may"),
    )
    weekends: Annotated[int | None, whole(0, MOST)] = column(
        N_("weekends"),
        N_("weekends worked so far in such a period"),
        None,
        example="2",
        empty=N_("not told; a rule's `opening` may"),
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.same_shift is not None and self.same_shift > self.days_in_a_row:
            expected = _("at most the days in a row: {days}").format(days=self.days_in_a_row)
            yield Oddity("same_shift", f"'{self.same_shift}'", expected)

    def last(self, horizon: Horizon, start: dt.date | None) -> int:
        """The last day of which the row tells; before the horizon."""
        until = horizon.day(self.until) if self.until else (horizon.day(start) if start else 0) - 1
        return min(until, -1)


def known_from(rows: Iterable[Row], horizon: Horizon, start: dt.date | None) -> int:
    """The first day that is known of somebody: the day off before the longest row of days; 0 without any row."""
    days = [row.last(horizon, start) - row.days_off - (row.days_in_a_row if row.last_shift else 0) for row in rows]
    return min(days, default=0)


def duties(rows: Iterable[Row], horizon: Horizon, start: dt.date | None, shifts: Mapping[str, Shift]) -> Iterator[Duty]:
    """The duties that the rows stand for. Those before the last shift's are on another of the table, whichever."""
    for row in rows:
        if not row.last_shift:
            continue
        last, same = row.last(horizon, start) - row.days_off, row.same_shift or row.days_in_a_row
        others = (shift for code, shift in shifts.items() if code != row.last_shift and shift.line and not shift.parts)
        other = next(others, shifts[row.last_shift])
        for back in range(row.days_in_a_row):
            shift, day = (shifts[row.last_shift] if back < same else other), last - back
            yield Duty(row.officer, day, shift.code, shift.span(day), shift.night, shift.line)


def totals(rows: Iterable[Row], horizon: Horizon, start: dt.date | None) -> dict[str, Totals]:
    """What each officer has worked so far, where it is told."""
    found = {row.officer: Totals(row.last(horizon, start), row.shifts, row.hours, row.weekends) for row in rows}
    return {officer: told for officer, told in found.items() if any(number is not None for number in told[1:])}
