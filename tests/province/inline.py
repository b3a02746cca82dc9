"""A cluster of one that solves in this process, so that a test sees what comes and goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from roster.province.cluster import Event, Finished, Started
from roster.province.task import solve_task


class Inline:
    """Solves one task whenever it is asked for events."""

    def __init__(self) -> None:
        self.solved: list[str] = []
        self.tasks: dict[str, bytes] = {}
        self._waiting: deque[str] = deque()
        self.dropped = False

    @property
    def slots(self) -> int:
        return 1

    def submit(self, name: str, task: bytes, people: int) -> None:
        self.tasks[name] = task
        self._waiting.append(name)

    def events(self, seconds: float) -> Sequence[Event]:
        if not self._waiting:
            return []
        name = self._waiting.popleft()
        self.solved.append(name)
        return [Started(name, "here"), Finished(name, solve_task(self.tasks[name]))]

    def stop(self) -> None:
        self._waiting.clear()

    def drop(self) -> None:
        self._waiting.clear()
        self.dropped = True

    def close(self) -> None:
        self._waiting.clear()
