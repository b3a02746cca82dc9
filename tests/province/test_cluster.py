"""The real engine: its scheduler and two worker processes on this machine, under mutual TLS."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from roster.api import load
from roster.domain.errors import InputError, OutputError
from roster.domain.roster import Roster
from roster.province.certificates import make
from roster.province.cluster import Cluster, Event, Finished, Started, Step
from roster.province.coordinate import Coordinator
from roster.province.folder import read_province
from roster.province.loans.record import read
from roster.province.loans.stage import Loans
from roster.province.run_folder import RunFolder
from roster.province.task import task_of, unpack
from tests.paths import ROOT, TINY
from tests.province.lent import EVENTS, FAIR, HOW, LENT, LOANS, WAYS, province

distributed = pytest.importorskip("distributed")


def test_certificates_are_private_and_never_replaced(tmp_path: Path) -> None:
    files = make(tmp_path / "certs")
    if os.name != "nt":
        assert {file.stat().st_mode & 0o077 for file in files} == {0}
    with pytest.raises(OutputError, match="never replaced"):
        make(tmp_path / "certs")


def test_what_is_no_address_or_has_no_certificates_is_said(tmp_path: Path) -> None:
    from roster.province.dask_cluster import Dask

    with pytest.raises(InputError, match="tls://192"):
        Dask("tcp://127.0.0.1:8786", tmp_path)
    with pytest.raises(InputError, match=r"ca\.pem"):
        Dask("tls://127.0.0.1:8786", tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the engine's own
def test_two_workers_of_which_one_is_killed(run: RunFolder, tmp_path: Path) -> None:
    import psutil

    from roster.province.dask_cluster import Dask

    province(tmp_path, events=EVENTS + FAIR, ways=WAYS, loans=LOANS + LENT)
    make(tmp_path / "certs")
    kept, workers = RunFolder(tmp_path / "run"), Dask("tls://127.0.0.1:0", tmp_path / "certs")
    words = ["-m", "roster", "worker", workers.address, "--processes", "2", "--certs", str(tmp_path / "certs")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    helper = subprocess.Popen([sys.executable, *words], env=environment, cwd=tmp_path)
    killed: list[int] = []
    addresses: set[str] = set()
    heard: list[Event] = []
    listen = workers.events

    def events(seconds: float) -> Sequence[Event]:
        told = listen(seconds)
        heard.extend(told)
        return told

    workers.events = events  # type: ignore[method-assign]

    def kill() -> None:
        running = [row.worker for row in kept.rows() if row.state == "running" and row.worker]
        if running and not killed:
            port = int(running[0].rsplit(":", 1)[1])
            for child in psutil.Process(helper.pid).children(recursive=True):
                listening = [one.laddr for one in child.net_connections() if one.status == psutil.CONN_LISTEN]
                addresses.update(one.ip for one in listening)
                if any(one.port == port for one in listening):
                    os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
                    killed.append(child.pid)

    try:
        with kept.held():
            loans = Loans(read_province(tmp_path), kept, workers, HOW)
            Coordinator(loans.begin(), kept, workers, HOW).run(kill)
            loans.finish()
        stopped = _stopped(workers)
    finally:
        workers.close()
        family = [*psutil.Process(helper.pid).children(recursive=True), helper]
        for one in reversed(family):
            one.kill()
        helper.wait()
    assert killed
    assert addresses == {"127.0.0.1"}, "workers listen only where the coordinator reaches them"
    assert {event.moment.phase for event in heard if isinstance(event, Step)}, "steps are told while it runs"
    assert stopped in ("done", "stopped", "stopped_too_soon")
    assert {row.name: row.state for row in kept.rows()} == {"east": "done", "west": "done"}
    assert read(kept.path).lent == read(run.path).lent
    assert rosters(kept) == rosters(run), "the same as without the engine"


def rosters(kept: RunFolder) -> list[Roster | None]:
    """What was solved, brigade by brigade."""
    return [unpack(known[1]).roster for row in kept.rows() if (known := kept.stored(row.key))]


def _stopped(workers: Cluster) -> str:
    """How a task ends that is stopped as soon as it has begun; what waits behind it is never heard of."""
    task = task_of(load(TINY), HOW)
    for name in ("one", "two", "three"):
        workers.submit(name, task, 6)
    ended: dict[str, str] = {}
    asked: set[str] = set()
    until = time.monotonic() + 240
    while not ended and time.monotonic() < until:
        for event in workers.events(0.5):
            if isinstance(event, Started) and not asked:
                asked.add(event.name)
                workers.stop()
            elif isinstance(event, Finished):
                ended[event.name] = unpack(event.result).status
    return ended.popitem()[1] if ended else "never"
