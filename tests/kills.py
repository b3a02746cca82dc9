"""Actions killed at any of their steps: each touch of a file and each statement of a database."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import warnings
from collections.abc import Callable

STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "sqlite3.connect", "shutil.copyfile")


class Killing(sqlite3.Connection):
    """Every statement is a step, before and after it."""

    step: Callable[[], None]

    def execute(self, *arguments: object) -> sqlite3.Cursor:  # type: ignore[override]
        Killing.step()
        result = super().execute(*arguments)  # type: ignore[arg-type]
        Killing.step()
        return result


def killed_at(number: int, action: Callable[[], object]) -> bool:
    """Run the action in a process that is killed at its step of this number; whether it came so far."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if not child:
        left = number

        def step() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        connect = sqlite3.connect
        Killing.step = staticmethod(step)  # type: ignore[method-assign]
        sqlite3.connect = lambda *a, **k: connect(*a, **{**k, "factory": Killing})  # type: ignore[assignment]
        sys.addaudithook(lambda event, _arguments: step() if event in STEPS else None)
        try:
            action()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
