"""Roles and vehicles told from who and what is there."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.clock import Span
from roster.domain.people import Absence
from roster.domain.places import Vehicle
from roster.domain.problem import Problem
from roster.domain.seating import hand_out, seat
from tests.rules.law_units import brigade, posed

VEHICLES = (Vehicle("V1", "", "van", 4, True), Vehicle("V2", "", "reserve", 4, True))


def problem(**changes: object) -> Problem:
    facts = brigade(vehicles=VEHICLES, **changes)
    kinds = [replace(k, vehicle_kinds=("van", "reserve")) if k.code == "armed" else k for k in facts.kinds]
    return posed(replace(facts, kinds=tuple(kinds)))


def test_a_unit_takes_its_first_choice_where_that_stands_idle() -> None:
    of = problem()
    unit = of.unit[0, "D", "armed-Z1"]
    assert hand_out([(unit, "V2")], of) == {unit.id: "V1"}


def test_a_first_choice_in_use_or_in_maintenance_is_left_alone() -> None:
    of = problem()
    unit, car = of.unit[0, "D", "armed-Z1"], of.unit[0, "D", "car-Z1"]
    assert hand_out([(unit, "V2"), (car, "V1")], of) == {unit.id: "V2", car.id: "V1"}
    away = problem(maintenance=(Absence("V1", "maintenance", Span(0, 1440)),))
    assert hand_out([(away.unit[0, "D", "armed-Z1"], "V2")], away) == {unit.id: "V2"}


def test_a_vehicle_is_not_handed_over_to_another_base_at_once_while_one_stands_idle() -> None:
    cars = (Vehicle("V1", "", "car", 4, True, "driver"), Vehicle("V2", "", "car", 4, True, "driver"))
    of = posed(brigade(days=2, vehicles=cars))
    night, day = of.unit[0, "N", "car-Z1"], of.unit[1, "D", "car-Z2"]
    same = of.unit[1, "D", "car-Z1"]
    (group,) = of.vehicle_groups
    assert hand_out([(night, group.id), (day, group.id)], of) == {night.id: "V1", day.id: "V2"}
    assert hand_out([(night, group.id), (same, group.id)], of) == {night.id: "V1", same.id: "V1"}


def test_maintenance_tells_vehicles_apart_only_within_the_horizon() -> None:
    cars = tuple(Vehicle(name, "", "car", 4, True, "driver") for name in ("V1", "V2", "V3"))
    last, week = Span(2 * 1440, 2 * 1440 + 60), 7 * 1440

    def groups(*away: Absence) -> list[list[str]]:
        of = posed(brigade(days=2, vehicles=cars, maintenance=away))
        return [[vehicle.id for vehicle in group.vehicles] for group in of.vehicle_groups]

    past, future = Span(-week, -1), Span(week, 2 * week)
    assert groups(Absence("V1", "", past), Absence("V2", "", future)) == [["V1", "V2", "V3"]]
    assert groups(Absence("V2", "", Span(-week, 1))) == [["V1", "V3"], ["V2"]]
    assert groups(Absence("V3", "", last)) == [["V1", "V2"], ["V3"]]  # the last night ends on the date after


def test_the_lead_is_sworn_and_the_driver_somebody_else_where_possible() -> None:
    of = problem()
    members = seat(of.unit[0, "D", "car-Z1"], ["A", "B", "C"], "V1", of)
    assert {m.officer: sorted(m.roles) for m in members} == {"A": ["lead"], "B": [], "C": ["driver"]}
    assert [m.role for m in members] == ["lead", "driver", "member"]


def test_the_duty_leader_is_a_leader() -> None:
    of = problem()
    unit = next(u for u in of.units if u.kind == "car")
    leader = replace(unit, kind="leader", shift="L", base="")
    assert [m.role for m in seat(leader, ["B"], "", of)] == ["leader"]
