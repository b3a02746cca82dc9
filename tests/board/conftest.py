"""One browser for all tests of the page; a message of its console or a request elsewhere fails a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.board.running import Running, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
Opened = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; tests that need it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")
    found = os.environ.get("ROSTER_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("the browser tests need Chromium: install it, or name it in ROSTER_CHROMIUM")
    with playwright.sync_playwright() as one:
        launched = one.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens a board in a browser of its own, as its address does."""
    pages: list[tuple[Page, list[str]]] = []

    def open_page(board: Running, ready: bool = True, page: Page | None = None, **options: Any) -> Page:
        size = {"width": 1366, "height": 768}
        one = page.context.new_page() if page else browser.new_context(**{"viewport": size, **options}).new_page()
        wrong: list[str] = []
        one.on("console", lambda message: None if _is_meant(message) else wrong.append(message.text))
        one.on("pageerror", lambda error: wrong.append(str(error)))
        one.on("request", lambda asked: None if _own(asked.url, board) else wrong.append(f"asked for {asked.url}"))
        pages.append((one, wrong))
        one.goto(f"{board.entry.origin}/" if page else board.entry.address())
        if ready:
            one.wait_for_selector("roster-grid .cell")
        return one

    yield open_page
    seen = [message for _page, wrong in pages for message in wrong]
    for context in {page.context for page, _wrong in pages}:
        context.close()
    assert seen == []


def _is_meant(message: ConsoleMessage) -> bool:
    """Whether a message tells of nothing wrong: a request that was refused, or a board that ended."""
    ended = ("status of 409", "ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY_RESPONSE")
    return message.type not in ("error", "warning") or any(text in message.text for text in ended)


def _own(url: str, board: Running) -> bool:
    return url.startswith((f"{board.entry.origin}/", "data:", "blob:"))


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Running]:
    """A board on a small workbook that is read."""
    with running(tmp_path / "week.xlsx") as one:
        one.until(lambda state: state["status"] == "ready")
        yield one
