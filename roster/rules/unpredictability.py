"""No pattern that could be learnt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.activity import Choice
from roster.domain.clock import MINUTES_A_DAY, clock_text
from roster.domain.itinerary import Plan
from roster.domain.patrol import CHECKPOINT, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.base import Violation
from roster.rules.limits import Does, Limit, Linear, Spot, Touched
from roster.rules.patrolling import places_of, plan_words, stops_at
from roster.rules.plan_rule import PlanRule

DAYS_A_WEEK = 7


class Unpredictability(PlanRule):
    """Visits come at other times from day to day, so that nobody can learn them.

    A checkpoint is not reached within the same `minutes` of the clock on more than `days` days of a week, weeks counted
    from the first date; `where` selects checkpoints. The amount is the visits that come when the checkpoint has been
    reached within some such stretch of time on so many earlier days.

    rule: unpredictability
    minutes: 20
    days: 3
    weight: must
    """

    rule: Literal["unpredictability"] = "unpredictability"
    minutes: PositiveInt = Field(default=20, le=MINUTES_A_DAY, description="length of the stretch of time")
    days: PositiveInt = Field(default=3, description="days of a week on which it may see visits")

    unit_of_amount = N_("visits at a time that has become usual")
    refused = ("who", "where.unit_kind", "when")

    def sites(self, patrol: Patrol) -> tuple[str, ...]:
        """The checkpoints that the entry is about."""
        return places_of(self.where, patrol, CHECKPOINT)

    def crowding(self, site: str, choice: Choice) -> tuple[int, ...]:
        """For each minute of the clock, the most days in any stretch of time around it: others of the week, settled."""
        week = choice.day // DAYS_A_WEEK
        others: dict[int, set[int]] = {}
        for number, crew, stop in choice.at.get(site, ()):
            if number is None and crew.day != choice.day and crew.day // DAYS_A_WEEK == week:
                others.setdefault(crew.day, set()).add(stop.arrive % MINUTES_A_DAY)
        seen = [0] * MINUTES_A_DAY
        for minutes in others.values():
            for start in {(minute - back) % MINUTES_A_DAY for minute in minutes for back in range(self.minutes)}:
                seen[start] += 1
        most = [0] * (MINUTES_A_DAY + self.minutes)
        for days, start in sorted((days, start) for start, days in enumerate(seen) if days):  # the most last
            most[start : start + self.minutes] = [days] * self.minutes
        early = most[MINUTES_A_DAY:]
        return tuple(map(max, most, early + [0] * (MINUTES_A_DAY - self.minutes)))

    def limits(self, choice: Choice) -> Iterator[Limit]:
        for site in self.sites(choice.patrol):
            crowding = self.crowding(site, choice)
            for number, crew, stop in choice.at.get(site, ()):
                usual = crowding[stop.arrive % MINUTES_A_DAY] >= self.days
                if number is not None and crew.day == choice.day and usual:
                    yield Linear(Spot(day=choice.day, place=site), ((1, Does(number)),), at_most=0)

    def ties(self, choice: Choice) -> Iterator[Limit]:
        """Each stretch of time sees visits on so many days of a week: those that begin with a visit say it all."""
        for site in self.sites(choice.patrol):
            weeks: dict[int, dict[int, dict[int, list[int | None]]]] = {}
            for number, crew, stop in choice.at.get(site, ()):
                days = weeks.setdefault(crew.day // DAYS_A_WEEK, {})
                days.setdefault(crew.day, {}).setdefault(stop.arrive % MINUTES_A_DAY, []).append(number)
            for days in weeks.values():
                for start in sorted({minute for minutes in days.values() for minute in minutes}):
                    yield from self._stretch(site, choice, start, days)

    def _stretch(
        self, site: str, choice: Choice, start: int, days: dict[int, dict[int, list[int | None]]]
    ) -> Iterator[Limit]:
        within = {(start + more) % MINUTES_A_DAY for more in range(self.minutes)}
        seen = [
            [n for minute, numbers in minutes.items() if minute in within for n in numbers] for minutes in days.values()
        ]
        settled = sum(None in numbers for numbers in seen)
        open_days = [
            tuple(Does(n) for n in numbers if n is not None) for numbers in seen if numbers and None not in numbers
        ]
        if settled + len(open_days) > self.days:
            slot = Slot(choice.day, start, start + self.minutes)
            spot = Spot(day=choice.day, slot=slot, place=site)
            yield Touched(spot, tuple(open_days), at_most=self.days, constant=settled)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        there = stops_at(plan)
        for site in self.sites(patrol):
            by_day: dict[int, list[int]] = {}
            for crew, stop in there.get(site, ()):
                by_day.setdefault(patrol.day_of(crew), []).append(stop.arrive)
            for day in sorted(by_day):
                week = day // DAYS_A_WEEK
                earlier = {d: by_day[d] for d in by_day if d < day and d // DAYS_A_WEEK == week}
                for moment in sorted(by_day[day]):
                    if self._usual(moment % MINUTES_A_DAY, earlier):
                        slot = Slot(day, moment, moment + self.minutes)
                        yield Violation(Spot(day=day, slot=slot, place=site), 1, facts={"at": clock_text(moment)})

    def _usual(self, minute: int, earlier: dict[int, list[int]]) -> bool:
        """Whether some stretch of time around a minute of the clock has seen visits on so many days."""
        close = [
            {
                (moment - minute + self.minutes - 1) % MINUTES_A_DAY
                for moment in moments
                if (moment - minute + self.minutes - 1) % MINUTES_A_DAY < 2 * self.minutes - 1
            }
            for moments in earlier.values()
        ]  # of each day the visits less than the stretch of time away, counted from its earliest such minute
        if sum(map(bool, close)) < self.days:
            return False
        return any(
            sum(any(start <= moment < start + self.minutes for moment in moments) for moments in close) >= self.days
            for start in range(self.minutes)
        )

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{place} is visited at {time} on {date}, as on {days} days of the week before").format(
            **plan_words(violation.spot, problem), time=violation.facts["at"], days=self.days
        )
