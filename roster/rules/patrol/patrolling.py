"""How stops of a patrol plan are measured and counted: shared by the rules of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from roster.domain.clock import MINUTES_A_DAY, Span, Window, hours_of_day
from roster.domain.ids import CrewId
from roster.domain.itinerary import MEAL, ROUTE, STATIC, ZONE, Plan, Stop, calls, during
from roster.domain.patrol import CHECKPOINT, OnDuty, Patrol
from roster.domain.problem import Facts, Problem
from roster.domain.service import Slot
from roster.rules.limits import Linear
from roster.rules.shared.selectors import When, Where
from roster.rules.shared.words import on_date, place
from roster.rules.spot import Spot
from roster.rules.variables import term
from roster.rules.violation import Violation, told_once


def span_on(window: Window, day: int, facts: Facts) -> Span:
    """Hours of a roster day as a stretch of time; hours before the day's start belong to the next date."""
    return window.in_roster_day(facts.settings.day_start).on(day)


def windows_on(windows: Iterable[Window], when: When, day: int, patrol: Patrol) -> Iterator[Span]:
    """The windows that count with a roster day of the plan, of those days that `when` selects.

    One that begins before a roster day and goes on in it counts with the day that has more of it, so that those who are
    on duty then can serve it. It counts in the roster that has the last hour of it within that day: with a shift that
    lies before the day's start the last night is the next roster's, and the night before the first day counts with that
    day.
    """
    facts = patrol.problem
    for on in (day - 1, day):
        end = (on + 1) * MINUTES_A_DAY + facts.settings.day_start
        if when.matches_day(on, facts):
            for window in windows:
                span = span_on(window, on, facts)
                later = span.end - end > end - span.start
                counts = on + 1 if later else max(on, 0)
                if counts == day and patrol.has_minute((span.end if later else min(span.end, end)) - 1):
                    yield span


def unserved_windows(windows: Iterable[Window], problem: Problem) -> tuple[Window, ...]:
    """Hours of windows within which no crew has a shift on any date."""
    return hours_of_day(span for span in (window.on(0) for window in windows) if not problem.ever_on_duty(span))


def told_at_once(found: Iterable[Violation], problem: Problem) -> Iterator[Violation]:
    """What is missing within windows, that in which no crew has a shift on any date as one violation."""

    def possible(violation: Violation) -> bool:
        slot = violation.spot.slot
        return slot is None or problem.ever_on_duty(slot.span)

    return told_once(found, possible)


def places_of(where: Where, patrol: Patrol, kind: str) -> tuple[str, ...]:
    """The sites of a kind that `where` selects."""
    facts = patrol.problem
    return tuple(site.id for site in facts.sites if site.kind == kind and where.matches_place(site.id, facts))


def crews_of(where: Where, when: When, day: int, patrol: Patrol) -> Iterator[OnDuty]:
    """The crews planned with a roster day that are of a kind, date and shift selected."""
    problem = patrol.problem
    for crew in patrol.crews_of_day.get(day, ()):
        on, shift, _label = crew.id
        if where.matches_kind(crew.kind) and when.matches_day(on, problem) and when.matches_shift(problem.shift[shift]):
            yield crew


def plan_slots(when: When, patrol: Patrol, day: int) -> tuple[Slot, ...]:
    """The plan's slots of a roster day that `when` selects."""
    if not when.matches_day(day, patrol.problem):
        return ()
    return tuple(slot for slot in patrol.slots_of_day.get(day, ()) if when.matches_slot(slot))


def is_visit(stop: Stop, least: int, patrol: Patrol) -> bool:
    """Whether a stop is a visit of a checkpoint: long enough, and while it can be visited."""
    opening = patrol.problem.site[stop.place].opening if stop.kind == CHECKPOINT else None
    within = opening is None or opening.minutes_in(stop.span) == stop.span.minutes
    return stop.kind == CHECKPOINT and stop.span.minutes >= least and within


@cache
def begins_within(opening: Window, span: Span, least: int) -> bool:
    """Whether something that lasts so many minutes can begin in a stretch of time and be over while a place is open."""
    return any(opening.minutes_in(Span(start, start + least)) == least for start in range(*span))


def is_pass(stop: Stop, patrol: Patrol) -> bool:
    """Whether a stop is a pass of a route: on the move, and for as long as the route takes."""
    moving = stop.kind == ROUTE and stop.mode != STATIC
    return moving and stop.span.minutes >= patrol.travel.along(patrol.route[stop.place], stop.mode)


