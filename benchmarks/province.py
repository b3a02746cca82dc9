"""What a province's run survives and costs, with real processes on this machine.

    python -m benchmarks.province kills [--times 20]       20 brigades on two workers under TLS, one killed by chance
    python -m benchmarks.province resume [--times 20]      the coordinator killed by chance, and run again
    python -m benchmarks.province engine                   overhead a task, and 10 equal brigades against the ideal
    python -m benchmarks.province large [--sizes 150 1500] the coordinator alone: solves are a recorded result

Brigades are copies of six officers and one street, each with a name of its own. A trial of `kills` ends well where
every brigade has a verified roster, each key one result, and no temporary file is left. One of `resume` does where
nothing that was finished is solved twice and no process lives on. Ends with 1 where a trial does not end well.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.measure import peak_memory_mb, show
from roster.domain.errors import OutputError
from roster.province import coordinate
from roster.province.certificates import make
from roster.province.cluster import Event, Finished, Started
from roster.province.coordinate import Coordinator
from roster.province.dask_cluster import Dask
from roster.province.folder import Province, read_province
from roster.province.run_folder import RunFolder
from roster.province.summary import as_json, write_summary
from roster.province.task import How, solve_task
from tests.paths import HANCHENG, ROOT, TINY
from tests.province.inline import Writer

HOW = How(seconds=5, plan_seconds=0, deterministic=True)
BRIGADES, WORKERS, EMPTY, SECONDS = 20, 2, 200, 15.0
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def province(folder: Path, brigades: int, source: Path = TINY) -> Province:
    """So many copies of a brigade, of which no two ask the same."""
    for number in range(1, brigades + 1):
        home = folder / "brigades" / f"b{number:04}"
        shutil.copytree(source, home)
        settings = home / "settings.csv"
        text = re.sub("^name,.*", f"name,Brigade {number}", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
        settings.write_text(text, encoding="utf-8")
    (folder / "province.yaml").write_text("name: Copies\n", encoding="utf-8")
    return read_province(folder)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[Dask, psutil.Process]]:
    """A scheduler of this process under TLS, and `roster worker` with two processes, both there."""
    make(folder / "certs")
    workers = Dask("tls://127.0.0.1:0", folder / "certs")
    words = ["-m", "roster", "worker", workers.address, "--processes", str(WORKERS), "--certs", str(folder / "certs")]
    helper = subprocess.Popen([sys.executable, *words], env=ENVIRONMENT, cwd=folder, stderr=subprocess.DEVNULL)
    family = psutil.Process(helper.pid)
    try:
        workers._client.wait_for_workers(WORKERS, timeout=120)
        yield workers, family
    finally:
        workers.close()
        for one in [*family.children(recursive=True), family]:
            one.kill()
        helper.wait()


def solving(helper: psutil.Process) -> list[psutil.Process]:
    """The processes that solve: those in which most was computed."""
    every = [one for one in helper.children(recursive=True) if "resource_tracker" not in " ".join(one.cmdline())]
    return sorted(every, key=lambda one: -one.memory_info().rss)[:WORKERS]


def left_over(folder: Path) -> list[str]:
    """Files that were begun and have no place."""
    known = {".xlsx", ".json", ".csv", ".sqlite", ".lock", ".png", ".sqlite-wal", ".sqlite-shm", ""}
    return [str(file) for file in folder.rglob("*") if file.is_file() and file.suffix not in known]


def killed_worker(folder: Path, chance: random.Random) -> bool:
    """One trial of `kills`."""
    whole, kept = province(folder, BRIGADES), RunFolder(folder / "run")
    with cluster(folder) as (workers, helper):
        began, due, dead = time.monotonic(), chance.uniform(0.5, 8.0), list[int]()

        def kill() -> None:
            if not dead and time.monotonic() - began > due and (there := solving(helper)):
                victim = chance.choice(there)
                dead.append(victim.pid)
                victim.kill()

        with kept.held():
            Coordinator(whole, kept, workers, HOW).run(kill)
            rows, seconds = kept.rows(), time.monotonic() - began
            results = kept.database.execute("select count(*), count(distinct key) from results").fetchone()
    done = sum(row.state == "done" and (kept.path / row.file).is_file() for row in rows)
    half = left_over(kept.path)
    show("worker killed", [due, len(dead), done, *results, len(half), seconds])
    return done == BRIGADES and results == (BRIGADES, BRIGADES) and not half and bool(dead)


def killed_coordinator(folder: Path, chance: random.Random) -> bool:
    """One trial of `resume`: killed within a second of so many results, by chance."""
    province(folder, BRIGADES)
    run = folder / "run"
    words = [
        "-m",
        "roster",
        "province",
        "solve",
        str(folder),
        "--run",
        str(run),
        "--processes",
        "2",
        "--plan-time",
        "0",
    ]
    words += ["--deterministic", "--time-limit", "5"]
    quiet: dict[str, int] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    first = subprocess.Popen([sys.executable, *words], env=ENVIRONMENT, **quiet)  # type: ignore[call-overload]
    due = chance.randrange(BRIGADES)
    while len(_made(run)) < due and first.poll() is None:
        time.sleep(0.05)
    time.sleep(chance.uniform(0.0, 1.0))
    children = psutil.Process(first.pid).children(recursive=True) if first.poll() is None else []
    os.kill(first.pid, KILL)
    first.wait()
    _gone, alive = psutil.wait_procs(children, timeout=30)
    before = _made(run)
    code = subprocess.run([sys.executable, *words], env=ENVIRONMENT, **quiet).returncode  # type: ignore[call-overload]
    after = _made(run)
    again = sum(after.get(key) != made for key, made in before.items())
    show("coordinator killed", [due, len(before), again, len(after), len(alive), code])
    return code == 0 and not again and len(after) == BRIGADES and not alive and not left_over(run)


def _made(run: Path) -> dict[str, float]:
    kept = RunFolder(run)
    try:
        with kept._reading() as database:
            return dict(database.execute("select key, made from results"))
    except OutputError:  # it is not begun yet
        return {}


def engine(folder: Path) -> bool:
    """Overhead of a task, and the makespan of ten equal brigades against tasks without any gap between them.

    Each takes its whole time, so that a busy machine makes none of them longer; workbooks are left out.
    """
    with cluster(folder) as (workers, _helper), unwritten():
        _all(workers, [b""] * WORKERS)
        began = time.monotonic()
        _all(workers, [b""] * EMPTY)
        overhead = (time.monotonic() - began) / EMPTY * WORKERS
        whole, kept, ends = province(folder, 10, HANCHENG), RunFolder(folder / "run"), [0.0]
        began = time.monotonic()

        def watch() -> None:
            if kept.counts().get("running"):
                ends.append(time.monotonic() - began)

        with kept.held():
            Coordinator(whole, kept, workers, HOW._replace(deterministic=False, seconds=SECONDS, gap=0)).run(watch)
    span, ideal = ends[-1], 10 * SECONDS / WORKERS
    show("overhead a task, s", [overhead])
    show("10 brigades, s; ideal, s; ratio", [span, ideal, span / ideal])
    return overhead <= 0.2


def _all(workers: Dask, tasks: Sequence[bytes]) -> None:
    """Tasks that end at once, since they are none."""
    names = {f"empty {number}" for number in range(len(tasks))}
    for name, task in zip(sorted(names), tasks, strict=True):
        workers.submit(name, task, 1)
    while names:
        names -= {event.name for event in workers.events(1.0) if isinstance(event, Finished)}


class Recorded:
    """A cluster of twenty slots whose every solve gives the result of the first."""

    slots = 20

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._result = b""

    def submit(self, name: str, task: bytes, people: int) -> None:
        self._result = self._result or solve_task(task)
        self._waiting.append(name)

    def events(self, seconds: float) -> Sequence[Event]:
        if not self._waiting:
            return []
        name = self._waiting.popleft()
        return [Started(name, "recorded"), Finished(name, self._result)]

    def stop(self) -> None: ...

    def drop(self) -> None: ...

    def close(self) -> None: ...


def large(folder: Path, brigades: int) -> bool:
    """The coordinator's own work, workbooks left out."""
    whole, kept = province(folder, brigades), RunFolder(folder / "run")
    with unwritten(), kept.held():
        cpu, began = time.process_time(), time.monotonic()
        Coordinator(whole, kept, Recorded(), HOW).run()
        cpu, wall = time.process_time() - cpu, time.monotonic() - began
    status, summary = _timed(lambda: as_json(kept, False)), _timed(lambda: write_summary(kept))
    done = kept.counts().get("done", 0)
    show(f"{brigades} brigades", [done, cpu, cpu / brigades, wall, peak_memory_mb(), status, summary])
    return done == brigades


