"""What the board costs a browser: `python -m benchmarks.board_browser [--people 1000] [--days 28] [--rounds 5]`.

Time of the browser's processors, by the browser's own count (`SystemInfo.getProcessInfo`), so that other work on the
machine does not matter; medians. The desk is that of the tests: what is measured is the page. Of a real workbook
`python -m benchmarks.board_desk` tells how long it takes to open.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
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
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "week.xlsx", asked.people, asked.days) as board,
        sync_playwright() as playwright,
    ):
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


if __name__ == "__main__":
    main()
