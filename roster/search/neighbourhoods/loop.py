"""The loop of every large neighbourhood search: a part is chosen, decided again, and what it gained is learnt."""

from __future__ import annotations

import time
from collections.abc import Callable

from roster.search.incumbent import Incumbent, Values
from roster.search.neighbourhoods.adaptive import Adaptive, Choice

WAITING_SECONDS = 0.1  # while there is no solution to begin with


def improve(choices: Adaptive[Choice], decide: Callable[[Choice], float], settled: Callable[[], bool]) -> None:
    """Decide parts again until it is settled. `decide` tells what a choice has gained."""
    while not settled():
        choice = choices.draw()
        began = time.monotonic()
        gain = decide(choice)
        choices.learn(choice, gain, time.monotonic() - began)


def improve_incumbent(
    choices: Adaptive[Choice],
    decide: Callable[[Choice, int, Values], None],
    incumbent: Incumbent,
    settled: Callable[[], bool],
) -> None:
    """The same about an incumbent, once there is one: `decide` begins at its objective and values, and tells it."""

    def gained(choice: Choice) -> float:
        best, values = incumbent.best
        assert best is not None
        decide(choice, best, values)
        now, _ = incumbent.best
        return best - (best if now is None else now)

    while not (settled() or incumbent.values):
        time.sleep(WAITING_SECONDS)
    improve(choices, gained, settled)
