"""Planned against punched: which duties were done, begun late, left early or not seen, and what was not planned.

A punch belongs to the duty in whose window it falls, whatever date it has: from `AROUND` before the duty begins until
as long after it ends, but never beyond the middle of the time off between two duties.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from roster.i18n import N_, _
from roster.io.csv_out import field as as_csv
from roster.io.exchange.planned import Planned
from roster.io.exchange.punches import Punches
from roster.io.files import replace_file
from roster.io.sheets.hr import HrRow

AROUND = dt.timedelta(hours=4)
DONE, LATE, EARLY, HALF, MISSING, EXTRA = "done", "late", "early", "half", "missing", "extra"
STATES = {
    DONE: N_("done"),
    LATE: N_("late"),
    EARLY: N_("left early"),
    HALF: N_("one punch only"),
    MISSING: N_("no punch"),
    EXTRA: N_("not planned"),
}
WORKED = ("officer", "date", "start", "end", "note")


@dataclass(frozen=True)
class Found:
    """One duty, or a stay that nobody planned, as the punches tell it; `began` and `ended` are punches."""

    officer: str
    date: dt.date
    state: str
    duty: HrRow | None = None
    began: dt.datetime | None = None
    ended: dt.datetime | None = None


@dataclass
class Reconciled:
    """Every duty with its state, extra stays, and who was not told apart."""

    found: list[Found] = field(default_factory=list)
    punches: int = 0

    def of(self, *states: str) -> list[Found]:
        return [one for one in self.found if one.state in states]


def reconcile(planned: Planned, punches: Punches, grace: int = 0) -> Reconciled:
    """Hold every duty of the roster against the punches; `grace` are minutes that count as in time."""
    done = Reconciled(punches=punches.count)
    allowed = dt.timedelta(minutes=grace)
    by_officer: dict[str, list[HrRow]] = {}
    for (officer, _date), duties in sorted(planned.duties.items()):
        by_officer.setdefault(officer, []).extend(duties)
    asked = punches.matches.asked_about
    for officer in sorted({*by_officer, *punches.by_officer}):
        if officer in asked and officer not in punches.by_officer:
            continue
        duties = sorted(by_officer.get(officer, ()), key=lambda row: row.start)
        left = list(punches.by_officer.get(officer, ()))
        for duty, (first, last) in zip(duties, _windows(duties), strict=True):
            own = [moment for moment in left if first <= moment <= last]
            left = [moment for moment in left if not first <= moment <= last]
            done.found.append(_judged(officer, duty, own, allowed))
        done.found += _extra(officer, [moment for moment in left if moment.date() in planned.dates])
    return done


def _windows(duties: Sequence[HrRow]) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """From when to when punches are a duty's, but for those that the duty before it has taken."""
    for number, duty in enumerate(duties):
        first, last = duty.start - AROUND, duty.end + AROUND
        if number + 1 < len(duties):
            after = duties[number + 1].start
            last = min(last, duty.end + (after - duty.end) / 2)
        yield first, last


def _judged(officer: str, duty: HrRow, own: Sequence[dt.datetime], allowed: dt.timedelta) -> Found:
    middle = duty.start + (duty.end - duty.start) / 2
    began = next((moment for moment in own if moment <= middle), None)
    ended = next((moment for moment in reversed(own) if moment > middle), None)
    if not own:
        state = MISSING
    elif began is None or ended is None:
        state = HALF
    elif began > duty.start + allowed:
        state = LATE
    elif ended < duty.end - allowed:
        state = EARLY
    else:
        state = DONE
    return Found(officer, duty.date, state, duty, began, ended)


def _extra(officer: str, moments: Sequence[dt.datetime]) -> Iterator[Found]:
    """Stays of a date without a duty, from its first punch to its last."""
    for date, found in groupby(moments, key=lambda moment: moment.date()):
        stay = list(found)
        yield Found(officer, date, EXTRA, None, stay[0], stay[-1] if len(stay) > 1 else None)


def worked_rows(done: Reconciled, grace: int = 0, extra: bool = False) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of the table `worked`: planned hours where people came and left in time, else the punches.

    A duty without a punch has neither start nor end: nothing was done. One punch alone tells neither, so such a duty
    has no row; stays that nobody planned have one only where `extra` asks for it.
    """
    allowed = dt.timedelta(minutes=grace)
    for one in sorted(done.found, key=lambda one: (one.officer, one.date, str(one.began or ""))):
        note = _(STATES[one.state])
        if one.state == MISSING:
            yield one.officer, one.date.isoformat(), "", "", note
        elif one.duty and one.began and one.ended:
            start = one.duty.start if one.began <= one.duty.start + allowed else one.began
            end = one.duty.end if one.ended >= one.duty.end - allowed else one.ended
            yield one.officer, one.date.isoformat(), _clock(start, one.date), _clock(end, one.date), note
        elif one.state == EXTRA and extra and one.began and one.ended:
            yield one.officer, one.date.isoformat(), _clock(one.began, one.date), _clock(one.ended, one.date), note


def _clock(moment: dt.datetime, date: dt.date) -> str:
    """A time as the tables take it: 26:00 is 02:00 on the next date."""
    minutes = round((moment - dt.datetime.combine(date, dt.time())).total_seconds() / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def write_worked(rows: Sequence[Sequence[str]], path: Path) -> None:
    """Write the table whole or not at all. Raises OutputError."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(WORKED)
            writer.writerows([as_csv(cell) for cell in row] for row in rows)

    replace_file(path, write)
