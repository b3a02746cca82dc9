"""From a clash to a smallest one: nothing needless is kept, and what was not seen is not called proved."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

import pytest

from roster.search.explain.assumptions import Answer, Assumptions
from roster.search.explain.deadline import Deadline
from roster.search.explain.mus import Clock, deletion_mus
from roster.search.run import Stop

Key = tuple[int]
CORE = {(3,), (40,)}


class Checks:
    """Stands for a solver: these clash where all of CORE are among them; it cannot tell about `unsure` ones."""

    def __init__(self, unsure: Collection[Key] = ()) -> None:
        self.unsure = set(unsure)

    def check(self, among: Collection[Key], seconds: float) -> Answer[Key]:
        if set(among) >= CORE:
            return Answer(None if self.unsure and not self.unsure <= set(among) else False)
        return Answer(True)


@pytest.mark.parametrize("size", [41, 60])
def test_only_what_clashes_is_left(size: int) -> None:
    guarded = cast("Assumptions[Key]", Checks())
    found = deletion_mus(guarded, [(number,) for number in range(size)], Clock(10))
    assert (set(found.members), found.proved) == (CORE, True)


def test_what_may_be_needless_is_kept_and_nothing_is_called_proved() -> None:
    guarded = cast("Assumptions[Key]", Checks(unsure=[(7,)]))
    found = deletion_mus(guarded, [(3,), (7,), (8,), (40,)], Clock(10))
    assert (set(found.members), found.proved) == ({*CORE, (7,)}, False)


def test_without_time_all_are_kept() -> None:
    guarded = cast("Assumptions[Key]", Checks())
    found = deletion_mus(guarded, [(3,), (8,), (40,)], Clock(0))
    assert (len(found.members), found.proved) == (3, False)


def test_a_search_is_asked_to_end_when_its_clock_is_over_or_somebody_asks() -> None:
    asked = Stop()
    running, over = Deadline(Clock(60), asked), Deadline(Clock(0))
    assert not running
    assert over
    asked()
    assert running
