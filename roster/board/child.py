"""The desk process seen from the server: requests to it, its answers, and what it says unasked."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LONGEST_LINE = 1 << 28
END_SECONDS = 1.5
KEPT_ERRORS = 20


def desk_command(workbook: Path, brigade: Path | None = None) -> list[str]:
    """What starts the desk of a workbook; `brigade` is where its tables are, if not where it says itself."""
    given = ["--brigade", str(brigade)] if brigade else []
    return [sys.executable, "-m", "roster.board.desk", str(workbook), *given]


class RefusedError(Exception):
    """A request that cannot be met: a sentence for people, what kind of refusal it is, and where it is at fault."""

    def __init__(self, text: str, kind: str = "refused", places: list[Any] | None = None, **more: Any) -> None:
        super().__init__(text)
        self.text, self.kind, self.places, self.more = text, kind, places or [], more


class DeskGoneError(Exception):
    """The desk ended before it answered."""


class Desk:
    """One desk process on a workbook."""

    def __init__(self, command: Sequence[str], told: Callable[[dict[str, Any]], None]) -> None:
        self.command, self._told = command, told
        self._process: asyncio.subprocess.Process | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._last = 0
        self._readers: list[asyncio.Task[None]] = []
        self.errors: list[str] = []

    @property
    def process(self) -> int | None:
        """The number of its process."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it. It is in a process group of its own: a Ctrl-C in the terminal is the server's, who ends it."""
        apart: dict[str, Any] = {"start_new_session": True}
        if os.name == "nt":
            apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        self._process = await asyncio.create_subprocess_exec(
            *self.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            **apart,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._readers = [
            asyncio.create_task(self._read(self._process.stdout)),
            asyncio.create_task(self._read_errors(self._process.stderr)),
        ]

    async def ask(self, do: str, **fields: Any) -> Any:
        """Its answer to a request. Raises RefusedError where it refuses, DeskGoneError where it ends before."""
        process = self._process
        if process is None or process.stdin is None or process.returncode is not None:
            raise DeskGoneError
        self._last += 1
        number = self._last
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            line = json.dumps({"id": number, "do": do, **fields}, ensure_ascii=False)
            process.stdin.write(line.encode() + b"\n")
            await process.stdin.drain()
            return await answer
        except (ConnectionError, BrokenPipeError) as error:
            raise DeskGoneError from error
        finally:
            self._waiting.pop(number, None)
            if not answer.cancel() and not answer.cancelled():
                answer.exception()  # looked at, also where the request could not even be written

    async def ended(self) -> None:
        """Wait until it has ended."""
        if self._process is not None:
            await self._process.wait()

    async def end(self) -> None:
        """Close its input, which ends it, and kill it where that does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), END_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _read(self, stream: asyncio.StreamReader) -> None:
        try:
            while line := await stream.readline():
                with contextlib.suppress(ValueError):
                    self._take(json.loads(line))
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(DeskGoneError())

    async def _read_errors(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self.errors = [*self.errors, line.decode("utf-8", "replace").rstrip()][-KEPT_ERRORS:]

    def _take(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        if "event" in message:
            self._told(message)
            return
        answer = self._waiting.get(message.get("id", 0))
        if answer is None or answer.done():
            return
        if message.get("ok"):
            answer.set_result(message.get("result"))
        else:
            error = dict(message.get("error") or {})
            text, kind = str(error.pop("text", "")), str(error.pop("kind", "refused"))
            answer.set_exception(RefusedError(text, kind, error.pop("places", None), **error))
