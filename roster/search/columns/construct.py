"""A first roster officer by officer: each one's best line of work beside those that are there already.

That leads to a roster where whatever ties people together bends at a price; where it does not, somebody finds no line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from roster.search.part import Array
from roster.search.relaxed import Relaxed

LINE_SECONDS, LINE_PATIENCE = 10.0, 0.3
"""Time for one officer's line, and after which a line that was found is good enough."""

ALONE = 3
"""A second thread leaves this part of the officers to the first: what is still open then is open to few."""


def constructed(exact: Relaxed, seed: int, over: Callable[[], bool], threads: int) -> Array | None:
    """Values of a posed model in which everybody has a line, the amounts still to be told; None without that.

    Officers whose lines are looked for at the same time know nothing of each other's.
    """
    parts, lock, failed = exact.parts, threading.Lock(), threading.Event()
    values = parts.low.copy()
    waiting = np.random.default_rng(seed).permutation(int(exact.officer.max()) + 1).tolist()

    def stopped() -> bool:
        return failed.is_set() or over()

    def work(last: int) -> None:
        while not stopped():
            with lock:
                if len(waiting) <= last:
                    return
                officer, beside = waiting.pop(), values.copy()
            own = exact.officer == officer
            free = exact.with_amounts(own | exact.unit)
            found = parts.solve(free, beside, LINE_SECONDS, seed, stopped, patience=LINE_PATIENCE)
            if found is None:
                failed.set()
                return
            with lock:
                values[own] = found[own]

    with ThreadPoolExecutor(threads) as pool:
        for working in [pool.submit(work, thread * len(waiting) // ALONE) for thread in range(threads)]:
            working.result()
    return None if stopped() else values
