"""The patrol plan of a roster: day after day, each as good as can be proved in the time."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import Random

from roster.domain.activity import Activity, Choice, numbered
from roster.domain.errors import NoPlanError
from roster.domain.itinerary import Plan
from roster.domain.outcome import PLAN_PHASE, Moment, Planned
from roster.domain.patrol import CHECKPOINT, Patrol
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _
from roster.plan.activities import Maker
from roster.plan.day import MUSTS, Best, Limits, Task, amounts, best, parts
from roster.plan.diving import Run
from roster.plan.finished import finished, inspect
from roster.plan.frozen import NOTHING_FROZEN, Frozen
from roster.plan.greedy import greedy
from roster.plan.hurried import hurry, stay
from roster.plan.minutes import Redraw, drawn_blindly, part_of_hour, redrawn
from roster.plan.model import itineraries, plan_limits, plan_rules
from roster.plan.orders import Sharing, closed_minutes, is_lawful, orders_of, patrol_of
from roster.plan.publicity_days import stand_days
from roster.plan.taking_back import score, take_back
from roster.plan.totals import Settled, Totals, added
from roster.plan.tuning import DEFAULT, Tuning
from roster.rules import Rulebook
from roster.rules.patrol.publicity import DAYS_A_WEEK
from roster.rules.patrol.supervision import Supervision
from roster.rules.patrol.unpredictability import Unpredictability
from roster.search import run
from roster.search.run import Stop, Watch
from roster.tiers import WISHES


@dataclass(frozen=True)
class PlanOptions:
    """How long and how to plan: seconds for each week; the plan's own seed, which is a secret."""

    time_limit: float = 30.0
    gap: float = 0.005
    workers: int = 2
    seed: int = 1
    deterministic: bool = False
    tuning: Tuning = DEFAULT


def plan_patrol(
    problem: Problem,
    roster: Roster,
    rulebook: Rulebook,
    options: PlanOptions | None = None,
    watch: Watch | None = None,
    stop: Stop | None = None,
    frozen: Frozen | None = None,
) -> Planned:
    """The patrol plan of a finished roster, verified; its people, crews, vehicles and zones stay as they are.

    What is `frozen` of a plan before stays: only the other crews are planned.
    Raises NoPlanError where there is nothing to plan, and where no plan was found that keeps every must.
    """
    options, watch = options or PlanOptions(), watch or (lambda moment: None)
    stop = Stop() if stop is None else stop  # one that is not yet asked for is false
    patrol = patrol_of(problem, roster, rulebook)
    if not patrol.crews or not (problem.sites or problem.routes):
        raise NoPlanError(
            _("there is nothing to plan: no crew stands anywhere, or no sites and routes are given"), "nothing"
        )
    search = Search(patrol, rulebook, options, watch, stop, frozen or Frozen())
    search.run()
    return finished(search)


