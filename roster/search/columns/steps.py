"""What passes from day to day of each form of limit, and what it adds: one function a form.

Each gives the state before the first day and a `Step`. Its choices are those of one day: off (0) or one of the shifts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, GroupRun, Linear, Run
from roster.rules.variables import Decision, Work

State = Hashable
Step = Callable[[State, int, int], tuple[State, int]]
"""The state and the amount that follow from a state on a day with a choice."""

DONE: State = ()
"""The state in which a limit can add nothing any more."""


def _value(work: Decision, choice: int, shifts: Sequence[str]) -> int:
    assert isinstance(work, Work)
    return int(choice > 0 and shifts[choice - 1] in work.shifts)


def _day(work: Decision) -> int:
    assert isinstance(work, Work)
    return work.day


def forbidden(limit: Forbidden, shifts: Sequence[str]) -> tuple[State, Step]:
    first, second = sorted((limit.first, limit.second), key=_day)

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if day == first.day:
            state = True if _value(first, choice, shifts) else DONE
        if day == second.day:
            return DONE, limit.factor if state is True and _value(second, choice, shifts) else 0
        return state, 0

    return DONE, step


def run(limit: Run, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: length of the run up to now, and whether it began before the horizon, where history is unknown."""
    longest = max(limit.at_least, limit.at_most or 0)
    by_day = {step.day: step for step in limit.steps}

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        assert isinstance(state, tuple)
        if state == DONE or day not in by_day:  # no lawful line comes here, or the limit does not speak of the day
            return state, 0
        length, unknown = state
        if _value(by_day[day], choice, shifts) == limit.when:
            excess = limit.at_most is not None and length + 1 > limit.at_most
            return (min(length + 1, longest), unknown), limit.factor * excess
        missing = limit.at_least - length if 0 < length < limit.at_least and not unknown else 0
        return (0, False), limit.factor * missing

    return (min(limit.before or 0, longest), limit.before is None), step


def linear(limit: Linear, held: bool, days: int, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: the sum up to now, forgotten as soon as nothing can be added for it. The amount comes at the end."""
    added = [[0] * (len(shifts) + 1) for _ in range(days)]
    for weight, decision in limit.terms:
        for choice in range(1, len(shifts) + 1):
            added[_day(decision)][choice] += weight * _value(decision, choice, shifts)
    least, most = [0] * (days + 1), [0] * (days + 1)
    for day in reversed(range(days)):
        least[day], most[day] = least[day + 1] + min(added[day]), most[day + 1] + max(added[day])
    low = -(2**60) if limit.at_least is None else limit.at_least
    high = 2**60 if limit.ceiling is None else limit.ceiling

    def amount(total: int) -> int:
        return limit.factor * (-(-max(0, low - total) // limit.per) + -(-max(0, total - high) // limit.per))

    def forgotten(total: int, day: int) -> tuple[State, int]:
        lowest, highest = total + least[day], total + most[day]
        if lowest == highest:
            return DONE, amount(lowest)
        if low <= lowest and highest <= high:
            return DONE, 0
        if held and (highest < low or lowest > high):
            return DONE, 1
        return total, 0

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if state == DONE:
            return DONE, 0
        assert isinstance(state, int)
        return forgotten(state + added[day][choice], day + 1)

    start, _ = forgotten(limit.constant, 0)
    return start, step


def one_after_the_other(groups: Sequence[Sequence[Decision]]) -> bool:
    """Whether each group's days end before the next group's begin."""
    spans = [(min(map(_day, group)), max(map(_day, group))) for group in groups if group]
    return len(spans) == len(groups) and all(one[1] < other[0] for one, other in pairwise(spans))


def _by_day(groups: Sequence[Sequence[Decision]]) -> dict[int, list[tuple[int, Decision]]]:
    """The decisions of each day, with the number of their group."""
    of_day: dict[int, list[tuple[int, Decision]]] = {}
    for index, group in enumerate(groups):
        for decision in group:
            of_day.setdefault(_day(decision), []).append((index, decision))
    return of_day


def touched(limit: AtMostGroups, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: how many more groups may be touched, and which of those that have days to come have been."""
    groups = [group for group in limit.groups if group]
    free = max(0, limit.at_most - limit.constant)
    of_day, last = _by_day(groups), [max(map(_day, group)) for group in groups]

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if state == DONE or day not in of_day:
            return state, 0
        assert isinstance(state, tuple)
        left, touched = state
        now = {index for index, decision in of_day[day] if _value(decision, choice, shifts)} - touched
        over, left = max(0, len(now) - left), max(0, left - len(now))
        to_come = {index for index, end in enumerate(last) if end > day}
        touched = (touched | now) & to_come
        if left >= len(to_come) - len(touched):
            return DONE, limit.factor * over
        return (left, frozenset(touched)), limit.factor * over

    return (free, frozenset()) if free < len(groups) else DONE, step


def untouched(limit: AtLeastGroups, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: how many more groups must be touched, and which of those that have days to come have been.

    What can no longer be made up for is added at once.
    """
    groups = [group for group in limit.groups if group]
    asked = limit.at_least - limit.constant
    of_day, last = _by_day(groups), [max(map(_day, group)) for group in groups]

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if state == DONE or day not in of_day:
            return state, 0
        assert isinstance(state, tuple)
        missing, touched = state
        now = {index for index, decision in of_day[day] if _value(decision, choice, shifts)} - touched
        to_come = {index for index, end in enumerate(last) if end > day}
        touched, missing = (touched | now) & to_come, max(0, missing - len(now))
        left = min(missing, len(to_come) - len(touched))
        return (left, frozenset(touched)) if left else DONE, limit.factor * (missing - left)

    return (asked, frozenset()) if asked > 0 else DONE, step


def group_run(limit: GroupRun, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: length of the run of groups up to now, whether it began where nothing is known, and this group's touch."""
    longest = max(limit.at_least, limit.at_most or 0)
    of_day: dict[int, list[Decision]] = {}
    for group in limit.groups:
        for decision in group:
            of_day.setdefault(_day(decision), []).append(decision)
    ends = {max(map(_day, group)) for group in limit.groups}

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if day not in of_day:
            return state, 0
        assert isinstance(state, tuple)
        length, unknown, touched = state
        touched = touched or any(_value(decision, choice, shifts) for decision in of_day[day])
        if day not in ends:
            return (length, unknown, touched), 0
        if touched:
            excess = limit.at_most is not None and length + 1 > limit.at_most
            return (min(length + 1, longest), unknown, False), limit.factor * excess
        missing = limit.at_least - length if 0 < length < limit.at_least and not unknown else 0
        return (0, False, False), limit.factor * missing

    return (min(limit.before or 0, longest), limit.before is None, False), step


def all_or_none(limit: AllOrNone, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: whether some part is taken, and whether some is not."""
    of_day: dict[int, list[Decision]] = {}
    for part in limit.parts:
        of_day.setdefault(_day(part), []).append(part)
    last = max(of_day)

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if state == DONE or day not in of_day:
            return state, 0
        assert isinstance(state, tuple)
        values = [_value(part, choice, shifts) for part in of_day[day]]
        taken, left_out = state[0] or any(values), state[1] or not all(values)
        if taken and left_out:
            return DONE, limit.factor
        return (DONE if day == last else (taken, left_out)), 0

    return (False, False) if len(limit.parts) > 1 else DONE, step
