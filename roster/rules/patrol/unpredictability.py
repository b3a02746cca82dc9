"""No pattern that could be learnt."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from roster.domain.activity import Choice
from roster.domain.clock import MINUTES_A_DAY, calendar_day, clock_text
from roster.domain.itinerary import Plan
from roster.domain.patrol import CHECKPOINT, Patrol
from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.i18n import N_, _
from roster.rules.limits import AtMostGroups, Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import calls_at, places_of, plan_words
from roster.rules.patrol.repeated import HOUR, Repeats, Spread
from roster.rules.spot import Spot
from roster.rules.variables import Does
from roster.rules.violation import Violation

DAYS_A_WEEK = 7
NO_DATES: Set[int] = frozenset()


def _week(day: int) -> int:
    """Weeks are counted from the first date."""
    return day // DAYS_A_WEEK


class Unpredictability(PlanRule):
    """Visits come at other times from day to day, so that nobody can learn them.

    A checkpoint is not reached within the same `minutes` of the clock on more than `days` dates of a week, weeks
    counted from the first date; a visit counts on the date on which it is made, also where its crew came on duty on
    the day before. `where` selects checkpoints. The amount is the visits that come when the checkpoint has been
    reached within some such stretch of time on so many other dates, by crews of earlier days or, once, of its own.
    With `asks: copies` it is the visits within `minutes` of one on the day before, or on that weekday of the `weeks`
    weeks before, by crews of earlier days; published weeks and past workbooks count as well. With `asks: spread` it is
    the visits of the plan up to each day that begin in one part of the hour, `minutes` long, beyond `share` times an
    even share and one.

    rule: unpredictability
    minutes: 20
    days: 3
    weight: must
    """

    rule: Literal["unpredictability"] = "unpredictability"
    asks: Literal["usual", "copies", "spread"] = Field(default="usual", description="which pattern is avoided")
    minutes: PositiveInt = Field(default=20, le=MINUTES_A_DAY, description="length of the stretch of time")
    days: PositiveInt = Field(default=3, description="days of a week on which it may see visits")

    title = N_("No pattern to learn")
    weeks: NonNegativeInt = Field(default=1, le=52, description="weeks before that are not copied, with `asks: copies`")
    share: float = Field(default=1.2, ge=1, le=60, description="of an even share, with `asks: spread`")

    unit_of_amount = N_("visits at a time that has become usual")
    refused = ("who", "where.unit_kind", "when")

    def sites(self, patrol: Patrol) -> tuple[str, ...]:
        """The checkpoints that the entry is about."""
        return places_of(self.where, patrol, CHECKPOINT)

    def crowding(self, site: str, choice: Choice, date: int) -> tuple[int, ...]:
        """For each minute of the clock, the most other dates of a date's week, settled, in any stretch around it."""
        seen = [len(dates) for dates in self._settled(site, choice, date)]
        most = [0] * (MINUTES_A_DAY + self.minutes)
        for dates, start in sorted((dates, start) for start, dates in enumerate(seen) if dates):  # the most last
            most[start : start + self.minutes] = [dates] * self.minutes
        early = most[MINUTES_A_DAY:]
        return tuple(map(max, most, early + [0] * (MINUTES_A_DAY - self.minutes)))

    def _settled(self, site: str, choice: Choice, date: int) -> list[Set[int]]:
        """For each minute of the clock, the other dates of a date's week on which the stretch from it on saw visits."""
        seen: list[set[int] | None] = [None] * MINUTES_A_DAY
        for number, crew, stop in choice.at.get(site, ()):
            on = calendar_day(stop.arrive)
            if number is None and crew.day != choice.day and on != date and _week(on) == _week(date):
                for back in range(self.minutes):
                    minute = (stop.arrive - back) % MINUTES_A_DAY
                    dates = seen[minute]
                    if dates is None:
                        seen[minute] = {on}
                    else:
                        dates.add(on)
        return [NO_DATES if dates is None else dates for dates in seen]

    @model_validator(mode="after")
    def _parts_of_the_hour(self) -> Unpredictability:
        if self.asks == "spread" and HOUR % self.minutes:
            raise ValueError(_("`minutes` must divide an hour with `asks: spread`"))
        return self

    @property
    def _repeats(self) -> Repeats:
        return Repeats(self.minutes, self.weeks)

    @property
    def _spread(self) -> Spread:
        return Spread(self.minutes, self.share)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        match self.asks:
            case "copies":
                yield from self._repeats.limits(self.sites(choice.patrol), choice)
            case "spread":
                yield from self._spread.limits(self.sites(choice.patrol), choice)
            case _:
                yield from self._usual_limits(choice)

    def _usual_limits(self, choice: Choice) -> Iterator[Limit]:
        for site in self.sites(choice.patrol):
            own = [
                (number, stop.arrive)
                for number, crew, stop in choice.at.get(site, ())
                if number is not None and crew.day == choice.day
            ]
            for date in sorted({calendar_day(moment) for _number, moment in own}):
                yield from self._on_date(site, date, own, choice)

    def _on_date(self, site: str, date: int, own: list[tuple[int, int]], choice: Choice) -> Iterator[Limit]:
        """No visit at a usual time; nor one that is usual because of another of the same day's crews, a date before."""
        settled = self._settled(site, choice, date)
        before: dict[int, list[tuple[int, int]]] = {}
        for number, moment in own:
            if calendar_day(moment) < date and _week(calendar_day(moment)) == _week(date):
                before.setdefault(moment % MINUTES_A_DAY, []).append((number, calendar_day(moment)))
        for number, moment in own:
            if calendar_day(moment) != date:
                continue
            spot = Spot(day=choice.day, slot=Slot(choice.day, moment, moment + self.minutes), place=site)
            starts = [(moment - back) % MINUTES_A_DAY for back in range(self.minutes)]
            if any(len(settled[start]) >= self.days for start in starts):
                yield Linear(spot, ((1, Does(number)),), at_most=0)
                continue
            others = {
                other
                for start in starts
                if before and len(settled[start]) == self.days - 1
                for ahead in range(self.minutes)
                for other, on in before.get((start + ahead) % MINUTES_A_DAY, ())
                if on not in settled[start]
            }
            if others:
                terms = ((len(others), Does(number)), *((1, Does(other)) for other in sorted(others)))
                yield Linear(spot, terms, at_most=len(others), per=len(others))

    def ties(self, choice: Choice) -> Iterator[Limit]:
        if self.asks != "usual":
            yield from self._repeats.ties(self.sites(choice.patrol), choice) if self.asks == "copies" else ()
            return
        """Each stretch of time sees visits on so many dates of a week: those that begin with a visit say it all."""
        for site in self.sites(choice.patrol):
            weeks: dict[int, dict[int, dict[int, list[int | None]]]] = {}
            for number, _crew, stop in choice.at.get(site, ()):
                date = calendar_day(stop.arrive)
                dates = weeks.setdefault(_week(date), {})
                dates.setdefault(date, {}).setdefault(stop.arrive % MINUTES_A_DAY, []).append(number)
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
            yield AtMostGroups(spot, tuple(open_days), at_most=self.days, constant=settled)

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        match self.asks:
            case "copies":
                for site, day, moment in self._repeats.found(self.sites(patrol), plan, patrol):
                    spot = Spot(day=day, slot=Slot(day, moment, moment + self.minutes), place=site)
                    yield Violation(spot, 1, facts={"at": clock_text(moment)})
            case "spread":
                for day, first, given, over in self._spread.found(self.sites(patrol), plan, patrol):
                    facts = {"first": f":{first:02}", "last": f":{first + self.minutes - 1:02}"}
                    yield Violation(Spot(day=day), over, given - over, given, facts=facts)
            case _:
                yield from self._check_usual(plan, patrol)

    def _check_usual(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        there = calls_at(plan)
        for site in self.sites(patrol):
            visits = sorted((patrol.day_of(crew), stop.arrive) for crew, stop in there.get(site, ()))
            for day, moment in visits:
                date = calendar_day(moment)
                by_date: dict[int, list[int]] = {}
                own: dict[int, list[int]] = {}  # of the same day's crews, on dates before: together at most one more
                for other, at in visits:
                    on = calendar_day(at)
                    if other < day and on != date and _week(on) == _week(date):
                        by_date.setdefault(on, []).append(at)
                    elif other == day and on < date and _week(on) == _week(date):
                        own.setdefault(on, []).append(at)
                if self._usual(moment % MINUTES_A_DAY, by_date, own):
                    spot = Spot(day=day, slot=Slot(day, moment, moment + self.minutes), place=site)
                    yield Violation(spot, 1, facts={"at": clock_text(moment)})

    def _usual(self, minute: int, by_date: dict[int, list[int]], own: dict[int, list[int]]) -> bool:
        """Whether some stretch of time around a minute of the clock has seen visits on so many dates."""
        for start in range(minute - self.minutes + 1, minute + 1):
            dates = {on for on, moments in by_date.items() if self._within(start, moments)}
            more = any(on not in dates and self._within(start, moments) for on, moments in own.items())
            if len(dates) + more >= self.days:
                return True
        return False

    def _within(self, start: int, moments: list[int]) -> bool:
        """Whether a stretch of time from a minute of the clock on has any of these moments."""
        return any((moment - start) % MINUTES_A_DAY < self.minutes for moment in moments)

    def say(self, violation: Violation, problem: Problem) -> str:
        words = plan_words(violation.spot, problem)
        if self.asks == "copies":
            text = _(
                "{place} is visited on {date} at {time}, about when it was on the day before, "
                "or on that weekday of a week before"
            )
            return text.format(**words, time=violation.facts["at"])
        if self.asks == "spread":
            text = _("visits up to {date} that begin at {first} to {last} of an hour: {given}, where {asked} may be")
            return text.format(**words, **violation.facts, given=violation.given, asked=violation.asked)
        return _(
            "{place} is visited on {date} at {time}, when it was on other days of that week as well: {days}"
        ).format(**words, time=violation.facts["at"], days=self.days)
