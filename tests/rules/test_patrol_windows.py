"""Windows of passes and visits that begin before the roster day does."""

from __future__ import annotations

import pytest

from roster.domain.clock import Span, Window
from roster.rules.patrol.patrolling import windows_on
from roster.rules.shared.selectors import When
from tests.rules.law_plan import patrol

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
