"""Visits of the points that must be visited."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from roster.domain.activity import Choice
from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.itinerary import Demand, Plan
from roster.domain.patrol import CHECKPOINT, Patrol
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import (
    begins_within,
    calls_at,
    count,
    is_visit,
    places_of,
    plan_words,
    slot_of,
    told_at_once,
    unserved_windows,
    windows_on,
)
from roster.rules.patrol.route_passes import SHIFT_HOURS
from roster.rules.shared.numbers import minutes_of
from roster.rules.shared.selectors import OF_SHIFTS, Hours, Several
from roster.rules.spot import Spot
from roster.rules.violation import Violation


class CheckpointVisits(PlanRule):
    """Each checkpoint is visited so many times in each of the windows, by any unit on duty.

    A visit stays from `stay_least` to `stay_most` minutes, within the checkpoint's opening hours where it has any, and
    counts in the window in which it begins, if its unit has come on duty by the end of that roster day. `where`
    selects checkpoints, `when` roster days, so that several entries give different lists by day and by night; hours in
    which a checkpoint is not open long enough for a visit ask for none. With `max` none is visited more often than
    that in a window. The amount is the visits missing or too many; those missing in windows in which the brigade has no
    shift are told once. With `gap_hours` instead no time without a visit is
    longer, within `when.slot` and from one roster day into the next: the amount is then the stretches of so many
    hours, begun at each slot of the plan and open throughout, in which no visit begins. Each counts on the day on
    which it ends.

    rule: checkpoint_visits
    min: 1
    priority: 5
    """

    rule: Literal["checkpoint_visits"] = "checkpoint_visits"
    min: PositiveInt | None = Field(default=None, description="visits in each window")
    max: NonNegativeInt | None = Field(default=None, description="visits in each window at the most")
    windows: Several[Hours] = Field(default=SHIFT_HOURS, description="hours such as 07:00-15:00, one or several")
    gap_hours: float | None = Field(default=None, gt=0, le=24, description="the longest time between two visits")
    stay_least: PositiveInt = Field(default=10, description="minutes that a visit stays at the least")
    stay_most: PositiveInt = Field(default=45, description="minutes that a visit stays at the most")

    title = N_("Visits to checkpoints")
    unit_of_amount = N_("visits missing or too many")
    refused = ("who", "where.unit_kind", *OF_SHIFTS)

    @model_validator(mode="after")
    def _asks_one_thing(self) -> CheckpointVisits:
        if (self.min is None and self.max is None) == (self.gap_hours is None):
            raise ValueError(_("give either `min` or `max`, or `gap_hours`"))
        if self.min and self.max is not None and self.min > self.max:
            raise ValueError(_("`min` is above `max`"))
        if self.stay_least > self.stay_most:
            raise ValueError(_("`stay_least` is above `stay_most`"))
        if not self.gap_hours and self.when.slot:
            raise ValueError(_("`when.slot` goes with `gap_hours`; `min` and `max` have `windows`"))
        return self

    def sites(self, patrol: Patrol) -> tuple[str, ...]:
        """The checkpoints that the entry is about."""
        return places_of(self.where, patrol, CHECKPOINT)

    def asked(self, site: str, day: int, patrol: Patrol) -> Iterator[Span]:
        """The stretches in each of which visits must begin, those from the day before into this one among them."""
        problem = patrol.problem
        if not self.gap_hours:
            opening = problem.site[site].opening
            for span in windows_on(self.windows, self.when, day, patrol):
                if opening is None or begins_within(opening, span, self.stay_least):
                    yield span
            return
        if not self.when.matches_day(day, problem):
            return
        days = [day - 1, day] if day and self.when.matches_day(day - 1, problem) else [day]
        start = day * MINUTES_A_DAY + problem.settings.day_start
        length = minutes_of(self.gap_hours or 0)
        for slot in (slot for one in days for slot in patrol.slots_of_day.get(one, ())):
            span = Span(slot.start, slot.start + length)
            hours = (self.when.slot, problem.site[site].opening)
            ends_today = start < span.end <= start + MINUTES_A_DAY
            if ends_today and all(h is None or h.minutes_in(span) == length for h in hours):
                yield span

    def limits(self, choice: Choice) -> Iterator[Limit]:
        patrol = choice.patrol
        for site in self.sites(patrol):
            visits = [
                (number, stop.arrive)
                for number, crew, stop in choice.at.get(site, ())
                if crew.day <= choice.day and is_visit(stop, self.stay_least, patrol)
            ]
            for span in self.asked(site, choice.day, patrol):
                done = (number for number, moment in visits if span.start <= moment < span.end)
                spot = Spot(day=choice.day, slot=slot_of(span, choice.day), place=site)
                limit = count(spot, done, at_least=1 if self.gap_hours else self.min, at_most=self.max)
                yield limit
                if self.max is not None and limit.constant > self.max:  # what is settled has too many already
                    yield Linear(spot, (), at_least=limit.constant - self.max)

    def demands(self, plan: Plan, patrol: Patrol) -> Iterator[Demand]:
        """What is asked for and given, window by window; nothing of an entry without `min`."""
        return self._windows(plan, patrol) if self.min else iter(())

    def _windows(self, plan: Plan, patrol: Patrol) -> Iterator[Demand]:
        """The visits in each window, and how many are asked for."""
        for site, visits in self._visits(plan, patrol).items():
            for day in patrol.problem.horizon.range:
                for span in self.asked(site, day, patrol):
                    given = sum(on <= day and span.start <= moment < span.end for moment, on in visits)
                    yield Demand(site, day, span, self.min or 0, given)

    def _visits(self, plan: Plan, patrol: Patrol) -> dict[str, list[tuple[int, int]]]:
        """When the visits of each checkpoint begin, and on which roster day their crews have come on duty."""
        there = calls_at(plan)
        return {
            site: sorted(
                (stop.arrive, patrol.day_of(crew))
                for crew, stop in there.get(site, ())
                if is_visit(stop, self.stay_least, patrol)
            )
            for site in self.sites(patrol)
        }

    def unserved(self, problem: Problem) -> tuple[Window, ...]:
        there = any(site.kind == CHECKPOINT and self.where.matches_place(site.id, problem) for site in problem.sites)
        return unserved_windows(self.windows, problem) if self.min and there else ()

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        yield from told_at_once(self._missed(plan, patrol), patrol.problem)

    def _missed(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        for place, day, span, asked, given in () if self.gap_hours else self._windows(plan, patrol):
            spot = Spot(day=day, slot=slot_of(span, day), place=place)
            if given < asked:
                yield Violation(spot, asked - given, asked, given)
            if self.max is not None and given > self.max:
                yield Violation(spot, given - self.max, self.max, given)
        if self.gap_hours:
            for site, visits in self._visits(plan, patrol).items():
                begun = [moment for moment, _day in visits]
                for day in patrol.problem.horizon.range:
                    yield from self._gaps(site, day, list(self.asked(site, day, patrol)), begun)

    def _gaps(self, site: str, day: int, spans: list[Span], begun: list[int]) -> Iterator[Violation]:
        """Stretches without a visit, those between the same two visits as one violation."""
        if not spans:
            return
        marks = [spans[0].start - 1, *begun, max(spans[-1].end, spans[0].end)]
        for before, after in pairwise(sorted(marks)):
            empty = [span for span in spans if before < span.start and span.end <= after]
            if empty:
                spot = Spot(day=day, slot=slot_of(Span(empty[0].start, empty[-1].end), day), place=site)
                yield Violation(spot, len(empty), asked=1, given=0)

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        words = plan_words(violation.spot, problem)
        if not self.gap_hours:
            text = _("visits to checkpoint {place} on {date}, {hours}: {given} of {asked}")
            if not violation.too_few:
                text = _("visits to checkpoint {place} on {date}, {hours}: {given}, where {asked} may be")
            return text.format(**words, given=violation.given, asked=violation.asked)
        return _("checkpoint {place} on {date} has no visit within {hours}").format(**words)
