"""On which day of a week a crew may stand at a publicity point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from roster.domain.clock import Span
from roster.domain.patrol import Patrol
from roster.plan.frozen import Frozen
from roster.plan.orders import Orders
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.publicity import DAYS_A_WEEK, Publicity


def stand_days(patrol: Patrol, orders: Orders, rng: Random, kept: Frozen) -> dict[str, frozenset[int]]:
    """For each publicity point the day of each week on which a crew may stand there.

    It is drawn among those on which one can; where the plan before has a crew there, that day stays.
    """
    found: dict[str, set[int]] = {point: set() for point in orders.stand}
    stands = [(patrol.crew[item.crew].day, stop.place) for item in kept.whole.values() for stop in item.stops]
    stands += [(activity.crew.day, stop.place) for activity in kept.begun.values() for stop in activity.stops]
    for first in range(0, patrol.problem.horizon.days, DAYS_A_WEEK):
        for point, (_minutes, hours) in orders.stand.items():
            zone = patrol.problem.site[point].zone
            week = range(first, min(first + DAYS_A_WEEK, patrol.problem.horizon.days))
            settled = {day for day, place in stands if place == point and day in week}
            able = [
                day
                for day in week
                if any(
                    crew.id not in kept.whole
                    and crew.roams
                    and part.zone == zone
                    and hours.minutes_in(Span(part.slot.start, part.slot.end))
                    for crew in patrol.crews_of_day.get(day, ())
                    for part in crew.parts
                )
            ]
            found[point] |= settled or {rng.choice(able or list(week))}
    return {point: frozenset(days) for point, days in found.items()}


def with_any_day(
    days: Mapping[str, frozenset[int]], rules: Iterable[PlanRule], patrol: Patrol
) -> dict[str, frozenset[int]]:
    """The same, but stands that must be made may be made on any day."""
    must = {point for rule in rules if isinstance(rule, Publicity) and rule.must for point in rule.points(patrol)}
    return {point: frozenset(patrol.problem.horizon.range) if point in must else own for point, own in days.items()}
