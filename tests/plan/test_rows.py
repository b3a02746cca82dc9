"""A day as an integer program: it costs what the limits cost, and two crews decided again make it no dearer."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import roster.plan.program as program_of_a_day
from roster.domain.activity import Activity, Choice
from roster.plan.construct import constructed, mended
from roster.plan.day import MUSTS, amounts
from roster.plan.diving import Run
from roster.plan.greedy import greedy
from roster.plan.matrix import keeps
from roster.plan.model import plan_limits
from roster.plan.pairs import Pairs, part_of
from roster.plan.rows import Rows
from roster.plan.tuning import Construction, Programs
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule
from roster.search.run import Stop
from roster.tiers import WISHES
from tests.rules.law_plan import choices, plan_rule

RULES: tuple[PlanRule, ...] = (
    plan_rule(rule="checkpoint_visits", min=2, windows=["07:00-10:00", "20:00-23:00"], priority=5),
    plan_rule(id="most", rule="checkpoint_visits", max=0, weight=3),
    plan_rule(rule="pace", stops_an_hour=1, least_minutes=5, standing_minutes=10, priority=7),
    plan_rule(rule="driving", km=2, weight=2),
    plan_rule(rule="response_cover", weight=5),
    plan_rule(rule="meal_break", minutes=20, least_hours=2, after_hours=0.25, before_hours=0.25, weight="must"),
    plan_rule(id="spread", rule="unpredictability", asks="spread", minutes=5, share=1, weight=20),
)

SOON = Construction(failures=10)
"""Mended no longer than that takes: no clock counts."""


def made(choice: Choice, rules: tuple[PlanRule, ...] = RULES) -> tuple[Rows, dict[str, tuple[Limit, ...]]]:
    limits = plan_limits(choice, rules)
    return Rows(choice, rules, limits), limits


@pytest.mark.parametrize("seed", range(4))
def test_rows_cost_what_limits_cost(seed: int) -> None:
    for choice, chosen in choices(seed):
        rows, limits = made(choice)
        values = rows.done(chosen)
        costs = amounts(RULES, limits, chosen)
        assert {tier: rows.cost(tier, values) for tier in (5, 7, WISHES)} == {
            t: costs.get(t, 0) for t in (5, 7, WISHES)
        }
        program, _offset = rows.program({WISHES: 1})
        assert keeps(program, values) == (MUSTS not in costs)
        assert rows.chosen(values) == tuple(sorted(chosen, key=lambda activity: activity.number))


def test_a_tier_that_is_held_is_a_row_of_its_own() -> None:
    choice, chosen = choices(0)[0]
    rows, _limits = made(choice)
    values = rows.done(chosen)
    cost = rows.cost(WISHES, values)
    assert cost > 0
    free, held, short = (rows.program({7: 1}, {WISHES: most})[0] for most in (cost + 1, cost, cost - 1))
    assert keeps(free, values) == keeps(held, values) == keeps(rows.program({7: 1})[0], values)
    assert not keeps(short, values)


def test_two_crews_decided_again_make_a_plan_cheaper_and_leave_the_others() -> None:
    choice = choices(1)[1][0]
    wishes = tuple(rule for rule in RULES if rule.name in ("most", "checkpoint_visits", "pace"))
    rows, limits = made(choice, wishes)
    program, offset = rows.program({WISHES: 1, 7: 50, 5: 100})
    known = rows.done(greedy(choice))
    crew = next(iter(rows.crews))
    columns = np.array(rows.crews[crew])
    part, taken = part_of(program, program.row_of, columns, known, rows.activities)
    assert list(taken[: len(columns)]) == list(columns)
    assert keeps(part, known[taken])
    pairs = Pairs(rows, program, known, Run(None, 0.0, 1, Stop()))
    assert pairs.improve(threads=1)
    assert keeps(program, pairs.best)
    assert program.cost @ pairs.best < program.cost @ known
    again = rows.chosen(pairs.best)
    costs = amounts(wishes, limits, again)
    assert costs.get(WISHES, 0) + 50 * costs.get(7, 0) + 100 * costs.get(5, 0) == program.cost @ pairs.best + offset
    assert paths(again)


def paths(chosen: tuple[Activity, ...]) -> bool:
    """Whether every crew's activities follow one another through its shift."""
    by_crew: dict[object, list[Activity]] = {}
    for activity in chosen:
        by_crew.setdefault(activity.crew.id, []).append(activity)
    for own in by_crew.values():
        ordered = sorted(own, key=lambda activity: activity.first)
        slots = [slot for activity in ordered for slot in range(activity.first, activity.last + 1)]
        if slots != list(range(len(own[0].crew.parts))):
            return False
        if any(one.ends != other.begins for one, other in pairwise(ordered)):
            return False
    return True


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_made_at_once_keeps_musts_and_is_better_than_the_nearest_place_first(seed: int) -> None:
    choice = choices(seed)[0][0]
    rows, limits = made(choice)
    prices = {WISHES: 1, 7: 100, 5: 200}
    chosen = rows.chosen(constructed(rows, prices, tuning=SOON))
    assert paths(chosen)
    ours, nearest = (amounts(RULES, limits, plan) for plan in (chosen, greedy(choice)))
    assert MUSTS not in ours
    assert MUSTS in nearest
    costs = [sum(price * plan.get(tier, 0) for tier, price in prices.items()) for plan in (ours, nearest)]
    assert costs[0] < costs[1]


def test_what_a_plan_is_short_of_is_mended_and_costs_nothing_else_of_more_weight() -> None:
    """Of plans that greedy crews make: a missing meal, visits, stops too many; `late` leaves them as they are."""
    better = 0
    for seed in range(3):
        choice = choices(seed)[0][0]
        rows, limits = made(choice)
        prices = {WISHES: 1, 7: 100, 5: 200}
        known = rows.done(greedy(choice))
        assert rows.chosen(mended(rows, prices, known, lambda: True, SOON)) == rows.chosen(known)
        chosen = rows.chosen(mended(rows, prices, known, lambda: False, SOON))
        assert paths(chosen)
        before, after = (amounts(RULES, limits, plan) for plan in (greedy(choice), chosen))
        assert MUSTS in before
        assert MUSTS not in after
        better += after.get(5, 0) <= before.get(5, 0)
    assert better == 3


def test_a_dive_in_haste_leaves_out_the_cheapest_rows_only() -> None:
    rows, _limits = made(choices(0)[0][0])
    whole, _offset = rows.program({WISHES: 1, 7: 100, 5: 200})
    part = program_of_a_day._lighter(whole, rows, Programs(many=0))
    assert len(whole.columns) / 2 < len(part.columns) < len(whole.columns)
    assert len(part.cost) == len(whole.cost)
    slacks = range(rows.activities, rows.activities + len(rows.slack_rows))
    kept = set(part.columns) & set(slacks)
    left_out = [whole.cost[column] for column in slacks if column not in kept]
    assert max(left_out) <= min(whole.cost[column] for column in kept)
