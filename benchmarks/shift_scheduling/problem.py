"""An instance as a problem and a rulebook of this product: nothing but its ordinary rules.

Each shift has a kind of unit of its own, one person on foot at the one post, so that cover is asked for shift by shift.
All shifts start at midnight: the instance knows lengths only, and no two days' shifts overlap. What an instance prices
is a wish with its weight, and what it forbids a must; the wishes' cost is the instance's objective.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from benchmarks.shift_scheduling import text
from benchmarks.shift_scheduling.text import MINUTES_A_DAY, Employee, Instance
from roster.domain.clock import Horizon, Span, Window
from roster.domain.people import Absence, Officer, Request
from roster.domain.places import Zone
from roster.domain.problem import Facts, Problem
from roster.domain.service import DemandLine, Shift, UnitKind
from roster.domain.settings import Settings
from roster.rules import Rulebook, pose
from roster.rules.base import Rule
from roster.rules.roster import absence as absences
from roster.rules.roster.consecutive_days_off import ConsecutiveDaysOff
from roster.rules.roster.consecutive_shifts import ConsecutiveShifts
from roster.rules.roster.cover import Cover
from roster.rules.roster.requests import Requests
from roster.rules.roster.shift_count import ShiftCount
from roster.rules.roster.shift_succession import ShiftSuccession
from roster.rules.roster.weekends import Weekends
from roster.rules.roster.work_hours import WorkHours
from roster.rules.shared.selectors import When, Where, Who

MONDAY = dt.date(2026, 1, 5)
POST = "post"
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def load(path: Path) -> tuple[Problem, Rulebook]:
    """The problem and the rules of an instance's file; raises InputError where the file has faults."""
    instance = text.read(path)
    rulebook = Rulebook(tuple(rules(instance)))
    return pose(facts(path.stem, instance), rulebook), rulebook


def facts(name: str, instance: Instance) -> Facts:
    """Whom and what an instance speaks of."""
    return Facts(
        settings=Settings(name, day_start=0),
        horizon=Horizon(MONDAY, instance.days),
        officers=tuple(Officer(employee.id, employee.id, "auxiliary") for employee in instance.staff),
        shifts=tuple(Shift(shift.id, shift.id, Window(0, shift.minutes)) for shift in instance.shifts),
        kinds=tuple(UnitKind(s.id, s.id, crew=1, least_crew=1, mode="foot", shifts=(s.id,)) for s in instance.shifts),
        zones=(Zone(POST, POST),),
        demand=tuple(_demand(instance)),
        absences=tuple(
            Absence(off.employee, "leave", Span(off.day * MINUTES_A_DAY, (off.day + 1) * MINUTES_A_DAY))
            for off in instance.days_off
        ),
        requests=tuple(Request(r.employee, r.day, r.shift, r.on, r.weight) for r in instance.requests),
    )


def _demand(instance: Instance) -> Iterator[DemandLine]:
    """People asked for, in the hours that all shifts share; everybody may work, however few are asked for."""
    hours = Window(0, min((shift.minutes for shift in instance.shifts), default=MINUTES_A_DAY))
    asked = {(shift.id, day): 0 for shift in instance.shifts for day in range(instance.days)}
    asked.update({(line.shift, line.day): line.people for line in instance.cover})
    for (shift, people), days in _groups(((code, people), day) for (code, day), people in asked.items()).items():
        everybody = len(instance.staff)
        yield DemandLine(f"{shift}:{people}", shift, (), hours, frozenset(days), people, most=everybody)


def rules(instance: Instance) -> Iterator[Rule]:
    """What an instance forbids, then what it prices."""
    yield absences.Absence(weight="must")
    barred = _groups((shift.not_followed_by, shift.id) for shift in instance.shifts if shift.not_followed_by)
    if barred:
        sequences = tuple(("|".join(before), "|".join(after)) for after, before in barred.items())
        yield ShiftSuccession(weight="must", forbidden=sequences)
    yield from _in_a_row(instance.staff)
    yield from _in_all(instance)
    yield Requests(weight=1)
    yield from _cover(instance)


def _in_a_row(staff: Iterable[Employee]) -> Iterator[Rule]:
    """Runs of work and of days off; every run has one day anyhow."""
    for (least, most), who in _groups(((e.least_in_a_row, e.most_in_a_row), e.id) for e in staff).items():
        name = f"{least} to {most} days in a row"
        several = least if least > 1 else None
        yield ConsecutiveShifts(id=name, weight="must", min=several, max=most, who=Who(id=tuple(who)))
    for least, who in _groups((e.least_days_off, e.id) for e in staff if e.least_days_off > 1).items():
        name = f"{least} days off in a row"
        yield ConsecutiveDaysOff(id=name, weight="must", min=least, who=Who(id=tuple(who)))


def _in_all(instance: Instance) -> Iterator[Rule]:
    """Numbers over the horizon; a most number of shifts that the days cannot exceed is none."""
    for (low, high), who in _groups(((e.least_minutes, e.most_minutes), e.id) for e in instance.staff).items():
        yield WorkHours(
            id=f"{low} to {high} minutes",
            weight="must",
            min=low / 60,
            max=high / 60,
            per="horizon",
            leave_hours=0,
            who=Who(id=tuple(who)),
        )
    for most, who in _groups((e.most_weekends, e.id) for e in instance.staff).items():
        yield Weekends(id=f"{most} weekends", weight="must", max=most, who=Who(id=tuple(who)))
    limited = (
        ((code, most), employee.id)
        for employee in instance.staff
        for code, most in employee.most_shifts.items()
        if most < instance.days
    )
    for (code, most), who in _groups(limited).items():
        when = When(shift=(code,))
        name = f"{most} shifts {code}"
        yield ShiftCount(id=name, weight="must", max=most, per="horizon", who=Who(id=tuple(who)), when=when)


def _cover(instance: Instance) -> Iterator[Rule]:
    """An entry for each weight; where it does not hold for all shifts and days, for each shift and its days."""
    under = _groups((line.under, (line.shift, line.day)) for line in instance.cover if line.under)
    over = _groups((line.over, (line.shift, line.day)) for line in instance.cover if line.over)
    for weight, cells in under.items():
        for name, where, when in _selections(cells, instance):
            yield Cover(id=f"under {weight}{name}", weight=weight, where=where, when=when)
    for weight, cells in over.items():
        for name, where, when in _selections(cells, instance):
            yield Cover(id=f"over {weight}{name}", asks="over", weight=weight, where=where, when=when)


def _selections(cells: list[tuple[str, int]], instance: Instance) -> Iterator[tuple[str, Where, When]]:
    """Selectors that together select these shifts on these days, each with a name."""
    everyday = range(instance.days)
    if len(cells) == len(instance.shifts) * instance.days:
        yield "", Where(), When()
        return
    by_shift = _groups(cells)
    for days, shifts in _groups((tuple(days), shift) for shift, days in by_shift.items()).items():
        dates = () if len(days) == len(everyday) else tuple(MONDAY + dt.timedelta(days=day) for day in days)
        name = " ".join(("", *shifts, f"{len(days)} days from {days[0]}" if dates else "")).rstrip()
        yield name, Where(unit_kind=tuple(shifts)), When(dates=dates)


def _groups(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Values by key, in the order of their coming."""
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
