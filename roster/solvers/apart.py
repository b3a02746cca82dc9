"""Solver runs that do not keep the program from answering a request to end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from roster.domain import ending

POLL_SECONDS = 0.05  # between two looks at whether a run goes on

T = TypeVar("T")


def run_apart(work: Callable[[], T], halt: Callable[[], object] = lambda: None, asked: bool = False) -> T:
    """What the work gives, done on a thread of its own while the main thread answers signals.

    `halt` ends it early where the program ends and, if `asked`, as soon as the search that runs was asked to stop.
    """
    if threading.current_thread() is not threading.main_thread() and not asked:
        return work()
    result: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except BaseException as error:  # handed to the caller's thread
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(POLL_SECONDS)
            if asked and ending.asked():
                halt()
    except BaseException:
        halt()
        raise
    if failure:
        raise failure[0]
    return result[0]
