"""Vehicle: the right kind, enough seats, not in maintenance, a driver with its licence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roster.domain.clock import Span
from roster.domain.people import Absence
from roster.domain.places import Vehicle
from roster.rules.violation import Violation
from tests.rules.law_units import brigade, crew, found, posed, rule

VEHICLE = rule({"rule": "vehicle"})


def findings(label: str, officers: str, vehicle: str, **changes: object) -> list[Violation]:
    problem = posed(brigade(**changes))  # type: ignore[arg-type]
    return found(VEHICLE, problem, crew(problem, "D", label, officers, vehicle))


def sentences(violations: list[Violation]) -> list[str]:
    return [VEHICLE.say(violation, posed(brigade())) for violation in violations]


def test_kept_by_a_full_crew_in_a_patrol_car() -> None:
    assert findings("car-Z1", "ABD", "V1") == []


def test_a_post_needs_none() -> None:
    assert findings("post-P1", "CD", "") == []


def test_broken_without_a_vehicle() -> None:
    violations = findings("car-Z1", "ABD", "")
    assert sentences(violations) == ["car-Z1 on Mon 2026-10-19, D, has no vehicle"]


def test_the_kind_must_be_one_that_the_unit_drives() -> None:
    (violation,) = findings("armed-Z1", "AB", "V1")
    assert "V1 car 1, a car; it asks for van" in VEHICLE.say(violation, posed(brigade()))


@pytest.mark.parametrize(("seats", "broken"), [(4, 0), (3, 0), (2, 1)])
def test_seats_for_the_full_crew_also_when_it_is_short(seats: int, broken: int) -> None:
    cars = (Vehicle("V1", "", "car", seats, True),)
    assert sum(v.amount for v in findings("car-Z1", "AB", "V1", vehicles=cars)) == broken


@pytest.mark.parametrize(("span", "broken"), [((0, 7 * 60), 0), ((0, 7 * 60 + 1), 1), ((15 * 60, 1440), 0)])
def test_maintenance_shares_no_minute_with_the_shift(span: tuple[int, int], broken: int) -> None:
    away = (Absence("V1", "maintenance", Span(*span)), Absence("V2", "maintenance", Span(0, 1440)))
    assert sum(v.amount for v in findings("car-Z1", "ABD", "V1", maintenance=away)) == broken


def test_a_member_holds_the_licence() -> None:
    assert findings("car-Z1", "ACD", "V1") == []
    violations = findings("car-Z1", "AD", "V1")
    assert sentences(violations) == [
        "car-Z1 on Mon 2026-10-19, D, has V1 car 1 but nobody with its licence driver",
    ]


def test_no_licence_is_needed_where_the_vehicle_asks_for_none() -> None:
    cart = replace(brigade().vehicles[0], licence="")
    assert findings("car-Z1", "AD", "V1", vehicles=(cart,)) == []


def test_every_fault_of_a_vehicle_counts() -> None:
    violations = findings("car-Z1", "ADE", "V2", maintenance=(Absence("V2", "maintenance", Span(0, 1440)),))
    assert [violation.facts["fault"] for violation in violations] == ["kind", "seats", "away"]
    assert len(set(sentences(violations))) == 3


def test_who_limits_the_drivers_who_count() -> None:
    sworn = rule({"rule": "vehicle", "who": {"category": "sworn"}})
    problem = posed(brigade())
    assert found(sworn, problem, crew(problem, "D", "car-Z1", "BD", "V1")) == []
    assert [v.facts["fault"] for v in found(sworn, problem, crew(problem, "D", "car-Z1", "AC", "V1"))] == ["licence"]
