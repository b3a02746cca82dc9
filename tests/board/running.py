"""A board that runs in a thread of the tests, with a desk of their own, and requests to it."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from roster.board.entry import Entry
from roster.board.pages import application
from roster.board.serve import server_of
from roster.board.state import Board

PATIENCE = 20.0


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Running(NamedTuple):
    """A running board; `entry` has its secrets."""

    board: Board
    entry: Entry
    loop: asyncio.AbstractEventLoop

    def raw(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """A request with exactly these headers; those with empty values are left out."""
        link = http.client.HTTPConnection("127.0.0.1", self.entry.port, timeout=10)
        try:
            link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"127.0.0.1:{self.entry.port}", **(headers or {})}.items():
                if value:
                    link.putheader(name, value)
            if body:
                link.putheader("Content-Length", str(len(body)))
            link.endheaders(body)
            answer = link.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            link.close()

    @property
    def own(self) -> dict[str, str]:
        """The headers of a request of our own page."""
        cookie = f"{self.entry.cookie}={self.entry.token}"
        return {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}

    def post(self, path: str, **content: Any) -> Answer:
        return self.raw("POST", path, json.dumps(content).encode(), self.own)

    def state(self) -> Any:
        return self.raw("GET", "/api/state", headers=self.own).json

    def until(self, holds: Callable[[Any], bool]) -> Any:
        """The state as soon as something holds."""
        until = time.monotonic() + PATIENCE
        while not holds(state := self.state()):
            assert time.monotonic() < until, state["status"]
            time.sleep(0.02)
        return state


def codes(board: Running, count: int) -> dict[tuple[str, str], str]:
    """What is typed, as soon as there are so many."""
    state = board.until(lambda state: len(state["edits"]) == count)
    return {(edit["officer"], edit["date"][8:]): edit["code"] for edit in state["edits"]}


@contextmanager
def running(workbook: Path, *size: int, read_only: bool = False, command: list[str] | None = None) -> Iterator[Running]:
    """A board on a workbook, with the fake desk where no other one is given; ends as a Ctrl-C ends it."""
    if not workbook.exists():
        workbook.write_bytes(b"roster\n")
    listener = socket.create_server(("127.0.0.1", 0))
    entry = Entry(listener.getsockname()[1])
    fake = [sys.executable, "-m", "tests.board.fake_desk", str(workbook), *map(str, size)]
    board = Board(workbook, None, read_only, command or fake)
    servers: list[uvicorn.Server] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def work() -> None:
        loops.append(asyncio.get_running_loop())
        keeping = asyncio.create_task(board.keep())
        servers.append(server_of(board, application(board, entry)))
        await servers[0]._serve([listener])
        await keeping

    thread = threading.Thread(target=asyncio.run, args=(work(),), daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not (servers and servers[0].started):
        assert time.monotonic() < until
        time.sleep(0.01)
    try:
        yield Running(board, entry, loops[0])
    finally:
        servers[0].should_exit = True
        thread.join(PATIENCE)
        listener.close()
        assert not thread.is_alive()
