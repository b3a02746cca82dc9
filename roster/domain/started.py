"""When the command that runs was started: the time limit of a whole command counts from there.

A program runs one command; where a process runs several, only the first one waited for the program to be loaded.
"""

from __future__ import annotations

import time

_moment: list[float] = []


def mark(moment: float) -> None:
    """Note when the program started, as `time.monotonic` has it."""
    _moment[:] = [moment]


def take() -> float:
    """When the command began: the start of the program for its first command, else now."""
    return _moment.pop() if _moment else time.monotonic()
