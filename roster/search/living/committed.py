"""Musts that are broken already and stay so: by history, which cannot change, or by hand edits that are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from roster.domain.problem import Problem
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Decision, Does, Inspects, Serves, Valuation, Work


def past(decision: Decision, since: int, problem: Problem) -> bool:
    """Whether what a decision is about began before a minute, whatever is chosen of it."""
    match decision:
        case Work(_, day, shifts):
            return all(problem.shift[shift].span(day).start < since for shift in shifts)
        case Serves(_, day, shift, _):
            return problem.shift[shift].span(day).start < since
        case Does() | Inspects():
            return False
        case _:
            day, shift, _ = decision.unit
            return problem.shift[shift].span(day).start < since


def without_history(limit: Limit, value: Valuation, since: int, problem: Problem) -> Limit | None:
    """The limit as the decisions yet to come can keep it; None where they have no say."""
    if not limit.amount(value):
        return limit
    if all(past(decision, since, problem) for decision in limit.decisions):
        return limit.relaxed_to(value)
    if isinstance(limit, Linear):

        def done(decision: Decision) -> int:
            return value(decision) if past(decision, since, problem) else 0

        committed = limit.constant + sum(weight * done(decision) for weight, decision in limit.terms)
        low = sum(min(0, weight) for weight, decision in limit.terms if not past(decision, since, problem))
        high = sum(max(0, weight) for weight, decision in limit.terms if not past(decision, since, problem))
        return replace(
            limit,
            at_least=None if limit.at_least is None else min(limit.at_least, committed + high),
            at_most=None if limit.ceiling is None else max(limit.ceiling, committed + low),
        )
    return limit


def without_committed(
    limits: Sequence[Limit], value: Valuation, since: int, problem: Problem, acknowledged: Collection[int]
) -> tuple[Limit, ...]:
    """One must's limits without what is committed; a broken one whose id is `acknowledged` gets room for it."""
    found: list[Limit] = []
    for limit in limits:
        if not limit.amount(value):
            found.append(limit)
            continue
        left = limit.relaxed_to(value) if id(limit) in acknowledged else without_history(limit, value, since, problem)
        if left is not None:
            found.append(left)
    return tuple(found)
