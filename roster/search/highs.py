"""HiGHS as this program uses it: nothing of it ever reaches the screen."""

from __future__ import annotations

import highspy


class SilentHighs(highspy.Highs):
    """A solver that prints nothing, not even the banner with which HiGHS greets its first callback."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name, which its constructor calls
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
