"""One day of the plan: its choices made, and the best of them found."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from roster.domain.activity import Activity, Choice
from roster.domain.itinerary import CrewId
from roster.model import WISHES, tier_of, weight_of
from roster.plan.greedy import greedy
from roster.plan.model import DayModel
from roster.plan.program import Solved, solve_program
from roster.plan.relaxed import Run
from roster.rules.limits import Does, Limit, Linear
from roster.rules.plan_rule import PlanRule

Limits = Mapping[str, Sequence[Limit]]
LEAST_SECONDS = 0.2
MUSTS = -1
"""The tier of what must be kept, in a count of what is broken."""


@dataclass(frozen=True)
class Task:
    """Some crews of a day that nothing but loose ties binds to the others: a model of its own."""

    choice: Choice
    rules: tuple[PlanRule, ...]
    limits: Limits
    run: Run
    first: tuple[Activity, ...] = ()  # a plan that is known already


@dataclass(frozen=True)
class Best:
    """The activities chosen, and the proven least by tier; or that no choice keeps the musts."""

    chosen: tuple[Activity, ...]
    bound: Mapping[int, int]
    proved: bool
    infeasible: bool = False


def parts(choice: Choice, rules: Iterable[PlanRule], limits: Limits) -> list[tuple[Choice, Limits]]:
    """A day's choice in parts: crews belong together that a limit on a place, or a must, ties.

    Limits that tie crews of several parts, without a place, are left out of all; so the parts' bounds hold together.
    """
    crew_of = {activity.number: activity.crew.id for activity in choice.activities}
    leader = {crew: crew for crew in crew_of.values()}

    def head(crew: CrewId) -> CrewId:
        while leader[crew] != crew:
            leader[crew] = leader[leader[crew]]
            crew = leader[crew]
        return crew

    choices = Counter(crew_of.values())
    roaming = {a.number for a in choice.activities if a.crew.roams or choices[a.crew.id] > 1}
    touched: list[tuple[str, Limit, set[CrewId], bool]] = []
    for rule in rules:
        for limit in limits[rule.name]:
            assert isinstance(limit, Linear)
            numbers = {d.activity for _weight, d in limit.terms if isinstance(d, Does)}
            crews = {crew_of[number] for number in numbers}
            moving = [crew_of[number] for number in numbers & roaming]
            ties = rule.must or bool(limit.spot.place or limit.spot.unit)
            touched.append((rule.name, limit, crews, ties))
            if ties:
                for crew in moving[1:]:
                    leader[head(crew)] = head(moving[0])
    groups: dict[CrewId, dict[str, list[Limit]]] = {}
    fixed = {activity.crew.id for activity in choice.activities if activity.number not in roaming}
    heads = list(dict.fromkeys(head(a.crew.id) for a in choice.activities if a.number in roaming)) or [
        next(iter(fixed), (0, "", ""))
    ]
    for name, limit, crews, _ties in touched:
        of = {head(crew) for crew in crews if crew not in fixed} or {heads[0]}
        if len(of) == 1:
            groups.setdefault(of.pop(), {}).setdefault(name, []).append(limit)
    names = [rule.name for rule in rules]
    found: list[tuple[Choice, Limits]] = []
    for group in heads:
        mine = tuple(a for a in choice.activities if a.crew.id in fixed or head(a.crew.id) == group)
        limited = groups.get(group, {})
        found.append((replace(choice, activities=mine), {name: tuple(limited.get(name, ())) for name in names}))
    return found


def best(task: Task) -> Best:
    """The best choice in a time: every priority in turn as short as can be, then the wishes."""
    began = time.monotonic()

    def left() -> Task:
        return replace(task, run=task.run.within(time.monotonic() - began))

    first = task.first or greedy(task.choice)
    day = DayModel(task.choice, task.rules, task.limits)
    tiers = sorted(tier for tier in day.costs if tier != WISHES)
    for tier in tiers:
        day.hold(tier, 0)
    done = _minimise(left(), day, WISHES, first)
    if done.values is not None:
        return _of(task, day, done, first, dict.fromkeys(tiers, 0) | {WISHES: done.bound})
    day = DayModel(task.choice, task.rules, task.limits)
    bounds: dict[int, int] = {}
    for tier in [*tiers, WISHES]:
        if task.run.limit is not None and time.monotonic() - began > task.run.limit:
            break
        done = _minimise(left(), day, tier, first)
        if done.infeasible:
            return Best((), {}, False, infeasible=True)
        bounds[tier] = done.bound
        if done.values is None:
            break
        first = day.chosen(done.values)
        if tier != WISHES:
            day.hold(tier, done.objective)
    return _of(task, day, done, first, dict.fromkeys((*tiers, WISHES), 0) | bounds)


def _minimise(task: Task, day: DayModel, tier: int, first: Iterable[Activity]) -> Solved:
    day.model.minimize(day.costs[tier])
    return solve_program(day.model, day.start(first), task.run)


def _of(task: Task, day: DayModel, done: Solved, first: tuple[Activity, ...], bound: Mapping[int, int]) -> Best:
    chosen = first if done.values is None else day.chosen(done.values)
    proved = done.values is not None and done.objective - done.bound <= task.run.gap * max(1, done.objective)
    return Best(chosen, bound, proved)


def amounts(rules: Iterable[PlanRule], limits: Limits, chosen: Iterable[Activity]) -> dict[int, int]:
    """What the limits cost by tier; those of musts that are broken count as the tier `MUSTS`."""
    numbers = {activity.number for activity in chosen}
    cost: dict[int, int] = {}
    for rule in rules:
        for limit in limits[rule.name]:
            amount = limit.amount(lambda decision: int(isinstance(decision, Does) and decision.activity in numbers))
            if amount:
                tier = MUSTS if rule.must else tier_of(rule, limit)
                cost[tier] = cost.get(tier, 0) + amount * weight_of(rule)
    return cost
