"""The shifts under which a week was written: they hold for it, whatever the table `shifts` says by now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from roster.domain.parts import with_parts
from roster.domain.service import Shift
from roster.i18n import _
from roster.io.sheets.written import Written
from roster.io.tables import Tables
from roster.io.tables import shifts as rows
from roster.io.texts import hours_text


class Then(NamedTuple):
    """The tables with the shifts of then, those that are no more in them, and those that have other hours by now."""

    tables: Tables
    retired: tuple[Shift, ...] = ()
    changed: tuple[Shift, ...] = ()

    def notes(self) -> Iterator[str]:
        """A sentence for each shift that is told otherwise by the table."""
        retired = _("shift {code} is not in the table any more; this week keeps it ({hours})")
        changed = _("shift {code} has other hours in the table by now; this published week keeps its own ({hours})")
        for text, shifts in ((retired, self.retired), (changed, self.changed)):
            for shift in shifts:
                yield text.format(code=shift.code, hours=hours_text(shift.span(0)))


def differs(tables: Tables, written: Written | None) -> bool:
    """Whether a week was written under a shift that the table does not have, or has with other hours."""
    today = rows.shifts_of(tables.shifts)
    return any(not _same(shift, today.get(shift.code)) for shift in (written.shifts if written else ()))


def as_then(tables: Tables, written: Written | None, published: bool = True) -> Then:
    """The tables with the shifts of a week's record: the retired ones, and where it was published all of them.

    A week that is a draft follows the table where that has the shift. A kind of unit may run on a retired shift if a
    crew of it did. A roster day of a published week begins when it did.
    """
    if written is None or not differs(tables, written):
        return Then(tables)
    today = {row.code: row for row in tables.shifts}
    retired = tuple(shift for shift in written.shifts if shift.code not in today)
    now = rows.shifts_of(tables.shifts)
    other = (shift for shift in written.shifts if shift.code in today and not _same(shift, now[shift.code]))
    changed = tuple(other) if published else ()
    ran = _ran(written, {shift.code for shift in retired})
    kinds = (
        row.model_copy(update={"shifts": (*row.shifts, *sorted(ran[row.kind]))})
        if row.shifts and row.kind in ran
        else row
        for row in tables.units
    )
    settings = tables.settings
    starts = [shift.hours.start for shift in written.shifts if shift.line]
    if published and starts and settings.day_start is None:
        settings = settings.model_copy(update={"day_start": min(starts)})
    own = {**today, **{shift.code: _row(shift, today.get(shift.code)) for shift in (*changed, *retired)}}
    tables = replace(tables, shifts=tuple(own.values()), units=tuple(kinds), settings=settings)
    return Then(tables, retired, changed)


def _same(one: Shift, other: Shift | None) -> bool:
    def told(shift: Shift) -> tuple[object, ...]:
        return shift.hours, shift.night, shift.line, shift.away, tuple((part.code, part.hours) for part in shift.parts)

    return other is not None and told(one) == told(other)


def _row(shift: Shift, today: rows.Row | None) -> rows.Row:
    """A recorded shift as a row, by the name that people call it today."""
    hours: dict[str, object] = {"start": shift.hours.start, "end": shift.hours.end, "night": shift.night}
    hours |= {"line": shift.line, "away": shift.away, "parts": tuple(part.code for part in shift.parts)}
    if today is not None:
        return today.model_copy(update=hours)
    named = {
        "code": shift.code,
        "name": shift.name,
        "break_minutes": shift.break_minutes,
        "paid_share": shift.paid_share,
    }
    return rows.Row.model_construct(None, **{**named, **hours})


def _ran(written: Written, retired: Collection[str]) -> dict[str, set[str]]:
    """The retired shifts on which crews of each kind of unit ran."""
    whole = {shift.code: shift.whole for shift in with_parts(written.shifts, written.disruption.cuts)}
    ran: dict[str, set[str]] = {}
    for crew in written.roster.crews:
        code = whole.get(crew.unit.shift, crew.unit.shift)
        if code in retired:
            ran.setdefault(crew.unit.kind, set()).add(code)
    return ran
