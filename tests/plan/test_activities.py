"""Activities: each begins and ends where it should, has time for its ways, and keeps what must be kept by itself."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from roster.domain.activity import Activity, leads_through
from roster.domain.itinerary import joined
from roster.domain.patrol import Patrol
from roster.domain.roster import Roster
from roster.plan.activities import Maker
from tests.rules.law_plan import ORDERS, patrol, plan_rule, stop

TRAVEL = plan_rule(rule="travel")


def made(one: Patrol | None = None, closed: dict[str, frozenset[int]] | None = None) -> tuple[Activity, ...]:
    return Maker(one or patrol(1), 0, ORDERS, closed or {}, frozenset({"B1"}), Random(3), lambda a: True).all()


def test_each_crew_can_get_through_its_shift() -> None:
    activities = made()
    for crew in patrol(1).crews:
        own = [activity for activity in activities if activity.crew == crew]
        assert leads_through(own, len(crew.parts))


def test_stops_lie_within_the_slots_with_time_for_every_way() -> None:
    for activity in made():
        slots = activity.slots
        assert activity.track[0].begins == activity.begins
        assert activity.stops[-1].ends == activity.ends
        assert slots[0].start <= activity.stops[0].arrive
        assert activity.stops[-1].leave == slots[-1].end
        late = [v for v in TRAVEL._faults(activity.crew, activity.track, patrol(1)) if v.facts["what"] == "late"]  # type: ignore[attr-defined]
        assert late == []


def test_visits_stay_as_long_as_ordered_and_within_opening_hours() -> None:
    visits = [s for a in made() for s in a.calls[a.goes_on :] if s.kind == "checkpoint"]
    assert {s.span.minutes for s in visits} <= set(range(10, 17))
    hours = [(s.arrive, s.leave) for s in visits if s.place == "C3"]
    assert hours
    assert all(arrive >= 8 * 60 and leave <= 22 * 60 for arrive, leave in hours)


def test_no_visit_begins_at_a_closed_minute() -> None:
    closed = frozenset(range(8 * 60, 9 * 60))
    activities = made(closed={"C1": closed})
    arrivals = {s.arrive for a in activities for s in a.calls[a.goes_on :] if s.place == "C1"}
    assert arrivals
    assert arrivals.isdisjoint(closed)


def test_crews_on_foot_take_several_slots_for_a_far_place() -> None:
    walks = [a for a in made() if a.crew.kind == "walk"]
    assert any(a.last > a.first and any(s.place == "C2" for s in a.stops) for a in walks)


def test_a_crew_that_stands_has_its_post_all_the_shift() -> None:
    armed = [a for a in made() if a.crew.id == (0, "D", "armed-S1")]
    assert all({stop.place for stop in a.stops} == {"S1"} for a in armed)
    assert {(a.stops[0].arrive, a.stops[-1].leave) for a in armed} == {(7 * 60, 10 * 60)}
    assert {tuple(stop.mode for stop in a.stops) for a in armed} == {("static",), ("static", "meal", "static")}


def test_zones_without_anything_marked_are_patrolled_as_a_whole() -> None:
    one = patrol(1)
    bare = Patrol(replace(one.problem, sites=(), routes=()), _without_sites(one), 30)
    stops = {s for a in made(bare) for s in a.stops}
    assert {(s.place, s.kind, s.mode) for s in stops if s.mode == "car"} == {
        ("Z1", "zone", "car"),
        ("Z2", "zone", "car"),
    }


def _without_sites(one: Patrol) -> Roster:
    return Roster(tuple(crew for crew in one.roster.crews if crew.unit.kind in ("car", "walk")))


@pytest.mark.parametrize("far", [40.0, 70.0])
def test_zones_too_far_apart_for_a_slot_are_still_reached(far: float) -> None:
    """The car of zone 1 changes to a zone far off at 08:30."""
    one = patrol(1)
    moved = tuple(replace(s, longitude=110 - far / 90) if s.zone == "Z2" else s for s in one.problem.sites)
    crews = []
    for crew in one.roster.crews:
        if crew.unit.id == (0, "D", "car-Z1"):
            cut = [s for s in crew.stands for s in (s._replace(slot=s.slot._replace(end=510)),
                   s._replace(slot=s.slot._replace(start=510), zone="Z2"))]  # fmt: skip
            crew = replace(crew, stands=tuple(cut))
        crews.append(crew)
    activities = made(Patrol(replace(one.problem, sites=moved, routes=()), Roster(tuple(crews)), 30))
    own = [a for a in activities if a.crew.id == (0, "D", "car-Z1")]
    assert leads_through(own, len(own[0].crew.parts))


def test_stops_that_go_on_are_joined_and_empty_ones_left_out() -> None:
    parts = [stop("07:00", "Q1", 30, "static"), stop("07:30", "Q1", 5, "static"), stop("07:40", "C1", 0)]
    assert joined(parts) == (stop("07:00", "Q1", 35, "static"),)


def test_in_haste_there_are_few_choices_that_lead_through_each_shift() -> None:
    one, closed = patrol(1), dict[str, frozenset[int]]()
    maker = Maker(one, 0, ORDERS, closed, frozenset({"B1"}), Random(3), lambda a: True, late=lambda: True)
    few, all_of_them = maker.all(), made()
    assert len(few) < len(all_of_them)
    for crew in one.crews:
        own = [activity for activity in few if activity.crew == crew]
        assert leads_through(own, len(crew.parts))
    cars = [a for a in few if a.crew.kind == "car"]
    assert cars
    assert all(len({s.place for s in a.stops if s.mode not in ("static", "meal")}) <= 1 for a in cars), "single tasks"
