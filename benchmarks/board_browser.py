"""What the board costs a browser: `python -m benchmarks.board_browser [--people 1000] [--days 28] [--rounds 5]`.

Time of the browser's processors, by the browser's own count (`SystemInfo.getProcessInfo`), so that other work on the
machine does not matter; medians. The desk is that of the tests: what is measured is the page. Then starts and kills:
`--kills 100` starts the command so often, kills it at any moment, and looks for what is left.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.board.conftest import ARGUMENTS, CHROMIUM
from tests.board.running import Running, running

LIVE_CELLS, KEYS, PAGES = 500, 40, 15
BARS = {"load s": 1.0, "arrow key ms": 20, "page down ms": 70, "500 live cells ms": 100, "elements": 4000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kills", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.kills:
            starts_and_kills(Path(folder), asked.kills)
            return
        with running(Path(folder) / "week.xlsx", asked.people, asked.days) as board, sync_playwright() as playwright:
            board.until(lambda state: state["status"] == "ready")
            found = next(filter(None, map(shutil.which, CHROMIUM)))
            browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
            rounds = [one_round(browser, board) for _ in range(asked.rounds)]
            browser.close()
    print(f"{asked.people} people, {asked.days} days, {asked.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    for name, bar in BARS.items():
        values = [one[name] for one in rounds]
        value = median(values)
        met = "ok" if value <= bar else "MISSED"
        print(f"{name:20}{value:8.2f}  at most {bar}  {met}  ({min(values):.2f} to {max(values):.2f})")


def one_round(browser: Browser, board: Running) -> dict[str, float]:
    """A page opened anew, keys on it, and cells that change while it is looked at."""
    count = Count(browser.new_browser_cdp_session())
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    found = {"load s": count.of(lambda: opened(page, board))}
    found["arrow key ms"] = count.of(lambda: pressed(page, "ArrowDown", KEYS)) * 1000 / KEYS
    page.keyboard.press("Control+Home")
    found["page down ms"] = count.of(lambda: pressed(page, "PageDown", PAGES)) * 1000 / PAGES
    page.keyboard.press("Control+Home")
    rows = board.board.shown["people"]
    dates = [day["date"] for day in board.board.shown["dates"]]
    cells = [(row["id"], date) for row in rows[: LIVE_CELLS // len(dates) + 1] for date in dates][:LIVE_CELLS]
    found["500 live cells ms"] = count.of(lambda: live(page, board, cells)) * 1000
    found["elements"] = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    return found


class Count:
    """Seconds of processors that the browser has used."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    def now(self) -> float:
        return sum(one["cpuTime"] for one in self.session.send("SystemInfo.getProcessInfo")["processInfo"])

    def of(self, act: Callable[[], Any]) -> float:
        before = self.now()
        act()
        return self.now() - before


def settled(page: Page) -> None:
    """Two frames later: all is painted."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def opened(page: Page, board: Running) -> None:
    page.goto(board.entry.address())
    page.wait_for_selector("roster-grid .cell")
    settled(page)


def pressed(page: Page, key: str, times: int) -> None:
    for _ in range(times):
        page.keyboard.press(key)
        settled(page)


def live(page: Page, board: Running, cells: list[tuple[str, str]]) -> None:
    """Cells that the desk tells, as it does after an edit or while a search goes on."""
    told = [{"officer": officer, "date": date, "code": "N", "text": "N", "typed": False} for officer, date in cells]
    fields = {"sequence": board.board.sequence, "cells": told}
    board.loop.call_soon_threadsafe(lambda: board.board.hub.tell("judged", **fields))
    page.wait_for_function("() => document.querySelector('roster-grid .body .cell').textContent === 'N'")
    settled(page)


def starts_and_kills(folder: Path, times: int) -> None:
    """Start the command and kill it within two seconds: what is left, and whether it starts again."""
    chance, wrong, waits = random.Random(1), [], []
    workbook = folder / "week.xlsx"
    workbook.write_bytes(b"no roster of ours")
    command = [sys.executable, "-m", "roster", "--lang", "en", "board", str(workbook), "--no-browser"]
    for number in range(times):
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if number % 4:
            time.sleep(chance.uniform(0, 2))
        else:
            assert process.stdout
            line = process.stdout.readline()
            waits.append(time.monotonic() - began)
            if not re.search(r"http://127\.0\.0\.1:\d+/enter", line):
                wrong.append(f"start {number}: {line!r}")
        process.kill()
        _out, err = process.communicate()
        if "Traceback" in err:
            wrong.append(f"start {number}: {err}")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    process.terminate()
    process.communicate(timeout=5)
    time.sleep(2)
    left = sorted(file.name for file in folder.iterdir() if file != workbook)
    orphans = [line for line in _processes() if str(workbook) in line]
    print(f"{times} starts and kills: address after {median(waits):.2f} s (median of {len(waits)})")
    print(f"left beside the workbook: {left or 'nothing'}; processes: {orphans or 'none'}; wrong: {wrong or 'nothing'}")


def _processes() -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main()
