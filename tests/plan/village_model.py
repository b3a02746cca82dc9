"""A model of our own of what a plan of a village with one zone must keep: exact, minute by minute, all days together.

It reads the tables and the roster's crews only. Each crew makes visits of the least length at the sites, one after the
other, with the way between them; all else that the musts speak of is which minutes these begin at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from tests.plan.checker import kilometres

DAY = 24 * 60


@dataclass(frozen=True)
class Visits:
    """So many visits in hours of each day; hours before the day's start belong to the next date."""

    site: str
    start: int
    end: int
    number: int = 1


@dataclass(frozen=True)
class Musts:
    visits: tuple[Visits, ...] = ()
    usual: tuple[int, int] | None = None  # minutes of the clock, days of a week
    gap: int = 0  # minutes without a visit, at the most, at every site, while it is open
    least: int = 10


@dataclass(frozen=True)
class Map:
    """Sites with their points and opening hours, and how fast crews are."""

    points: Mapping[str, tuple[float, float]]
    opening: Mapping[str, tuple[int, int] | None]
    speed: float
    day_start: int

    def minutes(self, one: str, other: str) -> int:
        if one == other:
            return 1
        return ceil(60 * kilometres(self.points[one], self.points[other]) * 1.3 / self.speed + 0.02)

    def is_open(self, site: str, minute: int, least: int) -> bool:
        hours = self.opening[site]
        if hours is None:
            return True
        start, end = hours
        return any(start + day * DAY <= minute and minute + least <= end + day * DAY for day in range(-2, 10))


def possible(crews: Iterable[tuple[int, int, int]], where: Map, musts: Musts, slots: Iterable[int]) -> bool | None:
    """Whether any plan of crews (roster day, first minute, last minute) keeps the musts; None where that is not known.

    `slots` are the minutes at which the plan's slots begin: each may begin a stretch of a gap.
    """
    model, listed = cp_model.CpModel(), list(crews)
    begins = {
        (number, site, minute): model.new_bool_var("")
        for number, (_day, start, end) in enumerate(listed)
        for site in where.points
        for minute in range(start, end - musts.least + 1)
        if where.is_open(site, minute, musts.least)
    }
    for (number, site, minute), variable in begins.items():
        near = [
            begins[number, other, later]
            for other in where.points
            for later in range(minute, minute + musts.least + where.minutes(site, other))
            if (number, other, later) in begins and (other, later) != (site, minute)
        ]
        if near:
            model.add(sum(near) == 0).only_enforce_if(variable)
    for asked in musts.visits:
        for day in range(7):
            first = day * DAY + asked.start + DAY * (asked.start < where.day_start)
            span = range(first, first + asked.end - asked.start)
            if any(where.is_open(asked.site, minute, musts.least) for minute in span):
                model.add(
                    sum(
                        variable
                        for (number, site, minute), variable in begins.items()
                        if site == asked.site and minute in span and listed[number][0] <= day
                    )
                    >= asked.number
                )
    if musts.gap:
        _gaps(model, begins, where, musts, slots)
    if musts.usual:
        _usual(model, begins, *musts.usual)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 60.0
    status = solver.solve(model)
    return {cp_model.OPTIMAL: True, cp_model.FEASIBLE: True, cp_model.INFEASIBLE: False}.get(status)


Begins = Mapping[tuple[int, str, int], cp_model.IntVar]


def _gaps(model: cp_model.CpModel, begins: Begins, where: Map, musts: Musts, slots: Iterable[int]) -> None:
    for site in where.points:
        at: dict[int, list[cp_model.IntVar]] = {}
        for (_number, other, minute), variable in begins.items():
            if other == site:
                at.setdefault(minute, []).append(variable)
        for first in slots:
            hours = where.opening[site]
            span = range(first, first + musts.gap)
            wide = hours is None or any(
                hours[0] + day * DAY <= first and first + musts.gap <= hours[1] + day * DAY for day in range(-2, 10)
            )
            if wide and where.day_start < span.stop <= 7 * DAY + where.day_start:
                model.add(sum(v for minute in span for v in at.get(minute, ())) >= 1)


def _usual(model: cp_model.CpModel, begins: Begins, minutes: int, days: int) -> None:
    """Dates after the seventh begin another week: at most one date, which no rule here keeps out."""
    for place in {site for _number, site, _minute in begins}:
        seen: dict[tuple[int, int], cp_model.IntVar] = {}
        for (_number, site, minute), variable in begins.items():
            if site == place:
                key = (minute // DAY, minute % DAY)
                if key not in seen:
                    seen[key] = model.new_bool_var("")
                model.add_implication(variable, seen[key])
        for start in {minute for _day, minute in seen}:
            stretch = {(start + more) % DAY for more in range(minutes)}
            used = []
            for day in range(7):
                inside = [variable for (one, minute), variable in seen.items() if one == day and minute in stretch]
                if inside:
                    used.append(model.new_bool_var(""))
                    for variable in inside:
                        model.add_implication(variable, used[-1])
            model.add(sum(used) <= days)
