"""Workers on this machine: processes of their own, and no engine."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait

from roster.i18n import N_, _
from roster.province.cluster import MOST_DEATHS, Event, Finished, Lost, Started, Step
from roster.province.process import STEP, Process
from roster.province.task import solve_task

DIED = N_("{count} workers died while they had this task (out of memory?); it was not tried again")


@dataclass
class _Task:
    name: str
    content: bytes
    people: int
    deaths: int = 0


@dataclass
class _Worker:
    number: int
    process: Process = field(default_factory=lambda: Process(solve_task))
    task: _Task | None = None


class Local:
    """So many processes, each with one task at a time. A process that dies is replaced, and its task tried again."""

    def __init__(self, processes: int) -> None:
        self._workers = [_Worker(number) for number in range(1, processes + 1)]
        self._waiting: deque[_Task] = deque()
        self._events: list[Event] = []

    @property
    def slots(self) -> int:
        return len(self._workers)

    @property
    def processes(self) -> list[int]:
        """The numbers of the processes, for who watches them."""
        return [worker.process.process.pid or 0 for worker in self._workers]

    def submit(self, name: str, task: bytes, people: int) -> None:
        self._waiting.append(_Task(name, task, people))
        self._begin()

    def events(self, seconds: float) -> Sequence[Event]:
        if not self._events:
            busy = {worker.process.connection: worker for worker in self._workers}
            for connection in wait(list(busy), timeout=seconds):
                self._hear(busy[connection])  # type: ignore[index]
            self._begin()
        told, self._events = self._events, []
        return told

    def _hear(self, worker: _Worker) -> None:
        heard, task = worker.process.receive(), worker.task
        if heard is None:
            self._replace(worker)
        elif task is not None and heard[0] == STEP:
            self._events.append(Step(task.name, heard[1]))
        elif task is not None:
            worker.task = None
            self._events.append(Finished(task.name, heard[1]))

    def _replace(self, worker: _Worker) -> None:
        task, worker.task = worker.task, None
        worker.process.kill()
        worker.process = Process(solve_task)
        if task is None:
            return
        task.deaths += 1
        if task.deaths >= MOST_DEATHS:
            self._events.append(Lost(task.name, _(DIED).format(count=task.deaths)))
        else:
            self._waiting.appendleft(task)

    def _begin(self) -> None:
        for worker in self._workers:
            if worker.task is None and self._waiting:
                task = self._waiting.popleft()
                with suppress(OSError):  # dead already: heard of next, when the task is tried again
                    worker.process.send(task.content)
                worker.task = task
                self._events.append(Started(task.name, f"local-{worker.number}"))

    def stop(self) -> None:
        self._waiting.clear()
        for worker in self._workers:
            if worker.task is not None:
                worker.process.stop()

    def drop(self) -> None:
        self._waiting.clear()
        for worker in self._workers:
            if worker.task is not None:
                worker.task = None
                worker.process.kill()
                worker.process = Process(solve_task)

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()
