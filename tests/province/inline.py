"""A cluster of one that solves in this process, so that a test sees what comes and goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import Pipe

from roster.province.cluster import Event, Finished, Started
from roster.province.process import DONE
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


class Writer:
    """In place of the process that writes workbooks: it writes here."""

    def __init__(self, work: Callable[[bytes], bytes]) -> None:
        self._work = work
        self.connection, self._other = Pipe()

    def send(self, content: bytes) -> None:
        self._other.send((DONE, self._work(content)))

    def receive(self) -> tuple[str, bytes]:
        kind, content = self.connection.recv()
        return kind, content

    def kill(self) -> None:
        self.connection.close()
        self._other.close()
