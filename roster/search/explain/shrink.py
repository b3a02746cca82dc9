"""From a set that cannot hold to a smallest one: without any of its members the others can all hold."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from roster.domain import ending
from roster.search.explain.guarded import Guarded

FEW = 24
"""So many members are tried one by one; more of them in halves, quarters and so on."""

K = TypeVar("K", bound=tuple[object, ...])


class Clock:
    """Seconds that are left for one piece of work; none once the search was asked to stop."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float = float("inf")) -> float:
        """What is left, at most so much."""
        return 0.0 if ending.asked() else max(0.0, min(most, self._end - time.monotonic()))

    @property
    def over(self) -> bool:
        return self.left() <= 0


class Shrunk(NamedTuple, Generic[K]):
    """Members that clash; `proved` when the others were seen to hold without each of them."""

    members: tuple[K, ...]
    proved: bool


def smallest(guarded: Guarded[K], clash: Sequence[K], clock: Clock) -> Shrunk[K]:
    """Leave out members of a clash, the first ones first, as long as it remains a clash.

    When the time is up what is left is still a clash, only not proved to be a smallest one.
    """
    rest = _in_parts(guarded, list(clash), clock)
    needed: list[K] = []
    proved = True
    while rest:
        member = rest.pop(0)
        answer = guarded.check([*needed, *rest], clock.left()).possible if not clock.over else None
        if answer is not False:
            needed.append(member)
            proved = proved and answer is True
    return Shrunk(tuple(needed), proved)


def _in_parts(guarded: Guarded[K], rest: list[K], clock: Clock) -> list[K]:
    """Leave out large parts at once while there are many members."""
    size = len(rest) // 2
    while len(rest) > FEW and size and not clock.over:
        for start in range(0, len(rest), size):
            fewer = rest[:start] + rest[start + size :]
            if fewer and guarded.check(fewer, clock.left()).possible is False:
                rest = fewer
                break
        else:
            size //= 2
    return rest
