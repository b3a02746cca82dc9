"""The law for rules of the patrol plan: a small brigade on a small map, and random plans of its crews.

*On any plan that can be chosen the amounts of a rule's `check` add up to the amounts of its `limits`, day by day, each
day with the days before it as they are settled.*
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from random import Random

from roster.domain.activity import Activity, Choice
from roster.domain.clock import Horizon, Window
from roster.domain.ids import CrewId
from roster.domain.itinerary import Inspection, Itinerary, Plan, Stop
from roster.domain.patrol import Patrol
from roster.domain.places import Route, Site, Vehicle, Zone
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.domain.service import DemandLine, Shift, UnitKind
from roster.domain.settings import Settings
from roster.domain.units import pose
from roster.plan.activities import Maker
from roster.plan.model import itineraries
from roster.plan.orders import Orders
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.meal_break import MealBreak
from roster.rules.variables import Decision, Does, Inspects
from tests.rules.law_units import rule

MONDAY = dt.date(2026, 10, 19)
DAYS = 3
KM_NORTH, KM_EAST = 0.00899, 0.01104
SHIFTS = (
    Shift("D", "day", Window(7 * 60, 10 * 60)),
    Shift("E", "evening", Window(20 * 60, 23 * 60)),
    Shift("O", "overlay", Window(20 * 60, 22 * 60)),
    Shift("L", "leader", Window(8 * 60, 32 * 60), line=False),
)
KINDS = (
    UnitKind("car", "car unit", 2, 2, {}, ("car",), "car", moves=True),
    UnitKind("armed", "armed unit", 2, 2, {}, ("van",), "static"),
    UnitKind("walk", "foot patrol", 2, 2, {}, (), "foot", zones=("Z1",), shifts=("D",)),
    UnitKind("leader", "duty leader", 1, 1, {}, (), "static", shifts=("L",), visible=False),
)


def place(name: str, kind: str, zone: str, east: float, north: float, **more: object) -> Site:
    """A site so many km east and north of the middle of the map."""
    return Site(name, f"{name} name", kind, zone, 35 + north * KM_NORTH, 110 + east * KM_EAST, **more)  # type: ignore[arg-type]


SITES = (
    place("S1", "stationing_point", "Z1", 0, 0),
    place("Q1", "quick_reaction_point", "Z1", 0.4, 0.2),
    place("Q2", "quick_reaction_point", "Z2", -1.2, 0.2),
    place("C1", "checkpoint", "Z1", 0.5, 0.4, tier_minutes=1, hot=Window(20 * 60, 22 * 60)),
    place("C2", "checkpoint", "Z1", 0.9, -0.2, tier_minutes=3),
    place("C3", "checkpoint", "Z2", -1.4, 0.6, tier_minutes=3, opening=Window(8 * 60, 22 * 60)),
    place("C4", "checkpoint", "Z2", -0.8, -0.3, tier_minutes=5),
    place("B1", "publicity_point", "Z1", 0.3, 0.3, opening=Window(8 * 60, 20 * 60)),
)
ROUTES = (
    Route("R1", "R1 name", ("Z1",), (35.0, 110.0), (35 + 0.3 * KM_NORTH, 110 + 0.4 * KM_EAST), 0.65),
    Route("R2", "R2 name", ("Z2",), (35.0, 110 - KM_EAST), (35 + 0.4 * KM_NORTH, 110 - KM_EAST), 0.52),
)


@cache
def problem(days: int = DAYS, day_start: int = 7 * 60) -> Problem:
    every = frozenset(range(days))
    lines = (
        DemandLine("cars 1", "car", ("Z1",), Window(7 * 60, 23 * 60), every, 1),
        DemandLine("cars 2", "car", ("Z2",), Window(7 * 60, 23 * 60), every, 1),
        DemandLine("armed", "armed", ("S1",), Window(7 * 60, 23 * 60), every, 1),
        DemandLine("walk", "walk", ("Z1",), Window(7 * 60, 10 * 60), every, 1),
        DemandLine("leader", "leader", (), Window(8 * 60, 32 * 60), every, 1),
    )
    facts = Facts(
        Settings("small", day_start=day_start),
        Horizon(MONDAY, days),
        officers=(),
        shifts=SHIFTS,
        kinds=KINDS,
        zones=(Zone("Z1", "new town"), Zone("Z2", "station")),
        sites=SITES,
        routes=ROUTES,
        vehicles=(Vehicle("V1", "car 1", "car", 4, True), Vehicle("V2", "car 2", "car", 4, True)),
        demand=lines,
    )
    return pose(facts)


CREWS = (("D", "car-Z1", "V1"), ("D", "car-Z2", "V2"), ("D", "armed-S1", "V3"), ("D", "walk-Z1", ""),
         ("E", "car-Z1", "V1"), ("E", "car-Z2", "V2"), ("E", "armed-S1", "V3"), ("O", "car-Z1", "V4"),
         ("L", "leader", ""))  # fmt: skip


@cache
def patrol(days: int = DAYS, slot_minutes: int = 30, day_start: int = 7 * 60) -> Patrol:
    """The brigade's crews of some days: two cars and the armed unit on both shifts, a foot patrol by
    day, one more car as overlay in the evening."""
    posed = problem(days, day_start)
    crews = []
    for day in range(days):
        for shift, label, vehicle in CREWS:
            unit = posed.unit.get((day, shift, label))
            if unit is None:  # nothing asks for it on a roster day of the horizon
                continue
            site = unit.base if unit.base in posed.site else ""
            mode = posed.kind[unit.kind].mode
            stands = tuple(Stand(slot, posed.zone_of(unit.base), site, mode, False) for slot in posed.slots_of(unit))
            crews.append(Crew(unit, (Member(f"{label} lead"),), vehicle, stands))
    return Patrol(posed, Roster(tuple(crews)), slot_minutes)


ORDERS = Orders(
    stay={site.id: (10 if site.zone == "Z1" else 12, 16) for site in SITES if site.kind == "checkpoint"},
    stand={"B1": (20, Window(8 * 60, 20 * 60))},
    meal=MealBreak(weight=1, minutes=20, least_hours=2, after_hours=0.25, before_hours=0.25),
)
STAND_DAYS: Mapping[str, frozenset[int]] = {"B1": frozenset({1})}


def plan_rule(**fields: object) -> PlanRule:
    """A rule of the plan from its fields."""
    made = rule(fields)
    assert isinstance(made, PlanRule)
    return made


@cache
def choices(seed: int) -> tuple[tuple[Choice, tuple[Activity, ...]], ...]:
    """For each day what there is to choose from and what was chosen at random, earlier days settled."""
    one, rng = patrol(), Random(seed)
    settled: list[Itinerary] = []
    found = []
    for day in range(DAYS):
        points = frozenset(point for point, days in STAND_DAYS.items() if day in days)
        activities = Maker(one, day, ORDERS, {}, points, rng, lambda activity: True).all()
        choice = Choice(one, day, activities, Plan(tuple(settled)), STAND_DAYS)
        chosen = walked(activities, rng)
        settled += itineraries(chosen)
        found.append((choice, chosen))
    return tuple(found)


def walked(activities: Iterable[Activity], rng: Random) -> tuple[Activity, ...]:
    """Activities chosen at random, one after the other, for each crew; now and then it only waits."""
    chosen: list[Activity] = []
    by_crew: dict[object, list[Activity]] = {}
    for activity in activities:
        by_crew.setdefault(activity.crew.id, []).append(activity)
    for own in by_crew.values():
        leads: set[tuple[int, str]] = set()
        for activity in sorted(own, key=lambda a: -a.first):
            if activity.last + 1 == len(activity.crew.parts) or (activity.last + 1, activity.ends) in leads:
                leads.add((activity.first, activity.begins))
        index, point = 0, own[0].begins
        while index < len(own[0].crew.parts):
            last = len(own[0].crew.parts)
            able = [
                a
                for a in own
                if (a.first, a.begins) == (index, point) and (a.last + 1 == last or (a.last + 1, a.ends) in leads)
            ]
            chosen.append(rng.choice(able))
            index, point = chosen[-1].last + 1, chosen[-1].ends
    return tuple(chosen)


@cache
def inspections(seed: int) -> Mapping[int, tuple[tuple[Inspection, bool], ...]]:
    """For each day the duty leader's inspections that are offered, and whether each is made, at random."""
    rng = Random(f"inspections {seed}")
    found = {}
    for day in range(DAYS):
        crews = [crew.unit.id for crew in patrol().roster.crews if crew.unit.day == day]
        leaders = [leader for leader, _crew, _span in patrol().leaders if leader[0] == day]
        offered = []
        for leader in leaders:
            for _ in range(rng.randint(0, 6)):
                start = day * 1440 + rng.randrange(8 * 60, 23 * 60)
                end = start + rng.choice((7, 9, 10, 20))
                check = Inspection(leader, rng.choice(crews), start, end, "C1", *rng.choices((True, False), k=2))
                offered.append((check, rng.random() < 0.6))
        found[day] = tuple(offered)
    return found


