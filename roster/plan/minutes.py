"""Minutes drawn again once it is decided who goes where: so that nobody sees the plan's slots in them.

Between two waits a crew has something to do; that moves, as a block, to earlier or later minutes, and the waits give
way. A few such draws of each crew's shift are made, and the best draw of each crew is chosen under all rules.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from random import Random

from roster.domain.activity import Activity, Choice, numbered
from roster.domain.clock import MINUTES_A_DAY
from roster.domain.itinerary import MEAL, STATIC, ZONE, Stop, joined
from roster.domain.patrol import CHECKPOINT, PUBLICITY_POINT, OnDuty, Patrol
from roster.plan.day import amounts
from roster.plan.diving import Run
from roster.plan.model import plan_limits
from roster.plan.orders import Orders
from roster.plan.program import solve_rows
from roster.plan.rows import Rows
from roster.plan.tuning import DEFAULT, Minutes
from roster.rules.patrol.base import PlanRule
from roster.tiers import WISHES

PART = 5
"""Minutes of a part of the hour."""


def part_of_hour(minute: int) -> int:
    """The part of the hour in which a minute lies."""
    return minute % 60 // PART


@dataclass(frozen=True)
class Redraw:
    """What may move: crews whose plan is not kept, within what orders ask of stops."""

    patrol: Patrol
    orders: Orders
    rng: Random
    still: frozenset[object]  # crews that keep their minutes
    closed: Mapping[str, frozenset[int]] = field(default_factory=dict)  # minutes that are other days'
    begun: Mapping[int, int] = field(default_factory=dict)  # part of the hour -> visits that begin in it already
    tuning: Minutes = DEFAULT.minutes

    def draws(self, crew: OnDuty, stops: tuple[Stop, ...]) -> Iterator[tuple[Stop, ...]]:
        """A crew's shift at other minutes, several times."""
        if not crew.roams or crew.id in self.still or not self._blocks(crew, stops):
            return
        seen = {stops}
        for _draw in range(self.tuning.draws):
            for _try in range(self.tuning.tries):
                found = self._drawn(crew, stops)
                if found not in seen and self._fits(crew, found):
                    seen.add(found)
                    yield found
                    break

    def _blocks(self, crew: OnDuty, stops: Sequence[Stop]) -> list[tuple[int, int]]:
        """The first and last stop of each run of tasks that has a wait before and after it.

        Between two waits at different places without a task there is only the way: its last stop is before its first.
        """
        waits = [number for number, stop in enumerate(stops) if self._gives_way(crew, stop)]
        return [
            (before + 1, after - 1)
            for before, after in pairwise(waits)
            if after - before > 1 or stops[before].ends != stops[after].begins
        ]

    def _gives_way(self, crew: OnDuty, stop: Stop) -> bool:
        """Whether a stop is a wait, which may be longer or shorter."""
        if stop.begins != stop.ends or stop.mode == MEAL or stop.kind == PUBLICITY_POINT:
            return False
        if stop.place in self.orders.posts:  # stands there in place of others
            return False
        return stop.mode == STATIC or stop.kind == ZONE

    def _lasts(self, stop: Stop) -> tuple[int, int]:
        """Minutes that a wait lasts at the least and at the most: at a checkpoint it is a visit."""
        if stop.place in self.orders.stay:
            least, most = self.orders.stay[stop.place]
            return max(least, self.orders.standing), max(most, stop.span.minutes)
        return self.orders.standing, stop.span.minutes + MINUTES_A_DAY

    def _drawn(self, crew: OnDuty, stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        found, blocks = list(stops), self._blocks(crew, stops)
        self.rng.shuffle(blocks)
        moved = self.rng.choice((1, 2, 3, len(blocks)))
        for first, last in blocks[:moved]:
            if any(stop.place in self.orders.posts for stop in found[first : last + 1]):
                continue
            before, after = found[first - 1], found[last + 1]
            (least, most), (least_after, most_after) = self._lasts(before), self._lasts(after)
            early = min(before.span.minutes - least, most_after - after.span.minutes)
            late = min(after.span.minutes - least_after, most - before.span.minutes)
            by = self._by(found[first], -max(0, early), max(0, late))
            found[first - 1] = before._replace(leave=before.leave + by)
            found[last + 1] = after._replace(arrive=after.arrive + by)
            for number in range(first, last + 1):
                stop = found[number]
                found[number] = stop._replace(arrive=stop.arrive + by, leave=stop.leave + by)
            if first <= last:
                self._begins_otherwise(found, first)
        return joined(found)

    def _by(self, stop: Stop, least: int, most: int) -> int:
        """By how many minutes a stop moves: of a few draws the one to the part of the hour with the fewest visits."""
        drawn = [self.rng.randint(least, most) for _try in range(self.tuning.tries)]
        return min(drawn, key=lambda by: self.begun.get(part_of_hour(stop.arrive + by), 0))

    def _begins_otherwise(self, found: list[Stop], first: int) -> None:
        """A visit that follows a wait may begin earlier and last longer, or the other way round."""
        wait, visit = found[first - 1], found[first]
        shortest, longest = self._lasts(wait)
        if visit.kind == CHECKPOINT and wait.span.minutes > shortest:
            least, most = self.orders.stay[visit.place]
            earlier = min(most - visit.span.minutes, wait.span.minutes - shortest)
            later = min(visit.span.minutes - max(least, self.orders.shortest), longest - wait.span.minutes)
            by = self._by(visit, -max(0, earlier), max(0, later))
            found[first - 1] = wait._replace(leave=wait.leave + by)
            found[first] = visit._replace(arrive=visit.arrive + by)

    def _fits(self, crew: OnDuty, stops: tuple[Stop, ...]) -> bool:
        """Whether every way takes just as long as before, by day and by night, and every visit may be made then."""
        travel = self.patrol.travel
        if any(stop.arrive in self.closed.get(stop.place, ()) or not self._is_open(stop) for stop in stops):
            return False
        return all(
            travel.whole(before.ends, after.begins, crew.mode, before.leave) <= after.arrive - before.leave
            for before, after in pairwise(stops)
        )

    def _is_open(self, stop: Stop) -> bool:
        opening = self.patrol.problem.site[stop.place].opening if stop.place in self.orders.stay else None
        return opening is None or opening.minutes_in(stop.span) == stop.span.minutes


def redrawn(
    redraw: Redraw, choice: Choice, chosen: Sequence[Activity], rules: Sequence[PlanRule], run: Run
) -> tuple[Activity, ...]:
    """What is chosen for a day at other minutes, if these are no worse under the rules."""
    best, began = whole_shifts(chosen), time.monotonic()
    for _round in range(redraw.tuning.rounds):
        now = run.within(time.monotonic() - began)
        if run.stop or (now.limit is not None and now.limit < run.tuning.programs.least_seconds):
            break
        best = _round_of(redraw, choice, best, rules, now)
    return numbered(best)


def whole_shifts(chosen: Sequence[Activity]) -> tuple[Activity, ...]:
    """Each crew's activities as one, which takes all of its shift."""
    by_crew: dict[object, list[Activity]] = {}
    for activity in chosen:
        by_crew.setdefault(activity.crew.id, []).append(activity)
    found = []
    for activities in by_crew.values():
        own = sorted(activities, key=lambda activity: activity.first)
        stops = joined([stop for activity in own for stop in activity.stops])
        found.append(Activity(0, own[0].crew, 0, own[-1].last, own[0].begins, own[-1].ends, stops))
    return tuple(found)


def drawn_blindly(
    redraw: Redraw, choice: Choice, chosen: Sequence[Activity], rules: Sequence[PlanRule]
) -> tuple[Activity, ...]:
    """The same where there is no time to choose among draws: one of every crew, if all together are no worse."""
    first = numbered(whole_shifts(chosen))
    other = numbered(replace(one, stops=next(redraw.draws(one.crew, one.stops), one.stops)) for one in first)
    costs = [amounts(rules, plan_limits(replace(choice, activities=made), rules), made) for made in (first, other)]
    tiers = [*sorted({tier for cost in costs for tier in cost} - {WISHES}), WISHES]
    one, two = ([cost.get(tier, 0) for tier in tiers] for cost in costs)
    return other if two < one else first


def _round_of(
    redraw: Redraw, choice: Choice, first: Sequence[Activity], rules: Sequence[PlanRule], run: Run
) -> tuple[Activity, ...]:
    others = [replace(whole, stops=draw) for whole in first for draw in redraw.draws(whole.crew, whole.stops)]
    every = replace(choice, activities=numbered([*first, *others]))
    start = every.activities[: len(first)]
    if not others:
        return start
    limits = plan_limits(every, rules)
    rows = Rows(every, rules, limits)
    costs = amounts(rules, limits, start)
    most = {tier: costs.get(tier, 0) for tier in rows.tiers if tier != WISHES}
    done = solve_rows(rows, {WISHES: 1}, partial(rows.done, start), run, most)
    if done.values is None or done.objective > costs.get(WISHES, 0):
        return start
    return rows.chosen(done.values)