@contextmanager
def unwritten() -> Iterator[None]:
    """No workbook is written meanwhile."""
    real, coordinate.Process = coordinate.Process, _nothing_written  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        coordinate.Process = real  # type: ignore[misc]


def _nothing_written(_work: object) -> Writer:
    return Writer(lambda _job: b'{"state": "done"}')


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kills", "resume", "engine", "large"))
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--sizes", type=int, nargs="+", default=[150, 1500])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, ended = random.Random(given.seed), list[bool]()
    trials: dict[str, list[Callable[[Path], bool]]] = {
        "kills": [lambda folder: killed_worker(folder, chance)] * given.times,
        "resume": [lambda folder: killed_coordinator(folder, chance)] * given.times,
        "engine": [engine],
        "large": [lambda folder, size=size: large(folder, size) for size in given.sizes],  # type: ignore[misc]
    }
    heads = {
        "kills": ("after s", "killed", "done", "results", "keys", "half files", "seconds"),
        "resume": ("after", "finished", "again", "results", "orphans", "exit code"),
        "engine": (),
        "large": ("done", "CPU s", "CPU s each", "wall s", "MB", "status s", "summary s"),
    }
    show(given.what, heads[given.what])
    for trial in trials[given.what]:
        with TemporaryDirectory() as temporary:
            ended.append(trial(Path(temporary)))
    show("ended well", [sum(ended), len(ended)])
    return int(not all(ended))


if __name__ == "__main__":
    sys.exit(main())
