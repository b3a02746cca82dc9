"""Overtime, in spoken examples."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from roster.domain.clock import Window
from roster.domain.service import Shift
from roster.rules.roster.overtime import Overtime
from tests.rules.law import HOUR, amounts, found, small_problem

NOVEMBER = dt.date(2026, 11, 1)
LONG = (
    Shift("A", "eleven hours", Window(7 * HOUR, 18 * HOUR)),
    Shift("B", "eleven and a bit", Window(7 * HOUR, 18 * HOUR + 1)),
    Shift("D", "eight hours", Window(7 * HOUR, 15 * HOUR)),
)
DAILY = Overtime(weight="must", per_day=3)
MONTHLY = Overtime(weight="must", per_month=36)


def test_normal_duties_have_no_overtime() -> None:
    assert amounts(DAILY, small_problem(shifts=LONG), "DDDDDDD") == []


def test_three_hours_a_day_are_just_allowed() -> None:
    assert amounts(DAILY, small_problem(shifts=LONG), "A") == []


def test_a_minute_more_counts_an_hour() -> None:
    problem = small_problem(shifts=LONG)
    (violation,) = found(DAILY, problem, "-B")
    assert (violation.amount, violation.spot.day) == (1, 1)
    assert DAILY.say(violation, problem) == (
        "Wang (1) works 11.0167 h in B on Tue 2026-10-20; at most 11 h with overtime"
    )


def test_a_long_duty_of_the_past_is_not_judged() -> None:
    assert amounts(DAILY, small_problem(shifts=LONG, history={-1: "B"}), "") == []


def test_a_leaders_day_of_24_hours_is_thirteen_too_long() -> None:
    assert amounts(DAILY, small_problem(), "L") == [13]


def test_a_month_may_have_36_hours_above_its_normal_ones() -> None:
    problem = small_problem(days=30, start=NOVEMBER)
    assert amounts(MONTHLY, problem, "D" * 25) == []
    (violation,) = found(MONTHLY, problem, "D" * 26)
    assert violation.amount == 7, "208 h against 201.33 h"
    assert MONTHLY.say(violation, problem) == (
        "Wang (1) works 208 h from Sun 2026-11-01 to Mon 2026-11-30; at most 201.333 h with overtime by then"
    )


def test_months_are_counted_apart() -> None:
    rule = Overtime(weight="must", per_month=0, normal_month=16)
    assert amounts(rule, small_problem(start=dt.date(2026, 10, 29)), "DD--DD-") == []
    assert amounts(rule, small_problem(start=dt.date(2026, 10, 29)), "DDDDDD-") == [8, 8]
    assert amounts(rule, small_problem(start=dt.date(2026, 10, 29)), "DD-N-D-") == []


def test_a_month_counts_its_history_but_not_again() -> None:
    rule = Overtime(weight="must", per_month=0, normal_month=16)
    middle = dt.date(2026, 11, 10)
    assert amounts(rule, small_problem(start=middle, history={-1: "D"}), "D") == []
    assert amounts(rule, small_problem(start=middle, history={-1: "D"}), "DD") == [8]
    assert amounts(rule, small_problem(start=middle, history={-3: "D", -2: "D", -1: "D"}), "") == []
    assert amounts(rule, small_problem(start=middle, history={-3: "D", -2: "D", -1: "D"}), "D") == [8]


def test_a_month_that_goes_on_is_held_to_the_whole_cap_or_to_its_pace() -> None:
    held = Overtime(weight="must", per_month=20, normal_month=100)
    paced = Overtime(weight=1, per_month=20, normal_month=100, pace=True)
    problem = small_problem(days=10, start=NOVEMBER)
    assert amounts(held, problem, "D" * 10) == []
    assert amounts(paced, problem, "D" * 5) == [], "10 of 30 dates: 40 h"
    assert amounts(paced, problem, "D" * 6) == [8]
    ends = small_problem(days=10, start=dt.date(2026, 11, 21), history={-1: "D"})
    assert amounts(paced, ends, "D" * 10) == [], "the month ends with the horizon"


def test_a_cap_is_given() -> None:
    with pytest.raises(ValidationError, match="give `per_day`"):
        Overtime(weight="must")
