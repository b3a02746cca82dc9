"""What runs on a worker of Dask: one task at a time, in the worker's own process, and who is let in."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from roster.domain.errors import Fault, InputError
from roster.domain.outcome import Moment
from roster.i18n import _
from roster.province.certificates import security_of
from roster.province.dask_cluster import PROGRAM, TOPIC, address_of, engine
from roster.province.keys import program
from roster.province.process import Steps
from roster.province.task import Result, pack, solve_task
from roster.search.run import Stop

LOOK_SECONDS, AGAIN_SECONDS = 0.5, 1.0
_running: set[Stop] = set()


def solve_on_worker(name: str, content: bytes, theirs: dict[str, str]) -> bytes:
    """Solve a task; tells steps as events, and ends soon after the task is no longer asked for."""
    from distributed import get_worker

    if theirs != program():
        return pack(Result("failed", _("a worker has another version of the program, or of its solvers")))
    worker, stop, ended = get_worker(), Stop(), threading.Event()
    key = worker.get_current_task()
    worker.log_event(TOPIC, {"name": name, "worker": worker.address})
    _running.add(stop)

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            task = worker.state.tasks.get(key)
            if task is None or task.state in ("cancelled", "released", "forgotten"):
                stop()

    threading.Thread(target=look, daemon=True).start()

    def tell(moment: Moment) -> None:
        with suppress(Exception):  # a step that is not heard of costs nothing
            worker.log_event(TOPIC, {"name": name, "moment": list(moment)})

    steps = Steps(tell)
    try:
        return solve_task(content, steps, stop)
    finally:
        ended.set()
        _running.discard(stop)
        steps.close()


def stop_running() -> None:
    """End whatever runs in this process with the best so far."""
    for stop in list(_running):
        stop()


def serve(address: str, certificates: Path, processes: int, memory: str) -> None:
    """Work for the coordinator at an address, and for the next one there, until the process is ended.

    Each process has one task at a time, of two solver threads; Dask's nanny ends one that grows beyond `memory` and
    starts another. Raises InputError where the coordinator's program is another version.
    """
    distributed = engine()
    address_of(address)
    security = security_of(certificates, distributed)

    async def once() -> None:
        nannies = [
            await distributed.Nanny(address, nthreads=1, security=security, memory_limit=memory, silence_logs=50)
            for _number in range(processes)
        ]
        try:
            await asyncio.gather(*(nanny.finished() for nanny in nannies))
        finally:
            for nanny in nannies:
                await nanny.close()

    while True:
        if _same_program(address, security, distributed):
            asyncio.run(once())
        time.sleep(AGAIN_SECONDS)


def _same_program(address: str, security: Any, distributed: Any) -> bool:
    """Whether a coordinator is there; raises InputError where it has another program or solvers."""
    try:
        client = distributed.Client(address, security=security, timeout=5, set_as_default=False)
    except (OSError, TimeoutError):
        return False
    try:
        theirs = client.get_metadata(PROGRAM, None)
    finally:
        client.close()
    if theirs is not None and theirs != program():
        differs = sorted(name for name in theirs if theirs[name] != program().get(name))
        found = _("another version of {names} at the coordinator").format(names=", ".join(differs))
        raise InputError([Fault(address, found, _("the same program and solvers on all machines"))])
    return theirs is not None
