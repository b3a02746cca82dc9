"""One number of a rule run through a range: score, shortfalls and hours for each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pydantic import ValidationError

from roster import api
from roster.domain.errors import Fault, InputError, NoRosterError, OutOfTimeError
from roster.domain.paid import paid_minutes
from roster.domain.price import Proved, unproved
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import N_, _
from roster.rules.base import Rule
from roster.search.proximity import ProximitySearch
from roster.search.run import Options, Stop
from roster.search.solution import Solution

STATUSES = (N_("solved"), N_("the musts clash"), N_("none found in time"), N_("not tried: stopped before"))
MOST_VALUES = 200
PROOF = 0.3
"""The part of each value's time in which its cost is bounded."""
RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?")


class Point(NamedTuple):
    """What came out with one value; without a roster `status` says why (see STATUSES)."""

    value: float
    status: str
    cost: Proved | None = None
    mean_hours: float = 0.0
    most_hours: float = 0.0


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
) -> list[Point]:
    """A point for each value, the first from nothing, each further one from the roster before it.

    A roster that is better with a neighbour's value than the neighbour's own takes its place, so that the curve tells
    of the rule and not of the search. `stop` ends it with what is known; raises OutOfTimeError where that is nothing.
    """
    stop = Stop() if stop is None else stop
    cases = [with_value(case, field, value) for value in values]
    found: list[Solution | str] = []
    last: Roster | None = None
    for one in cases:
        outcome = STATUSES[3] if stop else _solved(one, last, seconds, stop)
        if stop and outcome == STATUSES[2]:
            outcome = STATUSES[3]
        found.append(outcome)
        last = outcome.roster if isinstance(outcome, Solution) else last
        step()
    if stop and not any(isinstance(one, Solution) for one in found):
        raise OutOfTimeError(_("stopped before any roster was found; nothing was written"))
    if not stop:
        _shared(cases, found)
    proofs = seconds * PROOF
    return [_point(value, one, point, proofs, stop) for value, one, point in zip(values, cases, found, strict=True)]


def _solved(case: api.Case, start: Roster | None, seconds: float, stop: Stop) -> Solution | str:
    options = Options(time_limit=seconds * (1 - PROOF))
    try:
        if start is not None:
            found = ProximitySearch(case.problem, case.rulebook, start).best(options, stop=stop)
            if found is not None:
                return found
        outcome = api.solve(case, stop=stop, time_limit=options.time_limit, plan_time=0)
    except NoRosterError:
        return STATUSES[1]
    except OutOfTimeError:
        return STATUSES[2]
    near = ProximitySearch(case.problem, case.rulebook, outcome.roster)
    return near.cost(outcome.roster) or STATUSES[2]


def _shared(cases: list[api.Case], found: list[Solution | str]) -> None:
    """Let each value have its neighbours' rosters where they are better, from both ends."""
    for order in (range(1, len(cases)), range(len(cases) - 2, -1, -1)):
        for index in order:
            beside, own = found[index - 1 if order.step > 0 else index + 1], found[index]
            if isinstance(beside, Solution):
                other = ProximitySearch(cases[index].problem, cases[index].rulebook, beside.roster).cost(beside.roster)
                if other is not None and (isinstance(own, str) or other.cost < own.cost):
                    found[index] = other


def _point(value: float, case: api.Case, found: Solution | str, seconds: float, stop: Stop) -> Point:
    """The point of a value; what is proved of it is looked for in so many seconds, not once it is to stop."""
    if isinstance(found, str):
        return Point(value, found)
    cost = unproved(found.report.short, found.report.objective)
    if not stop:
        cost = ProximitySearch(case.problem, case.rulebook, found.roster).proved(found, seconds)
    minutes = {officer.id: 0 for officer in case.problem.officers}
    for duty in found.roster.work():
        minutes[duty.officer] += paid_minutes(case.problem.duty(*duty), case.problem)
    hours = [total / 60 for total in minutes.values()]
    mean = sum(hours) / max(1, len(hours))
    return Point(value, STATUSES[0], cost, round(mean, 2), max(hours, default=0.0))
