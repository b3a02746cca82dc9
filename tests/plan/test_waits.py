"""Crews that wait at checkpoints: a visit and a wait are one stop and one visit, wherever two slots meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest

from roster.domain.activity import Activity, Choice, numbered
from roster.domain.clock import Window
from roster.domain.itinerary import Itinerary, Plan, Stop, calls
from roster.plan.activities import Maker
from roster.plan.model import itineraries
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.patrolling import calls_at, stays_of
from roster.rules.patrol.travel import Travel
from roster.rules.variables import Decision, Does
from tests.rules.law_plan import ORDERS, SITES, amounts, patrol, plan_rule, planned, stop

CAR = patrol(1).crew[0, "D", "car-Z1"]
COMES = Activity(0, CAR, 0, 0, "Q1", "C1", (stop("07:00", "Q1", 12, "static"), stop("07:15", "C1", 15, "static")))
STAYS = Activity(1, CAR, 1, 1, "C1", "Q1", (stop("07:30", "C1", 9, "static"), stop("07:42", "Q1", 18, "static")))
LEAVES = Activity(2, CAR, 1, 1, "C1", "Q1", (stop("07:33", "Q1", 27, "static"),))
AGAIN = Activity(3, CAR, 2, 5, "Q1", "Q1", (stop("08:05", "C1", 10), stop("08:20", "Q1", 100, "static")))
OTHER = replace(COMES, stops=(stop("07:00", "Q1", 30, "static"),), ends="Q1")
EXACTLY_TWO = plan_rule(rule="checkpoint_visits", min=2, max=2, windows="07:00-10:00", where={"site": "C1"})
SELDOM = plan_rule(rule="checkpoint_visits", max=1, windows="07:00-10:00", where={"site": "C1"})
LONGER = plan_rule(rule="checkpoint_visits", min=1, windows="07:00-08:00", stay_least=20, where={"site": "C1"})


def limited(rule: PlanRule, activities: Iterable[Activity], *chosen: int) -> int:
    def value(decision: Decision) -> int:
        return int(isinstance(decision, Does) and decision.activity in chosen)

    return sum(limit.amount(value) for limit in rule.limits(Choice(patrol(1), 0, numbered(activities))))


def test_time_in_one_piece_at_a_site_is_one_call_and_two_passes_are_two() -> None:
    parts = [stop("07:00", "C1", 10, "car"), stop("07:10", "C1", 20, "static"), stop("07:31", "C1", 5, "static")]
    assert calls(parts) == (parts[0]._replace(leave=7 * 60 + 30), parts[2])
    passes = [stop("07:00", "R1", 5, ends="R1:end"), Stop(425, 430, "R1", "route", "car", "R1:end", "R1:start")]
    assert calls(passes) == tuple(passes)


@pytest.mark.parametrize("second", [STAYS, LEAVES])
def test_a_visit_that_goes_on_is_one_visit_in_limits_and_in_checks(second: Activity) -> None:
    every = [COMES, second, AGAIN, OTHER]
    chosen = [replace(one, number=n) for n, one in enumerate((COMES, second, AGAIN))]
    plan = Plan(itineraries(chosen))
    assert [seen.arrive - 7 * 60 for _crew, seen in calls_at(plan)["C1"]] == [15, 65]
    for rule, broken in ((EXACTLY_TWO, 0), (SELDOM, 1)):
        found = [v.amount for v in rule.check(plan, patrol(1)) if v.spot.place == "C1"]
        assert sum(found) == limited(rule, every, 0, 1, 2) == broken
    here = [stay for stay in stays_of(plan.stops[CAR.id]) if stay.point == "C1"]
    assert len(here) == 2


def test_what_is_begun_and_goes_on_is_as_long_as_both_together() -> None:
    """The crew can begin in one way only: with 15 minutes, or 24, at the checkpoint."""
    every = [COMES, STAYS, replace(LEAVES, number=2)]
    assert limited(LONGER, every, 0, 1) == 0
    assert limited(LONGER, every, 0, 2) == 1
    plan = Plan((Itinerary(CAR.id, (*COMES.stops, *STAYS.stops)),))
    assert [v for v in LONGER.check(plan, patrol(1)) if v.spot.place == "C1"] == []


def made(wide: bool = False, **orders: object) -> tuple[Activity, ...]:
    return Maker(
        patrol(1),
        0,
        replace(ORDERS, **orders),
        {},
        frozenset(),
        Random(5),
        lambda a: True,
        wide=wide,  # type: ignore[arg-type]
    ).all()


def test_waits_at_checkpoints_are_visits_within_their_minutes_and_hours() -> None:
    activities = [a for a in made() if a.crew.roams]
    comes = [a.stops[-1] for a in activities if a.ends in ORDERS.stay and a.last + 1 < len(a.crew.parts)]
    leaves = [a.stops[0] for a in activities if a.begins in ORDERS.stay and a.goes_on]
    assert {s.place for s in comes} == {"C1", "C2", "C3", "C4"} == {s.place for s in leaves}
    for site in ("C1", "C2", "C3", "C4"):
        least, most = ORDERS.stay[site]
        came = [s.span.minutes for s in comes if s.place == site]
        stayed = [s.span.minutes for s in leaves if s.place == site]
        assert min(came) >= least
        assert max(came) + max(stayed) <= most
    opening = next(site.opening for site in SITES if site.id == "C3")
    assert opening is not None
    assert all(opening.minutes_in(s.span) == s.span.minutes for s in (*comes, *leaves) if s.place == "C3")
    assert not [a for a in activities if a.begins == a.ends and len(a.stops) == 1 and a.ends in ORDERS.stay]


def test_two_tasks_elsewhere_go_on_one_way_and_leave_the_zone_for_half_of_two_slots() -> None:
    orders = {"elsewhere": 16, "travels": (Travel(weight="must"),)}
    away = [a for a in made(**orders) if a.crew.id == (0, "D", "car-Z1") and len(a.slots) == 2]
    there = [[s for s in a.stops if not patrol(1).zones_of(s.begins) & {"Z1"}] for a in away]
    assert {len(stops) for stops in there} >= {1, 2}
    assert all(sum(s.span.minutes for s in stops) <= 16 for stops in there)
    halves = [
        a
        for a, stops in zip(away, there, strict=True)
        if stops and a.stops[0].leave >= a.slots[0].start + 15 and a.stops[-1].arrive <= a.slots[1].start + 15
    ]
    assert halves


def test_at_hours_at_which_crews_may_be_anywhere_they_stay_in_other_zones() -> None:
    rule = Travel(weight="must", anywhere=(Window(8 * 60, 10 * 60),))
    free = [a for a in made(travels=(rule,)) if a.crew.id == (0, "D", "car-Z1")]
    assert any(a.ends in ("Q2", "C4") and a.slots[-1].start >= 8 * 60 for a in free)
    assert not any(a.ends in ("Q2", "C4") and a.slots[-1].end <= 8 * 60 for a in free)
    assert not any(a.ends in ("Q2", "C4") for a in made(travels=(Travel(weight="must"),)) if a.crew.id == CAR.id)


def test_travel_counts_minutes_elsewhere_but_at_those_hours() -> None:
    long = planned(D_car_Z1=[stop("07:40", "C4", 40), stop("08:25", "Q1", 95, "static")])
    tied, free = plan_rule(rule="travel"), plan_rule(rule="travel", anywhere="08:00-10:00")
    assert amounts(tied, long) == [24]
    assert amounts(free, long) == [4]  # of the 20 minutes before eight
