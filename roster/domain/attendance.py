"""Attendance: what officers did on which date, planned or really done, and what it counts for.

A stint is one stretch of work of one officer and belongs to the date on which it begins, as a duty does. Each date of
an officer is one of: present, leave, absent, rest, outside (of the brigade), unpublished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from roster.domain.calendar import WORKDAY
from roster.domain.clock import Span
from roster.domain.paid import DECIMALS, Split, hours_of, paid_minutes, split_hours
from roster.domain.problem import Facts

PRESENT, LEAVE, ABSENT, REST, OUTSIDE, UNPUBLISHED = "present", "leave", "absent", "rest", "outside", "unpublished"
COMPENSATORY = "compensatory"


class Source(NamedTuple):
    """Where a fact comes from: a publication (with version, time and hash), a workbook, or a cell of a table."""

    what: str
    version: int = 0
    time: str = ""
    sha256: str = ""


class Stint(NamedTuple):
    """One stretch of work; day and minutes count from the facts' first date."""

    officer: str
    day: int
    shift: str  # the code in the table `shifts`; empty where it is none of these
    span: Span
    night: bool
    line: bool
    planned: bool
    source: Source


class Worth(NamedTuple):
    """Hours of a stint: all, by night, by kinds of dates, and those that are paid; `paid_split` adds up to `paid`."""

    hours: float
    night: float
    split: Split
    paid: float
    paid_split: Split


@dataclass(frozen=True)
class Attendance:
    """All stints that are known, up to a last day, and the days of which a roster is known."""

    facts: Facts
    stints: tuple[Stint, ...]
    known: frozenset[int]  # days that a publication or a workbook tells of
    missed: Mapping[tuple[str, int], Source] = field(default_factory=dict)  # planned, and nothing was done
    replaced: tuple[Stint, ...] = ()  # planned stints in whose place others were done, or nothing

    @cached_property
    def of(self) -> dict[str, dict[int, list[Stint]]]:
        """Each officer's stints by day, in order of their beginning."""
        found: dict[str, dict[int, list[Stint]]] = {}
        for stint in self.stints:
            found.setdefault(stint.officer, {}).setdefault(stint.day, []).append(stint)
        for days in found.values():
            for stints in days.values():
                stints.sort(key=lambda stint: stint.span)
        return found

    @cached_property
    def planned_keys(self) -> frozenset[tuple[str, int]]:
        """Officers' days on which something was planned, whatever was done."""
        planned = (stint for stint in self.stints if stint.planned)
        return frozenset((stint.officer, stint.day) for stint in (*planned, *self.replaced))

    @cached_property
    def first(self) -> int:
        """The first day that is known; 0 where none is."""
        return min((*self.known, *(stint.day for stint in self.stints)), default=0)

    def within(self, officer: str, days: Iterable[int]) -> list[Stint]:
        """An officer's stints that begin on these days."""
        own = self.of.get(officer, {})
        return [stint for day in days for stint in own.get(day, ())]

    def worth(self, stint: Stint) -> Worth:
        """What a stint counts for; the same for all with these hours on this shift."""
        key = (stint.shift, stint.span)
        if key not in self._worth:
            self._worth[key] = worth_of(self.facts, stint)
        return self._worth[key]

    @cached_property
    def _worth(self) -> dict[tuple[str, Span], Worth]:
        return {}

    def state(self, officer: str, day: int) -> str:
        """What a date is for an officer; a leave by its kind is told by `leave`."""
        if self.of.get(officer, {}).get(day):
            return PRESENT
        if not self.facts.officer[officer].member_on(self.facts.date(day)):
            return OUTSIDE
        if officer in self.facts.absences_of and self.facts.leave_on(officer, day):
            return LEAVE
        if (officer, day) in self.missed:
            return ABSENT
        return REST if day in self.known else UNPUBLISHED

    def leave(self, officer: str, day: int) -> str:
        """The kind of leave of a date; empty where the officer is present or has none."""
        if self.state(officer, day) != LEAVE:
            return ""
        absence = self.facts.leave_on(officer, day)
        return absence.kind if absence else ""

    def is_workday(self, day: int) -> bool:
        """Whether a date is a working day by the law."""
        if day not in self._workdays:
            by_law = day not in self.facts.statutory and self.facts.common_day_type(day) == WORKDAY
            self._workdays[day] = by_law
        return self._workdays[day]

    @cached_property
    def _workdays(self) -> dict[int, bool]:
        return {}


def worth_of(facts: Facts, stint: Stint) -> Worth:
    """What a stretch of work on a shift counts for; of one in parts what its parts do."""
    shift = facts.shift.get(stint.shift)
    if shift is None or not shift.parts:
        return _worth(facts, stint)
    met = [(part.code, part.span(stint.day)) for part in shift.parts]
    within = [(code, Span(max(s.start, stint.span.start), min(s.end, stint.span.end))) for code, s in met]
    found = [_worth(facts, stint._replace(shift=code, span=span)) for code, span in within if span.minutes > 0]

    def total(parts: Iterable[float]) -> float:
        return round(sum(parts), DECIMALS)

    split = Split(*(total(one.split[n] for one in found) for n in range(len(Split._fields))))
    paid = Split(*(total(one.paid_split[n] for one in found) for n in range(len(Split._fields))))
    hours, night = total(one.hours for one in found), total(one.night for one in found)
    return Worth(hours, night, split, total(one.paid for one in found), paid)


def _worth(facts: Facts, stint: Stint) -> Worth:
    minutes, counted = facts.elapsed(stint.span), paid_minutes(stint, facts)
    split, hours, paid = split_hours(facts, stint.span), hours_of(minutes), hours_of(counted)
    night = hours_of(facts.elapsed_in(facts.settings.night, stint.span))
    if counted == minutes or not hours:
        return Worth(hours, night, split, paid, split)
    shares = [round(part * paid / hours, 4) for part in split]
    largest = shares.index(max(shares))
    shares[largest] = round(shares[largest] + paid - sum(shares), 4)
    return Worth(hours, night, split, paid, Split(*shares))
