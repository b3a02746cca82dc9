"""An engine: what works on one model beside others, and tells what it finds and proves."""

from __future__ import annotations

import threading
from collections.abc import Callable

from roster.search.incumbent import Incumbent, Values


class Engine:
    """Works on a thread of its own from `start` to `stop`; `offer` gives it a solution found elsewhere.

    What it finds and proves it tells its `incumbent`. What ends it early stands in `failure`: the others go on without
    it, and who waits for it asks and tells.
    """

    failure: Exception | None = None

    def __init__(self) -> None:
        self.incumbent = Incumbent()
        self.halted = threading.Event()
        """Set when it is to end soon."""
        self._thread = threading.Thread(target=self.run, daemon=True)

    def work(self) -> None:
        """What the engine does, until it is done or `halted`."""
        raise NotImplementedError

    def offer(self, values: Values) -> None:
        """Begin with a solution, which need not keep everything; some engines take none once they have begun."""

    def start(self, incumbent: Incumbent | None = None) -> None:
        """Begin, with an incumbent that others share."""
        self.incumbent = self.incumbent if incumbent is None else incumbent
        self._thread.start()

    def stop(self) -> None:
        """End soon, and wait for it; what is found and proved stays."""
        self.halted.set()
        if self._thread.ident is not None:
            self._thread.join()

    def join(self, seconds: float | None = None) -> None:
        """Wait until it ends, or for some seconds."""
        self._thread.join(seconds)

    @property
    def working(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def run(self) -> None:
        """The work, with its error kept."""
        try:
            self.work()
        except Exception as error:
            self.failure = self.failure or error

    def at_once(self, other: Callable[[], None], *works: Callable[[], None]) -> None:
        """Works side by side, all but `other` on threads of their own; the error of any is this engine's own."""
        failed: list[Exception] = []

        def guarded(work: Callable[[], None]) -> None:
            try:
                work()
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=guarded, args=(work,), daemon=True) for work in works]
        for thread in threads:
            thread.start()
        try:
            other()
        finally:
            for thread in threads:
                thread.join()
            if failed:
                self.failure = self.failure or failed[0]
