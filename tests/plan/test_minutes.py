"""Minutes that are drawn again: nothing gets worse, and the plan's slots are not to be seen in them."""

from __future__ import annotations

from collections import Counter
from random import Random

from roster.domain.activity import Choice, numbered
from roster.domain.patrol import Patrol
from roster.plan.day import amounts
from roster.plan.diving import Run
from roster.plan.greedy import greedy
from roster.plan.minutes import Redraw, redrawn
from roster.plan.model import itineraries, plan_limits
from roster.plan.verify import crew_faults
from roster.rules.patrol.base import PlanRule
from roster.search.run import Stop
from tests.rules.law_plan import ORDERS, choices, patrol, plan_rule

RULES: tuple[PlanRule, ...] = (
    plan_rule(rule="checkpoint_visits", min=1, windows=["07:00-10:00", "20:00-23:00"], priority=5),
    plan_rule(rule="response_cover", weight=50),
    plan_rule(id="spread", rule="unpredictability", asks="spread", minutes=5, share=1, weight=20),
)
BY_NODES = Run(None, 0.0, 1, Stop())


def _again(
    one: Patrol, still: frozenset[object] = frozenset()
) -> tuple[dict[int, int], dict[int, int], Choice, Choice]:
    choice = choices(3)[0][0]
    chosen = numbered(greedy(choice))
    before = Choice(one, 0, chosen)
    found = redrawn(Redraw(one, ORDERS, Random(1), still), before, chosen, RULES, BY_NODES)
    after = Choice(one, 0, numbered(found))
    costs = [amounts(RULES, plan_limits(c, RULES), c.activities) for c in (before, after)]
    return costs[0], costs[1], before, after


def test_a_day_at_other_minutes_is_no_worse_and_better_spread() -> None:
    before, after, was, now = _again(patrol())
    assert after.get(0, 0) < before[0]
    assert after.get(5, 0) <= before.get(5, 0)
    for itinerary in itineraries(now.activities):
        assert not list(crew_faults(patrol().crew[itinerary.crew], itinerary, patrol()))
    places = [Counter(s.place for a in c.activities for s in a.stops if s.kind == "checkpoint") for c in (was, now)]
    assert places[0] == places[1]


def test_crews_that_are_kept_keep_their_minutes() -> None:
    _before, _after, was, now = _again(patrol(), frozenset({(0, "D", "car-Z1"), (0, "E", "car-Z2")}))
    own = [{i.crew: i.stops for i in itineraries(c.activities)} for c in (was, now)]
    assert own[0] != own[1]
    for crew in ((0, "D", "car-Z1"), (0, "E", "car-Z2")):
        assert own[0][crew] == own[1][crew]
