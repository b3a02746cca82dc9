"""The loop of every large neighbourhood search: a part is chosen, decided again, and what it gained is learnt."""

from __future__ import annotations

import time
from collections.abc import Callable

from roster.search.incumbent import Incumbent, Values
from roster.search.neighbourhoods.adaptive import Adaptive, Choice
from roster.solvers.apart import POLL_SECONDS


def improve(
    choices: Adaptive[Choice],
    decide: Callable[[Choice], float],
    settled: Callable[[], bool],
    first: Choice | None = None,
) -> None:
    """Decide parts again until it is settled. `decide` tells what a choice has gained; `first` is tried first."""
    while not settled():
        choice, first = choices.draw() if first is None else first, None
        began = time.monotonic()
        gain = decide(choice)
        choices.learn(choice, gain, time.monotonic() - began)


def improve_incumbent(
    choices: Adaptive[Choice],
    decide: Callable[[Choice, int, Values], int | None],
    incumbent: Incumbent,
    settled: Callable[[], bool],
    first: Choice | None = None,
) -> None:
    """The same about an incumbent, once there is one: `decide` begins at its objective and values, and tells it.

    It gives what it has gained by itself, or nothing where all that was gained meanwhile counts. `first`
    is tried first.
    """

    def gained(choice: Choice) -> float:
        best, values = incumbent.best
        assert best is not None
        own = decide(choice, best, values)
        now, _ = incumbent.best
        return best - (best if now is None else now) if own is None else own

    while not (settled() or incumbent.values):
        time.sleep(POLL_SECONDS)
    improve(choices, gained, settled, first)
