"""Visits that come when others came, and visits that bunch within the hour: two more patterns that could be learnt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roster.domain.activity import Choice
from roster.domain.clock import MINUTES_A_DAY
from roster.domain.itinerary import Plan
from roster.domain.patrol import Patrol
from roster.rules.limits import Limit, Linear
from roster.rules.patrol.patrolling import calls_at
from roster.rules.spot import Spot
from roster.rules.variables import Does

DAYS_A_WEEK, HOUR = 7, 60


class Repeats(NamedTuple):
    """Whether a visit comes within some minutes of one on the day before, or on that weekday of some weeks before."""

    minutes: int
    weeks: int

    def any(self, moment: int, before: list[int]) -> bool:
        """Whether a visit repeats any of those before it, whose moments are sorted."""
        for days in (1, *(DAYS_A_WEEK * week for week in range(1, self.weeks + 1))):
            then = moment - days * MINUTES_A_DAY
            if bisect_right(before, then + self.minutes) > bisect_left(before, then - self.minutes):
                return True
        return False

    def limits(self, sites: Iterable[str], choice: Choice) -> Iterator[Limit]:
        """For each site, that none of a day's visits repeats one by crews of earlier days, or of history."""
        for site in sites:
            before = list(choice.patrol.problem.visits.get(site, ()))
            own = []
            for number, crew, stop in choice.at.get(site, ()):
                if number is None and crew.day < choice.day:
                    before.append(stop.arrive)
                elif number is not None and crew.day == choice.day:
                    own.append((number, stop.arrive))
            before.sort()
            times = Counter(number for number, moment in own if self.any(moment, before))
            if times:
                terms = tuple((count, Does(number)) for number, count in times.items())
                yield Linear(Spot(day=choice.day, place=site), terms, at_most=0)

    def ties(self, sites: Iterable[str], choice: Choice) -> Iterator[Limit]:
        """No visit of one day together with one of a later day that would repeat it."""
        for site in sites:
            open_visits = [(c.day, s.arrive, n) for n, c, s in choice.at.get(site, ()) if n is not None]
            for day, moment, number in open_visits:
                for earlier, other, first in open_visits:
                    if earlier < day and self.any(moment, [other]):
                        terms = ((1, Does(first)), (1, Does(number)))
                        yield Linear(Spot(day=day, place=site), terms, at_most=1)

    def found(self, sites: Iterable[str], plan: Plan, patrol: Patrol) -> Iterator[tuple[str, int, int]]:
        """The visits that do, as (site, roster day, moment)."""
        there = calls_at(plan)
        for site in sites:
            visits = [(patrol.day_of(crew), stop.arrive) for crew, stop in there.get(site, ())]
            for day in sorted({day for day, _moment in visits}):
                before = sorted((*patrol.problem.visits.get(site, ()), *(m for d, m in visits if d < day)))
                yield from ((site, day, m) for d, m in sorted(visits) if d == day and self.any(m, before))


class Spread(NamedTuple):
    """Whether visits begin at all minutes of the hour alike: no part of it has far more than its share."""

    minutes: int  # length of a part
    share: float  # of an even share that a part may have, beside one visit more

    @property
    def parts(self) -> int:
        return HOUR // self.minutes

    def part(self, moment: int) -> int:
        """The part of the hour in which a visit begins."""
        return moment % HOUR // self.minutes

    @property
    def _whole(self) -> int:
        """The share in whole hundredths."""
        return round(100 * self.share)

    def _room(self, part: int, moments: Iterable[int]) -> int:
        """What the visits leave a part, in hundredths of a visit and `parts`: below 0 where it has too many."""
        listed = list(moments)
        here = sum(self.part(moment) == part for moment in listed)
        return self._whole * len(listed) - 100 * self.parts * here

    def limits(self, sites: Iterable[str], choice: Choice) -> Iterator[Limit]:
        """For each part, the visits of a day and of those before it in the plan."""
        before: list[int] = []
        own: dict[int, list[int]] = {}
        for site in sites:
            for number, crew, stop in choice.at.get(site, ()):
                if number is None and crew.day < choice.day:
                    before.append(stop.arrive)
                elif number is not None and crew.day == choice.day:
                    own.setdefault(number, []).append(stop.arrive)
        for part in range(self.parts) if own or before else ():
            terms = ((self._room(part, moments), Does(number)) for number, moments in own.items())
            yield Linear(
                Spot(day=choice.day),
                tuple(term for term in terms if term[0]),
                at_least=-100 * self.parts,
                constant=self._room(part, before),
                per=100 * self.parts,
            )

    def found(self, sites: Iterable[str], plan: Plan, patrol: Patrol) -> Iterator[tuple[int, int, int, int]]:
        """The parts with too many, as (roster day, the part's first minute, visits in it, visits too many)."""
        there = calls_at(plan)
        visits = [(patrol.day_of(crew), stop.arrive) for site in sites for crew, stop in there.get(site, ())]
        for day in patrol.problem.horizon.range:
            moments = [moment for on, moment in visits if on <= day]
            for part in range(self.parts) if moments else ():
                over = -(100 * self.parts + self._room(part, moments))
                if over > 0:
                    here = sum(self.part(moment) == part for moment in moments)
                    yield day, part * self.minutes, here, -(-over // (100 * self.parts))
