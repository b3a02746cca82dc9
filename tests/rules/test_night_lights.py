"""Night lights: a lit vehicle in every zone, or one for several zones."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.clock import Span, Window
from roster.domain.people import Absence
from roster.domain.places import Zone
from roster.domain.roster import Roster
from roster.rules.violation import NOWHERE
from tests.rules.law_units import brigade, crew, found, posed, rule

LIGHTS = rule({"rule": "night_lights", "hours": "23:00-07:00", "where": {"zone": "Z1"}, "priority": 2})
HALF = rule({"rule": "night_lights", "hours": "23:00-07:00", "zones_per_vehicle": 2})


def test_kept_by_a_car_with_its_lights_on() -> None:
    problem = posed(brigade(), LIGHTS)
    assert found(LIGHTS, problem, crew(problem, "N", "car-Z1", "AB", "V1")) == []


def test_just_kept_by_a_car_of_the_other_zone_that_came() -> None:
    problem = posed(brigade(), LIGHTS)
    assert found(LIGHTS, problem, crew(problem, "N", "car-Z2", "AB", "V1", zones=["Z1"])) == []


def test_just_broken_by_a_van_without_lights() -> None:
    problem = posed(brigade(), LIGHTS)
    (violation,) = found(LIGHTS, problem, crew(problem, "N", "armed-Z1", "AB", "V2"))
    assert (violation.amount, violation.asked, violation.given) == (1, 1, 0)
    assert LIGHTS.say(violation, problem) == "no police lights in Z1 new town on Mon 2026-10-19, 23:00-07:00"


def test_a_crew_without_a_vehicle_is_not_lit_whatever_the_sheet_says() -> None:
    problem = posed(brigade(), LIGHTS)
    written = crew(problem, "N", "car-Z1", "AB")
    written = replace(written, stands=tuple(stand._replace(lights=True) for stand in written.stands))
    assert [v.amount for v in LIGHTS.check_all(Roster((written,)), problem)] == [1]


def test_every_zone_asks_for_its_own_vehicle() -> None:
    every = rule({"rule": "night_lights", "hours": "23:00-07:00"})
    problem = posed(brigade(), every)
    assert [v.spot.place for v in found(every, problem, crew(problem, "N", "car-Z1", "AB", "V1"))] == ["Z2"]


def test_one_vehicle_anywhere_is_enough_for_two_zones_and_not_for_three() -> None:
    problem = posed(brigade(), HALF)
    assert found(HALF, problem, crew(problem, "N", "car-Z2", "AB", "V1")) == []
    wide = posed(brigade(zones=(*brigade().zones, Zone("Z3", "south"))), HALF)
    (violation,) = found(HALF, wide, crew(wide, "N", "car-Z2", "AB", "V1"))
    assert (violation.amount, violation.asked, violation.given) == (1, 2, 1)
    assert HALF.say(violation, wide) == "lit vehicles on Mon 2026-10-19, 23:00-07:00: 1 of 2"


def test_every_vehicle_missing_counts() -> None:
    wide = posed(brigade(zones=(*brigade().zones, Zone("Z3", "south"))), HALF)
    assert [v.amount for v in found(HALF, wide)] == [2]


def test_the_early_hours_belong_to_the_night_before() -> None:
    early = rule({"rule": "night_lights", "hours": "02:00-07:00", "where": {"zone": "Z1"}})
    problem = posed(brigade(), early)
    (violation,) = found(early, problem)
    assert violation.spot.slot is not None
    assert (violation.spot.day, violation.spot.slot.start) == (0, 26 * 60)


def test_says_when_light_bars_are_on() -> None:
    default = rule({"rule": "night_lights"})
    assert list(default.light_hours()) == [Window(18 * 60, 26 * 60)]
    assert posed(brigade(), default).light_hours == (Window(18 * 60, 26 * 60),)
    assert Window(18 * 60, 26 * 60) in default.boundaries()


def test_sheets_hear_of_lights_in_every_zone_and_of_lights_over_several() -> None:
    problem = posed(brigade(), LIGHTS)
    assert [(one.places, one.asked, one.place) for one in LIGHTS.presence(problem)] == [(("Z1",), 1, "Z1")]
    (half,) = HALF.presence(posed(brigade(), HALF))
    assert (half.places, half.asked, half.place) == (
        tuple(zone.id for zone in problem.zones),
        -(-len(problem.zones) // 2),
        "",
    )


def test_where_selects_unit_kinds() -> None:
    armed = rule({"rule": "night_lights", "hours": "23:00-07:00", "where": {"zone": "Z1", "unit_kind": "armed"}})
    problem = posed(brigade(), armed)
    assert [v.amount for v in found(armed, problem, crew(problem, "N", "car-Z1", "AB", "V1"))] == [1]


def test_a_brigade_without_lights_or_without_units_that_drive_is_told_once() -> None:
    every = rule({"rule": "night_lights", "hours": "23:00-07:00", "id": "lights"})
    dark = tuple(replace(vehicle, lights=False) for vehicle in brigade().vehicles)
    on_foot = tuple(replace(kind, vehicle_kinds=()) for kind in brigade().kinds)
    for lacking in (brigade(vehicles=dark), brigade(vehicles=()), brigade(kinds=on_foot)):
        problem = posed(lacking, every)
        (violation,) = found(every, problem)
        assert (violation.spot, violation.amount, violation.asked, violation.given) == (NOWHERE, 2, 2, 0)
        assert every.say(violation, problem) == (
            "Lights by night (lights): no vehicle with lights that a unit drives; "
            "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
        )


def test_kinds_that_do_not_drive_lack_lights_and_a_vehicle_in_maintenance_is_no_lack() -> None:
    posts = rule({"rule": "night_lights", "hours": "23:00-07:00", "where": {"unit_kind": "post"}})
    assert [v.spot for v in found(posts, posed(brigade(), posts))] == [NOWHERE]
    every = rule({"rule": "night_lights", "hours": "23:00-07:00"})
    away = brigade(maintenance=(Absence("V1", "maintenance", Span(0, 3 * 1440)),))
    assert [v.spot.place for v in found(every, posed(away, every))] == ["Z1", "Z2"]
