"""One number of a rule run through a range: score, shortfalls and hours for each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pydantic import ValidationError

from roster import api
from roster.domain.errors import Fault, InputError, NoRosterError, OutOfTimeError
from roster.domain.paid import paid_minutes
from roster.domain.price import Cost, Proved, unproved
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import N_, _
from roster.rules.base import Rule
from roster.search.proximity import ProximitySearch
from roster.search.run import Options, Stop
from roster.search.solution import Solution

SOLVED, CLASH = N_("solved"), N_("the musts clash")
NOT_FOUND, NOT_TRIED = N_("none found in time"), N_("not tried: stopped before")
MOST_VALUES = 200
PROOF = 0.3
"""The part of each value's time in which its cost is bounded."""
RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?")


class Point(NamedTuple):
    """What came out with one value; without a roster `status` says why."""

    value: float
    status: str
    cost: Proved | None = None
    mean_hours: float = 0.0
    most_hours: float = 0.0


class Answer(NamedTuple):
    """A roster for one value, or why there is none; and what is proved of every one, where that was looked for."""

    status: str
    roster: Roster | None = None
    least: Cost | None = None


SolveAll = Callable[[Sequence[api.Case], Callable[[], None], Stop], Sequence[Answer]]
"""Solves the cases of all values, telling each that is done, until it is to stop."""


def values_of(texts: Sequence[str]) -> list[float]:
    """`38..48`, `38..48:2` and single numbers as values in order. Raises InputError."""
    found: list[float] = []
    faults: list[Fault] = []
    for text in texts:
        match = RANGE.fullmatch(text if ".." in text else f"{text}..{text}")
        step = float(match[3] or 1) if match else 0.0
        if match is None or step <= 0 or float(match[1]) > float(match[2]):
            expected = _("a range such as 38..48, with a step as 38..48:2, or a number")
            faults.append(Fault("RANGE", f"'{text}'", expected))
            continue
        count = int((float(match[2]) - float(match[1])) / step + 1e-9) + 1
        if count > MOST_VALUES:
            many = _("values: {count}").format(count=count)
            faults.append(Fault("RANGE", many, _("at most {count}").format(count=MOST_VALUES)))
            continue
        found += [round(float(match[1]) + step * number, 6) for number in range(count)]
    if faults:
        raise InputError(faults)
    return list(dict.fromkeys(found))


