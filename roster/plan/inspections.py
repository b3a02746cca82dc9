"""The duty leader's inspections of a day, placed on real crews at real times: drawn, then chosen by a small model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from ortools.sat.python import cp_model

from roster.domain.activity import Choice
from roster.domain.clock import Span
from roster.domain.ids import CrewId
from roster.domain.itinerary import STATIC, Inspection, Plan, Stop
from roster.domain.patrol import Patrol
from roster.forms import Expression, Forms, Sum
from roster.plan.tuning import DEFAULT, Inspecting
from roster.plan.verify import apart
from roster.rules.patrol.supervision import Supervision
from roster.rules.variables import Decision, Inspects
from roster.solvers import cpsat
from roster.tiers import weight_of

GRID = 5
"""Announced times are multiples of so many minutes."""


def inspections(
    plan: Plan,
    patrol: Patrol,
    day: int,
    rules: Sequence[Supervision],
    rng: Random,
    kept: Sequence[Inspection] = (),
    tuning: Inspecting = DEFAULT.inspecting,
) -> Choice:
    """The inspections of a day to choose from: those kept, then sites at which crews are, moments while they are."""
    length = max((rule.minutes for rule in rules), default=0)
    stops = [(crew, stop) for crew, stop in plan.all_stops() if crew.day in (day, day + 1)]
    found = [
        check
        for leader, _crew, span in patrol.leaders
        if leader[0] == day and length
        for check in _drawn(leader, span, stops, length, patrol, rng, tuning.drawn)
    ]
    return Choice(patrol, day, inspections=tuple(dict.fromkeys((*kept, *found))))


def _drawn(
    leader: CrewId,
    span: Span,
    stops: Sequence[tuple[CrewId, Stop]],
    length: int,
    patrol: Patrol,
    rng: Random,
    most: int,
) -> Iterator[Inspection]:
    fitting = [
        (crew, stop)
        for crew, stop in stops
        if stop.place in patrol.problem.site
        if min(span.end, stop.leave) - max(span.start, stop.arrive) >= length
    ]
    for on_site in (True, False):
        for surprise in (True, False):
            for crew, stop in rng.sample(fitting, min(most, len(fitting))):
                first, last = max(span.start, stop.arrive), min(span.end, stop.leave) - length
                start = rng.randint(first, last)
                if not surprise and stop.mode == STATIC:
                    start = max(first, start - start % GRID)
                yield Inspection(leader, crew, start, start + length, stop.place, on_site, surprise)


def choose(
    choice: Choice, rules: Sequence[Supervision], kept: int = 0, work: float = DEFAULT.inspecting.work
) -> tuple[Inspection, ...]:
    """The first `kept` of them and as few more as the rules ask for, none of which keeps the leader from another.

    Musts come first.
    """
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in choice.inspections]

    def of(decision: Decision) -> Expression:
        return taken[decision.inspection] if isinstance(decision, Inspects) else 0

    forms = Forms(model, of, lambda decision: 1)
    costs: list[Expression] = []
    for rule in rules:
        for limit in rule.limits(choice):
            amount, _largest = forms.amount(limit)
            costs.append((MUST if rule.must else weight_of(rule)) * amount)
    own = sorted(enumerate(choice.inspections), key=lambda pair: pair[1].start)
    for (one, before), (other, after) in combinations(own, 2):
        if before.leader == after.leader and not apart(before, after, choice.patrol):
            model.add(taken[one] + taken[other] <= 1)
    for variable in taken[:kept]:
        model.add(variable == 1)
    model.minimize(Sum([*(MANY * cost for cost in costs), *taken]))
    result = cpsat.solve(model, cpsat.Parameters(work=work))
    if not result.solved:
        return ()
    return tuple(check for check, variable in zip(choice.inspections, taken, strict=True) if result.value(variable))


MUST, MANY = 1000, 100