def count(spot: Spot, done: Iterable[int | None], **bounds: int | None) -> Linear:
    """A limit on how many of these are done; what is settled (None) is done."""
    times: Counter[int | None] = Counter(done)
    settled = times.pop(None, 0)
    terms = tuple([term(number, activity) for activity, number in times.items() if activity is not None])
    return Linear(spot, terms, constant=settled, **bounds)  # type: ignore[arg-type]


def minutes_of_mode(stops: Iterable[Stop], slot: Slot, wanted: Callable[[Stop], bool]) -> int:
    """Minutes of a slot that a crew spends in stops that are wanted."""
    shared = (min(stop.leave, slot.end) - max(stop.arrive, slot.start) for stop in stops if wanted(stop))
    return sum(minutes for minutes in shared if minutes > 0)


def fills(minutes: int, slot: Slot) -> bool:
    """Whether so many minutes are half of the slot or more: what a crew does then is what the slot is spent on."""
    return 2 * minutes >= slot.end - slot.start


def near_for(
    stops: tuple[Stop, ...], slot: Slot, least: int, near: Callable[[Stop, str], frozenset[str]]
) -> frozenset[str]:
    """The places that a crew has near for so many minutes of a slot: at its stops, and between two such stops.

    `near` tells which places are near a point for a crew that stops there.
    """
    start, end = slot.start, slot.end
    found: dict[str, int] = {}
    before: Stop | None = None
    for stop in stops:
        arrive, leave = stop.arrive, stop.leave
        if before is not None and arrive > start:
            shared = (arrive if arrive < end else end) - (before.leave if before.leave > start else start)
            if shared > 0:
                for name in near(stop, before.ends) & near(stop, stop.begins):
                    found[name] = found.get(name, 0) + shared
        shared = (leave if leave < end else end) - (arrive if arrive > start else start)
        if shared > 0:
            names = near(stop, stop.begins)
            if stop.ends != stop.begins:
                names &= near(stop, stop.ends)
            if shared == end - start:
                return names
            for name in names:
                found[name] = found.get(name, 0) + shared
        before = stop
    return frozenset(name for name, minutes in found.items() if minutes >= least)


def crews_in(slot: Slot, plan: Plan, patrol: Patrol) -> Iterator[tuple[OnDuty, tuple[Stop, ...]]]:
    """The crews on duty in a slot, each with its stops there."""
    for crew in patrol.crews_in_slot.get(slot, ()):
        yield crew, during(plan.stops.get(crew.id, ()), slot.span)


def served_slots(slots: Iterable[Slot], problem: Problem) -> tuple[Slot, ...]:
    """Those of the plan's slots in which a crew that has a place has a shift on some date."""
    return tuple(slot for slot in slots if problem.ever_on_duty(slot.span))


class Stay(NamedTuple):
    """Time that a crew spends at one place in one piece; whether it stands or waits there, or has something to do."""

    span: Span
    place: str
    point: str
    waits: bool


def stands_at(stop: Stop) -> bool:
    """Whether a crew stands or waits at a point: also at a meal, or in a zone in which nothing is marked."""
    return stop.begins == stop.ends and (stop.mode in (STATIC, MEAL) or stop.kind == ZONE)


def stays_of(stops: Iterable[Stop]) -> tuple[Stay, ...]:
    """Stops in order, those at which a crew goes on standing at the same point as one."""
    found: list[Stay] = []
    for stop in stops:
        waits = stands_at(stop)
        before = found[-1] if found else None
        if before and waits and before.waits and (before.point, before.span.end) == (stop.begins, stop.arrive):
            found[-1] = before._replace(span=Span(before.span.start, stop.leave))
        else:
            found.append(Stay(stop.span, stop.place, stop.begins, waits))
    return tuple(found)


def calls_at(plan: Plan) -> dict[str, list[tuple[CrewId, Stop]]]:
    """A plan's calls by place: what a crew does at one site in one piece is one of them."""
    found: dict[str, list[tuple[CrewId, Stop]]] = {}
    for itinerary in plan.itineraries:
        for stop in calls(itinerary.stops):
            found.setdefault(stop.place, []).append((itinerary.crew, stop))
    return found


def slot_of(span: Span, day: int) -> Slot:
    """Hours that a sentence names."""
    return Slot(day, span.start, span.end)


def plan_words(spot: Spot, facts: Facts) -> dict[str, str]:
    """What a sentence may say of a spot of the plan."""
    return {
        "place": place(spot.place, facts),
        "date": "" if spot.on is None else on_date(spot.on, facts),
        "hours": str(Window(spot.slot.start, spot.slot.end)) if spot.slot else "",
        "unit": f"{spot.shift} {spot.unit}".strip(),
    }
