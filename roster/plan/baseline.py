"""What a plan is measured by: a plan without foresight, and the most response cover that any plan could have."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.activity import Choice
from roster.domain.findings import Report
from roster.domain.itinerary import Demand, Itinerary, Plan
from roster.domain.patrol import Patrol
from roster.plan.diving import Run
from roster.plan.greedy import greedy
from roster.plan.model import itineraries, plan_limits
from roster.plan.orders import demanding, demands_of
from roster.plan.program import least
from roster.plan.rows import Rows
from roster.plan.search import PlanOptions, Search
from roster.plan.verify import verify_plan
from roster.rules import Rulebook
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import served_slots
from roster.rules.patrol.response_cover import ResponseCover
from roster.search.run import Stop
from roster.tiers import WISHES

COVER = "cover"


def without_foresight(
    patrol: Patrol, rulebook: Rulebook, options: PlanOptions
) -> tuple[Plan, Report, tuple[Demand, ...]]:
    """The greedy plan of the same choices, day after day, what its checks find, and the demands as it meets them."""
    search = Search(patrol, rulebook, options, lambda moment: None, Stop())
    made: list[Itinerary] = []
    for day in patrol.problem.horizon.range:
        made += itineraries(greedy(search.choice(day, Plan(tuple(made)))))
    plan = Plan(tuple(made))
    demands = demands_of(rulebook, plan, patrol)
    return plan, verify_plan(plan, patrol, rulebook), demands


def cover_bound(patrol: Patrol, rulebook: Rulebook, options: PlanOptions) -> int:
    """The most checkpoint-slots with a unit within its minutes that is possible, read by place; proved day by day.

    Every pass and visit asked for is made; visits may come at the same time every day.
    """
    search = Search(patrol, rulebook, options, lambda moment: None, Stop())
    cover = ResponseCover(id=COVER, weight=1)
    rules = (*(r.model_copy(update={"weight": "must", "priority": None}) for r in demanding(search.rules)), cover)
    slots = len(cover.sites(patrol)) * len(served_slots(patrol.slots, patrol.problem))
    return slots - sum(_least_uncovered(_free(search, day), rules) for day in patrol.problem.horizon.range)


def _free(search: Search, day: int) -> Choice:
    """A day's choices, with those of crews of the day before who are still on duty: nothing of them is settled."""
    choice = search.choice(day)
    late = [a for a in search.choice(day - 1).activities if a.crew.parts[-1].slot.day == day] if day else []
    every = (replace(a, number=number) for number, a in enumerate((*choice.activities, *late)))
    return replace(choice, activities=tuple(every))


def _least_uncovered(choice: Choice, rules: tuple[PlanRule, ...]) -> int:
    return least(Rows(choice, rules, plan_limits(choice, rules)), WISHES, Run(None, 0.0, 1, Stop()))
