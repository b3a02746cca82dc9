"""Random brigades by the thousand against everything that must hold on each of them.

    python -m benchmarks.sweep_brigades [--cases 100] [--seed 0] [--only CHECK ...] [--pace 0.3] [--minimise 60]
        [--keep FOLDER]

A case is a seed and a check (`tests/brigades/checks`). Each runs in a process beside this one, which is started again
where it dies or hangs. Prints each failure as it is found; then, for each kind of fault, its seeds and a brigade made
as small as `--minimise` seconds allow (0: not at all), which `--keep` writes to a folder as files; at the end how many
brigades were looked at and what was seen in them. The exit code is 1 where anything failed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from tests.brigades.brigade import Brigade
from tests.brigades.checks import CHECKS, findings_in
from tests.brigades.minimise import minimised

SILENT_SECONDS = 300.0
"""A case that has not ended by then hangs."""
CASES_A_PROCESS = 100
SHOWN = 1500

Case = tuple[str, int]
Answer = dict[str, Any]


def run_cases(cases: Sequence[Case], pace: float) -> Iterator[tuple[Case, Answer]]:
    """Each case with its faults and figures; a process that dies or hangs is a fault of the case that it was at."""
    rest = list(cases)
    while rest:
        done = 0
        for answer in _in_a_process(rest[:CASES_A_PROCESS], pace):
            yield rest[done], answer
            done += 1
        rest = rest[done:]


def _in_a_process(cases: Sequence[Case], pace: float) -> Iterator[Answer]:
    words = [sys.executable, "-m", "benchmarks.sweep_brigades", "--pace", str(pace)]
    words += ["--cases-here", json.dumps(cases)]
    with tempfile.TemporaryFile("w+") as errors:
        child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8")
        said: Queue[str | None] = Queue()
        threading.Thread(target=_listen, args=(child, said), daemon=True).start()
        for _case in cases:
            try:
                line = said.get(timeout=SILENT_SECONDS)
            except Empty:
                child.kill()
                yield {"faults": [["hangs", f"no end after {SILENT_SECONDS:.0f} s"]], "figures": {}}
                return
            if line is None:
                errors.seek(0)
                text = errors.read()[-SHOWN:]
                yield {"faults": [[f"the process ends with {child.wait()}", text]], "figures": {}}
                return
            yield json.loads(line)
        child.wait()


def _listen(child: subprocess.Popen[str], said: Queue[str | None]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("{"):
            said.put(line)
    said.put(None)


def run_here(cases: Sequence[Case], pace: float) -> None:
    """Run cases in this process; a line of JSON for each."""
    with tempfile.TemporaryDirectory(prefix="brigades-") as folder:
        for check, seed in cases:
            found = findings_in(check, CHECKS[check].draw(seed), Path(folder), pace)
            print(json.dumps({"faults": found.faults, "figures": found.figures}), flush=True)


def smallest(case: Case, kind: str, seconds: float, pace: float) -> Brigade:
    """A small brigade with the same kind of fault."""
    check, seed = case
    with tempfile.TemporaryDirectory(prefix="brigades-") as folder:

        def fails(brigade: Brigade) -> bool:
            return any(fault.kind == kind for fault in findings_in(check, brigade, Path(folder), pace).faults)

        return minimised(CHECKS[check].draw(seed), fails, seconds)


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=100, help="brigades for each check")
    options.add_argument("--seed", type=int, default=0, help="the first seed")
    options.add_argument("--only", nargs="+", choices=sorted(CHECKS), default=list(CHECKS), metavar="CHECK")
    options.add_argument("--pace", type=float, default=1.0, help="multiplies the seconds of each search")
    options.add_argument("--minimise", type=float, default=60.0, help="seconds for each kind of fault; 0 for none")
    options.add_argument("--keep", type=Path, help="write the small brigades there")
    options.add_argument("--cases-here", type=json.loads, help=argparse.SUPPRESS)
    return options


def main() -> None:
    given = parser().parse_args()
    if given.cases_here is not None:
        run_here(given.cases_here, given.pace)
        return
    cases = [(check, seed) for seed in range(given.seed, given.seed + given.cases) for check in given.only]
    figures: dict[str, Counter[str]] = {check: Counter() for check in given.only}
    faults: dict[tuple[str, str], list[int]] = {}
    failed: set[int] = set()
    for number, ((check, seed), answer) in enumerate(run_cases(cases, given.pace)):
        print(f"{number} of {len(cases)}: {check} {seed}", file=sys.stderr, end="    \r", flush=True)
        figures[check].update(answer["figures"])
        figures[check]["brigades"] += 1
        for kind, text in answer["faults"]:
            failed.add(seed)
            seeds = faults.setdefault((check, kind), [])
            if seed not in seeds:
                seeds.append(seed)
                print(f"{check} {seed}: {kind}\n    {text[:SHOWN]}" if len(seeds) == 1 else f"{check} {seed}: {kind}")
                sys.stdout.flush()
    for (check, kind), seeds in faults.items():
        print(f"\n=== {check}: {kind}\n{len(seeds)} brigades: {', '.join(map(str, seeds[:20]))}")
        if given.minimise:
            brigade = smallest((check, seeds[0]), kind, given.minimise, given.pace)
            print(brigade.show())
            if given.keep:
                name = f"{check}-{seeds[0]}-{kind}"
                target = brigade.write(given.keep / "".join(sign if sign.isalnum() else "-" for sign in name)[:80])
                shutil.copytree(target, target.parent, dirs_exist_ok=True)
                shutil.rmtree(target)
    print(f"\n{given.cases} brigades, {len(cases)} cases; {len(failed)} brigades failed, {len(faults)} kinds of fault")
    for check, counted in figures.items():
        print(f"{check}: " + ", ".join(f"{name} {number}" for name, number in counted.most_common()))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
