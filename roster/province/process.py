"""A worker process on this machine: it does one thing at a time, tells how far it is, and dies with its parent."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roster.domain.outcome import Moment
    from roster.search.run import Stop

Work = Callable[[bytes, "Callable[[Moment], None] | None", "Stop | None"], bytes]
STOP, TASK = "stop", "task"
STEP, DONE = "step", "done"
STEP_SECONDS = 0.5
"""Steps closer together than that are told as one."""


class Process:
    """A process that does `work` to whatever bytes it is sent."""

    def __init__(self, work: Work) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()

    def send(self, content: bytes) -> None:
        """Give it a task. Raises OSError where it is dead."""
        self.connection.send((TASK, content))

    def stop(self) -> None:
        """Ask it to end its task with the best so far."""
        with suppress(OSError):
            self.connection.send((STOP, b""))

    def receive(self) -> tuple[str, Any] | None:
        """A step or a result; None where the process is dead. Raises nothing."""
        try:
            kind, content = self.connection.recv()
            return kind, content
        except (EOFError, OSError):
            return None

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection, work: Work) -> None:
    """The process: one thread listens, whose end of the pipe is the parent's life; the main thread works."""
    from queue import SimpleQueue

    from roster.search.run import Stop

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # the coordinator answers them for all
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    tasks: SimpleQueue[tuple[bytes, Stop]] = SimpleQueue()
    running: list[Stop] = []

    def listen() -> None:
        while True:
            try:
                kind, content = connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            if kind == STOP:
                for stop in running:
                    stop()
            else:
                running[:] = [Stop()]
                tasks.put((content, running[0]))

    threading.Thread(target=listen, daemon=True).start()
    while True:
        content, stop = tasks.get()
        steps = Steps(lambda moment: connection.send((STEP, moment)))
        result = work(content, steps, stop)
        steps.close()
        try:
            connection.send((DONE, result))
        except OSError:
            os._exit(0)


class Steps:
    """Tells the steps of a search, one in half a second at most; the newest is never left untold for longer."""

    def __init__(self, tell: Callable[[Moment], None]) -> None:
        self._tell = tell
        self._newest: Moment | None = None
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __call__(self, moment: Moment) -> None:
        with self._wake:
            self._newest = moment
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._newest is not None)
                moment, self._newest = self._newest, None
                if self._closed:
                    return
            if moment is not None:
                with suppress(OSError):
                    self._tell(moment)
            with self._wake:
                self._wake.wait_for(lambda: self._closed, STEP_SECONDS)
                if self._closed:
                    return

    def close(self) -> None:
        """Tell nothing more."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()
