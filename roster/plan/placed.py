"""Crews that stand where the roster has put them, or whose zones lie too far apart for their slots."""

from __future__ import annotations

from itertools import groupby, pairwise

from roster.domain.activity import Activity
from roster.domain.clock import Span
from roster.domain.itinerary import MEAL, joined
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.travel import UNKNOWN
from roster.i18n import _
from roster.plan.orders import Orders
from roster.rules.shared.words import place


def placed(crew: OnDuty, begun: Activity | None, patrol: Patrol, notes: list[str]) -> Activity:
    """The one thing that such a crew does, after what it has `begun`.

    It leaves each place early enough to be at the next one in time, and passes by where it cannot be in time. From a
    way on that nobody knows its stops are left open, which is added to `notes`.
    """
    parts = crew.parts[begun.last + 1 if begun else 0 :]
    stops = list(begun.stops) if begun else []
    at, since = begun.ends if begun else "", parts[0].slot.start
    until = since
    for post, group in groupby(parts, key=lambda part: part.site or patrol.waiting_places(part.zone)[0]):
        hours = [part.slot for part in group]
        start, end = hours[0].start, hours[-1].end
        if not at or at == post:
            at, until = post, end
            continue
        way = max(patrol.travel.whole(at, post, crew.mode, minute) for minute in (since, until, start))
        if way >= UNKNOWN:
            notes.append(no_way(at, post, patrol))
            break
        leave = max(since, min(until, start - way))
        if max(leave + way, start) < end:
            stops.append(patrol.waiting(crew, at, since, leave))
            at, since, until = post, max(leave + way, start), end
    stops.append(patrol.waiting(crew, at, since, until))
    return Activity(0, crew, 0, len(crew.parts) - 1, stops[0].begins, stops[-1].ends, joined(stops))


def with_meals(
    crew: OnDuty, begun: Activity | None, patrol: Patrol, orders: Orders, notes: list[str]
) -> list[Activity]:
    """What a crew may do that stands at one place throughout: it eats there, at one time or another."""
    rule, posts = orders.meal, {part.site or part.zone for part in crew.parts}
    hours = rule.hours(crew) if rule else ()
    if rule is None or begun is not None or len(posts) > 1 or not hours:
        return [placed(crew, begun, patrol, notes)]
    point, made = patrol.home(crew), []
    marks = [0, *(_first_from(crew, span.start) for span in hours[1:]), len(crew.parts)]
    into = orders.posts.get(point, 0)
    for (first, after), span in zip(pairwise(marks), hours, strict=True):
        start, end = crew.parts[first].slot.start, crew.parts[after - 1].slot.end
        for part in crew.parts[first:after]:
            meal = Span(part.slot.start + into, part.slot.start + into + rule.minutes)
            if span.overlap(meal) >= rule.minutes and meal.end < end:
                wait = patrol.waiting(crew, point, start, meal.start)
                eats = wait._replace(arrive=meal.start, leave=meal.end, mode=MEAL)
                stops = joined((wait, eats, wait._replace(arrive=meal.end, leave=end)))
                made.append(Activity(0, crew, first, after - 1, point, point, stops))
        whole = patrol.waiting(crew, point, start, end)
        made.append(Activity(0, crew, first, after - 1, point, point, (whole,)))
    return made


def _first_from(crew: OnDuty, minute: int) -> int:
    """The first slot of a crew that begins at a minute or later."""
    return next((n for n, part in enumerate(crew.parts) if part.slot.start >= minute), len(crew.parts) - 1)


def no_way(start: str, end: str, patrol: Patrol) -> str:
    """That nobody knows the way from one point to another."""
    text = _(
        "nobody can tell how long the way from {start} to {end} takes, so where crews are that should take it "
        "stays open: give the zone's latitude and longitude in the table zones, or its ways in the table travel"
    )
    return text.format(start=place(start, patrol.problem), end=place(end, patrol.problem))
