"""Weekends worked, in spoken examples. 2026-10-31 is a Saturday."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from roster.rules.roster.weekends import Weekends
from tests.rules.law import MONDAY, amounts, found, small_problem

SUNDAY = MONDAY - dt.timedelta(days=1)
ONE = Weekends(weight=30, max=1)
WHOLE = Weekends(weight=30, whole=True)
MONTH = Weekends(weight=30, max=1, per="month")


def test_weekdays_do_not_count() -> None:
    assert amounts(Weekends(weight=30, max=0), small_problem(days=14), "DDDDN--DDDDD--") == []


def test_one_weekend_is_just_allowed_whether_one_day_or_both() -> None:
    assert amounts(ONE, small_problem(days=14), "-----DN-------") == []


def test_a_second_weekend_breaks_it() -> None:
    problem = small_problem(days=14)
    (violation,) = found(ONE, problem, "-----DN-----D-")
    assert (violation.amount, violation.asked, violation.given) == (1, 1, 2)
    assert ONE.say(violation, problem) == "Wang (1) works on too many weekends up to Sat 2026-10-31: 2, at most 1"


def test_a_friday_night_is_no_weekend() -> None:
    assert amounts(Weekends(weight=30, max=0), small_problem(), "----N--") == []


def test_when_selects_the_duties_that_count() -> None:
    nights = Weekends.model_validate({"weight": 30, "max": 0, "when": {"night": True}})
    assert amounts(nights, small_problem(days=14), "-----DD-----N-") == [1]


def test_per_horizon_the_month_does_not_matter() -> None:
    """Saturday the 31st and Saturday the 7th of the next month."""
    days = "-" * 12 + "D" + "-" * 6 + "D"
    assert amounts(ONE, small_problem(days=20), days) == [1]
    assert amounts(MONTH, small_problem(days=20), days) == []


def test_only_months_count_history() -> None:
    start = dt.date(2026, 11, 9)
    past = {-2: "D"}
    assert amounts(ONE, small_problem(start=start, history=past), "-----D-") == []
    assert amounts(MONTH, small_problem(start=start, history=past), "-----D-") == [1]


def test_history_alone_is_not_counted_again() -> None:
    past = {-1: "D", -8: "D"}
    assert amounts(MONTH, small_problem(start=dt.date(2026, 11, 16), history=past), "") == []
    assert amounts(MONTH, small_problem(start=dt.date(2026, 11, 16), history=past), "-----D-") == [1]


def test_a_weekend_belongs_to_the_month_of_its_saturday() -> None:
    october = small_problem(days=21, start=MONDAY)
    assert amounts(MONTH, october, "-----D------D") == [1]
    assert amounts(MONTH, october, "-----D-------D") == [1]
    assert amounts(MONTH, october, "-------------D-----D-") == []


def test_a_weekend_that_history_began_is_worked_already() -> None:
    november = dt.date(2026, 11, 15)
    assert amounts(MONTH, small_problem(start=november, history={-1: "D"}), "D") == []
    assert amounts(MONTH, small_problem(start=november, history={-8: "D", -1: "D"}), "D") == []
    assert amounts(MONTH, small_problem(start=november, history={-8: "D"}), "D") == [1]
    assert amounts(Weekends(weight=30, max=0), small_problem(start=november, history={-1: "D"}), "D") == [1]


def test_both_days_or_none() -> None:
    assert amounts(WHOLE, small_problem(days=14), "-----DN-------") == []
    assert amounts(WHOLE, small_problem(days=14), "-----D-----DD-") == [1, 1]
    problem = small_problem()
    (violation,) = found(WHOLE, problem, "------D")
    assert WHOLE.say(violation, problem) == (
        "Wang (1) works on one day only of the weekend that ends on Sun 2026-10-25"
    )


def test_a_weekend_at_an_edge() -> None:
    assert amounts(WHOLE, small_problem(days=6), "-----D") == []
    assert amounts(WHOLE, small_problem(start=SUNDAY), "D") == []
    assert amounts(WHOLE, small_problem(start=SUNDAY, history={-1: "D"}), "D") == []
    assert amounts(WHOLE, small_problem(start=SUNDAY, history={-1: "D"}), "") == [1]
    assert amounts(WHOLE, small_problem(start=SUNDAY, history={-2: "D"}), "D") == [1]


def test_something_is_asked() -> None:
    with pytest.raises(ValidationError, match="whole: true"):
        Weekends(weight=1)
