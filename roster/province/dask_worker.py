"""What runs on a worker of Dask: one task at a time, in the worker's own process, and who is let in."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from roster.domain.errors import Fault, InputError
from roster.domain.outcome import Moment
from roster.i18n import _
from roster.province.certificates import security_of
from roster.province.dask_cluster import NO_PAGES, PROGRAM, TOPIC, address_of, engine
from roster.province.keys import program
from roster.province.process import Steps
from roster.province.task import Result, pack, solve_task
from roster.search.run import Stop

LOOK_SECONDS, AGAIN_SECONDS, CONNECT_SECONDS = 0.5, 1.0, 5.0
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


async def stop_running() -> None:
    """End whatever runs in this process with the best so far; nobody waits for a coroutine."""
    for stop in list(_running):
        stop()


def serve(address: str, certificates: Path, processes: int, memory: str, tell: Callable[[str], None]) -> None:
    """Work for the coordinator at an address, and for the next one there, until the process is ended.

    Each process has one task at a time, of two solver threads; Dask's nanny ends one that grows beyond `memory` and
    starts another. `tell` hears when a coordinator is there, gone, or not there yet. Raises InputError where its
    program is another version, or its certificates are of another authority.
    """
    distributed, (host, port) = engine(), address_of(address)
    security = security_of(certificates, distributed)

    async def once() -> None:
        nannies = [
            await distributed.Nanny(
                address,
                nthreads=1,
                host=distributed.utils.get_ip(host, port),  # not at every address that this machine has
                security=security,
                memory_limit=memory,
                silence_logs=50,
                dashboard=False,
                dashboard_address=NO_PAGES,
            )
            for _number in range(processes)
        ]
        tell(_("working for {address}, {count} brigades at once").format(address=address, count=processes))
        try:
            await asyncio.gather(*(nanny.finished() for nanny in nannies))
        finally:
            for nanny in nannies:
                await nanny.close()

    said = False
    while True:
        if _answers(host, port, security) and _same_program(address, security, distributed):
            said = True
            try:
                asyncio.run(once())
                tell(_("the coordinator at {address} is gone; waiting for the next one").format(address=address))
            except (OSError, RuntimeError, TimeoutError) as error:  # it went as the work was to begin
                text = _("no work could be begun for {address} ({reason}); trying again")
                tell(text.format(address=address, reason=error.__cause__ or error))
        elif not said:
            said = True
            text = _("no coordinator at {address} yet; waiting for one (Ctrl-C ends it)")
            tell(text.format(address=address))
        time.sleep(AGAIN_SECONDS)


def _answers(host: str, port: int, security: Any) -> bool:
    """Whether a coordinator is there. Raises InputError where one of both sides does not trust the other."""
    context = security.get_connection_args("client")["ssl_context"]
    try:
        with (
            socket.create_connection((host, port), CONNECT_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as line,
        ):
            line.settimeout(CONNECT_SECONDS)
            with suppress(TimeoutError):
                line.recv(1)  # in TLS 1.3 the other side refuses only after its own part is done
    except ssl.SSLError as error:
        found = _("certificates of another authority, or none ({reason})").format(reason=error.reason or error)
        expected = _("those of the same `roster province certs` on all machines")
        raise InputError([Fault(f"{host}:{port}", found, expected)]) from None
    except OSError:
        return False
    return True


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
