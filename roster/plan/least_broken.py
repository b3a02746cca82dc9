"""The plan of a day that breaks as little as can be of what must be kept: what it breaks is why there is none."""

from __future__ import annotations

from functools import partial

from roster.domain.activity import Choice
from roster.domain.itinerary import Itinerary
from roster.plan.diving import Run
from roster.plan.greedy import greedy
from roster.plan.model import itineraries, plan_limits
from roster.plan.program import solve_rows
from roster.plan.rows import Rows
from roster.rules.patrol.base import PlanRule
from roster.search.run import Stop
from roster.tiers import WISHES


def least_broken(choice: Choice, rules: tuple[PlanRule, ...], stop: Stop, seconds: float) -> tuple[Itinerary, ...]:
    """The itineraries that break the musts least, with those that are settled already."""
    priced = tuple(rule.model_copy(update={"weight": 1, "priority": None}) for rule in rules if rule.must)
    rows = Rows(choice, priced, plan_limits(choice, priced))
    first = greedy(choice)
    done = solve_rows(rows, {WISHES: 1}, partial(rows.done, first), Run(seconds, 0.01, 1, stop))
    chosen = first if done.values is None else rows.chosen(done.values)
    return (*choice.given.itineraries, *itineraries(chosen))
