"""What somebody waits for on a real workbook: `python -m benchmarks.board_desk WORKBOOK [--edits 20] [--rounds 3]`.

The command is started and its page opened in the system's Chromium; then shifts are typed, each as soon as the one
before it was judged. Told are the seconds by the clock, and those of the processors of server and desk, which
other work on the machine does not change as much. The workbook is a copy and is not saved. With many people a verdict
comes in two parts: `line` is the first.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.board_kills import ADDRESS, started
from tests.board.conftest import ARGUMENTS, CHROMIUM

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
BARS = {"address": 1.0, "grid": 2.5, "line median": 0.3, "verdict median": 0.3, "verdict p95": 0.6}
LARGE, BARS_OF_LARGE = 200, {"address": 1.0, "grid": 6.0, "line median": 0.3, "verdict median": 3.0, "verdict p95": 3.0}
"""From so many people on these bars count."""
PATIENCE_MS = 120_000
WATCH = """() => {
  const verdict = document.querySelector(".verdict");
  window.seen = {};
  new MutationObserver(() => {
    const now = performance.now();
    const checking = verdict.querySelector(".checking")?.textContent;
    if (checking) window.seen.first ??= checking;
    if (!checking && window.seen.first) window.seen.whole = now;
    else if (checking && checking !== window.seen.first) window.seen.line ??= now;
  }).observe(verdict, { childList: true, subtree: true });
}"""
TYPE = "() => { window.seen = {}; window.began = performance.now(); }"


def one_round(browser: Browser, workbook: Path, edits: int, chance: random.Random) -> dict[str, list[float]]:
    began = time.monotonic()
    process = started(workbook)
    found: dict[str, list[float]] = {}
    try:
        assert process.stdout
        address = ADDRESS.search(process.stdout.readline())
        assert address
        found["address"] = [time.monotonic() - began]
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address[0])
        page.wait_for_selector("roster-grid .cell")
        found["grid"] = [time.monotonic() - began]
        found["grid, processors"] = [_processors(process.pid)]
        page.evaluate(WATCH)
        people = int(page.locator("roster-grid [role=grid]").get_attribute("aria-rowcount") or 1)
        letters = page.evaluate(
            "fetch('/api/state').then(a => a.json()).then(s => s.show.shifts.map(one => one.letter))"
        )
        for _edit in range(edits):
            page.keyboard.press("Control+Home")
            for _row in range(chance.randrange(min(people, 60))):
                page.keyboard.press("ArrowDown")
            before = page.locator("#active-cell").inner_text()
            before_processors = _processors(process.pid)
            page.evaluate(TYPE)
            page.keyboard.press("F2")
            page.keyboard.press("Control+a")
            page.keyboard.type(chance.choice([one for one in letters if one != before]))
            page.keyboard.press("Enter")
            page.wait_for_function("() => window.seen.whole && document.querySelector('.verdict:not(:has(.checking))')")
            whole = page.evaluate("(window.seen.whole - window.began) / 1000")
            line = page.evaluate("((window.seen.line ?? window.seen.whole) - window.began) / 1000")
            found.setdefault("line", []).append(line)
            found.setdefault("verdict", []).append(whole)
            found.setdefault("verdict, processors", []).append(_processors(process.pid) - before_processors)
        page.context.close()
        found["people"] = [float(people)]
    finally:
        process.terminate()
        process.communicate(timeout=10)
    return found


def _processors(process: int) -> float:
    """Seconds of processors of a process and its children, where the system tells them."""
    total = 0.0
    tasks = Path(f"/proc/{process}/task/{process}/children")
    children = [int(one) for one in tasks.read_text().split()] if tasks.exists() else []
    for number in (process, *children):
        stat = Path(f"/proc/{number}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.board_desk", description=__doc__.partition("\n")[0])
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, CHROMIUM)))
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        copies = [Path(folder) / str(number) / asked.workbook.name for number in range(asked.rounds)]
        for copy in copies:  # each round has its own: what was typed in one is offered to the next that opens it
            copy.parent.mkdir()
            shutil.copy(asked.workbook, copy)
        rounds = [one_round(browser, copy, asked.edits, chance) for copy in copies]
        browser.close()
    every = {name: sorted(value for one in rounds for value in one[name]) for name in rounds[0]}
    bars = BARS_OF_LARGE if every["people"][0] > LARGE else BARS
    told = {name: median(values) for name, values in every.items() if name not in ("line", "verdict", "people")}
    for name in ("line", "verdict"):
        told[f"{name} median"] = median(every[name])
        told[f"{name} p95"] = every[name][int(0.95 * (len(every[name]) - 1))]
    print(f"{asked.workbook.name}: {asked.rounds} starts, {len(every['verdict'])} edits, load {os.getloadavg()[0]:.1f}")
    for name, seconds in told.items():
        bar = bars.get(name)
        print(
            f"{name:22}{seconds:8.2f} s"
            + ("" if bar is None else f"  at most {bar}  {'ok' if seconds <= bar else 'MISSED'}")
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
