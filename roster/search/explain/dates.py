"""The days on which a clash arises."""

from __future__ import annotations

from roster.decisions import Grain, Physics
from roster.domain.problem import Problem
from roster.rules.limits import Limit
from roster.search.explain.assumptions import Assumptions
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock, deletion_mus
from roster.search.explain.wider import named
from roster.search.tuning import DEFAULT, Clashes

Dated = tuple[object, ...]
"""An instance and a day."""


def days_of(
    problem: Problem,
    members: Groups,
    always: list[Limit],
    grain: Grain,
    loose: bool = False,
    tuning: Clashes = DEFAULT.clashes,
) -> dict[ConstraintGroup, tuple[int, ...]]:
    """The days on which members that speak of many bring the clash about."""
    groups: dict[Dated, list[Limit]] = {}
    for instance, limits in members.items():
        for limit in limits:
            day = limit.spot.on if not instance.officer else None
            groups.setdefault((instance, day), []).append(limit)
    clock = Clock(tuning.date_seconds)

    def of_day(one: Physics, day: int) -> Dated:
        return named(one), day

    physics = of_day if loose else None
    guarded: Assumptions[Dated] = Assumptions(problem, groups, always, grain, physics, tuning)
    dated = [*groups, *(key for key in guarded.physics if key[0] in members)]
    answer = guarded.check(dated, clock.left(), core=True)
    if answer.possible is not False:
        return {}
    kept = deletion_mus(guarded, answer.clash, clock, few=tuning.one_by_one).members
    found: dict[ConstraintGroup, tuple[int, ...]] = {}
    for instance in members:
        days = [day for one, day in kept if one == instance and isinstance(day, int)]
        if days and not instance.officer:
            found[instance] = tuple(sorted(days))
    return found
