"""Periods of the calendar, by hand. 2026-10-19 is a Monday, 2026-11-01 a Sunday."""

from __future__ import annotations

import datetime as dt

from roster.domain.paid import paid_minutes
from roster.domain.people import Officer
from roster.rules.roster.consecutive_shifts import ConsecutiveShifts
from roster.rules.roster.shift_count import ShiftCount
from roster.rules.shared.numbers import hours_up, minutes_of, one
from roster.rules.shared.periods import Period, Rolling, Streak, complete, periods, streak, tally
from roster.rules.variables import Work
from tests.rules.law import MONDAY, small_problem

OFFICER = Officer("1", "Wang", "sworn")


def test_weeks_begin_on_monday() -> None:
    assert list(periods("week", small_problem(days=7))) == [Period(0, 6)]
    assert list(periods("week", small_problem(days=8))) == [Period(0, 6), Period(7, 13)]
    sunday = MONDAY + dt.timedelta(days=6)
    assert list(periods("week", small_problem(start=sunday, days=7))) == [Period(-6, 0), Period(1, 7)]


def test_months_have_their_own_length() -> None:
    problem = small_problem(start=dt.date(2026, 10, 31), days=32)
    assert list(periods("month", problem)) == [Period(-30, 0), Period(1, 30), Period(31, 61)]
    assert list(periods("month", small_problem(start=dt.date(2028, 2, 10), days=7))) == [Period(-9, 19)]
    assert list(periods("month", small_problem(start=dt.date(2026, 12, 25), days=8))) == [Period(-24, 6), Period(7, 37)]


def test_the_horizon_is_one_period() -> None:
    assert list(periods("horizon", small_problem(days=9))) == [Period(0, 8)]


def test_rolling_windows_end_in_the_horizon() -> None:
    assert list(periods(Rolling(days=3), small_problem(days=3))) == [Period(-2, 0), Period(-1, 1), Period(0, 2)]


def test_a_period_is_said_by_its_dates() -> None:
    assert Period(0, 6).text(small_problem()) == "Mon 2026-10-19 to Sun 2026-10-25"


def test_what_is_complete() -> None:
    rule = ShiftCount(weight=1, min=1, per="week")
    assert complete(rule, OFFICER, Period(0, 6), small_problem())
    assert not complete(rule, OFFICER, Period(0, 7), small_problem())
    assert not complete(rule, OFFICER, Period(-1, 6), small_problem())
    assert complete(rule, OFFICER, Period(-1, 6), small_problem(history={-1: "D"}))


def test_a_tally_has_history_as_a_number_and_the_horizon_as_terms() -> None:
    problem = small_problem(days=2, history={-1: "L", -3: "D"})
    rule = ShiftCount(weight=1, max=1, per="week")
    assert tally(rule, OFFICER, range(-2, 3), problem, paid_minutes) == (
        24 * 60,
        (
            (480, Work("1", 0, ("D", "E", "N", "O"))),
            (1440, Work("1", 0, ("L",))),
            (480, Work("1", 1, ("D", "E", "N", "O"))),
            (1440, Work("1", 1, ("L",))),
        ),
    )
    everything = ("D", "E", "N", "O", "L")
    assert tally(rule, OFFICER, range(-3, 1), problem, one) == (2, ((1, Work("1", 0, everything)),))


def test_the_run_that_reaches_the_horizon() -> None:
    rule = ConsecutiveShifts(weight=1, max=2)
    week = range(7)
    assert streak(rule, OFFICER, True, small_problem()) == Streak(week, None, whole=False)
    assert streak(rule, OFFICER, True, small_problem(history={-1: "D"})) == Streak(week, 1, whole=False)
    assert streak(rule, OFFICER, True, small_problem(history={-3: "D", -1: "D"})) == Streak(week, 1, whole=True)
    assert streak(rule, OFFICER, False, small_problem(history={-3: "D"})) == Streak(week, 2, whole=True)
    assert streak(rule, OFFICER, True, small_problem(history={-3: "D"})) == Streak(week, 0, whole=True)


def test_hours_as_minutes() -> None:
    assert minutes_of(165.33) == 9920
    assert [hours_up(n) for n in (-60, 0, 1, 60, 61)] == [-1, 0, 1, 1, 2]
