"""Response cover: a unit within the minutes of the place, or of its own force; then a second one."""

from __future__ import annotations

from roster.domain.itinerary import Plan
from roster.plan.figures import reach
from tests.rules.law_plan import patrol, plan_rule, planned, sayings, stop

SLOT = {"slot": "07:00-07:30"}
C2 = plan_rule(rule="response_cover", where={"site": "C2"}, when=SLOT)


def short(one: object, **crews: object) -> int:
    return len(sayings(one, planned(**crews)))  # type: ignore[arg-type]


def test_kept_by_a_car_that_waits_near() -> None:
    assert short(C2, D_car_Z1=[stop("07:00", "Q1", 30, "static")]) == 0


def test_just_kept_for_fifteen_minutes_of_the_slot() -> None:
    assert short(C2, D_car_Z1=[stop("07:00", "Q1", 15, "static"), stop("07:20", "C3", 10)]) == 0


def test_just_broken_a_minute_less() -> None:
    plan = planned(D_car_Z1=[stop("07:00", "Q1", 14, "static"), stop("07:20", "C3", 10)])
    assert sayings(C2, plan) == ["units in reach of C2 C2 name on Mon 2026-10-19, 07:00-07:30: 0 of 1"]


def test_ways_between_two_places_in_reach_count() -> None:
    near = [stop("07:00", "Q1", 7, "static"), stop("07:15", "C1", 1), stop("07:20", "C3", 10)]
    assert short(C2, D_car_Z1=near) == 0


def test_a_place_of_one_minute_needs_a_unit_closer_by() -> None:
    core = plan_rule(rule="response_cover", where={"site": "C1"}, when=SLOT)
    assert short(core, D_car_Z1=[stop("07:00", "S1", 30, "static")]) == 1
    assert short(core, D_car_Z1=[stop("07:00", "Q1", 30, "static")]) == 0


def test_a_crew_on_foot_answers_on_foot() -> None:
    assert short(C2, D_walk_Z1=[stop("07:00", "Q1", 30, "static")]) == 1
    assert short(C2, D_walk_Z1=[stop("07:00", "C2", 16, "foot")]) == 0


def test_by_force_the_armed_unit_has_five_minutes() -> None:
    force = plan_rule(rule="response_cover", reading="force", where={"site": "C1"}, when=SLOT)
    assert short(force, D_armed_S1=[stop("07:00", "S1", 30, "static")]) == 0
    tight = plan_rule(rule="response_cover", reading="force", armed=1, where={"site": "C1"}, when=SLOT)
    assert short(tight, D_armed_S1=[stop("07:00", "S1", 30, "static")]) == 1


def test_backup_is_a_second_unit_within_the_next_tier() -> None:
    backup = plan_rule(rule="response_cover", backup=True, where={"site": "C2"}, when=SLOT)
    one = [stop("07:00", "Q1", 30, "static")]
    assert [v.amount for v in backup.check(planned(D_car_Z1=one), _patrol())] == [1]
    assert short(backup, D_car_Z1=one, D_armed_S1=[stop("07:00", "S1", 30, "static")]) == 0


def _patrol() -> object:
    from tests.rules.law_plan import patrol

    return patrol(1)


def test_a_place_without_minutes_asks_for_nothing() -> None:
    everywhere = plan_rule(rule="response_cover", where={"site": "S1"}, when=SLOT)
    assert short(everywhere) == 0


def test_a_crew_on_its_way_beyond_the_end_of_a_slot_still_counts() -> None:
    """Slots of ten minutes, of which five count: four at a stop, the others on the way to the next."""
    rule = plan_rule(rule="response_cover", where={"site": "C1"}, when={"slot": "07:00-07:20"})
    plan = planned(D_car_Z1=[stop("07:00", "Q1", 4, "static"), stop("07:16", "C1", 10)])
    assert list(rule.check(plan, patrol(1, 10))) == []
    away = planned(D_car_Z1=[stop("07:00", "Q1", 4, "static"), stop("07:16", "C2", 10)])
    assert [violation.amount for violation in rule.check(away, patrol(1, 10))] == [1, 1]


def test_hours_in_which_nobody_has_a_shift_ask_for_nothing() -> None:
    one, nothing = patrol(1), Plan((), ())
    asked = {violation.spot.slot for violation in plan_rule(rule="response_cover").check(nothing, one)}
    assert asked == {slot for slot in one.slots if one.problem.ever_on_duty(slot.span)}
    assert len(asked) < len(one.slots)
    assert {found.slots for found in reach(nothing, one).values()} == {len(asked)}
