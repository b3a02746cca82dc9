"""A plan without foresight: each crew goes to the nearest place that nobody has visited yet."""

from __future__ import annotations

from roster.domain.activity import Activity, Choice, leads_through
from roster.domain.itinerary import MEAL, STATIC, ZONE, Stop
from roster.domain.patrol import OnDuty
from roster.rules.patrol.patrolling import windows_on
from roster.rules.patrol.route_passes import SHIFT_HOURS
from roster.rules.shared.selectors import When

BETWEEN_MEALS = 6 * 60
"""Minutes from one meal to the next."""


def greedy(choice: Choice) -> tuple[Activity, ...]:
    """One activity after the other for each crew, slot by slot: the nearest unvisited checkpoint or route first.

    A place is visited again in each of the windows of the day. A crew eats as soon as it may, and waits a slot after
    each tour. It serves as a first plan, and as the measure of what foresight brings.
    """
    by_crew: dict[object, list[Activity]] = {}
    for activity in choice.activities:
        by_crew.setdefault(activity.crew.id, []).append(activity)
    ends = {key: _leading_on(activities) for key, activities in by_crew.items()}
    at = {key: (0, activities[0].begins) for key, activities in by_crew.items()}
    visited: set[tuple[int, str]] = set()
    ate: dict[object, int] = {}
    rests: set[object] = set()
    chosen: list[Activity] = []
    for slot in sorted({part.slot.start for a in choice.activities for part in a.crew.parts}):
        for key, activities in by_crew.items():
            crew = activities[0].crew
            index, point = at[key]
            if index < len(crew.parts) and crew.parts[index].slot.start <= slot:
                able = ends[key][index, point]
                meals = [a for a in able if _meal(a) and slot - ate.get(key, slot - BETWEEN_MEALS) >= BETWEEN_MEALS]
                waits = [a for a in able if not any(map(_is_task, a.stops))] if key in rests else []
                best = _nearest(choice, meals or waits or [a for a in able if not _meal(a)] or able, visited)
                (rests.add if any(map(_is_task, best.stops)) else rests.discard)(key)
                if _meal(best):
                    ate[key] = slot
                chosen.append(best)
                visited |= {(_window(choice, stop), stop.place) for stop in best.stops if _is_task(stop)}
                at[key] = (best.last + 1, best.ends)
    return tuple(chosen)


def _leading_on(activities: list[Activity]) -> dict[tuple[int, str], list[Activity]]:
    """The activities from each slot and point that lead on to the end of the shift."""
    slots = len(activities[0].crew.parts)
    found: dict[tuple[int, str], list[Activity]] = {}
    for activity in sorted(activities, key=lambda activity: -activity.first):
        if activity.last + 1 == slots or (activity.last + 1, activity.ends) in found:
            found.setdefault((activity.first, activity.begins), []).append(activity)
    assert leads_through(activities, slots)
    return found


def _is_task(stop: Stop) -> bool:
    return stop.mode not in (STATIC, MEAL) and stop.kind != ZONE


def _meal(activity: Activity) -> bool:
    return any(stop.mode == MEAL for stop in activity.stops)


def _window(choice: Choice, stop: Stop) -> int:
    spans = windows_on(SHIFT_HOURS, When(), choice.day, choice.patrol)
    return next((n for n, span in enumerate(spans) if span.start <= stop.arrive < span.end), -1)


def _nearest(choice: Choice, activities: list[Activity], visited: set[tuple[int, str]]) -> Activity:
    """The activity that begins with the nearest place that is not visited yet; else the one that stays."""

    def rank(activity: Activity) -> tuple[int, float, int]:
        tasks = [stop for stop in activity.stops if _is_task(stop)]
        fresh = len({s.place for s in tasks if (_window(choice, s), s.place) not in visited})
        if not tasks or not fresh or (_window(choice, tasks[0]), tasks[0].place) in visited:
            return (1, len(tasks), activity.last)
        return (0, _minutes(choice, activity.crew, activity.begins, tasks[0]), -fresh)

    return min(activities, key=rank)


def _minutes(choice: Choice, crew: OnDuty, point: str, stop: Stop) -> float:
    return choice.patrol.travel.exact(point, stop.begins, crew.mode, stop.arrive)
