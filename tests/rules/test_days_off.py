"""Days off in a period, in spoken examples."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from roster.rules.roster.days_off import DaysOff
from tests.rules.law import MONDAY, amounts, found, small_problem

ONE_IN_SEVEN = DaysOff(weight="must", min=1, days=7)
TWO_A_WEEK = DaysOff(weight="must", min=2, per="week")


def test_a_day_off_each_week_keeps_it() -> None:
    assert amounts(ONE_IN_SEVEN, small_problem(days=14), "DDD-DDDDD-DDDD") == []


def test_just_one_in_any_seven() -> None:
    assert amounts(ONE_IN_SEVEN, small_problem(days=14), "DDDDDD-DDDDDD-") == []


def test_seven_dates_in_a_row_without_one() -> None:
    problem = small_problem(days=14)
    (violation,) = found(ONE_IN_SEVEN, problem, "-DDDDDDD-DDDDD")
    assert (violation.amount, violation.spot.day, violation.given) == (1, 7, 0)
    assert ONE_IN_SEVEN.say(violation, problem) == (
        "Wang (1) has too few days off, Tue 2026-10-20 to Mon 2026-10-26: 0 of 1"
    )


def test_each_window_counts_its_own() -> None:
    assert amounts(DaysOff(weight=1, min=2, days=4), small_problem(), "DDDDD--") == [1, 2, 2, 1]


def test_a_window_reaches_into_history() -> None:
    past = dict.fromkeys(range(-3, 0), "D")
    assert amounts(ONE_IN_SEVEN, small_problem(history=past), "DDD-DDD") == []
    assert amounts(ONE_IN_SEVEN, small_problem(history=past), "DDDD-DD") == [1]


def test_what_history_alone_lacks_is_not_counted_again() -> None:
    past = dict.fromkeys(range(-7, 0), "D")
    assert amounts(DaysOff(weight="must", min=4, days=7), small_problem(history=past), "") == []
    assert amounts(DaysOff(weight="must", min=4, days=7), small_problem(history=past), "D-") == [1, 1, 1, 1]


def test_a_night_spoils_only_the_date_on_which_it_starts() -> None:
    assert amounts(ONE_IN_SEVEN, small_problem(), "NNNNNN-") == []


def test_a_calendar_week_runs_from_monday_to_sunday() -> None:
    wednesday = MONDAY + dt.timedelta(days=2)
    assert amounts(TWO_A_WEEK, small_problem(days=12, start=wednesday), "DDDDDDDDDD--") == []
    assert amounts(TWO_A_WEEK, small_problem(days=12, start=wednesday), "DDDDDDDDDDD-") == [1]
    assert amounts(TWO_A_WEEK, small_problem(days=12, start=wednesday, history={-1: "D"}), "DDDD------D-") == []
    assert amounts(TWO_A_WEEK, small_problem(days=12, start=wednesday, history={-1: "D"}), "DDDDD-----D-") == [1]
    assert amounts(TWO_A_WEEK, small_problem(start=wednesday, history={-1: "D", -2: "D"}), "DDDD---") == [1]


def test_dates_after_the_horizon_may_still_be_off() -> None:
    assert amounts(TWO_A_WEEK, small_problem(days=5), "DDDDD") == []


def test_a_calendar_month_has_its_own_length() -> None:
    start = dt.date(2026, 11, 1)
    ten = DaysOff(weight=1, min=10, per="month")
    assert amounts(ten, small_problem(days=30, start=start), "D" * 20) == []
    assert amounts(ten, small_problem(days=30, start=start), "D" * 21) == [1]


def test_all_dates_of_a_period_may_be_asked_off() -> None:
    assert amounts(DaysOff(weight=1, min=7, per="week"), small_problem(), "---D---") == [1]
    assert amounts(DaysOff(weight=1, min=3, days=3), small_problem(), "---D---") == [1, 1, 1]


def test_one_period_is_given() -> None:
    with pytest.raises(ValidationError, match="give either"):
        DaysOff.model_validate({"weight": 1, "min": 1})
    with pytest.raises(ValidationError, match="give either"):
        DaysOff.model_validate({"weight": 1, "min": 1, "days": 7, "per": "week"})
    with pytest.raises(ValidationError, match="more than the dates"):
        DaysOff.model_validate({"weight": 1, "min": 8, "per": "week"})
    with pytest.raises(ValidationError, match="more than the dates"):
        DaysOff.model_validate({"weight": 1, "min": 29, "per": "month"})
