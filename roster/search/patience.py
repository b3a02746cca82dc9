"""How long a solver works: until it is over, or until its time is up and there is a solution."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from roster.search.apart import POLL_SECONDS


class Patience(cp_model.CpSolverSolutionCallback):
    """Ends a search when it is over, or has had its time and found something."""

    def __init__(self, solver: cp_model.CpSolver, over: Callable[[], bool], patience: float) -> None:
        super().__init__()
        self._solver, self._over, self._until = solver, over, time.monotonic() + patience
        self._found = False
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)

    def on_solution_callback(self) -> None:
        self._found = True

    def _poll(self) -> None:
        while not self._done.wait(POLL_SECONDS):
            if self._over() or (self._found and time.monotonic() > self._until):
                self._solver.stop_search()

    def __enter__(self) -> Patience:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
