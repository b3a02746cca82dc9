"""Requests to end the program, by Ctrl-C or by a signal: when they are answered, and how.

A search answers the first one with the best that it has. Else it is answered at once, but never while a file takes its
place: whatever is written is written whole, and known. Python answers signals on its main thread only.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last one is Windows' Ctrl-Break
AGAIN_SECONDS = 0.02


class Ended(KeyboardInterrupt):
    """The program was asked to end, by the signal of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """128 and the number of the signal, as shells have it: 130 for Ctrl-C, 143 for a request to terminate."""
        return 128 + (self.number if self.number in (signal.SIGINT, signal.SIGTERM) else signal.SIGINT)


class _State:
    """What the main thread is at."""

    def __init__(self) -> None:
        self.whole = 0  # so many blocks that must not be interrupted are open
        self.waiting: int | None = None  # a request that came meanwhile
        self.stops: list[Callable[[], bool]] = []  # searches that answer the first request, the innermost last
        self.searching = False  # whether one of them was asked to stop
        self.raised: Ended | None = None
        self.written: list[Path] = []


_state = _State()


def answer(number: int, frame: FrameType | None = None) -> None:
    """Answer a signal: a handler for `signal.signal`. Raises Ended where nothing else answers."""
    if _state.whole:
        _state.waiting = number
    elif _state.stops and _state.stops[-1]():
        _state.searching = True
    else:
        _state.raised = Ended(number)
        raise _state.raised


def begin() -> list[tuple[int, Any]]:
    """Answer signals from now on; a new command begins. Returns what answered them before."""
    global _state
    _state = _State()
    if threading.current_thread() is not threading.main_thread():
        return []
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    return [(number, signal.signal(number, answer)) for number in numbers]


def restore(before: list[tuple[int, Any]]) -> None:
    """Let signals be answered as they were before."""
    for number, handler in before:
        signal.signal(number, handler)


def ignore() -> None:
    """Answer no signal any more: all is done, or is being told."""
    if threading.current_thread() is threading.main_thread():
        for name in SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What the block does is done whole; a request to end that comes meanwhile is answered at its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    state = _state
    state.whole += 1
    try:
        yield
    finally:
        state.whole -= 1
        number = state.waiting
        if not state.whole and number is not None:
            state.waiting = None
            answer(number)


@contextmanager
def answered_by(stop: Callable[[], bool]) -> Iterator[None]:
    """While the block runs `stop` answers requests to end, as long as it returns True.

    Raises Ended where one came before, and was lost as libraries were loaded.
    """
    state = _state
    if state.raised and not state.searching:
        raise state.raised
    state.stops.append(stop)
    try:
        yield
    finally:
        state.stops.remove(stop)
        state.searching = state.searching and bool(state.stops)


def asked() -> bool:
    """Whether the search that runs was asked to stop."""
    return _state.searching


def raised() -> Ended | None:
    """The request that was answered by an exception; whatever was raised since then follows from it."""
    return _state.raised


def wrote(file: Path) -> None:
    """Note a file that has its place."""
    _state.written.append(file)


def written() -> list[Path]:
    """The files that this command has written, in order."""
    return list(dict.fromkeys(_state.written))


def raise_again(unraisable: sys.UnraisableHookArgs) -> bool:
    """Answer a request once more that was lost where Python cannot raise, as in a finaliser; whether it was one."""
    error = unraisable.exc_value
    if not isinstance(error, Ended):
        return False
    timer = threading.Timer(AGAIN_SECONDS, signal.raise_signal, (error.number,))
    timer.daemon = True
    timer.start()
    return True
