"""Shifts in a period, in spoken examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.people import Officer
from roster.domain.service import UnitKind
from roster.rules.roster.days_off import DaysOff
from roster.rules.roster.shift_count import ShiftCount
from roster.rules.shared.selectors import Who
from roster.search.verify import finding as finding_of
from tests.rules.law import MONDAY, amounts, found, small_problem


def rule(**fields: object) -> ShiftCount:
    return ShiftCount.model_validate({"weight": 10, **fields})


NIGHTS = rule(max=2, per="week", when={"night": True})


def test_fewer_nights_keep_it() -> None:
    assert amounts(NIGHTS, small_problem(), "DNDDEEE") == []


def test_just_so_many_nights_keep_it() -> None:
    assert amounts(NIGHTS, small_problem(), "DNDNEEE") == []


def test_a_third_night_breaks_it() -> None:
    problem = small_problem()
    (violation,) = found(NIGHTS, problem, "NN-N---")
    assert (violation.amount, violation.asked, violation.given) == (1, 2, 3)
    assert NIGHTS.say(violation, problem) == (
        "Wang (1) works too many shifts (N), Mon 2026-10-19 to Sun 2026-10-25: 3, at most 2"
    )


def test_a_sunday_night_belongs_to_its_week() -> None:
    assert amounts(NIGHTS, small_problem(days=14), "-----NNNN-----") == []
    assert amounts(NIGHTS, small_problem(days=14), "----NNNNN-----") == [1]


def test_history_counts_but_not_again() -> None:
    month = rule(max=3, per="month", when={"shift": "N"})
    start = dt.date(2026, 11, 5)
    assert amounts(month, small_problem(start=start, history={-5: "N", -2: "N"}), "NN") == [], "one was in October"
    assert amounts(month, small_problem(start=start, history={-4: "N", -2: "N"}), "NN") == [1]
    assert amounts(rule(max=1, per="month"), small_problem(start=start, history={-4: "N", -2: "N"}), "D") == [1]
    assert amounts(rule(max=1, per="month"), small_problem(start=start, history={-4: "N", -2: "N"}), "") == []


def test_none_at_all_may_be_allowed() -> None:
    assert amounts(rule(max=0, per="horizon", when={"shift": "O"}), small_problem(), "ODO") == [2]


def test_a_minimum_is_judged_where_all_is_known() -> None:
    week = rule(min=3, per="week")
    assert amounts(week, small_problem(), "DDD") == []
    assert amounts(week, small_problem(), "DD") == [1]
    assert amounts(week, small_problem(days=6), "DD") == []
    tuesday = MONDAY + dt.timedelta(days=1)
    assert amounts(week, small_problem(days=6, start=tuesday), "DD") == []
    assert amounts(week, small_problem(days=6, start=tuesday, history={-1: "D"}), "D") == [1]


def test_a_minimum_in_any_so_many_dates() -> None:
    assert amounts(rule(min=1, per={"days": 3}), small_problem(), "--D--D-") == []
    assert amounts(rule(min=1, per={"days": 3}), small_problem(), "D---D--") == [1]
    problem = small_problem()
    (violation,) = found(rule(min=1, per={"days": 4}), problem, "D----D-")
    assert rule(min=1, per={"days": 4}).say(violation, problem) == (
        "Wang (1) works too few shifts (D/E/N/O/L), Tue 2026-10-20 to Fri 2026-10-23: 0 of 1"
    )


def test_bounds_make_sense() -> None:
    with pytest.raises(ValidationError, match="give `min`, `max` or both"):
        rule(per="week")
    with pytest.raises(ValidationError):
        rule(max=1, per={"days": 0})


def test_whom_no_unit_kind_asks_for_is_not_meant() -> None:
    leader = Officer("1", "Wang", "sworn", qualifications=frozenset({"leader"}))
    post, duty = UnitKind("post", "", 1, 1), UnitKind("leader", "", 1, 1, {"leader": 1})
    for kinds, chosen in (((post,), ()), ((post, duty), (leader,))):
        problem = replace(small_problem(officers=(leader, Officer("2", "Li", "sworn"))), kinds=kinds)
        who = Who.model_validate({"serves": "leader"})
        assert tuple(officer for officer in problem.officers if who.matches(officer, problem)) == chosen


def test_periods_from_a_date_on_with_what_counts_already() -> None:
    """Four weeks from Monday 5 October: the roster has the last two of them, and then others."""
    rule = ShiftCount.model_validate(
        {"weight": 1, "min": 4, "max": 6, "per": {"weeks": 4, "from": "2026-10-05"}, "opening": {"1": 4}}
    )
    problem = small_problem(days=21)
    assert amounts(rule, problem, "DD-------------DDDDDD") == []
    (violation,) = found(rule, problem, "DDDD-----------------")
    assert (violation.amount, violation.asked, violation.given, violation.spot.day) == (2, 6, 8, 13)
    assert rule.say(violation, problem) == (
        "Wang (1) works too many shifts (D/E/N/O/L), Mon 2026-10-05 to Sun 2026-11-01: 8, at most 6"
    )
    assert amounts(rule.model_copy(update={"opening": {"1": 0}}), problem, "DD-------------------") == [2]
    assert amounts(rule.model_copy(update={"opening": {}}), problem, "DD-------------------") == []
    assert amounts(rule.model_copy(update={"opening": {"1": 9}}), problem, "D--------------------") == [1]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"per": {"weeks": 4}}, "`from` beside `weeks`"),
        ({"per": {"weeks": 4, "days": 2, "from": "2026-10-05"}}, "either `weeks: n` or `days: n`"),
        ({"per": "week", "opening": {"1": 2}}, "needs a `per` with `from`"),
    ],
)
def test_periods_that_cannot_be_told_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ShiftCount.model_validate({"weight": 1, "max": 3, **fields})


def test_too_few_and_too_many_have_weights_of_their_own() -> None:
    rule = ShiftCount.model_validate({"weight": {"too_few": 3, "too_many": 7}, "min": 2, "max": 3, "per": "week"})
    problem = small_problem()
    (few,), (many,) = found(rule, problem, "D------"), found(rule, problem, "DDDDD--")
    assert [(one.amount, one.factor) for one in (few, many)] == [(3, 3), (14, 7)]
    told = [finding_of(rule, one, problem) for one in (few, many)]
    assert [(line.amount, line.cost, line.must) for line in told] == [(1, 3, False), (2, 14, False)]


def test_rules_without_two_sides_take_one_weight() -> None:
    with pytest.raises(ValidationError, match="one `weight`"):
        DaysOff.model_validate({"weight": {"too_few": 3, "too_many": 7}, "min": 1, "days": 7})
