"""The tables of a province: events, ways between brigades, and loans agreed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.i18n import N_, _
from roster.io.tables.cells import DATE, ID, IDS, MOMENT, column, whole
from roster.io.tables.table import Oddity, TableRow

MOST_CREWS = 99


class Event(TableRow):
    """Crews that one brigade needs beyond its own tables."""

    table: ClassVar[str] = N_("events")
    purpose: ClassVar[str] = N_("Events: how many crews a brigade needs at a place from one moment to another.")
    key: ClassVar[tuple[str, ...]] = ("id",)

    id: Annotated[str, ID] = column(N_("id"), N_("the event's id"), example="festival")
    brigade: Annotated[str, ID] = column(N_("brigade"), N_("the brigade whose event it is"), example="riverside")
    places: Annotated[tuple[str, ...], IDS] = column(
        N_("places"),
        N_("zones or sites of the brigade, at each of which they are needed"),
        (),
        example="Z4",
        empty=N_("anywhere"),
    )
    unit_kind: Annotated[str, ID] = column(N_("unit_kind"), N_("which kind of unit"), example="patrol_car")
    start: Annotated[dt.date | dt.datetime, MOMENT] = column(
        N_("from"), N_("date and time from which the crews are needed"), example="2026-10-24 18:00"
    )
    end: Annotated[dt.date | dt.datetime, MOMENT] = column(
        N_("to"), N_("date and time until which they are needed; a date alone counts whole"), example="2026-10-25 02:00"
    )
    crews: Annotated[int, whole(1, MOST_CREWS)] = column(
        N_("crews"), N_("how many crews of that kind are needed there at once"), example="5"
    )
    priority: Annotated[int, whole(1, 9)] = column(
        N_("priority"), N_("1 to 9, as in the rules: a crew that is missing is a shortfall of it"), 2, example="2"
    )

    @property
    def begins(self) -> dt.datetime:
        """The first moment."""
        return _moment(self.start)

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it; a date alone is the whole date."""
        later = dt.timedelta(days=0 if isinstance(self.end, dt.datetime) else 1)
        return _moment(self.end) + later

    def oddities(self) -> Iterator[Oddity]:
        if self.ends <= self.begins:
            yield Oddity("end", f"'{self.end}'", _("a moment after {start}").format(start=self.start))


class Journey(TableRow):
    """How long crews take from one brigade to another."""

    table: ClassVar[str] = N_("ways")
    purpose: ClassVar[str] = N_("Ways: minutes from one brigade to another, for crews that are lent.")
    key: ClassVar[tuple[str, ...]] = ("start", "end")

    start: Annotated[str, ID] = column(N_("from"), N_("a brigade"), example="riverside")
    end: Annotated[str, ID] = column(N_("to"), N_("another brigade"), example="hillside")
    minutes: Annotated[int, whole(0, 720)] = column(
        N_("minutes"), N_("how long the way takes; counted both ways unless a row tells the way back"), example="40"
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.start == self.end:
            yield Oddity("end", f"'{self.end}'", _("another brigade"))


class Loan(TableRow):
    """Crews that one brigade has promised to another."""

    table: ClassVar[str] = N_("loans")
    purpose: ClassVar[str] = N_("Loans agreed by hand: crews that one brigade sends to another for a shift.")
    key: ClassVar[tuple[str, ...]] = ("lender", "borrower", "kind", "date", "shift")

    lender: Annotated[str, ID] = column(N_("from"), N_("the brigade that lends"), example="hillside")
    borrower: Annotated[str, ID] = column(N_("to"), N_("the brigade that borrows"), example="riverside")
    kind: Annotated[str, ID] = column(N_("kind"), N_("which kind of unit"), example="patrol_car")
    date: Annotated[dt.date, DATE] = column(N_("date"), N_("the date on which the shift starts"), example="2026-10-24")
    shift: Annotated[str, ID] = column(N_("shift"), N_("the shift for which they come"), example="E")
    crews: Annotated[int, whole(1, MOST_CREWS)] = column(N_("crews"), N_("how many crews"), 1, example="1")
    spot: Annotated[str, ID] = column(
        N_("place"),
        N_("the zone or site of the borrower at which they are"),
        "",
        example="Z4",
        empty=N_("the event's, or anywhere"),
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.lender == self.borrower:
            yield Oddity("borrower", f"'{self.borrower}'", _("another brigade"))


def _moment(value: dt.date | dt.datetime) -> dt.datetime:
    """The first minute of a date, or the moment itself."""
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time.min)
