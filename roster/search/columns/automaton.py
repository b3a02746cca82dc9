"""One officer's limits as automata: states that pass from day to day and price or forbid what is chosen.

An automaton knows a *form* of limit and never a rule. Its choices are those of one day: off (0) or one of the shifts.
Pesant (2004), "A regular language membership constraint for finite sequences of variables", and, for counters on the
arcs, Côté, Gendron and Rousseau (2011), "Grammar-based integer programming models for multiactivity shift scheduling".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, GroupRun, Limit, Linear, Run, Spread
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Work
from roster.search.columns import steps
from roster.search.columns.steps import DONE, State, Step
from roster.search.tuning import DEFAULT


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
def compiled(
    limit: Limit, held: bool, days: int, shifts: tuple[str, ...], most: int = DEFAULT.columns.most_states
) -> Automaton | None:
    """The automaton of an anonymous limit; None for one that cannot be told from day to day, or by `most` states."""
    match limit:
        case Forbidden():
            start, step = steps.forbidden(limit, shifts)
        case Run():
            start, step = steps.run(limit, shifts)
        case Linear():
            start, step = steps.linear(limit, held, days, shifts)
            if start == DONE and limit.amount(lambda decision: 0):
                return None
        case AtMostGroups():
            start, step = steps.touched(limit, shifts)
        case AtLeastGroups():
            start, step = steps.untouched(limit, shifts)
        case GroupRun():
            if not steps.one_after_the_other(limit.groups):
                return None
            start, step = steps.group_run(limit, shifts)
        case AllOrNone():
            start, step = steps.all_or_none(limit, shifts)
        case _:
            return None
    return _tabulated(start, step, held, days, len(shifts) + 1, most)


def _tabulated(start: State, step: Step, held: bool, days: int, choices: int, most: int) -> Automaton | None:
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
        if len(states) > most:
            return None
    moves[-1] = np.minimum(moves[-1], 0)
    return Automaton(tuple(moves), tuple(amounts))
