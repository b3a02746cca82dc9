"""The part of the daily orders that a crew works from, whatever columns its brigade has."""

from __future__ import annotations

import pytest

from roster.io.sheets.order_itineraries import COLUMNS, groups_of


@pytest.mark.parametrize("unused", [(), (0,), (6,), (9,), (4, 6), (0, 4, 5, 6, 9), (0, 5, 6, 8, 9, 10)])
def test_times_of_stops_stand_in_columns_that_are_shown(unused: tuple[int, ...]) -> None:
    (one, first, last), (other, second, end) = groups_of(unused)
    assert not {column - 1 for column in (one, first, other, second)} & set(unused)
    assert one < first <= last < other < second <= end == COLUMNS
