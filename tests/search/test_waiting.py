"""What waiting is worth, told from the curve so far."""

from __future__ import annotations

from roster.domain.outcome import PLAN_PHASE, Moment
from roster.search.waiting import value_of_waiting


def curve(*points: tuple[float, int | None, int | None], phase: str = "wishes") -> list[Moment]:
    return [Moment(seconds, phase, incumbent, bound) for seconds, incumbent, bound in points]


def test_as_much_is_gained_while_the_time_doubles_as_when_it_doubled_before() -> None:
    found = curve((0, 1000, 0), (4, 900, 0), (8, 860, 0))
    assert value_of_waiting(found, 10, 10) == 40  # 900 after 5 s, 860 after 10 s
    assert value_of_waiting(found, 10, 2) == 11  # 40 * log2(1.2) = 10.5
    assert value_of_waiting(found, 20, 20) == 0  # nothing since 10 s


def test_no_more_is_gained_than_the_bound_leaves() -> None:
    assert value_of_waiting(curve((0, 1000, 850), (8, 860, 850)), 10, 10) == 10
    assert value_of_waiting(curve((0, 1000, None), (8, 860, None)), 10, 10) == 140


def test_nothing_is_told_before_there_is_anything_to_tell_from() -> None:
    assert value_of_waiting([], 10, 10) is None
    assert value_of_waiting(curve((0, None, 5)), 10, 10) is None
    assert value_of_waiting(curve((0, 1000, 0)), 1, 10) is None


def test_other_costs_do_not_count() -> None:
    before = curve((0, 90, 0), phase="priority 1")
    assert value_of_waiting([*before, *curve((1, 1000, 0), (9, 900, 0))], 11, 10) == 100
    assert value_of_waiting([*curve((1, 1000, 0)), *curve((9, 900, 0), phase=PLAN_PHASE)], 19, 10) is None
