"""The table `shifts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from roster.domain.clock import LONGEST_SHIFT, MINUTES_A_DAY
from roster.domain.service import Shift
from roster.i18n import N_, _
from roster.io.tables.cells import CLOCK, ID, IDS, SHIFT_END, TEXT, YES_NO, column, decimal, spelled, whole
from roster.io.tables.table import Oddity, TableRow
from roster.io.tables.times import hours
from roster.io.tables.words import OFF_SPELLINGS

TITLE = N_("shifts")

RESERVED = ("*",)


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("The shifts that people work; a duty belongs to the date on which it starts.")
    key: ClassVar[tuple[str, ...]] = ("code",)
    required: ClassVar[bool] = True

    code: Annotated[str, ID] = column(N_("code"), N_("short code, as in the grid; not `off`, `-` or `*`"), example="N")
    name: Annotated[str, TEXT] = column(N_("name"), N_("the shift's name"), "", example="Night", empty=N_("the code"))
    start: Annotated[int, CLOCK] = column(N_("start"), N_("when it starts"), example="23:00", also=("开始", "开始时间"))
    end: Annotated[int, SHIFT_END] = column(
        N_("end"),
        N_("when it ends; on the next date where it is not after the start; 56:00 is 08:00 two dates later"),
        example="07:00",
        also=("结束时间",),
    )
    night: Annotated[bool, YES_NO] = column(
        N_("night"), N_("counts as a night shift for rules and fairness"), False, example="yes"
    )
    line: Annotated[bool, YES_NO] = column(
        N_("line"), N_("part of the street's cover; no for the duty leaders' shift"), True, example="yes"
    )

    break_minutes: Annotated[int, whole(0, LONGEST_SHIFT)] = column(
        N_("break_minutes"),
        N_("unpaid breaks within the shift, which hours of work, as rules, sheets and pay count them, leave out"),
        0,
        example="30",
        unit=N_("minutes"),
    )

    paid_share: Annotated[float, decimal(0, 1)] = column(
        N_("paid_share"),
        N_("share of its hours, breaks left out, that count as work: less than 1 for time on call"),
        1.0,
        example="0.5",
    )

    parts: Annotated[tuple[str, ...], IDS] = column(
        N_("parts"),
        N_("the shifts of which a duty on this one consists, in order: 07-11 and 16-20, a day duty and on call"),
        (),
        refers=(TITLE,),
        example="M;L",
        empty=N_("it is worked in one piece"),
    )

    away: Annotated[bool, YES_NO] = column(
        N_("away"),
        N_(
            "served at another brigade: stands nowhere here, and counts as work of the line; with no in the column line"
        ),
        False,
        example="no",
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.code in RESERVED or spelled(self.code, OFF_SPELLINGS):
            yield Oddity("code", f"'{self.code}'", _("a code that does not stand for a day off or for any shift"))
        if self.start >= MINUTES_A_DAY:
            yield Oddity("start", _("a start after midnight of the next date"), _("a time before 24:00"))
        if self.away and self.line:
            yield Oddity("line", _("a shift of the line that is served away"), _("no, where the column away says yes"))
        length = self.end - self.start
        if length > LONGEST_SHIFT:
            found = _("a shift of {hours:g} hours").format(hours=length / 60)
            yield Oddity("end", found, _("{hours} hours at most").format(hours=LONGEST_SHIFT // 60))
        shift = self.shift()
        if self.break_minutes >= (minutes := shift.span(0).minutes):
            found = _("breaks of {minutes} minutes").format(minutes=self.break_minutes)
            yield Oddity("break_minutes", found, _("less than the shift's {minutes} minutes").format(minutes=minutes))
        if self.parts:
            for name, given in (("break_minutes", self.break_minutes > 0), ("paid_share", self.paid_share < 1)):
                if given:
                    found = _("'{value}' of a shift in parts").format(value=f"{getattr(self, name):g}")
                    yield Oddity(name, found, _("nothing: its parts have their own"))

    def shift(self) -> Shift:
        """The shift, still without its parts: see `shifts_of`."""
        return Shift(
            self.code,
            self.name or self.code,
            hours(self.start, self.end),
            self.night,
            self.line,
            break_minutes=self.break_minutes,
            paid_share=self.paid_share,
            away=self.away,
        )


def shifts_of(rows: Iterable[Row]) -> dict[str, Shift]:
    """The shifts of the table by their codes. One in parts is a night shift where one of these is, or it says so."""
    known = list(rows)
    found = {row.code: row.shift() for row in known}
    for row in known:
        parts = tuple(found[code] for code in row.parts if code in found)
        if parts:
            night = row.night or any(part.night for part in parts)
            found[row.code] = replace(found[row.code], night=night, parts=parts)
    return found