def random_plan(seed: int) -> Plan:
    """The whole plan that was chosen at random."""
    made = tuple(check for offered in inspections(seed).values() for check, is_made in offered if is_made)
    return Plan(tuple(item for _choice, chosen in choices(seed) for item in itineraries(chosen)), made)


def law_amount(one: PlanRule, seed: int) -> int:
    """What check and limits agree on for a random plan; every violation can be said, and has an amount."""
    plan = random_plan(seed)
    violations = list(one.check(plan, patrol()))
    checked = sum(violation.amount for violation in violations)
    limited = 0
    for choice, chosen in choices(seed):
        offered = inspections(seed)[choice.day]
        done = {activity.number for activity in chosen}
        made = {number for number, (_check, is_made) in enumerate(offered) if is_made}

        def value(decision: Decision, done: set[int] = done, made: set[int] = made) -> int:
            if isinstance(decision, Does):
                return int(decision.activity in done)
            return int(isinstance(decision, Inspects) and decision.inspection in made)

        whole = replace(choice, inspections=tuple(check for check, _is_made in offered))
        limited += sum(limit.amount(value) for limit in one.limits(whole))
    assert checked == limited, f"check {checked}, limits {limited}: {violations}"
    for violation in violations:
        assert violation.amount > 0
        assert "{" not in one.say(violation, problem())
    return checked


