"""Windows of passes and visits that begin before the roster day does."""

from __future__ import annotations

import pytest

from roster.domain.clock import Span, Window
from roster.domain.itinerary import Plan
from roster.plan.orders import _usable
from roster.rules.patrol.patrolling import windows_on
from roster.rules.shared.selectors import When
from tests.rules.law_plan import patrol, plan_rule

DAY = 24 * 60


@pytest.mark.parametrize(
    ("start", "window", "first"),
    [
        (7, (7, 15), 7 * 60),
        (8, (7, 15), 7 * 60),  # an hour before the day's start, seven after it: those on duty then serve it
        (6, (23, 31), 23 * 60),  # seven hours before the next day's start, one after it
    ],
)
def test_a_window_counts_with_the_day_that_has_more_of_it(start: int, window: tuple[int, int], first: int) -> None:
    one = patrol(day_start=60 * start)
    asked = Window(*(60 * hour for hour in window))
    assert list(windows_on([asked], When(), 1, one)) == [Span(DAY + first, DAY + first + 8 * 60)]
    every = [span for day in one.problem.horizon.range for span in windows_on([asked], When(), day, one)]
    assert len(every) == len(set(every))


def test_windows_in_which_nobody_has_a_shift_are_told_once() -> None:
    one = patrol(days=2)
    asked = {"windows": ["02:00-06:00", "18:00-22:00"], "min": 1}
    passes, visits = (plan_rule(rule=name, **asked) for name in ("route_passes", "checkpoint_visits"))
    nothing = Plan((), ())
    open_then = len(one.checkpoints) - 1  # one is closed by night
    for rule, places, missed in ((passes, 2, 2), (visits, len(one.checkpoints), open_then)):
        *within, outside = rule.check(nothing, one)
        assert {violation.spot.slot.start % DAY for violation in within if violation.spot.slot} == {18 * 60}
        assert outside.nowhere
        assert (len(within), outside.amount) == (2 * places, 2 * missed)
        assert rule.unserved(one.problem) == (Window(2 * 60, 6 * 60),)
    *_within, outside = passes.check(nothing, one)
    assert passes.say(outside, one.problem) == (
        "Passes of routes: no unit that counts has a shift within 02:00-06:00; "
        "no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
    )


@pytest.mark.parametrize("start", [6, 7, 8])
def test_times_at_which_a_visit_may_begin_are_those_of_crews_on_duty_whenever_the_day_starts(start: int) -> None:
    usable = _usable(Window(7 * 60, 15 * 60), "C1", 10, patrol(day_start=60 * start))
    assert {minute % DAY for minute in usable} == set(range(7 * 60, 10 * 60))
