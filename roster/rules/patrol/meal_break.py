"""A meal in every shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Literal

from pydantic import Field, PositiveInt, model_validator

from roster.domain.activity import Choice
from roster.domain.clock import Span
from roster.domain.itinerary import MEAL, Plan, Stop
from roster.domain.patrol import GUARD_POST, OnDuty, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import count, crews_of, fills, minutes_of_mode, plan_words, slot_of
from roster.rules.shared.numbers import minutes_of
from roster.rules.spot import Spot
from roster.rules.variables import Does
from roster.rules.violation import Violation


class MealBreak(PlanRule):
    """Every crew has a meal break in one piece, at a place for it, at hours at which people eat.

    A break lasts `minutes` or more, between `after_hours` from the beginning of a shift and `before_hours` ahead of
    its end; a shift of twice `each_hours` has two, one in each half of that time, and so on; one below `least_hours`
    has none. Crews that patrol eat at sites of a zone with `meals` in the table `sites`, in a zone without any
    wherever they wait; others where they stand. While a guard post's crew eats another crew stands at the post, where
    one patrols its zone at that time (`relief`); else its members eat in turn. Crews of a zone do not all eat at once
    (`apart`). `where` selects unit kinds, `when` roster days and shifts. The amount is the breaks missing, and the
    slots of the plan in which a post is left alone or all crews of a zone eat at once.

    rule: meal_break
    minutes: 30
    priority: 6
    """

    rule: Literal["meal_break"] = "meal_break"
    minutes: PositiveInt = Field(default=30, le=240, description="minutes of a break, in one piece")
    after_hours: float = Field(default=2, ge=0, le=24, description="hours of the shift before a break may begin")
    before_hours: float = Field(default=1, ge=0, le=24, description="hours of the shift after a break has ended")
    each_hours: float = Field(default=8, gt=0, le=24, description="one break in so many hours")
    least_hours: float = Field(default=6, gt=0, le=24, description="shorter shifts have no break")
    relief: bool = Field(default=True, description="whether another crew stands at a guard post meanwhile")
    apart: bool = Field(default=True, description="whether crews of a zone eat one after the other")

    title = N_("Meal breaks")
    unit_of_amount = N_("meal breaks missing, slots without relief or with all crews at meals")
    refused = ("who", "where.zone", "where.site", "when.slot")

    @model_validator(mode="after")
    def _leaves_room(self) -> MealBreak:
        rest = self.least_hours - self.after_hours - self.before_hours
        if minutes_of(rest) < self.minutes:
            raise ValueError(
                _("`least_hours` leaves no room for a break of {minutes} minutes").format(minutes=self.minutes)
            )
        return self

    def hours(self, crew: OnDuty) -> tuple[Span, ...]:
        """The stretches of a crew's shift in each of which it has a break; none for a short shift."""
        start, end = crew.parts[0].slot.start, crew.parts[-1].slot.end
        if end - start < minutes_of(self.least_hours):
            return ()
        first, last = start + minutes_of(self.after_hours), end - minutes_of(self.before_hours)
        number = max(1, (end - start) // minutes_of(self.each_hours))
        number = max(1, min(number, (last - first) // self.minutes))
        marks = [first + (last - first) * turn // number for turn in range(number + 1)]
        return tuple(Span(begin, stop) for begin, stop in pairwise(marks))

    def _asks(self, crew: OnDuty, patrol: Patrol) -> bool:
        problem = patrol.problem
        chosen = self.where.matches_kind(crew.kind) and self.when.matches_day(crew.id.day, problem)
        return chosen and self.when.matches_shift(problem.shift[crew.id.shift])

    def crews(self, day: int, patrol: Patrol) -> list[OnDuty]:
        """The crews of a roster day that have a break."""
        return [crew for crew in crews_of(self.where, self.when, day, patrol) if self.hours(crew)]

    def _breaks(self, crew: OnDuty, stops: Iterable[Stop], hours: Span, patrol: Patrol) -> int:
        """The breaks within some hours of a shift."""
        return sum(
            self._may_eat(crew, stop, patrol)
            for stop in stops
            if stop.mode == MEAL and stop.span.overlap(hours) >= self.minutes
        )

    def _may_eat(self, crew: OnDuty, stop: Stop, patrol: Patrol) -> bool:
        part = crew.part_at(stop.arrive)
        if part is None or not crew.roams:
            return part is not None
        zone = next(iter(patrol.zones_of(stop.begins)), "")
        return stop.begins in patrol.meal_places(zone)

    def _alone(self, crew: OnDuty, slot: Slot, patrol: Patrol) -> str:
        """The guard post that a crew holds in a slot, if another crew patrols its zone then."""
        part = crew.part_at(slot.start)
        if not self.relief or part is None or patrol.kind_of(part.site) != GUARD_POST:
            return ""
        there = (other.part_at(slot.start) for other in patrol.crews_in_slot.get(slot, ()) if other.roams)
        return part.site if any(other and other.zone == part.zone for other in there) else ""

    def _eats(self, stops: Iterable[Stop], slot: Slot) -> Iterator[Span]:
        """The parts of a slot that are spent at a meal."""
        for stop in stops:
            both = Span(max(stop.arrive, slot.start), min(stop.leave, slot.end))
            if stop.mode == MEAL and both.minutes > 0:
                yield both

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol, day = choice.patrol, choice.day
        own: dict[object, list[tuple[int, tuple[Stop, ...]]]] = {}
        for activity in choice.activities:
            own.setdefault(activity.crew.id, []).append((activity.number, activity.stops))
        for crew in self.crews(day, patrol):
            spot = Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label)
            for span in self.hours(crew):
                terms = ((self._breaks(crew, stops, span, patrol), Does(n)) for n, stops in own.get(crew.id, ()))
                taken = tuple(term for term in terms if term[0])
                yield Linear(spot._replace(slot=slot_of(span, day)), taken, at_least=1)
        for slot in patrol.slots_of_day.get(day, ()):
            yield from self._relieved(slot, choice)
            yield from self._apart(slot, choice)

    def _relieved(self, slot: Slot, choice: Choice) -> Iterator[Limit]:
        patrol, done = choice.patrol, choice.in_slot.get(slot, ())
        spans: dict[tuple[OnDuty, Span], list[int | None]] = {}
        for number, crew, stops in done:
            if not crew.roams and self._asks(crew, patrol):
                for span in self._eats(stops, slot):
                    spans.setdefault((crew, span), []).append(number)
        for (eater, span), numbers in spans.items():
            post = self._alone(eater, slot, patrol)
            if post:
                there = [n for n, crew, stops in done if crew.id != eater.id and _holds(stops, post, span)]
                spot = Spot(day=slot.day, slot=slot, place=post, unit=eater.id.label, shift=eater.id.shift)
                eating = count(spot, numbers)
                held = count(spot, there)
                terms = (*held.terms, *((-weight, decision) for weight, decision in eating.terms))
                yield Linear(spot, terms, at_least=0, constant=held.constant - eating.constant)

    def _zones(self, slot: Slot, patrol: Patrol) -> Iterator[tuple[str, list[OnDuty]]]:
        """The zones in which several crews are on duty in a slot, with those crews."""

        def zone(crew: OnDuty) -> str:
            part = crew.part_at(slot.start)
            return part.zone if part else ""

        crews = [crew for crew in patrol.crews_in_slot.get(slot, ()) if self._asks(crew, patrol)]
        for name, group in groupby(sorted(crews, key=lambda crew: (zone(crew), crew.id)), key=zone):
            listed = list(group)
            if len(listed) > 1 and self.apart:
                yield name, listed

    def _apart(self, slot: Slot, choice: Choice) -> Iterator[Limit]:
        done = choice.in_slot.get(slot, ())
        for zone, crews in self._zones(slot, choice.patrol):
            names = {crew.id for crew in crews}
            eating = (number for number, crew, stops in done if crew.id in names and _at_meal(stops, slot))
            yield count(Spot(day=slot.day, slot=slot, place=zone), eating, at_most=len(crews) - 1)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for day in patrol.problem.horizon.range:
            for crew in self.crews(day, patrol):
                stops = plan.stops.get(crew.id, ())
                spot = Spot(day=crew.id.day, shift=crew.id.shift, unit=crew.id.label)
                for span in self.hours(crew):
                    if not self._breaks(crew, stops, span, patrol):
                        yield Violation(spot._replace(slot=slot_of(span, day)), 1, asked=1, given=0)
            for slot in patrol.slots_of_day.get(day, ()):
                yield from self._check_slot(slot, plan, patrol)

    def _check_slot(self, slot: Slot, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        there = {crew.id: plan.stops.get(crew.id, ()) for crew in patrol.crews_in_slot.get(slot, ())}
        for crew in patrol.crews_in_slot.get(slot, ()):
            post = "" if crew.roams or not self._asks(crew, patrol) else self._alone(crew, slot, patrol)
            for span in self._eats(there[crew.id], slot) if post else ():
                if not any(_holds(stops, post, span) for other, stops in there.items() if other != crew.id):
                    spot = Spot(day=slot.day, slot=slot, place=post, unit=crew.id.label, shift=crew.id.shift)
                    yield Violation(spot, 1, facts={"what": "relief"})
        for zone, crews in self._zones(slot, patrol):
            if all(_at_meal(there[crew.id], slot) for crew in crews):
                yield Violation(Spot(day=slot.day, slot=slot, place=zone), 1, facts={"what": "apart"})

    def say(self, violation: Violation, problem: Problem) -> str:
        text = {
            "relief": _("{unit} on {date} eats, {hours}, while no other crew stands at its post {place}"),
            "apart": _("all crews in zone {place} eat at once on {date}, {hours}"),
        }.get(violation.facts.get("what", ""), _("{unit} on {date} has no meal break of {minutes} minutes, {hours}"))
        return text.format(**plan_words(violation.spot, problem), minutes=self.minutes)


def _holds(stops: Iterable[Stop], post: str, span: Span) -> bool:
    """Whether a crew stands at a post throughout some time, not at its own meal."""
    return any(stop.place == post and stop.mode != MEAL and stop.span.covers(span) for stop in stops)


def _at_meal(stops: Iterable[Stop], slot: Slot) -> bool:
    """Whether a crew spends a slot at its meal."""
    return fills(minutes_of_mode(stops, slot, lambda stop: stop.mode == MEAL), slot)