def with_value(case: api.Case, field: str, value: float) -> api.Case:
    """The case with another value in a rule's field, given as `forty-hours.max`. Raises InputError."""
    name, _dot, part = field.rpartition(".")
    rule = next((rule for rule in case.rulebook.rules if rule.name == name), None)
    if rule is None:
        names = ", ".join(f"{rule.name}.{part}" for rule in case.rulebook.rules if part and hasattr(rule, part))
        expected = _("a number of a rule: {names}").format(names=names or "forty-hours.max")
        raise InputError([Fault("FIELD", f"'{field}'", expected)])
    if part not in type(rule).model_fields:
        numbers = [n for n in type(rule).model_fields if isinstance(getattr(rule, n), int | float)]
        expected = _("one of {names}").format(names=", ".join(f"{name}.{n}" for n in numbers))
        raise InputError([Fault("FIELD", f"'{field}'", expected)])
    new = _changed(rule, part, value, field)
    rules = tuple(new if known is rule else known for known in case.rulebook.rules)
    rulebook = replace(case.rulebook, rules=rules)
    moved = replace(case, rulebook=rulebook)
    horizon = case.problem.horizon
    return replace(moved, problem=moved.over(horizon.start, horizon.days // DAYS_A_WEEK))


def _changed(rule: Rule, part: str, value: float, field: str) -> Rule:
    number = int(value) if float(value).is_integer() else value
    try:
        return type(rule).model_validate({**rule.model_dump(by_alias=True, exclude_unset=True), part: number})
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        raise InputError([Fault("FIELD", f"{field} = {value:g}", reason)]) from None


def sweep(
    case: api.Case,
    field: str,
    values: Sequence[float],
    seconds: float,
    step: Callable[[], None] = lambda: None,
    stop: Stop | None = None,
    solve_all: SolveAll | None = None,
) -> list[Point]:
    """A point for each value: by `solve_all`, else the first from nothing and each further one from the one before it.

    A roster that is better with a neighbour's value than the neighbour's own takes its place, so that the curve tells
    of the rule and not of the search. `stop` ends it with what is known; raises OutOfTimeError where that is nothing.
    """
    stop = Stop() if stop is None else stop
    every = [_Value(value, with_value(case, field, value), stop) for value in values]
    if solve_all is not None:
        for one, answer in zip(every, solve_all([one.case for one in every], step, stop), strict=True):
            one.take(answer)
    else:
        _one_by_one(every, seconds * (1 - PROOF), step)
    if stop and not any(one.found for one in every):
        raise OutOfTimeError(_("stopped before any roster was found; nothing was written"))
    for order in (every, every[::-1]) if not stop else ():
        for beside, one in pairwise(order):
            one.take_over(beside.found)
    return [one.point(seconds * PROOF) for one in every]


def _one_by_one(every: Sequence[_Value], seconds: float, step: Callable[[], None]) -> None:
    last: Roster | None = None
    for one in every:
        one.solve(last, seconds)
        last = one.found.roster if one.found is not None else last
        step()


class _Value:
    """One value: its models, made once, and the best roster found with it."""

    def __init__(self, value: float, case: api.Case, stop: Stop) -> None:
        self.value, self.case, self._stop = value, case, stop
        self.found: Solution | None = None
        self.status = SOLVED
        self._least: Cost | None = None

    @cached_property
    def _models(self) -> ProximitySearch:
        return ProximitySearch(self.case.problem, self.case.rulebook, Roster(()))

    def solve(self, start: Roster | None, seconds: float) -> None:
        """The best roster near another one; from nothing where there is none, or nothing is found near it."""
        if self._stop:
            self.status = NOT_TRIED
            return
        if start is not None:
            self.found = self._models.starting_from(start).best(Options(time_limit=seconds), stop=self._stop)
        if self.found is None:
            self._from_nothing(seconds)

    def _from_nothing(self, seconds: float) -> None:
        try:
            outcome = api.solve(self.case, stop=self._stop, time_limit=seconds, plan_time=0)
        except NoRosterError:
            self.status = CLASH
        except OutOfTimeError:
            self.status = NOT_TRIED if self._stop else NOT_FOUND
        else:
            self.found = self._models.cost(outcome.roster)
            self.status = SOLVED if self.found else NOT_FOUND

    def take(self, answer: Answer) -> None:
        """What was found elsewhere, checked anew."""
        self.status, self._least = answer.status, answer.least
        if answer.roster is not None:
            self.found = self._models.cost(answer.roster)
            self.status = SOLVED if self.found else NOT_FOUND

    def take_over(self, beside: Solution | None) -> None:
        """A neighbour's roster, where it is better than the own one."""
        other = self._models.cost(beside.roster) if beside is not None else None
        if other is not None and (self.found is None or other.cost < self.found.cost):
            self.found, self.status = other, SOLVED

    def point(self, seconds: float) -> Point:
        """What came out; what is proved of it is looked for in so many seconds, not once it is known or to stop."""
        found = self.found
        if found is None:
            return Point(self.value, self.status)
        cost = unproved(found.report.short, found.report.objective)
        if self._least is not None:
            cost = cost._replace(least=min(cost.cost, self._least))
        elif not self._stop:
            cost = self._models.proved(found, seconds)
        problem, minutes = self.case.problem, {officer.id: 0 for officer in self.case.problem.officers}
        for duty in found.roster.work():
            minutes[duty.officer] += paid_minutes(problem.duty(*duty), problem)
        hours = [total / 60 for total in minutes.values()]
        mean = round(sum(hours) / max(1, len(hours)), 2)
        return Point(self.value, self.status, cost, mean, max(hours, default=0.0))
