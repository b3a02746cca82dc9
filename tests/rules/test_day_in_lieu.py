"""Days off in lieu of worked holidays, in spoken examples."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.people import Absence
from roster.domain.problem import Problem
from roster.rules.roster.day_in_lieu import DayInLieu
from roster.rules.shared.selectors import When
from tests.rules.law import DAY, Span, amounts, found, small_problem

RULE = DayInLieu(weight="must", within=6)


def week(*holidays: int, history: dict[int, str] | None = None) -> Problem:
    """Monday to the Sunday after next, with holidays."""
    return replace(small_problem(days=14, history=history), day_types=dict.fromkeys(holidays, "holiday"))


def test_a_working_day_off_within_the_time_makes_up_for_a_holiday() -> None:
    assert amounts(RULE, week(1), "-DDD-DD-------") == []
    assert amounts(RULE, week(1), "---DDDDDDD----") == []


def test_weekends_make_up_for_nothing() -> None:
    (violation,) = found(RULE, week(1), "-DDDD--DDDD---")
    assert (violation.amount, violation.asked, violation.given, violation.spot.day) == (1, 1, 0, 7)
    assert RULE.say(violation, week(1)) == (
        "Wang (1) has too few days off in lieu of worked holidays, Tue 2026-10-20 to Mon 2026-10-26: 0 of 1"
    )


def test_two_holidays_need_two_days() -> None:
    assert amounts(RULE, week(1, 2), "-DDD-DDDD-----") == [1]
    assert amounts(RULE, week(1, 2), "-DDD-DD-D-----") == []


def test_what_lies_beyond_the_roster_is_judged_by_the_next() -> None:
    assert amounts(RULE, week(9), "---------DDDDD") == []
    past = {-2: "D", -1: "D"}
    assert amounts(RULE, week(-2, history=past), "DDDDDDD-------") == [1]
    assert amounts(RULE, week(-2, history=past), "DDDD---DDDD---") == []


def test_leave_is_no_day_in_lieu_but_compensatory_leave_is() -> None:
    def away(kind: str) -> Problem:
        return replace(week(1), absences=(Absence("1", kind, Span(2 * DAY, 3 * DAY)),))

    assert amounts(RULE, away("annual"), "-D-DD--D------") == [1]
    assert amounts(RULE, away("compensatory"), "-D-DD--D------") == []


def test_sundays_can_be_made_up_for() -> None:
    sundays = RULE.model_copy(update={"when": When(weekday=("sun",))})
    assert amounts(sundays, week(), "DDDDDDD-DDDDD-") == []
    assert amounts(sundays, week(), "------DDDDDDDD") == [1]
