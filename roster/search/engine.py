"""A thread that works beside the search, whose error is told and never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Engine(threading.Thread):
    """A thread whose work is `work`, or the function given: what ends it early stands in `failure`.

    The search goes on without it; who waits for it asks for `failure` and tells.
    """

    failure: Exception | None = None

    def __init__(self, work: Callable[[], None] | None = None) -> None:
        super().__init__(daemon=True)
        self._given = work

    def work(self) -> None:
        """What the thread does; subclasses say what."""
        if self._given is not None:
            self._given()

    def run(self) -> None:
        """The work, with its error kept."""
        try:
            self.work()
        except Exception as error:
            self.failure = self.failure or error

    def beside(self, work: Callable[[], None], other: Callable[[], None]) -> None:
        """Two works side by side, one of them on a thread more; the error of either is this engine's own."""
        helper = Engine(work)
        helper.start()
        try:
            other()
        finally:
            helper.join()
            self.failure = self.failure or helper.failure
