"""Protection, in spoken examples."""

from __future__ import annotations

import datetime as dt

from roster.domain.people import Officer
from roster.rules.roster.protected_status import ProtectedStatus
from tests.rules.law import MONDAY, amounts, found, small_problem


def protected(first: int | None = None, last: int | None = None) -> list[Officer]:
    """The officer, protected from a day of the horizon to another."""
    bounds = [None if day is None else MONDAY + dt.timedelta(days=day) for day in (first, last)]
    return [Officer("1", "Li", "sworn", "f", protected_from=bounds[0], protected_to=bounds[1])]


def rule(**fields: object) -> ProtectedStatus:
    return ProtectedStatus.model_validate({"weight": "must", **fields})


NIGHT = rule()
NO_OVERTIME = rule(no_overtime=True)


def test_others_may_work_at_night() -> None:
    assert amounts(NO_OVERTIME, small_problem(), "NNNNNNN") == []


def test_a_duty_may_end_as_the_hours_begin() -> None:
    problem = small_problem(officers=protected(0))
    assert amounts(rule(hours="23:00-06:00"), problem, "EEE") == []
    assert amounts(rule(hours="22:00-07:00"), problem, "DDD") == []


def test_an_evening_to_23_meets_the_night() -> None:
    problem = small_problem(officers=protected(0))
    (violation,) = found(NIGHT, problem, "-E")
    assert (violation.amount, violation.spot.day, violation.spot.shift) == (1, 1, "E")
    assert NIGHT.say(violation, problem) == ("Li (1) is protected and works within 22:00-06:00 in E on Tue 2026-10-20")


def test_a_duty_counts_once() -> None:
    assert amounts(NIGHT, small_problem(officers=protected(0)), "NLO") == [1, 1, 1]


def test_a_minute_is_judged_by_its_own_date() -> None:
    from_tuesday, to_monday = small_problem(officers=protected(1)), small_problem(officers=protected(-5, 0))
    assert amounts(NIGHT, from_tuesday, "E") == []
    assert amounts(NIGHT, from_tuesday, "N") == [1], "00:00 to 06:00 lie on Tuesday"
    assert amounts(NIGHT, to_monday, "N") == [1], "23:00 to 24:00 lie on Monday"
    assert amounts(NIGHT, to_monday, "-N") == []


def test_hours_that_begin_at_midnight_are_not_always() -> None:
    early = rule(hours="00:00-04:00")
    problem = small_problem(officers=protected(0))
    assert amounts(early, problem, "DE-DE--") == []
    assert amounts(early, problem, "O") == [1]
    assert amounts(early, small_problem(officers=protected(0, 0)), "O") == [], "they lie on Tuesday"
    assert amounts(early, small_problem(officers=protected(1, 1)), "O") == [1]


def test_hours_that_end_at_midnight() -> None:
    late = rule(hours="22:00-24:00")
    assert amounts(late, small_problem(officers=protected(0, 0)), "E") == [1]
    assert amounts(late, small_problem(officers=protected(1, 1)), "N") == []


def test_no_duty_above_eight_hours() -> None:
    problem = small_problem(officers=protected(0))
    day = rule(no_overtime=True, hours="03:00-03:01")
    assert amounts(day, problem, "D") == []
    long = found(day, problem, "L")
    assert [violation.amount for violation in long] == [1, 16]
    assert day.say(long[1], problem) == "Li (1) is protected and works 24 h in L on Mon 2026-10-19; 8 h are normal"


def test_no_week_above_forty_hours() -> None:
    problem = small_problem(officers=protected(0))
    assert amounts(NO_OVERTIME, problem, "DDDDD--") == []
    (violation,) = found(NO_OVERTIME, problem, "DDDDDD-")
    assert violation.amount == 8
    assert NO_OVERTIME.say(violation, problem) == (
        "Li (1) is protected and works 48 h from Mon 2026-10-19 to Sun 2026-10-25; 40 h are normal"
    )
    assert amounts(NIGHT, problem, "DDDDDD-") == []


def test_an_hour_or_a_part_of_one_above_the_normal_counts() -> None:
    problem = small_problem(officers=protected(0))
    for normal, over in ((40, []), (39.5, [1]), (39, [1]), (38, [2])):
        assert amounts(rule(no_overtime=True, normal_week=normal), problem, "DDDDD--") == over
    for normal, over in ((8, []), (7.5, [1, 1]), (7, [1, 1])):
        assert amounts(rule(no_overtime=True, normal_day=normal), problem, "DD-----") == over


def test_only_protected_dates_fill_the_week() -> None:
    assert amounts(NO_OVERTIME, small_problem(officers=protected(2)), "DDDDDDD") == []
    assert amounts(NO_OVERTIME, small_problem(officers=protected(1)), "DDDDDDD") == [8]


def test_a_week_counts_its_history_but_not_again() -> None:
    wednesday = MONDAY + dt.timedelta(days=2)
    past = {-2: "D", -1: "D"}
    assert amounts(NO_OVERTIME, small_problem(start=wednesday, officers=protected(-9), history=past), "DDD") == []
    assert amounts(NO_OVERTIME, small_problem(start=wednesday, officers=protected(-9), history=past), "DDDD") == [8]
    long = {-2: "L", -1: "L"}
    assert amounts(NO_OVERTIME, small_problem(start=wednesday, officers=protected(-9), history=long), "") == []
    assert amounts(NO_OVERTIME, small_problem(start=wednesday, officers=protected(-9), history=long), "D") == [8]
