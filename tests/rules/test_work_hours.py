"""Hours in a period, in spoken examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.clock import Span
from roster.domain.people import Officer
from roster.rules.roster.work_hours import WorkHours
from tests.rules.law import DAY, HOUR, MONDAY, amounts, found, small_problem


def rule(**fields: object) -> WorkHours:
    return WorkHours.model_validate({"weight": "must", **fields})


WEEK = rule(max=40, per="week")


def test_four_duties_keep_a_week_of_forty() -> None:
    assert amounts(WEEK, small_problem(), "DDDD") == []


def test_five_duties_just_keep_it() -> None:
    assert amounts(WEEK, small_problem(), "DDENN") == []


def test_six_duties_break_it_by_eight_hours() -> None:
    problem = small_problem()
    (violation,) = found(WEEK, problem, "DDDDDD")
    assert violation.amount == 8
    assert WEEK.say(violation, problem) == (
        "Wang (1) works 48 h from Mon 2026-10-19 to Sun 2026-10-25; at most 40 h are allowed"
    )


def test_hours_are_rounded_up() -> None:
    assert amounts(rule(max=39.5, per="week"), small_problem(), "DDDDD") == [1]
    assert amounts(rule(min=40.5, per="week"), small_problem(), "DDDDD") == [1]
    assert amounts(rule(max=165.33, per="month"), small_problem(start=dt.date(2026, 11, 1), days=30), "D" * 21) == [3]
    assert amounts(rule(max=165.33, per="month"), small_problem(start=dt.date(2026, 11, 1), days=30), "D" * 20) == []


def test_hours_belong_to_the_date_on_which_a_duty_starts() -> None:
    problem = small_problem(days=14)
    assert amounts(rule(max=8, per="week"), problem, "------NN------") == []
    assert amounts(rule(max=24, per="week"), problem, "------L--------") == []


def test_a_week_counts_its_history() -> None:
    wednesday = MONDAY + dt.timedelta(days=2)
    assert amounts(WEEK, small_problem(start=wednesday, history={-3: "D", -2: "D", -1: "D"}), "DDD----") == []
    assert amounts(WEEK, small_problem(start=wednesday, history={-3: "D", -2: "D", -1: "D"}), "DDDD---") == [8]


def test_what_history_alone_has_too_much_is_not_counted_again() -> None:
    wednesday = MONDAY + dt.timedelta(days=2)
    problem = small_problem(start=wednesday, history={-2: "L", -1: "L"})
    assert amounts(WEEK, problem, "") == []
    assert amounts(WEEK, problem, "D") == [8]


def test_a_month_ends_at_its_border() -> None:
    month = rule(max=16, per="month")
    assert amounts(month, small_problem(start=dt.date(2026, 10, 29)), "-DDDD--") == []
    assert amounts(month, small_problem(start=dt.date(2026, 10, 29)), "DDDDDDD") == [8, 16]


def test_any_rolling_window() -> None:
    assert amounts(rule(max=16, per={"days": 3}), small_problem(), "DD-DD-D") == []
    assert amounts(rule(max=16, per={"days": 3}), small_problem(), "DDDD---") == [8, 8]


def test_a_minimum_is_just_reached_or_missed() -> None:
    week = rule(min=40, per="week")
    assert amounts(week, small_problem(), "DDDDD") == []
    problem = small_problem()
    (violation,) = found(week, problem, "DDDD")
    assert violation.amount == 8
    assert week.say(violation, problem) == (
        "Wang (1) works 32 h and has 0 h of leave from Mon 2026-10-19 to Sun 2026-10-25; at least 40 h are asked"
    )


def test_leave_counts_towards_the_minimum_only() -> None:
    two_dates = [Span(0, 2 * DAY)]
    assert amounts(rule(min=40, per="week"), small_problem(away=two_dates), "--DDD") == []
    assert amounts(rule(min=40, per="week"), small_problem(away=two_dates), "--DD") == [8]
    assert amounts(rule(max=24, per="week"), small_problem(away=two_dates), "--DDD") == []
    assert amounts(rule(min=40, per="week", leave_hours=6), small_problem(away=two_dates), "--DDD") == [4]


def test_a_short_absence_counts_what_it_lasts() -> None:
    court = [Span(14 * HOUR, 16 * HOUR), Span(15 * HOUR, 17 * HOUR)]
    assert amounts(rule(min=10, per="week"), small_problem(away=court), "") == [7]


def test_leave_over_a_weekend_counts_working_days_only() -> None:
    week_away = [Span(0, 7 * DAY)]
    assert amounts(rule(min=80, per={"days": 14}), small_problem(days=14, away=week_away), "-------DDDDD") == []
    assert amounts(rule(min=80, per={"days": 14}), small_problem(days=14, away=week_away), "-------DDD") == [16]
    every = rule(min=80, per={"days": 14}, leave_on="every_date")
    assert amounts(every, small_problem(days=14, away=week_away), "-------DDD") == []


def test_days_of_leave_follow_the_calendar() -> None:
    holiday_and_a_worked_saturday = {2: "holiday", 5: "workday"}
    problem = replace(small_problem(away=[Span(0, 7 * DAY)]), day_types=holiday_and_a_worked_saturday)
    assert amounts(rule(min=40, per="week"), problem, "") == []
    assert amounts(rule(min=41, per="week"), problem, "") == [1]


def test_a_public_holiday_may_count_hours() -> None:
    problem = replace(small_problem(), day_types={2: "holiday", 6: "holiday"})
    assert amounts(rule(min=40, per="week"), problem, "DD-DD") == [8]
    credited = rule(min=40, per="week", holiday_hours=7.5)
    (violation,) = found(credited, problem, "DD-DD")
    assert violation.amount == 1
    assert credited.say(violation, problem) == (
        "Wang (1) works 32 h and has 7.5 h of leave and holidays from Mon 2026-10-19 to Sun 2026-10-25; "
        "at least 40 h are asked"
    )
    away = replace(small_problem(away=[Span(0, 7 * DAY)]), day_types={2: "holiday"})
    assert amounts(rule(min=40, per="week", holiday_hours=8), away, "") == []


def test_absences_that_overlap_count_once() -> None:
    sick_in_leave = [Span(0, 2 * DAY), Span(DAY, 2 * DAY)]
    assert amounts(rule(min=40, per="week"), small_problem(away=sick_in_leave), "--DDD") == []
    assert amounts(rule(min=40, per="week"), small_problem(away=sick_in_leave), "--DD") == [8]


def test_a_period_that_is_not_known_whole_has_no_minimum() -> None:
    week = rule(min=40, per="week")
    wednesday = MONDAY + dt.timedelta(days=2)
    assert amounts(week, small_problem(start=wednesday, days=5), "") == []
    assert amounts(week, small_problem(start=wednesday, days=5, history={-1: "D"}), "") == []
    assert amounts(week, small_problem(start=wednesday, days=5, history={-2: "D"}), "D") == [24]
    assert amounts(week, small_problem(days=6), "") == []
    assert amounts(rule(min=40, per="horizon"), small_problem(days=6), "") == [40]


def test_a_period_before_the_officer_joined_has_no_minimum() -> None:
    new = Officer("1", "Wang", "sworn", joined=MONDAY + dt.timedelta(days=1))
    assert amounts(rule(min=40, per="week"), small_problem(officers=[new]), "") == []
    monday = Officer("1", "Wang", "sworn", joined=MONDAY)
    assert amounts(rule(min=40, per="week"), small_problem(officers=[monday]), "") == [40]


def test_from_and_to_cut_a_period_for_its_minimum() -> None:
    assert amounts(rule(min=8, per="week", when={"from": "2026-10-20"}), small_problem(), "") == []
    assert amounts(rule(min=8, per="week", when={"from": "2026-10-19", "to": "2026-10-24"}), small_problem(), "") == []
    assert amounts(rule(min=8, per="week", when={"from": "2026-10-19", "to": "2026-10-25"}), small_problem(), "") == [8]


def test_bounds_make_sense() -> None:
    with pytest.raises(ValidationError, match="give `min`, `max` or both"):
        rule(per="week")
    with pytest.raises(ValidationError):
        rule(max=40, per="fortnight")
    with pytest.raises(ValidationError):
        rule(max=float("inf"), per="week")


def test_an_opening_balance_counts_in_the_first_period_only() -> None:
    fields = {"per": {"days": 10, "from": MONDAY - dt.timedelta(days=3)}, "opening": {"1": 20.5}}
    most, problem = rule(max=40, **fields), small_problem(days=14)
    assert amounts(most, problem, "DD-----DDDDD--") == []
    assert amounts(most, problem, "DDD----DDDDD--") == [5]
    assert amounts(rule(min=40, **fields), problem, "DD------------") == [4]


def test_hours_by_each_ones_share_of_full_time() -> None:
    problem = small_problem(officers=(Officer("1", "Wang", "sworn", share=0.5),))
    (violation,) = found(rule(max=40, per="week", by_share=True), problem, "DDD----")
    assert violation.amount == 4
    assert rule(max=40, per="week", by_share=True).say(violation, problem) == (
        "Wang (1) works 24 h from Mon 2026-10-19 to Sun 2026-10-25; at most 20 h are allowed"
    )
