"""From a set that cannot hold to a smallest one: without any of its members the others can all hold."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from roster.domain import ending
from roster.search.tuning import DEFAULT

if TYPE_CHECKING:  # the hand-over check needs a clock, and no solver
    from roster.search.explain.assumptions import Answer

K = TypeVar("K", bound=tuple[object, ...])


class Checks(Protocol[K]):
    """Tells whether members can all hold."""

    def check(self, among: Collection[K], seconds: float) -> Answer[K]: ...


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
    """Members that clash; `unsettled` are those without which the others were not seen to hold."""

    members: tuple[K, ...]
    unsettled: tuple[K, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the others were seen to hold without each of them."""
        return not self.unsettled


def deletion_mus(
    guarded: Checks[K],
    clash: Sequence[K],
    clock: Clock,
    needed: Sequence[K] = (),
    few: int = DEFAULT.clashes.one_by_one,
) -> Shrunk[K]:
    """Leave out members of a clash, the first ones first, as long as it remains a clash.

    A `few` are tried one by one; more of them in halves, quarters and so on.
    Members that are known to be `needed` belong to it as well; they come first in what is returned.
    When the time is up what is left is still a clash, only not proved to be a smallest one.
    """
    kept = list(needed)
    rest = _in_parts(guarded, [member for member in clash if member not in set(kept)], clock, kept, few)
    unsettled: list[K] = []
    while rest:
        member = rest.pop(0)
        answer = guarded.check([*kept, *rest], clock.left()).possible if not clock.over else None
        if answer is not False:
            kept.append(member)
            if answer is None:
                unsettled.append(member)
    return Shrunk(tuple(kept), tuple(unsettled))


def _in_parts(guarded: Checks[K], rest: list[K], clock: Clock, needed: list[K], few: int) -> list[K]:
    """Leave out large parts at once while there are many members."""
    size = len(rest) // 2
    while len(rest) > few and size and not clock.over:
        for start in range(0, len(rest), size):
            fewer = rest[:start] + rest[start + size :]
            if (fewer or needed) and guarded.check([*needed, *fewer], clock.left()).possible is False:
                rest = fewer
                break
        else:
            size //= 2
    return rest
