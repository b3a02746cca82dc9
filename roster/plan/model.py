"""What the rules of the plan limit, and a day's activities as itineraries."""

from __future__ import annotations

from collections.abc import Iterable

from roster.domain.activity import Activity, Choice
from roster.domain.itinerary import Itinerary, joined
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.patrol.base import PlanRule


def plan_rules(rulebook: Rulebook) -> tuple[PlanRule, ...]:
    """The rules that speak of the plan."""
    return tuple(rule for rule in rulebook.rules if isinstance(rule, PlanRule))


def plan_limits(choice: Choice, rules: Iterable[PlanRule]) -> dict[str, tuple[Limit, ...]]:
    """What each rule of the plan limits on one day."""
    return {rule.name: tuple(rule.limits(choice)) for rule in rules}


def itineraries(chosen: Iterable[Activity]) -> tuple[Itinerary, ...]:
    """Each crew's activities as its itinerary."""
    by_crew: dict[object, list[Activity]] = {}
    for activity in chosen:
        by_crew.setdefault(activity.crew.id, []).append(activity)
    return tuple(
        Itinerary(done[0].crew.id, joined([stop for a in sorted(done, key=lambda a: a.first) for stop in a.stops]))
        for done in by_crew.values()
    )
