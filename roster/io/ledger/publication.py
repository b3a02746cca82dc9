"""What the ledger keeps of a published week."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from roster.domain.problem import Problem
from roster.domain.roster import Roster, crew_labels


class PublishedDuty(NamedTuple):
    """One officer's duty; times are local, as `2026-10-19 23:00`."""

    officer: str
    date: dt.date
    shift: str
    start: str
    end: str
    night: bool
    line: bool
    unit: str
    role: str
    vehicle: str


class PublishedChange(NamedTuple):
    """An officer's date that an earlier version had otherwise; a recall is a duty on what was a day off."""

    officer: str
    date: dt.date
    before: str
    after: str

    @property
    def recall(self) -> bool:
        return not self.before and bool(self.after)


@dataclass(frozen=True)
class Publication:
    """One version of a week."""

    start: dt.date
    days: int
    version: int
    time: str  # local, as `2026-10-18T15:30:00`
    file: str  # the workbook's name
    sha256: str  # of the workbook
    duties: tuple[PublishedDuty, ...]
    changes: tuple[PublishedChange, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)  # of the inputs and rules

    @property
    def last(self) -> dt.date:
        return self.start + dt.timedelta(days=self.days - 1)

    @property
    def content(self) -> str:
        """SHA-256 over the duties: what tells versions apart."""
        rows = sorted([*map(str, duty)] for duty in self.duties)
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def duties_of(roster: Roster, problem: Problem) -> tuple[PublishedDuty, ...]:
    """Every duty of a roster as the ledger keeps it."""
    found = []
    for label, crew in zip(crew_labels(roster), roster.crews, strict=True):
        for member in crew.members:
            duty = problem.duty(member.officer, crew.unit.day, crew.unit.shift)
            start, end = (f"{problem.horizon.moment(minute):%Y-%m-%d %H:%M}" for minute in duty.span)
            date = problem.date(duty.day)
            what = (duty.shift, start, end, duty.night, duty.line, label, member.role, crew.vehicle)
            found.append(PublishedDuty(duty.officer, date, *what))
    return tuple(sorted(found))


def changes_between(before: Iterable[PublishedDuty], after: Iterable[PublishedDuty]) -> tuple[PublishedChange, ...]:
    """Officers' dates on which the shift is another."""
    was = {(duty.date, duty.officer): duty.shift for duty in before}
    now = {(duty.date, duty.officer): duty.shift for duty in after}
    return tuple(
        PublishedChange(officer, date, was.get((date, officer), ""), now.get((date, officer), ""))
        for date, officer in sorted(was.keys() | now.keys())
        if was.get((date, officer)) != now.get((date, officer))
    )
