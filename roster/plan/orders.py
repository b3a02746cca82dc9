"""What a rulebook says of the activities to choose from: the lengths of slots, visits and stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from roster.domain.activity import Activity, Choice
from roster.domain.clock import DAYS_RUN_ON, MINUTES_A_DAY, Span, Window
from roster.domain.itinerary import CAR, Demand, Plan
from roster.domain.patrol import CHECKPOINT, GUARD_POST, OnDuty, Part, Patrol
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.patrol.checkpoint_visits import CheckpointVisits
from roster.rules.patrol.driving import Driving
from roster.rules.patrol.meal_break import MealBreak
from roster.rules.patrol.pace import Pace
from roster.rules.patrol.patrolling import span_on
from roster.rules.patrol.publicity import DAYS_A_WEEK, Publicity
from roster.rules.patrol.route_passes import RoutePasses
from roster.rules.patrol.travel import Travel
from roster.rules.patrol.unpredictability import Unpredictability

SLOT_MINUTES, STAY, ELSEWHERE = 30, (10, 16), 16
"""Where no rule says anything."""
DATES_OF_A_DUTY = 1 + DAYS_RUN_ON


@dataclass(frozen=True)
class Orders:
    """Minutes and hours that activities keep, so that no rule that must be kept is broken by any of them."""

    elsewhere: int = ELSEWHERE
    lent: bool = False
    travels: tuple[Travel, ...] = ()
    stay: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # checkpoint -> least and most minutes
    stand: Mapping[str, tuple[int, Window]] = field(default_factory=dict)  # publicity point -> minutes, hours
    shortest: int = 1  # minutes of any stop
    standing: int = 1  # minutes of a wait, at its end and at the beginning of a shift
    meal: MealBreak | None = None
    posts: Mapping[str, int] = field(default_factory=dict)  # guard posts -> minutes into a slot at which meals begin
    fuel: bool = False
    aims: frozenset[int] = frozenset()  # minutes of the clock at which a visit, pass or stand may just count

    def is_free(self, crew: OnDuty, part: Part) -> bool:
        """Whether a crew may stay in any of its zones in a slot."""
        tied = [rule for rule in self.travels if rule.where.matches_kind(crew.kind)]
        return bool(tied) and all(rule.is_free(part) for rule in tied) and part.zone in crew.zones


def patrol_of(problem: Problem, roster: Roster, rulebook: Rulebook) -> Patrol:
    """The patrol to be planned for a roster, in slots as the rulebook wants them."""
    lengths = [rule.slot_minutes for rule in rulebook.rules if isinstance(rule, Travel)]
    return Patrol(problem, roster, min(lengths, default=SLOT_MINUTES))


def demands_of(rulebook: Rulebook, plan: Plan, patrol: Patrol) -> tuple[Demand, ...]:
    """The passes and visits that rules ask for, not only wish for, with how many a plan gives."""
    return tuple(demand for rule in demanding(rulebook.rules) for demand in rule.demands(plan, patrol))


def demanding(rules: Iterable[Rule]) -> list[RoutePasses | CheckpointVisits]:
    """The rules that ask for passes and visits, not only wish for them."""
    return [r for r in rules if isinstance(r, RoutePasses | CheckpointVisits) and (r.must or r.priority)]


def orders_of(rulebook: Rulebook, patrol: Patrol) -> Orders:
    """The strictest that the rules ask for."""
    travels = [rule for rule in rulebook.rules if isinstance(rule, Travel)]
    stay: dict[str, tuple[int, int]] = {}
    for site in patrol.problem.sites:
        if site.kind == CHECKPOINT:
            stays = [
                (rule.stay_least, rule.stay_most)
                for rule in rulebook.rules
                if isinstance(rule, CheckpointVisits) and site.id in rule.sites(patrol)
            ] or [STAY]
            least = max(low for low, _high in stays)
            stay[site.id] = (least, max(least, min(high for _low, high in stays)))
    stand: dict[str, tuple[int, Window]] = {}
    for rule in rulebook.rules:
        if isinstance(rule, Publicity):
            for point in rule.points(patrol):
                minutes = max(rule.minutes, stand[point][0] if point in stand else 0)
                stand[point] = (minutes, rule.hours)
    return Orders(
        elsewhere=min((rule.elsewhere_minutes for rule in travels), default=ELSEWHERE),
        lent=all(rule.lent for rule in travels) and bool(travels),
        travels=tuple(travels),
        stay=stay,
        stand=stand,
        **_pace(rulebook),
        meal=(meal := max((r for r in rulebook.rules if isinstance(r, MealBreak)), key=_minutes, default=None)),
        posts=_posts(patrol) if meal else {},
        fuel=any(isinstance(rule, Driving) and rule.fuel for rule in rulebook.rules),
        aims=_aims(rulebook, patrol, stay),
    )


def _minutes(rule: MealBreak) -> int:
    return rule.minutes


def _pace(rulebook: Rulebook) -> dict[str, int]:
    """The least minutes of any stop, and of those at which a crew waits."""
    rules = [rule for rule in rulebook.rules if isinstance(rule, Pace)]
    shortest = max((rule.least_minutes for rule in rules), default=1)
    return {"shortest": max(1, shortest), "standing": max(1, shortest, *(rule.standing for rule in rules))}


def _posts(patrol: Patrol) -> dict[str, int]:
    """For each guard post, how many minutes into a slot its crew's meals begin: another crew gets there in time."""
    found = {}
    for site in patrol.problem.sites:
        if site.kind == GUARD_POST:
            places = patrol.waiting_places(site.zone)
            ways = [patrol.travel.whole(p, site.id, CAR, minute) for p in places for minute in (0, MINUTES_A_DAY // 2)]
            found[site.id] = max((way for way in ways if way < patrol.slot_minutes // 2), default=0)
    return found


def _aims(rulebook: Rulebook, patrol: Patrol, stay: Mapping[str, tuple[int, int]]) -> frozenset[int]:
    """The first and last minutes of windows and opening hours that do not begin or end where the plan's slots do."""
    meet = {slot.start % MINUTES_A_DAY for slot in patrol.slots}
    windows = [
        window
        for rule in rulebook.rules
        if isinstance(rule, RoutePasses) or (isinstance(rule, CheckpointVisits) and rule.min)
        for window in rule.windows
    ]
    found = {window.start for window in windows}
    found |= {window.end - 1 for window in windows if window.end % MINUTES_A_DAY not in meet}
    for site in patrol.problem.sites:
        if site.opening and site.id in stay:
            found.add(site.opening.start)
            if site.opening.end % MINUTES_A_DAY not in meet:
                found.add(site.opening.end - stay[site.id][0])
    found |= {rule.hours.start for rule in rulebook.rules if isinstance(rule, Publicity)}
    return frozenset(minute % MINUTES_A_DAY for minute in found) - meet


Sharing = Literal["parts", "groups", "open"]
"""How the days of a week share the times of visits."""


def closed_minutes(
    rulebook: Rulebook, choice: Choice, seed: int, sharing: Sharing = "parts"
) -> dict[str, frozenset[int]]:
    """For each checkpoint, the minutes at which it must not be reached by crews of this day.

    Of each window in which a visit is asked for, every day of the week has a part of its own, of which the days before
    it leave one visit over: so there is a time for the visits of the last day. In `groups` as many days as may come at
    one time share a part, and no other day comes near it: for times too short for a part a day. `open` are all times
    that others have not used up.
    """
    closed: dict[str, frozenset[int]] = {}
    today = choice.day % DAYS_A_WEEK
    for rule in rulebook.rules:
        if isinstance(rule, Unpredictability) and rule.must and rule.asks == "usual":
            for number, site in enumerate(rule.sites(choice.patrol)):
                name = f"{seed}/{site}"
                owners = _owners(rulebook, choice.patrol, site, name) if sharing == "parts" else {}
                groups = _groups(rulebook, choice.patrol, number, site, rule, seed) if sharing == "groups" else {}
                shut = frozenset(
                    date * MINUTES_A_DAY + minute
                    for date in range(choice.day, choice.day + DATES_OF_A_DUTY)
                    for minute, seen in enumerate(rule.crowding(site, choice, date))
                    if seen >= rule.days
                    or (sharing == "parts" and seen and seen >= _allowed(minute, owners, rule, today))
                    or today not in groups.get(minute, (today,))
                )
                closed[site] = closed.get(site, frozenset()) | shut
    return closed


def _allowed(minute: int, owners: Mapping[int, int], rule: Unpredictability, today: int) -> int:
    """On how many days before this one a minute may have been used: fewer where it belongs to a day to come.

    Well inside its own part, where no stretch of time reaches another's, a day may use what is left over.
    """
    around = range(minute - rule.minutes + 1, minute + rule.minutes)
    if all(owners.get(near % MINUTES_A_DAY) == today for near in around):
        return rule.days
    return rule.days - (owners.get(minute, today) > today)


def _owners(rulebook: Rulebook, patrol: Patrol, site: str, seed: str) -> Mapping[int, int]:
    """For minutes of the clock, the day of the week to which they belong; the seed deals them out."""
    if (site, seed) in patrol.shares:
        return patrol.shares[site, seed]
    rng, found = Random(seed), dict[int, int]()
    for rule in rulebook.rules:
        if isinstance(rule, CheckpointVisits) and rule.min and site in rule.sites(patrol):
            for window in rule.windows:
                days = list(range(DAYS_A_WEEK))
                rng.shuffle(days)
                minutes = _usable(window, site, rule.stay_least, patrol)
                for number, minute in enumerate(minutes):
                    found.setdefault(minute % MINUTES_A_DAY, days[number * DAYS_A_WEEK // len(minutes)])
    patrol.shares[site, seed] = found
    return found


def _groups(
    rulebook: Rulebook, patrol: Patrol, number: int, site: str, rule: Unpredictability, seed: int
) -> dict[int, frozenset[int]]:
    """For minutes of short windows, and near them, the days of the week that may use them.

    On one day the sites, by their number, come at different times.
    """
    rng, found = Random(f"{seed}/groups"), dict[int, frozenset[int]]()
    turn = max(2, rule.days) * number % DAYS_A_WEEK
    near: set[int] = set()
    for asks in rulebook.rules:
        if isinstance(asks, CheckpointVisits) and asks.min and site in asks.sites(patrol):
            for window in asks.windows:
                days = list(range(DAYS_A_WEEK))
                rng.shuffle(days)
                days = days[turn:] + days[:turn]
                minutes = _usable(window, site, asks.stay_least, patrol)
                if minutes and len(minutes) < 2 * DAYS_A_WEEK * rule.minutes:
                    found |= _in_groups(minutes, days, rule)
                    near |= set(range(minutes[0] - rule.minutes + 1, minutes[-1] + rule.minutes))
    return {minute % MINUTES_A_DAY: frozenset() for minute in near} | found


def _in_groups(minutes: Sequence[int], days: Sequence[int], rule: Unpredictability) -> dict[int, frozenset[int]]:
    """A window shared out to groups of days, with so much time between their parts that no stretch reaches two."""
    length, groups = len(minutes), -(-DAYS_A_WEEK // rule.days)
    groups = min(groups, (length - 1) // rule.minutes + 1)
    width = (length - (groups - 1) * (rule.minutes - 1)) // groups
    found = {minute % MINUTES_A_DAY: frozenset[int]() for minute in minutes}
    for group in range(groups):
        first = group * (length - width) // max(1, groups - 1)
        own = frozenset(days[group * rule.days : (group + 1) * rule.days])
        found |= {minute % MINUTES_A_DAY: own for minute in minutes[first : first + width]}
    return found


def _usable(window: Window, site: str, least: int, patrol: Patrol) -> list[int]:
    """The minutes of a window at which, on some day, a visit may begin: the site is open, somebody may come."""
    opening, zone = patrol.problem.site[site].opening, patrol.problem.site[site].zone
    spans = [span_on(window, day, patrol.problem) for day in range(-1, patrol.problem.horizon.days)]
    on_duty: set[int] = set()
    for crew in patrol.crews:
        if crew.roams and zone in crew.zones:
            first, last = crew.parts[0].slot.start, crew.parts[-1].slot.end
            for span in spans[crew.day : crew.day + 4]:  # from the one on that goes on from the day before
                on_duty.update(range(max(first, span.start) - span.start, min(last, span.end) - span.start))
    start = spans[0].start
    return [
        start + minute
        for minute in sorted(on_duty)
        if opening is None or opening.minutes_in(Span(start + minute, start + minute + least)) == least
    ]


def is_lawful(rulebook: Rulebook, patrol: Patrol) -> Callable[[Activity], bool]:
    """Tells whether an activity by itself keeps every rule on ways that must be kept."""
    rules = [rule for rule in rulebook.rules if isinstance(rule, Travel) and rule.must]

    def lawful(activity: Activity) -> bool:
        return not any(rule.limits_of(activity, patrol) for rule in rules)

    return lawful
