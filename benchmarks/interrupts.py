"""Every command is asked to end at random moments: `python -m benchmarks.interrupts --times 20`.

What it says and does is judged from outside: no trace of Python's, an exit code that fits what was written, no file
half written, no rest left behind. Failures are printed with the moment and the signal; they make the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "golden" / "tiny"
PATROL = ROOT / "tests" / "golden" / "patrol"
START = "import sys; from roster.start import main; print('begun', file=sys.stderr, flush=True); main()"
"""Until the first line of our own runs signals are Python's."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)
WEEK = "outputs/tiny-2026-11-02.xlsx"
PATROL_WEEK = "patrol.xlsx"
QUICK = ("--time-limit", "6", "--workers", "1")
MONTH = ("--from", "2026-11-02", "--to", "2026-11-08")
TWICE, SECONDS_BETWEEN = 0.3, 0.2
"""The share of trials in which a second signal follows, and after how long."""
PATIENCE = 180.0

COMMANDS: dict[str, tuple[str, ...]] = {
    "solve": ("solve", "tiny", *QUICK, "--csv", "csv", "--log", "log.csv", "-o", "new.xlsx"),
    "solve patrol": ("solve", "patrol", *QUICK, "--plan-time", "2", "--leader-out", "leader.xlsx", "-o", "new.xlsx"),
    "solve --roll": ("solve", "tiny", "--weeks", "3", "--roll", *QUICK, "--plan-time", "0", "-o", "new.xlsx"),
    "check": ("check", "tiny"),
    "explain": ("explain", "tiny", "--time-limit", "10"),
    "why": ("why", WEEK, "007", "2026-11-03"),
    "why --sheet": ("why", "other.xlsx", "--sheet"),
    "diff-rules": ("diff-rules", "one.yaml", "two.yaml", WEEK, "--time-limit", "4", "-o", "new.xlsx"),
    "sweep": ("sweep", "minimum_rest.hours", "10..12", "--brigade", "tiny", "--time-limit", "2", "-o", "new.xlsx"),
    "init": ("init", "new"),
    "verify": ("verify", WEEK),
    "show": ("show", WEEK, "--json"),
    "rules": ("rules",),
    "plan": ("plan", PATROL_WEEK, "--plan-time", "2", "-o", "new.xlsx", "--leader-out", "leader.xlsx"),
    "replan": ("replan", WEEK, "--absent", "007", "2026-11-03", "sick", "--time-limit", "6", "-o", "new.xlsx"),
    "substitute": ("substitute", WEEK, "-o", "new.xlsx"),
    "swap": ("swap", WEEK, "007", "2026-11-03", "3", "2026-11-03", "--apply", "-o", "new.xlsx"),
    "publish": ("publish", "other.xlsx"),
    "rebuild": ("publish", "--rebuild", "--brigade", "tiny"),
    "history": ("history", "tiny", "-o", "new.xlsx", "--plot", "new.png"),
    "compare": ("compare", WEEK, "other.xlsx", "-o", "new.xlsx"),
    "next": ("next", "tiny", *QUICK, "--plan-time", "0"),
    "next patrol": ("next", "patrol", *QUICK, "--plan-time", "2"),
    "print": ("print", WEEK, "--crew-pages", "-o", "new.pdf"),
    "month": ("month", "tiny", *MONTH, "-o", "new.xlsx", "--csv", "csv"),
    "audit": ("audit", "tiny", *MONTH, "-o", "new.xlsx"),
    "copy": ("copy", WEEK, "--for", "hr"),
    "export": ("export", WEEK, "--format", "matrix", "-o", "new.csv"),
    "board": ("board", WEEK, "--no-browser"),
}
ENDLESS = {"board": 5.0}
"""Commands that end only when they are asked to, with the seconds within which that is done."""


@dataclass
class Judged:
    """One run that was asked to end."""

    name: str
    code: int
    said: str
    faults: list[str] = field(default_factory=list)


