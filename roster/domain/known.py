"""What is known of the past: dates of which no roster is known, between the history's first date and the horizon."""

from __future__ import annotations

from itertools import groupby

from roster.domain.calendar import HOLIDAY
from roster.domain.problem import Facts

FEWEST = 3
"""So many working dates without any duty make a stretch that was forgotten; fewer may have been days off for all."""


def forgotten(facts: Facts) -> list[tuple[int, int]]:
    """Stretches of past dates, first and last day, on which nobody has any duty though such dates are worked.

    A weekday is worked where history has a duty on any such date; public holidays are not counted.
    """
    worked = {duty.day for duty in facts.history}
    weekdays = {facts.weekday(day) for day in worked}
    found = []
    for idle, days in groupby(range(facts.history_start, 0), key=lambda day: day not in worked):
        stretch = list(days)
        missed = [day for day in stretch if facts.weekday(day) in weekdays and facts.day_type(day) != HOLIDAY]
        if idle and len(missed) >= FEWEST:
            found.append((stretch[0], stretch[-1]))
    return found
