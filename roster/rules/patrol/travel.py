"""Crews that get where they are to be, and stay where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from typing import Literal

from pydantic import Field, NonNegativeInt

from roster.domain.activity import Activity, Choice
from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.itinerary import FOOT, Plan, Stop
from roster.domain.patrol import OnDuty, Part, Patrol
from roster.domain.problem import Problem
from roster.domain.travel import UNKNOWN
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import plan_words, slot_of
from roster.rules.shared.selectors import Hours, Several
from roster.rules.spot import Spot
from roster.rules.variables import Does
from roster.rules.violation import Violation


class Travel(PlanRule):
    """A crew gets from where it was to where it is next, in time, and keeps to its zones.

    Ways take what the table `travel` says, else the straight line times the setting `detour_factor` at the speed of the
    crew's mode; a way to or from a zone is reckoned from its middle. In each slot of the roster the crew is in the zone
    that the roster gives it; stops elsewhere in a row take `elsewhere_minutes` at the most, so that they do not end the
    zone's presence. At hours of `anywhere` nobody asks for presence by zones: then crews patrol all zones that their
    unit kind serves as they like. Beyond those zones a crew goes only if it may be `lent`. The amount is the minutes by
    which a crew comes too late or stays elsewhere too long, and 1 for each stop beyond its zones.
    `slot_minutes` is the length of the plan's slots.

    rule: travel
    slot_minutes: 30
    elsewhere_minutes: 16
    weight: must
    """

    rule: Literal["travel"] = "travel"
    slot_minutes: int = Field(default=30, ge=5, le=240, description="length of the plan's slots")
    elsewhere_minutes: NonNegativeInt = Field(
        default=16, description="minutes in a row at stops outside the crew's zone"
    )
    anywhere: Several[Hours] = Field(
        default=(), description="hours in which a crew patrols all the zones that its kind serves"
    )
    lent: bool = Field(default=False, description="whether crews may go beyond the zones that their kind serves")

    title = N_("Travel times")
    unit_of_amount = N_("minutes late or too long elsewhere, stops beyond the zones served")
    refused = ("who", "where.zone", "where.site", "when")

    def limits(self, choice: Choice) -> Iterator[Limit]:
        for activity in choice.activities:
            amount = self.limits_of(activity, choice.patrol) if activity.crew.day == choice.day else 0
            if amount:
                spot = Spot(day=choice.day, shift=activity.crew.id.shift, unit=activity.crew.id.label)
                yield Linear(spot, ((1, Does(activity.number)),), at_most=0, factor=amount)

    def limits_of(self, activity: Activity, patrol: Patrol) -> int:
        """By how much one activity breaks the rule."""
        if not self.where.matches_kind(activity.crew.kind):
            return 0
        return sum(violation.amount for violation in self._faults(activity.crew, activity.track, patrol))

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for crew in patrol.crews:
            if self.where.matches_kind(crew.kind):
                yield from self._faults(crew, plan.stops.get(crew.id, ()), patrol)

    def _faults(self, crew: OnDuty, stops: tuple[Stop, ...], patrol: Patrol) -> Iterator[Violation]:
        day, shift, label = crew.id
        for before, after in pairwise(stops):
            needed = patrol.travel.whole(before.ends, after.begins, way_mode(crew, before, after), before.leave)
            late = needed - (after.arrive - before.leave)
            if late > 0:
                spot = Spot(day=day, shift=shift, unit=label, place=after.place, slot=slot_of(after.span, day))
                unknown = needed >= UNKNOWN
                yield Violation(spot, 1 if unknown else late, facts={"what": "unknown" if unknown else "late"})
        for stop in stops:
            beyond = stop.place and not self.lent and not patrol.zones_of(stop.begins) & set(crew.zones)
            if beyond and patrol.kind_of(stop.place) and crew.roams:
                spot = Spot(day=day, shift=shift, unit=label, place=stop.place, slot=slot_of(stop.span, day))
                yield Violation(spot, 1, facts={"what": "beyond"})
        for span, place in self._elsewhere(crew, stops, patrol):
            spot = Spot(day=day, shift=shift, unit=label, place=place, slot=slot_of(span, day))
            minutes = sum(stop.span.overlap(span) for stop in stops)
            yield Violation(spot, minutes - self.elsewhere_minutes, facts={"what": "elsewhere"})

    def _elsewhere(self, crew: OnDuty, stops: tuple[Stop, ...], patrol: Patrol) -> Iterator[tuple[Span, str]]:
        """Stretches at stops outside the zone of the roster's slot that last too long, with the first place."""
        for zone, group in groupby(crew.parts, key=lambda part: "" if self.is_free(part) else part.zone):
            if not zone:
                continue
            parts = list(group)
            whole = Span(parts[0].slot.start, parts[-1].slot.end)
            inside = [stop for stop in stops if stop.span.overlap(whole)]
            for away, run in groupby(inside, key=lambda stop: zone not in patrol.zones_of(stop.begins)):
                found = list(run)
                if away and sum(stop.span.overlap(whole) for stop in found) > self.elsewhere_minutes:
                    span = Span(max(whole.start, found[0].arrive), min(whole.end, found[-1].leave))
                    yield span, found[0].place

    def is_free(self, part: Part) -> bool:
        """Whether a crew may be in all zones in a slot."""
        return _within(self.anywhere, part.slot.start % MINUTES_A_DAY, part.slot.end - part.slot.start)

    def say(self, violation: Violation, problem: Problem) -> str:
        text = {
            "unknown": _("{unit} on {date}: nobody knows how long the way to {place} takes, {hours}"),
            "late": _("{unit} on {date} comes {minutes} min late to {place}, {hours}"),
            "beyond": _("{unit} on {date} is at {place}, {hours}, beyond the zones that it serves"),
            "elsewhere": _("{unit} on {date} is at {place}, {hours}, {minutes} min too long outside its zone"),
        }[violation.facts["what"]]
        return text.format(**plan_words(violation.spot, problem), minutes=violation.amount)


@cache
def _within(hours: tuple[Window, ...], minute: int, minutes: int) -> bool:
    """Whether so many minutes from a minute of the clock on lie within some hours."""
    return any(window.minutes_in(Span(minute, minute + minutes)) == minutes for window in hours)


def way_mode(crew: OnDuty, before: Stop, after: Stop) -> str:
    """How a crew goes from one stop to the next: as it travels; a walk begins and ends at its vehicle."""
    return FOOT if crew.mode == FOOT else crew.mode