def stop(at: str, place_name: str, minutes: int = 10, mode: str = "car", day: int = 0, ends: str = "") -> Stop:
    """A stop that begins at a time of the clock: `stop("07:30", "C1")`."""
    hour, minute = map(int, at.split(":"))
    start = day * 1440 + hour * 60 + minute
    begins = f"{place_name}:start" if place_name.startswith("R") else place_name
    return Stop(start, start + minutes, place_name, patrol().kind_of(place_name), mode, begins, ends or begins)


def planned(**crews: Iterable[Stop]) -> Plan:
    """A plan typed by hand: `planned(D_car_Z1=[stop("07:30", "C1")])`; crews that are not named have no stops."""
    found = []
    for name, stops in crews.items():
        shift, _sign, label = name.partition("_")
        listed = tuple(stops)
        day = listed[0].arrive // 1440 if listed else 0
        found.append(Itinerary(CrewId(day, shift, label.replace("_", "-")), listed))
    return Plan(tuple(found))


def sayings(one: PlanRule, plan: Plan, days: int = 1) -> list[str]:
    """What the rule has to say of a plan typed by hand."""
    return [one.say(violation, problem(days)) for violation in one.check(plan, patrol(days))]


def amounts(one: PlanRule, plan: Plan, days: int = 1) -> list[int]:
    """The amounts that the rule finds in a plan typed by hand."""
    return [violation.amount for violation in one.check(plan, patrol(days))]
