"""What a rulebook says of the activities to choose from: the lengths of slots, visits and stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from roster.domain.activity import Activity, Choice
from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.patrol import CHECKPOINT, Patrol
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.checkpoint_visits import CheckpointVisits
from roster.rules.publicity import DAYS_A_WEEK, Publicity
from roster.rules.travel import Travel
from roster.rules.unpredictability import Unpredictability

SLOT_MINUTES, STAY, ELSEWHERE = 30, (10, 16), 16
"""Where no rule says anything."""


@dataclass(frozen=True)
class Orders:
    """Minutes and hours that activities keep, so that no rule that must be kept is broken by any of them."""

    elsewhere: int = ELSEWHERE
    lent: bool = False
    stay: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # checkpoint -> least and most minutes
    stand: Mapping[str, tuple[int, Window]] = field(default_factory=dict)  # publicity point -> minutes, hours


def patrol_of(problem: Problem, roster: Roster, rulebook: Rulebook) -> Patrol:
    """The patrol to be planned for a roster, in slots as the rulebook wants them."""
    lengths = [rule.slot_minutes for rule in rulebook.rules if isinstance(rule, Travel)]
    return Patrol(problem, roster, min(lengths, default=SLOT_MINUTES))


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
        stay=stay,
        stand=stand,
    )


def closed_minutes(rulebook: Rulebook, choice: Choice, seed: int) -> dict[str, frozenset[int]]:
    """For each checkpoint, the minutes of the clock at which it must not be reached on this day.

    Of each window in which a visit is asked for, every day of the week has a part of its own, of which the days before
    it leave one visit over: so there is a time for the visits of the last day as well.
    """
    closed: dict[str, frozenset[int]] = {}
    today = choice.day % DAYS_A_WEEK
    for rule in rulebook.rules:
        if isinstance(rule, Unpredictability) and rule.must:
            for site in rule.sites(choice.patrol):
                owners = _owners(rulebook, choice.patrol, site, f"{seed}/{site}")
                shut = frozenset(
                    minute
                    for minute, seen in enumerate(rule.crowding(site, choice))
                    if seen >= _allowed(minute, owners, rule, today)
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


def _owners(rulebook: Rulebook, patrol: Patrol, site: str, seed: str) -> dict[int, int]:
    """For minutes of the clock, the day of the week to which they belong; the seed deals them out."""
    rng, found = Random(seed), dict[int, int]()
    for rule in rulebook.rules:
        if isinstance(rule, CheckpointVisits) and rule.min and site in rule.sites(patrol):
            for window in rule.windows:
                days = list(range(DAYS_A_WEEK))
                rng.shuffle(days)
                length = window.end - window.start
                for minute in range(length):
                    found.setdefault((window.start + minute) % MINUTES_A_DAY, days[minute * DAYS_A_WEEK // length])
    return found


def is_lawful(rulebook: Rulebook, patrol: Patrol) -> Callable[[Activity], bool]:
    """Tells whether an activity by itself keeps every rule on ways that must be kept."""
    rules = [rule for rule in rulebook.rules if isinstance(rule, Travel) and rule.must]

    def lawful(activity: Activity) -> bool:
        return not any(rule.limits_of(activity, patrol) for rule in rules)

    return lawful
