"""What sentences call shifts: the letters of the grid, in the language in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from roster import i18n
from roster.rules.roster.minimum_rest import MinimumRest
from roster.rules.roster.rotation import Rotation
from roster.rules.roster.shift_succession import ShiftSuccession
from roster.rules.shared.words import span_text, step_text
from tests.rules.law import MONDAY, found, small_problem


@pytest.fixture
def chinese() -> Iterator[None]:
    i18n.set_language("zh")
    yield
    i18n.set_language("en")


def test_steps_of_a_pattern() -> None:
    problem = small_problem()
    assert [step_text(step, problem) for step in ("D", "*", "-", "N|-")] == [
        "D",
        "any shift",
        "a day off",
        "N or a day off",
    ]


@pytest.mark.usefixtures("chinese")
def test_sentences_say_the_letters_of_the_grid() -> None:
    problem = small_problem()
    rest = MinimumRest(weight="must", hours=12)
    (early,) = found(rest, problem, "ED")
    assert "中" in rest.say(early, problem)
    assert "白" in rest.say(early, problem)
    order = ShiftSuccession(weight=1, forbidden=(("N", "-"),))
    (broken,) = found(order, problem, "N-")
    assert "夜、周二 2026-10-20 休息" in order.say(broken, problem)
    turning = Rotation(weight=1, pattern=("D", "N"), start=MONDAY)
    (off,) = found(turning, problem, "-NDNDND")
    assert turning.say(off, problem).count("休息") == 1


def test_spans_are_told_once() -> None:
    day, next_day = dt.date(2026, 10, 21), dt.date(2026, 10, 22)
    nine, noon = dt.datetime(2026, 10, 21, 9), dt.datetime(2026, 10, 21, 12)
    assert span_text(day, day) == "Wed 2026-10-21"
    assert span_text(day, next_day) == "Wed 2026-10-21 to Thu 2026-10-22"
    assert span_text(nine, noon) == "Wed 2026-10-21, 09:00-12:00"
    assert span_text(nine, day) == "Wed 2026-10-21, 09:00-24:00"
    assert span_text(day, dt.datetime(2026, 10, 22, 6)) == "Wed 2026-10-21 00:00 to Thu 2026-10-22 06:00"
