"""The rules as Timefold knows them: seats to be filled, limits on sums as facts, and three levels of score.

Facts are few and plain, since each one crosses from Python to Java. Importing this needs `timefold` and Java 17.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

import jpype  # type: ignore[import-not-found, unused-ignore]
from timefold.solver.domain import (  # type: ignore[import-not-found, unused-ignore]
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (  # type: ignore[import-not-found, unused-ignore]
    ConstraintCollectors,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)

HARD, MEDIUM, SOFT = 0, 1, 2


@dataclass(eq=False)
class Limit:
    """A limit on a sum over all seats; `level` is HARD, MEDIUM or SOFT."""

    number: Annotated[int, PlanningId]
    level: int
    price: int
    low: int
    high: int
    constant: int
    per: int


@dataclass(eq=False)
class Shared:
    """The same, on a sum over each officer's seats alone."""

    number: Annotated[int, PlanningId]
    level: int
    price: int
    low: int
    high: int
    constant: int
    per: int


@dataclass(eq=False)
class Spread:
    """Counts that lie no further apart than `allowed`."""

    number: Annotated[int, PlanningId]
    level: int
    price: int
    allowed: int


@dataclass(eq=False)
class Count:
    """An officer's count, one of those that a spread compares."""

    officer: int
    spread: Spread
    constant: int


@dataclass(eq=False)
class WorkTerm:
    """What a filled seat adds to a limit, by officer and shift."""

    key: int
    limit: Limit
    weight: int


@dataclass(eq=False)
class ServiceTerm:
    """By officer, shift and unit kind."""

    key: int
    limit: Limit
    weight: int


@dataclass(eq=False)
class PeopleTerm:
    """By unit and group of officers."""

    key: int
    limit: Limit
    weight: int


@dataclass(eq=False)
class Touch:
    """By unit and group of officers: `group` is touched."""

    key: int
    limit: Limit
    group: int


@dataclass(eq=False)
class SharedTerm:
    """By shift and group of officers."""

    key: int
    limit: Shared
    weight: int


@dataclass(eq=False)
class CountTerm:
    """By shift."""

    shift: int
    spread: int
    weight: int


@dataclass(eq=False)
class Officer:
    number: Annotated[int, PlanningId]
    first_work: int
    first_service: int


@dataclass(eq=False)
class Member:
    """An officer is in a group of people, whose keys with units begin here."""

    officer: int
    first_unit: int


@dataclass(eq=False)
class Sharer:
    """An officer is in a group that shares limits, whose keys with shifts begin here."""

    officer: int
    first_shift: int


@dataclass(eq=False)
class Team:
    """A crew that runs."""

    number: Annotated[int, PlanningId]
    unit: int
    shift: int
    service: int


@planning_entity  # type: ignore[untyped-decorator, unused-ignore]
@dataclass(eq=False)
class Place:
    """A seat in a crew, and who may work at all on its shift."""

    number: Annotated[int, PlanningId]
    team: Team
    able: Annotated[list[Officer], ValueRangeProvider]
    officer: Annotated[Officer | None, PlanningVariable] = field(default=None)


@planning_solution  # type: ignore[untyped-decorator, unused-ignore]
@dataclass(eq=False)
class Plan:
    officers: Annotated[list[Officer], ProblemFactCollectionProperty]
    limits: Annotated[list[Limit], ProblemFactCollectionProperty]
    shared: Annotated[list[Shared], ProblemFactCollectionProperty]
    counts: Annotated[list[Count], ProblemFactCollectionProperty]
    members: Annotated[list[Member], ProblemFactCollectionProperty]
    sharers: Annotated[list[Sharer], ProblemFactCollectionProperty]
    by_work: Annotated[list[WorkTerm], ProblemFactCollectionProperty]
    by_service: Annotated[list[ServiceTerm], ProblemFactCollectionProperty]
    by_people: Annotated[list[PeopleTerm], ProblemFactCollectionProperty]
    touches: Annotated[list[Touch], ProblemFactCollectionProperty]
    by_shared_work: Annotated[list[SharedTerm], ProblemFactCollectionProperty]
    by_counted_work: Annotated[list[CountTerm], ProblemFactCollectionProperty]
    places: Annotated[list[Place], PlanningEntityCollectionProperty]
    score: Annotated[HardMediumSoftScore, PlanningScore] = field(default=None)


