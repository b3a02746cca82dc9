"""A day that cannot be planned beside the days before it: those are taken back, and all of them planned together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from roster.domain.activity import Activity, Choice, numbered
from roster.domain.errors import NoPlanError
from roster.domain.itinerary import Plan
from roster.i18n import _
from roster.plan.day import MUSTS, Task, amounts, best
from roster.plan.greedy import greedy
from roster.plan.joint import Effort, joint_limits, musts, open_limits, together
from roster.plan.least_broken import least_broken
from roster.plan.model import itineraries, plan_limits
from roster.plan.proof import Clash, clashes
from roster.plan.publicity_days import with_any_day
from roster.plan.totals import Settled
from roster.plan.verify import verify_plan
from roster.rules.patrol.publicity import DAYS_A_WEEK
from roster.rules.patrol.unpredictability import Unpredictability

if TYPE_CHECKING:
    from roster.plan.search import Search


def take_back(search: Search, day: int, until: float, pool: ThreadPoolExecutor) -> None:
    """Plan a day again together with more and more of the days before it, from wider and wider choices.

    Raises NoPlanError where no plan of them is found that keeps every must.
    """
    began, tuning = search.seconds, search.tuning.taking_back

    def late() -> bool:
        return search.over() and (bool(search.stop) or search.seconds - began >= tuning.proving_seconds)

    proved = clashes(search.rules, search.patrol, range(day + 1), tuning, late)
    if proved:
        raise NoPlanError(*why(search, day, proved))
    search.taken_back = True
    search.stand_days = with_any_day(search.stand_days, search.rules, search.patrol)
    until = max(until, search.seconds + tuning.share * (search.deadline - search.seconds))
    firsts = list(dict.fromkeys(max(0, day - back) for back in tuning.days))
    if in_groups(search, day, until, pool):
        return
    for wide in range(1, len(tuning.draws)):
        for first in firsts:
            if search.over():
                break
            days = range(first, day + 1)
            for other in days:
                if search.frozen.whole:
                    search.frozen = search.frozen.without_day(other, search.patrol)
            choice = of_days(search, days, wide)
            chosen = together(choice, days, search.rules, effort(search))
            if chosen is not None:
                settle_together(search, chosen, days, until)
                return
    raise NoPlanError(*why(search, day))


def in_groups(search: Search, day: int, until: float, pool: ThreadPoolExecutor) -> bool:
    """Plan the week up to a day again, its days in groups that share short times: whether that keeps every must."""
    tied = any(isinstance(rule, Unpredictability) and rule.must and rule.asks == "usual" for rule in search.rules)
    if not tied or search.frozen.whole:
        return False
    before = dict(search.totals.days)
    days = range(day - day % DAYS_A_WEEK, day + 1)
    for other in days:
        search.totals.days.pop(other, None)
    for other in days:
        share = (until - search.seconds) / (days.stop - other)
        if search.over() or not search.begin(other, search.seconds + share, pool, ("groups",)):
            search.totals.days = before
            return False
    return True


def of_days(search: Search, days: range, wide: int) -> Choice:
    """What may be done on some days together, beside the others as they are."""
    given = search.totals.plan(but=days)
    every = [
        a
        for day in days
        for a in search.choice(day, given, search.tuning.taking_back.draws[: wide + 1], wide=True).activities
    ]
    return Choice(search.patrol, days[0], numbered(every), given, search.stand_days)


def effort(search: Search) -> Effort:
    """Half of the time that is left, for each try; a part of the time limit in deterministic mode."""
    options = search.options
    seconds = options.time_limit / 4 if options.deterministic else (search.deadline - search.seconds) / 2
    return Effort(max(search.tuning.programs.least_seconds, seconds), options.seed % 2**31, not options.deterministic)


def settle_together(search: Search, chosen: Iterable[Activity], days: range, until: float) -> None:
    """Settle days that were decided together, and plan each of them again beside the others."""
    listed = list(chosen)
    for day in days:
        own = tuple(activity for activity in listed if activity.crew.day == day)
        search.totals.days[day] = Settled(own, {}, {}, False)
    for day in days:
        improve(search, day, days, until)


def improve(search: Search, day: int, days: range, until: float) -> None:
    """Plan a day again beside the others as they are, also those after it."""
    share = (until - search.seconds) / (days.stop - day)
    if share >= search.tuning.programs.least_seconds or search.options.deterministic:
        given, own = search.totals.plan(but=[day]), search.totals.days[day].chosen
        choice = search.choice(day, given)
        choice = replace(choice, activities=numbered((*own, *choice.activities)))
        first = choice.activities[: len(own)]
        between = joint_limits(choice, [other for other in days if other != day], musts(search.rules))
        own_limits = plan_limits(choice, search.rules)
        limits = {name: (*own_limits[name], *open_limits(between.get(name, ()))) for name in own_limits}
        limit = None if search.options.deterministic else share
        done = best(Task(choice, search.rules, limits, search.work(limit), first))
        if not done.infeasible and MUSTS not in amounts(search.rules, limits, done.chosen):
            search.totals.days[day] = Settled(done.chosen, {}, done.bound, False)
    score(search, day)


def score(search: Search, day: int) -> None:
    """What a day costs as it is, with the days before it as they are."""
    done = search.totals.days[day]
    given = search.totals.plan(but=[other for other in search.totals.days if other >= day])
    choice = Choice(search.patrol, day, numbered(done.chosen), given, search.stand_days)
    cost = amounts(search.rules, plan_limits(choice, search.rules), choice.activities)
    search.settled(day, replace(done, cost=cost))


def why(search: Search, day: int, proved: Sequence[Clash] = ()) -> tuple[str, str, Iterable[str]]:
    """Which musts no plan of the days up to this one keeps: a sentence, whether that is proved, and the rules."""
    if search.over():
        choice = search.choice(day, until=search.seconds)
        plan = Plan((*choice.given.itineraries, *itineraries(greedy(choice))))
    else:
        tuning = search.tuning.taking_back
        choice, limit = search.choice(day, draws=tuning.draws[:2], wide=True), tuning.nearest_seconds
        if not search.options.deterministic:
            limit = max(1.0, min(limit, search.deadline - search.seconds))
        plan = Plan(least_broken(choice, search.rules, search.stop, limit))
    report = verify_plan(plan, search.patrol, search.rulebook)
    names = {rule.name for rule in search.rules}
    broken = [f for f in report.must_violations if f.duty_day == day and f.rule in names]
    sentences = "\n".join(dict.fromkeys(f"  {finding.sentence}" for finding in broken))
    if proved:
        text = _("no patrol plan keeps every must:\n{clashes}\nthe nearest breaks these:\n{sentences}")
        told = "\n".join(f"  {clash.sentence(search.patrol, search.rules)}" for clash in proved)
        rules = dict.fromkeys(rule for clash in proved for rule in clash.rules)
        return text.format(clashes=told, sentences=sentences), "infeasible", rules
    text = _("no plan was found that keeps every must; the nearest breaks these:\n{sentences}")
    if search.over():
        text = _("no plan that keeps every must was found in the time; the nearest breaks these:\n{sentences}")
    return text.format(sentences=sentences), "none", dict.fromkeys(finding.rule for finding in broken)
