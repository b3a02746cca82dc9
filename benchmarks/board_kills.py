"""Starts and kills of the board, and what is left of them: `python -m benchmarks.board_kills [--times 100] [--seed 1]`.

First starts on a file that is no roster, killed within two seconds. Then boards on a real week into which somebody
types and which they save now and then, killed in the midst of it: the next one must offer or hold every value that was
taken, the workbook must be whole, and in the end nothing may be left but what was typed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from roster.living import open_week
from tests.living_week import put_week
from tests.paths import TINY

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(/enter\S+)")
READY_SECONDS, END_SECONDS = 120.0, 5.0
SAVES = 0.1
"""This share of what is asked of a board is to save."""
Cell = tuple[str, str]


def started(workbook: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "roster", "--lang", "en", "board", str(workbook), "--no-browser"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def starts(workbook: Path, times: int, chance: random.Random) -> list[str]:
    """Start the command and kill it within two seconds, every fourth one as soon as it tells its address."""
    workbook.write_bytes(b"no roster of ours")
    wrong, waits = [], []
    for number in range(times):
        began = time.monotonic()
        process = started(workbook)
        if number % 4:
            time.sleep(chance.uniform(0, 2))
        else:
            assert process.stdout
            line = process.stdout.readline()
            waits.append(time.monotonic() - began)
            if not ADDRESS.search(line):
                wrong.append(f"start {number}: {line!r}")
        wrong += killed(process, f"start {number}")
    print(f"{times} starts and kills: address after {median(waits):.2f} s (median of {len(waits)})")
    return wrong


def killed(process: subprocess.Popen[str], name: str) -> list[str]:
    process.kill()
    _out, err = process.communicate()
    return [f"{name}: {err}"] if "Traceback" in err else []


class Client(NamedTuple):
    """A page of a board, as far as requests go."""

    port: int
    cookie: str

    @classmethod
    def of(cls, process: subprocess.Popen[str]) -> Client:
        assert process.stdout
        found = ADDRESS.search(line := process.stdout.readline())
        if not found:
            raise ConnectionError(line)
        port = int(found[1])
        with connection(port) as link:
            link.request("GET", found[2])
            return cls(port, link.getresponse().getheader("Set-Cookie", "").partition(";")[0])

    def ask(self, path: str, **content: Any) -> Any:
        """An answer; of a refusal None."""
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
        with connection(self.port) as link:
            link.request("POST" if content else "GET", path, json.dumps(content) if content else None, headers)
            answer = link.getresponse()
            read = json.loads(answer.read())
        return read if answer.status == 200 else None

    def ready(self) -> Any:
        """The state once the workbook is read; whatever was typed earlier is taken over."""
        until = time.monotonic() + READY_SECONDS
        while (state := self.ask("/api/state"))["status"] != "ready":
            if state["status"] == "fault" or time.monotonic() > until:
                raise AssertionError(state["fault"])
            time.sleep(0.05)
        if state["offer"]:
            self.ask("/api/offer", take=True)
            state = self.ask("/api/state")
        return state


@contextmanager
def connection(port: int) -> Iterator[http.client.HTTPConnection]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        yield link
    finally:
        link.close()


def values(state: Any) -> dict[Cell, str]:
    """What each cell says: as typed, else as in the workbook."""
    dates = [day["date"] for day in state["show"]["dates"]]
    found = {
        (person["id"], date): cell["code"]
        for person in state["show"]["people"]
        for date, cell in zip(dates, person["cells"], strict=True)
    }
    return found | {(edit["officer"], edit["date"]): edit["code"] for edit in state["edits"]}


def typing(folder: Path, times: int, chance: random.Random) -> list[str]:
    """Type and save until the server is killed; what was taken must be there when it starts again."""
    (folder / "tiny").symlink_to(TINY, target_is_directory=True)
    workbook = put_week(folder)
    wrong: list[str] = []
    taken: dict[Cell, str] = {}
    flying: dict[Cell, str] = {}  # what was asked for and not answered
    count = saves = 0
    for number in range(times + 1):
        process = started(workbook)
        client = Client.of(process)
        state = client.ready()
        now = values(state)
        lost = [cell for cell, code in taken.items() if now[cell] != code and now[cell] != flying.get(cell)]
        wrong += [f"start {number}: {cell} was {taken[cell]!r} and is {now[cell]!r}" for cell in lost]
        taken |= {cell: now[cell] for cell in [*flying, *lost]}
        flying.clear()
        if number == times:
            client.ask("/api/save", hash=state["show"]["hash"])
            process.terminate()
            process.communicate(timeout=END_SECONDS)
            break
        timer = threading.Timer(chance.uniform(0.0, 1.5), process.kill)
        timer.start()
        codes = [shift["code"] for shift in state["show"]["shifts"]] + [""]
        try:
            while True:
                if chance.random() < SAVES:
                    saves += client.ask("/api/save", hash=client.ask("/api/state")["show"]["hash"]) is not None
                    continue
                cell, code = chance.choice(list(now)), chance.choice(codes)
                flying = {cell: code}
                if client.ask("/api/edit", edits=[{"officer": cell[0], "date": cell[1], "code": code}]) is not None:
                    taken[cell] = code
                    count += 1
                flying = {}
        except (OSError, http.client.HTTPException, ValueError):
            pass
        timer.join()
        wrong += killed(process, f"start {number}")
    written = open_week(workbook, TINY)
    problem = written.problem
    work: dict[Cell, list[str]] = {}
    for duty in written.roster.work():
        work.setdefault((duty.officer, problem.date(duty.day).isoformat()), []).append(duty.shift)
    for cell, code in taken.items():
        if "+".join(sorted(work.get(cell, []))) != code:
            wrong.append(f"saved: {cell} is {work.get(cell)} and not {code!r}")
    print(f"{times} boards killed while somebody types: {count} values taken, {saves} saved")
    return wrong


def left(folder: Path, workbook: Path) -> list[str]:
    """Files beside the workbook that are not its own, and processes that hold it."""
    until = time.monotonic() + END_SECONDS
    while (orphans := [line for line in _processes() if str(workbook) in line]) and time.monotonic() < until:
        time.sleep(0.1)
    files = sorted(file.name for file in folder.iterdir() if file.name not in (workbook.name, "tiny"))
    return [*(f"left beside the workbook: {name}" for name in files), *(f"still runs: {line}" for line in orphans)]


def _processes() -> Iterator[str]:
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        if file.parent.name != str(os.getpid()):
            try:
                yield file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.board_kills", description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        workbook = Path(one) / "week.xlsx"
        wrong += starts(workbook, asked.times, chance)
        process = started(workbook)  # the next start finds its way past what a killed one left
        Client.of(process)
        process.terminate()
        process.communicate(timeout=END_SECONDS)
        wrong += left(Path(one), workbook)
        wrong += typing(Path(other), asked.times, chance)
        wrong += left(Path(other), Path(other) / "week.xlsx")
    print("wrong:", *(wrong or ["nothing"]), sep="\n  ")
    return min(1, len(wrong))


if __name__ == "__main__":
    sys.exit(main())