def limit_cost(limit: Limit, total: int) -> int:
    """What a sum costs under its limit."""
    outside = max(0, limit.low - limit.constant - total, limit.constant + total - limit.high)
    return limit.price * ((outside + limit.per - 1) // limit.per)


def shared_cost(limit: Shared, officer: Officer, total: int) -> int:
    """The same for one officer's sum."""
    outside = max(0, limit.low - limit.constant - total, limit.constant + total - limit.high)
    return limit.price * ((outside + limit.per - 1) // limit.per)


def spread_cost(spread: Spread, least: int, most: int) -> int:
    return spread.price * max(0, most - least - spread.allowed)


@constraint_provider  # type: ignore[untyped-decorator, unused-ignore]
def rules(factory: Any) -> list[Any]:
    """Every limit at its level, whatever its rule."""
    same, collect = Joiners.equal, ConstraintCollectors
    places = factory.for_each(Place)
    members = places.join(Member, same(lambda p: p.officer.number, lambda m: m.officer))
    sharers = places.join(Sharer, same(lambda p: p.officer.number, lambda s: s.officer))
    by_work = places.join(WorkTerm, same(lambda p: p.officer.first_work + p.team.shift, lambda t: t.key))
    by_service = places.join(ServiceTerm, same(lambda p: p.officer.first_service + p.team.service, lambda t: t.key))
    by_people = members.join(PeopleTerm, same(lambda p, m: m.first_unit + p.team.unit, lambda t: t.key))
    touching = members.join(Touch, same(lambda p, m: m.first_unit + p.team.unit, lambda t: t.key))
    shared = sharers.join(SharedTerm, same(lambda p, s: s.first_shift + p.team.shift, lambda t: t.key))
    counting = places.join(CountTerm, same(lambda p: p.team.shift, lambda t: t.shift)).join(
        Count,
        same(lambda p, t: p.officer.number, lambda c: c.officer),
        same(lambda p, t: t.spread, lambda c: c.spread.number),
    )
    sums = (
        by_work.map(lambda p, t: t.limit, lambda p, t: t.weight)
        .concat(by_service.map(lambda p, t: t.limit, lambda p, t: t.weight))
        .concat(by_people.map(lambda p, m, t: t.limit, lambda p, m, t: t.weight))
        .group_by(lambda limit, weight: limit, collect.sum(lambda limit, weight: weight))
    )
    groups = touching.map(lambda p, m, t: t.limit, lambda p, m, t: t.group).group_by(
        lambda limit, group: limit, collect.count_distinct(lambda limit, group: group)
    )
    totals = sums.concat(groups).complement(Limit, lambda limit: 0)
    each = shared.group_by(lambda p, m, t: t.limit, lambda p, m, t: p.officer, collect.sum(lambda p, m, t: t.weight))
    spreads = (
        counting.group_by(lambda p, t, c: c, collect.sum(lambda p, t, c: t.weight))
        .complement(Count, lambda count: 0)
        .group_by(
            lambda count, total: count.spread,
            collect.min(lambda count, total: count.constant + total),
            collect.max(lambda count, total: count.constant + total),
        )
    )
    hard, medium, soft = HardMediumSoftScore.ONE_HARD, HardMediumSoftScore.ONE_MEDIUM, HardMediumSoftScore.ONE_SOFT

    def at(level: int, one: Any, name: str) -> list[Any]:
        some = totals.filter(lambda limit, total: limit.level == level)
        own = each.filter(lambda limit, officer, total: limit.level == level)
        apart = spreads.filter(lambda spread, least, most: spread.level == level)
        return [
            some.penalize(one, limit_cost).as_constraint(name),
            own.penalize(one, shared_cost).as_constraint(f"{name} of each officer"),
            apart.penalize(one, spread_cost).as_constraint(f"{name}: spreads"),
        ]

    return [*at(HARD, hard, "musts"), *at(MEDIUM, medium, "shortfalls"), *at(SOFT, soft, "wishes")]


def listener(on_better: Callable[[Any], None]) -> Any:
    """A listener to Java's own events: Timefold's for Python copies the whole plan each time a better one is found."""
    from ai.timefold.solver.core.api.solver.event import (  # type: ignore[import-not-found, unused-ignore]
        SolverEventListener,
    )

    @jpype.JImplements(SolverEventListener)  # type: ignore[untyped-decorator, unused-ignore]
    class Listener:
        @jpype.JOverride  # type: ignore[untyped-decorator, unused-ignore]
        def bestSolutionChanged(self, event: Any) -> None:  # noqa: N802
            on_better(event)

    return Listener()
