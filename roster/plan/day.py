"""One day of the plan: its choices made, and the best of them found."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from roster.domain.activity import Activity, Choice
from roster.domain.ids import CrewId
from roster.plan.construct import constructed
from roster.plan.diving import Run
from roster.plan.matrix import Values
from roster.plan.program import solve_rows
from roster.plan.rows import Rows
from roster.plan.tuning import Days, Tuning
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.variables import Does
from roster.search.lexicographic import lexicographic
from roster.tiers import WISHES, tier_of, weight_of

Limits = Mapping[str, Sequence[Limit]]
Chosen = tuple[Activity, ...]
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
    roaming = {a.crew.id for a in choice.activities if a.crew.roams or choices[a.crew.id] > 1}
    touched: list[tuple[str, Limit, set[CrewId], bool]] = []
    for rule in rules:
        for limit in limits[rule.name]:
            assert isinstance(limit, Linear)
            crews = {crew_of[d.activity] for _weight, d in limit.terms if isinstance(d, Does)}
            moving = [crew for crew in crews if crew in roaming]
            ties = rule.must or bool(limit.spot.place or limit.spot.unit)
            touched.append((rule.name, limit, crews, ties))
            if ties:
                for crew in moving[1:]:
                    leader[head(crew)] = head(moving[0])
    groups: dict[CrewId, dict[str, list[Limit]]] = {}
    fixed = choices.keys() - roaming
    heads = list(dict.fromkeys(head(crew) for crew in choices if crew in roaming)) or [
        next(iter(fixed), CrewId(0, "", ""))
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
    """The best choice in a time: every tier at once at prices, then, where something is short, each tier in turn.

    What takes each tier in turn is of use only where a proof comes into reach: else it costs the wishes.
    """
    began = time.monotonic()

    def left() -> Run:
        return task.run.within(time.monotonic() - began)

    rows = Rows(task.choice, task.rules, task.limits)
    tiers = sorted(rows.tiers - {WISHES})
    prices = prices_of(task.rules, tiers, task.run.tuning.days)

    def first() -> Values:
        return (
            rows.done(task.first)
            if task.first
            else constructed(rows, prices, lambda: left().over, task.run.tuning.construction)
        )

    done = solve_rows(rows, prices, first, left())
    if done.infeasible:
        return Best((), {}, False, infeasible=True)
    if done.values is None:
        return Best(rows.chosen(first()), {}, False)
    short = {tier: rows.cost(tier, done.values) for tier in tiers}
    near = done.objective - done.bound <= task.run.gap * max(1, done.objective)
    bound = max(0, done.bound - sum(prices[tier] * amount for tier, amount in short.items()))
    found = Best(rows.chosen(done.values), dict.fromkeys(tiers, 0) | {WISHES: bound}, near)
    if not any(short.values()):
        return found
    found = replace(found, proved=False)
    if not near and task.run.limit is not None:
        return found
    return _in_turn(rows, [*tiers, WISHES], found, left)


def prices_of(rules: Iterable[PlanRule], tiers: Sequence[int], tuning: Days) -> dict[int, int]:
    """What one unit of each tier costs: far more than one of any wish, and than one of the next tier."""
    price = max((weight_of(rule) for rule in rules if _is_wish(rule)), default=1)
    found = {WISHES: 1}
    for number, tier in enumerate(reversed(tiers)):
        price *= tuning.much if number == 0 else tuning.more
        found[tier] = price
    return found


def at_once(
    choice: Choice, rules: Iterable[PlanRule], late: Callable[[], bool], tuning: Tuning
) -> tuple[Activity, ...]:
    """A day's plan made without a search, by what must be kept, what is asked for, and the dearest wishes.

    What is short is mended until it is `late`.
    """
    rules = tuple(rules)
    dearest = max((weight_of(rule) for rule in rules if _is_wish(rule)), default=0)
    heavy = [rule for rule in rules if not _is_wish(rule) or weight_of(rule) >= tuning.days.heavy * dearest]
    rows = Rows(choice, heavy, {rule.name: tuple(rule.limits(choice)) for rule in heavy})
    tiers = sorted(rows.tiers - {WISHES})
    prices = prices_of(heavy, tiers, tuning.days)
    known = constructed(rows, prices, late, tuning.construction)
    return rows.chosen(known)


def _is_wish(rule: PlanRule) -> bool:
    return not rule.must and not rule.priority


def _in_turn(rows: Rows, tiers: Sequence[int], known: Best, left: Callable[[], Run]) -> Best:
    """Every tier in turn as little as can be, where that is less than what is known."""
    bounds: dict[int, int] = {}
    proved, ended = True, False

    def minimise(tier: int, held: Mapping[int, int], last: Chosen | None) -> Chosen | None:
        nonlocal proved, ended
        run = left()
        if run.limit is not None and run.limit <= 0:
            proved, ended = False, True
            return None
        done = solve_rows(rows, {tier: 1}, partial(rows.done, last or known.chosen), run, held)
        bounds[tier] = done.bound
        ended = done.values is None
        proved = not ended and done.objective - done.bound <= run.gap * max(1, done.objective)
        return None if done.values is None else rows.chosen(done.values)

    def value(chosen: Chosen, tier: int) -> int:
        return rows.cost(tier, rows.done(chosen))

    chosen = lexicographic(tiers, minimise, value, over=lambda: ended).solution or known.chosen
    bound = dict(known.bound) | bounds
    if [value(chosen, tier) for tier in tiers] > [value(known.chosen, tier) for tier in tiers]:
        return replace(known, bound=bound)
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
