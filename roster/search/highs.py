"""HiGHS as this program uses it: nothing of it ever reaches the screen."""

from __future__ import annotations

import highspy

from roster.search.apart import run_apart


class SilentHighs(highspy.Highs):
    """A solver on one thread that prints nothing, not even the banner with which HiGHS greets its first callback.

    HiGHS has one pool of threads in a process: a solver that asks for another number than the first one fails.
    """

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name, which its constructor calls
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
        super().enableCallbacks()  # type: ignore[no-untyped-call]

    def run(self) -> highspy.HighsStatus:
        """Solve; the main thread answers signals meanwhile."""
        return run_apart(super().run)