def prepare(folder: Path) -> None:
    """A folder with two small brigades, their rosters and two rulebooks."""
    shutil.copytree(TINY, folder / "tiny")
    shutil.copytree(PATROL, folder / "patrol")
    rule = "rules:\n  - {id: rest, rule: minimum_rest, hours: %s, weight: must}\n"
    (folder / "one.yaml").write_text(rule % 11, encoding="utf-8")
    (folder / "two.yaml").write_text(rule % 12, encoding="utf-8")
    for words in (
        ("solve", "tiny", *QUICK),
        ("solve", "tiny", *QUICK, "--seed", "2", "-o", "other.xlsx"),
        ("solve", "patrol", *QUICK, "--plan-time", "2", "-o", PATROL_WEEK),
        ("publish", WEEK),
        ("publish", PATROL_WEEK),
    ):
        subprocess.run([sys.executable, "-m", "roster", *words], cwd=folder, env=environment(), check=True,
                       capture_output=True)  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def state(folder: Path) -> dict[str, bytes]:
    """Every file's content by its path; what a search remembers for itself is left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".explained"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def interrupted(name: str, prepared: Path, moment: float | None, number: int, twice: bool) -> tuple[Judged, float]:
    """Run a command in a copy of the folder, ask it to end after so many seconds (None: never), and judge."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "here"
        shutil.copytree(prepared, folder)
        before = state(folder)
        process = subprocess.Popen(
            [sys.executable, "-c", START, *COMMANDS[name]],
            cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        process.stderr.readline()
        began = time.monotonic()
        for wait in [] if moment is None else [moment, *([SECONDS_BETWEEN] if twice else [])]:
            try:
                process.wait(wait)
            except subprocess.TimeoutExpired:
                process.send_signal(number)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        took = time.monotonic() - began
        judged = Judged(name, process.returncode, out + err)
        judge(judged, number, before, state(folder), folder)
        return judged, took


def judge(run: Judged, number: int, before: dict[str, bytes], after: dict[str, bytes], folder: Path) -> None:
    """What is wrong with a run."""
    changed = sorted(path for path in after if before.get(path) != after[path])
    if "Traceback" in run.said or "Exception ignored" in run.said or "fault of the program" in run.said:
        run.faults.append("a trace")
    if run.code not in (0, 1, 3, 4, 128 + number):
        run.faults.append(f"exit code {run.code}")
    stopped = "stopped; nothing was written" in run.said
    if run.code == 128 + number and not (stopped or "stopped; written before that" in run.said):
        run.faults.append("no sentence")
    if (stopped or run.code == 4) and [path for path in changed if path != "log.csv"]:
        run.faults.append(f"said that nothing was written, and wrote {changed}")
    if "stopped; written before that" in run.said:
        line = next(line for line in run.said.splitlines() if "written before that" in line)
        untold = [path for path in changed if path not in line and not path.endswith("ledger.sqlite")]
        if untold:
            run.faults.append(f"wrote {untold} and did not say so")
    gone = sorted(before.keys() - after.keys())
    if gone:
        run.faults.append(f"gone: {gone}")
    rests = [path for path in after if path.endswith((".partial", "-journal", ".publishing.json"))]
    if rests:
        run.faults.append(f"left behind: {rests}")
    for path in changed:
        if path.endswith(".xlsx") and not zipfile.is_zipfile(folder / path):
            run.faults.append(f"half a file: {path}")


def trial(name: str, prepared: Path, seconds: float, rng: random.Random) -> Judged:
    """One run, asked to end at a random moment of the seconds that it takes."""
    moment, number = rng.uniform(0, 1.05 * seconds), rng.choice(SIGNALS)
    twice = rng.random() < TWICE
    judged, _took = interrupted(name, prepared, moment, number, twice)
    judged.name = f"{name}, {signal.Signals(number).name} after {moment:.3f} s{', twice' if twice else ''}"
    return judged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="trials of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=COMMANDS, nargs="*", default=list(COMMANDS))
    asked = parser.parse_args()
    rng, failures = random.Random(asked.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder)
        prepare(prepared)
        for name in asked.only:
            whole, seconds = interrupted(name, prepared, ENDLESS.get(name), signal.SIGINT, False)
            codes: dict[int, int] = {}
            for judged in [whole, *(trial(name, prepared, seconds, rng) for _ in range(asked.times))]:
                codes[judged.code] = codes.get(judged.code, 0) + 1
                if judged.faults:
                    failures += 1
                    print(f"{judged.name}: {'; '.join(judged.faults)}\n{judged.said[-3000:]}")
            print(f"{name}: {seconds:.1f} s, exit codes {codes}", flush=True)
    return min(1, failures)


if __name__ == "__main__":
    sys.exit(main())
