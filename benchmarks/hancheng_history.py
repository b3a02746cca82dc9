"""Four lawful weeks before the bundled brigade's first roster, with nights and weekends spread evenly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ortools.sat.python import cp_model

from benchmarks.hancheng_people import Person

SHIFTS = ("D", "E", "O", "N")
HEADS = {"D": 13, "E": 13, "O": 6, "N": 9}
SWORN = {"D": 4, "E": 4, "O": 2, "N": 4}
ARMED = {"D": 2, "E": 2, "O": 0, "N": 2}
DRIVERS = {"D": 3, "E": 3, "O": 2, "N": 3}
WOMEN = {"D": 0, "E": 1, "O": 1, "N": 0}
TOO_SOON = [("E", "D"), ("O", "D"), ("N", "D"), ("N", "E"), ("N", "O")]
MIDNIGHT = ("O", "N")  # shifts that end on the next date
WEEK, PER_WEEK, OVER_50, EFFORT = 7, 5, 51, 8.0

Duty = tuple[str, str, str]
Work = dict[tuple[str, int, str], cp_model.LinearExprT]


def make_history(people: list[Person], absent: set[tuple[str, date]], first: date, days: int, seed: int) -> list[Duty]:
    """Duties as (officer, ISO date, shift), sorted by date; raises ValueError where no lawful history is found.

    Made week after week: what is settled stands in `work` as 1.
    """
    line = [person for person in people if not person.leader]
    work: Work = {}
    for monday in range(0, days, WEEK):
        week = range(monday, min(monday + WEEK, days))
        model = cp_model.CpModel()
        for person in line:
            for day in week:
                for shift in SHIFTS:
                    if _may(person, first + timedelta(days=day), shift, absent):
                        work[person.id, day, shift] = model.new_bool_var("")
        _cover(model, work, line, week)
        for person in line:
            _lawful(model, work, person, week)
        _even(model, work, line, first, week)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = EFFORT
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise ValueError("no lawful history with these people and this leave")
        work = {key: 1 for key, chosen in work.items() if solver.value(chosen)}
    duties = [(who, (first + timedelta(days=day)).isoformat(), shift) for who, day, shift in work]
    return sorted([*duties, *_leaders(people, first, days)], key=lambda duty: (duty[1], duty[0]))


def _may(person: Person, day: date, shift: str, absent: set[tuple[str, date]]) -> bool:
    if (person.id, day) in absent or (shift in MIDNIGHT and (person.id, day + timedelta(days=1)) in absent):
        return False
    if person.protected_from:
        return shift == "D"
    return not (shift == "N" and (day - person.birth).days > OVER_50 * 365)


def _sum(work: Work, people: Iterable[Person], days: Iterable[int], shifts: Iterable[str]) -> cp_model.LinearExpr:
    keys = ((p.id, day, shift) for p in people for day in days for shift in shifts)
    return cp_model.LinearExpr.sum([work[key] for key in keys if key in work])


def _cover(model: cp_model.CpModel, work: Work, line: list[Person], week: range) -> None:
    """Heads, sworn officers, permits, drivers and a woman on each shift."""
    marked = {mark: [p for p in line if mark in p.qualifications] for mark in ("armed", "driver")}
    women = [p for p in line if p.sex == "f"]
    sworn = [p for p in line if p.category == "sworn"]
    for day in week:
        for shift in SHIFTS:
            model.add(_sum(work, line, [day], [shift]) == HEADS[shift])
            model.add(_sum(work, sworn, [day], [shift]) == SWORN[shift])
            asked = ((marked["armed"], ARMED), (marked["driver"], DRIVERS), (women, WOMEN))
            for group, least in asked:
                if least[shift]:
                    model.add(_sum(work, group, [day], [shift]) >= least[shift])


def _lawful(model: cp_model.CpModel, work: Work, person: Person, week: range) -> None:
    """One duty a date, rest, recovery after nights, two nights in a row at most, a free date in any seven."""
    for day in range(week.start - WEEK, week.stop):
        model.add(_sum(work, [person], [day], SHIFTS) <= 1)
        for before, after in TOO_SOON:
            model.add(_sum(work, [person], [day], [before]) + _sum(work, [person], [day + 1], [after]) <= 1)
        model.add(_sum(work, [person], range(day, day + 3), ["N"]) <= 2)
        model.add(_sum(work, [person], range(day, day + 7), SHIFTS) <= 6)


def _even(model: cp_model.CpModel, work: Work, line: list[Person], first: date, week: range) -> None:
    """Fewest shifts over five a week, then nights and weekends as equal as they can be within a category."""
    costs: list[cp_model.LinearExprT] = []
    for person in line:
        over = model.new_int_var(0, 2, "")
        model.add(_sum(work, [person], week, SHIFTS) <= PER_WEEK + over)
        costs.append(4 * over)
    past = range(week.stop)
    weekend = [day for day in past if (first + timedelta(days=day)).weekday() >= 5]
    able = [p for p in line if not p.protected_from and (first - p.birth).days < OVER_50 * 365]
    for category in ("sworn", "auxiliary"):
        group = [p for p in able if p.category == category]
        for counted_days, shifts, weight in ((past, ("N",), 20), (weekend, SHIFTS, 5)):
            low, high = model.new_int_var(0, week.stop, ""), model.new_int_var(0, week.stop, "")
            for person in group:
                model.add(_sum(work, [person], counted_days, shifts) >= low)
                model.add(_sum(work, [person], counted_days, shifts) <= high)
            costs.append(weight * (high - low))
    model.minimize(sum(costs))


def _leaders(people: list[Person], first: date, days: int) -> list[Duty]:
    """The duty leaders in turn, a day each."""
    leaders = [person.id for person in people if person.leader]
    return [(leaders[day % len(leaders)], (first + timedelta(days=day)).isoformat(), "L") for day in range(days)]
