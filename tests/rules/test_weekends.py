"""Weekends worked, in spoken examples. 2026-10-31 is a Saturday."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from roster.rules.base import Weights
from roster.rules.roster.weekends import Weekends
from roster.rules.shared.of_weekends import WeekendsInARow
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


def rule(**fields: object) -> Weekends:
    return Weekends.model_validate({"weight": 1, **fields})


def test_a_weekend_of_own_days() -> None:
    assert amounts(rule(max=0, days=["fri", "sat", "sun"]), small_problem(days=14), "----D-------D-") == [2]
    assert amounts(rule(whole=True, days=["fri", "sat", "sun"]), small_problem(days=14), "----D-------D-") == [1, 1]


def test_the_same_shift_all_weekend() -> None:
    same, problem = rule(same_shift=True), small_problem(days=14)
    assert amounts(same, problem, "-----DD-----E-") == []
    (violation,) = found(same, problem, "-----DN-------")
    assert same.say(violation, problem) == (
        "Wang (1) has N on Sun 2026-10-25, and another shift on that weekend before"
    )
    assert amounts(same, small_problem(start=SUNDAY, history={-1: "D"}), "E------") == [1]


def test_weekends_in_a_row() -> None:
    row, problem = rule(in_a_row={"min": 2, "max": 2}), small_problem(days=42, history={-9: "D", -1: "D"})
    one_two = "-----DD" + "-" * 7 + "------D------D" + "-" * 14
    assert amounts(row, small_problem(days=42), one_two) == []
    assert amounts(row, problem, "-" * 12 + "D" + "-" * 7 + "D" + "-" * 6 + "D" + "-" * 14) == [1]
    assert amounts(row, problem, "-" * 12 + "D" + "-" * 29) == [1]
    (violation,) = found(row, problem, "-----DD" + "-" * 35)
    assert row.say(violation, problem) == (
        "Wang (1) works too many weekends in a row, Sat 2026-10-10 to Sun 2026-10-25: 3, at most 2"
    )


def test_weekends_free_in_periods_from_a_date_on() -> None:
    free = rule(free=2, per={"weeks": 4, "from": "2026-10-05"}, opening={"1": 1})
    problem = small_problem(days=14)
    assert amounts(free, problem, "-----D--------") == []
    (violation,) = found(free, problem, "-----D-------D")
    assert (violation.asked, violation.given) == (2, 1)
    assert free.say(violation, problem) == "Wang (1) has too few free weekends up to Sun 2026-11-01: 1 of 2"
    assert amounts(rule(free=2, per="month"), small_problem(days=14), "-----DD-----DD") == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"max": 1, "per": {"days": 14}}, "not over any dates"),
        ({"max": 1, "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}, "the whole week"),
        ({"in_a_row": {"min": 3, "max": 2}}, "`min` is above `max`"),
        ({"in_a_row": {}}, "give `min`, `max` or both"),
    ],
)
def test_weekends_that_cannot_be_told_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        rule(**fields)


def test_at_least_so_many_weekends() -> None:
    """The horizon begins on a Monday: its weekends are days 5, 6 and 12, 13."""
    two = Weekends(weight=3, min=2)
    assert amounts(two, small_problem(days=14), "-----D------D-") == []
    assert amounts(two, small_problem(days=14), "DDDDD-") == [2]
    (violation,) = found(two, small_problem(days=14), "-----DD")
    assert two.say(violation, small_problem(days=14)) == (
        "Wang (1) works on too few weekends up to Sun 2026-11-01: 1 of 2"
    )


def test_least_weekends_of_a_month_wait_until_all_of_them_are_decided() -> None:
    two = Weekends(weight=3, min=2, per="month")  # the weekend of Saturday 31 October ends in November
    known = {-19: "N"}
    assert amounts(two, small_problem(days=13, history=known), "") == []
    assert amounts(two, small_problem(days=14, history=known), "") == [2]
    assert amounts(two, small_problem(days=14, history=known | {-1: "D", -9: "D"}), "") == []
    assert amounts(two, small_problem(days=14, history={-9: "D"}), "") == []  # the month's beginning is not known


def test_too_few_and_too_many_weekends_weigh_by_themselves() -> None:
    rule = Weekends(weight=Weights(too_few=3, too_many=7), in_a_row=WeekendsInARow(min=2, max=2))
    days = "-----D-" * 3
    assert amounts(rule, small_problem(days=28), days) == [7]
    assert amounts(rule, small_problem(days=28), "-" * 7 + "-----D-") == [3]
    counted = Weekends(weight=Weights(too_few=3, too_many=7), min=1, max=2)
    assert amounts(counted, small_problem(days=28), days) == [7]
    assert amounts(counted, small_problem(days=28), "") == [3]
    with pytest.raises(ValueError, match="an entry of their own"):
        Weekends(weight=Weights(too_few=3, too_many=7), whole=True)
