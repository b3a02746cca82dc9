"""One officer's limits as automata: states that pass from day to day and price or forbid what is chosen.

An automaton knows a *form* of limit and never a rule. Its choices are those of one day: off (0) or one of the shifts.
Pesant (2004), "A regular language membership constraint for finite sequences of variables", and, for counters on the
arcs, Côté, Gendron and Rousseau (2011), "Grammar-based integer programming models for multiactivity shift scheduling".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from roster.rules.limits import AllOrNone, AtMostGroups, Forbidden, GroupRun, Limit, Linear, Run, Spread
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Work

State = Hashable
Step = Callable[[State, int, int], tuple[State, int]]
"""The state and the amount that follow from a state on a day with a choice."""

MOST_STATES = 5_000
"""States on one day above which a limit is left to rows, as groups that overlap may have."""

DONE: State = ()
"""The state in which a limit can add nothing any more."""


@dataclass(frozen=True)
class Automaton:
    """One limit from day to day: `moves[day][state, choice]` is the next state (-1: forbidden), `amounts` what it adds.

    There is one state before the first day and one after the last.
    """

    moves: tuple[NDArray[np.int32], ...]
    amounts: tuple[NDArray[np.int32] | NDArray[np.int64], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of states at the start of each day, and after the last."""
        return (*(len(move) for move in self.moves), 1)

    @cached_property
    def active(self) -> frozenset[int]:
        """The days on which anything depends on the state or on the choice."""
        return frozenset(
            day
            for day, (move, amount) in enumerate(zip(self.moves, self.amounts, strict=True))
            if move.any() or amount.any() or len(move) > 1
        )

    @cached_property
    def weight(self) -> float:
        """Its most states on a day, over the square of how many choices of all days it treats unlike a day off."""
        seen = sum(int((move != move[:, :1]).any(axis=0).sum()) for move in self.moves)
        return max(self.sizes) / max(1, seen) ** 2 if max(self.sizes) > 2 else 0.0


def officer_of(limit: Limit) -> str | None:
    """The one officer whose work on several days a limit speaks of, if it speaks of nothing else."""
    if isinstance(limit, Spread):
        return None
    officers = {decision.officer if isinstance(decision, Work) else None for decision in limit.decisions}
    return officers.pop() if len(officers) == 1 else None


def anonymous(limit: Limit) -> Limit:
    """The same limit of nobody in particular, so that officers under the same limits share their automata."""

    def nobody(work: Decision) -> Work:
        assert isinstance(work, Work)
        return work._replace(officer="")

    same: Limit = replace(limit.mapped(nobody), spot=Spot())
    if isinstance(same, Linear):
        same = replace(same, terms=tuple(sorted(same.terms, key=lambda term: (term[1], term[0]))))
    return same


@lru_cache(maxsize=50_000)
def compiled(limit: Limit, held: bool, days: int, shifts: tuple[str, ...]) -> Automaton | None:
    """The automaton of an anonymous limit; None for one that cannot be told from day to day."""
    match limit:
        case Forbidden():
            start, step = _forbidden(limit, shifts)
        case Run():
            start, step = _run(limit, shifts)
        case Linear():
            start, step = _linear(limit, held, days, shifts)
            if start == DONE and limit.amount(lambda decision: 0):
                return None
        case AtMostGroups():
            start, step = _touched(limit, shifts)
        case GroupRun():
            if not _one_after_the_other(limit.groups):
                return None
            start, step = _group_run(limit, shifts)
        case AllOrNone():
            start, step = _all_or_none(limit, shifts)
        case _:
            return None
    return _tabulated(start, step, held, days, len(shifts) + 1)


def _tabulated(start: State, step: Step, held: bool, days: int, choices: int) -> Automaton | None:
    """Every state that can be reached, day by day."""
    states: list[State] = [start]
    moves, amounts = [], []
    for day in range(days):
        move = np.full((len(states), choices), -1, dtype=np.int32)
        amount = np.zeros((len(states), choices), dtype=np.int32)
        index: dict[State, int] = {}
        for row, state in enumerate(states):
            for choice in range(choices):
                following, added = step(state, day, choice)
                if not (held and added):
                    move[row, choice] = index.setdefault(following, len(index))
                    amount[row, choice] = added
        moves.append(move)
        amounts.append(amount)
        states = list(index) or [DONE]
        if len(states) > MOST_STATES:
            return None
    moves[-1] = np.minimum(moves[-1], 0)
    return Automaton(tuple(moves), tuple(amounts))


def _value(work: Decision, choice: int, shifts: Sequence[str]) -> int:
    assert isinstance(work, Work)
    return int(choice > 0 and shifts[choice - 1] in work.shifts)


def _day(work: Decision) -> int:
    assert isinstance(work, Work)
    return work.day


def _forbidden(limit: Forbidden, shifts: Sequence[str]) -> tuple[State, Step]:
    first, second = sorted((limit.first, limit.second), key=_day)

    def step(state: State, day: int, choice: int) -> tuple[State, int]:
        if day == first.day:
            state = True if _value(first, choice, shifts) else DONE
        if day == second.day:
            return DONE, limit.factor if state is True and _value(second, choice, shifts) else 0
        return state, 0

    return DONE, step


def _run(limit: Run, shifts: Sequence[str]) -> tuple[State, Step]:
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


def _linear(limit: Linear, held: bool, days: int, shifts: Sequence[str]) -> tuple[State, Step]:
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


def _one_after_the_other(groups: Sequence[Sequence[Decision]]) -> bool:
    """Whether each group's days end before the next group's begin."""
    spans = [(min(map(_day, group)), max(map(_day, group))) for group in groups if group]
    return len(spans) == len(groups) and all(one[1] < other[0] for one, other in pairwise(spans))


def _touched(limit: AtMostGroups, shifts: Sequence[str]) -> tuple[State, Step]:
    """State: how many more groups may be touched, and which of those that have days to come have been."""
    groups = [group for group in limit.groups if group]
    free = max(0, limit.at_most - limit.constant)
    of_day: dict[int, list[tuple[int, Decision]]] = {}
    for index, group in enumerate(groups):
        for decision in group:
            of_day.setdefault(_day(decision), []).append((index, decision))
    last = [max(map(_day, group)) for group in groups]

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


def _group_run(limit: GroupRun, shifts: Sequence[str]) -> tuple[State, Step]:
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


def _all_or_none(limit: AllOrNone, shifts: Sequence[str]) -> tuple[State, Step]:
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
