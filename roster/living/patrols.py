"""The patrol plan of a changed roster: kept where it still fits, the rest planned again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from roster import api
from roster.domain.outcome import Outcome, Patrols
from roster.living.week import Week

if TYPE_CHECKING:
    from roster.search.run import Stop, Watch

PLAN_SECONDS = 3.0


def with_patrols(
    outcome: Outcome,
    week: Week,
    plan_time: float = PLAN_SECONDS,
    plan_seed: int | None = None,
    since: int = 0,
    watch: Watch | None = None,
    stop: Stop | None = None,
) -> Outcome:
    """A changed roster with a patrol plan where the week has one, verified.

    Crews whose hours and places are as they were keep their itineraries, and all keep what began before the minute
    `since`. `plan_time` are the seconds for each week of the others, 0 for no plan. Where no plan keeps every must,
    `outcome.unplanned` tells why.
    """
    from roster.io.pictures import pictures_of
    from roster.plan.frozen import frozen_part
    from roster.plan.orders import patrol_of

    plan, rulebook = week.plan, week.case.rulebook
    if plan is None or plan_time <= 0:
        return outcome
    before = patrol_of(week.problem, week.written, rulebook)
    frozen = frozen_part(plan, before, patrol_of(outcome.problem, outcome.roster, rulebook), since)
    outcome = replace(outcome, patrols=Patrols(pictures=pictures_of(week.checked.book.path)))
    return api.planned_or_why(outcome, rulebook, plan_time, plan_seed, watch, stop, frozen)
