"""A long rest within a week, in spoken examples."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.clock import Jump
from roster.rules.roster.weekly_rest import WeeklyRest
from roster.rules.shared.periods import Rolling
from tests.rules.law import DAY, HOUR, amounts, found, small_problem

RULE = WeeklyRest.model_validate({"weight": "must", "hours": 36, "per": "week"})
ROLLING = RULE.model_copy(update={"per": Rolling(days=7)})


def test_a_day_off_between_day_shifts_is_forty_hours() -> None:
    assert amounts(RULE, small_problem(days=14), "DDD-DDDD------") == []


def test_a_day_off_after_a_night_is_too_short() -> None:
    problem = small_problem(days=14)
    (violation,) = found(RULE, problem, "DDN-DDDD------")
    assert (violation.amount, violation.spot.day) == (1, 6)
    assert RULE.say(violation, problem) == (
        "Wang (1) rests 32 h in one piece at the most, Mon 2026-10-19 to Sun 2026-10-25; 36 h are asked"
    )
    assert amounts(RULE, problem, "DDN--NDD------") == []


def test_rest_of_just_so_many_hours_is_enough() -> None:
    for hours, asked in ((40, []), (40.5, [1])):
        assert amounts(RULE.model_copy(update={"hours": hours}), small_problem(days=14), "DDD-DDDD------") == asked


def test_a_rest_may_end_after_its_dates_and_history_counts() -> None:
    past = dict.fromkeys(range(-5, 0), "D")
    assert amounts(ROLLING, small_problem(history=past), "D-DDDDD") == []
    assert amounts(ROLLING, small_problem(history=past), "DD-DDDD") == [1]
    nights = dict.fromkeys(range(-6, 0), "N")
    assert amounts(ROLLING, small_problem(history=nights), "-NNNNNN") == []
    assert amounts(ROLLING, small_problem(history=nights), "-DNNNN-") == [1] * 6


def test_what_history_alone_lacks_is_not_counted_again() -> None:
    past = {**dict.fromkeys(range(-8, 0), "L")}
    assert amounts(RULE, small_problem(history=past), "-------") == []


def test_other_stretches_of_dates() -> None:
    week = WeeklyRest.model_validate({"weight": 5, "hours": 48, "per": "week"})
    assert amounts(week, small_problem(days=14), "DDDD--DD------") == []
    assert amounts(week, small_problem(days=14), "DDDDDD-DDDDDDD") == [1]


def test_hours_are_those_that_pass() -> None:
    jump = Jump(3 * DAY + 2 * HOUR, HOUR)
    problem = replace(small_problem(days=14), jumps=(jump,))
    for hours, asked in ((39, []), (40, [1])):
        assert amounts(RULE.model_copy(update={"hours": hours}), problem, "DDD-DDDD------") == asked


def test_more_hours_than_the_dates_have_are_refused() -> None:
    with pytest.raises(ValidationError, match="more than the dates of `per` have"):
        WeeklyRest.model_validate({"weight": 1, "hours": 49, "per": {"days": 2}})
