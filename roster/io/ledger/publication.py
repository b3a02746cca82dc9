"""What the ledger keeps of a published week."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from roster.domain.clock import Horizon
from roster.domain.disruption import Disruption
from roster.domain.parts import by_part
from roster.domain.problem import Problem
from roster.domain.roster import Roster, services


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
    base: str = ""  # the unit's zone or site; not known of weeks that were published before the ledger kept it


class PublishedChange(NamedTuple):
    """An officer's date that an earlier version had otherwise; a recall is a duty on what was a day off."""

    officer: str
    date: dt.date
    before: str
    after: str

    @property
    def recall(self) -> bool:
        return not self.before and bool(self.after)


class PublishedAbsence(NamedTuple):
    """An absence that came between, which no table tells; times are local, as `2026-10-19 23:00`."""

    officer: str
    kind: str
    start: str
    end: str
    source: str


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
    absences: tuple[PublishedAbsence, ...] = ()

    @property
    def last(self) -> dt.date:
        return self.start + dt.timedelta(days=self.days - 1)

    @property
    def away(self) -> frozenset[tuple[str, ...]]:
        """The absences, wherever they were told."""
        return frozenset(absence[:-1] for absence in self.absences)

    @property
    def content(self) -> str:
        """SHA-256 over the duties, but for their bases: what tells versions apart."""
        rows = sorted([*map(str, duty[:-1])] for duty in self.duties)
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def duties_of(roster: Roster, problem: Problem) -> tuple[PublishedDuty, ...]:
    """Every duty of a roster as the ledger keeps it."""
    found = []
    for service in services(roster):
        duty = problem.duty(service.member.officer, service.crews[0].unit.day, service.shift)
        service = by_part(service, problem)[-1]
        crew, member = service.crews[0], service.member
        start, end = (f"{problem.horizon.moment(minute):%Y-%m-%d %H:%M}" for minute in duty.span)
        date = problem.date(duty.day)
        what = (duty.whole, start, end, duty.night, duty.line, service.label, member.role, crew.vehicle, crew.unit.base)
        found.append(PublishedDuty(duty.officer, date, *what))
    return tuple(sorted(found))


def absences_of(disruption: Disruption, horizon: Horizon) -> tuple[PublishedAbsence, ...]:
    """The absences of officers that came between, as the ledger keeps them."""
    found = []
    for one in disruption.absences:
        begins, ends = (f"{horizon.moment(minute):%Y-%m-%d %H:%M}" for minute in one.span)
        found.append(PublishedAbsence(one.id, one.kind, begins, ends, one.source))
    return tuple(sorted(dict.fromkeys(found)))


def changes_between(before: Iterable[PublishedDuty], after: Iterable[PublishedDuty]) -> tuple[PublishedChange, ...]:
    """Officers' dates on which the shift is another, or its hours are; these are then told with it."""
    was = {(duty.date, duty.officer): duty for duty in before}
    now = {(duty.date, duty.officer): duty for duty in after}
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        told = (old.shift if old else "", new.shift if new else "")
        if old and new and old.shift == new.shift and (old.start, old.end) != (new.start, new.end):
            told = (_with_hours(old), _with_hours(new))
        if told[0] != told[1]:
            found.append(PublishedChange(key[1], key[0], *told))
    return tuple(found)


def _with_hours(duty: PublishedDuty) -> str:
    return f"{duty.shift} {duty.start[-5:]}-{duty.end[-5:]}"