class Search:
    """One search of a plan: what it is about, its clock, and what has been settled."""

    def __init__(
        self,
        patrol: Patrol,
        rulebook: Rulebook,
        options: PlanOptions,
        watch: Watch,
        stop: Stop,
        frozen: Frozen = NOTHING_FROZEN,
    ) -> None:
        self.patrol, self.rulebook, self.options, self.watch, self.stop = patrol, rulebook, options, watch, stop
        self.frozen, self.tuning = frozen, options.tuning
        self.rules = tuple(rule for rule in plan_rules(rulebook) if not isinstance(rule, Supervision))
        self.placing = tuple(  # those by which crews are sent to places, before their minutes are drawn again
            rule for rule in self.rules if not (isinstance(rule, Unpredictability) and rule.asks == "spread")
        )
        self.supervision = tuple(rule for rule in rulebook.rules if isinstance(rule, Supervision))
        self.orders = orders_of(rulebook, patrol)
        self.totals = Totals()
        self.taken_back = False
        self.hurried: set[int] = set()  # days for which there was no time to search
        self.idle: set[int] = set()  # days for which there was no time at all
        self.making = 0.0  # seconds in which choices were made
        self.full = 0.0  # those of a day's choices, not only of few
        self.started = time.monotonic()
        self.limit = options.time_limit * -(-patrol.problem.horizon.days // DAYS_A_WEEK)
        self.lawful = is_lawful(rulebook, patrol)
        self.stand_days = stand_days(patrol, self.orders, Random(f"{options.seed}/stands"), frozen)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def run(self) -> None:
        """Plan every day, then place the inspections."""
        days = list(self.patrol.problem.horizon.range)
        todo = [day for day in days if not self._keep_day(day)] if self.frozen.whole else days
        with ThreadPoolExecutor(self.options.workers) as pool:
            for day in days:
                left = sum(other >= day for other in todo)
                share = max(0.0, self.deadline - self.seconds) / max(1, left)
                self._plan_day(day, self.seconds + share, pool)
        if self.taken_back:
            for day in days:
                score(self, day)
        plan = self.totals.plan()
        for day in days:
            inspect(self, day, plan)

    @property
    def deadline(self) -> float:
        """When the days are to be planned, in seconds from the start."""
        tuning = self.tuning.days
        return self.limit - max(tuning.checks_share * self.limit, tuning.checking * self.making)

    def _keep_day(self, day: int) -> bool:
        """Whether nothing of a day is to be planned."""
        return all(crew.id in self.frozen.whole for crew in self.patrol.crews_of_day.get(day, ()))

    def _plan_day(self, day: int, until: float, pool: ThreadPoolExecutor) -> None:
        """Plan a day around what is kept of it; with nothing kept of it where the musts cannot hold otherwise."""
        if self.frozen.whole and self._keep_day(day):
            as_before = self.choice(day)
            held = plan_limits(as_before, self.rules)
            cost = amounts(self.rules, held, as_before.activities)
            if MUSTS not in cost:
                self.settled(day, Settled(as_before.activities, cost, cost, True))
                return
            self.frozen = self.frozen.without_day(day, self.patrol)
        if self.begin(day, until, pool):
            return
        if self.frozen.whole:
            self.frozen = self.frozen.without_day(day, self.patrol)
            if self.begin(day, until, pool):
                return
        take_back(self, day, until, pool)

    def begin(self, day: int, until: float, pool: ThreadPoolExecutor, draws: Sequence[Sharing] = ()) -> bool:
        """Make a day's choices, and let the parts of it be solved until a moment; whether every must is kept then."""
        began, clock, tuning = self.seconds, not self.options.deterministic, self.tuning.days
        if self.stop or (clock and began >= self.limit):
            return stay(self, day)
        making = began + tuning.making * max(0.0, until - began) if clock else math.inf
        if clock and until - began < tuning.at_once * self.full:
            making = began  # not even time to make all choices, and a plan at once
        choice = self.choice(day, None, draws, bool(draws), making)
        made = self.seconds - began
        self.making += made
        self.full = max(self.full, made) if making > began else self.full
        if clock and (making == began or until - self.seconds < tuning.in_search * made):
            return hurry(self, choice, until)
        rules = self.placing
        limits = plan_limits(choice, rules)
        found = parts(choice, rules, limits)
        options = self.options
        redrawing = max(tuning.redrawing * (until - self.seconds), made)
        share = max(self.tuning.programs.least_seconds, until - redrawing - self.seconds) / -(
            -len(found) // options.workers
        )
        beside, quick = options.workers >= 2 * len(found), clock and share < tuning.in_relaxation * made / len(found)
        now = self.work(share if clock else None, beside, quick)
        futures = [pool.submit(best, Task(part, rules, own, now)) for part, own in found]
        done = [self._heard(future, part) for future, (part, _own) in zip(futures, found, strict=True)]
        return self._settle(choice, limits, done, until, draws[0] if draws else "parts")

    def _heard(self, future: Future[Best], part: Choice) -> Best:
        """What a part of a day gave; where a fault of the program ended it, its first plan, and a note."""
        try:
            return future.result()
        except Exception as error:
            if run.RAISE_FAILURES:
                raise
            text = _("a part of the plan was not improved by a fault of the program ({error})")
            self.totals.notes.append(text.format(error=f"{type(error).__name__}: {error}"[:200]))
            return Best(greedy(part), {}, False)

    def choice(
        self,
        day: int,
        given: Plan | None = None,
        draws: Sequence[Sharing] = (),
        wide: bool = False,
        until: float = math.inf,
    ) -> Choice:
        """What may be done on a day, beside what is given: the other days as they are planned so far.

        `draws` are those of times, each with how the days share them. The `wide` choice has more: crews may begin, wait
        and stand anywhere in their zones, and come at more times. What is not made until a moment is made of less.
        """

        def late() -> bool:
            return self.seconds > until

        given = self.totals.plan() if given is None else given
        settled = Choice(self.patrol, day, given=given, stand_days=self.stand_days)
        points = frozenset(point for point, days in self.stand_days.items() if day in days)
        known = replace(settled, given=Plan((*given.itineraries, *self.frozen.after(day, self.patrol))))
        found: dict[tuple[object, ...], Activity] = {}
        for draw, sharing in enumerate(draws or ("parts",)):
            closed: Mapping[str, frozenset[int]] = {}
            if not (self.frozen.whole and self._keep_day(day)):
                closed = closed_minutes(self.rulebook, known, self.options.seed, sharing)
            date = self.patrol.problem.horizon.date(day)
            rng = Random(f"{self.options.seed}/{date}" + f"/{draw}" * bool(draws))
            rest = (closed, points, rng, self.lawful, self.frozen)
            maker = Maker(self.patrol, day, self.orders, *rest, late=late, wide=wide, tuning=self.tuning.choices)
            for one in maker.all():
                found.setdefault((one.crew.id, one.first, one.last, one.begins, one.ends, one.stops), one)
            self.totals.notes += maker.notes
        return replace(settled, activities=numbered(found.values()))

    def _settle(self, choice: Choice, limits: Limits, found: Sequence[Best], until: float, sharing: Sharing) -> bool:
        """Settle a day as its parts are planned, at minutes that are drawn again, if that keeps every must."""
        chosen = unique(activity for part in found for activity in part.chosen)
        if any(part.infeasible for part in found) or MUSTS in amounts(self.placing, limits, chosen):
            return False
        bound = added(part.bound for part in found)
        chosen = self.redrawn(choice, chosen, until, sharing)
        done = replace(choice, activities=chosen)
        cost = amounts(self.rules, plan_limits(done, self.rules), chosen)
        self.settled(choice.day, Settled(chosen, cost, bound, all(part.proved for part in found)))
        return True

    def redrawn(
        self, choice: Choice, chosen: tuple[Activity, ...], until: float, sharing: Sharing
    ) -> tuple[Activity, ...]:
        """A day's activities at other minutes; as they are where no time is left."""
        options, left = self.options, until - self.seconds
        still = frozenset((*self.frozen.whole, *self.frozen.begun))
        rng = Random(f"{options.seed}/{self.patrol.problem.horizon.date(choice.day)}/minutes")
        day = Plan((*choice.given.itineraries, *itineraries(chosen)))
        begun = Counter(part_of_hour(stop.arrive) for _crew, stop in day.all_stops() if stop.kind == CHECKPOINT)
        known = replace(
            choice, activities=(), given=Plan((*choice.given.itineraries, *self.frozen.after(choice.day, self.patrol)))
        )
        closed = closed_minutes(self.rulebook, known, options.seed, sharing)
        redraw = Redraw(self.patrol, self.orders, rng, still, closed, begun, self.tuning.minutes)
        if not options.deterministic and left < self.tuning.programs.least_seconds:
            return numbered(drawn_blindly(redraw, choice, chosen, self.rules))
        limit = None if options.deterministic else left
        return numbered(redrawn(redraw, choice, chosen, self.rules, self.work(limit)))

    def work(self, limit: float | None, beside: bool = False, quick: bool = False) -> Run:
        """How a program of this plan is solved within a limit."""
        options = self.options
        return Run(limit, options.gap, options.seed % 2**31, self.stop, beside, quick, self.tuning)

    def settled(self, day: int, settled: Settled) -> None:
        self.totals.days[day] = settled
        cost, bound = self.totals.cost.get(WISHES, 0), self.totals.bound.get(WISHES, 0)
        self.watch(Moment(self.seconds, PLAN_PHASE, cost, min(cost, bound)))

    def over(self) -> bool:
        return bool(self.stop) or (not self.options.deterministic and self.seconds >= self.deadline)


def unique(activities: Iterator[Activity]) -> tuple[Activity, ...]:
    """Each activity once: crews that stand still are in every part of a day."""
    return tuple({activity.number: activity for activity in activities}.values())
