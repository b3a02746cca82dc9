"""A search's request to stop that comes by itself when the time of the whole piece of work is over."""

from __future__ import annotations

from roster.search.explain.mus import Clock
from roster.search.run import Stop


class Deadline(Stop):
    """A request to end a search that comes by itself when a clock is over, or with another request before."""

    def __init__(self, clock: Clock, other: Stop | None = None) -> None:
        super().__init__()
        self._clock, self._other = clock, other

    def __bool__(self) -> bool:
        return self.asked or bool(self._other) or self._clock.over

    @property
    def asked(self) -> bool:
        return super().asked or (self._other is not None and self._other.asked)
