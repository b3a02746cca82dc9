"""From the command to a running server: one address, one lock, an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import uvicorn
from starlette.types import ASGIApp

from roster.board.child import desk_command
from roster.board.entry import Entry
from roster.board.lock import Holder, Lock, knock
from roster.board.pages import application
from roster.board.state import Board
from roster.domain.errors import OutputError
from roster.i18n import _

HOST = "127.0.0.1"
END_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
EXPIRE_SECONDS = 5.0
Say = Callable[[str], None]


class Asked(NamedTuple):
    """What a start of the board is asked for: the workbook, or a brigade that has none yet, and how to serve it."""

    workbook: Path
    brigade: Path | None = None
    port: int = 0
    browser: bool = True
    read_only: bool = False
    language: str | None = None


def serve(asked: Asked, say: Say) -> None:
    """Serve a workbook until a request to end. Raises OutputError for a port that is taken."""
    workbook, _brigade, port, browser, read_only, language = asked
    with _listening(port) as listener:
        entry = Entry(listener.getsockname()[1])
        lock = Lock(workbook)
        try:
            other = lock.take(entry.port, entry.key)
        except OSError as error:
            other, read_only = None, True
            text = _("Nothing can be written beside {file} ({reason}): the board only shows it.")
            say(text.format(file=workbook.name, reason=error.strerror or error))
        if other is not None and other.host == socket.gethostname():
            _open_first(other, browser, say)
            return
        if other is not None:
            read_only = True
            text = _("{file} is open on a board of {host}: this one only shows it. Where that is over, remove {lock}.")
            say(text.format(file=workbook.name, host=other.host, lock=lock.path.name))
        try:
            board = Board(workbook, language, read_only, desk_command(workbook, asked.brigade))
            asyncio.run(_run(board, entry, listener, browser, say))
        finally:
            entry.expire(everything=True)
            lock.release()


async def _run(board: Board, entry: Entry, listener: socket.socket, browser: bool, say: Say) -> None:
    server = server_of(board, application(board, entry))
    keeping = asyncio.create_task(board.keep())
    expiring = asyncio.create_task(_expire(entry))
    serving = asyncio.create_task(server.serve([listener]))
    while not (server.started or serving.done()):
        await asyncio.sleep(0.005)
    _say_where(entry.address(), say)
    if browser:
        await asyncio.to_thread(_open, entry.file(), say)
    await serving
    expiring.cancel()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(keeping, 1)


def server_of(board: Board, app: ASGIApp) -> uvicorn.Server:
    """The server of a board."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=30,
    )
    return _Server(config, board)


class _Server(uvicorn.Server):
    """Ends its streams and its desk before it waits for what is open, and answers signals without raising them."""

    def __init__(self, config: uvicorn.Config, board: Board) -> None:
        super().__init__(config)
        self.board = board

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.gather(self.board.close(), super().shutdown(sockets))

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        numbers = [getattr(signal, name) for name in END_SIGNALS if hasattr(signal, name)]
        before = [(number, signal.signal(number, self._end)) for number in numbers]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.should_exit = self.board.closing = True


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on this machine only. Raises OutputError for a port that is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "nt":  # else another program may listen on the same port
            listener.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", -5), 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            text = _(
                "Port {port} cannot be used ({reason}): give another one with --port, or none for any that is free."
            )
            raise OutputError(text.format(port=port, reason=error.strerror or error)) from error
        yield listener
    finally:
        listener.close()


def _open_first(other: Holder, browser: bool, say: Say) -> None:
    """Open the page of the board that runs already."""
    way = knock(other)
    if way is None:
        raise OutputError(_("The board that was open has just ended: start it again."))
    say(_("A board on this workbook is running already; its page is opened."))
    _say_where(way.address, say)
    if browser:
        _open(Path(way.file), say)
    else:
        Path(way.file).unlink(missing_ok=True)


def _say_where(address: str, say: Say) -> None:
    say(_("Board: {address} (lets one browser in, within a minute)").format(address=address))


def _open(file: Path, say: Say) -> None:
    """Open a private file in the user's browser."""
    try:
        opened = webbrowser.open(file.as_uri())
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        say(_("No browser could be opened: open the address above in one."))


async def _expire(entry: Entry) -> None:
    while True:
        await asyncio.sleep(EXPIRE_SECONDS)
        entry.expire()
