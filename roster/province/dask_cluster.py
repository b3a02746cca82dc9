"""Workers on other machines, by Dask: the coordinator opens the scheduler, workers come and go.

Only deaths of workers are tried again by Dask. What counts is the run folder, so the scheduler need not be kept:
workers find the next one at the same address. Needs the extra `[province]`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from roster.domain.errors import Fault, InputError, OutputError
from roster.domain.outcome import Moment
from roster.i18n import _
from roster.province.certificates import MISSING, security_of
from roster.province.cluster import MOST_DEATHS, Event, Finished, Lost, Started, Step
from roster.province.keys import program

TOPIC, PROGRAM = "roster-steps", "roster-program"
SETTINGS = {
    "distributed.scheduler.allowed-failures": MOST_DEATHS - 1,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.default-task-durations": {"solve_on_worker": "60s"},
    "distributed.scheduler.work-stealing": True,
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.nanny.http.routes": [],
    "logging": {"distributed": "critical", "distributed.nanny": "critical", "distributed.core": "critical"},
}
SILENT = {"DASK_LOGGING__DISTRIBUTED": "critical"}
"""For processes that are begun: they log before they have any setting."""
NO_PAGES = "127.0.0.1:0"
"""Where Dask's web server listens, which cannot be left out: on this machine only, and it has no page."""
LIKELY_SLOTS = 2
"""As many brigades are read at first, while no worker is there."""


def engine() -> Any:
    """The module `distributed`, set up. Raises InputError where the extra is not installed."""
    os.environ.update(SILENT)
    try:
        import dask

        dask.config.set(SETTINGS)  # read when it is imported
        import distributed
    except ImportError:
        raise InputError([Fault("--cluster", _("no Dask"), _(MISSING))]) from None
    return distributed


def address_of(address: str) -> tuple[str, int]:
    """Host and port of `tls://HOST:PORT`. Raises InputError."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "tls" and parts.hostname and parts.port is not None and not parts.path:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise InputError([Fault("--cluster", f"'{address}'", _("an address such as tls://192.168.1.10:8786"))])


class Dask:
    """The scheduler at an address, and the tasks that are out."""

    def __init__(self, address: str, certificates: Path) -> None:
        distributed, (host, port) = engine(), address_of(address)
        security = security_of(certificates, distributed)
        self._told: SimpleQueue[Event] = SimpleQueue()
        self._futures: dict[str, Any] = {}
        self._began: set[str] = set()
        try:
            self._cluster = distributed.LocalCluster(
                n_workers=0,
                processes=False,
                host=host,
                scheduler_port=port,
                protocol="tls://",
                security=security,
                dashboard_address=None,
                scheduler_kwargs={"dashboard": False, "dashboard_address": NO_PAGES},
                silence_logs=50,
            )
        except Exception as error:
            reason: BaseException = error
            while reason.__cause__ is not None:
                reason = reason.__cause__
            text = _("{address}: no workers can be waited for here ({reason})").format(address=address, reason=reason)
            raise OutputError(text) from None
        self._client = distributed.Client(self._cluster, set_as_default=False)
        self._client.set_metadata(PROGRAM, program())
        self._client.subscribe_topic(TOPIC, self._heard)
        self.address = self._cluster.scheduler_address

    @property
    def slots(self) -> int:
        return max(LIKELY_SLOTS, sum(map(int, self._client.nthreads().values())))

    def submit(self, name: str, task: bytes, people: int) -> None:
        from roster.province.dask_worker import solve_on_worker

        future = self._client.submit(
            solve_on_worker, name, task, program(), key=f"{name}-{uuid4()}", pure=False, priority=people, retries=0
        )
        self._futures[name] = future
        future.add_done_callback(lambda done: self._ended(name, done))

    def _ended(self, name: str, future: Any) -> None:
        if name not in self._futures or self._futures[name].key != future.key:
            return
        if future.status == "finished":
            self._told.put(Finished(name, future.result()))
        elif future.status == "error":
            self._told.put(Lost(name, str(future.exception())))
        self._futures.pop(name, None)

    def _heard(self, event: tuple[float, Any]) -> None:
        _when, said = event
        if said["name"] not in self._futures:
            return
        if "moment" in said:  # Dask adds the worker to every event
            self._told.put(Step(said["name"], Moment(*said["moment"])))
        else:
            self._began.add(said["name"])
            self._told.put(Started(said["name"], said["worker"]))

    def events(self, seconds: float) -> Sequence[Event]:
        told: list[Event] = []
        try:
            told.append(self._told.get(timeout=seconds) if seconds else self._told.get_nowait())
            while True:
                told.append(self._told.get_nowait())
        except Empty:
            return told

    def stop(self) -> None:
        from roster.province.dask_worker import stop_running

        waiting = {name: future for name, future in self._futures.items() if name not in self._began}
        for name in waiting:
            del self._futures[name]
        self._client.cancel(list(waiting.values()))
        self._client.run(stop_running, wait=False, on_error="ignore")

    def drop(self) -> None:
        futures, self._futures = list(self._futures.values()), {}
        self._client.cancel(futures, force=True)

    def close(self) -> None:
        self._client.close()
        self._cluster.close()
